#include "client/transport/qt_sync_transport.hpp"

#include "client/transport/pinned_tls.hpp"

#include <QByteArray>
#include <QCoreApplication>
#include <QEvent>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QString>

#include <cassert>
#include <utility>

namespace shoujie::client {

QtSyncTransport::QtSyncTransport(QUrl server, const std::vector<std::uint8_t>& authority)
    : m_server(std::move(server)), m_tls(pinnedTo(authority)) {}

QtSyncTransport::~QtSyncTransport() {
    cancel();
}

void QtSyncTransport::send(HttpRequest request, Reply reply) {
    assert(!m_pending);
    QNetworkRequest outgoing(
        QUrl(m_server.toString(QUrl::StripTrailingSlash) + QString::fromStdString(request.path)));
    outgoing.setSslConfiguration(m_tls);
    for (const auto& [name, value] : request.headers)
        outgoing.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    outgoing.setTransferTimeout(static_cast<int>(
        std::chrono::duration_cast<std::chrono::milliseconds>(kTransferTimeout).count()));
    // A redirection could carry the token elsewhere; the server has none.
    outgoing.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                          QNetworkRequest::ManualRedirectPolicy);
    outgoing.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                          QNetworkRequest::AlwaysNetwork);
    outgoing.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    outgoing.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    outgoing.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);

    m_reply = std::move(reply);
    QNetworkReply* pending =
        m_network.sendCustomRequest(outgoing, QByteArray::fromStdString(request.method),
                                    QByteArray::fromStdString(request.body));
    m_pending = pending;
    m_complaints.clear();
    QObject::connect(pending, &QNetworkReply::sslErrors, &m_network,
                     [this](const QList<QSslError>& errors) { m_complaints = errors; });
    QObject::connect(pending, &QNetworkReply::downloadProgress, pending,
                     [pending](qint64 received, qint64) {
                         if (received > kMaxResponseBytes) pending->abort();
                     });
    // Queued: a request that fails at once still answers only after `send` has returned.
    QObject::connect(
        pending, &QNetworkReply::finished, &m_network,
        [this, held = QPointer(pending)] {
            // A cancelled request may be gone by now.
            if (held) finished(held);
        },
        Qt::QueuedConnection);
    // A request starts in an event of its own. This one is on its way before that, while the caller
    // goes on with what has come already (SyncRun::keepPulled).
    QCoreApplication::sendPostedEvents(pending, QEvent::MetaCall);
}

void QtSyncTransport::finished(QNetworkReply* reply) {
    reply->deleteLater();
    if (reply != m_pending) return;
    m_pending = nullptr;
    // Taken out first: the callee may send the next request or destroy this transport.
    const Reply done = std::exchange(m_reply, nullptr);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // A response that was cut short has a status as well, but is none.
    const bool cut = reply->error() != QNetworkReply::NoError &&
                     reply->error() < QNetworkReply::ContentAccessDenied;
    if (status == 0 || cut) {
        // A connection that failed must not serve the next try (its handshake may be half done).
        m_network.clearConnectionCache();
        if (!m_complaints.empty()) return done(untrusted(m_complaints));
        const bool handshake = reply->error() == QNetworkReply::SslHandshakeFailedError;
        done(Error{ErrorCode::unavailable, "",
                   handshake ? "no TLS 1.3 with what answers" : "the server cannot be reached"});
        return;
    }
    done(HttpResponse{status, reply->readAll().toStdString()});
}

void QtSyncTransport::cancel() {
    m_reply = nullptr;
    if (QNetworkReply* pending = std::exchange(m_pending, nullptr)) {
        pending->abort();
        pending->deleteLater();
    }
}

} // namespace shoujie::client
