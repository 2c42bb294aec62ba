#include "tests/support/cutting_proxy.hpp"

#include <QMutexLocker>
#include <QSemaphore>

#include <csignal>
#include <memory>

namespace shoujie::test {

CuttingProxy::CuttingProxy(quint16 target) : m_target(target) {
    start();
    // The port is known once the thread listens.
    while (m_port == 0)
        yieldCurrentThread();
}

CuttingProxy::~CuttingProxy() {
    quit();
    wait();
}

void CuttingProxy::setMode(Mode mode, const QByteArray& pathPrefix, qint64 bytes) {
    const QMutexLocker lock(&m_mutex);
    m_rule = {mode, pathPrefix, bytes};
    m_cuts = 0;
}

CuttingProxy::Rule CuttingProxy::rule() const {
    const QMutexLocker lock(&m_mutex);
    return m_rule;
}

void CuttingProxy::run() {
    QTcpServer listener;
    listener.listen(QHostAddress::LocalHost);
    QObject::connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        while (auto* client = listener.nextPendingConnection())
            accept(client);
    });
    m_port = listener.serverPort();
    exec();
}

void CuttingProxy::accept(QTcpSocket* client) {
    if (rule().mode == Mode::refuse) {
        ++m_cuts;
        client->abort();
        client->deleteLater();
        return;
    }
    auto* server = new QTcpSocket(client);
    server->connectToHost(QHostAddress::LocalHost, m_target);
    // What becomes of the request that is under way on this connection.
    auto current = std::make_shared<Rule>();
    const auto cut = [this, client, server] {
        ++m_cuts;
        client->abort();
        server->abort();
    };
    const auto killServer = [this] {
        ::kill(static_cast<pid_t>(m_victim), SIGKILL);
    };
    connect(client, &QTcpSocket::readyRead, server,
            [this, client, server, current, cut, killServer] {
                const QByteArray data = client->readAll();
                const auto parts = data.left(200).split(' ');
                const bool isHead = parts.size() > 2 &&
                                    (parts[0] == "GET" || parts[0] == "POST" || parts[0] == "PUT");
                if (isHead) {
                    *current = rule();
                    if (!parts[1].startsWith(current->pathPrefix)) current->mode = Mode::pass;
                }
                if (current->mode == Mode::cutRequest) {
                    server->write(data.left(current->bytes));
                    current->bytes -= std::min<qint64>(current->bytes, data.size());
                    server->flush();
                    if (current->bytes == 0) cut();
                    return;
                }
                if (server->state() == QAbstractSocket::UnconnectedState) return;
                server->write(data);
                if (current->mode != Mode::killAtRequest) return;
                current->bytes -= data.size();
                if (current->bytes > 0) return;
                server->flush();
                killServer();
                cut();
            });
    connect(server, &QTcpSocket::readyRead, client, [client, server, current, cut, killServer] {
        const QByteArray data = server->readAll();
        if (current->mode == Mode::killAtReply) {
            killServer();
            return cut();
        }
        if (current->mode == Mode::swallowReply) return cut();
        client->write(data);
    });
    connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    // A server that is gone, or never was there, must not look like one that is slow.
    connect(server, &QTcpSocket::errorOccurred, client, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
}

} // namespace shoujie::test
