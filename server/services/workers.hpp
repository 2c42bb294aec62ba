#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace shoujie::server {

/// Threads for what takes time but must hold up neither the network nor the writer: parsing,
/// checking signatures, reading. What is queued is bounded by the number of connections, each of
/// which has one request at a time.
class Workers {
public:
    /// How long a task keeps others waiting: light ones go first, most of the time.
    enum class Load { light, heavy };

    /// None: whoever calls `runNext` does the work, in the caller's one thread.
    explicit Workers(std::size_t threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void post(std::function<void()> task, Load load = Load::light);
    /// Whether light tasks are waiting or at work.
    [[nodiscard]] bool hasLight() const { return m_lightOpen.load() > 0; }
    /// Called each time the last light one is done, on its thread; to be set before any is posted.
    void whenLightDone(std::function<void()> call) { m_lightDone = std::move(call); }
    /// Does the next task here; false if there was none.
    bool runNext();
    /// Finishes what is queued and ends the threads; later tasks are dropped.
    void stop();

private:
    struct Task {
        std::function<void()> work;
        Load load = Load::light;
    };

    void loop();
    /// Empty if there is none. Under the lock.
    Task take();
    void run(const Task& task);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_light;
    std::deque<std::function<void()>> m_heavy;
    std::atomic<std::size_t> m_lightOpen = 0;
    std::function<void()> m_lightDone;
    unsigned m_lightInARow = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace shoujie::server
