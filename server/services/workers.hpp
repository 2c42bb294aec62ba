#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
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
    /// Does the next task here; false if there was none.
    bool runNext();
    /// Finishes what is queued and ends the threads; later tasks are dropped.
    void stop();

private:
    void loop();
    /// Empty if there is none. Under the lock.
    std::function<void()> take();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_light;
    std::deque<std::function<void()>> m_heavy;
    unsigned m_lightInARow = 0;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace shoujie::server
