#pragma once

#include "client/sync/sync_scheduler.hpp"

#include <QTimer>

namespace shoujie::client {

/// A Timer in an event loop.
class QtTimer final : public Timer {
public:
    /// Moves between threads with `parent`, which outlives it.
    explicit QtTimer(QObject* parent);
    void start(std::chrono::milliseconds delay, std::function<void()> expired) override;
    void stop() override;

private:
    QTimer m_timer;
    std::function<void()> m_expired;
};

} // namespace shoujie::client
