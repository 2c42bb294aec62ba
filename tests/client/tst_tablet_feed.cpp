#include "client/store/schema.hpp"
#include "client/store/tablet_core.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/client/tablet_bench.hpp"
#include "tests/support/opened_store.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <functional>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

class TestTabletFeed final : public QObject {
    Q_OBJECT

private slots:
    void feed_applied_twice_is_applied_once();
    void feed_that_goes_backwards_or_stands_still_is_refused();
    void feed_rows_and_cursor_are_kept_together_or_not_at_all();
    void large_page_that_the_disk_refuses_comes_again();
    void unsupported_facts_are_kept_until_they_can_be_judged();
    void own_fact_that_the_office_does_not_judge_is_judged_by_nobody();
    void feed_alone_is_no_receipt();
    void register_time_replaces_the_own_estimate();
    void subject_that_the_register_gives_to_another_fact_is_yielded();
    void forged_anchor_is_refused_data();
    void forged_anchor_is_refused();
    void anchors_that_facts_name_outlive_the_others();
    void bundle_of_another_site_is_refused();
    void newer_store_is_refused_and_left_alone();
    void store_of_version_1_opens();
    void damaged_store_is_refused_in_words();
};

void TestTabletFeed::feed_applied_twice_is_applied_once() {
    Bench bench;
    bench.server.pageSize = 100;
    for (int i = 0; i < 4; ++i)
        bench.server.state("f" + std::to_string(i),
                           facts::StaffJoined{StaffId("s" + std::to_string(i)), "员工"});
    const auto feed = bench.server.feed(0);
    QCOMPARE(*bench.core().keepFeed(feed), 4);
    QCOMPARE(*bench.core().keepFeed(feed), 0);
    QCOMPARE(bench.core().staff().size(), std::size_t{4});
    QCOMPARE(bench.rows("replica"), 4);
    bench.tablet.reopen();
    QCOMPARE(bench.core().feedCursor(), feed.next);
    QCOMPARE(*bench.core().keepFeed(feed), 0);
    QCOMPARE(bench.core().staff().size(), std::size_t{4});
    // Overlapping pages bring the rest only.
    bench.server.state("f9", facts::StaffJoined{StaffId("s9"), "新员工"});
    QCOMPARE(*bench.core().keepFeed(bench.server.feed(2)), 1);
    QCOMPARE(bench.rows("replica"), 5);
}

void TestTabletFeed::feed_that_goes_backwards_or_stands_still_is_refused() {
    Bench bench;
    for (int i = 0; i < 7; ++i)
        bench.server.state("f" + std::to_string(i),
                           facts::StaffJoined{StaffId("s" + std::to_string(i)), "员工"});
    auto backwards = bench.server.feed(0);
    std::swap(backwards.entries[1], backwards.entries[2]);
    auto still = bench.server.feed(0);
    still.entries.clear();
    still.next = 0;
    auto behind = bench.server.feed(0);
    behind.next = 2;
    for (const auto& page : {backwards, still, behind}) {
        const auto kept = bench.core().keepFeed(page);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::corrupt);
        QCOMPARE(bench.core().feedCursor(), 0);
        QCOMPARE(bench.rows("replica"), 0);
    }
    QCOMPARE(*bench.core().keepFeed(bench.server.feed(0)), 5);
}

void TestTabletFeed::feed_rows_and_cursor_are_kept_together_or_not_at_all() {
    Bench bench;
    for (int i = 0; i < 5; ++i)
        bench.server.state("f" + std::to_string(i),
                           facts::StaffJoined{StaffId("s" + std::to_string(i)), "员工"});
    {
        // Stands in for a disk that fails in the middle of the page.
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("CREATE TRIGGER full BEFORE INSERT ON replica WHEN NEW.register_seq = 3"
                          " BEGIN SELECT RAISE(ABORT, 'disk'); END");
    }
    QVERIFY(!bench.core().keepFeed(bench.server.feed(0)));
    QCOMPARE(bench.rows("replica"), 0);
    QCOMPARE(bench.core().feedCursor(), 0);
    QVERIFY(bench.core().staff().empty());
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("DROP TRIGGER full; CREATE TRIGGER cursor BEFORE UPDATE ON progress"
                          " BEGIN SELECT RAISE(ABORT, 'disk'); END");
    }
    QVERIFY(!bench.core().keepFeed(bench.server.feed(0)));
    QCOMPARE(bench.rows("replica"), 0);
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("DROP TRIGGER cursor");
    }
    QCOMPARE(*bench.core().keepFeed(bench.server.feed(0)), 5);
    QCOMPARE(bench.core().staff().size(), std::size_t{5});
}

/// A large page is stored and judged at the same time.
void TestTabletFeed::large_page_that_the_disk_refuses_comes_again() {
    constexpr int kVisits = 550; // with as many outcomes
    Bench bench;
    bench.server.pageSize = 10 * kVisits;
    for (int i = 0; i < kVisits; ++i) {
        const auto number = std::to_string(i);
        auto data = visit("v" + number, "s1", customer("陈" + number, ""));
        data.customers.front().phones.clear();
        bench.server.state("f" + number, std::move(data));
    }
    const auto page = bench.server.feed(0);
    QVERIFY(page.entries.size() >= 2 * kVisits);
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("CREATE TRIGGER full BEFORE INSERT ON outcomes WHEN NEW.subject = 'v7'"
                          " BEGIN SELECT RAISE(ABORT, 'disk'); END");
    }
    QVERIFY(!bench.core().keepFeed(page));
    QCOMPARE(bench.rows("replica"), 0);
    QCOMPARE(bench.rows("outcomes"), 0);
    QCOMPARE(bench.core().feedCursor(), 0);
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("DROP TRIGGER full");
    }
    QCOMPARE(*bench.core().keepFeed(page), kVisits);
    QCOMPARE(bench.core().feedCursor(), page.next);
    QCOMPARE(bench.rows("replica"), kVisits);
    const auto cards = bench.core().customersOf(kS1);
    QCOMPARE(cards.size(), std::size_t(kVisits));
    bench.tablet.reopen();
    QCOMPARE(bench.core().feedCursor(), page.next);
    const auto again = bench.core().customersOf(kS1);
    QCOMPARE(again.size(), cards.size());
    for (std::size_t i = 0; i < cards.size(); ++i) {
        QCOMPARE(again[i].visit, cards[i].visit);
        QVERIFY(again[i].official && cards[i].official);
    }
}

void TestTabletFeed::unsupported_facts_are_kept_until_they_can_be_judged() {
    Bench bench;
    bench.server.pageSize = 100;
    bench.server.state("f1", facts::StaffJoined{StaffId("s1"), "员工"});
    bench.server.state("f2", facts::StaffJoined{StaffId("s2"), "员工"});
    bench.server.state("f3", facts::StaffJoined{StaffId("s3"), "员工"});
    const auto honest = bench.server.feed(0);
    auto page = honest;
    // One that the office does not judge, and one that this program does not know.
    const auto withhold = [](protocol::FeedEntry& entry, bool ofServer) {
        auto json = facts::timedFactToJson(*entry.fact);
        if (!ofServer) json["kind"] = "staff.praised";
        entry.unsupportedId = entry.fact->fact.id;
        entry.factText = json.dump();
        entry.ofServer = ofServer;
        entry.fact.reset();
    };
    withhold(page.entries[0], true);
    withhold(page.entries[1], false);
    QCOMPARE(*bench.core().keepFeed(page), 3);
    QCOMPARE(bench.core().staff().size(), std::size_t{1});
    bench.tablet.reopen();
    QCOMPARE(bench.core().staff().size(), std::size_t{1});
    QCOMPARE(bench.rows("replica WHERE unsupported > 0"), 2);

    // The office has been upgraded and delivers its one anew.
    auto anew = honest;
    anew.entries.resize(1);
    anew.entries[0].seq = honest.next + 1;
    anew.next = honest.next + 1;
    QCOMPARE(*bench.core().keepFeed(anew), 1);
    QCOMPARE(bench.core().staff().size(), std::size_t{2});
    // So has this program: now it can read the other.
    {
        auto database =
            shoujie::test::openedStore(bench.tablet.path(), sqlite::OpenMode::readWrite);
        database->execute("UPDATE replica SET fact = seal(replace(unseal(fact, 'replica/f2'),"
                          " 'staff.praised', 'staff.joined'), 'replica/f2') WHERE fact_id = 'f2'");
    }
    bench.tablet.reopen();
    QCOMPARE(bench.core().staff().size(), std::size_t{3});
    // What is judged is altered by no later page.
    auto forged = honest;
    for (std::size_t i = 0; i < 3; ++i) {
        forged.entries[i].seq = honest.next + 2 + static_cast<std::int64_t>(i);
        std::get<facts::StaffJoined>(forged.entries[i].fact->fact.data).name = "别人";
    }
    forged.next = forged.entries[2].seq;
    QVERIFY(bench.core().keepFeed(forged));
    bench.tablet.reopen();
    QCOMPARE(bench.core().staff().size(), std::size_t{3});
    for (const auto& member : bench.core().staff())
        QCOMPARE(member.name, std::string("员工"));
}

void TestTabletFeed::own_fact_that_the_office_does_not_judge_is_judged_by_nobody() {
    Bench bench;
    bench.server.pageSize = 100;
    const FactId id = bench.recordCall("c1");
    bench.push();
    QVERIFY(bench.core().timeOf(id));
    auto page = bench.server.feed(0);
    auto& entry = page.entries.front();
    QVERIFY(entry.fact->fact.id == id);
    entry.unsupportedId = id;
    entry.factText = facts::timedFactToJson(*entry.fact).dump();
    entry.ofServer = true;
    entry.fact.reset();
    QVERIFY(bench.core().keepFeed(page));
    QVERIFY(!bench.core().timeOf(id));
    bench.tablet.reopen();
    QVERIFY(!bench.core().timeOf(id));
}

void TestTabletFeed::feed_alone_is_no_receipt() {
    Bench bench;
    const auto own = bench.core().record(kS1, visit("v1", "s1", customer("陈大文", "13800138000")));
    QVERIFY(own.ok());
    const auto [sent, reply] = bench.pushOnce(); // and the reply is lost
    bench.pull();
    for (int restart = 0; restart < 2; ++restart) {
        QCOMPARE(bench.core().workStatus().pending, 1);
        QCOMPARE(bench.core().customersOf(kS1).front().state, std::string("waiting"));
        const auto next = bench.core().nextPush();
        QVERIFY(next && *next);
        QCOMPARE((*next)->facts.front().id, *own);
        bench.tablet.reopen();
    }
    QVERIFY(bench.core().keepReply(sent, bench.server.push("d1", sent)));
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(bench.core().customersOf(kS1).front().state, std::string("received"));
}

void TestTabletFeed::register_time_replaces_the_own_estimate() {
    Bench bench;
    const FactId own = bench.recordCall("c1");
    const TimeInterval estimate = *bench.core().timeOf(own);
    bench.world.pass(1h);
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    QVERIFY(bench.core().keepFeed(bench.server.feed(0)));
    const TimeInterval official = reply.results.front().receipt->record.stamp.at;
    QVERIFY(!(official == estimate));
    QVERIFY(*bench.core().timeOf(own) == official);
    bench.tablet.reopen();
    QVERIFY(*bench.core().timeOf(own) == official);
}

void TestTabletFeed::subject_that_the_register_gives_to_another_fact_is_yielded() {
    Bench bench;
    QVERIFY(bench.core().record(kS1, visit("v1", "s1", customer("陈大文", "13800138000"))));
    bench.server.state("f1", visit("v1", "s2", customer("李娜", "13900139000")));
    QVERIFY(bench.core().keepFeed(bench.server.feed(0)));
    for (int restart = 0; restart < 2; ++restart) {
        QVERIFY(bench.core().timeOf(FactId("f1")));
        const auto why = bench.core().why(VisitId("v1"));
        QVERIFY(why.ok());
        QCOMPARE(*why->outcome.decision.owner, StaffId("s2"));
        QCOMPARE(bench.core().workStatus().pending, 1);
        bench.tablet.reopen();
    }
}

void TestTabletFeed::forged_anchor_is_refused_data() {
    using Bend = std::function<void(protocol::AnchorReply&)>;
    QTest::addColumn<Bend>("bend");
    const auto row = [](const char* name, const Bend& bend) {
        QTest::newRow(name) << bend;
    };
    row("time moved", [](protocol::AnchorReply& reply) { reply.anchor.answeredAt -= 1h; });
    // Signed by the office itself, but not for the answer that was given.
    const auto sign = [](protocol::AnchorReply& reply) {
        reply.signature = officeKey().sign(protocol::anchorText(reply.anchor));
    };
    row("reading moved", [sign](protocol::AnchorReply& reply) {
        reply.anchor.elapsed += 1h;
        sign(reply);
    });
    row("of another device", [sign](protocol::AnchorReply& reply) {
        reply.anchor.device = DeviceId("d2");
        sign(reply);
    });
    row("to another challenge", [sign](protocol::AnchorReply& reply) {
        reply.anchor.nonce = std::string(32, 'a');
        sign(reply);
    });
    row("before its challenge", [sign](protocol::AnchorReply& reply) {
        reply.anchor.answeredAt = reply.anchor.challengedAt - 1s;
        sign(reply);
    });
    row("signature broken", [](protocol::AnchorReply& reply) { reply.signature[0] ^= 1; });
}

void TestTabletFeed::forged_anchor_is_refused() {
    QFETCH(std::function<void(protocol::AnchorReply&)>, bend);
    Bench bench;
    const auto challenge =
        protocol::decodeChallengeReply(bench.ask("/v1/anchors/challenge", "{}").body);
    QVERIFY(challenge.ok());
    const auto answer = bench.core().answer(*challenge);
    QVERIFY(answer.ok());
    const auto honest =
        protocol::decodeAnchorReply(bench.ask("/v1/anchors", protocol::encode(*answer)).body);
    QVERIFY(honest.ok());
    auto forged = *honest;
    bend(forged);
    const auto kept = bench.core().keepAnchor(*answer, forged);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::corrupt);
    QCOMPARE(bench.rows("anchors"), 0);
    QCOMPARE(bench.core().workStatus().grade, evidence::Grade::unanchored);
    QVERIFY(bench.core().keepAnchor(*answer, *honest));
    QCOMPARE(bench.core().workStatus().grade, evidence::Grade::online);
    bench.tablet.reopen();
    QCOMPARE(bench.core().workStatus().grade, evidence::Grade::online);
}

void TestTabletFeed::anchors_that_facts_name_outlive_the_others() {
    QTemporaryDir folder;
    auto store = TabletStore::open(folder.filePath("tablet.db").toStdString());
    QVERIFY(store.ok());
    const auto keep = [&](int number) {
        evidence::Anchor anchor;
        anchor.nonce = "n" + std::to_string(number);
        anchor.bootTag = "b01";
        return store->keepAnchor(anchor, {}, {"b01", {}});
    };
    QVERIFY(keep(0));
    LogEntry entry;
    entry.wire.id = FactId("f1");
    entry.wire.seq = 1;
    entry.wire.at.anchor = "n0";
    entry.wire.data = "{}";
    QVERIFY(store->append(entry));
    for (int number = 1; number <= kAnchorsHeld + 20; ++number)
        QVERIFY(keep(number));
    auto database = sqlite::Database::open(folder.filePath("tablet.db").toStdString());
    sqlite::Statement held(*database, "SELECT count(*), min(ordinal), sum(nonce = 'n0'),"
                                      " sum(nonce = 'n1') FROM anchors");
    QVERIFY(held.step());
    QCOMPARE(held.integer(0), kAnchorsHeld + 1);
    QCOMPARE(held.integer(2), 1);
    QCOMPARE(held.integer(3), 0);
    const auto anchors = store->anchors(DeviceId("d1"));
    QVERIFY(anchors.ok());
    QCOMPARE(anchors->back().nonce, "n" + std::to_string(kAnchorsHeld + 20));
}

void TestTabletFeed::bundle_of_another_site_is_refused() {
    Bench bench;
    protocol::SiteReply other = bench.server.site;
    other.site = SiteId("elsewhere");
    QVERIFY(!bench.core().keepSite(other));
    QVERIFY(bench.core().siteDue());
    protocol::SiteReply broken = bench.server.site;
    broken.policy = R"([{"from": "2026-01-01", "policy": {"no_such_knob": 1}}])";
    QVERIFY(!bench.core().keepSite(broken));
    QCOMPARE(bench.core().siteName(), std::string());
    QVERIFY(bench.core().keepSite(bench.server.site));
    QVERIFY(!bench.core().siteDue());
    QCOMPARE(bench.core().siteName(), std::string("Xidi show unit"));
    bench.world.pass(kSiteInterval);
    QVERIFY(bench.core().siteDue());
}

void TestTabletFeed::newer_store_is_refused_and_left_alone() {
    QTemporaryDir folder;
    const std::string path = folder.filePath("tablet.db").toStdString();
    World world;
    FakeClock clock(world);
    FakeElapsed elapsed(world);
    SeededRng rng(1);
    QVERIFY(TabletCore::open(path, {clock, elapsed, rng}));
    const int newer = storeMigrations().back().version + 1;
    {
        auto database = sqlite::Database::open(path);
        database->execute("PRAGMA user_version = " + std::to_string(newer));
    }
    const auto opened = TabletCore::open(path, {clock, elapsed, rng});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::unsupported);
    auto database = sqlite::Database::open(path);
    sqlite::Statement version(*database, "PRAGMA user_version");
    QVERIFY(version.step());
    QCOMPARE(version.integer(0), newer);
}

void TestTabletFeed::store_of_version_1_opens() {
    // Made by the first step alone, as the first release leaves it; later steps must carry it over.
    QTemporaryDir folder;
    const std::string path = folder.filePath("tablet.db").toStdString();
    {
        auto database = sqlite::Database::open(path);
        QVERIFY(sqlite::migrate(*database, storeMigrations().first(1)));
        database->execute(
            "INSERT INTO device_key (id, seed) VALUES (1, zeroblob(32));"
            "INSERT INTO identity VALUES (1, 'https://register.example', 'd1', 'xidi', 1, 't',"
            " zeroblob(32));"
            "INSERT INTO log VALUES (1, 1, 'f1', NULL, '{\"id\":\"f1\",\"site\":\"xidi\","
            "\"kind\":\"visit.started\",\"by\":\"s1\",\"device\":\"d1\",\"seq\":1,"
            "\"at\":{\"boot_tag\":\"b0\",\"elapsed\":5,\"wall\":\"2026-03-01T02:00:00Z\"},"
            "\"data\":{\"receiver\":\"s1\",\"visit\":\"v1\"}}', zeroblob(32), zeroblob(32));"
            "INSERT INTO outbox (epoch, seq, state) VALUES (1, 1, 'waiting');");
    }
    World world;
    TabletBench tablet(world, path);
    QCOMPARE(tablet.core().workStatus().pending, 1);
    QCOMPARE(tablet.core().device(), DeviceId("d1"));
    const auto next = tablet.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.front().id, FactId("f1"));
    QVERIFY(tablet.core().record(kS1, started("v2", "s1")));
    QVERIFY(tablet.core().workStatus().proofCode.starts_with("2-"));
}

void TestTabletFeed::damaged_store_is_refused_in_words() {
    QTemporaryDir folder;
    const QString path = folder.filePath("tablet.db");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    World world;
    FakeClock clock(world);
    FakeElapsed elapsed(world);
    SeededRng rng(1);
    const auto opened = TabletCore::open(path.toStdString(), {clock, elapsed, rng});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::corrupt);
}

QTEST_GUILESS_MAIN(TestTabletFeed)
#include "tst_tablet_feed.moc"
