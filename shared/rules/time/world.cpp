#include "shared/rules/time/world.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace shoujie::rules {

int Choices::answer(Doubt kind, int options) {
    assert(options > 1);
    if (m_asked == m_questions.size()) m_questions.push_back({kind, options, 0});
    ++m_total;
    return m_questions[m_asked++].taken;
}

bool Choices::advance() {
    m_asked = 0;
    while (!m_questions.empty() && m_questions.back().taken + 1 == m_questions.back().options)
        m_questions.pop_back();
    if (m_questions.empty()) return false;
    ++m_questions.back().taken;
    return true;
}

int Choices::deviations() const {
    return static_cast<int>(std::count_if(m_questions.begin(), m_questions.end(),
                                          [](const Question& q) { return q.taken != 0; }));
}

Doubt Choices::firstDeviation() const {
    const auto found = std::find_if(m_questions.begin(), m_questions.end(),
                                    [](const Question& q) { return q.taken != 0; });
    return found == m_questions.end() ? Doubt::order : found->kind;
}

int World::find(const Moment& moment) const {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const auto& known = m_nodes[i].moment;
        if (known.fact != moment.fact) continue;
        if (moment.fact >= 0 || (known.at == moment.at && known.id() == moment.id()))
            return static_cast<int>(i);
    }
    return -1;
}

TimeInterval World::intervalOf(const Moment& moment) const {
    const int node = find(moment);
    return node < 0 ? moment.at : m_nodes[static_cast<std::size_t>(node)].at;
}

/// The node of a moment; -1 where there are too many.
int World::nodeOf(const Moment& moment) {
    if (const int known = find(moment); known >= 0) return known;
    if (m_nodes.size() == kMaxNodes) return -1;
    const auto node = m_nodes.size();
    m_nodes.push_back({moment, moment.at, {}});
    // A device knows the order of its own entries.
    if (moment.fact >= 0 && moment.device >= 0)
        for (std::size_t other = 0; other < node; ++other) {
            const auto& known = m_nodes[other].moment;
            if (known.fact < 0 || known.device != moment.device) continue;
            if (known.seq < moment.seq) learn(other, node);
            if (known.seq > moment.seq) learn(node, other);
        }
    return static_cast<int>(node);
}

bool World::beforeWithin(const Moment& a, const Moment& b) {
    if (a.at.isExact() && b.at.isExact()) return a.id() < b.id();
    const bool canonical = canonicallyBefore(a, b);
    // Two entries of one device: its own order is always known. The canonical order holds to it
    // (Book::placements), except where a device contradicts the clock; it must not run in circles.
    if (a.fact >= 0 && b.fact >= 0 && a.device >= 0 && a.device == b.device && a.seq != b.seq)
        return isCanonical() ? canonical : a.seq < b.seq;
    ++m_doubts;
    if (isCanonical() || m_exhausted) return canonical;
    const int left = nodeOf(a);
    const int right = nodeOf(b);
    if (left < 0 || right < 0 || m_questions >= kMaxQuestions) {
        m_exhausted = true;
        return canonical;
    }
    const auto first = static_cast<std::size_t>(left);
    const auto second = static_cast<std::size_t>(right);
    if (m_nodes[first].at.latest < m_nodes[second].at.earliest) return true;
    if (m_nodes[second].at.latest < m_nodes[first].at.earliest) return false;
    if (m_nodes[first].before[second]) return true;
    if (m_nodes[second].before[first]) return false;
    ++m_questions;
    const bool answer = m_choices->answer(Doubt::order, 2) == 0 ? canonical : !canonical;
    if (answer)
        learn(first, second);
    else
        learn(second, first);
    return answer;
}

/// `earlier` came before `later`, and with it all that is known to be before it.
void World::learn(std::size_t earlier, std::size_t later) {
    auto after = m_nodes[later].before;
    after.set(later);
    m_nodes[earlier].before |= after;
    for (auto& node : m_nodes)
        if (node.before[earlier]) node.before |= after;
    settle(earlier);
    settle(later);
}

/// Draws the conclusions of one moment's narrowed interval for all that are before or after it.
void World::settle(std::size_t index) {
    const auto at = m_nodes[index].at;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        auto& other = m_nodes[i].at;
        if (m_nodes[index].before[i] && other.earliest < at.earliest && at.earliest <= other.latest)
            other.earliest = at.earliest;
        if (m_nodes[i].before[index] && other.latest > at.latest && at.latest >= other.earliest)
            other.latest = at.latest;
    }
}

Day World::chooseDay(const Moment& moment, bool latestFirst) {
    const auto at = intervalOf(moment);
    const Day first = dayAt(at.earliest);
    const Day last = dayAt(at.latest);
    if (first == last) return first;
    if (isCanonical() || m_exhausted) return latestFirst ? last : first;
    const auto count = (last - first).count() + 1;
    const int node = nodeOf(moment);
    if (node < 0 || m_questions >= kMaxQuestions || count > static_cast<int>(kMaxQuestions)) {
        m_exhausted = true;
        return latestFirst ? last : first;
    }
    ++m_questions;
    const int choice = m_choices->answer(Doubt::window, static_cast<int>(count));
    const Day day =
        latestFirst ? last - std::chrono::days(choice) : first + std::chrono::days(choice);
    const auto& zone = m_policies->zoneAt(at.earliest);
    auto& narrowed = m_nodes[static_cast<std::size_t>(node)].at;
    narrowed.earliest = std::max(at.earliest, zone.startOf(day));
    narrowed.latest = std::min(at.latest, zone.startOf(day + std::chrono::days(1)) - Duration(1));
    settle(static_cast<std::size_t>(node));
    return day;
}

Day World::dayOf(const Moment& moment) {
    if (moment.at.isExact()) return dayAt(moment.at.latest);
    if (dayAt(moment.at.earliest) == dayAt(moment.at.latest)) return dayAt(moment.at.latest);
    ++m_doubts;
    return chooseDay(moment, true);
}

Measured World::measure(const Moment& from, const Moment& to, std::int64_t limit) {
    const auto between = [this](const TimeInterval& start, const TimeInterval& end) {
        return std::pair{(dayAt(end.earliest) - dayAt(start.latest)).count(),
                         (dayAt(end.latest) - dayAt(start.earliest)).count()};
    };
    auto [fewest, most] = between(from.at, to.at);
    std::int64_t days = most;
    if (fewest <= limit && most > limit) {
        ++m_doubts;
        std::tie(fewest, most) = between(intervalOf(from), intervalOf(to));
        days = most;
        if (fewest <= limit && most > limit) {
            // Rights end at `earliest`: the canonical answer counts from the earliest day.
            const Day start = chooseDay(from, false);
            days = (chooseDay(to, true) - start).count();
        }
    }
    return {days <= limit, Window{intervalOf(from).earliest, intervalOf(to).latest, days, limit}};
}

const Policy& World::policyAt(const Moment& moment) {
    const Policy& policy = m_policies->at(moment.at.latest);
    if (&m_policies->at(moment.at.earliest) == &policy) return policy;
    dayOf(moment);
    return m_policies->at(intervalOf(moment).latest);
}

} // namespace shoujie::rules
