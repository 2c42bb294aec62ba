#include "tests/support/processes.hpp"

#include "tests/support/opened_store.hpp"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>

#include <csignal>

namespace shoujie::test {

namespace {

int milliseconds(std::chrono::seconds duration) {
    return static_cast<int>(std::chrono::milliseconds(duration).count());
}

QString quoted(const QJsonObject& json) {
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

/// Starts a program; what it says on its error channel is appended to `log`.
void startProcess(QProcess& process, const QString& program, const QStringList& arguments,
                  const QString& log) {
    process.setStandardErrorFile(log, QIODevice::Append);
    process.start(program, arguments);
    if (!process.waitForStarted(milliseconds(kPatience)))
        throw ProcessError(QStringLiteral("cannot start ") + program);
}

QString logOf(const QString& files) {
    return files + QStringLiteral(".log");
}

/// The end of the program's log says more than "it failed".
ProcessError failure(const QString& what, const QString& files) {
    QFile log(logOf(files));
    QString end;
    if (log.open(QIODevice::ReadOnly)) {
        constexpr qint64 kEnd = 2000;
        log.seek(std::max<qint64>(0, log.size() - kEnd));
        end = QStringLiteral("; its log ends: ") + QString::fromUtf8(log.readAll());
    }
    return ProcessError(what + end);
}

void killProcess(QProcess& process) {
    if (process.state() == QProcess::NotRunning) return;
    process.kill();
    process.waitForFinished(milliseconds(kPatience));
}

} // namespace

ServerProcess::ServerProcess(QString binaries, QString dataFolder, Line line)
    : m_binaries(std::move(binaries)), m_data(std::move(dataFolder)), m_line(line) {}

ServerProcess::~ServerProcess() {
    killProcess(m_process);
}

QString ServerProcess::command(const QString& name, const QStringList& arguments) const {
    QProcess process;
    startProcess(process, m_binaries + QStringLiteral("/shoujie-server"),
                 name.split(QLatin1Char(' ')) + QStringList{QStringLiteral("--data"), m_data} +
                     arguments,
                 logOf(m_data));
    if (!process.waitForFinished(milliseconds(kPatience)) || process.exitCode() != 0)
        throw failure(
            QStringLiteral("shoujie-server %1 failed with %2").arg(name).arg(process.exitCode()),
            m_data);
    return QString::fromUtf8(process.readAllStandardOutput());
}

QStringList ServerProcess::makeDemoSite() const {
    static const QRegularExpression kCode(QStringLiteral("\\b([0-9a-f]{32})\\.[0-9a-f]{64}\\b"));
    QStringList codes;
    auto matches = kCode.globalMatch(command(QStringLiteral("demo")));
    while (matches.hasNext())
        codes.append(matches.next().captured(m_line == Line::tls ? 0 : 1));
    return codes;
}

void ServerProcess::start(const QStringList& options) {
    const QString portFile = m_portFolder.filePath(QStringLiteral("port"));
    QFile::remove(portFile);
    QStringList arguments{QStringLiteral("serve"),
                          QStringLiteral("--data"),
                          m_data,
                          QStringLiteral("--listen"),
                          QStringLiteral("127.0.0.1:%1").arg(m_port),
                          QStringLiteral("--port-file"),
                          portFile};
    if (m_line == Line::plaintext) arguments.append(QStringLiteral("--plaintext"));
    startProcess(m_process, m_binaries + QStringLiteral("/shoujie-server"), arguments + options,
                 logOf(m_data));
    const QDeadlineTimer deadline(kPatience);
    while (!deadline.hasExpired()) {
        QFile file(portFile);
        if (file.open(QIODevice::ReadOnly)) {
            m_port = file.readAll().trimmed().toUShort();
            if (m_port != 0) return;
        }
        if (m_process.waitForFinished(10)) break;
    }
    throw failure(QStringLiteral("shoujie-server does not listen"), m_data);
}

int ServerProcess::stop() {
    m_process.terminate();
    if (!m_process.waitForFinished(milliseconds(kPatience)))
        throw failure(QStringLiteral("shoujie-server does not stop"), m_data);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void ServerProcess::kill() {
    killProcess(m_process);
}

QUrl ServerProcess::url() const {
    const auto scheme = m_line == Line::tls ? QStringLiteral("https") : QStringLiteral("http");
    return QUrl(QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(m_port));
}

TabletProcess::TabletProcess(QString binaries, QString storeFile, int reserveKib)
    : m_binaries(std::move(binaries)), m_store(std::move(storeFile)), m_reserveKib(reserveKib) {}

TabletProcess::~TabletProcess() {
    killProcess(m_process);
}

void TabletProcess::start() {
    m_unread.clear();
    startProcess(m_process, m_binaries + QStringLiteral("/shoujie-tablet"),
                 {QStringLiteral("--store"), m_store, QStringLiteral("--reserve-kib"),
                  QString::number(m_reserveKib), QStringLiteral("--as"), QStringLiteral("s1"),
                  QStringLiteral("--pin"), QString::fromLatin1(kDemoPin)},
                 logOf(m_store));
}

void TabletProcess::kill() {
    killProcess(m_process);
}

void TabletProcess::send(const QJsonObject& command) {
    m_process.write(QJsonDocument(command).toJson(QJsonDocument::Compact) + '\n');
    m_process.waitForBytesWritten(milliseconds(kPatience));
}

QJsonObject TabletProcess::receive() {
    const QDeadlineTimer deadline(kPatience);
    for (;;) {
        const auto end = m_unread.indexOf('\n');
        if (end >= 0) {
            const auto line = m_unread.left(end);
            m_unread.remove(0, end + 1);
            return QJsonDocument::fromJson(line).object();
        }
        const int left = static_cast<int>(deadline.remainingTime());
        if (left <= 0 || !m_process.waitForReadyRead(left))
            throw failure(QStringLiteral("shoujie-tablet does not answer"), m_store);
        m_unread += m_process.readAllStandardOutput();
    }
}

QJsonObject TabletProcess::ask(const QJsonObject& command) {
    send(command);
    return receive();
}

QJsonObject TabletProcess::demand(const QJsonObject& command) {
    const auto reply = ask(command);
    if (!reply.value(QStringLiteral("ok")).toBool())
        throw ProcessError(
            QStringLiteral("%1 was answered by %2").arg(quoted(command), quoted(reply)));
    return reply;
}

QList<QJsonObject> TabletProcess::drain() {
    m_unread += m_process.readAllStandardOutput();
    QList<QJsonObject> replies;
    for (auto end = m_unread.indexOf('\n'); end >= 0; end = m_unread.indexOf('\n')) {
        replies.append(QJsonDocument::fromJson(m_unread.left(end)).object());
        m_unread.remove(0, end + 1);
    }
    return replies;
}

} // namespace shoujie::test
