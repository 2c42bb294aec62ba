#include "client/store/tablet_core.hpp"
#include "shared/core/limits.hpp"
#include "tests/client/tablet_bench.hpp"

#include <QTest>

#include <functional>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

class TestTabletCore final : public QObject {
    Q_OBJECT

private slots:
    void ticks_outlive_the_program_and_bound_what_comes_after();
    void record_needs_an_enrolled_tablet();
    void record_survives_a_restart_with_its_place_in_the_outbox();
    void record_makes_one_chain_without_gaps();
    void record_refuses_what_the_vocabulary_refuses();
    void record_refuses_an_entry_larger_than_an_entry_may_be();
    void record_refuses_a_subject_that_is_taken();
    void save_that_the_disk_refuses_leaves_nothing_behind();
    void push_is_signed_and_follows_the_chain();
    void push_stays_within_the_limits_of_a_request();
    void refused_fact_stays_visible_and_is_not_sent_again();
    void facts_around_a_refused_one_are_sent_without_gaps_in_a_request();
};

void TestTabletCore::record_needs_an_enrolled_tablet() {
    QTemporaryDir folder;
    World world;
    TabletBench tablet(world, folder.filePath("tablet.db").toStdString());
    const auto saved = tablet.core().record(kS1, started("v1", "s1"));
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::unauthorized);
    QCOMPARE(tablet.core().workStatus().pending, 0);
    QVERIFY(!tablet.core().workStatus().enrolled);
}

void TestTabletCore::record_survives_a_restart_with_its_place_in_the_outbox() {
    Bench bench;
    const FactId saved = bench.recordCall("c1");
    const WorkStatus before = bench.core().workStatus();
    QCOMPARE(before.pending, 1);
    QVERIFY(before.proofCode.starts_with("1-"));
    QVERIFY(bench.core().timeOf(saved));

    bench.tablet.reopen();
    QCOMPARE(bench.core().workStatus().pending, 1);
    QCOMPARE(bench.core().workStatus().proofCode, before.proofCode);
    QVERIFY(bench.core().timeOf(saved));
    const auto push = bench.core().nextPush();
    QVERIFY(push && *push);
    QCOMPARE((*push)->facts.size(), std::size_t{1});
    QCOMPARE((*push)->facts.front().id, saved);
}

void TestTabletCore::record_makes_one_chain_without_gaps() {
    Bench bench;
    for (int i = 1; i <= 3; ++i) {
        bench.recordCall("c" + std::to_string(i));
        bench.tablet.reopen();
    }
    const auto [sent, reply] = bench.pushOnce();
    Hash head = evidence::chainStart(DeviceId("d1"), 1);
    QVERIFY(sent.previous == head);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(sent.facts[i].seq, static_cast<std::int64_t>(i + 1));
        QCOMPARE(sent.facts[i].device, DeviceId("d1"));
        QCOMPARE(sent.facts[i].site, SiteId("xidi"));
        head = evidence::extendChain(head, evidence::bodyHash(sent.facts[i]));
    }
    QCOMPARE(bench.core().workStatus().proofCode, evidence::proofCode(3, head));
}

void TestTabletCore::record_refuses_what_the_vocabulary_refuses() {
    Bench bench;
    const auto refused = [&](const StaffId& by, facts::FactData data, ErrorCode code,
                             const std::string& path) {
        const auto saved = bench.core().record(by, std::move(data));
        QVERIFY(!saved);
        QCOMPARE(saved.error().path, path);
        QCOMPARE(saved.error().code, code);
    };
    auto nobody = visit("v1", "s1", customer("陈大文"));
    nobody.customers.clear();
    refused(kS1, nobody, ErrorCode::tooShort, "data.customers");
    refused(kS1, visit("v1", "s1", customer(std::string(limits::kMaxShortText + 1, 'x'))),
            ErrorCode::tooLong, "data.customers[0].name");
    refused(kS1, visit("v1", "s1", customer("\xff\xfe")), ErrorCode::invalidUtf8,
            "data.customers[0].name");
    refused(StaffId(), started("v1", "s1"), ErrorCode::tooShort, "by");
    refused(StaffId(std::string(limits::kMaxIdBytes + 1, 'x')), started("v1", "s1"),
            ErrorCode::tooLong, "by");
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(bench.rows("log"), 0);
}

void TestTabletCore::record_refuses_an_entry_larger_than_an_entry_may_be() {
    Bench bench;
    facts::VisitRegistered crowd = visit("v1", "s1", customer("陈大文"));
    crowd.customers.front().note = std::string(limits::kMaxLongText, 'x');
    while (crowd.customers.size() < limits::kMaxParty)
        crowd.customers.push_back(crowd.customers.front());
    const auto saved = bench.core().record(kS1, crowd);
    QVERIFY(!saved);
    QCOMPARE(saved.error().code, ErrorCode::tooLong);
    QCOMPARE(bench.rows("log"), 0);
    // A full party with shorter notes fits.
    for (auto& one : crowd.customers)
        one.note = std::string(2'000, 'x');
    QVERIFY(bench.core().record(kS1, crowd));
}

void TestTabletCore::record_refuses_a_subject_that_is_taken() {
    Bench bench;
    QVERIFY(bench.core().record(kS1, visit("v1", "s1", customer("陈大文"))));
    const auto again = bench.core().record(kS1, visit("v1", "s1", customer("李娜")));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::conflict);
    QCOMPARE(bench.core().workStatus().pending, 1);
    QCOMPARE(bench.rows("log"), 1);
}

void TestTabletCore::save_that_the_disk_refuses_leaves_nothing_behind() {
    Bench bench;
    bench.recordCall("c1");
    {
        // Stands in for a disk that fails between the log and the outbox.
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("CREATE TRIGGER full BEFORE INSERT ON outbox"
                          " BEGIN SELECT RAISE(ABORT, 'disk'); END");
    }
    const auto failed = bench.core().record(kS1, call("c2", "s1", customer("李娜")));
    QVERIFY(!failed);
    QCOMPARE(bench.rows("log"), 1);
    QCOMPARE(bench.core().workStatus().pending, 1);
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("DROP TRIGGER full");
    }
    // The subject is free, and the chain goes on where it was.
    QVERIFY(bench.core().record(kS1, call("c2", "s1", customer("李娜"))));
    QVERIFY(bench.core().workStatus().proofCode.starts_with("2-"));
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestTabletCore::push_is_signed_and_follows_the_chain() {
    Bench bench;
    bench.recordCall("c1");
    auto [sent, reply] = bench.pushOnce(); // the server checks signature and chain
    QVERIFY(bench.core().keepReply(sent, reply));
    bench.recordCall("c2");
    const auto next = bench.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.size(), std::size_t{1});
    QVERIFY((*next)->previous ==
            evidence::extendChain(sent.previous, evidence::bodyHash(sent.facts.front())));
}

void TestTabletCore::push_stays_within_the_limits_of_a_request() {
    Bench bench;
    facts::Customer person = customer("陈大文", "13800138000");
    person.note = std::string(limits::kMaxLongText, 'x');
    for (int i = 0; i < 70; ++i)
        QVERIFY(bench.core().record(kS1, call("c" + std::to_string(i), "s1", person)));
    std::size_t sent = 0;
    int requests = 0;
    for (;;) {
        const auto next = bench.core().nextPush();
        QVERIFY(next.ok());
        if (!*next) break;
        QVERIFY(protocol::encode(**next).size() <= limits::kMaxBodyBytes);
        sent += (*next)->facts.size();
        ++requests;
        QVERIFY(bench.core().keepReply(**next, bench.server.push("d1", **next)));
    }
    QCOMPARE(sent, std::size_t{70});
    QCOMPARE(requests, 2);
}

void TestTabletCore::refused_fact_stays_visible_and_is_not_sent_again() {
    Bench bench;
    const Error why{ErrorCode::forbidden, "facts[0].by", "may not write this kind"};
    bench.server.refuse = [&](const evidence::WireFact& fact) -> std::optional<Error> {
        if (fact.seq == 1) return why;
        return std::nullopt;
    };
    const FactId refused = bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    const auto tally = bench.core().keepReply(sent, reply);
    QVERIFY(tally.ok());
    QCOMPARE(tally->refused, 1);
    for (int restart = 0; restart < 2; ++restart) {
        QCOMPARE(bench.core().workStatus().pending, 0);
        QCOMPARE(bench.core().workStatus().refused, 1);
        const auto shown = bench.core().refusedFacts();
        QCOMPARE(shown.size(), std::size_t{1});
        QCOMPARE(shown.front().id, refused);
        QCOMPARE(shown.front().kind, std::string("call.registered"));
        QVERIFY(shown.front().error == why);
        QVERIFY2(!bench.core().timeOf(refused), "what the server refused is not judged here");
        const auto next = bench.core().nextPush();
        QVERIFY(next && !*next);
        bench.tablet.reopen();
    }
    // The chain goes on behind it.
    bench.recordCall("c2");
    const auto [later, answer] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(later, answer));
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(bench.core().workStatus().refused, 1);
}

void TestTabletCore::facts_around_a_refused_one_are_sent_without_gaps_in_a_request() {
    Bench bench;
    bench.server.refuse = [](const evidence::WireFact& fact) -> std::optional<Error> {
        if (fact.seq == 2) return Error{ErrorCode::forbidden, "", ""};
        return std::nullopt;
    };
    for (int i = 0; i < 3; ++i)
        bench.recordCall("c" + std::to_string(i));
    auto [sent, reply] = bench.pushOnce();
    // Receipts 1 and 3 are spoilt on the way: both stay, with a refused one between them.
    reply.results[0].receipt->proof.push_back({});
    reply.results[2].receipt->proof.push_back({});
    QVERIFY(!bench.core().keepReply(sent, reply));
    QCOMPARE(bench.core().workStatus().pending, 2);
    for (const std::int64_t seq : {1, 3}) {
        const auto next = bench.core().nextPush();
        QVERIFY(next && *next);
        QCOMPARE((*next)->facts.size(), std::size_t{1});
        QCOMPARE((*next)->facts.front().seq, seq);
        QVERIFY(bench.core().keepReply(**next, bench.server.push("d1", **next)));
    }
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestTabletCore::ticks_outlive_the_program_and_bound_what_comes_after() {
    Bench bench;
    const auto newest = [&] {
        return (*bench.core().nextPush())->facts.back().at;
    };
    const auto start = bench.tablet.elapsed.elapsed();
    bench.tablet.reopen(); // notes when it starts
    bench.recordCall("c1");
    QVERIFY((*newest().ticks == evidence::Ticks{start, start}));
    bench.world.pass(60s);
    QVERIFY(bench.core().tick());
    bench.world.pass(20s);
    bench.tablet.reopen(); // within the gap that is allowed
    bench.recordCall("c2");
    QVERIFY((*newest().ticks == evidence::Ticks{start, start + 80s}));
    // A fact and an anchor are notes as well.
    bench.world.pass(30s);
    bench.recordCall("c3");
    bench.recordCall("c4");
    QCOMPARE(newest().ticks->last, start + 110s);
    bench.world.pass(30s);
    bench.anchor();
    const auto anchored = bench.tablet.elapsed.elapsed();
    bench.tablet.elapsed.shift(-100s);
    bench.tablet.reopen();
    bench.recordCall("c5");
    QCOMPARE(newest().ticks->last, anchored);
    QVERIFY(newest().elapsed < anchored);
}

QTEST_GUILESS_MAIN(TestTabletCore)
#include "tst_tablet_core.moc"
