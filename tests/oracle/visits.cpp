#include "tests/oracle/visits.hpp"

#include <algorithm>
#include <tuple>

/// Sections 5 and 6, line by line.
namespace shoujie::oracle {

using namespace facts;
using rules::NameOnly;
using rules::OwnerLeft;
using rules::Policy;

namespace {

/// `match.name_only: refer`; without a proposal the reception takes a turn.
void referWeakName(VisitVerdict& says) {
    says.owner.clear();
    says.reason = "weak_name_match";
    says.consumesSlot = true;
    says.treatedAsNew = false;
}

} // namespace

/// What the lines say of one member of the party.
struct Visits::Member {
    std::size_t identity = 0;
    Standing standing;
    std::vector<Relative> kin;
    int line = 9;
    bool live = true;              ///< not 3b
    When received;                 ///< the start of the original the line rests on
    VisitVerdict says;             ///< only the decision
    std::optional<Interest> named; ///< line 3 by a name: the linked interest
};

Visits::Visits(const Register& entries) : m_entries(entries) {
    for (std::size_t i = 0; i < m_entries.visits.size(); ++i)
        judge(i);
}

std::map<int, Interest> Visits::interestsBefore(const When& time) const {
    std::map<int, Interest> found;
    for (std::size_t i = 0; i < verdicts.size() && m_entries.visits[i].start < time; ++i)
        found = verdicts[i].after;
    return found;
}

void Visits::judge(std::size_t index) {
    const auto& visit = m_entries.visits[index];
    auto& verdict = verdicts.emplace_back();
    if (const auto ruling = m_entries.rulingOn(visit.id); ruling && ruling->data.owner) {
        verdict.ruledOwner = ruling->data.owner->value;
        verdict.ruledAt = ruling->at;
    }
    // Section 4: came with a customer whose owner is not R; asked for somebody other than R.
    std::string reason;
    const auto companions = companionsOwner(index, &reason);
    verdict.knew = visit.data.aware.value_or(false) || askedForAnother(index) ||
                   (!companions.empty() && companions != visit.data.receiver.value);
    // Whose discovery counts for this visit: the members and their relatives.
    const auto& policy = m_entries.policies.at(visit.start.at);
    for (const auto identity : visit.members) {
        verdict.persons.insert(m_entries.personOf(identity));
        verdict.persons.merge(standing(identity, visit.start, policy).persons);
        for (const auto& relative : relatives(identity, visit.start, policy)) {
            verdict.relatives.insert(m_entries.personOf(relative.identity));
            verdict.relatives.merge(standing(relative.identity, visit.start, policy).persons);
        }
    }
    std::vector<Member> members;
    for (const auto identity : visit.members)
        members.push_back(judgeMember(index, identity));
    classify(index, members);
    choose(index, members);
    if (!linePublicOrGroup(index) || verdicts[index].ruledAt) {
        establish(index, members);
    } else if (index > 0) {
        verdicts[index].after = verdicts[index - 1].after;
    }
}

/// Lines 1 and 2.
bool Visits::linePublicOrGroup(std::size_t index) {
    const auto& visit = m_entries.visits[index];
    auto& verdict = verdicts[index];
    if (!visit.isPublic && !visit.isGroup) return false;
    if (visit.isGroup) { // taken in turn, also where it is confirmed public afterwards
        verdict.consumesSlot = true;
        verdict.owner = "developer";
        verdict.line = 2;
    }
    if (visit.isPublic) {
        verdict.line = 1;
        verdict.owner = "pool";
        verdict.consumesSlot = verdict.consumesSlot && !visit.publicFromTheStart;
    }
    verdict.earns = visit.isPublic && verdict.consumesSlot ? Earns::asPublic : Earns::nothing;
    verdict.reason.clear();
    verdict.alerts.clear();
    verdict.help.reset();
    verdict.treatedAsNew = false;
    verdict.provisional = false;
    return true;
}

Visits::Member Visits::judgeMember(std::size_t index, std::size_t identity) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    Member member;
    member.identity = identity;
    member.standing = standing(identity, visit.start, policy);
    member.kin = relatives(identity, visit.start, policy);
    member.received = visit.start;
    line3(index, member);
    if (member.line == 3) return member;
    if (line4(index, member) || line5(index, member) || line6(index, member) ||
        line7(index, member) || line8(index, member))
        return member;
    lineNine(index, member);
    return member;
}

void Visits::lineNine(std::size_t index, Member& member) const {
    member.says.owner = m_entries.visits[index].data.receiver.value;
    member.says.consumesSlot = true;
}

/// 3c, for every line that says "as 3c".
void Visits::ownerLeft(std::size_t index, Member& member) const {
    const auto& policy = m_entries.policies.at(m_entries.visits[index].start.at);
    if (policy.ownerLeft == OwnerLeft::rotation) {
        lineNine(index, member);
        member.says.treatedAsNew = true;
        return;
    }
    member.says.owner.clear();
    member.says.reason = "owner_left";
    member.says.consumesSlot = true;
}

/// 3d, for every line that says "as 3d".
void Visits::knowing(std::size_t index, Member& member, const std::string& owner,
                     bool unstatedIsFree) const {
    auto& says = member.says;
    says.owner = owner;
    says.help = help(m_entries.visits[index], owner);
    says.consumesSlot =
        *says.help == Help::present || (*says.help == Help::unstated && !unstatedIsFree);
    if (*says.help == Help::present) says.alerts.insert("customer_snatching");
    if (*says.help == Help::unstated) says.alerts.insert("original_state_missing");
}

void Visits::line3(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    const auto& receiver = visit.data.receiver.value;
    const auto interests = interestsBefore(visit.start);
    std::optional<Interest> found;
    std::set<std::string> owners;
    bool weak = false;
    for (const int person : member.standing.persons) {
        const auto interest = interests.find(person);
        if (interest == interests.end()) continue;
        weak = weak || member.standing.weak.contains(person);
        owners.insert(interest->second.owner + '|' + interest->second.reason);
        if (!found || interest->second.original < found->original) found = interest->second;
    }
    if (!found) return;
    auto& says = member.says;
    member.line = 3;
    member.received = m_entries.visits[found->original].start;
    if (owners.size() > 1) {
        says.reason = "several_candidates";
        member.live = false;
        return;
    }
    if (weak) says.alerts.insert("weak_name_match");
    if (!found->reason.empty()) { // what rests on a referred visit is referred
        says.reason = found->reason;
        return;
    }

    const auto from = measuredFrom(*found, m_entries.visits[found->original].registered.at,
                                   member.standing.persons, visit.start, policy);
    const bool over = m_entries.days(from, visit.start.at) > policy.windows.returningDays;
    const bool knew = verdicts[index].knew;
    if (member.standing.byName && (knew || !over || receiver == found->owner)) member.named = found;
    if (receiver == found->owner) { // a
        says.owner = receiver;
        says.consumesSlot = false;
    } else if (!knew && over) { // b
        lineNine(index, member);
        says.treatedAsNew = true;
        member.live = false;
    } else if (m_entries.hasLeft(StaffId(found->owner), visit.start)) { // c
        ownerLeft(index, member);
    } else if (knew) { // d
        knowing(index, member, found->owner, false);
    } else { // e
        says.owner = found->owner;
        if (policy.rotation.returningMakeup) says.earns = Earns::asColleagues;
    }
    if (weak && policy.match.nameOnly == NameOnly::refer) referWeakName(says);
}

bool Visits::line4(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    const auto found =
        kin(member.identity, visit.start, visit.start.at, policy, interestsBefore(visit.start), "");
    if (found.ranOut) member.says.treatedAsNew = true;
    if (!found.interest) return false;
    auto& says = member.says;
    member.line = 4;
    if (found.weak) says.alerts.insert("weak_name_match");
    member.received = m_entries.visits[found.interest->original].start;
    const auto& owner = found.interest->owner;
    if (found.several) {
        says.reason = "several_candidates";
    } else if (!found.interest->reason.empty()) {
        says.reason = found.interest->reason;
    } else if (owner == visit.data.receiver.value) {
        says.owner = owner;
        says.consumesSlot = false;
    } else if (m_entries.hasLeft(StaffId(owner), visit.start)) {
        ownerLeft(index, member);
    } else if (verdicts[index].knew) {
        knowing(index, member, owner, false);
    } else {
        says.owner = owner;
        says.earns = Earns::asColleagues;
        says.shownBy = found.shownBy;
    }
    if (found.weak && policy.match.nameOnly == NameOnly::refer) referWeakName(says);
    return true;
}

/// Who was asked for, as far as it counts: not one who has left (line 5), and on coming back from
/// public visits not the one who received them (line 1).
std::optional<std::string> Visits::askedFor(std::size_t index) const {
    const auto& visit = m_entries.visits[index];
    if (!visit.data.askedFor) return std::nullopt;
    if (m_entries.hasLeft(*visit.data.askedFor, visit.start)) return std::nullopt;
    const auto& policy = m_entries.policies.at(visit.start.at);
    const auto isThatPerson = [&](std::size_t earlier, std::size_t mine) {
        if (m_entries.personOf(earlier) == m_entries.personOf(mine)) return true;
        bool weak = false;
        return entriesOf({m_entries.personOf(mine)}, visit.start).isNobody() &&
               m_entries.namesMatch(mine, earlier, policy, &weak);
    };
    for (const auto& earlier : m_entries.visits) {
        if (!earlier.isPublic || !(earlier.start < visit.start)) continue;
        if (earlier.data.receiver != *visit.data.askedFor) continue;
        for (const auto member : earlier.members)
            for (const auto mine : visit.members)
                if (isThatPerson(member, mine)) return std::nullopt;
    }
    return visit.data.askedFor->value;
}

bool Visits::askedForAnother(std::size_t index) const {
    const auto asked = askedFor(index);
    return asked && *asked != m_entries.visits[index].data.receiver.value;
}

bool Visits::line5(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    const auto asked = askedFor(index);
    if (!asked || member.standing.cameBefore) return false; // only on the first visit
    member.line = 5;
    auto& says = member.says;
    bool prompted = false;
    for (const auto& fact : m_entries.facts)
        if (const auto* report = std::get_if<ConductReported>(&fact.fact.data))
            prompted =
                prompted || (report->subject.value == visit.id && report->staff.value == *asked);
    if (prompted) {
        says.reason = "prompted_naming";
    } else if (*asked == visit.data.receiver.value) {
        says.owner = *asked;
        says.consumesSlot = false;
    } else {
        knowing(index, member, *asked, true);
    }
    return true;
}

/// The owner on that day, by line 3 or 4, of the customer they came with. V founds no window.
/// Reading: whatever the days since X's original, since who comes with X makes R know (3d).
std::string Visits::companionsOwner(std::size_t index, std::string* reason) const {
    const auto& visit = m_entries.visits[index];
    if (!visit.companion) return {};
    const auto& policy = m_entries.policies.at(visit.start.at);
    const auto interests = interestsBefore(visit.start);
    const auto who = standing(*visit.companion, visit.start, policy);
    std::optional<Interest> found;
    std::set<std::string> owners;
    for (const int person : who.persons) {
        const auto interest = interests.find(person);
        if (interest == interests.end()) continue;
        owners.insert(interest->second.owner + '|' + interest->second.reason);
        if (!found || interest->second.original < found->original) found = interest->second;
    }
    if (owners.size() > 1) {
        *reason = "several_candidates";
        return {};
    }
    if (found) {
        if (!who.weak.empty() && policy.match.nameOnly == NameOnly::refer)
            *reason = "weak_name_match";
        if (!found->reason.empty()) *reason = found->reason;
        return found->owner;
    }
    const auto relatives =
        kin(*visit.companion, visit.start, visit.start.at, policy, interests, "");
    if (!relatives.interest) return {};
    *reason = relatives.several ? "several_candidates" : relatives.interest->reason;
    return relatives.interest->owner;
}

bool Visits::line6(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    std::string reason;
    const auto owner = companionsOwner(index, &reason);
    if (owner.empty() && reason.empty()) return false;
    member.line = 6;
    auto& says = member.says;
    const auto& policy = m_entries.policies.at(visit.start.at);
    if (!standing(*visit.companion, visit.start, policy).weak.empty())
        says.alerts.insert("weak_name_match");
    if (!reason.empty()) {
        says.reason = reason;
    } else if (owner == visit.data.receiver.value) {
        says.owner = owner;
        says.consumesSlot = false;
    } else if (m_entries.hasLeft(StaffId(owner), visit.start)) {
        ownerLeft(index, member);
    } else {
        knowing(index, member, owner, true);
    }
    return true;
}

bool Visits::line7(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    if (member.standing.referralsBefore.empty() || askedFor(index)) return false;
    const auto& referral = m_entries.referrals[member.standing.referralsBefore.front()];
    const bool weak = member.standing.weak.contains(m_entries.personOf(referral.prospect));
    member.line = 7;
    auto& says = member.says;
    if (weak) says.alerts.insert("weak_name_match");
    const auto discovered = firstDiscovery(countingSubjects(index));
    lineNine(index, member);
    if (referral.owner != visit.data.receiver) {
        if (m_entries.hasLeft(referral.owner, visit.start)) {
            ownerLeft(index, member);
        } else if (discovered && m_entries.days(visit.registered.at, discovered->at) <=
                                     policy.windows.referralClaimDays) {
            says.owner = referral.owner.value;
            says.earns = Earns::asColleagues;
            says.dealsFrom = referral.at.at;
        } else {
            says.provisional = m_entries.days(visit.registered.at, m_entries.now) <=
                               policy.windows.referralClaimDays;
        }
    }
    if (weak && policy.match.nameOnly == NameOnly::refer) referWeakName(says);
    return true;
}

bool Visits::line8(std::size_t index, Member& member) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    if (member.standing.callsBefore.empty() || askedFor(index)) return false;
    const auto& call = m_entries.calls[member.standing.callsBefore.front()];
    const bool weak = member.standing.weak.contains(m_entries.personOf(call.caller));
    member.line = 8;
    auto& says = member.says;
    if (weak) says.alerts.insert("weak_name_match");
    lineNine(index, member);
    if (call.owner == visit.data.receiver) {
        says.earns = Earns::asOwnCall;
    } else if (!policy.calls.yieldToReception &&
               (!policy.calls.windowDays ||
                m_entries.days(call.at.at, visit.start.at) <= *policy.calls.windowDays)) {
        if (m_entries.hasLeft(call.owner, visit.start)) {
            ownerLeft(index, member);
        } else {
            says.owner = call.owner.value;
            says.earns = Earns::asColleagues;
            says.dealsFrom = call.at.at;
        }
    }
    if (weak && policy.match.nameOnly == NameOnly::refer) referWeakName(says);
    return true;
}

// ---- the party -------------------------------------------------------------------------------

/// The earliest line; there a live interest before one run out, then the one first received.
void Visits::choose(std::size_t index, std::vector<Member>& members) {
    const auto chosen =
        std::min_element(members.begin(), members.end(), [](const Member& a, const Member& b) {
            return std::tuple(a.line, !a.live, a.received) <
                   std::tuple(b.line, !b.live, b.received);
        });
    auto& verdict = verdicts[index];
    const auto& says = chosen->says;
    verdict.line = chosen->line;
    verdict.treatedAsNew = says.treatedAsNew;
    verdict.owner = says.owner;
    verdict.reason = says.reason;
    verdict.consumesSlot = says.consumesSlot;
    verdict.earns = says.reason.empty() ? says.earns : Earns::nothing;
    verdict.provisional = says.provisional && says.reason.empty();
    for (const auto& kind : says.alerts) // how the owner stood matters once it is decided
        if (says.reason.empty() || kind == "weak_name_match") verdict.alerts.insert(kind);
    verdict.help = says.help;
    verdict.shownBy = says.shownBy;
    verdict.dealsFrom = says.dealsFrom;
}

/// Whose the members are from V on.
void Visits::establish(std::size_t index, const std::vector<Member>& members) {
    const auto& visit = m_entries.visits[index];
    auto& verdict = verdicts[index];
    const auto before = interestsBefore(visit.start);
    verdict.after = before;
    const bool referred = !verdict.reason.empty() && !verdict.ruledAt;
    for (const auto& member : members) {
        const int person = m_entries.personOf(member.identity);
        Interest mine{verdict.finalOwner(), referred ? verdict.reason : "", index, {}};
        mine.dealsFrom = verdict.dealsFrom != Instant{} && !verdict.ruledAt ? verdict.dealsFrom
                                                                            : visit.registered.at;
        if (referred) mine.owner.clear();
        const auto had = before.find(person);
        if (!referred && had != before.end() && had->second.reason.empty() &&
            had->second.owner == mine.owner)
            mine = had->second; // one who has that owner keeps the original
        else if (!referred && member.named && member.named->owner == mine.owner)
            mine = *member.named; // one judged by name takes the linked original
        verdict.after[person] = mine;
    }
}

// ---- section 5 -------------------------------------------------------------------------------

void Visits::classify(std::size_t index, const std::vector<Member>& members) {
    const auto& visit = m_entries.visits[index];
    const auto& policy = m_entries.policies.at(visit.start.at);
    const auto any = [&](const auto& holds) {
        return std::any_of(members.begin(), members.end(), holds);
    };
    auto& found = verdicts[index].visitClass;
    if (visit.isPublic)
        found = "public";
    else if (visit.isGroup)
        found = "group_purchase";
    else if (any([](const Member& m) { return m.standing.cameBefore; }))
        found = "returning";
    else if (any([&](const Member& m) {
                 return std::any_of(m.kin.begin(), m.kin.end(), [&](const Relative& relative) {
                     auto who = standing(relative.identity, visit.start, policy).persons;
                     who.erase(m_entries.personOf(m.identity));
                     return entriesOf(who, visit.start).cameBefore;
                 });
             }))
        found = "family";
    else if (askedFor(index))
        found = "asked_for";
    else if ((visit.companion && standing(*visit.companion, visit.start, policy).cameBefore) ||
             any([](const Member& m) { return !m.standing.referralsBefore.empty(); }))
        found = "referred";
    else if (any([](const Member& m) { return !m.standing.callsBefore.empty(); }))
        found = "call_in";
    else
        found = "new";
}

} // namespace shoujie::oracle
