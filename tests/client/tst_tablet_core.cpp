#include "client/store/schema.hpp"
#include "client/store/tablet_core.hpp"
#include "shared/core/limits.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

const StaffId kS1{"s1"};

/// The key of the ScriptedServer: what a cheating office could sign.
SigningKey officeKey() {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    return SigningKey::fromSeed(seed);
}

struct Folder {
    QTemporaryDir folder;
};

/// An enrolled tablet in a folder of its own.
struct Bench : private Folder, public EnrolledTablet {
    Bench() : EnrolledTablet(folder.filePath("tablet.db")) {}

    FactId recordCall(const std::string& id) {
        auto saved = core().record(kS1, call(id, "s1", customer("陈大文", "13800138000")));
        if (!saved) qFatal("%s", describe(saved.error()).c_str());
        return *saved;
    }
    /// The next push and the server's honest answer to it.
    std::pair<protocol::PushRequest, protocol::PushReply> pushOnce() {
        auto next = core().nextPush();
        if (!next || !*next) qFatal("there is nothing to push");
        auto reply = server.push("d1", **next);
        return {std::move(**next), std::move(reply)};
    }
    [[nodiscard]] std::int64_t rows(const std::string& table) const {
        auto database = sqlite::Database::open(tablet.path(), sqlite::OpenMode::readOnly);
        sqlite::Statement count(*database, "SELECT count(*) FROM " + table);
        count.step();
        return count.integer(0);
    }
};

} // namespace

class TestTabletCore final : public QObject {
    Q_OBJECT

private slots:
    void record_needs_an_enrolled_tablet();
    void record_survives_a_restart_with_its_place_in_the_outbox();
    void record_makes_one_chain_without_gaps();
    void record_refuses_what_the_vocabulary_refuses();
    void record_refuses_an_entry_larger_than_an_entry_may_be();
    void record_refuses_a_subject_that_is_taken();
    void save_that_the_disk_refuses_leaves_nothing_behind();
    void push_is_signed_and_follows_the_chain();
    void push_stays_within_the_limits_of_a_request();
    void receipt_lets_go_of_exactly_its_fact();
    void settling_twice_changes_nothing();
    void forged_receipt_is_refused_and_the_fact_stays_data();
    void forged_receipt_is_refused_and_the_fact_stays();
    void one_forged_receipt_does_not_hold_back_the_others();
    void second_register_of_the_same_size_is_refused();
    void refused_fact_stays_visible_and_is_not_sent_again();
    void facts_around_a_refused_one_are_sent_without_gaps_in_a_request();
    void feed_applied_twice_is_applied_once();
    void feed_that_goes_backwards_or_stands_still_is_refused();
    void feed_rows_and_cursor_are_kept_together_or_not_at_all();
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
    void pin_opens_only_for_its_person();
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

void TestTabletCore::receipt_lets_go_of_exactly_its_fact() {
    Bench bench;
    bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    const FactId later = bench.recordCall("c2"); // while the push was under way
    const auto tally = bench.core().keepReply(sent, reply);
    QVERIFY(tally.ok());
    QCOMPARE(tally->received, 1);
    QCOMPARE(bench.core().workStatus().pending, 1);
    QCOMPARE(bench.rows("receipts"), 1);
    bench.tablet.reopen();
    const auto next = bench.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.size(), std::size_t{1});
    QCOMPARE((*next)->facts.front().id, later);
}

void TestTabletCore::settling_twice_changes_nothing() {
    Bench bench;
    bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    // A lost reply: the server answers the same facts as duplicates.
    const auto again = bench.server.push("d1", sent);
    QCOMPARE(again.results.front().status, protocol::PushStatus::duplicate);
    QVERIFY(bench.core().keepReply(sent, again));
    QCOMPARE(bench.rows("receipts"), 1);
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(bench.server.registered().size(), std::size_t{1});
}

void TestTabletCore::forged_receipt_is_refused_and_the_fact_stays_data() {
    using Bend = std::function<void(protocol::PushReply&)>;
    QTest::addColumn<Bend>("bend");
    const auto row = [](const char* name, const Bend& bend) {
        QTest::newRow(name) << bend;
    };
    row("interval changed", [](protocol::PushReply& reply) {
        reply.results[0].receipt->record.stamp.at.earliest -= 1h;
    });
    row("chain hash of another fact", [](protocol::PushReply& reply) {
        reply.results[0].receipt->record.chainHash = sha256("another");
    });
    row("sequence of another fact",
        [](protocol::PushReply& reply) { reply.results[0].receipt->record.deviceSeq = 2; });
    row("another device", [](protocol::PushReply& reply) {
        reply.results[0].receipt->record.device = DeviceId("d2");
    });
    row("proof cut", [](protocol::PushReply& reply) { reply.results[0].receipt->proof.clear(); });
    row("receipt of another fact",
        [](protocol::PushReply& reply) { reply.results[0].receipt = reply.results[1].receipt; });
    row("no receipt", [](protocol::PushReply& reply) { reply.results[0].receipt.reset(); });
    row("no checkpoint", [](protocol::PushReply& reply) { reply.checkpoint.clear(); });
    row("checkpoint signed by another key", [](protocol::PushReply& reply) {
        std::array<std::uint8_t, 32> seed{};
        seed.fill(8);
        const auto key = SigningKey::fromSeed(seed);
        reply.checkpoint = registry::signCheckpoint({"shoujie/xidi", 2, {}}, key);
    });
    row("checkpoint of another site", [](protocol::PushReply& reply) {
        const auto here = registry::openCheckpoint(reply.checkpoint, officeKey().publicKey());
        reply.checkpoint =
            registry::signCheckpoint({"shoujie/elsewhere", here->size, here->root}, officeKey());
    });
    row("checkpoint cut short", [](protocol::PushReply& reply) { reply.checkpoint.resize(40); });
    row("results of other facts",
        [](protocol::PushReply& reply) { std::swap(reply.results[0].id, reply.results[1].id); });
    row("too few results", [](protocol::PushReply& reply) { reply.results.pop_back(); });
}

void TestTabletCore::forged_receipt_is_refused_and_the_fact_stays() {
    QFETCH(std::function<void(protocol::PushReply&)>, bend);
    Bench bench;
    const FactId first = bench.recordCall("c1");
    bench.recordCall("c2");
    auto [sent, reply] = bench.pushOnce();
    const protocol::PushReply honest = reply;
    bend(reply);
    const auto kept = bench.core().keepReply(sent, reply);
    QVERIFY(!kept);
    QVERIFY(bench.core().workStatus().pending >= 1);
    bench.tablet.reopen();
    const auto next = bench.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.front().id, first);
    // The honest answer still settles it.
    QVERIFY(bench.core().keepReply(**next, bench.server.push("d1", **next)));
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestTabletCore::one_forged_receipt_does_not_hold_back_the_others() {
    Bench bench;
    for (int i = 0; i < 3; ++i)
        bench.recordCall("c" + std::to_string(i));
    auto [sent, reply] = bench.pushOnce();
    reply.results[1].receipt->record.receivedAt += 1s;
    const auto kept = bench.core().keepReply(sent, reply);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::corrupt);
    QCOMPARE(bench.core().workStatus().pending, 1);
    const auto next = bench.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.size(), std::size_t{1});
    QCOMPARE((*next)->facts.front().seq, 2);
    QVERIFY(bench.core().keepReply(**next, bench.server.push("d1", **next)));
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestTabletCore::second_register_of_the_same_size_is_refused() {
    Bench bench;
    bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    const FactId second = bench.recordCall("c2");

    // The office's key signs another history: one leaf again, but not the one shown before.
    auto next = bench.core().nextPush();
    QVERIFY(next && *next);
    ScriptedServer other(bench.world);
    other.handle({"POST",
                  "/v1/enrol",
                  {{"Shoujie-Protocol", "1"}},
                  protocol::encode(protocol::EnrolRequest{other.code, bench.core().deviceKey()})});
    other.push("d1", sent); // takes the first in, so that the chain fits
    auto forked = other.push("d1", **next);
    registry::Record record = forked.results[0].receipt->record;
    record.registerSeq = 1;
    forked.results[0].receipt = {record, {}};
    forked.checkpoint = registry::signCheckpoint(
        {"shoujie/xidi", 1, registry::leafHash(registry::recordBytes(record))}, officeKey());
    const auto kept = bench.core().keepReply(**next, forked);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::corrupt);
    next = bench.core().nextPush();
    QVERIFY(next && *next);
    QCOMPARE((*next)->facts.front().id, second);
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

void TestTabletCore::feed_applied_twice_is_applied_once() {
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

void TestTabletCore::feed_that_goes_backwards_or_stands_still_is_refused() {
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

void TestTabletCore::feed_rows_and_cursor_are_kept_together_or_not_at_all() {
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

void TestTabletCore::feed_alone_is_no_receipt() {
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

void TestTabletCore::register_time_replaces_the_own_estimate() {
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

void TestTabletCore::subject_that_the_register_gives_to_another_fact_is_yielded() {
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

void TestTabletCore::forged_anchor_is_refused_data() {
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

void TestTabletCore::forged_anchor_is_refused() {
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

void TestTabletCore::anchors_that_facts_name_outlive_the_others() {
    QTemporaryDir folder;
    auto store = TabletStore::open(folder.filePath("tablet.db").toStdString());
    QVERIFY(store.ok());
    const auto keep = [&](int number) {
        evidence::Anchor anchor;
        anchor.nonce = "n" + std::to_string(number);
        anchor.bootTag = "b01";
        return store->keepAnchor(anchor, {});
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

void TestTabletCore::bundle_of_another_site_is_refused() {
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

void TestTabletCore::newer_store_is_refused_and_left_alone() {
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

void TestTabletCore::store_of_version_1_opens() {
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

void TestTabletCore::damaged_store_is_refused_in_words() {
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

void TestTabletCore::pin_opens_only_for_its_person() {
    Bench bench;
    protocol::SiteReply site = bench.server.site;
    // "2468" under Argon2id with little memory, so that the test is quick.
    site.credentials.push_back({kS1, "$argon2id$v=19$m=8,t=1,p=1$hbUfb8EN8KboNdAswdTnUg$U+"
                                     "sYrDWXacVElVIXAT12nVWIlu9DWlBK34O0V9qjb1o"});
    QVERIFY(bench.core().keepSite(site));
    bench.tablet.reopen();
    QVERIFY(bench.core().checkPin(kS1, "2468"));
    const auto wrong = bench.core().checkPin(kS1, "2469");
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, ErrorCode::unauthorized);
    const auto nobody = bench.core().checkPin(StaffId("s2"), "2468");
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::notFound);
}

QTEST_GUILESS_MAIN(TestTabletCore)
#include "tst_tablet_core.moc"
