#include "client/sync/exchange.hpp"
#include "server/services/checkpoints.hpp"
#include "tests/recovery/show_unit.hpp"
#include "tests/server/fake_tablet.hpp"

#include <QTest>

using namespace shoujie;
using namespace shoujie::testing;
using server::testing::kSite;

namespace {

const std::string kPhone = "13800138000";
const std::string kOther = "13900139000";

Error errorOf(const server::Response& response) {
    const auto reply = protocol::decodeErrorReply(response.body);
    return reply ? reply->error : Error{};
}

/// Two tablets that know everything up to a copy, and work on after it: their own facts, one that
/// was refused, and what the server itself states.
struct Loss : ShowUnit {
    Loss() {
        receive(one, "v1", "s1", kPhone);
        receive(two, "v2", "s2", kOther);
        settle();
        backUp();
        receive(one, "v3", "s1", kOther);
        receive(one, "v4", "s1", "13700137000");
        sync(one);
        receive(two, "v5", "s2", kPhone);
        tryForbidden(two);
        receive(two, "v6", "s2", "13600136000");
        sync(two);
        tryForbidden(one);
        sync(one);
    }
    /// Everybody has heard of everything.
    void settle() {
        for (int round = 0; round < 3; ++round)
            for (auto* tablet : {&one, &two})
                sync(*tablet);
    }

    UnitTablet& one{enrol(1)};
    UnitTablet& two{enrol(2)};
};

/// Empty where the run went all the way through.
std::string wrong(const client::SyncReport& report) {
    return report.error ? describe(*report.error) : std::string();
}
template <class T>
std::string wrong(const Result<T>& result) {
    return result ? std::string() : describe(result.error());
}

#define VERIFY_GOOD(expression)                                                                    \
    do {                                                                                           \
        const std::string what = expression;                                                       \
        QVERIFY2(what.empty(), what.c_str());                                                      \
    } while (false)

} // namespace

class TestRecovery final : public QObject {
    Q_OBJECT

private slots:
    void a_claim_without_proof_stops_nobody();
    void a_forged_proof_stops_nobody_data();
    void a_forged_proof_stops_nobody();
    void a_proof_stops_the_site_for_everybody();
    void all_that_was_acknowledged_is_there_again_data();
    void all_that_was_acknowledged_is_there_again();
    void an_answer_that_was_lost_is_found_again();
    void who_only_has_news_waits_and_loses_nothing();
    void who_was_enrolled_after_the_copy_is_known_again();
    void who_invents_an_enrolment_is_nobody();
    void it_goes_on_wherever_it_was_cut();
    void a_copy_made_during_a_recovery_asks_everybody_anew();
    void forged_lines_are_not_put_back();
    void the_office_ends_it_where_a_tablet_is_lost();
    void void_receipts_stay_as_evidence();
    void a_register_that_has_grown_apart_is_ended_by_the_office();
    void a_copy_that_lacks_nothing_goes_on_at_once();
};

void TestRecovery::a_claim_without_proof_stops_nobody() {
    ShowUnit unit;
    auto& tablet = unit.enrol(1);
    unit.receive(tablet, "v1", "s1", kPhone);
    auto push = **tablet.core().nextPush();
    push.treeSize = 1000;
    const auto refused = unit.ask(tablet, protocol::kFactsPath, protocol::encode(push));
    QCOMPARE(refused.status, 409);
    QCOMPARE(errorOf(refused).path, std::string("tree_size"));
    QVERIFY(!unit.isRecovering());
    VERIFY_GOOD(wrong(unit.sync(tablet)));
    VERIFY_GOOD(wrong(unit.sync(tablet)));
    VERIFY_GOOD(unit.agrees(tablet));
}

void TestRecovery::a_forged_proof_stops_nobody_data() {
    QTest::addColumn<QString>("origin");
    QTest::addColumn<bool>("ownKey");
    QTest::newRow("another key") << "shoujie/xidi" << false;
    QTest::newRow("another site") << "shoujie/dongdi" << true;
}

void TestRecovery::a_forged_proof_stops_nobody() {
    QFETCH(QString, origin);
    QFETCH(bool, ownKey);
    ShowUnit unit;
    auto& tablet = unit.enrol(1);
    const std::array<std::uint8_t, 32> seed{7};
    const auto stranger = SigningKey::fromSeed(seed);
    const registry::Checkpoint longer{origin.toStdString(), 1000, sha256("x")};
    protocol::RecoveryRequest request;
    request.checkpoint =
        registry::signCheckpoint(longer, ownKey ? unit.bench().context().key : stranger);
    const auto response = unit.ask(tablet, protocol::kRecoveryPath, protocol::encode(request));
    QCOMPARE(response.status, 403);
    QCOMPARE(errorOf(response).path, std::string("checkpoint"));
    QVERIFY(!unit.isRecovering());
}

void TestRecovery::a_proof_stops_the_site_for_everybody() {
    Loss unit;
    unit.putBack(false);
    const auto before = unit.records();
    QVERIFY(!unit.isRecovering());
    const auto report = unit.sync(unit.one);
    QVERIFY(report.error && client::isRecovering(*report.error));
    QVERIFY(unit.isRecovering());
    QVERIFY(unit.bench().seams().log.text().find("recovery_began site=xidi") != std::string::npos);

    unit.restart();
    QVERIFY(unit.isRecovering());
    const auto closed = unit.bench().office().setRoster(kSite, {StaffId("s1")});
    QVERIFY(!closed && client::isRecovering(closed.error()));
    const auto checkpoints = server::Checkpoints(unit.bench().context());
    unit.pass(std::chrono::hours(48));
    QCOMPARE(*checkpoints.keepDue(unit.bench().seams().clock.now()), 0);
    const auto challenged = unit.ask(unit.two, protocol::kChallengePath, "{}");
    const auto answer = unit.two.core().answer(*protocol::decodeChallengeReply(challenged.body));
    const auto anchored = unit.ask(unit.two, protocol::kAnchorPath, protocol::encode(*answer));
    QCOMPARE(anchored.status, 503);
    QCOMPARE(anchored.headers.front().first, std::string("Retry-After"));
    QVERIFY(client::isRecovering(errorOf(anchored)));
    const auto feed =
        unit.bench().ask("GET", "/v1/feed?after=0&limit=10", {}, unit.two.core().identity()->token);
    QCOMPARE(feed.status, 200);
    QVERIFY(!protocol::decodeFeedReply(feed.body)->entries.empty());
    QCOMPARE(unit.records(), before);
}

void TestRecovery::all_that_was_acknowledged_is_there_again_data() {
    QTest::addColumn<bool>("declared");
    QTest::newRow("the office says so") << true;
    QTest::newRow("a tablet proves it") << false;
}

void TestRecovery::all_that_was_acknowledged_is_there_again() {
    QFETCH(bool, declared);
    Loss unit;
    const auto before = unit.records();
    const auto outcomes = unit.outcomes();
    const auto receipts = columnOf(unit.two, "SELECT proof FROM receipts");
    unit.putBack(declared);
    QVERIFY(unit.records().size() < before.size());
    QVERIFY(client::isRecovering(*unit.sync(unit.one).error));
    QVERIFY(unit.isRecovering());
    // The last one to hand in goes on at once.
    VERIFY_GOOD(wrong(unit.sync(unit.two)));
    QVERIFY(!unit.isRecovering());
    QCOMPARE(unit.records(), before);
    VERIFY_GOOD(unit.verified());
    unit.settle();
    QCOMPARE(unit.records(), before);
    QVERIFY(unit.outcomes() == outcomes);
    QCOMPARE(columnOf(unit.two, "SELECT proof FROM receipts"), receipts);
    for (auto* tablet : {&unit.one, &unit.two}) {
        VERIFY_GOOD(unit.agrees(*tablet));
        QCOMPARE(tablet->core().refusedFacts().size(), std::size_t{1});
        QCOMPARE(tablet->core().identity()->epoch, 1);
        unit.receive(*tablet,
                     "after" + tablet->tablet.path().substr(0, 0) +
                         std::to_string(tablet == &unit.one),
                     "s1", "13500135000");
    }
    unit.settle();
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.agrees(unit.two));
    VERIFY_GOOD(unit.verified());
}

/// A fact was taken in and the answer got lost: only another tablet knows where it stands.
void TestRecovery::an_answer_that_was_lost_is_found_again() {
    Loss unit;
    unit.receive(unit.two, "v7", "s2", "13300133000");
    QVERIFY(unit.sync(unit.two, 2).error); // challenge, anchor; the answer to the push is lost
    QVERIFY2(unit.two.asked.back() == protocol::kFactsPath, unit.two.asked.back().c_str());
    QCOMPARE(unit.two.core().workStatus().pending, 1);
    unit.receive(unit.one, "v8", "s1", "13400134000");
    unit.sync(unit.one);
    const auto before = unit.records();
    unit.putBack(false);
    QVERIFY(unit.sync(unit.one).error);
    VERIFY_GOOD(wrong(unit.sync(unit.two)));
    QCOMPARE(unit.records(), before);
    unit.settle();
    QCOMPARE(unit.records(), before);
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.agrees(unit.two));
}

void TestRecovery::who_only_has_news_waits_and_loses_nothing() {
    ShowUnit unit;
    auto& one = unit.enrol(1);
    auto& two = unit.enrol(2);
    auto& third = unit.enrol(3);
    unit.sync(third);
    unit.backUp();
    unit.receive(one, "v1", "s1", kPhone);
    VERIFY_GOOD(wrong(unit.sync(one)));
    VERIFY_GOOD(wrong(unit.sync(two)));
    unit.putBack(true);
    unit.receive(third, "v2", "s2", kPhone);
    const auto waits = unit.sync(third);
    QVERIFY(waits.error && client::isRecovering(*waits.error));
    QCOMPARE(third.core().workStatus().pending, 1);
    unit.receive(third, "v3", "s2", kOther);
    QVERIFY(unit.sync(two).error);
    VERIFY_GOOD(wrong(unit.sync(one)));
    VERIFY_GOOD(wrong(unit.sync(third)));
    for (int round = 0; round < 2; ++round)
        for (auto* tablet : {&one, &two, &third})
            VERIFY_GOOD(wrong(unit.sync(*tablet)));
    for (auto* tablet : {&one, &two, &third})
        VERIFY_GOOD(unit.agrees(*tablet));
    VERIFY_GOOD(unit.verified());
}

void TestRecovery::who_was_enrolled_after_the_copy_is_known_again() {
    Loss unit;
    auto& third = unit.enrol(3);
    auto& fourth = unit.enrol(4);
    unit.receive(third, "v9", "s1", "13200132000");
    VERIFY_GOOD(wrong(unit.sync(third)));
    VERIFY_GOOD(wrong(unit.sync(fourth)));
    const auto before = unit.records();
    unit.putBack(false);
    QVERIFY(client::isRecovering(*unit.sync(third).error));
    QVERIFY(unit.isRecovering());
    QVERIFY(unit.sync(unit.one).error);
    QVERIFY(unit.sync(fourth).error); // ... and what the others have handed in stays
    VERIFY_GOOD(wrong(unit.sync(unit.two)));
    QCOMPARE(unit.records(), before);
    unit.receive(third, "v10", "s1", kPhone);
    for (int round = 0; round < 3; ++round)
        for (auto* tablet : {&unit.one, &unit.two, &third})
            VERIFY_GOOD(wrong(unit.sync(*tablet)));
    for (auto* tablet : {&unit.one, &unit.two, &third})
        VERIFY_GOOD(unit.agrees(*tablet));
    VERIFY_GOOD(unit.verified());
}

void TestRecovery::who_invents_an_enrolment_is_nobody() {
    Loss unit;
    const auto honest = unit.one.core().introduction();
    const auto asked = [&](const protocol::EnrolRequest& request) {
        return unit.bench()
            .ask("POST", std::string(protocol::kEnrolPath), protocol::encode(request))
            .status;
    };
    QCOMPARE(asked(honest), 200);
    auto forged = honest;
    forged.known->device.value += "x";
    QCOMPARE(asked(forged), 401);
    forged = honest;
    forged.known->site.value = "dongdi";
    QCOMPARE(asked(forged), 401);
    forged = honest;
    forged.deviceKey[0] ^= 1;
    QCOMPARE(asked(forged), 401);
    forged = honest;
    forged.known->token.back() = forged.known->token.back() == '0' ? '1' : '0';
    QCOMPARE(asked(forged), 401);
    QVERIFY(!unit.isRecovering());
}

void TestRecovery::it_goes_on_wherever_it_was_cut() {
    Loss unit;
    const auto before = unit.records();
    unit.putBack(false);
    for (std::size_t cut = 0; cut < 10; ++cut) {
        (void)unit.sync(unit.one, cut);
        unit.one.tablet.reopen();
        unit.restart();
        if (cut > 4) (void)unit.sync(unit.two, cut - 4);
        unit.restart();
    }
    unit.settle();
    QVERIFY(!unit.isRecovering());
    QCOMPARE(unit.records(), before);
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.agrees(unit.two));
}

void TestRecovery::a_copy_made_during_a_recovery_asks_everybody_anew() {
    Loss unit;
    unit.putBack(true);
    QVERIFY(unit.sync(unit.one).error);
    unit.backUp();
    VERIFY_GOOD(wrong(unit.sync(unit.two)));
    unit.receive(unit.one, "v7", "s1", "13100131000");
    unit.settle();
    const auto before = unit.records();
    for (const bool declared : {true, false}) {
        unit.putBack(declared);
        QVERIFY(unit.isRecovering());
        QVERIFY(unit.sync(unit.one).error);
        VERIFY_GOOD(wrong(unit.sync(unit.two)));
        unit.settle();
        QCOMPARE(unit.records(), before);
        VERIFY_GOOD(unit.agrees(unit.one));
        VERIFY_GOOD(unit.agrees(unit.two));
    }
}

void TestRecovery::forged_lines_are_not_put_back() {
    Loss unit;
    const auto before = unit.records();
    unit.putBack(true);
    auto& core = unit.one.core();
    client::HandIn progress;
    protocol::RecoveryReply told;
    const auto asked =
        unit.ask(unit.one, protocol::kRecoveryPath, protocol::encode(*core.askAboutRegister()));
    told = *protocol::decodeRecoveryReply(asked.body);
    QCOMPARE(told.recordsAfter, static_cast<std::int64_t>(unit.records().size()));
    auto piece = *core.nextHandIn(told, progress);
    auto records = *registry::recordsFromBytes(piece.tail.records);
    records.front().stamp.at.latest += Duration(1);
    piece.tail.records.clear();
    for (const auto& record : records)
        piece.tail.records += registry::recordBytes(record);
    QCOMPARE(unit.ask(unit.one, protocol::kRecoveryPath, protocol::encode(piece)).status, 200);
    piece.tail = {};
    piece.all = true;
    QCOMPARE(unit.ask(unit.one, protocol::kRecoveryPath, protocol::encode(piece)).status, 200);
    (void)unit.sync(unit.two);
    QVERIFY(unit.isRecovering());
    const auto stand = unit.stand();
    QCOMPARE(stand->others, std::vector<DeviceId>{core.device()});
    QVERIFY(unit.records().size() < before.size());
    // A chain and anchors of somebody else are not taken at all.
    auto chain = *core.nextHandIn(told, progress);
    QVERIFY(chain.chain.has_value());
    QCOMPARE(errorOf(unit.ask(unit.two, protocol::kRecoveryPath, protocol::encode(chain))).path,
             std::string("chain.facts[0]"));
    chain.chain->push.facts.back().data = R"({"visit":"v9"})";
    QCOMPARE(errorOf(unit.ask(unit.one, protocol::kRecoveryPath, protocol::encode(chain))).path,
             std::string("chain.signature"));
}

void TestRecovery::the_office_ends_it_where_a_tablet_is_lost() {
    Loss unit;
    const auto before = unit.records();
    unit.putBack(false);
    QVERIFY(unit.sync(unit.one).error);
    // The second tablet is lost with its own facts; the first knows where they stood.
    auto stand = unit.stand();
    QVERIFY(stand.ok());
    QCOMPARE(stand->seen, static_cast<std::int64_t>(before.size()));
    QCOMPARE(stand->proven, stand->seen);
    QVERIFY(!stand->missing.empty() && stand->whole < stand->seen);
    QCOMPARE(stand->unheard, std::vector<DeviceId>{unit.two.core().device()});
    QVERIFY(unit.sync(unit.one).error);

    stand = unit.bench().office().giveUp(kSite);
    VERIFY_GOOD(wrong(stand));
    QVERIFY(!unit.isRecovering());
    const auto rest = unit.records();
    const auto kept = static_cast<std::size_t>(stand->whole);
    QCOMPARE(rest.size(), kept + 1);
    QVERIFY(std::equal(rest.begin(), rest.end() - 1, before.begin()));
    for (int round = 0; round < 3; ++round)
        VERIFY_GOOD(wrong(unit.sync(unit.one)));
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.verified());
    // All that the first has written is in the register again, once.
    QCOMPARE(columnOf(unit.one, "SELECT fact_id FROM log WHERE fact_id NOT IN"
                                " (SELECT fact_id FROM replica)")
                 .size(),
             std::size_t{1}); // what was refused
    QCOMPARE(columnOf(unit.one, "SELECT fact_id FROM replica"
                                " WHERE unseal(fact, 'replica/' || fact_id) LIKE"
                                " '%register.restored%'")
                 .size(),
             std::size_t{1});

    // The second is found again: it lets go of nothing either.
    for (int round = 0; round < 3; ++round)
        VERIFY_GOOD(wrong(unit.sync(unit.two)));
    unit.settle();
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.agrees(unit.two));
    VERIFY_GOOD(unit.verified());
}

void TestRecovery::void_receipts_stay_as_evidence() {
    Loss unit;
    const auto receipts = columnOf(unit.one, "SELECT count(*) FROM receipts").front();
    unit.putBack(true);
    VERIFY_GOOD(wrong(unit.bench().office().giveUp(kSite)));
    auto& core = unit.one.core();
    const auto told =
        unit.ask(unit.one, protocol::kRecoveryPath, protocol::encode(*core.askAboutRegister()));
    auto reply = *protocol::decodeRecoveryReply(told.body);
    QVERIFY(!reply.recovering && reply.from > 0);

    // Only the server's own word makes a tablet let go of what it has seen.
    auto forged = reply;
    const auto newest = *registry::openCheckpoint(reply.checkpoint, core.identity()->serverKey);
    const std::array<std::uint8_t, 32> seed{7};
    forged.checkpoint = registry::signCheckpoint(newest, SigningKey::fromSeed(seed));
    QCOMPARE(core.goOnFrom(forged).error().code, ErrorCode::corrupt);
    auto silent = newest;
    silent.restores = 0;
    forged.checkpoint = registry::signCheckpoint(silent, unit.bench().context().key);
    QCOMPARE(core.goOnFrom(forged).error().path, std::string("checkpoint"));
    forged = reply;
    forged.consistency.clear();
    QCOMPARE(core.goOnFrom(forged).error().path, std::string("consistency"));
    QCOMPARE(columnOf(unit.one, "SELECT count(*) FROM receipts").front(), receipts);

    QVERIFY(core.goOnFrom(reply).ok());
    QCOMPARE(core.workStatus().pending, 3); // two behind the copy, and what had been refused
    unit.one.tablet.reopen();
    unit.settle();
    VERIFY_GOOD(unit.agrees(unit.one));
    QCOMPARE(columnOf(unit.one, "SELECT count(*) FROM receipts").front(), receipts);
    QCOMPARE(columnOf(unit.one, "SELECT seq FROM void_receipts").size(), std::size_t{2});
    for (const auto& note : columnOf(unit.one, "SELECT note FROM void_checkpoints"))
        QVERIFY(registry::openCheckpoint(note, unit.bench().context().key.publicKey()).ok());
}

/// Nobody said that a copy was put back, and a tablet that had not seen much came first.
void TestRecovery::a_register_that_has_grown_apart_is_ended_by_the_office() {
    ShowUnit unit;
    auto& one = unit.enrol(1);
    auto& two = unit.enrol(2);
    unit.sync(one);
    unit.sync(two);
    unit.backUp();
    unit.receive(one, "v1", "s1", kPhone);
    unit.receive(one, "v2", "s1", kOther);
    VERIFY_GOOD(wrong(unit.sync(one)));
    unit.putBack(false);
    for (int i = 0; i < 4; ++i)
        unit.receive(two, "w" + std::to_string(i), "s2", "1380013800" + std::to_string(i));
    VERIFY_GOOD(wrong(unit.sync(two)));
    const auto apart = unit.sync(one);
    QVERIFY2(client::isRecovering(*apart.error), describe(*apart.error).c_str());
    QVERIFY(unit.sync(two).error);
    const auto stand = unit.stand();
    QCOMPARE(stand->others, std::vector<DeviceId>{one.core().device()});
    VERIFY_GOOD(wrong(unit.bench().office().giveUp(kSite)));
    for (int round = 0; round < 3; ++round)
        for (auto* tablet : {&one, &two})
            VERIFY_GOOD(wrong(unit.sync(*tablet)));
    VERIFY_GOOD(unit.agrees(one));
    VERIFY_GOOD(unit.agrees(two));
    VERIFY_GOOD(unit.verified());
    QCOMPARE(columnOf(one, "SELECT seq FROM receipts").size(), std::size_t{2});
    QCOMPARE(columnOf(one, "SELECT seq FROM void_receipts").size(), std::size_t{2});
    QVERIFY(columnOf(two, "SELECT seq FROM void_receipts").empty());
}

void TestRecovery::a_copy_that_lacks_nothing_goes_on_at_once() {
    Loss unit;
    unit.settle();
    unit.backUp();
    const auto before = unit.records();
    unit.putBack(true);
    QVERIFY(unit.sync(unit.one).error);
    VERIFY_GOOD(wrong(unit.sync(unit.two)));
    QVERIFY(!unit.isRecovering());
    unit.settle();
    QCOMPARE(unit.records(), before);
    VERIFY_GOOD(unit.agrees(unit.one));
    VERIFY_GOOD(unit.agrees(unit.two));
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
