#include "client/store/time_keeper.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/client/fake_world.hpp"

#include <QTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

struct Bench {
    World world;
    FakeClock clock;
    FakeElapsed elapsed{world};
    TimeKeeper keeper{clock, elapsed};

    explicit Bench(Duration skew = {}) : clock(world, skew) {}

    /// An anchor whose challenge and answer are `width` apart, the reading in the middle.
    void anchor(const std::string& nonce, Duration width = 100ms) {
        evidence::Anchor anchor;
        anchor.nonce = nonce;
        anchor.challengedAt = world.now;
        world.pass(width / 2);
        anchor.bootTag = elapsed.bootTag();
        anchor.elapsed = elapsed.elapsed();
        world.pass(width / 2);
        anchor.answeredAt = world.now;
        keeper.add(anchor);
    }
    [[nodiscard]] bool holds(const evidence::Stamp& stamp, Instant truth) const {
        return stamp.at.earliest <= truth && truth <= stamp.at.latest;
    }
};

} // namespace

class TestTimeKeeper final : public QObject {
    Q_OBJECT

private slots:
    void without_anchor_the_wall_clock_is_the_estimate();
    void with_anchor_the_wall_clock_decides_nothing();
    void after_a_reboot_time_never_falls_before_the_last_anchor();
    void estimate_holds_the_true_time_data();
    void estimate_holds_the_true_time();
    void wall_clock_set_back_puts_no_fact_before_its_anchor();
    void estimate_of_the_moment_is_never_anomalous();
    void grade_says_what_a_fact_written_now_gets();
    void reading_names_the_newest_anchor_of_any_boot();
    void ticks_without_a_gap_are_one_stretch();
    void clock_set_back_stays_visible_until_it_has_caught_up();
    void width_is_that_of_the_anchor_and_the_drift_since();
    void reading_of_clocks_that_are_tampered_with_can_be_read_back_data();
    void reading_of_clocks_that_are_tampered_with_can_be_read_back();
};

void TestTimeKeeper::without_anchor_the_wall_clock_is_the_estimate() {
    Bench bench(1h);
    QCOMPARE(bench.keeper.estimatedNow(), bench.world.now + 1h);
}

void TestTimeKeeper::with_anchor_the_wall_clock_decides_nothing() {
    for (const Duration skew : {Duration(-24h), Duration(0), Duration(24h)}) {
        Bench bench(skew);
        bench.anchor("n1");
        bench.world.pass(10min);
        const auto off = bench.keeper.estimatedNow() - bench.world.now;
        QVERIFY(off >= 0s && off <= 50ms);
    }
}

void TestTimeKeeper::after_a_reboot_time_never_falls_before_the_last_anchor() {
    Bench bench(-24h);
    bench.anchor("n1");
    const Instant anchored = bench.world.now;
    bench.elapsed.reboot();
    bench.world.pass(1h);
    QCOMPARE(bench.keeper.estimatedNow(), anchored);
}

void TestTimeKeeper::estimate_holds_the_true_time_data() {
    QTest::addColumn<bool>("anchorBefore");
    QTest::addColumn<bool>("reboot");
    QTest::addColumn<bool>("anchorAfter");
    for (const bool before : {false, true})
        for (const bool reboot : {false, true})
            for (const bool after : {false, true})
                QTest::addRow("%d%d%d", before, reboot, after) << before << reboot << after;
}

void TestTimeKeeper::estimate_holds_the_true_time() {
    QFETCH(bool, anchorBefore);
    QFETCH(bool, reboot);
    QFETCH(bool, anchorAfter);
    Bench bench;
    if (anchorBefore) bench.anchor("n1");
    bench.world.pass(3min);
    if (reboot) bench.elapsed.reboot();
    bench.world.pass(2min);
    const Instant truth = bench.world.now;
    const evidence::TimeEvidence reading = bench.keeper.reading();
    bench.world.pass(5min);
    if (anchorAfter) bench.anchor("n2");
    bench.world.pass(1min);

    const evidence::Stamp stamp = bench.keeper.estimate(reading);
    QVERIFY(bench.holds(stamp, truth));
    QVERIFY(stamp.grade != evidence::Grade::anomalous);
    const bool anchored = anchorAfter || (anchorBefore && !reboot);
    // Anchored in its boot, a fact is certain to seconds: the anchor's width and 1 in 1000.
    if (anchored) QVERIFY(stamp.at.latest - stamp.at.earliest < 2s);
}

void TestTimeKeeper::wall_clock_set_back_puts_no_fact_before_its_anchor() {
    Bench bench(-24h);
    bench.anchor("n1");
    const Instant anchored = bench.world.now;
    bench.elapsed.reboot();
    bench.world.pass(1h);
    const auto stamp = bench.keeper.estimate(bench.keeper.reading());
    QVERIFY(stamp.at.earliest >= anchored);
    QCOMPARE(stamp.grade, evidence::Grade::unanchored);
}

void TestTimeKeeper::estimate_of_the_moment_is_never_anomalous() {
    Bench bench;
    bench.anchor("n1", 1500ms);
    for (int step = 0; step < 200; ++step) {
        const auto stamp = bench.keeper.estimate(bench.keeper.reading());
        QVERIFY(stamp.grade != evidence::Grade::anomalous);
        QVERIFY(bench.holds(stamp, bench.world.now));
        bench.world.pass(step * 7ms);
    }
}

void TestTimeKeeper::grade_says_what_a_fact_written_now_gets() {
    Bench bench;
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::unanchored);
    bench.anchor("n1");
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::online);
    bench.world.pass(2 * kAnchorInterval + 1s);
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::halfAnchored);
    bench.elapsed.reboot();
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::unanchored);
}

void TestTimeKeeper::reading_names_the_newest_anchor_of_any_boot() {
    Bench bench(3h);
    QVERIFY(!bench.keeper.reading().anchor);
    bench.anchor("n1");
    bench.anchor("n2");
    bench.elapsed.reboot();
    bench.world.pass(90s);
    const auto reading = bench.keeper.reading();
    QCOMPARE(*reading.anchor, std::string("n2"));
    QCOMPARE(reading.elapsed, std::chrono::nanoseconds(90s));
    QCOMPARE(reading.bootTag, std::string("b02"));
    QCOMPARE(reading.wall, bench.world.now + 3h);
}

void TestTimeKeeper::ticks_without_a_gap_are_one_stretch() {
    Bench bench;
    const auto ticks = [&] {
        return *bench.keeper.reading().ticks;
    };
    const auto note = [&] {
        bench.keeper.setNoted(bench.keeper.note());
    };
    const auto start = bench.elapsed.elapsed();
    QVERIFY((ticks() == evidence::Ticks{start, start}));
    note();
    bench.world.pass(evidence::kTickEvery);
    note();
    bench.world.pass(evidence::kTickGapAfter);
    QVERIFY((ticks() == evidence::Ticks{start, start + evidence::kTickEvery}));
    // One moment later it is a gap; what was noted last is known all the same.
    bench.world.pass(Duration(1));
    const auto late = bench.elapsed.elapsed();
    QVERIFY((ticks() == evidence::Ticks{late, start + evidence::kTickEvery}));
    note();
    bench.world.pass(10s);
    QVERIFY((ticks() == evidence::Ticks{late, late}));
    bench.elapsed.reboot();
    bench.world.pass(5s);
    QVERIFY((ticks() == evidence::Ticks{5s, 5s}));
}

void TestTimeKeeper::clock_set_back_stays_visible_until_it_has_caught_up() {
    Bench bench;
    bench.anchor("n1");
    bench.world.pass(30s);
    bench.keeper.setNoted(bench.keeper.note());
    const auto noted = bench.elapsed.elapsed();
    bench.elapsed.shift(-20s);
    QVERIFY(!bench.keeper.widthNow());
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::anomalous);
    for (int i = 0; i < 2; ++i) { // noting it again does not hide it
        const auto reading = bench.keeper.reading();
        QCOMPARE(reading.ticks->last, noted);
        QVERIFY(reading.elapsed < noted);
        bench.keeper.setNoted(bench.keeper.note());
    }
    bench.world.pass(20s);
    QVERIFY(bench.keeper.widthNow());
    QCOMPARE(bench.keeper.gradeNow(), evidence::Grade::online);
    QVERIFY(bench.keeper.reading().elapsed >= bench.keeper.reading().ticks->last);
}

void TestTimeKeeper::width_is_that_of_the_anchor_and_the_drift_since() {
    Bench bench(2h);
    QVERIFY(!bench.keeper.widthNow());
    bench.anchor("n1", 400ms);
    const auto width = *bench.keeper.widthNow();
    QVERIFY(width >= 400ms && width < 401ms);
    bench.world.pass(1000s);
    const auto later = *bench.keeper.widthNow();
    QVERIFY(later >= 2400ms && later < 2402ms);
    bench.elapsed.reboot();
    QVERIFY(!bench.keeper.widthNow());
    const Instant booted = bench.keeper.bootedAt();
    QCOMPARE(booted, bench.world.now + 2h);
    bench.world.pass(7min);
    QCOMPARE(bench.keeper.bootedAt(), booted);
}

/// An elapsed clock in a time namespace: it shows what its owner likes.
class ShiftedElapsed final : public ElapsedClock {
public:
    explicit ShiftedElapsed(std::chrono::nanoseconds reading) : m_reading(reading) {}
    [[nodiscard]] std::chrono::nanoseconds elapsed() const override { return m_reading; }
    [[nodiscard]] std::string bootTag() const override { return "b001"; }

private:
    std::chrono::nanoseconds m_reading;
};

void TestTimeKeeper::reading_of_clocks_that_are_tampered_with_can_be_read_back_data() {
    QTest::addColumn<qint64>("elapsedHours");
    QTest::addColumn<qint64>("skewHours");
    QTest::newRow("before its boot") << qint64{-1} << qint64{0};
    QTest::newRow("before 1970") << qint64{1} << qint64{-24 * 366 * 60};
    QTest::newRow("after 9999") << qint64{1} << qint64{24 * 366 * 8'000};
}

void TestTimeKeeper::reading_of_clocks_that_are_tampered_with_can_be_read_back() {
    QFETCH(qint64, elapsedHours);
    QFETCH(qint64, skewHours);
    World world;
    FakeClock clock(world, std::chrono::hours(skewHours));
    ShiftedElapsed elapsed{std::chrono::hours(elapsedHours)};
    evidence::WireFact fact;
    fact.id = FactId("f1");
    fact.site = SiteId("xidi");
    fact.kind = "visit.started";
    fact.by = StaffId("s1");
    fact.device = DeviceId("d1");
    fact.seq = 1;
    fact.data = "{}";
    fact.at = TimeKeeper(clock, elapsed).reading();
    const auto back = protocol::decodeWireFact(protocol::encode(fact));
    QVERIFY2(back.ok(), back ? "" : describe(back.error()).c_str());
    QVERIFY(back->at == fact.at);
}

QTEST_GUILESS_MAIN(TestTimeKeeper)
#include "tst_time_keeper.moc"
