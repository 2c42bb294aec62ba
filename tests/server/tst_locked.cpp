#include "shared/core/sealing.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace shoujie::testing;
using protocol::PushStatus;

namespace {

struct Floor {
    Floor() {
        QCOMPARE_OK(bench.office().setPin(kSite, StaffId("s1"), "428571"));
        QCOMPARE_OK(bench.office().setPin(kSite, StaffId("s2"), "1234"));
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
    }
    /// Of a locked tablet's answer.
    QString said(const Response& response) const {
        const auto reply = protocol::decodeErrorReply(response.body);
        return QString::number(response.status) + " " +
               (reply ? shoujie::testing::said(reply->error.code, reply->error.path) : "");
    }
    Response unlock(const std::string& box) {
        return bench.askLocked("POST", "/v1/unlock", protocol::encode(protocol::UnlockRequest{box}),
                               tablet.deliverToken);
    }

    Bench bench;
    FakeTablet tablet{1};
};

} // namespace

/// What a tablet may do that nobody has opened since it was started (`sync.md` 6).
class TestLocked : public QObject {
    Q_OBJECT

private slots:
    void a_locked_tablet_delivers() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        const auto response = floor.bench.askLocked("POST", "/v1/facts", floor.tablet.boxedBody(1),
                                                    floor.tablet.deliverToken);
        QCOMPARE(response.status, 200);
        QVERIFY(response.body.find("13800138000") == std::string::npos);
        const auto reply = protocol::decodePushReply(response.body);
        QCOMPARE_OK(reply);
        QCOMPARE(reply->results.size(), std::size_t(2));
        for (const auto& result : reply->results)
            QVERIFY(result.status == PushStatus::received);
        // As if it had come open: the same facts, known again.
        const auto again = protocol::decodePushReply(
            floor.bench.ask("POST", "/v1/facts", floor.tablet.pushBody(1), floor.tablet.token)
                .body);
        QCOMPARE_OK(again);
        QVERIFY(again->results[1].status == PushStatus::duplicate);
        const auto row = floor.bench.look(
            [&](Reads& reads) { return reads.fact(kSite, floor.tablet.facts()[1].id); });
        QVERIFY(row && *row && (*row)->wire == floor.tablet.facts()[1]);
    }

    void what_is_no_box_for_this_server_is_named_and_changes_nothing() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        const auto ask = [&](const std::function<void(std::vector<std::string>&)>& bend) {
            auto push = *protocol::decodePushRequest(floor.tablet.boxedBody(1));
            bend(push.boxed);
            return floor.said(floor.bench.askLocked("POST", "/v1/facts", protocol::encode(push),
                                                    floor.tablet.deliverToken));
        };
        const auto server = floor.tablet.serverKey;
        QCOMPARE(ask([](auto& boxes) { boxes[1][40] ^= 1; }), "400 malformed at 'boxed[1]'");
        QCOMPARE(ask([](auto& boxes) { boxes[0] = "short"; }), "400 malformed at 'boxed[0]'");
        QCOMPARE(ask([&](auto& boxes) { boxes[1] = boxFor(server, "{}"); }),
                 "422 missing_member at 'boxed[1]'");
        QCOMPARE(ask([&](auto& boxes) { boxes[1] = boxFor(server, "no fact"); }),
                 "400 malformed at 'boxed[1]'");
        // In another order they are not what the tablet has signed.
        QCOMPARE(ask([](auto& boxes) { std::swap(boxes[0], boxes[1]); }),
                 "409 conflict at 'facts[1].seq'");
        QCOMPARE(ask([](auto& boxes) { boxes.pop_back(); }), "403 forbidden at 'signature'");
        QCOMPARE(
            floor.bench.look([](Reads& reads) { return reads.site(kSite); }).value()->registerSize,
            std::int64_t(6)); // its staff
    }

    void only_its_own_token_lets_a_locked_tablet_in() {
        Floor floor;
        const auto good = floor.tablet.deliverToken;
        const auto status = [&](const std::string& token) {
            return floor.bench.askLocked("POST", "/v1/anchors/challenge", "{}", token).status;
        };
        QCOMPARE(status(good), 200);
        auto other = good;
        other.back() = other.back() == '0' ? '1' : '0';
        QCOMPARE(status(other), 401);
        QCOMPARE(status(good + "0"), 401);
        QCOMPARE(status(good.substr(good.find('.') + 1)), 401);
        QCOMPARE(status("." + good), 401);
        QCOMPARE(status(""), 401);
        QCOMPARE(status(floor.tablet.device.value + "." + floor.tablet.token), 401);
        // And it is no token of a tablet that is open.
        QCOMPARE(floor.bench.ask("GET", "/v1/feed", {}, good).status, 401);
        QCOMPARE(floor.said(floor.bench.askLocked("GET", "/v1/feed", {}, good)),
                 "403 forbidden at 'locked'");
    }

    void every_PIN_of_the_site_opens_what_the_server_has_locked_anew() {
        Floor floor;
        const auto key = SecretKey::random();
        const auto reply = protocol::decodeUnlockReply(
            floor.unlock(boxFor(floor.tablet.serverKey, key.bytes())).body);
        QCOMPARE_OK(reply);
        QCOMPARE(reply->locks.size(), std::size_t(2));
        const auto& first = reply->locks[0];
        QCOMPARE(first.credential.staff, StaffId("s1"));
        const auto opened = PinLock::read(first.credential.pinHash)->open("428571");
        QCOMPARE_OK(opened);
        QVERIFY(opened->unbox(first.box)->bytes() == key.bytes());
        QCOMPARE_FAILS(opened->unbox(reply->locks[1].box), corrupt, "");
    }

    void who_has_left_or_has_an_old_kind_of_PIN_opens_nothing() {
        Floor floor;
        QCOMPARE_OK(floor.bench.office().removeStaff(kSite, StaffId("s2")));
        QCOMPARE_OK(floor.bench.writer().run<void>([](Writes& writes) -> Result<void> {
            writes.setCredential(kSite, StaffId("s1"), "$argon2id$v=19$m=65536,t=2,p=1$a$b");
            return {};
        }));
        const auto reply = protocol::decodeUnlockReply(
            floor.unlock(boxFor(floor.tablet.serverKey, SecretKey::random().bytes())).body);
        QCOMPARE_OK(reply);
        QVERIFY(reply->locks.empty());
    }

    void what_is_no_key_is_not_locked() {
        Floor floor;
        QCOMPARE(floor.said(floor.unlock("no box")), "400 malformed at 'box'");
        QCOMPARE(floor.said(floor.unlock(boxFor(floor.tablet.serverKey, "short"))),
                 "400 malformed at 'box'");
    }
};

QTEST_GUILESS_MAIN(TestLocked)
#include "tst_locked.moc"
