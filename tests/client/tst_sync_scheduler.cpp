#include "client/sync/sync_scheduler.hpp"
#include "tests/client/fake_world.hpp"

#include <QTest>

#include <optional>
#include <vector>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

/// Time that only the test moves.
class VirtualTimer final : public Timer {
public:
    void start(milliseconds delay, std::function<void()> expired) override {
        m_due = now + delay;
        m_expired = std::move(expired);
    }
    void stop() override { m_expired = nullptr; }

    /// How long until it rings; empty if it does not.
    [[nodiscard]] std::optional<milliseconds> left() const {
        if (!m_expired) return std::nullopt;
        return m_due - now;
    }
    /// Lets all time pass until it rings.
    void ring() {
        now = m_due;
        const auto expired = std::exchange(m_expired, nullptr);
        expired();
    }

    milliseconds now{0};

private:
    milliseconds m_due{0};
    std::function<void()> m_expired;
};

const std::optional<Error> kOffline = Error{ErrorCode::unavailable, "", ""};
const std::optional<Error> kRevoked = Error{ErrorCode::unauthorized, "", ""};
const std::optional<Error> kFine = std::nullopt;

struct Bench {
    VirtualTimer timer;
    SeededRng rng{42};
    int runs = 0;
    SyncScheduler scheduler{timer, rng, [this] {
                                ++runs;
                            }};
};

} // namespace

class TestSyncScheduler final : public QObject {
    Q_OBJECT

private slots:
    void start_runs_at_once_and_then_every_minute();
    void wish_while_idle_runs_at_once();
    void wish_during_a_run_runs_once_more_after_it();
    void run_that_leaves_something_is_followed_at_once();
    void failures_wait_ever_longer_up_to_a_minute();
    void success_forgets_earlier_failures();
    void permanent_failure_waits_long_at_once_but_never_gives_up();
    void wish_after_a_failure_tries_now_and_keeps_the_back_off();
    void stop_silences_timer_wishes_and_late_endings();
    void start_twice_does_not_run_twice_at_once();
    void two_tablets_do_not_retry_in_step();
};

void TestSyncScheduler::start_runs_at_once_and_then_every_minute() {
    Bench bench;
    QVERIFY(!bench.timer.left());
    bench.scheduler.start();
    QCOMPARE(bench.runs, 1);
    QVERIFY(!bench.timer.left());
    for (int minute = 2; minute < 5; ++minute) {
        bench.scheduler.finished(kFine);
        QVERIFY(*bench.timer.left() >= 30s && *bench.timer.left() <= 60s);
        bench.timer.ring();
        QCOMPARE(bench.runs, minute);
    }
}

void TestSyncScheduler::wish_while_idle_runs_at_once() {
    Bench bench;
    bench.scheduler.start();
    bench.scheduler.finished(kFine);
    bench.scheduler.wanted();
    QCOMPARE(bench.runs, 2);
    QVERIFY2(!bench.timer.left(), "the minute of the earlier run must not ring during this one");
}

void TestSyncScheduler::wish_during_a_run_runs_once_more_after_it() {
    Bench bench;
    bench.scheduler.start();
    bench.scheduler.wanted();
    bench.scheduler.wanted();
    QCOMPARE(bench.runs, 1);
    bench.scheduler.finished(kFine);
    QCOMPARE(bench.runs, 2);
    bench.scheduler.finished(kFine);
    QCOMPARE(bench.runs, 2);
    QVERIFY(bench.timer.left());
}

void TestSyncScheduler::run_that_leaves_something_is_followed_at_once() {
    Bench bench;
    bench.scheduler.start();
    bench.scheduler.finished(kFine, true);
    QCOMPARE(bench.runs, 2);
    // A failure waits all the same.
    bench.scheduler.finished(kOffline, true);
    QCOMPARE(bench.runs, 2);
    QVERIFY(bench.timer.left());
}

void TestSyncScheduler::failures_wait_ever_longer_up_to_a_minute() {
    Bench bench;
    bench.scheduler.start();
    milliseconds longest = 1s;
    for (int failure = 1; failure <= 100; ++failure) {
        bench.scheduler.finished(kOffline);
        QCOMPARE(bench.scheduler.failures(), failure);
        QVERIFY(*bench.timer.left() >= longest / 2);
        QVERIFY(*bench.timer.left() <= longest);
        bench.timer.ring();
        QCOMPARE(bench.runs, failure + 1);
        longest = std::min<milliseconds>(2 * longest, 60s);
    }
}

void TestSyncScheduler::success_forgets_earlier_failures() {
    Bench bench;
    bench.scheduler.start();
    for (int failure = 0; failure < 10; ++failure) {
        bench.scheduler.finished(kOffline);
        bench.timer.ring();
    }
    bench.scheduler.finished(kFine);
    QCOMPARE(bench.scheduler.failures(), 0);
    bench.timer.ring();
    bench.scheduler.finished(kOffline);
    QVERIFY(*bench.timer.left() <= 1s);
}

void TestSyncScheduler::permanent_failure_waits_long_at_once_but_never_gives_up() {
    Bench bench;
    bench.scheduler.start();
    for (int failure = 1; failure < 5; ++failure) {
        bench.scheduler.finished(kRevoked);
        QVERIFY(*bench.timer.left() >= 30s && *bench.timer.left() <= 60s);
        bench.timer.ring();
        QCOMPARE(bench.runs, failure + 1);
    }
}

void TestSyncScheduler::wish_after_a_failure_tries_now_and_keeps_the_back_off() {
    Bench bench;
    bench.scheduler.start();
    for (int failure = 1; failure < 6; ++failure) {
        bench.scheduler.finished(kOffline);
        bench.scheduler.wanted();
        QCOMPARE(bench.runs, failure + 1);
    }
    bench.scheduler.finished(kOffline);
    QCOMPARE(bench.scheduler.failures(), 6);
    QVERIFY(*bench.timer.left() >= 16s);
    // A wish in the middle of a failing run waits with it, or a dead server would be hammered.
    bench.timer.ring();
    bench.scheduler.wanted();
    bench.scheduler.finished(kOffline);
    QCOMPARE(bench.runs, 7);
    QVERIFY(bench.timer.left());
}

void TestSyncScheduler::stop_silences_timer_wishes_and_late_endings() {
    Bench bench;
    bench.scheduler.start();
    bench.scheduler.stop();
    bench.scheduler.wanted();
    bench.scheduler.finished(kFine);
    QVERIFY(!bench.timer.left());
    QCOMPARE(bench.runs, 1);

    bench.scheduler.start();
    QCOMPARE(bench.runs, 2);
    bench.scheduler.finished(kOffline);
    bench.scheduler.stop();
    QVERIFY(!bench.timer.left());
}

void TestSyncScheduler::start_twice_does_not_run_twice_at_once() {
    Bench bench;
    bench.scheduler.start();
    bench.scheduler.start();
    QCOMPARE(bench.runs, 1);
    // Stopped and started while the first run is still under way: its end serves the new start.
    bench.scheduler.stop();
    bench.scheduler.start();
    QCOMPARE(bench.runs, 1);
    bench.scheduler.finished(kFine);
    QVERIFY(bench.timer.left());
}

void TestSyncScheduler::two_tablets_do_not_retry_in_step() {
    const auto waits = [](std::uint64_t seed) {
        VirtualTimer timer;
        SeededRng rng(seed);
        SyncScheduler scheduler(timer, rng, [] {});
        std::vector<milliseconds> seen;
        scheduler.start();
        for (int failure = 0; failure < 8; ++failure) {
            scheduler.finished(kOffline);
            seen.push_back(*timer.left());
            timer.ring();
        }
        return seen;
    };
    QVERIFY(waits(1) != waits(2));
    QVERIFY(waits(1) == waits(1));
}

QTEST_GUILESS_MAIN(TestSyncScheduler)
#include "tst_sync_scheduler.moc"
