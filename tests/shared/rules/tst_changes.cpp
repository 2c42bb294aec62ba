#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "shared/rules/tool/subset.hpp"
#include "tests/shared/verdict.hpp"

#include <QDir>
#include <QtTest>

#include <array>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

json outcomeOf(const Adjudicator& adjudicator, const Scenario& scenario) {
    return toJson(adjudicator.outcome(scenario.now), scenario.policy.zone());
}

/// Judged in one go, of the facts that are in.
json afresh(const Scenario& scenario, const std::vector<bool>& in) {
    Adjudicator adjudicator(scenario.policy);
    for (std::size_t i = 0; i < in.size(); ++i)
        if (in[i]) (void)adjudicator.add(scenario.facts[i]);
    return outcomeOf(adjudicator, scenario);
}

Instant minute(int minutesLater) {
    return parseRfc3339("2026-03-01T08:00:00+08:00").value() + std::chrono::minutes(minutesLater);
}

facts::TimedFact fact(const std::string& id, TimeInterval at, const char* by,
                      facts::FactData data) {
    facts::TimedFact timed;
    timed.fact.id = FactId(id);
    timed.fact.by = StaffId(by);
    timed.fact.data = std::move(data);
    timed.at = at;
    return timed;
}

facts::TimedFact visit(int number, TimeInterval at, const char* receiver,
                       const facts::Customer& who) {
    facts::VisitRegistered data;
    const auto id = std::to_string(number);
    data.visit = VisitId("v" + id);
    data.receiver = StaffId(receiver);
    data.customers = {who};
    return fact("f" + id, at, receiver, std::move(data));
}

facts::Customer numbered(int number) {
    facts::Customer who;
    who.phones = {std::to_string(13512340000 + number)};
    return who;
}

facts::TimedFact duty(const char* id, int at, const char* staff, facts::Duty duty) {
    return fact(id, TimeInterval::exactly(minute(at)), "m1",
                facts::DutyChanged{StaffId(staff), duty});
}

std::string difference(const json& expected, const json& actual) {
    return firstDifference(expected, actual, "").value_or("more than expected");
}

} // namespace

/// Judging only what a fact touches decides as judging everything does (rules.md 11.10), shown on
/// what people wrote down; tests/properties shows it on random histories.
class TestChanges : public QObject {
    Q_OBJECT

private slots:
    void scenarios_data();
    void scenarios();
    void longHistory_lateFacts();
    void moreNamesakesThanAnybodyCanTell_several();
    void decisionsThatRestOnEachOtherTooDeep_referred();
};

void TestChanges::scenarios_data() {
    QTest::addColumn<QString>("file");
    for (const char* path : {"/tests/scenarios", "/tests/oracle/findings"}) {
        const QDir folder(QString(SHOUJIE_SOURCE_DIR) + path);
        for (const auto& name : folder.entryList({QStringLiteral("*.json")}))
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
}

/// Told backwards, then each fact taken back and told again.
void TestChanges::scenarios() {
    QFETCH(QString, file);
    QFile in(file);
    QVERIFY(in.open(QIODevice::ReadOnly));
    const auto scenario = readScenario(in.readAll().toStdString());
    QCOMPARE_OK(scenario);
    const auto count = scenario->facts.size();
    Adjudicator adjudicator(scenario->policy);
    std::vector<bool> known(count, false);
    const auto holds = [&](const char* after, std::size_t fact) {
        const auto expected = afresh(*scenario, known);
        const auto actual = outcomeOf(adjudicator, *scenario);
        QVERIFY2(actual == expected,
                 (std::string(after) + " " + scenario->facts[fact].fact.id.value + ": " +
                  difference(expected, actual))
                     .c_str());
    };
    for (std::size_t i = count; i-- > 0;) {
        QCOMPARE_OK(adjudicator.add(scenario->facts[i]));
        known[i] = true;
        holds("added", i);
    }
    for (std::size_t i = 0; i < count; ++i) {
        adjudicator.remove(scenario->facts[i].fact.id);
        known[i] = false;
        holds("removed", i);
        QCOMPARE_OK(adjudicator.add(scenario->facts[i]));
        known[i] = true;
        holds("added again", i);
    }
}

/// Far more turns than are kept to start from, and then what was not known at their time.
void TestChanges::longHistory_lateFacts() {
    constexpr int kVisits = 1500;
    Scenario scenario;
    const std::array staff{"s1", "s2", "s3"};
    scenario.facts.push_back(fact("roster", TimeInterval::exactly(minute(0)), "m1",
                                  facts::RosterSet{{StaffId("s1"), StaffId("s2"), StaffId("s3")}}));
    for (int i = 0; i < kVisits; ++i)
        scenario.facts.push_back(visit(i, TimeInterval::exactly(minute(10 + 10 * i)),
                                       staff[static_cast<std::size_t>(i % 3)], numbered(i)));
    Adjudicator adjudicator(scenario.policy);
    for (const auto& each : scenario.facts)
        QCOMPARE_OK(adjudicator.add(each));
    const auto holds = [&] {
        std::vector<bool> all(scenario.facts.size(), true);
        const auto actual = outcomeOf(adjudicator, scenario);
        const auto expected = afresh(scenario, all);
        QVERIFY2(actual == expected, difference(expected, actual).c_str());
    };
    const auto tell = [&](const facts::TimedFact& late) {
        QCOMPARE_OK(adjudicator.add(late));
        scenario.facts.push_back(late);
        holds();
    };
    holds();
    QVERIFY(adjudicator.indexBytes() > kVisits);
    // Away for an hour, long ago and not at all long ago; and a day that changes every turn after.
    tell(duty("late1", 105, "s2", facts::Duty::leave));
    tell(duty("late2", 165, "s2", facts::Duty::on));
    tell(duty("late3", 10 * kVisits - 95, "s3", facts::Duty::sick));
    tell(visit(kVisits, TimeInterval::exactly(minute(15)), "s3", numbered(kVisits)));
    adjudicator.remove(scenario.facts[2].fact.id);
    scenario.facts.erase(scenario.facts.begin() + 2);
    holds();
}

/// Of more than 64 of one name nobody can tell who this is, though all are of one owner.
void TestChanges::moreNamesakesThanAnybodyCanTell_several() {
    constexpr int kNamesakes = 65;
    Adjudicator adjudicator{PolicyTimeline()};
    const auto add = [&](int number, bool named, int at) {
        auto who = numbered(number % 100);
        if (named) who.name = "王伟";
        QCOMPARE_OK(adjudicator.add(visit(number, TimeInterval::exactly(minute(at)), "s1", who)));
    };
    for (int i = 0; i < kNamesakes; ++i) {
        add(i, false, i); // known themselves before the name is told
        add(100 + i, true, 100 + i);
    }
    facts::Customer unknown;
    unknown.name = "王伟";
    QCOMPARE_OK(adjudicator.add(visit(200, TimeInterval::exactly(minute(500)), "s2", unknown)));
    facts::DealSigned deal;
    deal.deal = DealId("x1");
    deal.closer = StaffId("s1");
    deal.subscribers = {unknown};
    deal.depositPaidAt = deal.agreementSignedAt = minute(400);
    QCOMPARE_OK(adjudicator.add(fact("x", TimeInterval::exactly(minute(400)), "s1", deal)));
    for (const char* subject : {"v200", "x1"}) {
        const auto referral = adjudicator.referral(SubjectId(subject), minute(600));
        QVERIFY2(referral.has_value(), subject);
        QCOMPARE(referral->reason, std::string("several_candidates"));
    }
    // With one less, the name leads to 64 of one owner.
    adjudicator.remove(FactId("f0"));
    adjudicator.remove(FactId("f100"));
    QCOMPARE(adjudicator.visit(VisitId("v200"), minute(600))->decision.owner->value,
             std::string("s1"));
    QCOMPARE(adjudicator.deal(DealId("x1"), minute(600))->decision.owner->value, std::string("s1"));
}

void TestChanges::decisionsThatRestOnEachOtherTooDeep_referred() {
    constexpr int kVisits = 70;
    Adjudicator adjudicator{PolicyTimeline()};
    for (int i = 0; i < kVisits; ++i)
        QCOMPARE_OK(adjudicator.add(
            visit(i, {minute(i), minute(100 + i)}, i % 2 == 0 ? "s1" : "s2", numbered(0))));
    for (const auto* subject : {"v0", "v69"}) {
        const auto referral = adjudicator.referral(SubjectId(subject), minute(600));
        QVERIFY2(referral.has_value(), subject);
        QCOMPARE(referral->reason, std::string("time_order_uncertain"));
    }
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
