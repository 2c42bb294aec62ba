#pragma once

#include <QMutex>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <atomic>

namespace shoujie::test {

/// A TCP proxy on loopback, in a thread of its own, that can cut connections at the worst moments.
class CuttingProxy final : public QThread {
    Q_OBJECT
public:
    enum class Mode {
        pass,          ///< forward everything
        refuse,        ///< close at once
        swallowReply,  ///< forward the request, wait for the reply, then cut without passing it on
        cutRequest,    ///< forward `bytes` of the request, then cut
        killAtRequest, ///< SIGKILL the server once `bytes` of the request were forwarded
        killAtReply    ///< SIGKILL the server when its reply begins, and swallow it
    };

    explicit CuttingProxy(quint16 target);
    ~CuttingProxy() override;

    /// The port to connect to; the thread runs from construction on.
    [[nodiscard]] quint16 port() const { return m_port; }
    /// What happens to connections made and data sent from now on. Only requests for
    /// `pathPrefix` are cut; empty for all.
    void setMode(Mode mode, const QByteArray& pathPrefix = {}, qint64 bytes = 0);
    /// The process that the kill modes kill.
    void setVictim(qint64 processId) { m_victim = processId; }
    /// How many connections were cut since the last setMode().
    [[nodiscard]] int cuts() const { return m_cuts; }

protected:
    void run() override;

private:
    struct Rule {
        Mode mode = Mode::pass;
        QByteArray pathPrefix;
        qint64 bytes = 0;
    };
    void accept(QTcpSocket* client);
    [[nodiscard]] Rule rule() const;

    quint16 m_target;
    std::atomic<quint16> m_port = 0;
    std::atomic<int> m_cuts = 0;
    std::atomic<qint64> m_victim = 0;
    mutable QMutex m_mutex;
    Rule m_rule;
};

} // namespace shoujie::test
