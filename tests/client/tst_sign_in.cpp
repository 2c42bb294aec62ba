#include "client/store/pin.hpp"
#include "client/store/tablet_core.hpp"
#include "tests/client/cheap_pin.hpp"
#include "tests/client/tablet_bench.hpp"

#include <QTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

/// A tablet on which s1 has the PIN 2468.
struct SignInBench : Bench {
    SignInBench() {
        server.state("joined", facts::StaffJoined{kS1, "李娜"});
        pull();
        giveHash(cheapPin("2468"));
    }
    void giveHash(const std::string& hash) {
        protocol::SiteReply site = server.site;
        site.credentials.push_back({kS1, hash});
        QVERIFY(core().keepSite(site));
    }
    ErrorCode tryPin(const std::string& pin) {
        const auto checked = core().checkPin(kS1, pin);
        return checked ? ErrorCode{} : checked.error().code;
    }
    bool opens() { return core().checkPin(kS1, "2468").ok(); }
    void failTimes(int times) {
        for (int i = 0; i < times; ++i) {
            QCOMPARE(tryPin("0000"), ErrorCode::unauthorized);
            if (const auto wait = core().pinWait(kS1)) world.pass(*wait);
        }
    }
};

} // namespace

class TestSignIn : public QObject {
    Q_OBJECT

private slots:
    void pin_opens_only_for_its_person();
    void who_has_left_cannot_sign_in();
    void wrong_pins_cost_more_and_more_time();
    void time_runs_by_the_elapsed_clock_alone();
    void ending_the_program_gives_no_other_try();
    void a_restart_of_the_tablet_begins_the_wait_anew();
    void the_right_pin_clears_the_slate();
    void after_ten_wrong_ones_only_the_office_helps();
    void nothing_that_waits_is_held_up();
};

void TestSignIn::pin_opens_only_for_its_person() {
    SignInBench bench;
    QVERIFY(bench.opens());
    QCOMPARE(bench.tryPin("2469"), ErrorCode::unauthorized);
    const auto nobody = bench.core().checkPin(StaffId("s2"), "2468");
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::notFound);
}

void TestSignIn::who_has_left_cannot_sign_in() {
    SignInBench bench;
    QVERIFY(bench.opens());
    // The news may come before the list of PINs does.
    bench.server.state("left", facts::StaffLeft{kS1});
    bench.pull();
    const auto gone = bench.core().checkPin(kS1, "2468");
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, ErrorCode::notFound);
}

void TestSignIn::wrong_pins_cost_more_and_more_time() {
    SignInBench bench;
    std::vector<std::int64_t> waits;
    for (int i = 1; i < kMostPinFailures; ++i) {
        QCOMPARE(bench.tryPin("0000"), ErrorCode::unauthorized);
        const auto wait = bench.core().pinWait(kS1);
        QVERIFY(wait);
        waits.push_back(wait->count());
        if (wait->count() == 0) continue;
        // Not even the right one before its time, and trying does not prolong it.
        bench.world.pass(*wait - 1us);
        QCOMPARE(bench.tryPin("2468"), ErrorCode::tooMany);
        bench.world.pass(1us);
    }
    QVERIFY((waits == std::vector<std::int64_t>{0, 0, 5, 15, 30, 60, 120, 300, 600}));
    QVERIFY(bench.opens());
}

void TestSignIn::time_runs_by_the_elapsed_clock_alone() {
    SignInBench bench;
    bench.failTimes(2);
    QCOMPARE(bench.tryPin("0000"), ErrorCode::unauthorized);
    // A day later by the wall, and no time at all by the other.
    bench.world.pass(24h);
    bench.tablet.elapsed.shift(-24h);
    QCOMPARE(bench.tryPin("2468"), ErrorCode::tooMany);
}

void TestSignIn::ending_the_program_gives_no_other_try() {
    SignInBench bench;
    bench.failTimes(2);
    QCOMPARE(bench.tryPin("0000"), ErrorCode::unauthorized);
    bench.tablet.reopen();
    QCOMPARE(bench.tryPin("2468"), ErrorCode::tooMany);
    bench.world.pass(5s);
    QVERIFY(bench.opens());
}

void TestSignIn::a_restart_of_the_tablet_begins_the_wait_anew() {
    // 3 failures 10 minutes after the start; then the tablet is started again.
    const PinAttempts attempts{"h", 3, "b1", 600s};
    QCOMPARE(pinWait(attempts, "b1", 601s)->count(), 4);
    QCOMPARE(pinWait(attempts, "b1", 606s)->count(), 0);
    QCOMPARE(pinWait(attempts, "b2", 1s)->count(), 4);
    QCOMPARE(pinWait(attempts, "b2", 6s)->count(), 0);
}

void TestSignIn::the_right_pin_clears_the_slate() {
    SignInBench bench;
    bench.failTimes(4);
    QVERIFY(bench.opens());
    QCOMPARE(bench.tryPin("0000"), ErrorCode::unauthorized);
    QCOMPARE(bench.core().pinWait(kS1)->count(), 0);
}

void TestSignIn::after_ten_wrong_ones_only_the_office_helps() {
    SignInBench bench;
    bench.failTimes(kMostPinFailures);
    QVERIFY(!bench.core().pinWait(kS1));
    bench.world.pass(24h);
    QCOMPARE(bench.tryPin("2468"), ErrorCode::tooMany);
    // The office gives a PIN: also the same one has another hash then.
    bench.giveHash(cheapPin("2468", 2));
    QVERIFY(bench.opens());
}

void TestSignIn::nothing_that_waits_is_held_up() {
    SignInBench bench;
    bench.recordCall("c1");
    bench.failTimes(kMostPinFailures);
    QCOMPARE(bench.core().workStatus().pending, 1);
    const auto [sent, reply] = bench.pushOnce();
    QVERIFY(bench.core().keepReply(sent, reply));
    QCOMPARE(bench.core().workStatus().pending, 0);
}

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_sign_in.moc"
