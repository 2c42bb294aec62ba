#include "client/sync/sync_scheduler.hpp"

#include "client/sync/exchange.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace shoujie::client {

using std::chrono::milliseconds;

SyncScheduler::SyncScheduler(Timer& timer, Rng& rng, std::function<void()> startRun)
    : m_timer(timer), m_rng(rng), m_startRun(std::move(startRun)) {}

void SyncScheduler::start() {
    if (m_active) return wanted();
    m_active = true;
    m_failures = 0;
    if (!m_running) run();
}

void SyncScheduler::stop() {
    m_active = false;
    m_wanted = false;
    m_timer.stop();
}

void SyncScheduler::wanted() {
    if (!m_active) return;
    if (m_running)
        m_wanted = true;
    else
        run();
}

void SyncScheduler::run() {
    m_timer.stop();
    m_running = true;
    m_wanted = false;
    m_startRun();
}

void SyncScheduler::finished(const std::optional<Error>& error, bool more) {
    m_running = false;
    if (!m_active) return;
    if (!error) {
        m_failures = 0;
        if (m_wanted || more) return run();
        m_timer.start(jittered(kLongest), [this] { run(); });
        return;
    }
    // What was wanted meanwhile has met the same failure: it waits as well.
    ++m_failures;
    const int doublings = std::min(m_failures - 1, 6);
    const milliseconds longest = classify(*error) == Failure::permanent
                                     ? kLongest
                                     : std::min(kLongest, kFirstRetry * (1 << doublings));
    m_timer.start(jittered(longest), [this] { run(); });
}

milliseconds SyncScheduler::jittered(milliseconds longest) {
    std::array<std::byte, 4> random{};
    m_rng.fill(random);
    std::uint32_t number = 0;
    for (const std::byte byte : random)
        number = number << 8 | std::to_integer<std::uint32_t>(byte);
    const auto half = longest.count() / 2;
    return milliseconds(half + number % (half + 1));
}

} // namespace shoujie::client
