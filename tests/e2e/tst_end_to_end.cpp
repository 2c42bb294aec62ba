#include "tests/e2e/floor.hpp"
#include "tests/e2e/main_job.hpp"
#include "tests/e2e/soak.hpp"
#include "tests/support/books.hpp"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <random>

using namespace shoujie::test;

namespace {

const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);

/// The end of every story: client equals server, outbox empty, nothing lost, nothing twice.
void verifyNothingLost(Floor& floor, const QString& store, std::size_t atLeast) {
    QCOMPARE(floor.server.stop(), 0);
    const auto log = logOf(floor.path(store).toStdString());
    QVERIFY2(log.size() >= atLeast, "the tablet has lost what it said it had saved");
    QCOMPARE(registerOf(floor.registerPath()), log);
    for (const auto& [id, count] : log)
        QCOMPARE(count, 1);
    QCOMPARE(outboxOf(floor.path(store).toStdString()), 0);
    QVERIFY(isSoundRegister(floor.registerPath()));
}

} // namespace

class TestEndToEnd final : public QObject {
    Q_OBJECT

private slots:
    void one_customer_on_two_tablets_has_one_owner_whoever_syncs_first();
    void reply_lost_after_commit_records_nothing_twice();
    void push_cut_at_any_byte_loses_nothing_data();
    void push_cut_at_any_byte_loses_nothing();
    void server_killed_in_mid_push_keeps_what_it_acknowledged();
    void tablet_that_is_locked_delivers_and_opens_with_a_new_pin();
    void tablet_killed_in_mid_save_keeps_what_it_said_it_saved();
    void killed_again_and_again_nothing_is_lost();
};

void TestEndToEnd::one_customer_on_two_tablets_has_one_owner_whoever_syncs_first() {
    QTemporaryDir folder;
    const auto quiet = [](const QString&) {
    };
    const auto late =
        playMainJob(kBinaries, folder.filePath("late"), SyncOrder::laterEntryFirst, quiet);
    const auto early =
        playMainJob(kBinaries, folder.filePath("early"), SyncOrder::earlierEntryFirst, quiet);

    for (const auto& result : {late, early}) {
        QCOMPARE(result.owner, QStringLiteral("s1"));
        const auto first = result.first["outcome"].toObject();
        QCOMPARE(first["owner"].toString(), QStringLiteral("s1"));
        QCOMPARE(first["class"].toString(), QStringLiteral("new"));
        const auto second = result.second["outcome"].toObject();
        QCOMPARE(second["class"].toString(), QStringLiteral("returning"));
        QCOMPARE(second["status"].toString(), QStringLiteral("final"));
        QVERIFY(second["articles"].toArray().contains(QStringLiteral("2.2")));
        QVERIFY(second["articles"].toArray().contains(QStringLiteral("4")));
    }
    // Not only the owner: the whole decision is the same but for the times in it.
    for (const auto* member : {"class", "owner", "slot", "makeup", "status", "articles"}) {
        const auto name = QLatin1String(member);
        QCOMPARE(late.first["outcome"].toObject()[name], early.first["outcome"].toObject()[name]);
        QCOMPARE(late.second["outcome"].toObject()[name], early.second["outcome"].toObject()[name]);
    }
}

void TestEndToEnd::reply_lost_after_commit_records_nothing_twice() {
    Floor floor(kBinaries);
    auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    for (int i = 0; i < 3; ++i)
        tablet->demand(callCommand(QStringLiteral("call-%1").arg(i), i));

    floor.proxy->setMode(CuttingProxy::Mode::swallowReply, "/v1/facts");
    QVERIFY(!tablet->ask({{"do", "sync"}})["ok"].toBool());
    QVERIFY(floor.proxy->cuts() > 0);
    QCOMPARE(pendingOf(*tablet), 3);

    floor.proxy->setMode(CuttingProxy::Mode::pass);
    tablet->demand({{"do", "sync"}});
    QCOMPARE(pendingOf(*tablet), 0);
    tablet->demand({{"do", "quit"}});
    verifyNothingLost(floor, QStringLiteral("tablet.db"), 3);
}

void TestEndToEnd::push_cut_at_any_byte_loses_nothing_data() {
    QTest::addColumn<int>("bytes");
    for (const int bytes : {1, 17, 180, 400, 900, 1500})
        QTest::addRow("after %d", bytes) << bytes;
}

void TestEndToEnd::push_cut_at_any_byte_loses_nothing() {
    QFETCH(int, bytes);
    Floor floor(kBinaries);
    auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    for (int i = 0; i < 3; ++i)
        tablet->demand(callCommand(QStringLiteral("call-%1").arg(i), i));

    floor.proxy->setMode(CuttingProxy::Mode::cutRequest, "/v1/facts", bytes);
    QVERIFY(!tablet->ask({{"do", "sync"}})["ok"].toBool());
    QVERIFY(floor.proxy->cuts() > 0);
    QCOMPARE(pendingOf(*tablet), 3);

    floor.proxy->setMode(CuttingProxy::Mode::pass);
    tablet->demand({{"do", "sync"}});
    tablet->demand({{"do", "quit"}});
    verifyNothingLost(floor, QStringLiteral("tablet.db"), 3);
}

void TestEndToEnd::server_killed_in_mid_push_keeps_what_it_acknowledged() {
    using Mode = CuttingProxy::Mode;
    Floor floor(kBinaries);
    auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    std::mt19937 random(20261123);
    constexpr int kRounds = 12;
    constexpr int kPerRound = 60;
    int recorded = 0;
    for (int round = 0; round < kRounds; ++round) {
        for (int i = 0; i < kPerRound; ++i, ++recorded)
            tablet->demand(callCommand(QStringLiteral("call-%1").arg(recorded), recorded));
        // Somewhere in the request, at its end while the server writes, or after the commit.
        floor.proxy->setVictim(floor.server.processId());
        const qint64 bytes = random() % (kPerRound * 500);
        const Mode mode = round % 3 == 2 ? Mode::killAtReply : Mode::killAtRequest;
        floor.proxy->setMode(mode, "/v1/facts", bytes);
        QVERIFY(!tablet->ask({{"do", "sync"}})["ok"].toBool());
        QVERIFY(floor.proxy->cuts() > 0);
        QVERIFY2(pendingOf(*tablet) >= kPerRound, "let go of facts without a receipt");
        floor.server.kill(); // it is dead already: reaps the process
        floor.proxy->setMode(Mode::pass);
        floor.server.start();
        if (round % 4 == 3) tablet->demand({{"do", "sync"}});
    }
    tablet->demand({{"do", "sync"}});
    QCOMPARE(pendingOf(*tablet), 0);
    tablet->demand({{"do", "quit"}});
    verifyNothingLost(floor, QStringLiteral("tablet.db"), static_cast<std::size_t>(recorded));
}

void TestEndToEnd::tablet_that_is_locked_delivers_and_opens_with_a_new_pin() {
    Floor floor(kBinaries);
    auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    for (int number = 0; number < 3; ++number)
        tablet->demand(callCommand(QStringLiteral("call-%1").arg(number), number));
    QVERIFY(tablet->demand({{"do", "lock"}})["locked"].toBool());
    QVERIFY(!tablet->ask(callCommand(QStringLiteral("late"), 4))["ok"].toBool());
    (void)floor.server.command(QStringLiteral("staff pin"),
                               {QStringLiteral("--site"), QStringLiteral("xidi"),
                                QStringLiteral("--id"), QStringLiteral("s1"),
                                QStringLiteral("--pin"), QStringLiteral("4711")});
    QCOMPARE(tablet->demand({{"do", "sync"}})["sent"].toInt(), 3);
    const auto status = tablet->demand({{"do", "status"}});
    QVERIFY(status["locked"].toBool());
    QCOMPARE(status["pending"].toInt(), 0);
    QVERIFY(!tablet->ask({{"do", "pin"}, {"staff", "s1"}, {"pin", "1111"}})["ok"].toBool());
    tablet->demand({{"do", "pin"}, {"staff", "s1"}, {"pin", "4711"}});
    tablet->demand({{"do", "sync"}});
    QVERIFY(!tablet->demand({{"do", "status"}})["locked"].toBool());
    tablet->demand({{"do", "quit"}});
    verifyNothingLost(floor, QStringLiteral("tablet.db"), 3);
}

void TestEndToEnd::tablet_killed_in_mid_save_keeps_what_it_said_it_saved() {
    Floor floor(kBinaries);
    auto tablet = floor.enrol(QStringLiteral("tablet.db"));
    std::mt19937 random(20261124);
    std::size_t confirmed = 0;
    int next = 0;
    for (int round = 0; round < 12; ++round) {
        // Many saves are under way when it dies; only the answered ones were promised.
        for (int i = 0; i < 60; ++i, ++next)
            tablet->send(callCommand(QStringLiteral("call-%1").arg(next), next));
        const auto wanted = random() % 50;
        for (std::uint32_t i = 0; i < wanted; ++i) {
            QVERIFY(tablet->receive()["ok"].toBool());
            ++confirmed;
        }
        tablet->kill();
        for (const auto& reply : tablet->drain())
            confirmed += reply["ok"].toBool() ? 1 : 0;
        tablet->start();
        QVERIFY(static_cast<std::size_t>(pendingOf(*tablet)) >= confirmed);
    }
    tablet->demand({{"do", "sync"}});
    QCOMPARE(pendingOf(*tablet), 0);
    tablet->demand({{"do", "quit"}});
    verifyNothingLost(floor, QStringLiteral("tablet.db"), confirmed);
}

void TestEndToEnd::killed_again_and_again_nothing_is_lost() {
    SoakOptions options;
    options.seed = 20261125;
    options.rounds = 16;
    options.roundsBetweenChecks = 8;
    const auto result = soak(kBinaries, options, [](const SoakResult&) {});
    QCOMPARE(result.rounds, 16);
    QCOMPARE(result.checks, 3);
    QVERIFY(result.saved > 16);
    QVERIFY(result.serverKills > 0 && result.tabletKills > 0 && result.cuts > 0);
}

QTEST_GUILESS_MAIN(TestEndToEnd)
#include "tst_end_to_end.moc"
