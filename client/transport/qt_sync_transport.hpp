#pragma once

#include "client/sync/sync_transport.hpp"

#include <QNetworkAccessManager>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslError>
#include <QUrl>

#include <chrono>
#include <cstdint>
#include <vector>

class QNetworkReply;

namespace shoujie::client {

/// Carries requests over HTTP(S) with Qt's network stack, in the thread it is made in.
class QtSyncTransport final : public SyncTransport {
public:
    /// No byte for this long, and a request counts as lost.
    static constexpr std::chrono::seconds kTransferTimeout{20};
    /// A longer response is given up: a page of the feed is far below it.
    static constexpr qint64 kMaxResponseBytes = 64 * 1024 * 1024;

    /// `authority` is Identity's: nobody else is trusted to vouch for the server.
    QtSyncTransport(QUrl server, const std::vector<std::uint8_t>& authority);
    ~QtSyncTransport() override;

    void send(HttpRequest request, Reply reply) override;
    void cancel() override;

private:
    void finished(QNetworkReply* reply);

    QUrl m_server;
    QSslConfiguration m_tls;
    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_pending;
    QList<QSslError> m_complaints; ///< about the certificate, in the pending request
    Reply m_reply;
};

} // namespace shoujie::client
