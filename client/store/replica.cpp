#include "client/store/replica.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>
#include <variant>

namespace shoujie::client {
namespace {

const std::set<FactId> kNone;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

} // namespace

bool happenedBefore(const facts::TimedFact& a, const facts::TimedFact& b) {
    return std::tie(a.at.latest, a.at.earliest, a.fact.device, a.fact.seq, a.fact.id) <
           std::tie(b.at.latest, b.at.earliest, b.fact.device, b.fact.seq, b.fact.id);
}

std::vector<std::string> subjectsOf(const facts::FactData& data) {
    using Subjects = std::vector<std::string>;
    return std::visit(
        Overloaded{[](const facts::VisitStarted& it) { return Subjects{it.visit.value}; },
                   [](const facts::VisitRegistered& it) { return Subjects{it.visit.value}; },
                   [](const facts::CallRegistered& it) { return Subjects{it.call.value}; },
                   [](const facts::ReferralRegistered& it) { return Subjects{it.referral.value}; },
                   [](const facts::PublicConfirmed& it) { return Subjects{it.visit.value}; },
                   [](const facts::ConflictDiscovered& it) { return Subjects{it.subject.value}; },
                   [](const facts::NoticeSeen& it) { return Subjects{it.subject.value}; },
                   [](const facts::ConductReported& it) { return Subjects{it.subject.value}; },
                   [](const facts::RulingMade& it) { return Subjects{it.subject.value}; },
                   [](const facts::DealTransferred& it) { return Subjects{it.deal.value}; },
                   [](const facts::DealSigned& it) {
                       Subjects subjects{it.deal.value};
                       if (it.visit) subjects.push_back(it.visit->value);
                       return subjects;
                   },
                   [](const auto&) {
                       return Subjects{};
                   }},
        data);
}

Replica::Replica(rules::PolicyTimeline policy)
    : m_judge(std::move(policy)), m_byKind(std::variant_size_v<facts::FactData>) {}

void Replica::index(const facts::TimedFact& fact) {
    const FactId& id = fact.fact.id;
    m_byKind[fact.fact.data.index()].insert(id);
    m_byAuthor[fact.fact.by].insert(id);
    auto subjects = subjectsOf(fact.fact.data);
    if (const auto* amended = std::get_if<facts::EntryAmended>(&fact.fact.data)) {
        if (const auto* target = find(amended->target)) subjects = subjectsOf(target->fact.data);
        m_amended[id] = subjects;
    }
    for (const auto& subject : subjects)
        m_bySubject[subject].insert(id);
}

void Replica::remove(const FactId& id) {
    const facts::TimedFact* fact = find(id);
    if (fact == nullptr) return;
    m_byKind[fact->fact.data.index()].erase(id);
    m_byAuthor[fact->fact.by].erase(id);
    auto subjects = subjectsOf(fact->fact.data);
    if (const auto amended = m_amended.find(id); amended != m_amended.end()) {
        subjects = std::move(amended->second);
        m_amended.erase(amended);
    }
    for (const auto& subject : subjects)
        m_bySubject[subject].erase(id);
    m_own.erase(id);
    m_judge.remove(id);
}

Result<void> Replica::addOwn(facts::TimedFact fact) {
    const FactId id = fact.fact.id;
    if (auto added = m_judge.add(std::move(fact)); !added) return added;
    m_own.insert(id);
    index(*find(id));
    return {};
}

void Replica::addRegistered(facts::TimedFact fact) {
    const FactId id = fact.fact.id;
    const std::string created(facts::createdSubject(fact.fact.data));
    if (m_own.contains(id)) remove(id);
    if (find(id) != nullptr) return;
    auto added = m_judge.add(fact);
    if (!added && !created.empty()) {
        // An own fact claims the subject; the register's has it now (facts.md).
        const std::set<FactId> rivals = ofSubject(created);
        for (const FactId& rival : rivals)
            if (m_own.contains(rival) && facts::createdSubject(find(rival)->fact.data) == created)
                remove(rival);
        added = m_judge.add(std::move(fact));
    }
    // The register never holds two facts of one id or subject; one that did is not judged twice.
    if (added) index(*find(id));
}

void Replica::removeOwn(const FactId& id) {
    if (m_own.contains(id)) remove(id);
}

const std::set<FactId>& Replica::ofSubject(const std::string& subject) const {
    const auto found = m_bySubject.find(subject);
    return found == m_bySubject.end() ? kNone : found->second;
}

const std::set<FactId>& Replica::ofAuthor(const StaffId& staff) const {
    const auto found = m_byAuthor.find(staff);
    return found == m_byAuthor.end() ? kNone : found->second;
}

bool Replica::touchedByOwn(const std::string& subject) const {
    const auto& ids = ofSubject(subject);
    return std::any_of(ids.begin(), ids.end(),
                       [&](const FactId& id) { return m_own.contains(id); });
}

std::vector<StaffMember> Replica::staff() const {
    std::vector<const facts::TimedFact*> facts;
    for (const FactId& id : ofKind<facts::StaffJoined>())
        facts.push_back(find(id));
    for (const FactId& id : ofKind<facts::StaffLeft>())
        facts.push_back(find(id));
    std::sort(facts.begin(), facts.end(),
              [](const auto* a, const auto* b) { return happenedBefore(*a, *b); });
    std::map<StaffId, StaffMember> members;
    for (const auto* fact : facts) {
        if (const auto* joined = std::get_if<facts::StaffJoined>(&fact->fact.data))
            members[joined->staff] = {joined->staff, joined->name, joined->role, false};
        else
            members.erase(std::get<facts::StaffLeft>(fact->fact.data).staff);
    }
    std::vector<StaffMember> staff;
    for (auto& [id, member] : members)
        staff.push_back(std::move(member));
    return staff;
}

std::string Replica::nameOf(const StaffId& staff) const {
    const facts::TimedFact* newest = nullptr;
    for (const FactId& id : ofKind<facts::StaffJoined>()) {
        const facts::TimedFact* fact = find(id);
        if (std::get<facts::StaffJoined>(fact->fact.data).staff != staff) continue;
        if (newest == nullptr || happenedBefore(*newest, *fact)) newest = fact;
    }
    return newest == nullptr ? staff.value : std::get<facts::StaffJoined>(newest->fact.data).name;
}

} // namespace shoujie::client
