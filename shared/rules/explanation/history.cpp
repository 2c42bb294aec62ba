#include "shared/rules/explanation/history.hpp"

#include "shared/facts/fact_json.hpp"

#include <algorithm>
#include <tuple>

namespace shoujie::rules::explanation {

using namespace facts;

namespace {

void take(std::vector<const Customer*>& people, const Customer& customer) {
    people.push_back(&customer);
}
void take(std::vector<const Customer*>& people, const Boxed<Customer>& customer) {
    people.push_back(&*customer);
}
void take(std::vector<const Customer*>& people, const std::optional<Boxed<Customer>>& customer) {
    if (customer) take(people, *customer);
}
void take(std::vector<const Customer*>& people, const std::vector<Customer>& customers) {
    for (const auto& customer : customers)
        people.push_back(&customer);
}

/// What concerns staff and turns rather than customers.
bool isOfStaff(const FactData& data) {
    return std::holds_alternative<StaffJoined>(data) || std::holds_alternative<StaffLeft>(data) ||
           std::holds_alternative<RosterSet>(data) || std::holds_alternative<DutyChanged>(data);
}

/// Ids, other than of a subject, by which facts belong together.
std::string threadOf(const FactData& data) {
    if (const auto* planned = std::get_if<FollowUpPlanned>(&data))
        return "follow-up " + planned->followUp.value;
    if (const auto* done = std::get_if<FollowUpDone>(&data))
        return "follow-up " + done->followUp.value;
    if (const auto* filed = std::get_if<RequestFiled>(&data))
        return "request " + filed->request.value;
    if (const auto* decided = std::get_if<RequestDecided>(&data))
        return "request " + decided->request.value;
    return {};
}

} // namespace

std::vector<const Customer*> principalsOf(const FactData& data) {
    std::vector<const Customer*> people;
    if (const auto* visit = std::get_if<VisitRegistered>(&data)) take(people, visit->customers);
    if (const auto* call = std::get_if<CallRegistered>(&data)) take(people, call->customer);
    if (const auto* note = std::get_if<ReferralRegistered>(&data)) take(people, note->prospect);
    if (const auto* deal = std::get_if<DealSigned>(&data)) take(people, deal->subscribers);
    return people;
}

std::vector<const Customer*> peopleOf(const FactData& data) {
    auto people = principalsOf(data);
    if (const auto* visit = std::get_if<VisitRegistered>(&data)) {
        take(people, visit->accompaniedBy);
        take(people, visit->introducedBy);
        for (const auto& relative : visit->relatives)
            take(people, relative.customer);
    }
    if (const auto* note = std::get_if<ReferralRegistered>(&data)) take(people, note->introducer);
    if (const auto* family = std::get_if<FamilyDeclared>(&data)) take(people, family->customers);
    if (const auto* planned = std::get_if<FollowUpPlanned>(&data)) take(people, planned->customer);
    return people;
}

SubjectId subjectOf(const FactData& data) {
    return std::visit(
        []<class T>(const T& fact) {
            if constexpr (std::is_same_v<T, RequestFiled>)
                return fact.deal ? SubjectId(fact.deal->value) : SubjectId();
            else if constexpr (requires { fact.subject; })
                return fact.subject;
            else if constexpr (requires { fact.deal; })
                return SubjectId(fact.deal.value);
            else if constexpr (requires { fact.visit; })
                return SubjectId(fact.visit.value);
            else if constexpr (requires { fact.call; })
                return SubjectId(fact.call.value);
            else if constexpr (requires { fact.referral; })
                return SubjectId(fact.referral.value);
            else
                return SubjectId();
        },
        data);
}

int History::Groups::add() {
    m_parents.push_back(static_cast<int>(m_parents.size()));
    return m_parents.back();
}

int History::Groups::rootOf(int member) const {
    auto at = static_cast<std::size_t>(member);
    while (m_parents[at] != static_cast<int>(at)) {
        m_parents[at] = m_parents[static_cast<std::size_t>(m_parents[at])];
        at = static_cast<std::size_t>(m_parents[at]);
    }
    return static_cast<int>(at);
}

void History::Groups::connect(int a, int b) {
    m_parents[static_cast<std::size_t>(rootOf(a))] = rootOf(b);
}

History::History(std::vector<TimedFact> facts, const PolicyTimeline& policies)
    : m_policies(&policies), m_facts(std::move(facts)) {
    std::sort(m_facts.begin(), m_facts.end(), [](const TimedFact& a, const TimedFact& b) {
        return std::tie(a.at.latest, a.fact.id) < std::tie(b.at.latest, b.fact.id);
    });
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
        const auto& fact = m_facts[i].fact;
        m_byId.emplace(fact.id.value, static_cast<int>(i));
        if (const auto subject = createdSubject(fact.data); !subject.empty())
            m_bySubject.emplace(subject, static_cast<int>(i));
        if (const auto* amendment = std::get_if<EntryAmended>(&fact.data))
            m_amendments[amendment->target.value].push_back(&m_facts[i]);
        if (isOfStaff(fact.data)) m_staffFacts.push_back(static_cast<int>(i));
        // A fact's own node has the fact's index.
        m_connected.add();
        m_persons.add();
    }
    for (const auto& fact : m_facts)
        connect(fact);
    for (std::size_t i = 0; i < m_facts.size(); ++i)
        m_members[m_connected.rootOf(static_cast<int>(i))].push_back(static_cast<int>(i));
    nameStaff();
}

int History::nodeOf(const std::string& text) {
    const auto [found, isNew] = m_nodes.try_emplace(text, 0);
    if (isNew) {
        found->second = m_connected.add();
        m_persons.add();
    }
    return found->second;
}

int History::indexOf(const TimedFact& fact) const {
    return m_byId.at(fact.fact.id.value);
}

std::vector<std::string> History::strongKeys(const CustomerKeys& keys) {
    std::vector<std::string> texts;
    for (const int phone : keys.phones)
        texts.push_back("phone " + std::to_string(phone));
    for (const auto& vehicle : keys.vehicles)
        texts.push_back("vehicle " + std::to_string(vehicle.plateAndSurname));
    return texts;
}

void History::connectPeople(int own, const FactData& data, Instant at) {
    for (const auto* customer : peopleOf(data)) {
        const auto keys = keysOf(*customer, at);
        if (keys.name >= 0) m_connected.connect(own, nodeOf("name " + std::to_string(keys.name)));
        const auto strong = strongKeys(keys);
        for (const auto& key : strong) {
            m_connected.connect(own, nodeOf(key));
            m_persons.connect(nodeOf(key), nodeOf(strong.front()));
        }
    }
}

void History::connect(const TimedFact& fact) {
    const int own = indexOf(fact);
    const auto& data = fact.fact.data;
    if (const auto subject = subjectOf(data); !subject.empty())
        m_connected.connect(own, nodeOf("subject " + subject.value));
    if (const auto thread = threadOf(data); !thread.empty())
        m_connected.connect(own, nodeOf(thread));
    if (const auto* deal = std::get_if<DealSigned>(&data); deal != nullptr && deal->visit)
        m_connected.connect(own, nodeOf("subject " + deal->visit->value));
    if (const auto* amendment = std::get_if<EntryAmended>(&data))
        if (const auto target = m_byId.find(amendment->target.value); target != m_byId.end())
            m_connected.connect(own, target->second);
    for (const auto& version : versionsOf(fact))
        connectPeople(own, version, fact.at.latest);
}

void History::nameStaff() {
    std::map<std::string, int> bearers;
    for (const auto& fact : m_facts)
        if (const auto* joined = std::get_if<StaffJoined>(&fact.fact.data))
            m_staffNames[joined->staff] = joined->name;
    for (const auto& [staff, name] : m_staffNames)
        ++bearers[name];
    for (auto& [staff, name] : m_staffNames)
        if (bearers[name] > 1) name += " [" + staff.value + "]";
}

FactRef History::find(const FactId& id) const {
    const auto found = m_byId.find(id.value);
    return found == m_byId.end() ? nullptr : &m_facts[static_cast<std::size_t>(found->second)];
}

FactRef History::entryOf(const SubjectId& id) const {
    const auto found = m_bySubject.find(id.value);
    return found == m_bySubject.end() ? nullptr : &m_facts[static_cast<std::size_t>(found->second)];
}

const std::vector<FactRef>& History::amendmentsOf(const FactId& id) const {
    static const std::vector<FactRef> kNone;
    const auto found = m_amendments.find(id.value);
    return found == m_amendments.end() ? kNone : found->second;
}

std::vector<FactData> History::versionsOf(const TimedFact& fact) const {
    std::vector<FactData> versions{fact.fact.data};
    for (const auto* amendment : amendmentsOf(fact.fact.id)) {
        auto amended = amendedData(versions.back(), std::get<EntryAmended>(amendment->fact.data));
        if (amended) versions.push_back(std::move(amended).value());
    }
    return versions;
}

FactData History::versionAt(const TimedFact& fact, Instant when) const {
    FactData version = fact.fact.data;
    for (const auto* amendment : amendmentsOf(fact.fact.id)) {
        if (amendment->at.latest > when) break;
        auto amended = amendedData(version, std::get<EntryAmended>(amendment->fact.data));
        if (amended) version = std::move(amended).value();
    }
    return version;
}

std::vector<FactRef> History::around(const TimedFact& fact) const {
    auto indices = m_members.at(m_connected.rootOf(indexOf(fact)));
    indices.insert(indices.end(), m_staffFacts.begin(), m_staffFacts.end());
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
    std::vector<FactRef> found;
    for (const int index : indices)
        found.push_back(&m_facts[static_cast<std::size_t>(index)]);
    return found;
}

std::set<int> History::personsOf(const std::vector<const Customer*>& people, Instant at) const {
    std::set<int> persons;
    for (const auto* customer : people)
        for (const auto& key : strongKeys(keysOf(*customer, at)))
            if (const auto node = m_nodes.find(key); node != m_nodes.end())
                persons.insert(m_persons.rootOf(node->second));
    return persons;
}

std::set<int> History::personsOf(const TimedFact& entry) const {
    std::set<int> persons;
    for (const auto& version : versionsOf(entry))
        persons.merge(personsOf(principalsOf(version), entry.at.latest));
    return persons;
}

CustomerKeys History::keysOf(const Customer& customer, Instant at) const {
    return m_keys.keysOf(customer, m_policies->at(at));
}

std::string History::staffName(const StaffId& staff) const {
    const auto found = m_staffNames.find(staff);
    return found == m_staffNames.end() ? staff.value : found->second;
}

} // namespace shoujie::rules::explanation
