#include "server/services/secrets.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <sodium.h>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace std::chrono_literals;

namespace {

Error errorOf(const Response& response) {
    const auto reply = protocol::decodeErrorReply(response.body);
    return reply ? reply->error : Error{};
}

std::string nonceOf(const Response& response) {
    return protocol::decodeChallengeReply(response.body)->nonce;
}

/// An enrolled tablet and another that holds the same key.
struct Pair {
    Pair() {
        one.enrolled(
            bench.ask("POST", "/v1/enrol", one.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        other = one;
    }
    Response anchor(FakeTablet& tablet) {
        auto challenged = bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token);
        if (challenged.status != 200) return challenged;
        const auto nonce = nonceOf(challenged);
        auto reply =
            bench.ask("POST", "/v1/anchors", protocol::encode(tablet.answer(nonce)), tablet.token);
        if (reply.status == 200) tablet.anchorNonce = nonce;
        return reply;
    }
    Response push(FakeTablet& tablet, std::int64_t first) {
        return bench.ask("POST", "/v1/facts", tablet.pushBody(first), tablet.token);
    }
    void pass(Duration time) {
        bench.seams().clock.advance(time);
        one.elapsed += time;
        other.elapsed += time;
    }

    Bench bench;
    FakeTablet one{1};
    FakeTablet other{1};
};

} // namespace

class TestDevices : public QObject {
    Q_OBJECT

private slots:
    void a_code_lets_one_device_in() {
        Bench bench;
        const auto code = *bench.office().makeEnrolCode(kSite);
        FakeTablet tablet(1);
        const auto reply = bench.ask("POST", "/v1/enrol", tablet.enrolBody(code));
        QCOMPARE(reply.status, 200);
        tablet.enrolled(reply.body);
        QCOMPARE(tablet.token.size(), std::size_t(64));
        QVERIFY(tablet.serverKey == bench.context().key.publicKey());
        QCOMPARE(bench.ask("GET", "/v1/site", {}, tablet.token).status, 200);

        const auto again = bench.ask("POST", "/v1/enrol", FakeTablet(2).enrolBody(code));
        QCOMPARE(again.status, 401);
        QCOMPARE(errorOf(again).path, std::string("code"));
    }

    void a_code_expires() {
        Bench bench;
        const auto code = *bench.office().makeEnrolCode(kSite);
        const auto other = *bench.office().makeEnrolCode(kSite);
        bench.seams().clock.advance(kEnrolCodeLife);
        QCOMPARE(bench.ask("POST", "/v1/enrol", FakeTablet(1).enrolBody(code)).status, 200);
        bench.seams().clock.advance(Duration(1));
        QCOMPARE(bench.ask("POST", "/v1/enrol", FakeTablet(2).enrolBody(other)).status, 401);
        QCOMPARE(
            bench.ask("POST", "/v1/enrol", FakeTablet(3).enrolBody(std::string(32, '0'))).status,
            401);
    }

    void secrets_are_kept_as_hashes_only() {
        Bench bench;
        const auto code = *bench.office().makeEnrolCode(kSite);
        FakeTablet tablet(1);
        tablet.enrolled(bench.ask("POST", "/v1/enrol", tablet.enrolBody(code)).body);
        bench.writer().stop(); // folds the WAL into the file
        QFile file(QString::fromStdString(bench.databasePath()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto bytes = file.readAll();
        QVERIFY(bytes.contains(tablet.device.value.c_str()));
        QVERIFY(!bytes.contains(code.c_str()));
        QVERIFY(!bytes.contains(tablet.token.c_str()));
        QVERIFY(!bytes.contains(QByteArray::fromHex(tablet.token.c_str())));
    }

    void every_route_demands_what_its_row_says() {
        Bench bench;
        const std::vector<std::pair<const char*, const char*>> guarded{
            {"GET", "/v1/site"},     {"POST", "/v1/anchors/challenge"},
            {"POST", "/v1/anchors"}, {"POST", "/v1/facts"},
            {"GET", "/v1/feed"},     {"GET", "/v1/live"},
            {"GET", "/v1/blobs/x"},  {"PUT", "/v1/blobs/x"}};
        for (const auto& [method, path] : guarded) {
            QCOMPARE(bench.ask(method, path).status, 401);
            QCOMPARE(bench.ask(method, path, {}, std::string(64, '0')).status, 401);
            QCOMPARE(bench.ask(method, path, {}, "short").status, 401);
        }
        QCOMPARE(bench.ask("GET", "/healthz").status, 200);
        QCOMPARE(bench.ask("GET", "/v1/nothing").status, 404);
        QCOMPARE(bench.ask("DELETE", "/v1/facts").status, 405);
        QCOMPARE(bench.ask("DELETE", "/v1/blobs/x").status, 405);
        QCOMPARE(bench.ask("GET", "/v1/blobs").status, 404);
    }

    void the_feeds_query_is_checked() {
        Bench bench;
        FakeTablet tablet(1);
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        const auto status = [&](const std::string& query) {
            return bench.ask("GET", "/v1/feed" + query, {}, tablet.token).status;
        };
        QCOMPARE(status(""), 200);
        QCOMPARE(status("?after=0&limit=5000"), 200);
        QCOMPARE(status("?limit=5001"), 422);
        QCOMPARE(status("?limit=0"), 422);
        QCOMPARE(status("?after=-1"), 422);
        QCOMPARE(status("?after=x"), 400);
        QCOMPARE(status("?after=1&after=2"), 400);
        QCOMPARE(status("?before=1"), 422);
        QCOMPARE(status("?after=99999999999999999999"), 400);
    }

    void the_site_gives_policy_and_credentials() {
        Bench bench;
        QCOMPARE_OK(bench.office().addStaff(kSite, StaffId("s9"), "郑一", facts::Role::salesperson,
                                            std::string("1234")));
        FakeTablet tablet(1);
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        const auto site =
            protocol::decodeSiteReply(bench.ask("GET", "/v1/site", {}, tablet.token).body);
        QCOMPARE_OK(site);
        QCOMPARE(site->name, std::string("西堤国际"));
        QCOMPARE(site->policy, std::string("[]"));
        QCOMPARE(site->credentials.size(), std::size_t(1));
        QCOMPARE(site->credentials[0].staff, StaffId("s9"));
        const auto& hash = site->credentials[0].pinHash;
        const auto lock = PinLock::read(hash);
        QCOMPARE_OK(lock);
        QCOMPARE_OK(lock->open("1234"));
        QCOMPARE_FAILS(lock->open("1235"), unauthorized, "pin");
        // Who has left signs in no more.
        tablet.write("m1", facts::StaffLeft{StaffId("s9")});
        QCOMPARE(bench.ask("POST", "/v1/facts", tablet.pushBody(1), tablet.token).status, 200);
        const auto later =
            protocol::decodeSiteReply(bench.ask("GET", "/v1/site", {}, tablet.token).body);
        QCOMPARE_OK(later);
        QVERIFY(later->credentials.empty());
    }

    void an_anchor_is_signed_and_says_when() {
        Bench bench;
        FakeTablet tablet(1);
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        const Instant challenged = bench.seams().clock.now();
        const auto nonce = nonceOf(bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token));
        bench.seams().clock.advance(std::chrono::milliseconds(80));
        const auto body = protocol::encode(tablet.answer(nonce));
        const auto reply =
            protocol::decodeAnchorReply(bench.ask("POST", "/v1/anchors", body, tablet.token).body);
        QCOMPARE_OK(reply);
        QCOMPARE(reply->anchor.challengedAt, challenged);
        QCOMPARE(reply->anchor.answeredAt, challenged + std::chrono::milliseconds(80));
        QCOMPARE(reply->anchor.elapsed, tablet.elapsed);
        QVERIFY(verifySignature(tablet.serverKey, protocol::anchorText(reply->anchor),
                                reply->signature));
        // The answer was lost on its way: the same once more, though time has passed.
        bench.seams().clock.advance(std::chrono::minutes(3));
        const auto again =
            protocol::decodeAnchorReply(bench.ask("POST", "/v1/anchors", body, tablet.token).body);
        QCOMPARE_OK(again);
        QVERIFY(again->anchor == reply->anchor);
        // The same nonce for another reading buys nothing.
        tablet.elapsed += std::chrono::hours(1);
        const auto replay =
            bench.ask("POST", "/v1/anchors", protocol::encode(tablet.answer(nonce)), tablet.token);
        QCOMPARE(replay.status, 409);
    }

    void a_late_answer_is_refused() {
        Bench bench;
        FakeTablet tablet(1);
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        const auto attempt = [&](Duration wait) {
            const auto nonce =
                nonceOf(bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token));
            bench.seams().clock.advance(wait);
            return bench
                .ask("POST", "/v1/anchors", protocol::encode(tablet.answer(nonce)), tablet.token)
                .status;
        };
        QCOMPARE(attempt(evidence::kAnchorRefusedAfter), 200);
        QCOMPARE(attempt(evidence::kAnchorRefusedAfter + Duration(1)), 409);
        QCOMPARE(attempt(Duration(-1)), 409); // the server's clock was set back
    }

    void an_anchor_needs_the_devices_own_key_and_challenge() {
        Bench bench;
        FakeTablet tablet(1);
        FakeTablet other(2);
        for (auto* one : {&tablet, &other})
            one->enrolled(
                bench.ask("POST", "/v1/enrol", one->enrolBody(*bench.office().makeEnrolCode(kSite)))
                    .body);
        const auto nonce = nonceOf(bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token));
        auto forged = tablet.answer(nonce);
        forged.elapsed += std::chrono::seconds(1);
        QCOMPARE(bench.ask("POST", "/v1/anchors", protocol::encode(forged), tablet.token).status,
                 403);
        const auto stolen = other.answer(nonce);
        QCOMPARE(bench.ask("POST", "/v1/anchors", protocol::encode(stolen), other.token).status,
                 409);
        auto foreignHead = tablet.answer(nonce);
        QCOMPARE(
            bench.ask("POST", "/v1/anchors", protocol::encode(foreignHead), tablet.token).status,
            200);
    }

    void a_head_off_the_chain_is_a_copys() {
        Pair pair;
        pair.one.write("s1", visitOf("v1", "s1", "13800138000"));
        pair.other.write("s1", visitOf("other", "s1", "13800138000"));
        QCOMPARE(pair.push(pair.one, 1).status, 200);
        QCOMPARE(pair.anchor(pair.one).status, 200);
        const auto refused = pair.anchor(pair.other);
        QCOMPARE(refused.status, 403);
        QCOMPARE(errorOf(refused).path, std::string("device"));
        // Which of the two is the tablet and which the copy nobody knows.
        QCOMPARE(pair.anchor(pair.one).status, 403);
    }

    void a_tablet_put_back_from_a_backup_goes_on_in_a_new_epoch() {
        Pair pair;
        pair.one.write("s1", visitOf("v1", "s1", "13800138000"));
        pair.one.write("s1", visitOf("v2", "s1", "13800138001"));
        QCOMPARE(pair.push(pair.one, 1).status, 200);
        QCOMPARE(pair.anchor(pair.one).status, 200);
        auto& restored = pair.other;
        restored = pair.one;
        restored.forgetAfter(1);
        const auto moved = pair.anchor(restored);
        QCOMPARE(moved.status, 409);
        QCOMPARE(errorOf(moved).path, std::string("epoch"));
        const auto challenge = protocol::decodeChallengeReply(
            pair.bench.ask("POST", "/v1/anchors/challenge", "{}", restored.token).body);
        QCOMPARE(challenge->epoch, std::int64_t(2));
        QCOMPARE(challenge->keptSeq, std::int64_t(1));
        // What it has not got a receipt for is known.
        const auto known = protocol::decodePushReply(pair.push(restored, 1).body);
        QCOMPARE(known->results[0].status, protocol::PushStatus::duplicate);
        restored.moveTo(2);
        restored.write("s1", visitOf("v3", "s1", "13800138002"));
        QCOMPARE(pair.anchor(restored).status, 200);
        QCOMPARE(pair.push(restored, 1).status, 200);
        // The one that was not put back is found out as soon as it shows itself.
        pair.one.write("s1", visitOf("v4", "s1", "13800138003"));
        QCOMPARE(pair.push(pair.one, 3).status, 422);
        QCOMPARE(pair.anchor(restored).status, 403);
    }

    void a_register_that_was_put_back_judges_no_tablet() {
        // It has forgotten the tablet's anchors and facts; the tablet has seen more of it.
        Pair pair;
        pair.one.tellsNonce = true;
        QCOMPARE(pair.anchor(pair.one).status, 200);
        pair.one.anchorNonce = "forgotten";
        pair.one.seen = 1'000;
        const auto anchored = pair.anchor(pair.one);
        QCOMPARE(anchored.status, 409);
        QCOMPARE(errorOf(anchored).path, std::string("tree_size"));
        pair.other.write("s1", visitOf("v1", "s1", "13800138000"));
        QCOMPARE(pair.push(pair.other, 1).status, 200);
        pair.one.write("s1", visitOf("v2", "s1", "13800138001"));
        const auto pushed = pair.push(pair.one, 1);
        QCOMPARE(pushed.status, 409);
        QCOMPARE(errorOf(pushed).path, std::string("tree_size"));
        QVERIFY(pair.bench.seams().log.text().find("witness_ahead") != std::string::npos);
        QVERIFY(pair.bench.seams().log.text().find("device_frozen") == std::string::npos);
        QCOMPARE(pair.anchor(pair.other).status, 200);
    }

    void a_lost_link_is_no_copy() {
        Pair pair;
        pair.one.write("s1", visitOf("v1", "s1", "13800138000"));
        pair.one.write("s1", visitOf("v2", "s1", "13800138001"));
        QCOMPARE(pair.push(pair.one, 1).status, 200);
        (void)pair.bench.writer().run<bool>([](Writes& writes) -> Result<bool> {
            writes.database().execute("UPDATE fact SET device_seq = 99 WHERE device_seq = 2");
            return true;
        });
        QCOMPARE(pair.anchor(pair.one).status, 503);
        QCOMPARE(pair.push(pair.one, 1).status, 503);
        QVERIFY(pair.bench.seams().log.text().find("device_frozen") == std::string::npos);
    }

    void of_two_copies_one_has_not_the_newest_anchor() {
        Pair pair;
        for (auto* tablet : {&pair.one, &pair.other})
            tablet->tellsNonce = true;
        QCOMPARE(pair.anchor(pair.one).status, 200);
        pair.other = pair.one;
        QCOMPARE(pair.anchor(pair.one).status, 200);
        // The other holds the one before: it may have lost an answer.
        QCOMPARE(pair.anchor(pair.other).status, 200);
        // Now the first one's was never lost, as it shows.
        QCOMPARE(pair.anchor(pair.one).status, 403);
    }

    void lost_answers_to_anchors_are_no_copy() {
        Pair pair;
        auto& tablet = pair.one;
        tablet.tellsNonce = true;
        QCOMPARE(pair.anchor(tablet).status, 200);
        const auto held = tablet.anchorNonce;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(pair.anchor(tablet).status, 200);
            tablet.anchorNonce = held; // the answer never came
        }
        QCOMPARE(pair.anchor(tablet).status, 200);
        QCOMPARE(pair.anchor(tablet).status, 200);
    }

    void the_watermark_is_the_oldest_delivered_anchor() {
        Pair pair;
        const auto mark = [&] {
            return **pair.bench.look([](Reads& reads) { return reads.watermark(kSite); });
        };
        const Instant start = pair.bench.seams().clock.now();
        QCOMPARE(mark(), start); // enrolled, and nothing shown since
        FakeTablet second(2);
        second.enrolled(pair.bench
                            .ask("POST", "/v1/enrol",
                                 second.enrolBody(*pair.bench.office().makeEnrolCode(kSite)))
                            .body);
        pair.pass(60s);
        QCOMPARE(pair.anchor(pair.one).status, 200);
        QCOMPARE(mark(), start);
        QCOMPARE(pair.anchor(second).status, 200);
        QCOMPARE(mark(), start + 60s);
        // Shown, but not delivered.
        pair.one.write("s1", visitOf("v1", "s1", "13800138000"));
        pair.pass(60s);
        QCOMPARE(pair.anchor(pair.one).status, 200);
        QCOMPARE(pair.anchor(second).status, 200);
        QCOMPARE(mark(), start + 60s);
        QCOMPARE(pair.push(pair.one, 1).status, 200);
        QCOMPARE(mark(), start + 120s);
        // One that was set aside holds up nobody.
        pair.other.write("s1", visitOf("other", "s1", "13800138000"));
        pair.pass(60s);
        QCOMPARE(pair.anchor(second).status, 200);
        QCOMPARE(mark(), start + 120s);
        QCOMPARE(pair.anchor(pair.other).status, 403);
        QCOMPARE(mark(), start + 180s);
    }

    void pins_are_four_digits_or_more() {
        QCOMPARE_FAILS(hashPin("123"), tooShort, "pin");
        QCOMPARE_FAILS(hashPin("12a4"), notAllowed, "pin");
        QCOMPARE_FAILS(hashPin(std::string(13, '1')), tooLong, "pin");
        QCOMPARE_OK(hashPin("0000"));
    }

    void the_office_is_told_what_is_wrong() {
        Bench bench;
        auto office = bench.office();
        using facts::Role;
        QCOMPARE_FAILS(office.addSite(kSite, "again", "[]"), conflict, "site");
        QCOMPARE_FAILS(office.addSite(SiteId("b"), "", "[]"), tooShort, "name");
        QCOMPARE_FAILS(office.addSite(SiteId("b"), "B", R"({"windows":{"returning_days":"x"}})"),
                       wrongType, "policy.windows.returning_days");
        QCOMPARE_OK(office.addSite(SiteId("b"), "B", R"({"windows":{"returning_days":30}})"));
        QCOMPARE_FAILS(office.addStaff(kSite, StaffId("s1"), "重名", Role::salesperson, {}),
                       conflict, "id");
        QCOMPARE_FAILS(office.addStaff(kSite, kSystem, "x", Role::salesperson, {}), notAllowed,
                       "id");
        QCOMPARE_FAILS(office.addStaff(SiteId("c"), StaffId("s9"), "x", Role::salesperson, {}),
                       notFound, "site");
        QCOMPARE_FAILS(office.setRoster(kSite, {StaffId("s1"), StaffId("zz")}), notFound,
                       "order[1]");
        QCOMPARE_FAILS(office.makeEnrolCode(SiteId("c")), notFound, "site");
    }
};

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_devices.moc"
