#include "server/services/workers.hpp"

#include <utility>

namespace shoujie::server {

Workers::Workers(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { loop(); });
}

Workers::~Workers() {
    stop();
}

void Workers::post(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) return;
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_one();
}

void Workers::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (auto& thread : m_threads) {
        if (thread.joinable()) thread.join();
    }
}

void Workers::loop() {
    while (true) {
        std::function<void()> task;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
            task = take();
        }
        if (!task) return;
        task();
    }
}

bool Workers::runNext() {
    std::function<void()> task;
    {
        const std::lock_guard lock(m_mutex);
        task = take();
    }
    if (!task) return false;
    task();
    return true;
}

std::function<void()> Workers::take() {
    if (m_tasks.empty()) return {};
    auto task = std::move(m_tasks.front());
    m_tasks.pop_front();
    return task;
}

} // namespace shoujie::server
