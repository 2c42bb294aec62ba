#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>

#include <chrono>
#include <stdexcept>

/// The real programs, run as separate processes with files and sockets of their own. What they log
/// stands beside their files: `server.log`, `tablet.db.log`.
namespace shoujie::test {

/// A program did not answer as it should; what() holds all there is to know.
class ProcessError final : public std::runtime_error {
public:
    explicit ProcessError(const QString& what) : std::runtime_error(what.toStdString()) {}
};

/// Longest wait for anything: a loaded machine is slow, a hanging program is a failure.
inline constexpr std::chrono::seconds kPatience{60};

enum class Line { plaintext, tls };

/// `shoujie-server` on loopback with its data in one folder.
class ServerProcess {
public:
    ServerProcess(QString binaries, QString dataFolder, Line line = Line::plaintext);
    ~ServerProcess();

    /// Runs a subcommand (`demo`, `device list`, ...) with `--data` to its end and gives what it
    /// printed.
    [[nodiscard]] QString command(const QString& name, const QStringList& arguments = {}) const;
    /// Makes the demo site and gives its one-time enrolment codes, for TLS with the fingerprint.
    [[nodiscard]] QStringList makeDemoSite() const;

    /// Starts serving; after the first start on the same port again.
    void start(const QStringList& options = {});
    /// SIGTERM; gives the exit code.
    int stop();
    /// SIGKILL, as a power cut would.
    void kill();

    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl url() const;

private:
    QString m_binaries;
    QString m_data;
    Line m_line;
    QTemporaryDir m_portFolder; ///< not with the data, whose disk may be full
    quint16 m_port = 0;
    QProcess m_process;
};

/// `shoujie-tablet`: the tablet's core without a screen, driven by JSON lines.
class TabletProcess {
public:
    /// Keeps that much of its disk back for saving.
    TabletProcess(QString binaries, QString storeFile, int reserveKib = 0);
    ~TabletProcess();

    void start();
    /// SIGKILL, as a power cut would.
    void kill();

    /// Sends a command without waiting for its reply.
    void send(const QJsonObject& command);
    /// The next reply, within kPatience.
    [[nodiscard]] QJsonObject receive();
    /// Sends a command and gives its reply, whatever it says.
    QJsonObject ask(const QJsonObject& command);
    /// The same for commands that must succeed: throws with the reply otherwise.
    QJsonObject demand(const QJsonObject& command);

    [[nodiscard]] qint64 processId() const { return m_process.processId(); }

    /// Replies that had arrived before the process died.
    [[nodiscard]] QList<QJsonObject> drain();

private:
    QString m_binaries;
    QString m_store;
    int m_reserveKib;
    QProcess m_process;
    QByteArray m_unread;
};

} // namespace shoujie::test
