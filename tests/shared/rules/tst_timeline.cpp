#include "shared/rules/explanation/explainer.hpp"
#include "shared/rules/explanation/voice.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "tests/shared/verdict.hpp"

#include <QFile>
#include <QtTest>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::rules::explanation;
using namespace shoujie::testing;

namespace {

Scenario scenarioIn(const char* path) {
    QFile file(QStringLiteral(SHOUJIE_SOURCE_DIR "/tests/") + path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", path);
    auto scenario = readScenario(file.readAll().toStdString());
    if (!scenario) qFatal("%s is no scenario", path);
    return std::move(scenario).value();
}

/// What is said in English about one subject.
QString told(const Scenario& scenario, const char* subject) {
    const auto explainer = Explainer::make(scenario.policy, scenario.facts, scenario.now);
    const auto account = explainer->explain(SubjectId(subject), Language::en);
    return account ? shown(toText(*account)) : QStringLiteral("no account");
}

} // namespace

#define VERIFY_SAYS(text, words)                                                                   \
    QVERIFY2((text).contains(QString::fromUtf8(words)),                                            \
             (QByteArray(words) + " in " + (text).toUtf8()).constData())

/// What the timeline and the decision say of the rarer facts and members.
class TestTimeline : public QObject {
    Q_OBJECT

private slots:
    void amendedMembers_eachReadable();
    void amendmentThatCannotBeRead_shownAsWritten();
    void smallThings_saidToo();
    void colleaguesOfOneName_toldApart();
    void factsThatContradictThemselves_refused();
    void wordsWithoutAMessage_asTheyAre();
};

void TestTimeline::amendedMembers_eachReadable() {
    const auto visit = told(scenarioIn("shared/rules/explained/every-member-corrected.json"), "v1");
    for (const char* words :
         {"received by: was s1, now s2.", "received by: was s2, now s1.",
          "asked for: was nothing, now s1.", "customer: was nothing, now yes.",
          "customer: was yes, now no.", "stood: was nothing, now there, had not agreed.",
          "public visitor: was nothing, now from the trade.",
          "begin of the reception: was nothing, now March 2, 2026, 09:50.",
          "another detail: was nothing, now another detail.", "now 王先生 (奥迪 粤B***34",
          "family: was nothing, now 何俊毅.", "family: was 何俊毅, now nothing.",
          "came with: was nothing, now 邵立群 (135****0003)."})
        VERIFY_SAYS(visit, words);
    const auto deal = told(scenarioIn("shared/rules/explained/every-member-corrected.json"), "x1");
    for (const char* words :
         {"closed by: was s1, now s2.", "price: was ¥1,000,000.00, now ¥950,000.00.",
          "unit: was 1-101, now 2-202.", "deposit paid: was nothing, now March 3, 2026, 11:00."})
        VERIFY_SAYS(deal, words);
}

/// The gate refuses such amendments; one that got in is shown, with what it hides hidden.
void TestTimeline::amendmentThatCannotBeRead_shownAsWritten() {
    auto scenario = scenarioIn("scenarios/v3-day-60.json");
    facts::TimedFact amendment;
    amendment.fact.id = FactId("f90");
    amendment.fact.by = StaffId("m1");
    amendment.at = TimeInterval::exactly(parseRfc3339("2026-05-02T10:00:00+08:00").value());
    amendment.fact.data = facts::EntryAmended{
        FactId("f03"),
        R"({"started_at":"noon 13512348000","registered_at":7,"asked_for":null,"weight":3})",
        "mistaken"};
    scenario.facts.push_back(amendment);
    const auto text = told(scenario, "v2");
    for (const char* words :
         {"now \"noon 135****8000\".", "another detail: was nothing, now 7.",
          "asked for: was nothing, now nothing.", "another detail: was nothing, now 3."})
        VERIFY_SAYS(text, words);
}

void TestTimeline::smallThings_saidToo() {
    const auto deal = told(scenarioIn("shared/rules/explained/small-things.json"), "x1");
    for (const char* words :
         {"s1: 100% of the commission.", "The deal was transferred to 何俊毅.", "nothing set",
          "asked on 135****8000", "s2 was shown the conflict over", "s1 made a request",
          "m1 approved the request."})
        VERIFY_SAYS(deal, words);
    QVERIFY(!deal.contains(QStringLiteral("refused the request")));
    VERIFY_SAYS(told(scenarioIn("shared/rules/explained/small-things.json"), "v1"), "奥迪");
}

void TestTimeline::colleaguesOfOneName_toldApart() {
    auto scenario = scenarioIn("scenarios/d7-helper.json");
    for (const auto* id : {"s1", "s2"}) {
        facts::TimedFact joined;
        joined.fact.id = FactId(std::string("joined-") + id);
        joined.fact.data = facts::StaffJoined{StaffId(id), "林静怡", facts::Role::salesperson};
        joined.at = scenario.facts.front().at;
        scenario.facts.push_back(joined);
    }
    VERIFY_SAYS(told(scenario, "x1"), "The deal belongs to 林静怡 [s1].");
}

void TestTimeline::factsThatContradictThemselves_refused() {
    auto scenario = scenarioIn("scenarios/d7-helper.json");
    scenario.facts.push_back(scenario.facts.back());
    QCOMPARE_FAILS(Explainer::make(scenario.policy, scenario.facts, scenario.now), conflict,
                   "facts[" + std::to_string(scenario.facts.size() - 1) + "].id");
}

void TestTimeline::wordsWithoutAMessage_asTheyAre() {
    const PolicyTimeline policies;
    const Voice voice(Language::en, policies);
    QCOMPARE(shown(voice.word("slot", "half")), QStringLiteral("half"));
    QCOMPARE(shown(maskedText("(0755) 2688.1234/8001 or +86 135 1234 8000; “3-1201”")),
             QStringLiteral("(075****8001 or +861****8000; “3-1201”"));
    QCOMPARE(shown(voice.list({"“a”", "…"})), QStringLiteral("“a” and …"));
}

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
