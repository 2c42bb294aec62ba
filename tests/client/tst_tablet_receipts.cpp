#include "client/store/tablet_core.hpp"
#include "shared/core/limits.hpp"
#include "tests/client/tablet_bench.hpp"

#include <QTest>

#include <functional>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

class TestTabletReceipts : public QObject {
    Q_OBJECT

private slots:
    void receipt_lets_go_of_exactly_its_fact();
    void receipts_with_a_shared_proof_are_kept_with_their_own();
    void forged_shared_proof_settles_nothing();
    void settling_twice_changes_nothing();
    void forged_receipt_is_refused_and_the_fact_stays_data();
    void forged_receipt_is_refused_and_the_fact_stays();
    void one_forged_receipt_does_not_hold_back_the_others();
    void second_register_of_the_same_size_is_refused();
    void register_that_was_rewritten_is_refused_and_settles_nothing();
    void register_that_is_not_shown_any_more_is_refused();
};

void TestTabletReceipts::receipt_lets_go_of_exactly_its_fact() {
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

void TestTabletReceipts::receipts_with_a_shared_proof_are_kept_with_their_own() {
    Bench plain;
    Bench shared;
    shared.server.sharesProofs = true;
    for (int i = 0; i < 5; ++i) {
        plain.recordCall("c" + std::to_string(i));
        shared.recordCall("c" + std::to_string(i));
    }
    const auto [sent, reply] = shared.pushOnce();
    QVERIFY(reply.beside && reply.results[0].receipt->proof.empty());
    QVERIFY(shared.core().keepReply(sent, reply));
    QCOMPARE(shared.core().workStatus().pending, 0);
    const auto [plainlySent, plainReply] = plain.pushOnce();
    QVERIFY(plain.core().keepReply(plainlySent, plainReply));
    const auto kept = [](Bench& bench) {
        auto database = sqlite::Database::open(bench.tablet.path());
        sqlite::Statement rows(*database, "SELECT proof FROM receipts ORDER BY seq");
        std::vector<std::string> proofs;
        while (rows.step())
            proofs.push_back(rows.text(0));
        return proofs;
    };
    QCOMPARE(kept(shared).size(), std::size_t{5});
    QVERIFY(kept(shared) == kept(plain));
}

void TestTabletReceipts::forged_shared_proof_settles_nothing() {
    using Bend = std::function<void(protocol::PushReply&)>;
    const std::vector<Bend> bends{
        [](protocol::PushReply& reply) { reply.beside->front()[0] ^= 1; },
        [](protocol::PushReply& reply) { reply.beside->emplace_back(); },
        [](protocol::PushReply& reply) { reply.beside->clear(); },
        [](protocol::PushReply& reply) { reply.beside.reset(); },
        [](protocol::PushReply& reply) { reply.results[1].receipt->record.receivedAt += 1s; },
        [](protocol::PushReply& reply) { reply.results[1].receipt->record.registerSeq += 1; },
        [](protocol::PushReply& reply) {
            for (auto& result : reply.results)
                result.receipt->record.registerSeq += 1;
        },
    };
    for (const auto& bend : bends) {
        Bench bench;
        bench.server.sharesProofs = true;
        bench.recordCall("before");
        auto [earlier, before] = bench.pushOnce();
        QVERIFY(bench.core().keepReply(earlier, before));
        for (int i = 0; i < 3; ++i)
            bench.recordCall("c" + std::to_string(i));
        auto [sent, reply] = bench.pushOnce();
        bend(reply);
        const auto kept = bench.core().keepReply(sent, reply);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::corrupt);
        QCOMPARE(bench.core().workStatus().pending, 3);
        // The honest answer still settles them.
        QVERIFY(bench.core().keepReply(sent, bench.server.push("d1", sent)));
        QCOMPARE(bench.core().workStatus().pending, 0);
    }
}

void TestTabletReceipts::settling_twice_changes_nothing() {
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

void TestTabletReceipts::forged_receipt_is_refused_and_the_fact_stays_data() {
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

void TestTabletReceipts::forged_receipt_is_refused_and_the_fact_stays() {
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

void TestTabletReceipts::one_forged_receipt_does_not_hold_back_the_others() {
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

void TestTabletReceipts::second_register_of_the_same_size_is_refused() {
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

void TestTabletReceipts::register_that_was_rewritten_is_refused_and_settles_nothing() {
    Bench bench;
    bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    bench.recordCall("c2");
    const auto [again, honest] = bench.pushOnce();
    QCOMPARE(again.treeSize, std::uint64_t{1});

    // The office puts another record in the place of the first, and signs it all anew.
    const auto& record = honest.results.front().receipt->record;
    registry::MemoryNodeStore forged;
    registry::appendLeaf(forged, 0, registry::leafHash("another first record"));
    registry::appendLeaf(forged, 1, registry::leafHash(registry::recordBytes(record)));
    auto other = honest;
    other.checkpoint =
        registry::signCheckpoint({"shoujie/xidi", 2, registry::rootHash(forged, 2)}, officeKey());
    other.consistency = registry::consistencyProof(forged, 1, 2);
    other.results.front().receipt->proof = registry::inclusionProof(forged, 1, 2);
    const auto kept = bench.core().keepReply(again, other);
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::corrupt);
    QCOMPARE(kept.error().path, std::string("consistency"));
    QCOMPARE(bench.core().workStatus().pending, 1);
    QCOMPARE(bench.rows("receipts"), 1);
    QCOMPARE(bench.rows("checkpoints"), 1);
    QVERIFY(bench.core().keepReply(again, honest));
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestTabletReceipts::register_that_is_not_shown_any_more_is_refused() {
    Bench bench;
    bench.recordCall("c1");
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    const auto challenge =
        protocol::decodeChallengeReply(bench.ask("/v1/anchors/challenge", "{}").body);
    const auto answer = bench.core().answer(*challenge);
    QVERIFY(answer.ok());
    QCOMPARE(answer->treeSize, std::uint64_t{1});
    auto anchored =
        protocol::decodeAnchorReply(bench.ask("/v1/anchors", protocol::encode(*answer)).body);
    QVERIFY(anchored.ok());
    const auto honest = *anchored;
    anchored->checkpoint.clear();
    const auto hidden = bench.core().keepAnchor(*answer, *anchored);
    QVERIFY(!hidden);
    QCOMPARE(hidden.error().path, std::string("checkpoint"));
    anchored->checkpoint =
        registry::signCheckpoint({"shoujie/xidi", 1, sha256("another")}, officeKey());
    const auto other = bench.core().keepAnchor(*answer, *anchored);
    QVERIFY(!other);
    QCOMPARE(other.error().path, std::string("consistency"));
    QCOMPARE(bench.rows("anchors"), 0);
    QVERIFY(bench.core().keepAnchor(*answer, honest));
    QCOMPARE(bench.rows("anchors"), 1);
}

QTEST_GUILESS_MAIN(TestTabletReceipts)
#include "tst_tablet_receipts.moc"
