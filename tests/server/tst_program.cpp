#include "shared/protocol/messages.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/shared/verdict.hpp"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <sys/stat.h>

using namespace shoujie;
using namespace shoujie::server::testing;

namespace {

/// The program `shoujie-server` on a folder of its own.
class Program {
public:
    struct Outcome {
        int exitCode = -1;
        QString out;
        QString err;
    };
    Outcome run(const QStringList& command, const QStringList& options = {}) const {
        QProcess process;
        process.start(QStringLiteral(SHOUJIE_SERVER),
                      command + QStringList{"--data", m_folder.filePath("data")} + options);
        if (!process.waitForFinished(60'000)) return {};
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    void serve() {
        const QString portFile = m_folder.filePath("port");
        QFile::remove(portFile);
        m_server.start(
            QStringLiteral(SHOUJIE_SERVER),
            {"serve", "--data", m_folder.filePath("data"), "--port-file", portFile, "--plaintext"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(portFile), 60'000);
        QFile file(portFile);
        QVERIFY(file.open(QIODevice::ReadOnly));
        port = file.readAll().trimmed().toUShort();
    }
    int stop() {
        m_server.terminate();
        return m_server.waitForFinished(60'000) ? m_server.exitCode() : -1;
    }
    void kill() {
        m_server.kill();
        m_server.waitForFinished(60'000);
    }
    QString log() { return QString::fromUtf8(m_server.readAllStandardError()); }
    QString file(const char* name) const { return m_folder.filePath("data/") + name; }

    std::uint16_t port = 0;

private:
    QTemporaryDir m_folder;
    QProcess m_server;
};

QStringList wordsAfter(const QString& text, const QString& word) {
    QStringList found;
    for (const auto& line : text.split('\n')) {
        if (line.startsWith(word + ' ')) found.append(line.mid(word.size() + 1));
    }
    return found;
}

} // namespace

class TestProgram : public QObject {
    Q_OBJECT

private slots:
    void an_export_is_verified_by_another_program() {
        const Program program;
        QCOMPARE(program.run({"demo"}).exitCode, 0);
        const auto key = program.run({"key"});
        QCOMPARE(key.exitCode, 0);
        const QString path = program.file("register.jsonl");
        const auto written = program.run({"export"}, {"--site", "xidi", "--out", path});
        QVERIFY2(written.exitCode == 0, qPrintable(written.err));
        const auto verify = [&](const QString& withKey) {
            QProcess process;
            process.start(QStringLiteral(SHOUJIE_VERIFY), {path, "--key", withKey});
            if (!process.waitForFinished(60'000)) return qMakePair(-1, QString());
            return qMakePair(process.exitCode(), QString::fromUtf8(process.readAll()));
        };
        const auto good = verify(key.out.trimmed());
        QCOMPARE(good.first, 0);
        QVERIFY2(good.second.startsWith("GOOD shoujie/xidi: 5 records"), qPrintable(good.second));
        QCOMPARE(verify(QString(64, '0')).first, 1);
        QCOMPARE(verify("abc").first, 2);

        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        file.close();
        const auto verdictOn = [&](const QByteArray& changed) {
            QFile out(path);
            if (!out.open(QIODevice::WriteOnly) || out.write(changed) != changed.size()) return -1;
            out.close();
            return verify(key.out.trimmed()).first;
        };
        QCOMPARE(verdictOn(text.chopped(1)), 1); // the last newline
        QCOMPARE(verdictOn(text + "\n"), 1);
        QCOMPARE(verdictOn(QByteArray(text).replace("s1", "s9")), 1);
        QCOMPARE(verdictOn(text), 0);
        QVERIFY(QFile::remove(path));
        QCOMPARE(verify(key.out.trimmed()).first, 2);
    }

    void the_demo_can_be_repeated() {
        const Program program;
        const auto first = program.run({"demo"});
        QCOMPARE(first.exitCode, 0);
        const auto again = program.run({"demo"});
        QCOMPARE(again.exitCode, 0);
        QCOMPARE(wordsAfter(first.out, "site"), QStringList{"xidi 西堤国际"});
        QCOMPARE(wordsAfter(first.out, "staff").size(), 4);
        QCOMPARE(wordsAfter(again.out, "staff"), wordsAfter(first.out, "staff"));
        QCOMPARE(wordsAfter(again.out, "enrol-code").size(), 3);
        QVERIFY(wordsAfter(again.out, "enrol-code") != wordsAfter(first.out, "enrol-code"));
    }

    void what_it_keeps_is_its_owners_alone() {
        const Program program;
        QCOMPARE(program.run({"init"}).exitCode, 0);
        struct stat info {};
        QCOMPARE(stat(program.file("shoujie.sqlite").toUtf8().constData(), &info), 0);
        QCOMPARE(info.st_mode & 0777, mode_t(0600));
        for (const char* name : {"tls/ca.key", "tls/ca.pem", "tls/names"}) {
            QCOMPARE(stat(program.file(name).toUtf8().constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode_t(0600));
        }
    }

    void a_site_is_set_up_step_by_step() {
        const Program program;
        const auto early = program.run({"site", "add"}, {"--site", "b", "--name", "B"});
        QCOMPARE(early.exitCode, 1);
        QVERIFY(early.err.contains("run 'init'"));
        QCOMPARE(program.run({"init"}).exitCode, 0);
        QCOMPARE(program.run({"site", "add"}, {"--site", "b", "--name", "B"}).exitCode, 0);
        const QStringList who{"--site", "b", "--id", "s1", "--name", "何静"};
        const auto unknownRole = program.run({"staff", "add"}, who + QStringList{"--role", "boss"});
        QCOMPARE(unknownRole.exitCode, 1);
        QVERIFY(unknownRole.err.contains("sales_manager"));
        QCOMPARE(
            program
                .run({"staff", "add"}, who + QStringList{"--role", "salesperson", "--pin", "1234"})
                .exitCode,
            0);
        QCOMPARE(program.run({"roster", "set"}, {"--site", "b", "s1"}).exitCode, 0);
        const auto code = program.run({"enrol-code"}, {"--site", "b"});
        QCOMPARE(code.exitCode, 0);
        QCOMPARE(code.out.trimmed().size(), 32 + 1 + 64);
        const auto explained = program.run({"explain"}, {"--site", "b"});
        QCOMPARE(explained.exitCode, 0);
        QVERIFY(explained.out.contains("register: 2 lines"));
    }

    void the_office_declares_and_ends_a_recovery() {
        Program program;
        QCOMPARE(program.run({"demo"}).exitCode, 0);
        const QStringList site{"--site", "xidi"};
        const auto whole = program.run({"recover"}, site);
        QCOMPARE(whole.exitCode, 1);
        QVERIFY2(whole.err.contains("its register is whole"), qPrintable(whole.err));
        QCOMPARE(program.run({"recover"}, site + QStringList{"--begin", "--give-up"}).exitCode, 1);
        QCOMPARE(program.run({"recover"}, site + QStringList{"--begin"}).exitCode, 0);
        const auto closed = program.run({"roster", "set"}, site + QStringList{"s1"});
        QCOMPARE(closed.exitCode, 1);
        QVERIFY2(closed.err.contains("is being put together again"), qPrintable(closed.err));

        program.serve();
        const auto stand = program.run({"recover"}, site);
        QCOMPARE(stand.exitCode, 0);
        QVERIFY2(stand.out.contains("can be put back:           5"), qPrintable(stand.out));
        const auto tooEarly = program.run({"recover"}, site + QStringList{"--give-up"});
        QCOMPARE(tooEarly.exitCode, 1);
        QVERIFY2(tooEarly.err.contains("stop the server"), qPrintable(tooEarly.err));
        QCOMPARE(program.stop(), 0);

        const auto ended = program.run({"recover"}, site + QStringList{"--give-up"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY2(ended.out.contains("goes on behind record 5"), qPrintable(ended.out));
        QCOMPARE(program.run({"roster", "set"}, site + QStringList{"s1"}).exitCode, 0);
        const auto exported = program.run({"export"}, site + QStringList{"--out", "-"});
        QVERIFY2(exported.out.contains("register.restored"), qPrintable(exported.out));
        QVERIFY2(exported.out.contains("\\nrestored 1\\n"), qPrintable(exported.out));
    }

    void plain_text_stays_on_loopback() {
        const Program program;
        QCOMPARE(program.run({"init"}).exitCode, 0);
        const auto refused = program.run({"serve"}, {"--listen", "0.0.0.0:0", "--plaintext"});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY(refused.err.contains("loopback"));
    }

    void a_running_server_does_what_the_office_asks() {
        Program program;
        QCOMPARE(program.run({"demo"}).exitCode, 0);
        program.serve();
        const auto code = program.run({"enrol-code"}, {"--site", "xidi"});
        QVERIFY2(code.exitCode == 0, qPrintable(code.err));
        QCOMPARE(code.out.trimmed().size(), 32 + 1 + 64);
        const auto refused = program.run({"enrol-code"}, {"--site", "elsewhere"});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains("there is no such site"), qPrintable(refused.err));
        QCOMPARE(program.run({"explain"}, {"--site", "xidi"}).exitCode, 0);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(program.stop(), 0);
        QVERIFY2(timer.elapsed() < 2000, "an idle server took long to stop");
        QVERIFY(program.log().contains("stopped"));
        QVERIFY(!QFile::exists(program.file("office.sock")));
    }

    void what_was_received_survives_a_power_cut() {
        Program program;
        FakeTablet tablet(1);
        const auto code =
            wordsAfter(program.run({"demo"}).out, "enrol-code").at(0).left(32).toStdString();
        program.serve();
        tablet.enrolled(RawClient::bodyOf(
            RawClient(program.port).ask("POST /v1/enrol", tablet.enrolBody(code))));
        const auto push = [&] {
            return protocol::decodePushReply(
                RawClient::bodyOf(RawClient(program.port)
                                      .ask("POST /v1/facts", tablet.pushBody(1),
                                           "Authorization: Bearer " + tablet.token + "\r\n")));
        };
        tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto before = push();
        QCOMPARE_OK(before);
        program.kill();
        program.serve();
        const auto after = push();
        QCOMPARE_OK(after);
        QCOMPARE(after->results[0].status, protocol::PushStatus::duplicate);
        QVERIFY(after->results[0].receipt->record == before->results[0].receipt->record);
        QCOMPARE(program.stop(), 0);

        const auto explained = program.run({"explain"}, {"--site", "xidi"}).out;
        QVERIFY2(explained.contains("visit v1"), qPrintable(explained));
        QVERIFY2(explained.contains("owner: s1 李娜"), qPrintable(explained));
        QVERIFY2(explained.contains("proof code 1-"), qPrintable(explained));
        const auto checkpoint = registry::openCheckpoint(
            explained.mid(explained.indexOf("shoujie/xidi")).toStdString(), tablet.serverKey);
        QCOMPARE_OK(checkpoint);
        QVERIFY(explained.contains(QString::fromStdString(toHex(checkpoint->root))));
    }
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
