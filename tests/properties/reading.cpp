#include "tests/properties/reading.hpp"

#include "shared/facts/fact_json.hpp"
#include "shared/rules/matching/customer_keys.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace shoujie::properties {

using namespace shoujie::facts;

std::vector<FactData> versionsOf(const TimedFact& fact, const History& history) {
    std::vector<FactData> versions{fact.fact.data};
    for (const auto& other : history.facts) {
        const auto* amendment = std::get_if<EntryAmended>(&other.fact.data);
        if (amendment == nullptr || amendment->target != fact.fact.id) continue;
        if (auto amended = amendedData(fact.fact.data, *amendment))
            versions.push_back(std::move(amended).value());
    }
    return versions;
}

std::map<VisitId, VisitReading> readVisits(const History& history) {
    std::map<VisitId, VisitReading> visits;
    for (const auto& fact : history.facts) {
        const auto* registered = std::get_if<VisitRegistered>(&fact.fact.data);
        if (registered == nullptr) continue;
        auto& visit = visits[registered->visit];
        visit.fact = &fact;
        visit.startEarliest = fact.at.earliest;
        visit.startLatest = fact.at.latest;
        for (const auto& version : versionsOf(fact, history)) {
            const auto& data = std::get<VisitRegistered>(version);
            visit.receivers.insert(data.receiver);
            visit.startEarliest =
                std::min(visit.startEarliest, data.startedAt.value_or(visit.startEarliest));
        }
    }
    for (const auto& fact : history.facts) {
        const auto* started = std::get_if<VisitStarted>(&fact.fact.data);
        if (started == nullptr) continue;
        const auto visit = visits.find(started->visit);
        if (visit == visits.end()) continue;
        visit->second.started = &fact;
        visit->second.startEarliest = std::min(visit->second.startEarliest, fact.at.earliest);
        visit->second.startLatest = std::max(visit->second.startLatest, fact.at.latest);
    }
    return visits;
}

namespace {

void eachCustomer(const FactData& data, const std::function<void(const Customer&)>& meet) {
    const auto all = [&](const std::vector<Customer>& customers) {
        for (const auto& customer : customers)
            meet(customer);
    };
    if (const auto* visit = std::get_if<VisitRegistered>(&data)) {
        all(visit->customers);
        if (visit->accompaniedBy) meet(*visit->accompaniedBy);
        if (visit->introducedBy) meet(*visit->introducedBy);
        for (const auto& relative : visit->relatives)
            meet(relative.customer);
    } else if (const auto* call = std::get_if<CallRegistered>(&data)) {
        meet(call->customer);
    } else if (const auto* referral = std::get_if<ReferralRegistered>(&data)) {
        meet(referral->introducer);
        meet(referral->prospect);
    } else if (const auto* family = std::get_if<FamilyDeclared>(&data)) {
        all(family->customers);
    } else if (const auto* deal = std::get_if<DealSigned>(&data)) {
        all(deal->subscribers);
    } else if (const auto* transfer = std::get_if<DealTransferred>(&data)) {
        meet(transfer->to);
    } else if (const auto* planned = std::get_if<FollowUpPlanned>(&data)) {
        meet(planned->customer);
    }
}

/// Facts and the keys they name, joined where they meet.
class Groups {
public:
    int node(const std::string& name) {
        const auto [entry, isNew] = m_nodes.try_emplace(name, static_cast<int>(m_parents.size()));
        if (isNew) m_parents.push_back(entry->second);
        return entry->second;
    }
    int root(int node) {
        while (m_parents[static_cast<std::size_t>(node)] != node)
            node = m_parents[static_cast<std::size_t>(node)];
        return node;
    }
    void join(int a, int b) {
        a = root(a);
        m_parents[static_cast<std::size_t>(a)] = root(b);
    }

private:
    std::map<std::string, int> m_nodes;
    std::vector<int> m_parents;
};

/// A number read by the region of CN and of HK may be two keys; both connect.
void joinCustomer(Groups& groups, int fact, const Customer& customer) {
    static rules::KeyMaker maker;
    static const auto kRegions = [] {
        std::array<rules::Policy, 2> policies;
        policies[1].phoneRegion = "HK";
        return policies;
    }();
    for (const auto& policy : kRegions) {
        const auto keys = maker.keysOf(customer, policy);
        if (keys.name >= 0) groups.join(fact, groups.node("n" + std::to_string(keys.name)));
        for (const int phone : keys.phones)
            groups.join(fact, groups.node("p" + std::to_string(phone)));
        for (const auto& vehicle : keys.vehicles)
            groups.join(fact, groups.node("c" + std::to_string(vehicle.plateAndSurname)));
    }
}

} // namespace

std::map<std::string, int> groupsOf(const History& history) {
    Groups groups;
    std::map<std::string, int> nodes;
    for (const auto& fact : history.facts) {
        const std::string subject(createdSubject(fact.fact.data));
        const int node = groups.node("fact " + fact.fact.id.value);
        if (!subject.empty()) nodes[subject] = node;
        for (const auto& version : versionsOf(fact, history)) {
            eachCustomer(version,
                         [&](const Customer& customer) { joinCustomer(groups, node, customer); });
            if (const auto* deal = std::get_if<DealSigned>(&version); deal && deal->visit)
                groups.join(node, groups.node("subject " + deal->visit->value));
        }
        if (!subject.empty()) groups.join(node, groups.node("subject " + subject));
        if (const auto* transfer = std::get_if<DealTransferred>(&fact.fact.data))
            groups.join(node, groups.node("subject " + transfer->deal.value));
    }
    for (auto& [subject, node] : nodes)
        node = groups.root(node);
    return nodes;
}

} // namespace shoujie::properties
