#include "client/transport/live_listener.hpp"

#include "client/transport/pinned_tls.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"

#include <QByteArray>
#include <QNetworkRequest>
#include <QString>

#include <chrono>
#include <string_view>
#include <utility>

namespace shoujie::client {
namespace {

/// A ping goes out this often; a line that has not answered the last one by the next is dead, as
/// when the access point went away without a word.
constexpr std::chrono::seconds kPingInterval{30};

QByteArray bytes(std::string_view text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

LiveListener::LiveListener(QObject* parent, std::function<void(std::int64_t)> poked)
    : m_poked(std::move(poked)), m_pings(parent) {
    QObject::connect(&m_pings, &QTimer::timeout, &m_pings, [this] { watchSilence(); });
}

LiveListener::~LiveListener() {
    if (m_socket) m_socket->disconnect();
}

void LiveListener::open(const QUrl& server, const std::string& token,
                        const std::vector<std::uint8_t>& authority) {
    if (m_socket) return;
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setSslConfiguration(pinnedTo(authority));
    listen(*m_socket);

    QUrl url(server);
    url.setScheme(server.scheme() == QLatin1String("https") ? "wss" : "ws");
    url.setPath(QString::fromUtf8(bytes(protocol::kLivePath)));
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(token));
    request.setRawHeader(bytes(protocol::kVersionHeader),
                         QByteArray::number(static_cast<qlonglong>(protocol::kVersion)));
    m_socket->open(request);
}

void LiveListener::listen(QWebSocket& socket) {
    socket.setMaxAllowedIncomingMessageSize(limits::kMaxWebSocketMessage);
    QObject::connect(&socket, &QWebSocket::connected, &m_pings, [this] {
        m_answered = true;
        m_pings.start(kPingInterval);
    });
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &m_pings,
                     [this](const QString& message) {
                         if (auto poke = protocol::decodePoke(message.toStdString()))
                             m_poked(poke->seq);
                     });
    QObject::connect(&socket, &QWebSocket::pong, &m_pings, [this] { m_answered = true; });
    // A refused handshake gives an error and no disconnection, a lost line may give both.
    QObject::connect(&socket, &QWebSocket::disconnected, &m_pings, [this] { close(); });
    QObject::connect(&socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error),
                     &m_pings, [this] { close(); });
}

void LiveListener::watchSilence() {
    if (!m_answered) return close();
    m_answered = false;
    m_socket->ping();
}

void LiveListener::close() {
    m_pings.stop();
    // It may be in the middle of a signal of its own.
    QWebSocket* socket = m_socket.release();
    if (socket == nullptr) return;
    socket->disconnect();
    socket->abort();
    socket->deleteLater();
}

} // namespace shoujie::client
