#include "tests/e2e/floor.hpp"
#include "tests/e2e/http_get.hpp"
#include "tests/e2e/verified_export.hpp"
#include "tests/support/books.hpp"
#include "tests/support/small_disk.hpp"

#include <QCoreApplication>
#include <QTest>

#include <set>

using namespace shoujie::test;

namespace {

const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);
/// More saves than there can be room for in what the files on a full disk have.
constexpr int kMany = 4000;

/// A tablet with room, and what it said it had saved.
struct Tablet {
    Tablet(const QString& store, ServerProcess& server, const QString& code, int reserveKib = 0)
        : file(store), process(kBinaries, store, reserveKib) {
        process.start();
        process.demand({{"do", "enrol"}, {"server", server.url().toString()}, {"code", code}});
        process.demand({{"do", "sync"}});
    }
    /// One save; gives whether it was said to be done.
    bool save() {
        const int number = next++;
        last = process.ask(callCommand(QStringLiteral("call-%1").arg(number), number));
        if (!last["ok"].toBool()) return false;
        promised.insert(last["fact"].toString().toStdString());
        return true;
    }
    void save(int count) {
        for (int i = 0; i < count; ++i)
            QVERIFY(save());
    }
    QJsonObject status() { return process.demand({{"do", "status"}}); }
    bool sync() { return (last = process.ask({{"do", "sync"}}))["ok"].toBool(); }
    QString error() const { return last["error"].toObject()["code"].toString(); }
    /// A connection that died with its server may be noticed only by using it.
    bool syncAgain() { return sync() || sync(); }

    /// Client equals server: what it has promised, no more and no less.
    void compareWith(const QString& server) {
        process.demand({{"do", "quit"}});
        process.kill(); // reaps it
        std::map<std::string, std::int64_t> once;
        for (const auto& id : promised)
            once[id] = 1;
        QCOMPARE(logOf(file.toStdString()), once);
        QCOMPARE(outboxOf(file.toStdString()), 0);
        const auto database = (server + QStringLiteral("/shoujie.sqlite")).toStdString();
        QCOMPARE(registerOf(database), once);
        QVERIFY(isSoundRegister(database));
    }

    QString file;
    TabletProcess process;
    std::set<std::string> promised;
    QJsonObject last;
    int next = 0;
};

} // namespace

class TestSmallDisk final : public QObject {
    Q_OBJECT

private slots:
    void fullServer_refusesAndLosesNothing();
    void fullTablet_savesFromItsReserveAndThenSaysSo();
};

void TestSmallDisk::fullServer_refusesAndLosesNothing() {
    SmallDisk disk(16);
    const QTemporaryDir roomy;
    ServerProcess server(kBinaries, disk.path(QStringLiteral("server")));
    const auto codes = server.makeDemoSite();
    server.start();
    Tablet tablet(roomy.filePath(QStringLiteral("tablet.db")), server, codes.at(0));
    const auto token = tokenOf(tablet.file.toStdString());
    tablet.save(20);
    QVERIFY(tablet.sync());

    // There may be room in files that have grown before, for some entries more.
    const auto saveUntilRefused = [&tablet] {
        bool refused = false;
        for (int i = 0; !refused && i < kMany; ++i) {
            tablet.save(5);
            refused = !tablet.sync();
        }
        return refused;
    };
    disk.fill(server.processId());
    QVERIFY(saveUntilRefused());
    QCOMPARE(tablet.error(), QStringLiteral("unavailable"));
    QVERIFY(tablet.status()["pending"].toInt() >= 5);
    const auto health = get(server.port(), "/healthz");
    QCOMPARE(health.status, 503);
    QVERIFY(health.body.contains(disk.isReal() ? "storage_full" : "storage_failed"));
    // What is there is read all the same, and the office can carry it away.
    QCOMPARE(get(server.port(), "/v1/feed?after=0", token).status, 200);
    (void)verifiedExport(kBinaries, server, roomy.filePath(QStringLiteral("register.jsonl")));

    disk.makeRoom(server.processId());
    if (!disk.isReal()) { // a disk that has failed is not trusted before a new start
        server.kill();
        server.start();
    }
    QVERIFY(tablet.syncAgain());
    QCOMPARE(tablet.status()["pending"].toInt(), 0);
    QCOMPARE(get(server.port(), "/healthz").status, 200);

    disk.fill(server.processId());
    QVERIFY(saveUntilRefused());
    server.kill();
    server.start(); // without room
    if (disk.isReal()) QVERIFY(saveUntilRefused());
    QCOMPARE(get(server.port(), "/v1/feed?after=0", token).status, 200);
    disk.makeRoom(server.processId());
    QVERIFY(tablet.syncAgain());
    QCOMPARE(tablet.status()["pending"].toInt(), 0);
    QCOMPARE(server.stop(), 0);
    tablet.compareWith(disk.path(QStringLiteral("server")));
}

void TestSmallDisk::fullTablet_savesFromItsReserveAndThenSaysSo() {
    SmallDisk disk(16);
    const QTemporaryDir roomy;
    ServerProcess server(kBinaries, roomy.filePath(QStringLiteral("server")));
    const auto codes = server.makeDemoSite();
    server.start();
    Tablet tablet(disk.path(QStringLiteral("tablet.db")), server, codes.at(0), 512);
    tablet.save(10);
    QVERIFY(tablet.sync());
    QVERIFY(!tablet.status()["storage_full"].toBool());

    disk.fill(tablet.process.processId());
    if (disk.isReal()) {
        // The first that finds no room is saved from the reserve, and so are those behind it.
        for (int i = 0; !tablet.status()["storage_full"].toBool() && i < kMany; ++i)
            QVERIFY(tablet.save());
        QVERIFY(tablet.status()["storage_full"].toBool());
        tablet.save(10);
        // They are delivered from it too; the news of the others waits for room.
        QVERIFY(!tablet.sync());
        QCOMPARE(tablet.error(), QStringLiteral("storage"));
        QCOMPARE(tablet.status()["pending"].toInt(), 0);
        disk.fill(tablet.process.processId()); // somebody takes what the reserve left
    }
    const int before = static_cast<int>(tablet.promised.size());
    int more = 0;
    while (more < kMany && tablet.save())
        ++more;
    QVERIFY(more < kMany);
    QCOMPARE(tablet.error(), QStringLiteral("storage"));
    // What could not be saved is not shown as saved, now or after a new start; the rest is read.
    const auto shown = tablet.status();
    QCOMPARE(logOf(tablet.file.toStdString()).size(), static_cast<std::size_t>(before + more));
    QCOMPARE(shown["proof"].toString().section('-', 0, 0).toInt(), before + more);
    tablet.process.kill();
    tablet.process.start();
    QCOMPARE(tablet.status()["proof"].toString(), shown["proof"].toString());
    QVERIFY(!tablet.process.demand({{"do", "floor"}})["queue"].toArray().isEmpty());

    disk.makeRoom(tablet.process.processId());
    tablet.save(5);
    QVERIFY(tablet.syncAgain());
    QCOMPARE(tablet.status()["pending"].toInt(), 0);
    tablet.process.kill();
    tablet.process.start();
    QVERIFY(!tablet.status()["storage_full"].toBool());
    QCOMPARE(server.stop(), 0);
    tablet.compareWith(roomy.filePath(QStringLiteral("server")));
}

int main(int argc, char** argv) {
    SmallDisk::prepare();
    QCoreApplication app(argc, argv);
    TestSmallDisk test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_small_disk.moc"
