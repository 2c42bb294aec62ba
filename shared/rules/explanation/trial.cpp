#include "shared/rules/explanation/trial.hpp"

#include <nlohmann/json.hpp>

namespace shoujie::rules::explanation {

using namespace facts;

Trial::Trial(const PolicyTimeline& policies, const std::vector<FactRef>& facts, Instant now)
    : m_adjudicator(policies), m_now(now) {
    for (const auto* fact : facts)
        if (m_adjudicator.add(*fact)) m_facts.emplace(fact->fact.id, fact);
}

std::optional<Outcome> Trial::outcome(const Change& change) {
    for (const auto& id : change.without)
        m_adjudicator.remove(id);
    bool fits = true;
    for (const auto& fact : change.with) {
        m_adjudicator.remove(fact.fact.id);
        if (!m_adjudicator.add(fact)) fits = false;
    }
    std::optional<Outcome> outcome;
    if (fits) outcome = m_adjudicator.outcome(m_now + std::chrono::days(change.laterDays));
    for (const auto& fact : change.with)
        m_adjudicator.remove(fact.fact.id);
    const auto putBack = [this](const FactId& id) {
        const auto found = m_facts.find(id);
        if (found != m_facts.end() && m_adjudicator.find(id) == nullptr)
            (void)m_adjudicator.add(*found->second);
    };
    for (const auto& id : change.without)
        putBack(id);
    for (const auto& fact : change.with)
        putBack(fact.fact.id);
    return outcome;
}

void rewrite(Change& change, const History& history, const TimedFact& entry,
             const std::vector<std::string>& members, const std::function<void(FactData&)>& edit) {
    auto fact = entry;
    edit(fact.fact.data);
    change.put(std::move(fact));
    for (const auto* amendment : history.amendmentsOf(entry.fact.id)) {
        auto changed = *amendment;
        auto& data = std::get<EntryAmended>(changed.fact.data);
        auto set = nlohmann::json::parse(data.set);
        std::size_t erased = 0;
        for (const auto& member : members)
            erased += set.erase(member);
        if (erased == 0) continue;
        data.set = set.dump();
        if (set.empty())
            change.drop(*amendment);
        else
            change.put(std::move(changed));
    }
}

Instant moved(Instant at, std::int64_t days, const PolicyTimeline& policies) {
    const auto& zone = policies.zoneAt(at);
    const auto day = zone.dayOf(at);
    return zone.startOf(day + std::chrono::days(days)) + (at - zone.startOf(day));
}

TimedFact moved(TimedFact fact, std::int64_t days, const PolicyTimeline& policies) {
    fact.at.earliest = moved(fact.at.earliest, days, policies);
    fact.at.latest = moved(fact.at.latest, days, policies);
    // The chain of its device would still tell the old order.
    fact.fact.device.reset();
    fact.fact.seq.reset();
    const auto shift = [&](std::optional<Instant>& at) {
        if (at) at = moved(*at, days, policies);
    };
    if (auto* visit = std::get_if<VisitRegistered>(&fact.fact.data)) shift(visit->startedAt);
    if (auto* deal = std::get_if<DealSigned>(&fact.fact.data)) {
        shift(deal->depositPaidAt);
        shift(deal->agreementSignedAt);
    }
    return fact;
}

} // namespace shoujie::rules::explanation
