#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "tests/shared/verdict.hpp"

#include <QDir>
#include <QtTest>

#include <set>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

/// A visit's outcome with every member, as a server writes it.
json fullVisit() {
    return json::parse(R"({
      "class": "returning", "treated_as_new": false, "owner": "s1", "slot": "turn", "makeup": true,
      "status": "final", "ruled": true, "articles": ["2.2", "15"],
      "because": [{"article": "15", "facts": ["f1", "f2"], "key": "phone",
                   "window": {"from": "2026-03-02T10:00:00+08:00", "days": 3, "limit": 60,
                              "to": "2026-03-05T10:00:00+08:00"}}],
      "rule_says": {"owner": null, "slot": "none", "makeup": false}})");
}

} // namespace

/// The words of an outcome, written and read again (`facts.md`).
class TestOutcomeText : public QObject {
    Q_OBJECT

private slots:
    void visitsOfEveryScenario_readBackTheSame();
    void membersOfANewerServer_skipped();
    void damagedOutcome_namesTheMember_data();
    void damagedOutcome_namesTheMember();
    void noJson_isRefused();
};

void TestOutcomeText::visitsOfEveryScenario_readBackTheSame() {
    const QDir folder(QStringLiteral(SHOUJIE_SOURCE_DIR "/tests/scenarios"));
    std::set<std::string> seen;
    for (const auto& name : folder.entryList({QStringLiteral("*.json")})) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto scenario = readScenario(file.readAll().toStdString());
        QCOMPARE_OK(scenario);
        Adjudicator adjudicator(scenario->policy);
        for (const auto& fact : scenario->facts)
            QCOMPARE_OK(adjudicator.add(fact));
        const auto& zone = scenario->policy.zone();
        for (const auto& [id, visit] : adjudicator.outcome(scenario->now).visits) {
            const auto written = toJson(visit, zone);
            const auto read = visitOutcomeFromText(written.dump());
            QCOMPARE_OK(read);
            QVERIFY2(toJson(*read, zone) == written, (name.toStdString() + " " + id.value).c_str());
            for (const char* member : {"class", "slot", "status"})
                seen.insert(std::string(member) + " " + written[member].get<std::string>());
        }
    }
    QCOMPARE(seen.size(), std::size_t(8 + 3 + 3)); // all words there are
}

void TestOutcomeText::membersOfANewerServer_skipped() {
    auto visit = fullVisit();
    visit["mood"] = "good";
    visit["because"][0]["weight"] = 3;
    visit["because"][0]["window"]["unit"] = "day";
    visit["rule_says"]["mood"] = "bad";
    const auto read = visitOutcomeFromText(visit.dump());
    QCOMPARE_OK(read);
    QVERIFY(toJson(*read, PolicyTimeline().zone()) == fullVisit());
}

void TestOutcomeText::damagedOutcome_namesTheMember_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value"); // nothing: the member is missing
    QTest::addColumn<QString>("error");
    const auto add = [](const char* pointer, const char* value, ErrorCode code, const char* path) {
        QTest::newRow(qPrintable(QString(pointer) + " " + value))
            << QString(pointer) << QString(value) << said(code, path);
    };
    add("/class", R"("stranger")", ErrorCode::notAllowed, "class");
    add("/class", "", ErrorCode::missingMember, "class");
    add("/slot", "7", ErrorCode::wrongType, "slot");
    add("/status", R"("open")", ErrorCode::notAllowed, "status");
    add("/owner", "", ErrorCode::missingMember, "owner");
    add("/owner", "[]", ErrorCode::wrongType, "owner");
    add("/because", "", ErrorCode::missingMember, "because");
    add("/because", "{}", ErrorCode::wrongType, "because");
    add("/because/0", "1", ErrorCode::wrongType, "because[0]");
    add("/because/0/article", "", ErrorCode::missingMember, "because[0].article");
    add("/because/0/key", "1", ErrorCode::wrongType, "because[0].key");
    add("/because/0/window/days", R"("3")", ErrorCode::wrongType, "because[0].window.days");
    add("/because/0/window/from", R"("noon")", ErrorCode::badTime, "because[0].window.from");
    add("/rule_says/slot", R"("half")", ErrorCode::notAllowed, "rule_says.slot");
    add("/rule_says", "[]", ErrorCode::wrongType, "rule_says");
}

void TestOutcomeText::damagedOutcome_namesTheMember() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, error);
    auto visit = fullVisit();
    const json::json_pointer at(pointer.toStdString());
    if (value.isEmpty())
        visit.at(at.parent_pointer()).erase(at.back());
    else
        visit.at(at) = json::parse(value.toStdString());
    QCOMPARE(verdict(visitOutcomeFromText(visit.dump())), error);
}

void TestOutcomeText::noJson_isRefused() {
    QCOMPARE_FAILS(visitOutcomeFromText("{"), malformed, "");
}

QTEST_GUILESS_MAIN(TestOutcomeText)
#include "tst_outcome_text.moc"
