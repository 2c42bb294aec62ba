#pragma once

#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace shoujie::client {

/// A single-shot timer.
class Timer {
public:
    virtual ~Timer() = default;
    /// Calls `expired` once after `delay`; an earlier start is forgotten.
    virtual void start(std::chrono::milliseconds delay, std::function<void()> expired) = 0;
    virtual void stop() = 0;
};

/// Decides when the next sync run happens, and never gives up: at once when there is something new,
/// every minute otherwise, after failures ever later. Pure logic: it starts runs through a callback
/// and hears of their end.
class SyncScheduler {
public:
    static constexpr std::chrono::milliseconds kFirstRetry{1'000};
    static constexpr std::chrono::milliseconds kLongest{60'000};

    /// All outlive it. `startRun` must lead to finished(), not from inside itself.
    SyncScheduler(Timer& timer, Rng& rng, std::function<void()> startRun);

    /// Runs now and keeps going until stop().
    void start();
    void stop();
    /// There is something to send or fetch: run now, or once more right after the present run.
    /// After a failure this tries at once too, but does not make the next waits shorter.
    void wanted();
    /// The run that was started has ended; `more` if it has left something to the next, which may
    /// begin at once.
    void finished(const std::optional<Error>& error, bool more = false);

    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] bool isRunning() const { return m_running; }
    /// Failed runs in a row.
    [[nodiscard]] int failures() const { return m_failures; }

private:
    void run();
    /// A random time between half of `longest` and all of it, so that tablets which lost their
    /// server together do not come back together.
    std::chrono::milliseconds jittered(std::chrono::milliseconds longest);

    Timer& m_timer;
    Rng& m_rng;
    std::function<void()> m_startRun;
    bool m_active = false;
    bool m_running = false;
    bool m_wanted = false;
    int m_failures = 0;
};

} // namespace shoujie::client
