#include "tests/properties/isolation.hpp"
#include "tests/properties/outcome_text.hpp"
#include "tests/properties/possible_times.hpp"
#include "tests/properties/shrinking.hpp"

#include <QtTest>

#include <csignal>
#include <set>

using namespace shoujie;
using namespace shoujie::properties;

namespace {

constexpr std::uint64_t kSeeds = 3000;

template <class T>
const T* first(const History& history) {
    for (const auto& fact : history.facts)
        if (const auto* data = std::get_if<T>(&fact.fact.data)) return data;
    return nullptr;
}

Finding goDown(const Judged&, Dice&) {
    std::raise(SIGKILL); // what Qt Test does not answer with a report of its own
    return std::nullopt;
}

} // namespace

/// A campaign is worth what its tools are worth.
class TestPropertyTools : public QObject {
    Q_OBJECT

private slots:
    void oneSeed_oneHistory() {
        for (std::uint64_t seed = 1; seed < 100; ++seed)
            QCOMPARE(asScenario(makeHistory(seed), ""), asScenario(makeHistory(seed), ""));
    }

    void seeds_everyKindFlavourAndLengthIsTold() {
        std::set<std::string_view> kinds;
        std::set<Flavour> flavours;
        std::set<std::string> policies;
        std::size_t shortest = 1000;
        for (std::uint64_t seed = 1; seed < kSeeds; ++seed) {
            const auto history = makeHistory(seed);
            for (const auto& fact : history.facts)
                kinds.insert(facts::kindOf(fact.fact.data));
            flavours.insert(history.flavour);
            policies.insert(history.policy);
            shortest = std::min(shortest, history.facts.size());
        }
        QCOMPARE(flavours.size(), std::size_t{3});
        QVERIFY(policies.size() > 100);
        QCOMPARE(shortest, std::size_t{4});
        for (const auto kind : facts::kinds()) {
            if (kind == "household.recorded") break; // the other half of the house
            QVERIFY2(kinds.contains(kind), std::string(kind).c_str());
        }
    }

    void historyInAFile_comesToTheSame() {
        for (std::uint64_t seed = 1; seed < 200; ++seed) {
            const auto history = makeHistory(seed);
            const auto again = fromScenario(asScenario(history, "again"));
            QVERIFY(again.ok());
            const auto now = judgedAt(history);
            QCOMPARE(textOf(decide(*again, now)), textOf(decide(history, now)));
        }
    }

    void possibleTimes_insideTheIntervalsInTheOrderOfTheDevices() {
        for (std::uint64_t seed = 1; seed < 500; ++seed) {
            const auto history = makeHistory(seed);
            if (history.flavour == Flavour::hostile) continue;
            const PossibleTimes possible(history);
            QVERIFY(possible.exist());
            Dice dice(seed);
            const auto times = possible.choose(dice);
            for (std::size_t i = 0; i < times.size(); ++i) {
                const auto& fact = history.facts[i];
                QVERIFY(fact.at.earliest <= times[i] && times[i] <= fact.at.latest);
                for (std::size_t k = 0; k < i; ++k)
                    if (fact.fact.device && history.facts[k].fact.device == fact.fact.device)
                        QVERIFY(times[k] <= times[i]);
            }
        }
    }

    void failure_isShrunkToWhatMatters() {
        // As if whoever asks for somebody in a party of vague time were judged wrongly.
        const auto fails = [](const History& history) {
            for (const auto& fact : history.facts)
                if (const auto* visit = std::get_if<facts::VisitRegistered>(&fact.fact.data);
                    visit != nullptr && visit->askedFor && visit->customers.size() > 1)
                    return true;
            return false;
        };
        int shrunken = 0;
        for (std::uint64_t seed = 1; seed < kSeeds && shrunken < 10; ++seed) {
            const auto history = makeHistory(seed);
            if (!fails(history)) continue;
            ++shrunken;
            const auto small = shrink(history, fails).history;
            QCOMPARE(small.facts.size(), std::size_t{1});
            QCOMPARE(small.policy, std::string("{}"));
            QVERIFY(small.facts.front().at.isExact());
            QVERIFY(!small.facts.front().fact.device);
            const auto* visit = first<facts::VisitRegistered>(small);
            QVERIFY(visit != nullptr && visit->askedFor && !visit->aware && !visit->accompaniedBy);
            QCOMPARE(visit->customers,
                     (std::vector<facts::Customer>{facts::Customer{}, facts::Customer{}}));
        }
        QCOMPARE(shrunken, 10);
    }

    void processGoingDown_isAFinding() {
        const Property property{"down", "", "", goDown};
        const auto finding = checkIsolated(property, makeHistory(1), 1, 1);
        QVERIFY(isCrash(finding));
        QVERIFY(!isCrash(checkIsolated(*findProperty("shares"), makeHistory(1), 1, 1)));
    }
};

QTEST_GUILESS_MAIN(TestPropertyTools)
#include "tst_property_tools.moc"
