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

namespace {

Error errorOf(const Response& response) {
    const auto reply = protocol::decodeErrorReply(response.body);
    return reply ? reply->error : Error{};
}

std::string nonceOf(const Response& response) {
    return protocol::decodeChallengeReply(response.body)->nonce;
}

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
            {"GET", "/v1/feed"},     {"GET", "/v1/live"}};
        for (const auto& [method, path] : guarded) {
            QCOMPARE(bench.ask(method, path).status, 401);
            QCOMPARE(bench.ask(method, path, {}, std::string(64, '0')).status, 401);
            QCOMPARE(bench.ask(method, path, {}, "short").status, 401);
        }
        QCOMPARE(bench.ask("GET", "/healthz").status, 200);
        QCOMPARE(bench.ask("GET", "/v1/nothing").status, 404);
        QCOMPARE(bench.ask("DELETE", "/v1/facts").status, 405);
    }

    void another_protocol_version_is_unsupported() {
        Bench bench;
        Request request;
        request.method = "GET";
        request.target = "/healthz";
        request.protocolVersion = "2";
        Response response;
        bench.api().handle(request, [&](Response r) { response = std::move(r); });
        QCOMPARE(response.status, 400);
        QCOMPARE(errorOf(response).code, ErrorCode::unsupported);
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
        QCOMPARE(status("?after=0&limit=500"), 200);
        QCOMPARE(status("?limit=501"), 422);
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
        QCOMPARE(crypto_pwhash_str_verify(hash.c_str(), "1234", 4), 0);
        QVERIFY(crypto_pwhash_str_verify(hash.c_str(), "1235", 4) != 0);
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

    void an_anchors_head_must_be_on_the_chain() {
        Bench bench;
        FakeTablet tablet(1);
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
        FakeTablet clone = tablet;
        tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        clone.write("s1", visitOf("other", "s1", "13800138000"));
        QCOMPARE(bench.ask("POST", "/v1/facts", tablet.pushBody(1), tablet.token).status, 200);
        const auto attempt = [&](const FakeTablet& one) {
            const auto nonce = nonceOf(bench.ask("POST", "/v1/anchors/challenge", "{}", one.token));
            return bench.ask("POST", "/v1/anchors", protocol::encode(one.answer(nonce)), one.token);
        };
        QCOMPARE(attempt(tablet).status, 200);
        const auto refused = attempt(clone);
        QCOMPARE(refused.status, 409);
        QCOMPARE(errorOf(refused).path, std::string("head_hash"));
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
