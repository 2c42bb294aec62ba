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
    explicit Workers(std::size_t threads);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    void post(std::function<void()> task);
    /// Finishes what is queued and ends the threads; later tasks are dropped.
    void stop();

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace shoujie::server
