#pragma once

#include "shared/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace shoujie::simulation {

/// True time, which nobody in the world can read, and what is going to happen. Of events at the
/// same time the one that was planned first comes first.
class EventQueue {
public:
    explicit EventQueue(Instant begin) : m_now(begin) {}

    [[nodiscard]] Instant now() const { return m_now; }
    [[nodiscard]] std::size_t size() const { return m_events.size(); }

    void at(Instant when, std::function<void()> event);
    void after(Duration delay, std::function<void()> event) { at(m_now + delay, std::move(event)); }
    /// Moves time to the next event no later than `end` and lets it happen. False, at `end`, if
    /// there is none.
    bool step(Instant end);
    /// Everything up to `end`, and to `end` itself.
    void runUntil(Instant end) {
        while (step(end)) {
        }
    }
    /// Called after each event.
    void afterEach(std::function<void()> watch) { m_watch = std::move(watch); }

private:
    Instant m_now;
    std::uint64_t m_planned = 0;
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> m_events;
    std::function<void()> m_watch;
};

} // namespace shoujie::simulation
