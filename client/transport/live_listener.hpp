#pragma once

#include <QTimer>
#include <QUrl>
#include <QWebSocket>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shoujie::client {

/// Hears the server's pokes over a WebSocket: an optional hint that makes news arrive at once.
/// Without it the scheduler's own minute remains.
class LiveListener {
public:
    /// `poked` gets the newest sequence of the feed. Moves between threads with `parent`, which
    /// outlives it.
    LiveListener(QObject* parent, std::function<void(std::int64_t)> poked);
    ~LiveListener();

    /// Opens the line unless it is open or opening; for after every successful run. A line that
    /// breaks stays down until the next call.
    /// `authority` is Identity's.
    void open(const QUrl& server, const std::string& token,
              const std::vector<std::uint8_t>& authority);
    void close();

private:
    void listen(QWebSocket& socket);
    void watchSilence();

    std::function<void(std::int64_t)> m_poked;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_pings;
    bool m_answered = true;
};

} // namespace shoujie::client
