#include "shared/rules/time/world.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <memory>
#include <set>

using namespace shoujie;
using namespace shoujie::rules;
using namespace std::chrono;

namespace {

/// 2026-03-01 00:00 in Shanghai, and minutes after it.
Instant minute(int minutesLater) {
    return sys_days(year(2026) / 2 / 28) + hours(16) + minutes(minutesLater);
}

/// Ids that sort as their numbers do.
const Interner& ids() {
    static const auto kIds = [] {
        auto known = std::make_unique<Interner>();
        for (char first = 'a'; first <= 'z'; ++first)
            for (char second = 'a'; second <= 'z'; ++second)
                (void)known->idOf(std::string{first, second});
        return known;
    }();
    return *kIds;
}

Moment fact(int index, int earliest, int latest, int device = -1, int seq = 0) {
    return {{minute(earliest), minute(latest)}, &ids(), index, index, device, seq};
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

    void dayOfAnUncertainTime_latestFirstThenEachOther() {
        std::vector<Day> days;
        const auto when = fact(0, 23 * 60, 3 * 1440 + 60);
        QCOMPARE(worlds([&](World& world) {
                     const auto day = world.dayOf(when);
                     QCOMPARE(world.dayOf(when), day);
                     days.push_back(day);
                 }),
                 4);
        const Day first(year(2026) / 3 / 1);
        QCOMPARE(days, (std::vector<Day>{first + std::chrono::days(3), first + std::chrono::days(2),
                                         first + std::chrono::days(1), first}));
    }

    void dayOnceChosen_narrowsWhatCameBefore() {
        worlds([](World& world) {
            const auto a = fact(0, 600, 1440 + 600);
            const auto b = fact(1, 1440 + 300, 1440 + 900);
            // On the first day it was over before b could begin.
            if (world.dayOf(a) == Day(year(2026) / 3 / 1)) QVERIFY(world.before(a, b));
        });
    }

    void withoutChoices_theSmallerLatestAndTheLatestDay() {
        const PolicyTimeline policies;
        World world(policies);
        QVERIFY(world.isCanonical());
        QVERIFY(world.before(fact(1, 0, 10), fact(0, 5, 20)));
        QCOMPARE(world.dayOf(fact(0, 600, 1440 + 600)), Day(year(2026) / 3 / 2));
        // Rights end at the earliest: the days are the most there may have been.
        QCOMPARE(
            world.measure(fact(0, 600, 1440 + 600), fact(1, 3 * 1440, 3 * 1440), 2).window.days, 3);
        QCOMPARE(world.doubts(), std::size_t(3));
        // One device, whose own order contradicts the clock: the canonical order has the say.
        QVERIFY(world.before(fact(0, 0, 10, 3, 8), fact(1, 5, 20, 3, 7)));
        QCOMPARE(world.doubts(), std::size_t(3));
        QVERIFY(!world.before(fact(0, 5, 5), fact(0, 5, 5)));
    }

    void entryOfADevice_standsBetweenItsNeighbours() {
        QCOMPARE(worlds([](World& world) {
                     const auto first = fact(0, 0, 60, 3, 7);
                     const auto later = fact(1, 0, 60, 3, 8);
                     const auto other = fact(2, 0, 60);
                     const bool afterLater = world.before(later, other);
                     if (afterLater) QVERIFY(world.before(first, other));
                     const bool beforeFirst = world.before(other, first);
                     QVERIFY(!(afterLater && beforeFirst));
                 }),
                 3);
    }

    void moreDaysThanAreTried_isExhausted() {
        const PolicyTimeline policies;
        Choices choices;
        World world(policies, &choices);
        const auto years = fact(0, 0, 300 * 1440);
        QCOMPARE(world.dayOf(years), Day(year(2026) / 3 / 1) + std::chrono::days(300));
        QVERIFY(world.isExhausted());
        QCOMPARE(choices.asked(), std::size_t(0));
        // From then on the canonical answers.
        QVERIFY(world.before(fact(1, 0, 10), fact(2, 5, 20)));
        QCOMPARE(choices.asked(), std::size_t(0));
    }

    void moreQuestionsThanAreAsked_isExhausted() {
        const PolicyTimeline policies;
        Choices choices;
        World world(policies, &choices);
        int asked = 0;
        for (int left = 0; left < 200 && !world.isExhausted(); ++left)
            for (int right = 0; right < left && !world.isExhausted(); ++right, ++asked) {
                // Few share more than a minute, so that an answer does not settle the others.
                (void)world.before(fact(left, left, left + 1), fact(right, right, right + 1));
            }
        QVERIFY(world.isExhausted());
        QVERIFY(choices.asked() >= 127);
        QVERIFY(choices.asked() <= 256);
    }

    void deviations_countAnswersOtherThanTheFirst() {
        Choices choices;
        (void)choices.answer(Doubt::window, 3);
        (void)choices.answer(Doubt::order, 2);
        QCOMPARE(choices.deviations(), 0);
        QCOMPARE(choices.firstDeviation(), Doubt::order);
        QVERIFY(choices.advance());
        QCOMPARE(choices.answer(Doubt::window, 3), 0);
        QCOMPARE(choices.answer(Doubt::order, 2), 1);
        QCOMPARE(choices.deviations(), 1);
        QCOMPARE(choices.firstDeviation(), Doubt::order);
        QVERIFY(choices.advance());
        QCOMPARE(choices.answer(Doubt::window, 3), 1);
        QCOMPARE(choices.firstDeviation(), Doubt::window);
        QCOMPARE(choices.asked(), std::size_t(5));
    }

    void policyAroundItsFirstDay_eitherOne() {
        const auto policies = PolicyTimeline::fromJson(
            nlohmann::json::parse(
                R"([{"from": "2026-03-02", "policy": {"windows": {"family_days": 7}}}])"),
            "");
        QVERIFY(policies.ok());
        Choices choices;
        std::vector<std::int64_t> days;
        do {
            World world(*policies, &choices);
            days.push_back(world.policyAt(fact(0, 1430, 1450)).windows.familyDays);
        } while (choices.advance());
        QCOMPARE(days, (std::vector<std::int64_t>{7, 30}));
    }
};

QTEST_GUILESS_MAIN(TestWorld)
#include "tst_world.moc"
