#include "shared/evidence/interval.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace shoujie;
using namespace shoujie::testing;
using namespace std::chrono_literals;
using evidence::Anchor;
using evidence::Grade;
using evidence::Stamp;
using evidence::TimeEvidence;
using std::chrono::nanoseconds;

namespace {

/// Some moment; the tests count from it.
const Instant kNoon{1'772'000'000s};

Anchor anchor(const char* nonce, nanoseconds elapsed, Duration challenged, Duration answered,
              const char* boot = "boot1") {
    Anchor result;
    result.nonce = nonce;
    result.device = DeviceId("d1");
    result.epoch = 1;
    result.bootTag = boot;
    result.elapsed = elapsed;
    result.challengedAt = kNoon + challenged;
    result.answeredAt = kNoon + answered;
    result.tickedSince = 0ns;
    return result;
}

TimeEvidence reading(nanoseconds elapsed, std::optional<std::string> nonce = {},
                     const char* boot = "boot1") {
    return {boot, elapsed, std::move(nonce), kNoon, evidence::Ticks{}};
}

Stamp stamp(Duration earliest, Duration latest, Grade grade) {
    return {{kNoon + earliest, kNoon + latest}, grade};
}

QString text(const Stamp& stamp) {
    const auto after = [](Instant at) {
        return QString::number((at - kNoon).count());
    };
    return shown(evidence::toWord(stamp.grade)) + " [" + after(stamp.at.earliest) + ", " +
           after(stamp.at.latest) + "] us";
}

#define QCOMPARE_STAMPS(actual, expected) QCOMPARE(text(actual), text(expected))

/// From the epoch on: no lower bound.
Duration always() {
    return Instant{} - kNoon;
}

} // namespace

class TestInterval : public QObject {
    Q_OBJECT

private slots:
    void grades_haveTheirLetters();
    void noAnchor_leavesOnlyTheReceipt();
    void anchorBefore_boundsBothSidesByTheDrift();
    void anchorAfter_boundsBothSidesByTheDrift();
    void anchorsAround_boundWithTheTighterOfEach();
    void readingOfTheAnchorItself_isTheAnchorsInterval();
    void boundsAreRoundedOutwards();
    void receivedWithinTwoSeconds_isOnline();
    void otherBoot_saysOnlyWhatItsNonceSays();
    void nonce_isAHardLowerBound();
    void unknownNonce_saysNothing();
    void nonceOfALaterAnchor_isAnomalous();
    void nonceAnsweredAfterTheReceipt_isAnomalous();
    void contradictingAnchors_leaveTheHardBounds_data();
    void contradictingAnchors_leaveTheHardBounds();
    void clockPulledForwardOnce_isNotForgotten();
    void clockHeldBackOnce_isNotForgotten();
    void honestAnchorsAtTheEdgeOfTheDrift_agree_data();
    void honestAnchorsAtTheEdgeOfTheDrift_agree();
    void roundingOfTheServersClock_isNoContradiction();
    void readingAfterItsReceipt_isAnomalous();
    void absurdReadings_neverOverflow_data();
    void absurdReadings_neverOverflow();
    void wallClock_neverMatters();
    void orderOfAnchors_neverMatters();
    void honestHistory_alwaysContainsTheTrueTime();
    void anyEvidence_neverEndsBeforeItBegins();
};

void TestInterval::grades_haveTheirLetters() {
    QCOMPARE(shown(evidence::toWord(Grade::online)), QStringLiteral("O"));
    QCOMPARE(shown(evidence::toWord(Grade::anchored)), QStringLiteral("A"));
    QCOMPARE(shown(evidence::toWord(Grade::halfAnchored)), QStringLiteral("B"));
    QCOMPARE(shown(evidence::toWord(Grade::unanchored)), QStringLiteral("C"));
    QCOMPARE(shown(evidence::toWord(Grade::anomalous)), QStringLiteral("X"));
}

void TestInterval::noAnchor_leavesOnlyTheReceipt() {
    QCOMPARE_STAMPS(stampFact(reading(10s), {}, kNoon + 1h),
                    stamp(always(), 1h, Grade::unanchored));
}

void TestInterval::anchorBefore_boundsBothSidesByTheDrift() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    // 1000 s later by the tablet: 999 to 1001 s.
    QCOMPARE_STAMPS(stampFact(reading(1100s), anchors, kNoon + 2h),
                    stamp(999s, 1002s, Grade::halfAnchored));
    // The receipt is the tighter end.
    QCOMPARE_STAMPS(stampFact(reading(1100s), anchors, kNoon + 1001'500ms),
                    stamp(999s, 1001'500ms, Grade::halfAnchored));
}

void TestInterval::anchorAfter_boundsBothSidesByTheDrift() {
    const std::vector anchors{anchor("n1", 2000s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(1000s), anchors, kNoon + 2h),
                    stamp(-1001s, -998s, Grade::halfAnchored));
}

void TestInterval::anchorsAround_boundWithTheTighterOfEach() {
    const std::vector anchors{anchor("n1", 100s, 0s, 500ms), anchor("n2", 2100s, 2000s, 2001s)};
    // 1000 s from either: [999, 1001.5] and [999, 1002].
    QCOMPARE_STAMPS(stampFact(reading(1100s), anchors, kNoon + 2h),
                    stamp(999s, 1001'500ms, Grade::anchored));
    // 10 s after the first.
    QCOMPARE_STAMPS(stampFact(reading(110s), anchors, kNoon + 2h),
                    stamp(9'990ms, 10'510ms, Grade::anchored));
    // 10 s before the second.
    QCOMPARE_STAMPS(stampFact(reading(2090s), anchors, kNoon + 2h),
                    stamp(1989'990ms, 1991'010ms, Grade::anchored));
}

void TestInterval::readingOfTheAnchorItself_isTheAnchorsInterval() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(100s), anchors, kNoon + 1h),
                    stamp(0s, 1s, Grade::halfAnchored));
}

void TestInterval::boundsAreRoundedOutwards() {
    const std::vector anchors{anchor("n1", 0ns, 0s, 0s)};
    // 1 ns drifts by less than 1 ns: [0, 1] us holds it.
    QCOMPARE_STAMPS(stampFact(reading(1ns), anchors, kNoon + 1h),
                    stamp(0us, 1us, Grade::halfAnchored));
    // 1999 ns -+ 1.999 ns: the drift is rounded up before the bound is.
    QCOMPARE_STAMPS(stampFact(reading(1999ns), anchors, kNoon + 1h),
                    stamp(1us, 3us, Grade::halfAnchored));
    // 1,500,700 ns -+ 1,501 ns: 1,499,199 to 1,502,201 ns.
    QCOMPARE_STAMPS(stampFact(reading(1'500'700ns), anchors, kNoon + 1h),
                    stamp(1499us, 1503us, Grade::halfAnchored));
}

void TestInterval::receivedWithinTwoSeconds_isOnline() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(101s), anchors, kNoon + 2'999ms),
                    stamp(999ms, 2'001ms, Grade::online));
    QVERIFY(stampFact(reading(101s), anchors, kNoon + 2'999'001us).grade == Grade::halfAnchored);
    // Without an anchor before it nobody knows how old it is.
    const std::vector after{anchor("n1", 102s, 1s, 1s)};
    QVERIFY(stampFact(reading(101s), after, kNoon + 1s).grade == Grade::halfAnchored);
}

void TestInterval::otherBoot_saysOnlyWhatItsNonceSays() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s, "boot0")};
    QCOMPARE_STAMPS(stampFact(reading(100s), anchors, kNoon + 1h),
                    stamp(always(), 1h, Grade::unanchored));
    QCOMPARE_STAMPS(stampFact(reading(100s, "n1"), anchors, kNoon + 1h),
                    stamp(1s, 1h, Grade::unanchored));
}

void TestInterval::nonce_isAHardLowerBound() {
    // By the drift alone it could be 50 s after noon, but it knows what was said at 55 s.
    const std::vector anchors{anchor("n1", 0s, 0s, 30s), anchor("n2", 40s, 54s, 55s)};
    QCOMPARE_STAMPS(stampFact(reading(41s, "n2"), anchors, kNoon + 1h),
                    stamp(55s, 56'001ms, Grade::halfAnchored));
}

void TestInterval::unknownNonce_saysNothing() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(1100s, "n9"), anchors, kNoon + 2h),
                    stamp(999s, 1002s, Grade::halfAnchored));
}

void TestInterval::nonceOfALaterAnchor_isAnomalous() {
    // Written 10 s before the anchor whose nonce it holds.
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(90s, "n1"), anchors, kNoon + 1h),
                    stamp(1s, 1h, Grade::anomalous));
}

void TestInterval::nonceAnsweredAfterTheReceipt_isAnomalous() {
    const std::vector anchors{anchor("n1", 100s, 0s, 10s)};
    QCOMPARE_STAMPS(stampFact(reading(101s, "n1"), anchors, kNoon + 5s),
                    stamp(5s, 5s, Grade::anomalous));
}

void TestInterval::contradictingAnchors_leaveTheHardBounds_data() {
    QTest::addColumn<qint64>("secondReading"); // seconds
    // 1000 s of true time pass between two anchors of 1 s each.
    QTest::newRow("stood still") << qint64(100);
    QTest::newRow("ran backwards") << qint64(40);
    QTest::newRow("half as fast") << qint64(600);
    QTest::newRow("twice as fast") << qint64(2100);
    QTest::newRow("a little too slow") << qint64(100 + 997);
    QTest::newRow("a little too fast") << qint64(100 + 1003);
}

void TestInterval::contradictingAnchors_leaveTheHardBounds() {
    QFETCH(qint64, secondReading);
    const std::vector anchors{anchor("n1", 100s, 0s, 1s),
                              anchor("n2", std::chrono::seconds(secondReading), 1000s, 1001s)};
    for (const nanoseconds elapsed : {nanoseconds(50s), nanoseconds(300s), nanoseconds(1100s)})
        QCOMPARE_STAMPS(stampFact(reading(elapsed, "n1"), anchors, kNoon + 1h),
                        stamp(1s, 1h, Grade::anomalous));
    // Another boot is not touched by it.
    QCOMPARE_STAMPS(stampFact(reading(50s, "n1", "boot2"), anchors, kNoon + 1h),
                    stamp(1s, 1h, Grade::unanchored));
}

void TestInterval::clockHeldBackOnce_isNotForgotten() {
    // An hour was left out between two anchors; a month later the drift since then is as large.
    const std::vector anchors{anchor("n1", 0s, 0s, 1s), anchor("n2", 100s, 3700s, 3701s)};
    const Instant truth = kNoon + 1h + 24h * 30;
    const auto result = stampFact(reading(24h * 30, "n2"), anchors, truth + 24h);
    QCOMPARE_STAMPS(result, stamp(3701s, 24h * 31 + 1h, Grade::anomalous));
    QVERIFY(result.at.earliest <= truth && truth <= result.at.latest);
}

void TestInterval::clockPulledForwardOnce_isNotForgotten() {
    // Pulled forward by an hour between two anchors. Weeks later the drift allowed since then would
    // hide that, and the facts would seem an hour younger than they can be.
    const std::vector anchors{anchor("n1", 0s, 0s, 1s), anchor("n2", 3700s, 100s, 101s)};
    const auto elapsed = 24h * 60;
    const Instant truth = kNoon + 24h * 60 - 1h;
    const auto result = stampFact(reading(elapsed, "n2"), anchors, truth + 24h * 10);
    QCOMPARE_STAMPS(result, stamp(101s, 24h * 70 - 1h, Grade::anomalous));
    QVERIFY(result.at.earliest <= truth && truth <= result.at.latest);
}

void TestInterval::honestAnchorsAtTheEdgeOfTheDrift_agree_data() {
    QTest::addColumn<int>("sign");
    QTest::newRow("slow") << -1;
    QTest::newRow("exact") << 0;
    QTest::newRow("fast") << 1;
}

void TestInterval::honestAnchorsAtTheEdgeOfTheDrift_agree() {
    QFETCH(int, sign);
    std::vector<Anchor> anchors;
    for (std::int64_t i = 0; i < 50; ++i) {
        const nanoseconds elapsed(i * 60'000'000'007);
        const auto truth = std::chrono::floor<Duration>(elapsed + sign * evidence::kDriftPerMille *
                                                                      elapsed / 1000);
        anchors.push_back(anchor("n", elapsed, truth, truth));
    }
    const auto result = stampFact(reading(30min), anchors, kNoon + 24h);
    QVERIFY2(result.grade == Grade::anchored, qPrintable(text(result)));
}

void TestInterval::roundingOfTheServersClock_isNoContradiction() {
    // The server's microseconds are cut off: 0.9995 us and 1.9985 us can read as 0 and as 2.
    const std::vector slow{anchor("n1", 999ns, 0us, 0us), anchor("n2", 1999ns, 0us, 0us)};
    QCOMPARE_STAMPS(stampFact(reading(1500ns), slow, kNoon + 1h), stamp(0us, 0us, Grade::anchored));
    const std::vector fast{anchor("n1", 1ns, 0us, 0us), anchor("n2", 1998ns, 2us, 2us)};
    QCOMPARE_STAMPS(stampFact(reading(1000ns), fast, kNoon + 1h), stamp(1us, 1us, Grade::anchored));
}

void TestInterval::readingAfterItsReceipt_isAnomalous() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(reading(1100s), anchors, kNoon + 998s),
                    stamp(always(), 998s, Grade::anomalous));
}

void TestInterval::absurdReadings_neverOverflow_data() {
    QTest::addColumn<qint64>("reading");
    QTest::addColumn<qint64>("anchor");
    const qint64 max = INT64_MAX;
    QTest::newRow("reading max") << max << qint64(0);
    QTest::newRow("reading min") << qint64(INT64_MIN) << qint64(0);
    QTest::newRow("reading -1") << qint64(-1) << qint64(0);
    QTest::newRow("anchor max") << qint64(0) << max;
    QTest::newRow("anchor max - 999") << qint64(0) << max - 999;
    QTest::newRow("anchor min") << qint64(0) << qint64(INT64_MIN);
    QTest::newRow("both max") << max << max;
    QTest::newRow("opposite") << qint64(INT64_MIN) << max;
    QTest::newRow("a century") << qint64(100) * 365 * 86'400 * 1'000'000'000 / 2 << qint64(0);
}

void TestInterval::absurdReadings_neverOverflow() {
    QFETCH(qint64, reading);
    QFETCH(qint64, anchor);
    const std::vector anchors{::anchor("n1", nanoseconds(anchor), 0s, 1s)};
    QCOMPARE_STAMPS(stampFact(::reading(nanoseconds(reading), "n1"), anchors, kNoon + 1h),
                    stamp(1s, 1h, Grade::anomalous));
}

void TestInterval::wallClock_neverMatters() {
    const std::vector anchors{anchor("n1", 100s, 0s, 1s), anchor("n2", 2100s, 2000s, 2001s)};
    auto evidence = reading(1100s, "n1");
    const auto expected = stampFact(evidence, anchors, kNoon + 2h);
    for (const Instant wall : {Instant::min(), Instant{}, kNoon - 24h * 365, Instant::max()}) {
        evidence.wall = wall;
        QCOMPARE_STAMPS(stampFact(evidence, anchors, kNoon + 2h), expected);
    }
}

void TestInterval::orderOfAnchors_neverMatters() {
    std::vector anchors{anchor("n1", 100s, 0s, 1s), anchor("n2", 700s, 600s, 602s),
                        anchor("n3", 2100s, 2000s, 2001s), anchor("n0", 9s, -1h, -1h, "boot0")};
    const auto expected = stampFact(reading(900s, "n2"), anchors, kNoon + 2h);
    const auto byNonce = [](const Anchor& a, const Anchor& b) {
        return a.nonce < b.nonce;
    };
    std::ranges::sort(anchors, byNonce);
    do {
        QCOMPARE_STAMPS(stampFact(reading(900s, "n2"), anchors, kNoon + 2h), expected);
    } while (std::next_permutation(anchors.begin(), anchors.end(), byNonce));
}

void TestInterval::honestHistory_alwaysContainsTheTrueTime() {
    const auto seed = propertySeed(20'260'301);
    std::mt19937_64 random(seed);
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    for (int history = 0; history < 2'000; ++history) {
        // A boot whose clock runs at a rate of its own, changing within the drift at each event.
        nanoseconds elapsed(between(0, 1'000'000'000'000));
        nanoseconds truth(0);
        std::vector<Anchor> anchors;
        std::vector<std::pair<TimeEvidence, nanoseconds>> written;
        std::optional<std::string> nonce;
        const auto events = between(1, 25);
        for (std::int64_t i = 0; i < events; ++i) {
            const std::int64_t step =
                between(0, 1) != 0 ? between(0, 60'000'000'000) : between(0, 36'000'000'000'000);
            elapsed += nanoseconds(step);
            // Inside the drift, rounded towards the middle.
            truth += nanoseconds(step + between(-(step / 1000), step / 1000));
            if (between(0, 1) != 0) {
                written.emplace_back(reading(elapsed, nonce), truth);
                continue;
            }
            const auto micros = std::chrono::floor<Duration>(truth);
            nonce = "n" + std::to_string(i);
            anchors.push_back(anchor(nonce->c_str(), elapsed,
                                     micros - Duration(between(0, 15'000'000)),
                                     micros + Duration(between(1, 15'000'000))));
            // The nonce is known to the tablet only once the server has answered.
            const auto wait = anchors.back().answeredAt - (kNoon + micros);
            elapsed += wait;
            truth += wait;
        }
        const auto received =
            kNoon + std::chrono::ceil<Duration>(truth) + Duration(between(0, 10'000'000));
        for (const auto& [evidence, when] : written) {
            const auto result = stampFact(evidence, anchors, received);
            const bool holds = result.at.earliest <= kNoon + std::chrono::ceil<Duration>(when) &&
                               kNoon + std::chrono::floor<Duration>(when) <= result.at.latest &&
                               result.grade != Grade::anomalous;
            QVERIFY2(holds, qPrintable(QString("SHOUJIE_SEED=%1, history %2: %3, true %4 ns")
                                           .arg(seed)
                                           .arg(history)
                                           .arg(text(result))
                                           .arg(when.count())));
        }
    }
}

void TestInterval::anyEvidence_neverEndsBeforeItBegins() {
    const auto seed = propertySeed(7);
    std::mt19937_64 random(seed);
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random);
    };
    const auto anyElapsed = [&] {
        return nanoseconds(between(0, 3) == 0 ? between(INT64_MIN, INT64_MAX)
                                              : between(0, 1'000'000'000'000));
    };
    for (int i = 0; i < 20'000; ++i) {
        std::vector<Anchor> anchors;
        const auto count = between(0, 4);
        for (std::int64_t n = 0; n < count; ++n)
            anchors.push_back(anchor(between(0, 1) != 0 ? "n1" : "n2", anyElapsed(),
                                     Duration(between(-1'000'000'000, 1'000'000'000)),
                                     Duration(between(-1'000'000'000, 1'000'000'000)),
                                     between(0, 2) != 0 ? "boot1" : "boot0"));
        const auto received = kNoon + Duration(between(-1'000'000'000, 1'000'000'000));
        const auto result = stampFact(reading(anyElapsed(), "n1"), anchors, received);
        const bool holds = result.at.earliest <= result.at.latest && result.at.latest <= received;
        QVERIFY2(
            holds,
            qPrintable(QString("SHOUJIE_SEED=%1, run %2: %3").arg(seed).arg(i).arg(text(result))));
    }
}

QTEST_APPLESS_MAIN(TestInterval)
#include "tst_interval.moc"
