#include "shared/rules/time/world.hpp"

#include <QtTest>

#include <array>
#include <set>

using namespace shoujie;
using namespace shoujie::rules;
using namespace std::chrono;

namespace {

/// 2026-03-01 00:00 in Shanghai, and minutes after it.
Instant minute(int minutesLater) {
    return sys_days(year(2026) / 2 / 28) + hours(16) + minutes(minutesLater);
}

Moment fact(int index, int earliest, int latest, int device = -1, int seq = 0) {
    static constexpr std::array<std::string_view, 6> kIds{"a", "b", "c", "d", "e", "f"};
    return {{minute(earliest), minute(latest)},
            kIds[static_cast<std::size_t>(index)],
            index,
            device,
            seq};
}

/// Runs `ask` in every world and counts them.
template <class Ask>
int worlds(Ask ask) {
    const PolicyTimeline policies;
    Choices choices;
    int count = 0;
    do {
        World world(policies, &choices);
        ask(world);
        ++count;
    } while (choices.advance());
    return count;
}

} // namespace

class TestWorld : public QObject {
    Q_OBJECT

private slots:
    void apart_oneWorld() {
        const auto count = worlds([](World& world) {
            QVERIFY(world.before(fact(0, 0, 9), fact(1, 10, 20)));
            QVERIFY(!world.before(fact(1, 10, 20), fact(0, 0, 9)));
        });
        QCOMPARE(count, 1);
    }

    void touching_twoWorldsTheSmallerLatestFirst() {
        std::vector<bool> answers;
        QCOMPARE(worlds([&](World& world) {
                     answers.push_back(world.before(fact(0, 0, 10), fact(1, 10, 20)));
                 }),
                 2);
        QCOMPARE(answers, (std::vector<bool>{true, false}));
    }

    void equalExactTimes_byRank() {
        QCOMPARE(worlds([](World& world) {
                     QVERIFY(world.before(fact(0, 5, 5), fact(1, 5, 5)));
                     QVERIFY(!world.before(fact(1, 5, 5), fact(0, 5, 5)));
                 }),
                 1);
    }

    void oneDevice_itsOwnOrder() {
        QCOMPARE(worlds([](World& world) {
                     QVERIFY(world.before(fact(1, 0, 60, 3, 7), fact(0, 0, 60, 3, 8)));
                 }),
                 1);
    }

    void threeOverlapping_sixOrdersAndNoCircle() {
        std::set<std::vector<bool>> seen;
        QCOMPARE(worlds([&](World& world) {
                     const auto a = fact(0, 0, 60);
                     const auto b = fact(1, 0, 60);
                     const auto c = fact(2, 0, 60);
                     seen.insert({world.before(a, b), world.before(b, c), world.before(a, c)});
                 }),
                 6);
        QCOMPARE(seen.size(), std::size_t(6));
        QVERIFY(!seen.contains({true, true, false}));
        QVERIFY(!seen.contains({false, false, true}));
    }

    void oneAnswer_narrowsTheNext() {
        worlds([](World& world) {
            const auto a = fact(0, 0, 60);
            const auto b = fact(1, 0, 20);
            const auto c = fact(2, 30, 90);
            // Whoever comes before b, which is over at 20, comes before c, which begins at 30.
            if (world.before(a, b)) QVERIFY(world.before(a, c));
        });
    }

    void windows_atTheLimitInsideAndAfterItOut() {
        const auto days = [](World& world, int count) {
            return world.measure(fact(0, 23 * 60, 23 * 60), fact(1, count * 1440, count * 1440),
                                 60);
        };
        worlds([&](World& world) {
            QVERIFY(days(world, 59).inside);
            QVERIFY(days(world, 60).inside);
            QVERIFY(!days(world, 61).inside);
            QCOMPARE(days(world, 61).window.days, 61);
        });
    }

    void windowAroundMidnight_bothWhereItMatters() {
        std::vector<bool> answers;
        QCOMPARE(worlds([&](World& world) {
                     answers.push_back(
                         world.measure(fact(0, 600, 600), fact(1, 61 * 1440 - 5, 61 * 1440 + 5), 60)
                             .inside);
                 }),
                 2);
        QCOMPARE(answers, (std::vector<bool>{false, true}));
        QCOMPARE(worlds([&](World& world) {
                     QVERIFY(
                         world.measure(fact(0, 600, 600), fact(1, 1440 - 5, 1440 + 5), 60).inside);
                 }),
                 1);
    }
};

QTEST_GUILESS_MAIN(TestWorld)
#include "tst_world.moc"
