#include "client/transport/qt_timer.hpp"

#include <utility>

namespace shoujie::client {

QtTimer::QtTimer(QObject* parent) : m_timer(parent) {
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        if (const auto expired = std::exchange(m_expired, nullptr)) expired();
    });
}

void QtTimer::start(std::chrono::milliseconds delay, std::function<void()> expired) {
    m_expired = std::move(expired);
    m_timer.start(delay);
}

void QtTimer::stop() {
    m_timer.stop();
    m_expired = nullptr;
}

} // namespace shoujie::client
