#include "tests/e2e/verified_export.hpp"

#include <QFile>
#include <QProcess>

namespace shoujie::test {

QByteArray verifiedExport(const QString& binaries, const ServerProcess& server,
                          const QString& file) {
    (void)server.command(
        QStringLiteral("export"),
        {QStringLiteral("--out"), file, QStringLiteral("--site"), QStringLiteral("xidi")});
    const QString key = server.command(QStringLiteral("key")).trimmed();
    QProcess verify;
    verify.start(binaries + QStringLiteral("/shoujie-verify"),
                 {QStringLiteral("--key"), key, file});
    if (!verify.waitForFinished() || verify.exitCode() != 0)
        throw ProcessError(QStringLiteral("the register does not verify: ") +
                           QString::fromUtf8(verify.readAllStandardError()));
    QFile text(file);
    if (!text.open(QIODevice::ReadOnly))
        throw ProcessError(QStringLiteral("the export cannot be read"));
    return text.readAll();
}

} // namespace shoujie::test
