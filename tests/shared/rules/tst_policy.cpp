#include "shared/rules/policy.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace shoujie;
using namespace shoujie::rules;
using nlohmann::json;

class TestPolicy : public QObject {
    Q_OBJECT

private slots:
    void refusals_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("path");
        const auto row = [](const char* text, const char* path) {
            QTest::newRow(path) << QByteArray(text) << QString(path);
        };
        row(R"({"colour": 1})", "p.colour");
        row(R"({"windows": {"returning_days": -1}})", "p.windows.returning_days");
        row(R"({"windows": []})", "p.windows");
        row(R"({"splits": {"helper_bp": 10001}})", "p.splits.helper_bp");
        row(R"({"snatching": {"fine_min": 60000}})", "p.snatching.fine_min");
        row(R"({"snatching": {"currency": "yuan"}})", "p.snatching.currency");
        row(R"({"calls": {"window_days": "7"}})", "p.calls.window_days");
        row(R"({"returning": {"measured_from": "birth"}})", "p.returning.measured_from");
        row(R"({"rotation": {"reset": "weekly"}})", "p.rotation.reset");
        row(R"({"owner_left": true})", "p.owner_left");
        row(R"({"phone_region": "China"})", "p.phone_region");
        row(R"({"timezone": "Nowhere"})", "p.timezone");
        row(R"({"match": {"brand_aliases": {"a": 1}}})", "p.match.brand_aliases.a");
        row(R"({"registration": {"required": ["hat"]}})", "p.registration.required[0]");
        row(R"([{"from": "2026-02-30", "policy": {}}])", "p[0].from");
        row(R"([{"from": "2026-03-01"}])", "p[0].policy");
        row(R"([{"from": "2026-03-01", "policy": {"x": 1}}])", "p[0].policy.x");
    }
    void refusals() {
        QFETCH(QByteArray, text);
        const auto policy = PolicyTimeline::fromJson(json::parse(text.toStdString()), "p");
        QVERIFY(!policy.ok());
        QTEST(QString::fromStdString(policy.error().path), "path");
    }

    void overrides_leaveTheRestAsTheDocumentHasIt() {
        const auto policy = PolicyTimeline::fromJson(
            json::parse(R"({"windows":{"family_days":7},"calls":{"window_days":null}})"), "p");
        QVERIFY(policy.ok());
        const auto& now = policy->at(Instant{});
        QCOMPARE(now.windows.familyDays, 7);
        QCOMPARE(now.windows.returningDays, 60);
        QVERIFY(!now.calls.windowDays);
        QCOMPARE(now.match.brandAliases.at("宝马"), std::string("BMW"));
    }

    void effectiveDates_beginAtMidnightOfTheSite() {
        const auto policy = PolicyTimeline::fromJson(
            json::parse(R"([{"from":"2026-03-01","policy":{"windows":{"returning_days":15}}},
                            {"from":"2026-04-01","policy":{"timezone":"Asia/Tokyo"}}])"),
            "p");
        QVERIFY(policy.ok());
        const auto at = [&](const char* time) {
            return policy->at(parseRfc3339(time).value()).windows.returningDays;
        };
        QCOMPARE(at("2026-02-28T23:59:59+08:00"), 60);
        QCOMPARE(at("2026-03-01T00:00:00+08:00"), 15);
        QCOMPARE(at("2026-03-31T23:59:59+09:00"), 15);
        QCOMPARE(at("2026-04-01T00:00:00+09:00"), 60);
        QCOMPARE(policy->zone().name(), std::string("Asia/Tokyo"));
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
