#pragma once

#include "shared/core/result.hpp"
#include "shared/rules/book/records.hpp"
#include "shared/rules/fact_source.hpp"
#include "shared/rules/policy.hpp"
#include "shared/rules/time/world.hpp"

#include <absl/container/flat_hash_map.h>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The register as the law reads it: entries, the people in them, and who said what about them.
namespace shoujie::rules {

/// What entering or withdrawing a fact has changed, for those who keep conclusions.
struct Ripple {
    int person;
    Instant from; ///< decisions about what began before this cannot differ
};

/// Grows without being moved: adding one never costs what there is.
template <class Record>
using Table = std::deque<Record>;

/// Where a fact stands in time.
struct Placement {
    int fact;
    TimeInterval at; ///< narrowed by the device's own order
    int place;       ///< the fact whose id it is ordered by
};

/// Grows and shrinks fact by fact; what it holds depends on the set of facts alone, except for the
/// numbers of things.
class Book {
public:
    explicit Book(const PolicyTimeline& policies, FactSource source = {})
        : m_policies(policies), m_source(std::move(source)) {}
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    // ---- facts (facts.cpp) ----
    /// Takes a fact in without judging it by its place in time: `placements` gives that, `admit` is
    /// next. Fails with ErrorCode::conflict for a fact id or a created subject id that is taken.
    Result<int> shelve(std::unique_ptr<const facts::TimedFact> fact);
    /// The reverse, for a fact that is not admitted.
    void unshelve(int fact);
    /// Facts whose place in time is not, or no longer, the one recorded: `fact` itself, and others
    /// that their device's own order moves. Set only while they are not admitted.
    [[nodiscard]] std::vector<Placement> placements(int fact) const;
    void place(const Placement& placement);
    /// Everything that a fact says of others, and the entry it makes; and back again.
    void admit(int fact);
    void dismiss(int fact);
    [[nodiscard]] int findFact(const FactId& id) const;
    /// Stays where it is until the next one is shelved.
    [[nodiscard]] const facts::TimedFact& stored(int fact) const {
        const auto& slot = m_shelf[static_cast<std::size_t>(fact)];
        return slot ? *slot : fetched(fact);
    }
    /// stored(fact).at: its time by its own evidence, without asking the source.
    [[nodiscard]] const TimeInterval& saidTime(int fact) const {
        const auto at = static_cast<std::size_t>(fact);
        return m_shelf[at] ? m_shelf[at]->at : m_saidTimes[at];
    }
    [[nodiscard]] const FactRecord& fact(int index) const {
        return m_facts[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] FactId idOf(int fact) const { return FactId(std::string(m_factIds.text(fact))); }
    [[nodiscard]] Moment momentOf(int index) const {
        const auto& record = fact(index);
        return {record.at, &m_factIds, record.place, index, record.device, record.seq};
    }
    [[nodiscard]] std::size_t factCount() const { return m_present; }
    /// Numbers of facts run from 0 to this; not all are present.
    [[nodiscard]] int factBound() const { return static_cast<int>(m_facts.size()); }
    [[nodiscard]] Instant lastTime() const;
    [[nodiscard]] bool factBefore(int a, int b) const {
        return a != b && canonicallyBefore(momentOf(a), momentOf(b));
    }

    // ---- entries (entries.cpp) ----
    /// Writes the entry of an admitted fact anew: an amendment or its visit.started has changed it.
    void withdraw(int fact);
    void enter(int fact);
    [[nodiscard]] std::vector<Ripple> takeRipples() { return std::move(m_ripples); }
    void dropRipples() { m_ripples.clear(); }

    [[nodiscard]] const Identity& identity(int index) const {
        return m_identities[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Person& person(int index) const {
        return m_persons[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Visit& visit(int index) const {
        return m_visits[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Call& call(int index) const {
        return m_calls[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const ReferralNote& referral(int index) const {
        return m_referrals[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Deal& deal(int index) const {
        return m_deals[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] int visitBound() const { return static_cast<int>(m_visits.size()); }
    [[nodiscard]] int dealBound() const { return static_cast<int>(m_deals.size()); }
    [[nodiscard]] int personBound() const { return static_cast<int>(m_persons.size()); }
    /// Entry of a fact of that kind; kNone for facts of other kinds.
    [[nodiscard]] int visitOf(int fact) const;
    [[nodiscard]] int dealOf(int fact) const;

    /// The people an entry names.
    [[nodiscard]] const Block& blockOf(int fact) const;

    /// Of the reception.
    [[nodiscard]] Moment startOf(const Visit& visit) const {
        if (visit.startFact != kNone) return momentOf(visit.startFact);
        return visit.declared ? declaredAt(visit.startedAt, visit.fact) : momentOf(visit.fact);
    }
    [[nodiscard]] Moment registeredAt(const Visit& visit) const { return momentOf(visit.fact); }
    /// Both deposit and agreement are there; the later of them (art. 17).
    [[nodiscard]] Moment closedAt(const Deal& deal) const {
        return declaredAt(std::max(*deal.deposit, *deal.agreement), deal.fact);
    }
    /// When an entry counts from: the start of a visit, else its registration.
    [[nodiscard]] Moment entryMoment(const Identity& identity) const {
        return identity.part == Part::member ? startOf(visit(entryOf(identity)))
                                             : momentOf(identity.fact);
    }
    [[nodiscard]] int entryOf(const Identity& identity) const { return fact(identity.fact).entry; }
    [[nodiscard]] int prospectOf(const ReferralNote& note) const { return note.people.first; }
    [[nodiscard]] int callerOf(const Call& call) const { return call.people.first; }
    [[nodiscard]] bool startedBefore(int a, int b) const {
        return a != b && canonicallyBefore(startOf(visit(a)), startOf(visit(b)));
    }

    // ---- subjects (subjects.cpp) ----
    [[nodiscard]] int findSubject(std::string_view id) const { return m_subjectIds.find(id); }
    [[nodiscard]] const Subject& subject(int index) const {
        return m_subjects[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] std::string_view subjectText(int index) const { return m_subjectIds.text(index); }
    [[nodiscard]] std::string idText(const Visit& visit) const {
        return std::string(subjectText(visit.subject));
    }
    [[nodiscard]] std::string idText(const Deal& deal) const {
        return std::string(subjectText(deal.subject));
    }
    /// Facts that speak of a subject, in canonical order.
    [[nodiscard]] const Indices& remarksOn(int subject) const;
    /// Those of one kind.
    template <class Data>
    [[nodiscard]] Indices remarksOn(int subject) const {
        Indices found;
        for (const int fact : remarksOn(subject))
            if (std::holds_alternative<Data>(stored(fact).fact.data)) found.push_back(fact);
        return found;
    }
    /// The visit that a deal names, where it is one.
    [[nodiscard]] int namedVisitOf(const Deal& deal) const;
    [[nodiscard]] bool discountApproved(const Deal& deal) const;
    /// Rulings of which each may be the latest on a subject, the last of them by the canonical
    /// order; on a visit only those that name an owner count.
    [[nodiscard]] Indices latestRulings(int subject) const;
    /// The latest ruling on a deal.
    [[nodiscard]] int rulingOn(const Deal& deal) const;

    // ---- who is who (persons.cpp, keys.cpp) ----
    /// Keys of an identity as they stood when the entry of `fact` was registered (art. 21).
    [[nodiscard]] KeysView keysAt(const Identity& identity, int fact) const;
    [[nodiscard]] KeysView ownKeys(const Identity& identity) const {
        return keysAt(identity, identity.fact);
    }
    [[nodiscard]] KeysView newestKeys(const Identity& identity) const;
    [[nodiscard]] absl::InlinedVector<KeysView, 2> allKeys(const Identity& identity) const;
    /// Those that amendments have given it after the entry of `fact` was registered.
    [[nodiscard]] absl::InlinedVector<KeysView, 2> keysSince(const Identity& identity,
                                                             int fact) const;
    [[nodiscard]] bool isAmended(const Identity& identity) const;
    /// The key that two identities share, as they stood when the later of the two was registered.
    [[nodiscard]] KeyKind pairKey(int left, int right) const;
    [[nodiscard]] bool pairIsWeak(int left, int right) const;
    /// All name keys an identity ever had.
    [[nodiscard]] Indices namesOf(const Identity& identity) const;
    /// Whether open times leave it open who else this person is (open_links.cpp).
    [[nodiscard]] bool isOpen(int person) const { return this->person(person).openLinks > 0; }
    /// Entries that ever carried a name; other parts, and those with whom relatives were declared.
    /// In canonical order of their entries' moments.
    [[nodiscard]] const Indices& entriesNamed(int name) const;
    [[nodiscard]] const Indices& mentionsNamed(int name) const;
    /// Identities that may share a phone or vehicle with the keys now or did once.
    [[nodiscard]] Indices carriersOf(const KeysView& keys) const;
    [[nodiscard]] CustomerKeys keysOf(const facts::Customer& customer, const Policy& policy) {
        return m_keys.keysOf(customer, policy);
    }
    /// Visits, deals and the like of a person by part, in canonical order.
    template <class Each>
    void eachOther(int person, Part part, Each each) const {
        for (const int index : m_persons[static_cast<std::size_t>(person)].others)
            if (identity(index).part == part) each(index);
    }
    /// The other sides of what was declared about a person, or of one identity among theirs.
    struct OtherSide {
        int self;
        int identity;
        int declared; ///< the family.declared, else none
    };
    [[nodiscard]] std::vector<OtherSide> tiesOf(int person) const;

    // ---- staff (facts.cpp) ----
    [[nodiscard]] Staff findStaff(std::string_view id) const { return m_staffIds.find(id); }
    [[nodiscard]] StaffId staffId(Staff staff) const {
        return StaffId(std::string(m_staffIds.text(staff)));
    }
    [[nodiscard]] std::string_view staffText(Staff staff) const { return m_staffIds.text(staff); }
    [[nodiscard]] const Colleague& colleague(Staff staff) const {
        return m_staff[static_cast<std::size_t>(staff)];
    }
    [[nodiscard]] std::size_t staffCount() const { return m_staff.size(); }
    Staff staffOf(const StaffId& id);

    [[nodiscard]] const PolicyTimeline& policies() const { return m_policies; }
    /// Memory of the index, in bytes: all but the facts themselves.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct NameBucket {
        Indices entries;
        int mentions = kNone; ///< place in m_nameMentions
    };
    struct VehicleCarrier {
        int brand;
        int identity;
    };
    struct Reading;

    [[nodiscard]] std::vector<Placement> placementsOf(const std::vector<int>& chain) const;
    int subjectOf(std::string_view id);
    int numberOf(const FactId& id);
    void noteStaff(int fact, bool present);
    void noteRemark(int fact, bool present);
    void noteAmendment(int fact, bool present);
    void relink(int subject);

    /// A time that a fact tells of: exact, and among equal ones in the order of the facts.
    [[nodiscard]] Moment declaredAt(Instant at, int index) const {
        return {TimeInterval::exactly(at), &m_factIds, fact(index).place, kNone, kNone, 0};
    }
    void read(int fact, Reading& reading);
    Block writeIdentities(int fact, const Reading& reading);
    void eraseIdentities(const Block& block);
    void settleBlock(const Block& block, bool timeless);
    void enterVisit(int fact, const Reading& reading);
    void enterDeal(int fact, const Reading& reading);
    int allotBlock(int count);
    template <class Records>
    static int allot(Records& records, std::vector<int>& free) {
        if (free.empty()) {
            records.emplace_back();
            return static_cast<int>(records.size()) - 1;
        }
        const int index = free.back();
        free.pop_back();
        return index;
    }

    // ---- open_links.cpp ----
    std::vector<CustomerKeys> otherKeysOf(int fact, const facts::Customer& customer);
    [[nodiscard]] bool isLoose(int identity) const;
    [[nodiscard]] absl::InlinedVector<KeysView, 2> possibleKeys(int identity, int toward) const;
    [[nodiscard]] absl::InlinedVector<KeysView, 2> everyKeyOf(int identity) const;
    [[nodiscard]] bool isLinkOpen(int left, int right) const;
    [[nodiscard]] bool amendmentsAreOpen(int fact) const;
    [[nodiscard]] int openLinksOf(int identity) const;
    void countOpen(int identity, int by);
    void openLinks(int identity);
    void closeLinks(int identity);

    void carry(int identity, bool present);
    void carryName(int identity, bool present);
    bool join(int identity);
    bool joinCarrier(int identity, int carrier);
    bool merge(int a, int b);
    void hang(int identity);
    void unhang(int identity);
    [[nodiscard]] bool isMemberNow(int identity) const;
    [[nodiscard]] bool hasRelatives(int identity) const;
    [[nodiscard]] bool cannotConnect(const Identity& identity) const;
    [[nodiscard]] Indices identitiesOf(int person) const;
    void handOver(int identity);
    const facts::TimedFact& fetched(int fact) const;
    void putAway();
    void ripple(int person, Instant from) { m_ripples.push_back({person, from}); }

    const PolicyTimeline& m_policies;
    KeyMaker m_keys;
    Interner m_factIds;
    Interner m_staffIds;
    Interner m_deviceIds;
    Interner m_subjectIds;
    FactSource m_source;
    /// With a source, empty where a fact has been put away.
    mutable Table<std::unique_ptr<const facts::TimedFact>> m_shelf;
    mutable std::vector<int> m_atHand; ///< with a source, those on the shelf
    Table<TimeInterval> m_saidTimes;   ///< with a source, of all
    Table<FactRecord> m_facts;
    std::size_t m_present = 0;
    mutable std::optional<Instant> m_lastTime = Instant{}; ///< nothing: to be looked for
    std::vector<std::vector<int>> m_devices;               ///< facts of each device, by seq
    absl::flat_hash_map<int, Indices> m_amendments; ///< target -> amendments, canonical order
    Table<Subject> m_subjects;
    Table<Indices> m_remarks;
    std::vector<Colleague> m_staff;

    Table<Visit> m_visits;
    std::vector<Call> m_calls;
    std::vector<ReferralNote> m_referrals;
    std::vector<Deal> m_deals;
    std::vector<Mention> m_mentions;
    std::vector<int> m_freeVisits, m_freeCalls, m_freeReferrals, m_freeDeals, m_freeMentions;
    Table<Identity> m_identities;
    std::vector<std::vector<int>> m_freeBlocks; ///< by size
    Table<std::vector<KeyVersion>> m_histories;
    std::vector<int> m_freeHistories;

    Table<Person> m_persons;
    std::vector<int> m_freePersons;
    Table<NameBucket> m_names;
    Table<Indices> m_nameMentions;
    Table<int> m_phoneCarrier;                          ///< one who carries it for ever
    absl::flat_hash_map<int, Indices> m_amendedByPhone; ///< those whose entries were amended
    absl::flat_hash_map<int, absl::InlinedVector<VehicleCarrier, 1>> m_vehicleCarriers;
    absl::flat_hash_map<int, Indices> m_amendedByVehicle;
    absl::flat_hash_map<int, std::vector<CustomerKeys>> m_otherKeys; ///< by the other policy
    absl::flat_hash_map<std::uint64_t, Indices> m_looseCarriers; ///< of keys not certain to count
    absl::flat_hash_map<int, Indices> m_openLinks;
    std::vector<Ripple> m_ripples;
};

} // namespace shoujie::rules
