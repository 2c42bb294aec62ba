#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"
#include "tests/shared/rules/random_history.hpp"
#include "tests/shared/verdict.hpp"

#include <QDir>
#include <QFile>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

constexpr quint64 kHistories = 300;

PolicyTimeline policyOf(const RandomHistory& history) {
    auto policy = PolicyTimeline::fromJson(json::parse(history.policy), "policy");
    if (!policy) qFatal("the policy of a random history is wrong");
    return std::move(policy).value();
}

Outcome decide(const RandomHistory& history) {
    Adjudicator adjudicator(policyOf(history));
    for (const auto& fact : history.facts)
        if (!adjudicator.add(fact)) qFatal("a random history repeats an id");
    return adjudicator.outcome();
}

json asJson(const Outcome& outcome) {
    return toJson(outcome, PolicyTimeline().zone());
}

/// Writes the history down and says how to look at it again.
QByteArray replay(const RandomHistory& history, quint64 seed) {
    const auto path = QDir::temp().filePath(QStringLiteral("history-%1.json").arg(seed));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(asScenario(history)));
    return QStringLiteral("seed %1; see: shoujie-rules decide %2 --explain")
        .arg(seed)
        .arg(path)
        .toUtf8();
}

/// What may not differ between two judgements of one visit (rules.md 1.3).
json essence(const VisitOutcome& visit) {
    return {{"owner", visit.decision.owner ? visit.decision.owner->value : ""},
            {"consumes", visit.decision.slot != Slot::none},
            {"makeup", visit.decision.makeup}};
}

json essence(const DealOutcome& deal) {
    json shares = json::array();
    for (const auto& share : deal.decision.shares)
        shares.push_back({share.staff.value, share.bp});
    return {{"owner", deal.decision.owner ? deal.decision.owner->value : ""},
            {"shares", shares},
            {"commission", static_cast<int>(deal.decision.commission)},
            {"fine", deal.decision.fine.has_value()}};
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private slots:
    void anyOrderOfTheFacts_sameOutcome() {
        const auto base = propertySeed(1000);
        for (quint64 seed = base; seed < base + kHistories; ++seed) {
            auto history = makeHistory(seed, seed % 2 == 0);
            const auto expected = asJson(decide(history));
            std::mt19937_64 random(seed);
            std::shuffle(history.facts.begin(), history.facts.end(), random);
            QVERIFY2(asJson(decide(history)) == expected, replay(history, seed));
        }
    }

    void everyOutcome_ownerOrReferredAndSharesWhole() {
        const auto base = propertySeed(20'000);
        for (quint64 seed = base; seed < base + kHistories; ++seed) {
            const auto history = makeHistory(seed, true);
            const auto outcome = decide(history);
            const auto referred = [&](const std::string& subject) {
                return std::any_of(outcome.referrals.begin(), outcome.referrals.end(),
                                   [&](const auto& r) { return r.subject.value == subject; });
            };
            for (const auto& [id, visit] : outcome.visits) {
                QVERIFY2(visit.decision.owner.has_value() != (visit.status == Status::referred),
                         replay(history, seed));
                QVERIFY2(referred(id.value) == (visit.status == Status::referred),
                         replay(history, seed));
                QVERIFY2(!visit.decision.makeup || visit.decision.slot != Slot::none,
                         replay(history, seed));
            }
            for (const auto& [id, deal] : outcome.deals) {
                std::int64_t sum = 0;
                for (const auto& share : deal.decision.shares)
                    sum += share.bp;
                const bool payable = deal.decision.commission == Commission::payable;
                QVERIFY2(sum == (payable ? 10'000 : 0), replay(history, seed));
                QVERIFY2(referred(id.value) == (deal.status == Status::referred),
                         replay(history, seed));
            }
        }
    }

    void rotation_everybodyOnceAndMakeupsEarnedOnce() {
        const auto base = propertySeed(40'000);
        for (quint64 seed = base; seed < base + kHistories; ++seed) {
            const auto history = makeHistory(seed, false);
            const auto outcome = decide(history);
            const auto& rotation = outcome.rotation;
            const std::set<StaffId> queued(rotation.order.begin(), rotation.order.end());
            QVERIFY2(queued.size() == rotation.order.size(), replay(history, seed));
            std::set<std::string> earned;
            std::set<std::string> used;
            std::size_t open = 0;
            for (const auto& turn : rotation.ledger) {
                QVERIFY2(earned.insert(turn.earnedBy.value).second, replay(history, seed));
                QVERIFY2(outcome.visits.at(VisitId(turn.earnedBy.value)).decision.makeup,
                         replay(history, seed));
                if (!turn.usedBy) {
                    ++open;
                    continue;
                }
                QVERIFY2(used.insert(turn.usedBy->value).second, replay(history, seed));
                QVERIFY2(outcome.visits.at(*turn.usedBy).decision.slot == Slot::makeup,
                         replay(history, seed));
            }
            QVERIFY2(rotation.makeups.size() <= open, replay(history, seed));
        }
    }

    void finalOutcome_holdsForEveryTimeInsideTheIntervals() {
        const auto base = propertySeed(60'000);
        for (quint64 seed = base; seed < base + kHistories; ++seed) {
            const auto vague = makeHistory(seed, true);
            const auto outcome = decide(vague);
            std::mt19937_64 random(seed);
            for (int round = 0; round < 4; ++round) {
                auto exact = vague;
                for (auto& fact : exact.facts) {
                    const auto width = (fact.at.latest - fact.at.earliest).count();
                    const auto step = static_cast<std::int64_t>(random() % 5) * width / 4;
                    fact.at = TimeInterval::exactly(fact.at.earliest + Duration(step));
                }
                const auto narrowed = decide(exact);
                for (const auto& [id, visit] : outcome.visits)
                    if (visit.status != Status::referred && !visit.ruled)
                        QVERIFY2(essence(visit) == essence(narrowed.visits.at(id)),
                                 id.value.c_str() + QByteArray(" ") + replay(vague, seed) +
                                     " and " + replay(exact, seed + 1'000'000));
                for (const auto& [id, deal] : outcome.deals)
                    if (deal.status != Status::referred && !deal.ruled)
                        QVERIFY2(essence(deal) == essence(narrowed.deals.at(id)),
                                 id.value.c_str() + QByteArray(" ") + replay(vague, seed) +
                                     " and " + replay(exact, seed + 1'000'000));
            }
        }
    }

    void oneFactAfterTheOther_sameAsAllAtOnce() {
        const auto base = propertySeed(80'000);
        for (quint64 seed = base; seed < base + 60; ++seed) {
            auto history = makeHistory(seed, seed % 2 == 0);
            std::mt19937_64 random(seed);
            std::shuffle(history.facts.begin(), history.facts.end(), random);
            Adjudicator growing(policyOf(history));
            RandomHistory soFar{history.policy, {}};
            for (const auto& fact : history.facts) {
                QVERIFY(growing.add(fact).ok());
                soFar.facts.push_back(fact);
                // Not after every fact: what is kept must not depend on when somebody asks.
                if (random() % 3 == 0) (void)growing.undiscoveredConflicts();
                if (random() % 3 == 0) continue;
                QVERIFY2(asJson(growing.outcome()) == asJson(decide(soFar)), replay(soFar, seed));
            }
        }
    }

    void factsTakenBack_asIfNeverAdded() {
        const auto base = propertySeed(90'000);
        for (quint64 seed = base; seed < base + 60; ++seed) {
            const auto history = makeHistory(seed, true);
            Adjudicator adjudicator(policyOf(history));
            for (const auto& fact : history.facts)
                QVERIFY(adjudicator.add(fact).ok());
            (void)adjudicator.outcome();
            std::mt19937_64 random(seed);
            RandomHistory left{history.policy, {}};
            for (const auto& fact : history.facts) {
                if (random() % 4 != 0) {
                    left.facts.push_back(fact);
                    continue;
                }
                adjudicator.remove(fact.fact.id);
                if (random() % 2 == 0) (void)adjudicator.outcome();
            }
            QVERIFY2(asJson(adjudicator.outcome()) == asJson(decide(left)), replay(left, seed));
        }
    }
};

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
