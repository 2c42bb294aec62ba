#include "client/store/visit_outcomes.hpp"
#include "shared/rules/outcome_json.hpp"
#include "tests/client/sample_facts.hpp"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;

namespace {

const TimeZone& shanghai() {
    static const TimeZone kZone = TimeZone::find("Asia/Shanghai").value();
    return kZone;
}

Instant at(const char* text) {
    return parseRfc3339(text).value();
}

const Instant kLater = at("2026-12-31T10:00:00+08:00");

/// An outcome with every member set.
rules::VisitOutcome fullOutcome() {
    rules::VisitOutcome visit;
    visit.visitClass = rules::VisitClass::returning;
    visit.treatedAsNew = true;
    visit.decision = {rules::Owner("s1"), rules::Slot::makeup, true};
    visit.status = rules::Status::provisional;
    visit.ruled = true;
    visit.articles = {"13", "2.2"};
    visit.because.push_back({"4", {FactId("f1"), FactId("f2")}, "phone", std::nullopt});
    visit.because.push_back(
        {"15",
         {FactId("f1")},
         "",
         rules::Window{at("2026-03-01T10:00:00+08:00"), at("2026-03-11T10:00:00+08:00"), 10, 60}});
    visit.ruleSays = rules::VisitDecision{rules::kPool, rules::Slot::none, false};
    return visit;
}

} // namespace

class TestVisitOutcomes final : public QObject {
    Q_OBJECT

private slots:
    void what_the_rules_print_is_read_back_data();
    void what_the_rules_print_is_read_back();
    void newer_members_are_skipped();
    void damaged_outcome_names_the_member_data();
    void damaged_outcome_names_the_member();
    void official_word_holds_unless_an_own_fact_is_newer();
    void outcome_that_cannot_be_read_is_judged_here();
};

void TestVisitOutcomes::what_the_rules_print_is_read_back_data() {
    QTest::addColumn<int>("visitClass");
    QTest::addColumn<int>("slot");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("owned");
    for (int kind = 0; kind < 8; ++kind)
        QTest::addRow("class %d", kind) << kind << kind % 3 << (kind + 1) % 3 << (kind % 2 == 0);
}

void TestVisitOutcomes::what_the_rules_print_is_read_back() {
    QFETCH(int, visitClass);
    QFETCH(int, slot);
    QFETCH(int, status);
    QFETCH(bool, owned);
    rules::VisitOutcome visit = fullOutcome();
    visit.visitClass = static_cast<rules::VisitClass>(visitClass);
    visit.decision.slot = static_cast<rules::Slot>(slot);
    visit.status = static_cast<rules::Status>(status);
    if (!owned) {
        visit.decision.owner.reset();
        visit.ruleSays.reset();
    }
    const std::string text = rules::toJson(visit, shanghai()).dump();
    const auto read = rules::visitOutcomeFromText(text);
    QVERIFY(read.ok());
    QCOMPARE(rules::toJson(*read, shanghai()).dump(), text);
    QCOMPARE(read->decision.owner.has_value(), owned);
}

void TestVisitOutcomes::newer_members_are_skipped() {
    auto json = rules::toJson(fullOutcome(), shanghai());
    json["mood"] = "good";
    json["because"][0]["confidence"] = 7;
    QVERIFY(rules::visitOutcomeFromText(json.dump()));
}

void TestVisitOutcomes::damaged_outcome_names_the_member_data() {
    QTest::addColumn<QString>("member");
    for (const char* member :
         {"class", "owner", "slot", "makeup", "status", "ruled", "articles", "because"})
        QTest::newRow(member) << member;
}

void TestVisitOutcomes::damaged_outcome_names_the_member() {
    QFETCH(QString, member);
    auto json = rules::toJson(fullOutcome(), shanghai());
    json.erase(member.toStdString());
    const auto missing = rules::visitOutcomeFromText(json.dump());
    QVERIFY(!missing);
    QCOMPARE(missing.error().path, member.toStdString());
    json[member.toStdString()] = 7;
    QVERIFY(!rules::visitOutcomeFromText(json.dump()));
}

void TestVisitOutcomes::official_word_holds_unless_an_own_fact_is_newer() {
    Replica replica{rules::PolicyTimeline()};
    facts::Fact fact{FactId("f1"),
                     SiteId("xidi"),
                     StaffId("s1"),
                     DeviceId("d1"),
                     1,
                     visit("v1", "s1", customer("陈大文", "13800138000"))};
    replica.addRegistered({fact, TimeInterval::exactly(at("2026-03-02T10:00:00+08:00"))});
    VisitOutcomes outcomes;
    QVERIFY(!outcomes.of(VisitId("v1"), replica, kLater)->official);
    QVERIFY(!outcomes.of(VisitId("v2"), replica, kLater));

    rules::VisitOutcome official = fullOutcome();
    official.decision.owner = rules::Owner("s9");
    outcomes.keepOfficial(
        {"visit", SubjectId("v1"), 1, rules::toJson(official, shanghai()).dump()});
    QVERIFY(outcomes.of(VisitId("v1"), replica, kLater)->official);
    QCOMPARE(*outcomes.of(VisitId("v1"), replica, kLater)->outcome.decision.owner, StaffId("s9"));

    fact.id = FactId("f2");
    fact.data = facts::NoticeSeen{SubjectId("v1"), StaffId("s1")};
    QVERIFY(replica.addOwn({fact, TimeInterval::exactly(at("2026-03-02T11:00:00+08:00"))}));
    QVERIFY(!outcomes.of(VisitId("v1"), replica, kLater)->official);
    QCOMPARE(*outcomes.of(VisitId("v1"), replica, kLater)->outcome.decision.owner, StaffId("s1"));

    // The register has it now: the server's word counts again.
    replica.addRegistered({fact, TimeInterval::exactly(at("2026-03-02T11:00:01+08:00"))});
    QVERIFY(outcomes.of(VisitId("v1"), replica, kLater)->official);
}

void TestVisitOutcomes::outcome_that_cannot_be_read_is_judged_here() {
    Replica replica{rules::PolicyTimeline()};
    facts::Fact fact{FactId("f1"),
                     SiteId("xidi"),
                     StaffId("s1"),
                     DeviceId("d1"),
                     1,
                     visit("v1", "s1", customer("陈大文", "13800138000"))};
    replica.addRegistered({fact, TimeInterval::exactly(at("2026-03-02T10:00:00+08:00"))});
    VisitOutcomes outcomes;
    const std::string good = rules::toJson(fullOutcome(), shanghai()).dump();
    outcomes.keepOfficial({"visit", SubjectId("v1"), 1, good});
    outcomes.keepOfficial({"visit", SubjectId("v1"), 2, R"({"class": "of a newer server"})"});
    QVERIFY(!outcomes.of(VisitId("v1"), replica, kLater)->official);
    outcomes.keepOfficial({"deal", SubjectId("v1"), 3, good});
    QVERIFY(!outcomes.of(VisitId("v1"), replica, kLater)->official);
}

QTEST_GUILESS_MAIN(TestVisitOutcomes)
#include "tst_visit_outcomes.moc"
