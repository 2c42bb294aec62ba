#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/policy.hpp"
#include "shared/rules/time/moment.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// The register as the law reads it: entries, the people in them, and who said what about them.
/// Everything is addressed by small indices; a fact's index is its place in the canonical order.
namespace shoujie::rules {

using Staff = int;
inline constexpr Staff kNobody = -1;
inline constexpr int kNone = -1;

/// A fact as it came in, with the keys of the customers it names (in the order of
/// `namedCustomers`).
struct StoredFact {
    facts::TimedFact timed;
    std::vector<CustomerKeys> keys;
    std::uint64_t serial = 0; ///< tells this fact from every other one ever added
};

/// In which part somebody is named. The first three are entries of the register (art. 4, 5, 10), a
/// subscriber is who bought (art. 17), all the others are mentions, which found nothing.
enum class Part {
    member,     ///< of a party received
    caller,     ///< of a call registration
    prospect,   ///< of a referral registration
    subscriber, ///< of a deal
    companion,  ///< came along (`accompanied_by`)
    introducer,
    relative, ///< named in a visit's `relatives` or a `family.declared`
    contact   ///< of a follow-up
};
inline bool isEntry(Part part) {
    return part == Part::member || part == Part::caller || part == Part::prospect;
}

struct NamedCustomer {
    Part part;
    const facts::Customer* customer;
};
/// Everybody a fact names, in a fixed order.
std::vector<NamedCustomer> namedCustomers(const facts::FactData& data);

/// Keys as they stood from some moment on: at registration, and after each amendment (art. 21).
struct KeyVersion {
    Moment from;
    CustomerKeys keys;
};

/// One customer in one entry.
struct Identity {
    Part part = Part::member;
    int fact = kNone;
    int entry = kNone; ///< index of the visit, call, referral, deal or declaration
    int person = kNone;
    std::vector<KeyVersion> versions;
};

struct Visit {
    VisitId id;
    int fact = kNone;
    Staff receiver = kNobody;
    Staff askedFor = kNobody;
    Moment start; ///< of the reception
    Moment registered;
    const facts::VisitRegistered* data = nullptr; ///< as amended
    std::vector<int> members;                     ///< identities
    int companion = kNone;
    bool publicAtOnce = false;         ///< registered as public (art. 6)
    std::optional<Moment> publicLater; ///< confirmed afterwards (art. 7)
    std::vector<Staff> prompters;      ///< reported for having prompted the customer (art. 9.3)
    std::vector<int> rulings;          ///< indices into Book::rulings, canonical order
    bool startedLive = false;

    [[nodiscard]] bool isPublic() const { return publicAtOnce || publicLater.has_value(); }
    [[nodiscard]] bool isGroup() const { return data->groupPurchase.value_or(false); }
};

struct Call {
    int fact = kNone;
    Staff owner = kNobody; ///< asked for by the caller, else who answered (art. 5)
    int caller = kNone;
};

struct ReferralNote {
    int fact = kNone;
    Staff owner = kNobody;
    int prospect = kNone;
};

struct Deal {
    DealId id;
    int fact = kNone;
    Staff closer = kNobody;
    const facts::DealSigned* data = nullptr; ///< as amended
    std::vector<int> subscribers;
    std::optional<Moment> at; ///< deposit and agreement both there (art. 17)
    int namedVisit = kNone;
    bool discountApproved = false;
    std::vector<int> rulings;
};

struct FamilyTie {
    int left = kNone; ///< identities
    int right = kNone;
    int declared = kNone; ///< the fact of a family.declared, else none
};

/// What a fact speaks of: index of a visit, call, referral or deal.
struct Subject {
    enum class Kind { unknown, visit, call, referral, deal } kind = Kind::unknown;
    int index = kNone;
};

struct Discovery {
    int fact = kNone;
    Subject subject;
    Staff author = kNobody;
    Staff claimant = kNobody;
};
struct Notice {
    int fact = kNone;
    Subject subject;
    Staff reader = kNobody;
};
struct Ruling {
    int fact = kNone;
    const facts::RulingMade* data = nullptr;
    Staff owner = kNobody;
};
struct Contact { ///< a reached follow-up
    int fact = kNone;
    Staff by = kNobody;
};

/// Entries that phone or vehicle keys connect (rules.md 2).
struct Person {
    std::vector<int> identities;
    std::vector<int> visits;    ///< as a member, by start
    bool visitsOrdered = true;  ///< no two starts overlap
    std::vector<int> calls;     ///< by registration
    std::vector<int> referrals; ///< as prospect, by registration
    std::vector<int> deals;     ///< as subscriber, also by a bare name
    std::vector<int> discoveries;
    std::vector<int> notices;
    std::vector<Contact> contacts;
    std::vector<std::pair<int, int>> ties; ///< tie, and 0 or 1 for the side this person is on

    [[nodiscard]] bool hasEntries() const {
        return !visits.empty() || !calls.empty() || !referrals.empty();
    }
};

struct Employment {
    Moment at;
    bool left = false;
};
struct DutyFact {
    Moment at;
    facts::Duty duty = facts::Duty::on;
};
struct Colleague {
    StaffId id;
    std::vector<Employment> employment;
    std::vector<DutyFact> duties;
    std::vector<Moment> acts; ///< facts they wrote or received at
};

struct RosterFact {
    Moment at;
    std::vector<Staff> order;
};
struct LiveStart { ///< a visit.started
    Moment at;
    VisitId visit;
    Staff receiver = kNobody;
    int registered = kNone; ///< the visit, once it is registered
};

struct Book {
    std::vector<const StoredFact*> facts; ///< canonical order
    std::vector<Moment> moments;          ///< of each fact
    std::vector<Identity> identities;
    std::vector<Person> persons;
    std::vector<Visit> visits;
    std::vector<Call> calls;
    std::vector<ReferralNote> referrals;
    std::vector<Deal> deals;
    std::vector<FamilyTie> ties;
    std::vector<Discovery> discoveries;
    std::vector<Notice> notices;
    std::vector<Ruling> rulings;
    std::vector<Colleague> staff;
    std::vector<RosterFact> rosters;
    std::vector<LiveStart> starts;
    std::vector<int> amendedIdentities;
    std::unordered_map<int, std::vector<int>> namesakes; ///< name key -> identities
    std::unordered_map<std::string, Subject> subjects;
    std::unordered_map<std::string, Staff> staffIds;
    /// Amended data, kept alive.
    std::vector<std::unique_ptr<facts::FactData>> amended;

    [[nodiscard]] const FactId& idOf(int fact) const {
        return facts[static_cast<std::size_t>(fact)]->timed.fact.id;
    }
    [[nodiscard]] const Identity& identity(int index) const {
        return identities[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Person& person(int index) const {
        return persons[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Visit& visit(int index) const {
        return visits[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const Moment& momentOf(int fact) const {
        return moments[static_cast<std::size_t>(fact)];
    }
    [[nodiscard]] const Colleague& colleague(Staff index) const {
        return staff[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] const StaffId& staffId(Staff index) const { return colleague(index).id; }
    /// When an entry counts from: the start of a visit, else its registration.
    [[nodiscard]] const Moment& entryMoment(const Identity& identity) const;

    /// Keys of an identity as they stood when the entry of `fact` was registered (art. 21).
    [[nodiscard]] const CustomerKeys& keysAt(const Identity& identity, int fact) const;
    /// The key that two identities share, as they stood when the later of the two was registered.
    [[nodiscard]] KeyKind pairKey(int left, int right) const;
    [[nodiscard]] bool pairIsWeak(int left, int right) const;
};

/// Reads the facts into a book; the set alone matters, not the order of `facts`. Staff of `known`
/// keep their numbers.
Book makeBook(const std::vector<const StoredFact*>& facts, KeyMaker& keys,
              const PolicyTimeline& policies, const std::vector<StaffId>& known = {});

/// Joins the identities into persons (rules.md 2) and hangs everything said about them on them.
void joinPersons(Book& book);

/// Puts the facts into the canonical order and gives each its moment: a device's own order narrows
/// its intervals where they allow it (rules.md 3).
void orderFacts(Book& book, std::vector<const StoredFact*> facts);

} // namespace shoujie::rules
