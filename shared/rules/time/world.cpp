#include "shared/rules/time/world.hpp"

#include <algorithm>
#include <cassert>

namespace shoujie::rules {

int Choices::answer(Doubt kind, int options) {
    assert(options > 1);
    if (m_asked == m_questions.size()) m_questions.push_back({kind, options, 0});
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

bool Choices::canonical() const {
    return deviations() == 0;
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

TimeInterval World::intervalOf(const Moment& moment) const {
    if (moment.fact >= 0)
        if (const auto found = m_known.find(moment.fact); found != m_known.end())
            return found->second.at;
    return moment.at;
}

bool World::before(const Moment& a, const Moment& b) {
    if (a.fact >= 0 && a.fact == b.fact) return false;
    if (a.at.latest < b.at.earliest) return true;
    if (b.at.latest < a.at.earliest) return false;
    if (a.at.isExact() && b.at.isExact()) return a.rank < b.rank;
    // Two entries of one device: its own order is always known.
    if (a.fact >= 0 && b.fact >= 0 && a.device >= 0 && a.device == b.device && a.seq != b.seq)
        return a.seq < b.seq;
    ++m_doubts;
    const auto left = intervalOf(a);
    const auto right = intervalOf(b);
    if (left.latest < right.earliest) return true;
    if (right.latest < left.earliest) return false;
    if (a.fact >= 0 && b.fact >= 0) {
        if (follows(b.fact, a.fact)) return true;
        if (follows(a.fact, b.fact)) return false;
    } else {
        for (const auto& [first, second] : m_learnt) {
            if (first.fact == a.fact && second.fact == b.fact && first.at == a.at &&
                second.at == b.at)
                return true;
            if (first.fact == b.fact && second.fact == a.fact && first.at == b.at &&
                second.at == a.at)
                return false;
        }
    }
    const bool canonical = canonicallyBefore(a, b);
    const bool answer = m_choices->answer(Doubt::order, 2) == 0 ? canonical : !canonical;
    if (answer)
        learn(a, b);
    else
        learn(b, a);
    return answer;
}

/// Whether what was learnt puts `fact` after `from`.
bool World::follows(int fact, int from) const {
    std::vector<int> open{from};
    std::vector<int> seen{from};
    const auto visit = [&](int next) {
        if (std::find(seen.begin(), seen.end(), next) != seen.end()) return;
        seen.push_back(next);
        open.push_back(next);
    };
    while (!open.empty()) {
        const int current = open.back();
        open.pop_back();
        if (current == fact) return true;
        for (const auto& [first, second] : m_learnt)
            if (first.fact == current && second.fact >= 0) visit(second.fact);
        const auto known = m_known.find(current);
        if (known == m_known.end() || known->second.device < 0) continue;
        for (const auto& [other, entry] : m_known)
            if (entry.device == known->second.device && entry.seq > known->second.seq) visit(other);
    }
    return false;
}

void World::remember(const Moment& moment) {
    if (moment.fact >= 0)
        m_known.try_emplace(moment.fact, Known{moment.at, moment.device, moment.seq});
}

void World::learn(const Moment& earlier, const Moment& later) {
    remember(earlier);
    remember(later);
    m_learnt.emplace_back(earlier, later);
    narrowAll();
}

/// Draws the conclusions of what was learnt until nothing narrows any more.
void World::narrowAll() {
    for (bool again = true; again;) {
        again = false;
        for (const auto& [first, second] : m_learnt) {
            const auto left = intervalOf(first);
            const auto right = intervalOf(second);
            if (first.fact >= 0 && left.latest > right.latest && right.latest >= left.earliest) {
                m_known.at(first.fact).at.latest = right.latest;
                again = true;
            }
            if (second.fact >= 0 && right.earliest < left.earliest &&
                left.earliest <= intervalOf(second).latest) {
                m_known.at(second.fact).at.earliest = left.earliest;
                again = true;
            }
        }
    }
}

Day World::chooseDay(const Moment& moment, bool latestFirst) {
    const auto at = intervalOf(moment);
    const Day first = dayAt(at.earliest);
    const Day last = dayAt(at.latest);
    if (first == last) return first;
    const auto count = static_cast<int>((last - first).count()) + 1;
    const int choice = m_choices->answer(Doubt::window, count);
    const Day day =
        latestFirst ? last - std::chrono::days(choice) : first + std::chrono::days(choice);
    if (moment.fact < 0) return day;
    remember(moment);
    const auto& zone = m_policies->zoneAt(at.earliest);
    auto& narrowed = m_known.at(moment.fact).at;
    narrowed.earliest = std::max(at.earliest, zone.startOf(day));
    narrowed.latest = std::min(at.latest, zone.startOf(day + std::chrono::days(1)) - Duration(1));
    narrowAll();
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
