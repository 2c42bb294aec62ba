#include "tests/simulation/world/event_queue.hpp"

#include <algorithm>

namespace shoujie::simulation {

void EventQueue::at(Instant when, std::function<void()> event) {
    m_events.emplace(std::pair(std::max(when, m_now), m_planned++), std::move(event));
}

bool EventQueue::step(Instant end) {
    if (m_events.empty() || m_events.begin()->first.first > end) {
        m_now = std::max(m_now, end);
        return false;
    }
    auto next = m_events.extract(m_events.begin());
    m_now = next.key().first;
    next.mapped()();
    if (m_watch) m_watch();
    return true;
}

} // namespace shoujie::simulation
