#include "tests/oracle/deals.hpp"

#include <algorithm>

namespace shoujie::oracle {

using namespace facts;
using rules::NameOnly;
using rules::OwnerLeft;
using rules::Policy;

namespace {

/// One subscriber as far as the register knows them.
struct Buyer {
    std::size_t identity = 0;
    Standing standing;
    bool known = false;
};

class Judge {
public:
    Judge(const Register& entries, const Visits& visits, const Deal& deal)
        : m_entries(entries)
        , m_visits(visits)
        , m_deal(deal)
        , m_at(*deal.concluded)
        , m_policy(entries.policies.at(m_at.at))
        , m_closer(deal.data.closer.value) {}

    DealVerdict decide();

private:
    void findBuyers();
    void findClosingVisit();
    [[nodiscard]] bool isWithThem(const Visit& visit) const;
    [[nodiscard]] bool isOfSuchADay(const Visit& visit) const;
    [[nodiscard]] bool received(std::size_t visit, const Buyer& buyer) const;
    bool findOwner();
    void ownerOf(const Buyer& buyer, const std::map<int, Interest>& interests);
    void lines4to8();
    [[nodiscard]] std::int64_t helpersPart() const;
    void line7();
    void line8();
    void refer(const std::string& reason);
    void everythingToCloser();
    [[nodiscard]] bool closerKnew() const;
    [[nodiscard]] std::set<std::string> countingSubjects() const;
    void rule();

    const Register& m_entries;
    const Visits& m_visits;
    const Deal& m_deal;
    When m_at;
    const Policy& m_policy;
    std::string m_closer;
    std::vector<Buyer> m_buyers;
    std::optional<std::size_t> m_closing;
    std::map<std::string, Interest> m_owners; ///< by owner or reason
    std::map<std::string, std::set<int>> m_ownedPersons;
    std::string m_owner;
    std::string m_doubt; ///< several_candidates of one bare name
    DealVerdict m_says;
};

void Judge::refer(const std::string& reason) {
    m_says.owner.clear();
    m_says.reason = reason;
    m_says.shares.clear();
    m_says.commission = "referred";
    m_says.formalities.clear();
    m_says.status = "referred";
}

void Judge::everythingToCloser() {
    m_says.owner = m_closer;
    m_says.shares = {{m_closer, 10000}};
    m_says.formalities = m_closer;
}

// ---- who bought, and when ------------------------------------------------------------------

bool Judge::received(std::size_t index, const Buyer& buyer) const {
    const auto& visit = m_entries.visits[index];
    for (const auto member : visit.members) {
        bool weak = false;
        const int person = m_entries.personOf(member);
        if (person == m_entries.personOf(buyer.identity)) return true;
        if (buyer.standing.persons.contains(person)) return true;
        if (buyer.standing.isNobody() &&
            m_entries.namesMatch(buyer.identity, member, m_policy, &weak))
            return true;
    }
    return false;
}

void Judge::findBuyers() {
    for (const auto subscriber : m_deal.subscribers) {
        Buyer buyer{subscriber, m_visits.standing(subscriber, m_at, m_policy), false};
        const auto& who = buyer.standing;
        buyer.known = who.known;
        for (const auto& visit : m_entries.visits) // a public visit is an entry too
            for (const auto member : visit.members)
                if (visit.start < m_at &&
                    m_entries.personOf(member) == m_entries.personOf(subscriber))
                    buyer.known = true;
        // Known only as somebody's declared relative: counts as that relative.
        for (const auto& declared : m_entries.declarations)
            for (const auto side : {declared.a, declared.b}) {
                bool weak = false;
                if (m_entries.personOf(side) == m_entries.personOf(subscriber) ||
                    m_entries.namesMatch(subscriber, side, m_policy, &weak))
                    buyer.known = true;
            }
        m_buyers.push_back(buyer);
    }
}

bool Judge::isOfSuchADay(const Visit& visit) const {
    return m_entries.days(visit.start.at, *m_deal.data.depositPaidAt) == 0 ||
           m_entries.days(visit.start.at, *m_deal.data.agreementSignedAt) == 0;
}

bool Judge::isWithThem(const Visit& visit) const {
    const auto index = static_cast<std::size_t>(&visit - m_entries.visits.data());
    return std::any_of(m_buyers.begin(), m_buyers.end(),
                       [&](const Buyer& buyer) { return received(index, buyer); });
}

/// The one named, if it is of such a day and R received one of them at it, else the last.
void Judge::findClosingVisit() {
    for (std::size_t i = 0; i < m_entries.visits.size(); ++i) {
        const auto& visit = m_entries.visits[i];
        if (visit.isPublic || !isOfSuchADay(visit) || !isWithThem(visit)) continue;
        if (visit.data.receiver.value != m_closer) continue;
        const bool named = m_deal.data.visit && *m_deal.data.visit == visit.data.visit;
        if (named) {
            m_closing = i;
            return;
        }
        if (visit.start < m_at) m_closing = i;
    }
}

// ---- line 3 ----------------------------------------------------------------------------------

void Judge::ownerOf(const Buyer& buyer, const std::map<int, Interest>& interests) {
    std::set<int> persons = buyer.standing.persons;
    if (buyer.standing.byName && m_deal.data.visit) { // settled by the named visit
        std::set<int> there;
        for (const auto& visit : m_entries.visits)
            if (visit.data.visit == *m_deal.data.visit)
                for (const auto member : visit.members)
                    if (persons.contains(m_entries.personOf(member)))
                        there.insert(m_entries.personOf(member));
        if (!there.empty()) persons = there;
    }
    std::optional<Interest> found;
    std::set<std::string> owners;
    for (const int person : persons) {
        const auto interest = interests.find(person);
        if (interest == interests.end()) continue;
        if (buyer.standing.weak.contains(person)) m_says.alerts.insert("weak_name_match");
        owners.insert(interest->second.owner + '|' + interest->second.reason);
        if (!found || interest->second.original < found->original) found = interest->second;
    }
    if (owners.size() > 1) {
        m_doubt = "several_candidates";
        return;
    }
    if (!found) {
        // A relative received at V gives its owner without the 30 days.
        for (const auto& relative : m_visits.relatives(buyer.identity, m_at, m_policy)) {
            if (!m_closing) continue;
            const auto& members = m_entries.visits[*m_closing].members;
            for (const auto member : members)
                if (m_entries.personOf(member) == m_entries.personOf(relative.identity)) {
                    const auto interest = interests.find(m_entries.personOf(member));
                    if (interest == interests.end()) continue;
                    if (!found || interest->second.original < found->original)
                        found = interest->second;
                    persons = {m_entries.personOf(member)};
                }
        }
    }
    if (!found) {
        const auto kin =
            m_visits.kin(buyer.identity, m_at, m_at.at, m_policy, interests, m_deal.id);
        if (kin.several) m_doubt = "several_candidates";
        if (kin.weak) m_says.alerts.insert("weak_name_match");
        found = kin.interest;
        persons = kin.persons;
    }
    if (!found) return;
    const auto key = found->reason.empty() ? found->owner : '!' + found->reason;
    const auto [place, isNew] = m_owners.emplace(key, *found);
    if (!isNew && found->original < place->second.original) place->second = *found;
    m_ownedPersons[key].insert(persons.begin(), persons.end());
}

/// Lines 2 and 3; false where that was all.
bool Judge::findOwner() {
    if (std::none_of(m_buyers.begin(), m_buyers.end(), [](const Buyer& b) { return b.known; })) {
        refer("no_register_entry");
        return false;
    }
    // Their owner after V; of those who were not there, at the deal.
    auto interests = m_visits.interestsBefore(m_at);
    if (m_closing)
        for (const auto member : m_entries.visits[*m_closing].members) {
            const int person = m_entries.personOf(member);
            const auto& after = m_visits.verdicts[*m_closing].after;
            if (after.contains(person)) interests[person] = after.at(person);
        }
    for (const auto& buyer : m_buyers)
        ownerOf(buyer, interests);
    if (m_owners.size() > 1) m_doubt = "several_candidates";
    if (m_doubt.empty() && m_owners.empty()) m_doubt = "closing_visit_missing"; // as 6
    if (m_doubt.empty() && !m_owners.begin()->second.reason.empty())
        m_doubt = m_owners.begin()->second.reason;
    if (m_doubt.empty() && m_says.alerts.contains("weak_name_match") &&
        m_policy.match.nameOnly == NameOnly::refer)
        m_doubt = "weak_name_match";
    if (!m_doubt.empty()) {
        refer(m_doubt);
        return false;
    }
    m_owner = m_owners.begin()->first;
    return true;
}

// ---- lines 4 to 8 ----------------------------------------------------------------------------

std::set<std::string> Judge::countingSubjects() const {
    std::set<int> persons;
    for (const auto& buyer : m_buyers) {
        persons.insert(m_entries.personOf(buyer.identity));
        persons.insert(buyer.standing.persons.begin(), buyer.standing.persons.end());
        if (m_closing) { // also those to whom a name led at the closing visit
            const auto& closing = m_entries.visits[*m_closing];
            for (const auto member : closing.members)
                if (m_entries.personOf(member) == m_entries.personOf(buyer.identity))
                    persons.merge(m_visits.standing(member, closing.start, m_policy).persons);
        }
        for (const auto& relative : m_visits.relatives(buyer.identity, m_at, m_policy))
            for (const int person : m_visits.standing(relative.identity, m_at, m_policy).persons)
                persons.insert(person);
    }
    auto subjects = m_visits.subjectsOf(persons);
    subjects.insert(m_deal.id);
    if (m_closing) subjects.insert(m_entries.visits[*m_closing].id);
    return subjects;
}

/// Section 4: R knew at the closing visit, or before the deal saw, wrote or claimed the conflict.
bool Judge::closerKnew() const {
    if (m_visits.verdicts[*m_closing].knew) return true;
    const auto subjects = countingSubjects();
    for (std::size_t i = 0; i < m_entries.facts.size(); ++i) {
        if (!(m_entries.when(i).at < m_at.at)) continue;
        const auto& fact = m_entries.facts[i].fact;
        if (const auto* seen = std::get_if<NoticeSeen>(&fact.data))
            if (seen->staff.value == m_closer && subjects.contains(seen->subject.value))
                return true;
        if (const auto* found = std::get_if<ConflictDiscovered>(&fact.data))
            if (subjects.contains(found->subject.value) &&
                (fact.by.value == m_closer ||
                 (found->claimant && found->claimant->value == m_closer)))
                return true;
    }
    return false;
}

std::int64_t Judge::helpersPart() const {
    const auto& splits = m_policy.splits;
    return m_entries.visits[*m_closing].data.original == OriginalState::consented
               ? splits.helperBp
               : splits.absentBp.value_or(splits.helperBp);
}

void Judge::line7() {
    switch (m_visits.help(m_entries.visits[*m_closing], m_owner)) {
    case Help::help:
        m_says.owner = m_owner;
        m_says.shares = {{m_closer, helpersPart()}, {m_owner, 10000 - helpersPart()}};
        m_says.formalities = m_owner;
        break;
    case Help::handedBack:
        refer("closed_after_hand_back");
        break;
    case Help::present:
        m_says.owner = m_owner;
        m_says.commission = "cancelled";
        m_says.formalities = m_owner;
        m_says.fine = FineRange{m_closer, m_policy.snatching.fineMin, m_policy.snatching.fineMax,
                                std::nullopt};
        break;
    case Help::unstated:
        refer("original_state_missing");
        break;
    }
}

void Judge::line8() {
    Instant from{};
    auto owner = m_owners.find(m_owner);
    if (owner == m_owners.end() && m_owners.size() == 1) owner = m_owners.begin(); // ruled
    if (owner != m_owners.end())
        from = m_visits.measuredFrom(owner->second, owner->second.dealsFrom,
                                     m_ownedPersons.at(owner->first),
                                     m_entries.visits[*m_closing].start, m_policy);
    if (from != Instant{} && m_entries.days(from, m_at.at) > m_policy.windows.dealNewCustomerDays) {
        everythingToCloser();
        return;
    }
    auto found = m_visits.firstDiscovery(countingSubjects());
    for (std::size_t i = 0; i < m_visits.verdicts.size(); ++i) {
        const auto& verdict = m_visits.verdicts[i];
        if (!verdict.ruledAt || !countingSubjects().contains(m_entries.visits[i].id)) continue;
        if (verdict.ruledOwner == m_entries.visits[i].data.receiver.value) continue;
        if (!found || *verdict.ruledAt < *found) found = verdict.ruledAt;
    }
    const auto ruling = m_entries.rulingOn(m_deal.id);
    const bool settled = ruling && (ruling->data.shares || ruling->data.cancel.value_or(false));
    if (settled && found && ruling->at < *found) found.reset(); // undoes nothing (20)
    const auto limit = m_policy.windows.dealDiscoveryDays;
    if (found && m_entries.days(m_at.at, found->at) <= limit) {
        m_says.owner = m_owner;
        m_says.shares = {{m_closer, m_policy.splits.unawareBp},
                         {m_owner, 10000 - m_policy.splits.unawareBp}};
        m_says.formalities = m_closer;
        return;
    }
    everythingToCloser();
    if (m_entries.days(m_at.at, m_entries.now) <= limit) m_says.status = "provisional";
}

void Judge::lines4to8() {
    if (m_owner == m_closer) {
        everythingToCloser();
    } else if (m_entries.hasLeft(StaffId(m_owner), m_at)) {
        if (m_policy.ownerLeft == OwnerLeft::rotation)
            everythingToCloser();
        else
            refer("owner_left");
    } else if (!m_closing) {
        refer("closing_visit_missing");
    } else if (closerKnew()) {
        line7();
    } else {
        line8();
    }
}

/// The manager's ruling on D; the rule's own answer stays beside it.
void Judge::rule() {
    const auto ruling = m_entries.rulingOn(m_deal.id);
    m_says.ruleOwner = m_says.owner;
    if (!ruling) return;
    const auto& data = ruling->data;
    m_says.ruled = true;
    if (data.owner && !data.shares && !data.cancel.value_or(false)) {
        const auto alerts = m_says.alerts;
        const auto ruleOwner = m_says.ruleOwner;
        m_says = {};
        m_says.alerts = alerts;
        m_says.ruleOwner = ruleOwner;
        m_says.ruled = true;
        m_owner = data.owner->value;
        lines4to8();
    } else if (data.owner) {
        m_says.owner = data.owner->value;
    }
    if (data.shares) {
        m_says.shares.clear();
        for (const auto& share : *data.shares)
            m_says.shares[share.staff.value] = share.bp;
        m_says.commission = "payable";
        m_says.fine.reset();
        if (m_says.formalities.empty()) m_says.formalities = m_closer;
    }
    if (data.cancel.value_or(false)) {
        m_says.commission = "cancelled";
        m_says.shares.clear();
        m_says.formalities = m_says.owner;
        m_says.fine = FineRange{m_closer, m_policy.snatching.fineMin, m_policy.snatching.fineMax,
                                std::nullopt};
    }
    if (data.fine && m_says.fine && *data.fine >= m_says.fine->min &&
        *data.fine <= m_says.fine->max)
        m_says.fine->set = data.fine;
    if (m_says.commission != "referred") {
        m_says.status = "final";
        m_says.reason.clear();
    }
}

DealVerdict Judge::decide() {
    findBuyers();
    findClosingVisit();
    const bool group = m_deal.data.groupPurchase.value_or(false) ||
                       (m_closing && m_entries.visits[*m_closing].isGroup);
    if (group) { // line 1
        m_says.owner = "developer";
        m_says.commission = "group_bonus";
        m_says.formalities = m_closer;
    } else if (findOwner()) {
        lines4to8();
    }
    rule();
    std::erase_if(m_says.shares, [](const auto& share) { return share.second == 0; });
    return m_says;
}

} // namespace

DealVerdict judgeDeal(const Register& entries, const Visits& visits, const Deal& deal) {
    if (!deal.concluded) { // a deposit alone is no deal, nor is a signature (17)
        DealVerdict pending;
        pending.commission = "pending";
        pending.status = "provisional";
        return pending;
    }
    return Judge(entries, visits, deal).decide();
}

} // namespace shoujie::oracle
