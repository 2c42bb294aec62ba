#include "shared/core/limits.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using protocol::PushStatus;

namespace {

/// A bench with one enrolled tablet.
struct Floor {
    Floor() { enrol(tablet); }
    void enrol(FakeTablet& newcomer) {
        const auto reply = bench.ask("POST", "/v1/enrol",
                                     newcomer.enrolBody(*bench.office().makeEnrolCode(kSite)));
        assert(reply.status == 200);
        newcomer.enrolled(reply.body);
    }
    Response send(const std::string& body) {
        return bench.ask("POST", "/v1/facts", body, tablet.token);
    }
    protocol::PushReply pushed(const std::string& body, int status = 200) {
        const auto response = send(body);
        if (response.status != status) qWarning("%d %s", response.status, response.body.c_str());
        assert(response.status == status);
        return *protocol::decodePushReply(response.body);
    }
    void anchor() {
        const auto challenge = protocol::decodeChallengeReply(
            bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token).body);
        const auto reply = bench.ask(
            "POST", "/v1/anchors", protocol::encode(tablet.answer(challenge->nonce)), tablet.token);
        assert(reply.status == 200);
        tablet.anchorNonce = challenge->nonce;
    }
    protocol::FeedReply feed(std::int64_t after = 0, std::int64_t limit = 500) {
        const auto reply = bench.ask(
            "GET", "/v1/feed?after=" + std::to_string(after) + "&limit=" + std::to_string(limit),
            {}, tablet.token);
        assert(reply.status == 200);
        return *protocol::decodeFeedReply(reply.body);
    }
    Error errorOf(const Response& response, int status) {
        if (response.status != status) qWarning("%d %s", response.status, response.body.c_str());
        assert(response.status == status);
        return protocol::decodeErrorReply(response.body)->error;
    }

    /// How much is kept of what tablets sent that were set aside.
    std::int64_t setAside() {
        return *bench.look([](Reads& reads) {
            sqlite::Statement count(reads.database(), "SELECT count(*) FROM set_aside");
            count.step();
            return count.integer(0);
        });
    }

    Bench bench;
    FakeTablet tablet{1};
};

/// Lines in the register before any tablet has written: the staff.
constexpr std::int64_t kStaffLines = 6;

} // namespace

class TestPush : public QObject {
    Q_OBJECT

private slots:
    void a_fact_gets_a_receipt_that_proves_it() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        const auto reply = floor.pushed(floor.tablet.pushBody(1));
        QCOMPARE(reply.results.size(), std::size_t(2));
        QVERIFY(!reply.error);
        const auto checkpoint = registry::openCheckpoint(reply.checkpoint, floor.tablet.serverKey);
        QCOMPARE_OK(checkpoint);
        QCOMPARE(checkpoint->origin, std::string("shoujie/xidi"));
        QCOMPARE(checkpoint->size, std::uint64_t(kStaffLines + 2));
        for (std::size_t i = 0; i < 2; ++i) {
            const auto& result = reply.results[i];
            const auto seq = static_cast<std::int64_t>(i) + 1;
            QCOMPARE(result.status, PushStatus::received);
            QCOMPARE(result.id, floor.tablet.facts()[i].id);
            QCOMPARE(result.receipt->record.registerSeq, kStaffLines + seq);
            QCOMPARE_OK(registry::checkReceipt(*result.receipt, *checkpoint, floor.tablet.device,
                                               seq, floor.tablet.chainAt(seq)));
        }
    }

    void neighbours_share_what_their_proofs_have_in_common() {
        Floor floor;
        FakeTablet other{2};
        floor.enrol(other);
        const auto pushShared = [&floor](std::int64_t first) {
            auto request = floor.tablet.push(first);
            request.sharedProofs = true;
            auto reply = floor.pushed(protocol::encode(request));
            const auto shown = registry::openCheckpoint(reply.checkpoint, floor.tablet.serverKey);
            std::vector<registry::Receipt*> receipts;
            for (auto& result : reply.results)
                receipts.push_back(&*result.receipt);
            if (reply.beside) registry::unfoldProofs(receipts, *reply.beside, shown->size);
            for (auto seq = first; const auto* receipt : receipts) {
                const auto hash = floor.tablet.chainAt(seq);
                QCOMPARE_OK(
                    registry::checkReceipt(*receipt, *shown, floor.tablet.device, seq++, hash));
            }
            QCOMPARE(reply.beside.has_value(), first == 2);
        };
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138001"));
        pushShared(1); // alone
        for (const auto* visit : {"v2", "v3", "v4"})
            floor.tablet.write("s1", visitOf(visit, "s1", "13800138002"));
        pushShared(2);
        other.write("s1", visitOf("v5", "s1", "13800138005"));
        QCOMPARE(floor.bench.ask("POST", "/v1/facts", other.pushBody(1), other.token).status, 200);
        floor.tablet.write("s1", visitOf("v6", "s1", "13800138006"));
        pushShared(4); // apart from each other
    }

    void the_register_begins_with_what_the_tablet_has_seen() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto first = floor.pushed(floor.tablet.pushBody(1));
        const auto seen = registry::openCheckpoint(first.checkpoint, floor.tablet.serverKey);
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        auto request = floor.tablet.push(2);
        request.treeSize = seen->size;
        const auto second = floor.pushed(protocol::encode(request));
        const auto now = registry::openCheckpoint(second.checkpoint, floor.tablet.serverKey);
        QCOMPARE_OK(now);
        QVERIFY(registry::verifyConsistency(seen->size, seen->root, now->size, now->root,
                                            second.consistency));
        // Who has seen more than there is knows that records were lost.
        request.treeSize = now->size + 1;
        const auto error = floor.errorOf(floor.send(protocol::encode(request)), 409);
        QCOMPARE(error.path, std::string("tree_size"));
    }

    void the_same_push_again_gets_the_same_records() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000")); // claims v1 again: refused
        const auto body = floor.tablet.pushBody(1);
        const auto first = floor.pushed(body);
        floor.bench.seams().clock.advance(std::chrono::hours(5));
        const auto again = floor.pushed(body);
        QCOMPARE(first.results[0].status, PushStatus::received);
        QCOMPARE(again.results[0].status, PushStatus::duplicate);
        QVERIFY(again.results[0].receipt->record == first.results[0].receipt->record);
        QCOMPARE(again.results[1].status, PushStatus::refused);
        QVERIFY(*again.results[1].error == *first.results[1].error);
        const auto size = floor.bench.look([](Reads& r) { return r.site(kSite)->registerSize; });
        QCOMPARE(*size, kStaffLines + 1);
    }

    void a_push_may_overlap_what_is_known() {
        Floor floor;
        for (int i = 1; i <= 3; ++i)
            floor.tablet.write("s1", visitOf("v" + std::to_string(i), "s1", "13800138000"));
        (void)floor.pushed(floor.tablet.pushBody(1, 2));
        const auto reply = floor.pushed(floor.tablet.pushBody(2));
        QCOMPARE(reply.results[0].status, PushStatus::duplicate);
        QCOMPARE(reply.results[1].status, PushStatus::received);
        const auto checkpoint = *registry::openCheckpoint(reply.checkpoint, floor.tablet.serverKey);
        QCOMPARE_OK(registry::checkReceipt(*reply.results[0].receipt, checkpoint,
                                           floor.tablet.device, 2, floor.tablet.chainAt(2)));
    }

    void a_refused_fact_says_why_and_blocks_nobody() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.writeRaw("s1", "visit.registered", R"({"receiver":7,"visit":"v2"})");
        floor.tablet.write("s1", visitOf("v3", "s1", "13800138002"));
        const auto reply = floor.pushed(floor.tablet.pushBody(1));
        QCOMPARE(reply.results[0].status, PushStatus::received);
        QCOMPARE(reply.results[1].status, PushStatus::refused);
        QCOMPARE(reply.results[1].error->code, ErrorCode::wrongType);
        QCOMPARE(reply.results[1].error->path, std::string("facts[1].data.receiver"));
        QVERIFY(!reply.results[1].receipt);
        QCOMPARE(reply.results[2].status, PushStatus::received);
        QCOMPARE(reply.results[2].receipt->record.registerSeq, kStaffLines + 2);
        // Sent again alone it stands elsewhere in the request, and its path says so.
        const auto alone = floor.pushed(floor.tablet.pushBody(2, 1), 422);
        QCOMPARE(alone.results[0].error->path, std::string("facts[0].data.receiver"));
        QCOMPARE(alone.error->path, std::string("facts[0].data.receiver"));
    }

    void an_unknown_kind_is_refused_at_its_kind() {
        Floor floor;
        floor.tablet.writeRaw("s1", "visit.teleported", "{}");
        const auto reply = floor.pushed(floor.tablet.pushBody(1), 422);
        QCOMPARE(reply.error->code, ErrorCode::unknownKind);
        QCOMPARE(reply.error->path, std::string("facts[0].kind"));
    }

    void a_gap_in_the_chain_refuses_the_push() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138000"));
        const auto error = floor.errorOf(floor.send(floor.tablet.pushBody(2)), 409);
        QCOMPARE(error.code, ErrorCode::conflict);
        QCOMPARE(error.path, std::string("facts[0].seq"));
    }

    void facts_out_of_sequence_refuse_the_push() {
        Floor floor;
        for (const char* visit : {"v1", "v2", "v3"})
            floor.tablet.write("s1", visitOf(visit, "s1", "13800138000"));
        auto request = floor.tablet.push(1);
        request.facts.erase(request.facts.begin() + 1);
        floor.tablet.sign(request);
        const auto error = floor.errorOf(floor.send(protocol::encode(request)), 409);
        QCOMPARE(error.path, std::string("facts[1].seq"));
    }

    void another_fact_at_a_known_place_is_a_fork() {
        Floor floor;
        FakeTablet clone = floor.tablet;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        clone.write("s1", visitOf("other", "s1", "13900139000"));
        (void)floor.pushed(floor.tablet.pushBody(1));
        const auto same = floor.errorOf(floor.send(clone.pushBody(1)), 422);
        QCOMPARE(same.code, ErrorCode::forbidden);
        QCOMPARE(same.path, std::string("facts[0].device"));
        QCOMPARE(floor.bench.seams().log.text().find("device_frozen") == std::string::npos, false);
        // Both are set aside: what either sends is kept and counts for nothing; what was taken in
        // before still gets its receipt.
        clone.write("s1", visitOf("v9", "s1", "13900139001"));
        QCOMPARE(floor.errorOf(floor.send(clone.pushBody(2)), 422).code, ErrorCode::forbidden);
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        const auto reply = floor.pushed(floor.tablet.pushBody(1));
        QCOMPARE(reply.results[0].status, protocol::PushStatus::duplicate);
        QVERIFY(reply.results[0].receipt.has_value());
        QCOMPARE(reply.results[1].status, protocol::PushStatus::refused);
        for (const char* subject : {"other", "v9", "v2"})
            QVERIFY(!*floor.bench.look(
                [&](Reads& reads) { return reads.hasSubject(kSite, SubjectId(subject)); }));
        QCOMPARE(floor.setAside(), std::int64_t(3));
        // The same again is kept once.
        (void)floor.send(clone.pushBody(1));
        QCOMPARE(floor.setAside(), std::int64_t(3));
        // It gets nothing any more.
        for (const char* path : {"/v1/site", "/v1/feed?after=0&limit=5"})
            QCOMPARE(floor.errorOf(floor.bench.ask("GET", path, {}, floor.tablet.token), 403).path,
                     std::string("device"));
    }

    void a_batch_that_leaves_the_chain_is_a_fork() {
        // Its first fact is new, but follows another past.
        Floor floor;
        FakeTablet clone = floor.tablet;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        clone.write("s1", visitOf("v2", "s1", "13900139000"));
        clone.write("s1", visitOf("v3", "s1", "13900139000"));
        (void)floor.pushed(floor.tablet.pushBody(1));
        QCOMPARE(floor.errorOf(floor.send(clone.pushBody(2)), 422).code, ErrorCode::forbidden);
    }

    void what_a_device_sends_after_it_was_set_aside_is_bounded() {
        Floor floor;
        FakeTablet clone = floor.tablet;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        clone.write("s1", visitOf("other", "s1", "13900139000"));
        (void)floor.pushed(floor.tablet.pushBody(1));
        (void)floor.errorOf(floor.send(clone.pushBody(1)), 422);
        const auto fill = [&](const char* upTo) {
            (void)floor.bench.writer().run<bool>([&](Writes& writes) -> Result<bool> {
                writes.database().execute(
                    std::string("WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n "
                                "WHERE i < ") +
                    upTo +
                    ") INSERT OR IGNORE INTO set_aside SELECT device, 1, i, chain_hash, wire, 0 "
                    "FROM set_aside, n WHERE device_seq = 1");
                return true;
            });
        };
        fill("10097"); // and the first: 9,999
        QCOMPARE(floor.setAside(), std::int64_t(9'999));
        clone.write("s1", visitOf("v9", "s1", "13900139001"));
        QCOMPARE(floor.send(clone.pushBody(2)).status, 422);
        clone.write("s1", visitOf("v8", "s1", "13900139001"));
        QCOMPARE(floor.send(clone.pushBody(3)).status, 429);
        QCOMPARE(floor.setAside(), std::int64_t(10'000));
    }

    void a_head_that_was_shown_must_be_delivered() {
        // The tablet signs for a fact at its anchor and delivers another one.
        Floor floor;
        FakeTablet other = floor.tablet;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.anchor();
        other.write("s1", visitOf("v2", "s1", "13900139000"));
        QCOMPARE(floor.errorOf(floor.send(other.pushBody(1)), 422).code, ErrorCode::forbidden);
    }

    void a_shown_head_bounds_the_time() {
        // Without an anchor in its boot only the server's clock counts; that is when the head was
        // shown, not when the facts came.
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.bootTag = "b002";
        floor.anchor();
        const Instant shown = floor.bench.seams().clock.now();
        floor.bench.seams().clock.advance(std::chrono::hours(5));
        const auto reply = floor.pushed(floor.tablet.pushBody(1));
        QCOMPARE(reply.results[0].receipt->record.stamp.at.latest, shown);
        QCOMPARE(reply.results[0].receipt->record.stamp.grade, evidence::Grade::unanchored);
    }

    void a_wrong_epoch_is_a_conflict() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        auto request = floor.tablet.push(1);
        request.epoch = 2;
        floor.tablet.sign(request);
        QCOMPARE(floor.errorOf(floor.send(protocol::encode(request)), 409).path,
                 std::string("epoch"));
    }

    void the_signature_covers_every_fact() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138000"));
        auto request = floor.tablet.push(1);
        request.facts[0].by.value = "s2";
        const auto error = floor.errorOf(floor.send(protocol::encode(request)), 403);
        QCOMPARE(error.path, std::string("signature"));
    }

    void a_device_speaks_for_itself_only() {
        Floor floor;
        FakeTablet other(2);
        floor.enrol(other);
        other.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto error = floor.errorOf(floor.send(other.pushBody(1)), 403);
        QCOMPARE(error.path, std::string("facts[0].device"));
    }

    void a_fact_is_stamped_by_its_anchors() {
        Floor floor;
        const Instant start = floor.bench.seams().clock.now();
        floor.anchor();
        floor.tablet.elapsed += std::chrono::seconds(100);
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.elapsed += std::chrono::seconds(100);
        floor.bench.seams().clock.set(start + std::chrono::hours(3));
        const auto reply = floor.pushed(floor.tablet.pushBody(1));
        const auto& stamp = reply.results[0].receipt->record.stamp;
        QCOMPARE(stamp.grade, evidence::Grade::halfAnchored);
        QVERIFY(stamp.at.earliest <= start + std::chrono::seconds(100));
        QVERIFY(stamp.at.latest >= start + std::chrono::seconds(100));
        QVERIFY(stamp.at.latest - stamp.at.earliest < std::chrono::seconds(1));
    }

    void anchors_of_another_device_help_nobody() {
        Floor floor;
        floor.anchor();
        FakeTablet other(2);
        floor.enrol(other);
        other.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto response = floor.bench.ask("POST", "/v1/facts", other.pushBody(1), other.token);
        const auto reply = protocol::decodePushReply(response.body);
        QCOMPARE(reply->results[0].receipt->record.stamp.grade, evidence::Grade::unanchored);
    }

    void the_feed_gives_every_fact_once_and_in_order() {
        Floor floor;
        for (int i = 1; i <= 7; ++i)
            floor.tablet.write("s1", visitOf("v" + std::to_string(i), "s1", "13800138000"));
        // An outcome between the facts of the staff and those of the tablet.
        QCOMPARE_OK(floor.bench.writer().run<void>([](Writes& writes) -> Result<void> {
            writes.putOutcome(kSite, {"visit", SubjectId("v0"), "{}"});
            return {};
        }));
        (void)floor.pushed(floor.tablet.pushBody(1));
        std::vector<std::string> ids;
        std::int64_t after = 0;
        bool more = true;
        for (int pages = 0; more; ++pages) {
            QVERIFY(pages < 10);
            const auto page = floor.feed(after, 3);
            QVERIFY(page.entries.size() <= 3);
            for (const auto& entry : page.entries) {
                QVERIFY(entry.seq > after);
                after = entry.seq;
                if (!entry.fact) continue;
                ids.push_back(entry.fact->fact.id.value);
                QVERIFY(entry.registerSeq > 0);
            }
            QCOMPARE(page.next, after);
            more = page.more;
        }
        QCOMPARE(ids.size(), std::size_t(kStaffLines + 7));
        for (std::size_t i = 0; i < 7; ++i)
            QCOMPARE(ids[kStaffLines + i], floor.tablet.facts()[i].id.value);
        const auto end = floor.feed(after);
        QVERIFY(end.entries.empty());
        QCOMPARE(end.next, after);
        QVERIFY(!end.more);
    }

    void a_new_outcome_replaces_the_older_one_in_the_feed() {
        Floor floor;
        const auto publish = [&](const std::string& json) {
            return floor.bench.writer().run<void>([&](Writes& writes) -> Result<void> {
                writes.putOutcome(kSite, {"visit", SubjectId("v1"), json});
                return {};
            });
        };
        QCOMPARE_OK(publish(R"({"owner":"s1"})"));
        const auto cursor = floor.feed().next;
        QCOMPARE_OK(publish(R"({"owner":"s2"})"));
        const auto page = floor.feed(cursor);
        QCOMPARE(page.entries.size(), std::size_t(1));
        QCOMPARE(page.entries[0].outcome, std::string(R"({"owner":"s2"})"));
        QCOMPARE(page.entries[0].outcomeKind, std::string("visit"));
        QCOMPARE(floor.feed().entries.size(), std::size_t(kStaffLines + 1));
    }

    void large_facts_end_a_page_early() {
        Floor floor;
        auto visit = visitOf("v", "s1", "13800138000");
        visit.customers[0].note = std::string(limits::kMaxLongText, 'n');
        visit.customers.resize(12, visit.customers[0]);
        for (int i = 1; i <= 100; ++i) {
            visit.visit.value = "v" + std::to_string(i);
            floor.tablet.write("s1", visit);
            (void)floor.pushed(floor.tablet.pushBody(i));
        }
        std::size_t count = 0;
        std::int64_t after = 0;
        int pages = 0;
        for (bool more = true; more; ++pages) {
            const auto page = floor.feed(after);
            count += page.entries.size();
            after = page.next;
            more = page.more;
        }
        QCOMPARE(count, std::size_t(kStaffLines + 100));
        QCOMPARE(pages, 2);
    }

    void a_push_has_a_largest_number_of_facts() {
        Floor floor;
        const facts::DutyChanged duty{StaffId("s1"), facts::Duty::on};
        for (std::size_t i = 0; i <= limits::kMaxPushFacts; ++i)
            floor.tablet.write("s1", duty);
        const auto error = floor.errorOf(floor.send(floor.tablet.pushBody(1)), 422);
        QCOMPARE(error.code, ErrorCode::tooLong);
        QCOMPARE(error.path, std::string("facts"));
        const auto most = floor.pushed(floor.tablet.pushBody(1, limits::kMaxPushFacts));
        QCOMPARE(most.results.size(), limits::kMaxPushFacts);
        QCOMPARE(most.results.back().status, PushStatus::received);
    }

    void a_tablet_sees_its_own_site_only() {
        Floor floor;
        QCOMPARE_OK(floor.bench.office().addSite(SiteId("other"), "Other", "[]"));
        FakeTablet stranger(9);
        stranger.enrolled(
            floor.bench
                .ask("POST", "/v1/enrol",
                     stranger.enrolBody(*floor.bench.office().makeEnrolCode(SiteId("other"))))
                .body);
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        (void)floor.pushed(floor.tablet.pushBody(1));
        const auto feed =
            protocol::decodeFeedReply(floor.bench.ask("GET", "/v1/feed", {}, stranger.token).body);
        QCOMPARE_OK(feed);
        QVERIFY(feed->entries.empty());
        stranger.write("s1", visitOf("v2", "s1", "13800138000")); // says it is of "xidi"
        const auto reply =
            floor.bench.ask("POST", "/v1/facts", stranger.pushBody(1), stranger.token);
        QCOMPARE(floor.errorOf(reply, 422).path, std::string("facts[0].site"));
    }

    void the_log_holds_no_personal_data() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        (void)floor.pushed(floor.tablet.pushBody(1));
        const auto log = floor.bench.seams().log.text();
        QVERIFY(log.find("received=1") != std::string::npos);
        for (const std::string secret : {"陈大文", "13800138000", "李娜"})
            QVERIFY(log.find(secret) == std::string::npos);
        QVERIFY(log.find(floor.tablet.token) == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestPush)
#include "tst_push.moc"
