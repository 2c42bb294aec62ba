#include "tests/properties/possible_times.hpp"

#include <algorithm>
#include <map>

namespace shoujie::properties {

using namespace shoujie::facts;

PossibleTimes::PossibleTimes(const History& history)
    : m_history(&history), m_after(history.facts.size()) {
    const auto& policies = policiesOf(history);
    std::map<DeviceId, std::vector<int>> devices;
    std::map<VisitId, int> starts;
    for (std::size_t i = 0; i < history.facts.size(); ++i) {
        const auto& fact = history.facts[i];
        const auto index = static_cast<int>(i);
        m_bounds.push_back(fact.at);
        if (fact.fact.device && fact.fact.seq) devices[*fact.fact.device].push_back(index);
        if (const auto* started = std::get_if<VisitStarted>(&fact.fact.data))
            starts.emplace(started->visit, index);
        for (const Instant end : {fact.at.earliest, fact.at.latest}) {
            const auto& zone = policies.zoneAt(end);
            m_marks.push_back(end);
            m_marks.push_back(zone.startOf(zone.dayOf(end)));
            m_marks.push_back(zone.startOf(zone.dayOf(end) + std::chrono::days(1)));
        }
    }
    for (auto& [device, chain] : devices) {
        std::sort(chain.begin(), chain.end(), [&](int a, int b) {
            return history.facts[static_cast<std::size_t>(a)].fact.seq <
                   history.facts[static_cast<std::size_t>(b)].fact.seq;
        });
        for (std::size_t i = 1; i < chain.size(); ++i)
            m_after[static_cast<std::size_t>(chain[i - 1])].push_back(chain[i]);
    }
    for (std::size_t i = 0; i < history.facts.size(); ++i)
        if (const auto* visit = std::get_if<VisitRegistered>(&history.facts[i].fact.data))
            if (const auto start = starts.find(visit->visit); start != starts.end())
                m_after[static_cast<std::size_t>(start->second)].push_back(static_cast<int>(i));
    bound();
}

/// Narrows each interval to what the others leave of it, and finds an order in which to choose.
void PossibleTimes::bound() {
    std::vector<int> before(m_bounds.size(), 0);
    for (const auto& after : m_after)
        for (const int later : after)
            ++before[static_cast<std::size_t>(later)];
    for (std::size_t i = 0; i < before.size(); ++i)
        if (before[i] == 0) m_order.push_back(static_cast<int>(i));
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const auto from = static_cast<std::size_t>(m_order[i]);
        for (const int later : m_after[from]) {
            auto& bounds = m_bounds[static_cast<std::size_t>(later)];
            bounds.earliest = std::max(bounds.earliest, m_bounds[from].earliest);
            if (--before[static_cast<std::size_t>(later)] == 0) m_order.push_back(later);
        }
    }
    m_exist = m_order.size() == m_bounds.size();
    for (auto from = m_order.rbegin(); from != m_order.rend(); ++from) {
        auto& bounds = m_bounds[static_cast<std::size_t>(*from)];
        for (const int later : m_after[static_cast<std::size_t>(*from)]) {
            auto latest = m_bounds[static_cast<std::size_t>(later)].latest;
            if (latest > bounds.earliest) latest -= Duration(1); // as in `choose`
            bounds.latest = std::min(bounds.latest, latest);
        }
        m_exist = m_exist && bounds.earliest <= bounds.latest;
    }
}

Instant PossibleTimes::pick(const TimeInterval& bounds, Dice& dice) const {
    if (bounds.isExact()) return bounds.earliest;
    switch (dice.below(4)) {
    case 0:
        return bounds.earliest;
    case 1:
        return bounds.latest;
    case 2: {
        const auto mark = dice.from(m_marks) + Duration(dice.below(3) - 1);
        return std::clamp(mark, bounds.earliest, bounds.latest);
    }
    default:
        return bounds.earliest +
               Duration(dice.between(0, (bounds.latest - bounds.earliest).count()));
    }
}

std::vector<Instant> PossibleTimes::choose(Dice& dice) const {
    auto bounds = m_bounds;
    std::vector<Instant> times(bounds.size());
    for (const int fact : m_order) {
        const auto at = static_cast<std::size_t>(fact);
        times[at] = pick(bounds[at], dice);
        for (const int later : m_after[at]) {
            auto& next = bounds[static_cast<std::size_t>(later)];
            // Not at the very same time where there is room: ids would say who was first.
            next.earliest = std::max(next.earliest, std::min(times[at] + Duration(1), next.latest));
        }
    }
    return times;
}

History PossibleTimes::narrowed(Dice& dice) const {
    auto history = *m_history;
    const auto times = choose(dice);
    for (std::size_t i = 0; i < times.size(); ++i) {
        auto& at = history.facts[i].at;
        if (at.isExact() || dice.oneIn(3)) continue;
        if (dice.oneIn(3)) {
            at = TimeInterval::exactly(times[i]);
            continue;
        }
        at.earliest += Duration(dice.between(0, (times[i] - at.earliest).count()));
        at.latest -= Duration(dice.between(0, (at.latest - times[i]).count()));
    }
    return history;
}

} // namespace shoujie::properties
