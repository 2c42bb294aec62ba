#include "shared/sqlite/database.hpp"
#include "tests/e2e/floor.hpp"
#include "tests/e2e/http_get.hpp"
#include "tests/e2e/verified_export.hpp"
#include "tests/support/books.hpp"
#include "tests/support/opened_store.hpp"
#include "tests/support/traces.hpp"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::test;

namespace {

const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);

void saveCalls(TabletProcess& tablet, const QString& prefix, int from, int count) {
    for (int i = from; i < from + count; ++i)
        tablet.demand(callCommand(QStringLiteral("%1-%2").arg(prefix).arg(i), i));
}

/// The columns of each line of a list.
QList<QStringList> table(const QString& text) {
    QList<QStringList> rows;
    for (const auto& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        rows.append(line.split(QLatin1Char('\t')));
    return rows;
}

/// What a tablet has in its log and of others, opened with a PIN.
std::string openedText(const QString& path) {
    auto database = openedStore(path.toStdString(), sqlite::OpenMode::readOnly, kDemoPin);
    std::string all;
    for (const char* sql : {"SELECT unseal(wire, 'log/' || fact_id) FROM log",
                            "SELECT unseal(fact, 'replica/' || fact_id) FROM replica"}) {
        sqlite::Statement rows(*database, sql);
        while (rows.step())
            all += rows.text(0) + "\n";
    }
    return all;
}

} // namespace

/// The office and its server, both real, at the same time.
class TestOffice final : public QObject {
    Q_OBJECT

private slots:
    void tabletThatIsShutOut_getsNothingAndChangesNothing();
    void personWhoLeaves_cannotSignInAnyMore();
    void customerWhoWishesIt_isNowhereAnyMore();
    void socketOfAServerThatDied_isInNobodysWay();
    void folderWithALongPath_isServedToo();
};

void TestOffice::tabletThatIsShutOut_getsNothingAndChangesNothing() {
    Floor floor(kBinaries);
    auto lost = floor.enrol(QStringLiteral("lost.db"));
    auto other = floor.enrol(QStringLiteral("other.db"));
    saveCalls(*lost, QStringLiteral("before"), 0, 3);
    lost->demand({{"do", "sync"}});
    saveCalls(*lost, QStringLiteral("after"), 3, 2);
    const auto token = tokenOf(floor.path(QStringLiteral("lost.db")).toStdString());
    QCOMPARE(get(floor.server.port(), "/v1/feed?after=0", token).status, 200);

    const QStringList site{QStringLiteral("--site"), QStringLiteral("xidi")};
    QString id;
    for (const auto& row : table(floor.server.command(QStringLiteral("device list"), site)))
        if (row.value(2) == QStringLiteral("3")) id = row.at(0);
    QVERIFY(!id.isEmpty());
    (void)floor.server.command(QStringLiteral("device revoke"), {QStringLiteral("--device"), id});

    for (const char* path : {"/v1/feed?after=0", "/v1/site"})
        QCOMPARE(get(floor.server.port(), path, token).status, 403);
    const auto refused = lost->ask({{"do", "sync"}});
    QVERIFY(!refused["ok"].toBool());
    saveCalls(*other, QStringLiteral("other"), 5, 2);
    other->demand({{"do", "sync"}});
    const auto rows = table(floor.server.command(QStringLiteral("device list"), site));
    QVERIFY(rows.contains(QStringList{id, QStringLiteral("revoked"), QStringLiteral("3")}));

    QCOMPARE(floor.server.stop(), 0);
    // What it had delivered counts; what came afterwards is kept, and not in the register.
    std::size_t calls = registerOf(floor.registerPath()).size();
    QCOMPARE(calls, std::size_t{5});
    auto database = sqlite::Database::open(floor.registerPath(), sqlite::OpenMode::readOnly);
    sqlite::Statement kept(*database, "SELECT count(*) FROM set_aside");
    QVERIFY(kept.step());
    QCOMPARE(kept.integer(0), std::int64_t{2});
    // And the tablet itself has wiped nothing.
    QCOMPARE(logOf(floor.path(QStringLiteral("lost.db")).toStdString()).size(), std::size_t{5});
}

void TestOffice::personWhoLeaves_cannotSignInAnyMore() {
    Floor floor(kBinaries);
    const QStringList site{QStringLiteral("--site"), QStringLiteral("xidi")};
    const auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    const QJsonObject signIn{{"do", "pin"}, {"staff", "s2"}, {"pin", "2222"}};
    QVERIFY(tablet->ask(signIn)["ok"].toBool());
    (void)floor.server.command(QStringLiteral("staff leave"),
                               site + QStringList{QStringLiteral("--id"), QStringLiteral("s2")});
    tablet->demand({{"do", "sync"}});
    QVERIFY(!tablet->ask(signIn)["ok"].toBool());
    const auto rows = table(floor.server.command(QStringLiteral("staff list"), site));
    const auto left = std::ranges::find(rows, QStringLiteral("s2"),
                                        [](const QStringList& row) { return row.value(0); });
    QVERIFY(left != rows.end() && left->at(2) != QStringLiteral("-"));
}

void TestOffice::customerWhoWishesIt_isNowhereAnyMore() {
    Floor floor(kBinaries);
    auto own = floor.enrol(QStringLiteral("own.db"));
    auto other = floor.enrol(QStringLiteral("other.db"));
    saveCalls(*own, QStringLiteral("call"), 0, 4);
    own->demand({{"do", "sync"}});
    other->demand({{"do", "sync"}});
    const QStringList theirs{QStringLiteral("试2号"), QStringLiteral("13900000002")};
    const QStringList stores{floor.path(QStringLiteral("own.db")),
                             floor.path(QStringLiteral("other.db"))};
    for (const auto& store : stores)
        QCOMPARE(tracesIn(openedText(store), theirs, store).size(), theirs.size());

    const QStringList site{QStringLiteral("--site"), QStringLiteral("xidi")};
    const QStringList whom = site + QStringList{QStringLiteral("--phone"), theirs.at(1)};
    const auto found = table(floor.server.command(QStringLiteral("erase find"), whom));
    QCOMPARE(found.size(), qsizetype{1});
    QCOMPARE(found.at(0).mid(1), QStringList({QStringLiteral("call.registered"), "names"}));
    (void)floor.server.command(
        QStringLiteral("erase restrict"),
        whom + QStringList{QStringLiteral("--reason"), QStringLiteral("letter of 1 March")});
    own->demand({{"do", "sync"}});
    other->demand({{"do", "sync"}});
    for (const auto& store : stores) {
        QCOMPARE(tracesIn(openedText(store), theirs, store), QStringList());
        QCOMPARE(tracesIn(openedText(store), {QStringLiteral("试1号")}, store).size(), 1);
    }
    (void)floor.server.command(QStringLiteral("erase shred"),
                               site + QStringList{QStringLiteral("--number"), "1"});
    const auto list = table(floor.server.command(QStringLiteral("erase list"), site));
    QCOMPARE(list.at(0).mid(0, 2), QStringList({"1", QStringLiteral("shredded")}));
    // The register verifies, and says what is missing.
    const auto exported =
        verifiedExport(kBinaries, floor.server, floor.path(QStringLiteral("register.jsonl")));
    QCOMPARE(tracesIn(exported.toStdString(), theirs, "export"), QStringList());
    QVERIFY(exported.contains("entries.erased"));
    // Everybody works on.
    saveCalls(*own, QStringLiteral("later"), 5, 1);
    own->demand({{"do", "sync"}});
    QCOMPARE(pendingOf(*own), 0);
    QCOMPARE(floor.server.stop(), 0);
}

void TestOffice::socketOfAServerThatDied_isInNobodysWay() {
    Floor floor(kBinaries);
    floor.server.kill();
    QVERIFY(QFile::exists(floor.path(QStringLiteral("server/office.sock"))));
    const auto sites = table(floor.server.command(QStringLiteral("site list")));
    QCOMPARE(sites.size(), qsizetype{1});
    QCOMPARE(sites.at(0).at(0), QStringLiteral("xidi"));
    floor.server.start();
    QCOMPARE(table(floor.server.command(QStringLiteral("site list"))), sites);
    QCOMPARE(floor.server.stop(), 0);
}

void TestOffice::folderWithALongPath_isServedToo() {
    const QTemporaryDir folder;
    const auto path = folder.filePath(QString(120, QLatin1Char('d')));
    ServerProcess server(kBinaries, path);
    (void)server.makeDemoSite();
    server.start();
    QCOMPARE(table(server.command(QStringLiteral("site list"))).size(), qsizetype{1});
    QCOMPARE(QFile::permissions(path + QStringLiteral("/office.sock")) &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(server.stop(), 0);
}

QTEST_GUILESS_MAIN(TestOffice)
#include "tst_office.moc"
