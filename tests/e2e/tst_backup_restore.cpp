#include "tests/e2e/floor.hpp"
#include "tests/e2e/verified_export.hpp"
#include "tests/support/books.hpp"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <array>

using namespace shoujie::test;

namespace {

const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);

/// Two tablets that send what they record without a pause.
class Load {
public:
    explicit Load(Floor& floor) {
        for (std::size_t i = 0; i < m_tablets.size(); ++i)
            m_tablets.at(i) = floor.enrol(QStringLiteral("tablet-%1.db").arg(i));
    }
    /// Begins to save and to send that much on each tablet.
    void begin(int count) {
        for (auto& tablet : m_tablets) {
            for (int i = 0; i < count; ++i, ++m_next)
                tablet->send(callCommand(QStringLiteral("call-%1").arg(m_next), m_next));
            tablet->send({{"do", "sync"}});
        }
        m_underWay = count + 1;
    }
    /// ... until all of it is done.
    void end() {
        for (auto& tablet : m_tablets) {
            for (int i = 0; i < m_underWay; ++i)
                QVERIFY(tablet->receive()["ok"].toBool());
            QCOMPARE(pendingOf(*tablet), 0);
        }
    }

private:
    std::array<std::unique_ptr<TabletProcess>, 2> m_tablets;
    int m_next = 0;
    int m_underWay = 0;
};

class Backup {
public:
    Backup(const Floor& floor, const QString& name)
        : m_folder(floor.path(name)), m_key(floor.path(QStringLiteral("server/store.key"))) {
        m_process.start(kBinaries + QStringLiteral("/shoujie-server"),
                        {QStringLiteral("backup"), QStringLiteral("--data"),
                         floor.path(QStringLiteral("server")), QStringLiteral("--to"), m_folder});
        m_process.waitForStarted();
    }
    [[nodiscard]] QByteArray end() {
        m_process.waitForFinished();
        return m_process.exitCode() == 0 ? QByteArray() : m_process.readAllStandardError();
    }
    void kill() {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] const QString& folder() const { return m_folder; }
    /// The facts of its register in their order, with the links of chains that were refused.
    [[nodiscard]] QList<QByteArray> verifiedRecords() const {
        // The key that is in no backup.
        QFile::copy(m_key, m_folder + QStringLiteral("/store.key"));
        const ServerProcess server(kBinaries, m_folder);
        return recordsOf(verifiedExport(kBinaries, server, m_folder + QStringLiteral(".jsonl")));
    }

    static QList<QByteArray> recordsOf(const QByteArray& text) {
        QList<QByteArray> records;
        for (const auto& line : text.split('\n'))
            if (!line.isEmpty() && !line.startsWith("{\"checkpoint\"")) records.append(line);
        return records;
    }

private:
    QString m_folder;
    QString m_key;
    QProcess m_process;
};

} // namespace

class TestBackupRestore final : public QObject {
    Q_OBJECT

private slots:
    void backupsUnderLoad_areWhatTheServerWas();
    void killedBackup_isWholeOrNoneAndTheServerUnharmed();
    void tabletsTrust_theRestoredServer();
};

void TestBackupRestore::backupsUnderLoad_areWhatTheServerWas() {
    Floor floor(kBinaries);
    Load load(floor);
    std::vector<std::unique_ptr<Backup>> backups;
    for (int round = 0; round < 6; ++round) {
        load.begin(40);
        backups.push_back(std::make_unique<Backup>(floor, QStringLiteral("backup-%1").arg(round)));
        const auto failure = backups.back()->end();
        QVERIFY2(failure.isEmpty(), failure.constData());
        load.end();
    }
    const auto all = Backup::recordsOf(
        verifiedExport(kBinaries, floor.server, floor.path(QStringLiteral("all.jsonl"))));
    qsizetype before = 0;
    for (const auto& backup : backups) {
        const auto records = backup->verifiedRecords();
        QVERIFY(records.size() >= before);
        before = records.size();
        QVERIFY2(records == all.mid(0, records.size()), "no beginning of the server's register");
    }
    QVERIFY(before > 400);
    QVERIFY(all.size() >= 480);
    QCOMPARE(floor.server.stop(), 0);
    QVERIFY(isSoundRegister(floor.registerPath()));
}

void TestBackupRestore::killedBackup_isWholeOrNoneAndTheServerUnharmed() {
    Floor floor(kBinaries);
    Load load(floor);
    load.begin(60);
    Backup killed(floor, QStringLiteral("killed"));
    killed.kill();
    if (QFile::exists(killed.folder())) QVERIFY(!killed.verifiedRecords().isEmpty());
    load.end();
    Backup backup(floor, QStringLiteral("another"));
    QCOMPARE(backup.end(), QByteArray());
    QCOMPARE(backup.verifiedRecords(),
             Backup::recordsOf(
                 verifiedExport(kBinaries, floor.server, floor.path(QStringLiteral("all.jsonl")))));
}

void TestBackupRestore::tabletsTrust_theRestoredServer() {
    const QTemporaryDir folder;
    const QString data = folder.filePath(QStringLiteral("server"));
    ServerProcess server(kBinaries, data, Line::tls);
    const auto codes = server.makeDemoSite();
    server.start();
    TabletProcess tablet(kBinaries, folder.filePath(QStringLiteral("tablet.db")));
    tablet.start();
    tablet.demand({{"do", "enrol"}, {"server", server.url().toString()}, {"code", codes.at(0)}});
    tablet.demand(callCommand(QStringLiteral("call-1"), 1));
    tablet.demand({{"do", "sync"}});

    const QString backup = folder.filePath(QStringLiteral("backup"));
    (void)server.command(QStringLiteral("backup"), {QStringLiteral("--to"), backup});
    server.kill();
    QVERIFY(QDir().rename(data, data + QStringLiteral(".lost")));
    (void)server.command(QStringLiteral("restore"),
                         {QStringLiteral("--from"), backup, QStringLiteral("--store-key"),
                          data + QStringLiteral(".lost/store.key")});
    server.start();

    tablet.demand(callCommand(QStringLiteral("call-2"), 2));
    // A connection that died with the server may be noticed only by using it.
    (void)tablet.ask({{"do", "sync"}});
    tablet.demand({{"do", "sync"}});
    QCOMPARE(pendingOf(tablet), 0);
    QCOMPARE(server.stop(), 0);
    QCOMPARE(registerOf((data + QStringLiteral("/shoujie.sqlite")).toStdString()).size(),
             std::size_t(2));
}

QTEST_GUILESS_MAIN(TestBackupRestore)
#include "tst_backup_restore.moc"
