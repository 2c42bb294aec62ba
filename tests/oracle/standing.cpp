#include "tests/oracle/visits.hpp"

#include <algorithm>

/// Who somebody is and what they had before: sections 2 and 4.
namespace shoujie::oracle {

using namespace facts;
using rules::MeasuredFrom;
using rules::Policy;

/// What the register holds of these persons before a moment.
Standing Visits::entriesOf(const std::set<int>& persons, const When& before) const {
    Standing found;
    found.persons = persons;
    const auto isTheirs = [&](std::size_t identity) {
        return persons.contains(m_entries.personOf(identity));
    };
    for (const auto& visit : m_entries.visits) {
        if (!(visit.start < before)) continue;
        const bool theirs = std::any_of(visit.members.begin(), visit.members.end(), isTheirs);
        found.cameBefore = found.cameBefore || (theirs && !visit.isPublic);
        found.known = found.known || (theirs && visit.founds());
    }
    for (std::size_t i = 0; i < m_entries.calls.size(); ++i)
        if (m_entries.calls[i].at < before && isTheirs(m_entries.calls[i].caller))
            found.callsBefore.push_back(i);
    for (std::size_t i = 0; i < m_entries.referrals.size(); ++i)
        if (m_entries.referrals[i].at < before && isTheirs(m_entries.referrals[i].prospect))
            found.referralsBefore.push_back(i);
    found.known = found.known || !found.callsBefore.empty() || !found.referralsBefore.empty();
    return found;
}

Standing Visits::standing(std::size_t identity, const When& before, const Policy& policy) const {
    const int person = m_entries.personOf(identity);
    auto own = entriesOf({person}, before);
    if (!own.isNobody()) return own;
    std::map<int, bool> named; // whether every link is a weak one
    const auto link = [&](std::size_t other) {
        bool weak = false;
        const int theirs = m_entries.personOf(other);
        if (theirs == person || !m_entries.namesMatch(identity, other, policy, &weak)) return;
        const auto [place, isNew] = named.emplace(theirs, weak);
        if (!isNew) place->second = place->second && weak;
    };
    for (const auto& visit : m_entries.visits)
        if (visit.founds() && visit.start < before)
            for (const auto member : visit.members)
                link(member);
    for (const auto& call : m_entries.calls)
        if (call.at < before) link(call.caller);
    for (const auto& referral : m_entries.referrals)
        if (referral.at < before) link(referral.prospect);
    if (named.empty()) return own;
    std::set<int> persons;
    std::set<int> weakly;
    for (const auto& [theirs, weak] : named) {
        persons.insert(theirs);
        if (weak) weakly.insert(theirs);
    }
    auto linked = entriesOf(persons, before);
    linked.byName = true;
    linked.weak = weakly;
    return linked;
}

/// Declared ones always, those of one party from that visit on; direct links only.
std::vector<Relative> Visits::relatives(std::size_t identity, const When& before,
                                        const Policy& policy) const {
    const int person = m_entries.personOf(identity);
    std::vector<Relative> found;
    const auto add = [&](std::size_t mine, std::size_t relative,
                         std::optional<std::size_t> declaredBy) {
        bool weak = false;
        if (m_entries.personOf(mine) != person &&
            !m_entries.namesMatch(identity, mine, policy, &weak))
            return;
        if (relative != identity) found.push_back({relative, declaredBy, weak});
    };
    for (const auto& declared : m_entries.declarations) {
        add(declared.a, declared.b, declared.fact);
        add(declared.b, declared.a, declared.fact);
    }
    for (const auto& visit : m_entries.visits) {
        if (visit.isPublic || before < visit.start) continue;
        for (const auto member : visit.members) {
            if (m_entries.personOf(member) != person) continue;
            for (const auto other : visit.members)
                add(member, other, std::nullopt);
        }
    }
    return found;
}

Instant Visits::lastDeal(const std::set<int>& persons, const When& before,
                         const std::string& exceptDeal) const {
    Instant last{};
    for (const auto& deal : m_entries.deals) {
        if (!deal.concluded || !(*deal.concluded < before) || deal.id == exceptDeal) continue;
        const auto& policy = m_entries.policies.at(deal.concluded->at);
        for (const auto subscriber : deal.subscribers)
            for (const int person : standing(subscriber, *deal.concluded, policy).persons)
                if (persons.contains(person)) last = std::max(last, deal.concluded->at);
    }
    return last;
}

/// Among several relatives the one first received counts (14).
Kin Visits::kin(std::size_t identity, const When& before, Instant daysTo, const Policy& policy,
                const std::map<int, Interest>& interests, const std::string& exceptDeal) const {
    struct Candidate {
        When received;
        Interest interest;
        Kin kin;
    };
    std::optional<Candidate> first;
    for (const auto& relative : relatives(identity, before, policy)) {
        const auto who = standing(relative.identity, before, policy);
        std::optional<Candidate> mine;
        std::set<std::string> owners;
        for (const int person : who.persons) {
            const auto found = interests.find(person);
            if (found == interests.end() || person == m_entries.personOf(identity)) continue;
            owners.insert(found->second.owner + '|' + found->second.reason);
            const auto received = m_entries.visits[found->second.original].start;
            if (mine && mine->received < received) continue;
            mine = Candidate{received, found->second, {}};
            mine->kin.weak = relative.weak || who.weak.contains(person);
        }
        if (!mine) continue;
        mine->kin.persons = who.persons;
        mine->kin.several = owners.size() > 1;
        if (relative.declaredBy &&
            std::holds_alternative<FamilyDeclared>(m_entries.facts[*relative.declaredBy].fact.data))
            mine->kin.shownBy.insert(*relative.declaredBy);
        if (first && first->interest.original == mine->interest.original) {
            first->kin.shownBy.merge(mine->kin.shownBy); // received at once: both count
            first->kin.persons.merge(mine->kin.persons);
        } else if (!first || mine->received < first->received)
            first = mine;
    }
    if (!first) return {};
    auto found = first->kin;
    const auto original = m_entries.visits[first->interest.original].registered.at;
    const auto from =
        std::max(measuredFrom(first->interest, original, found.persons, before, policy),
                 lastDeal(found.persons, before, exceptDeal));
    if (m_entries.days(from, daysTo) > policy.windows.familyDays) {
        found.ranOut = true;
        found.several = false;
        return found;
    }
    found.interest = first->interest;
    return found;
}

Instant Visits::measuredFrom(const Interest& interest, Instant base, const std::set<int>& persons,
                             const When& before, const Policy& policy) const {
    if (policy.measuredFrom == MeasuredFrom::originalRegistration) return base;
    Instant latest = base;
    const auto isTheirs = [&](std::size_t identity) {
        return persons.contains(m_entries.personOf(identity));
    };
    for (std::size_t i = 0; i < m_entries.visits.size() && i < verdicts.size(); ++i) {
        const auto& visit = m_entries.visits[i];
        if (!visit.founds() || !(visit.registered < before)) continue;
        if (verdicts[i].finalOwner() != interest.owner) continue;
        if (std::any_of(visit.members.begin(), visit.members.end(), isTheirs))
            latest = std::max(latest, visit.registered.at);
    }
    if (policy.measuredFrom == MeasuredFrom::lastVisit) return latest;
    for (const auto& call : m_entries.calls)
        if (call.at < before && call.owner.value == interest.owner && isTheirs(call.caller))
            latest = std::max(latest, call.at.at);
    for (std::size_t i = 0; i < m_entries.facts.size(); ++i) {
        const auto* done = std::get_if<FollowUpDone>(&m_entries.facts[i].fact.data);
        if (done == nullptr || done->outcome != FollowUpOutcome::reached) continue;
        if (!(m_entries.when(i) < before)) continue;
        if (m_entries.facts[i].fact.by.value != interest.owner) continue;
        for (std::size_t who = 0; who < m_entries.identities.size(); ++who) {
            const auto* planned = std::get_if<FollowUpPlanned>(
                &m_entries.facts[m_entries.identities[who].fact].fact.data);
            if (planned != nullptr && planned->followUp == done->followUp && isTheirs(who))
                latest = std::max(latest, m_entries.facts[i].at.latest);
        }
    }
    return latest;
}

/// Section 4: how the original stood.
Help Visits::help(const Visit& visit, const std::string& owner) const {
    if (!visit.data.original)
        return m_entries.dutyAt(StaffId(owner), visit.start) != Duty::on ? Help::help
                                                                         : Help::unstated;
    switch (*visit.data.original) {
    case OriginalState::consented:
    case OriginalState::absent:
    case OriginalState::unreachable:
        return Help::help;
    case OriginalState::handedBack:
        return Help::handedBack;
    case OriginalState::present:
        break;
    }
    return Help::present;
}

// ---- discoveries -----------------------------------------------------------------------------

std::set<std::string> Visits::subjectsOf(const std::set<int>& persons) const {
    std::set<std::string> subjects;
    const auto isTheirs = [&](std::size_t identity) {
        return persons.contains(m_entries.personOf(identity));
    };
    for (const auto& visit : m_entries.visits)
        if (std::any_of(visit.members.begin(), visit.members.end(), isTheirs))
            subjects.insert(visit.id);
    for (const auto& call : m_entries.calls)
        if (isTheirs(call.caller)) subjects.insert(call.id);
    for (const auto& referral : m_entries.referrals)
        if (isTheirs(referral.prospect)) subjects.insert(referral.id);
    for (const auto& deal : m_entries.deals) {
        const auto at = deal.concluded.value_or(deal.registered);
        for (const auto subscriber : deal.subscribers)
            for (const int person : standing(subscriber, at, m_entries.policies.at(at.at)).persons)
                if (persons.contains(person) || isTheirs(subscriber)) subjects.insert(deal.id);
    }
    return subjects;
}

std::set<std::string> Visits::countingSubjects(std::size_t index) const {
    auto persons = verdicts[index].persons;
    persons.insert(verdicts[index].relatives.begin(), verdicts[index].relatives.end());
    auto subjects = subjectsOf(persons);
    subjects.insert(m_entries.visits[index].id);
    return subjects;
}

std::optional<When> Visits::firstDiscovery(const std::set<std::string>& subjects) const {
    for (std::size_t i = 0; i < m_entries.facts.size(); ++i)
        if (const auto* found = std::get_if<ConflictDiscovered>(&m_entries.facts[i].fact.data))
            if (subjects.contains(found->subject.value)) return m_entries.when(i);
    return std::nullopt;
}

} // namespace shoujie::oracle
