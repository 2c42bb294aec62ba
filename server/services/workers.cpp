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

namespace {
/// After so many light tasks a heavy one has its turn, however many light ones wait.
constexpr unsigned kMostInARow = 16;
} // namespace

void Workers::post(std::function<void()> task, Load load) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping) return;
        (load == Load::light ? m_light : m_heavy).push_back(std::move(task));
        if (load == Load::light) ++m_lightOpen;
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
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock,
                           [this] { return m_stopping || !m_light.empty() || !m_heavy.empty(); });
            task = take();
        }
        if (!task.work) return;
        run(task);
    }
}

bool Workers::runNext() {
    Task task;
    {
        const std::lock_guard lock(m_mutex);
        task = take();
    }
    if (!task.work) return false;
    run(task);
    return true;
}

void Workers::run(const Task& task) {
    task.work();
    if (task.load == Load::light && --m_lightOpen == 0 && m_lightDone) m_lightDone();
}

Workers::Task Workers::take() {
    if (m_light.empty() && m_heavy.empty()) return {};
    const bool heavy = m_light.empty() || (!m_heavy.empty() && m_lightInARow >= kMostInARow);
    m_lightInARow = heavy ? 0 : m_lightInARow + 1;
    auto& queue = heavy ? m_heavy : m_light;
    Task task{std::move(queue.front()), heavy ? Load::heavy : Load::light};
    queue.pop_front();
    return task;
}

} // namespace shoujie::server
