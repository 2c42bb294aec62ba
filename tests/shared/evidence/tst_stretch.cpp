#include "shared/evidence/interval.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <array>
#include <random>

using namespace shoujie;
using namespace shoujie::testing;
using namespace std::chrono_literals;
using evidence::Anchor;
using evidence::Grade;
using evidence::Link;
using evidence::Stamp;
using evidence::Stretch;
using evidence::Ticks;
using evidence::TimeEvidence;
using std::chrono::nanoseconds;

namespace {

const Instant kNoon{1'772'000'000s};

/// An anchor of the device's epoch 1 that showed that head.
Anchor anchor(const char* nonce, nanoseconds elapsed, Duration challenged, Duration answered,
              std::int64_t headSeq, const char* boot = "boot1") {
    Anchor result;
    result.nonce = nonce;
    result.device = DeviceId("d1");
    result.epoch = 1;
    result.bootTag = boot;
    result.elapsed = elapsed;
    result.headSeq = headSeq;
    result.challengedAt = kNoon + challenged;
    result.answeredAt = kNoon + answered;
    result.tickedSince = 0ns;
    return result;
}

Link link(std::int64_t seq, nanoseconds elapsed, std::optional<std::string> nonce = {},
          const char* boot = "boot1") {
    return {seq, {boot, elapsed, std::move(nonce), kNoon, Ticks{0ns, 0ns}}};
}

/// Owns what a Stretch points to.
struct Chain {
    std::vector<Link> links;
    std::vector<Anchor> anchors;
    std::vector<std::string> torn;
    std::vector<evidence::ShownHead> heads;
    std::optional<Stretch::Before> before;
    Duration received = 2h;

    [[nodiscard]] std::vector<Stamp> stamps() const {
        return evidence::stampStretch({1, links, before, anchors, torn, heads, kNoon + received});
    }
};

QString text(const Stamp& stamp) {
    const auto after = [](Instant at) {
        return QString::number(std::chrono::duration<double>(at - kNoon).count());
    };
    auto words = shown(evidence::toWord(stamp.grade)) + " [" + after(stamp.at.earliest) + ", " +
                 after(stamp.at.latest) + "] s";
    if (stamp.flags != 0) words += " flags " + QString::number(stamp.flags);
    return words;
}

} // namespace

class TestStretch : public QObject {
    Q_OBJECT

private slots:
    void anAnchorsAnswer_boundsEverythingBehindIt();
    void aNewBoot_beganAfterTheOneBefore();
    void theLinkBefore_carriesItsEarliestOn();
    void theNonceOfTheLinkBefore_boundsEvenATornBoot();
    void aShownHead_isTheLatestOfAllBeforeIt();
    void whatIsWithheldTooLong_hasNoRank();
    void onlyTheServersTime_isTheLatestWithoutAnAnchor();
    void beyondADayOffline_theServersTimeIsTheLatest();
    void readingsAgainstTheChain_areAnomalous();
    void aHeadOfTheLargestNumber_liesBehindEveryLink();
    void aBootThatReturns_isAnomalous();
    void aTornBoot_keepsItsHardBoundsOnly();
    void aNoteBehindTheReading_isAnomalous();
    void aGapInTheTicks_isGradedDown();
    void aSlowAnchor_isFlagged();
    void anAnchorOfAnOlderEpoch_hasNoPlace();
    void bootRecords_tellOneClockFromTwo_data();
    void bootRecords_tellOneClockFromTwo();
    void honestTablets_areAlwaysInsideTheirIntervals();
    void noReading_gainsMoreThanItsLastNote();
};

void TestStretch::anAnchorsAnswer_boundsEverythingBehindIt() {
    // The first names the anchor of the boot before; the second names none, and comes after it.
    const Chain chain{{link(1, 100s, "n0"), link(2, 200s)},
                      {anchor("n0", 50s, -10s, -9s, 0, "boot0")},
                      {},
                      {},
                      {}};
    const auto stamps = chain.stamps();
    QCOMPARE(text(stamps[0]), QString("C [-9, 7200] s"));
    // 100 s later by its clock: 99.9 at least.
    QCOMPARE(text(stamps[1]), QString("C [90.9, 7200] s"));
}

void TestStretch::aNewBoot_beganAfterTheOneBefore() {
    const Chain chain{{link(1, 1000s, "n0", "boot0"), link(2, 100s, "n0")},
                      {anchor("n0", 900s, 0s, 1s, 0, "boot0")},
                      {},
                      {},
                      {}};
    const auto stamps = chain.stamps();
    QCOMPARE(text(stamps[0]), QString("B [99.9, 101.1] s"));
    // At least 99.9 s of the new boot passed behind it; how long the tablet was off nobody knows.
    QCOMPARE(text(stamps[1]), QString("C [199.8, 7200] s"));
}

void TestStretch::theLinkBefore_carriesItsEarliestOn() {
    Chain chain{{link(6, 300s)}, {}, {}, {}, Stretch::Before{link(5, 200s), kNoon + 50s}};
    QCOMPARE(text(chain.stamps()[0]), QString("C [149.9, 7200] s"));
    chain.before->link.at.bootTag = "boot0";
    QCOMPARE(text(chain.stamps()[0]), QString("C [349.7, 7200] s"));
}

void TestStretch::theNonceOfTheLinkBefore_boundsEvenATornBoot() {
    // The link names nothing; it came after one that names an anchor.
    Chain chain{{link(6, 300s)}, {anchor("n0", 50s, -10s, -9s, 0, "boot0")}, {"boot1"}, {}, {}};
    chain.before = Stretch::Before{link(5, 200s, "n0"), kNoon + 50s};
    QCOMPARE(text(chain.stamps()[0]), QString("X [-9, 7200] s"));
}

void TestStretch::aShownHead_isTheLatestOfAllBeforeIt() {
    const Chain chain{{link(1, 100s), link(2, 200s), link(3, 300s)},
                      {},
                      {},
                      {{2, kNoon + 1h}, {1, kNoon + 90min}},
                      {}};
    const auto stamps = chain.stamps();
    QCOMPARE(stamps[0].at.latest, kNoon + 1h);
    QCOMPARE(stamps[1].at.latest, kNoon + 1h);
    QCOMPARE(stamps[2].at.latest, kNoon + 2h);
}

void TestStretch::whatIsWithheldTooLong_hasNoRank() {
    // Its head was shown, so it was written by then; others' outcomes have become final since.
    Chain chain{{link(1, 100s)}, {}, {}, {{1, kNoon + 1h}}, {}};
    chain.received = 73h;
    QCOMPARE(chain.stamps()[0].at.latest, kNoon + 1h);
    chain.received += Duration(1);
    QCOMPARE(chain.stamps()[0].at.latest, kNoon + chain.received);
    QCOMPARE(chain.stamps()[0].flags, evidence::kLongOffline);
}

void TestStretch::onlyTheServersTime_isTheLatestWithoutAnAnchor() {
    // Its own clock says that the first was written an hour before the second; nobody confirms it.
    const Chain chain{{link(1, 100s), link(2, 3700s)}, {}, {}, {}, {}};
    QCOMPARE(chain.stamps()[0].at.latest, kNoon + 2h);
    QCOMPARE(chain.stamps()[0].grade, Grade::unanchored);
}

void TestStretch::beyondADayOffline_theServersTimeIsTheLatest() {
    Chain chain{{link(1, 200s, "n1")}, {anchor("n1", 100s, 0s, 1s, 0)}, {}, {}, {}};
    chain.received = 24h + 101'100ms;
    QCOMPARE(text(chain.stamps()[0]), QString("B [99.9, 101.1] s"));
    chain.received += Duration(1);
    QCOMPARE(chain.stamps()[0].at.latest, kNoon + chain.received);
    QCOMPARE(chain.stamps()[0].flags, evidence::kLongOffline);
}

void TestStretch::readingsAgainstTheChain_areAnomalous() {
    // The second link, and an anchor that showed it, lie before the first by their clock.
    const Chain links{{link(1, 500s), link(2, 400s)}, {}, {}, {}, {}};
    QCOMPARE(text(links.stamps()[0]), text({{Instant{}, kNoon + 2h}, Grade::anomalous}));
    const Chain anchored{{link(2, 500s)}, {anchor("n1", 400s, 0s, 1s, 2)}, {}, {}, {}};
    QCOMPARE(anchored.stamps()[0].grade, Grade::anomalous);
    const Chain before{{link(2, 500s)}, {anchor("n1", 600s, 0s, 1s, 1)}, {}, {}, {}};
    QCOMPARE(before.stamps()[0].grade, Grade::anomalous);
    const Chain honest{{link(2, 500s)}, {anchor("n1", 500s, 0s, 1s, 2)}, {}, {}, {}};
    QCOMPARE(honest.stamps()[0].grade, Grade::halfAnchored);
}

void TestStretch::aHeadOfTheLargestNumber_liesBehindEveryLink() {
    Chain chain;
    chain.links = {link(1, 10min)};
    chain.anchors = {anchor("n1", 20min, 20min, 20min + 1s, INT64_MAX)};
    QVERIFY(chain.stamps()[0].grade != Grade::anomalous);
    chain.anchors = {anchor("n1", 5min, 5min, 5min + 1s, INT64_MAX)};
    QCOMPARE(chain.stamps()[0].grade, Grade::anomalous);
}

void TestStretch::aBootThatReturns_isAnomalous() {
    const Chain chain{
        {link(1, 100s, {}, "boot0"), link(2, 100s), link(3, 200s, {}, "boot0")}, {}, {}, {}, {}};
    const auto stamps = chain.stamps();
    QCOMPARE(stamps[0].grade, Grade::unanchored);
    QCOMPARE(stamps[1].grade, Grade::unanchored);
    QCOMPARE(stamps[2].grade, Grade::anomalous);
}

void TestStretch::aTornBoot_keepsItsHardBoundsOnly() {
    Chain chain{{link(1, 200s, "n1"), link(2, 100s, "n1", "boot2")},
                {anchor("n1", 100s, 0s, 1s, 0)},
                {"boot1"},
                {},
                {}};
    const auto stamps = chain.stamps();
    QCOMPARE(text(stamps[0]), QString("X [1, 7200] s"));
    QCOMPARE(text(stamps[1]), QString("C [100.9, 7200] s"));
}

void TestStretch::aNoteBehindTheReading_isAnomalous() {
    Chain chain{{link(1, 200s, "n1")}, {anchor("n1", 100s, 0s, 1s, 0)}, {}, {}, {}};
    chain.links[0].at.ticks = Ticks{0ns, 200s};
    QCOMPARE(chain.stamps()[0].grade, Grade::halfAnchored);
    chain.links[0].at.ticks = Ticks{0ns, 200s + 1ns};
    QCOMPARE(text(chain.stamps()[0]), QString("X [1, 7200] s"));
    chain.links[0].at.ticks = Ticks{200s + 1ns, 0ns};
    QCOMPARE(chain.stamps()[0].grade, Grade::anomalous);
}

void TestStretch::aGapInTheTicks_isGradedDown() {
    Chain chain{{link(1, 200s, "n1")},
                {anchor("n1", 100s, 0s, 1s, 0), anchor("n2", 300s, 200s, 201s, 1)},
                {},
                {},
                {}};
    QCOMPARE(text(chain.stamps()[0]), QString("A [99.9, 101.1] s"));
    // Before it: since the anchor before it must have ticked without a gap.
    chain.links[0].at.ticks = Ticks{100s, 150s};
    QCOMPARE(chain.stamps()[0].grade, Grade::anchored);
    chain.links[0].at.ticks = Ticks{100s + 1ns, 150s};
    QCOMPARE(text(chain.stamps()[0]), QString("B [99.9, 101.1] s flags 2"));
    chain.links[0].at.ticks = Ticks{};
    // Behind it: the next anchor says.
    chain.anchors[1].tickedSince = 200s;
    QCOMPARE(chain.stamps()[0].grade, Grade::anchored);
    chain.anchors[1].tickedSince = 200s + 1ns;
    QCOMPARE(chain.stamps()[0].grade, Grade::halfAnchored);
    chain.anchors[1].tickedSince.reset();
    QCOMPARE(chain.stamps()[0].grade, Grade::halfAnchored);
    chain.anchors[1].tickedSince = 0ns;
    chain.links[0].at.ticks.reset();
    QCOMPARE(chain.stamps()[0].grade, Grade::halfAnchored);
}

void TestStretch::aSlowAnchor_isFlagged() {
    Chain chain{{link(1, 200s, "n1")}, {anchor("n1", 100s, 0s, 2s, 0)}, {}, {}, {}};
    QCOMPARE(chain.stamps()[0].flags, std::int64_t(0));
    chain.anchors[0].answeredAt += Duration(1);
    QCOMPARE(chain.stamps()[0].flags, evidence::kSlowAnchor);
}

void TestStretch::anAnchorOfAnOlderEpoch_hasNoPlace() {
    Chain chain{{link(1, 200s, "n1")}, {anchor("n1", 100s, 0s, 1s, 41)}, {}, {}, {}};
    QCOMPARE(chain.stamps()[0].grade, Grade::anomalous); // it showed a head that came later
    chain.anchors[0].epoch = 0;
    QCOMPARE(text(chain.stamps()[0]), QString("B [99.9, 101.1] s"));
}

void TestStretch::bootRecords_tellOneClockFromTwo_data() {
    QTest::addColumn<int>("second"); // elapsed, in s, of the second of three anchors, 1000 s apart
    QTest::addColumn<int>("third");
    QTest::addColumn<bool>("torn");
    QTest::newRow("honest") << 1000 << 2000 << false;
    QTest::newRow("at the edge") << 1001 << 2002 << false;
    QTest::newRow("pulled forward, honest since") << 1010 << 2010 << true;
    QTest::newRow("held back, honest since") << 990 << 1990 << true;
    QTest::newRow("pulled forward and put back") << 1010 << 2000 << true;
    QTest::newRow("backwards") << 1000 << 999 << true;
}

void TestStretch::bootRecords_tellOneClockFromTwo() {
    QFETCH(int, second);
    QFETCH(int, third);
    QFETCH(bool, torn);
    evidence::BootRecord boot;
    boot.take(anchor("n1", 0s, 0s, 1s, 0));
    boot.take(anchor("n2", std::chrono::seconds(second), 1000s, 1001s, 0));
    boot.take(anchor("n3", std::chrono::seconds(third), 2000s, 2001s, 0));
    QCOMPARE(boot.torn, torn);
    // For ever.
    boot.take(anchor("n4", 1'000'000s, 1'000'000s, 1'000'001s, 0));
    QCOMPARE(boot.torn, torn);
}

namespace {

/// A tablet with a clock of its own, that writes, is anchored, sleeps, is restarted, and pushes all
/// it has in pieces; `truth` runs in nanoseconds from noon.
class Life {
public:
    Life(std::uint64_t seed, std::uint64_t history) : m_random(seed + history) {}

    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(m_random);
    }
    void pass(nanoseconds span) {
        m_elapsed += span;
        const auto off = span.count() / 1000;
        m_truth += nanoseconds(span.count() + between(-off, off));
    }
    void restart() {
        m_boot = "boot" + std::to_string(++m_boots);
        m_truth += nanoseconds(between(0, 7'200'000'000'000));
        m_elapsed = nanoseconds(between(0, 60'000'000'000));
        m_truth += m_elapsed * 1001 / 1000; // it has run that long
        m_since = m_last = m_elapsed;
    }
    void write() {
        m_links.push_back({++m_seq, {m_boot, m_elapsed, m_nonce, kNoon, Ticks{m_since, m_last}}});
        m_truths.push_back(m_truth);
        m_last = m_elapsed;
    }
    void anchorNow() {
        const auto name = "n" + std::to_string(m_anchors.size());
        auto made = anchor(name.c_str(), m_elapsed, {}, {}, m_seq, m_boot.c_str());
        made.challengedAt = at() - Duration(between(0, 3'000'000));
        made.answeredAt = at() + Duration(1) + Duration(between(0, 3'000'000));
        made.tickedSince = m_since;
        const auto wait = made.answeredAt - at();
        m_anchors.push_back(made);
        pass(wait * 2);
        m_nonce = name;
    }
    /// What is new is stamped now.
    [[nodiscard]] std::vector<Stamp> push() {
        pass(nanoseconds(between(2'000, 2'000'000'000)));
        Stretch stretch;
        stretch.links = m_links;
        stretch.before = m_before;
        stretch.anchors = m_anchors;
        std::vector<evidence::ShownHead> heads;
        for (const Anchor& one : m_anchors)
            if (!m_links.empty() && one.headSeq >= m_links.front().seq)
                heads.push_back({one.headSeq, one.answeredAt});
        stretch.heads = heads;
        stretch.receivedAt = at() + Duration(1);
        auto stamps = evidence::stampStretch(stretch);
        if (!m_links.empty()) m_before = {{m_links.back(), stamps.back().at.earliest}};
        m_links.clear();
        return stamps;
    }
    [[nodiscard]] std::vector<nanoseconds> takeTruths() { return std::exchange(m_truths, {}); }
    [[nodiscard]] Instant at() const { return kNoon + std::chrono::floor<Duration>(m_truth); }

private:
    std::mt19937_64 m_random;
    nanoseconds m_truth{};
    nanoseconds m_elapsed{3'600'000'000'000};
    nanoseconds m_since = m_elapsed;
    nanoseconds m_last = m_elapsed;
    std::string m_boot = "boot0";
    int m_boots = 0;
    std::int64_t m_seq = 0;
    std::optional<std::string> m_nonce;
    std::vector<Link> m_links;
    std::vector<nanoseconds> m_truths;
    std::vector<Anchor> m_anchors;
    std::optional<Stretch::Before> m_before;
};

} // namespace

void TestStretch::honestTablets_areAlwaysInsideTheirIntervals() {
    const auto seed = propertySeed(20'260'303);
    for (std::uint64_t history = 0; history < 2'000; ++history) {
        Life life(seed, history);
        const auto check = [&] {
            const auto stamps = life.push();
            const auto truths = life.takeTruths();
            for (std::size_t i = 0; i < stamps.size(); ++i) {
                const Instant low = kNoon + std::chrono::floor<Duration>(truths[i]);
                const bool holds = stamps[i].at.earliest <= low + Duration(1) &&
                                   low <= stamps[i].at.latest &&
                                   stamps[i].grade != Grade::anomalous;
                QVERIFY2(holds, qPrintable(QString("SHOUJIE_SEED=%1, history %2: %3, true %4 ns")
                                               .arg(seed)
                                               .arg(history)
                                               .arg(text(stamps[i]))
                                               .arg(truths[i].count())));
            }
        };
        const auto events = life.between(5, 40);
        for (std::int64_t i = 0; i < events; ++i) {
            life.pass(nanoseconds(life.between(0, 3) == 0 ? life.between(0, 18'000'000'000'000)
                                                          : life.between(0, 120'000'000'000)));
            switch (life.between(0, 6)) {
            case 0:
                life.anchorNow();
                break;
            case 1:
                life.restart();
                break;
            case 2:
                check();
                break;
            default:
                life.write();
            }
        }
        check();
    }
}

void TestStretch::noReading_gainsMoreThanItsLastNote() {
    // The tablet was anchored at 0 s and noted its clock at 600 s. At 3000 s something is written
    // with the clock set back to any reading; then the clock is put right, and it is anchored.
    for (int reading = 0; reading <= 3000; reading += 50) {
        Chain chain{{link(1, 1000s + std::chrono::seconds(reading), "n1")},
                    {anchor("n1", 1000s, 0s, 1s, 0), anchor("n2", 4100s, 3100s, 3101s, 1)},
                    {},
                    {{1, kNoon + 3101s}},
                    {}};
        chain.links[0].at.ticks = Ticks{1000s, 1600s};
        const Stamp stamp = chain.stamps()[0];
        // A right begins at `latest`.
        const Duration gained = kNoon + 3000s - stamp.at.latest;
        QVERIFY2(gained <= 2400s, qPrintable(text(stamp)));
        if (reading < 600) QCOMPARE(stamp.grade, Grade::anomalous);
        if (reading < 600) QVERIFY(gained <= 0s);
    }
}

QTEST_APPLESS_MAIN(TestStretch)
#include "tst_stretch.moc"
