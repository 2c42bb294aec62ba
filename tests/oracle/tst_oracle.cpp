#include "shared/rules/tool/scenario.hpp"
#include "shared/rules/tool/subset.hpp"
#include "tests/oracle/difference.hpp"
#include "tests/oracle/history.hpp"
#include "tests/oracle/oracle.hpp"

#include <QDir>
#include <QtTest>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::oracle;
using nlohmann::json;

namespace {

constexpr std::uint64_t kHistories = 2000;

/// What a file expects, without what the oracle does not say.
json expectOf(const rules::Scenario& scenario) {
    return json::parse(scenario.expect.dump(), [](int, auto event, const json& value) {
        return event != json::parse_event_t::key ||
               (value != "articles" && value != "proposal" && value != "alternatives" &&
                value != "rule_says");
    });
}

} // namespace

/// The rules against a second reading of the law, and that reading against what people wrote down.
class TestOracle : public QObject {
    Q_OBJECT

private slots:
    void scenarios_holdForTheOracleToo_data() {
        QTest::addColumn<QString>("file");
        for (const char* folder : {"/tests/scenarios", "/tests/oracle/findings"}) {
            const QDir files(QString(SHOUJIE_SOURCE_DIR) + folder);
            for (const auto& name : files.entryList({"*.json"}))
                QTest::newRow(qPrintable(name)) << files.filePath(name);
        }
    }

    void scenarios_holdForTheOracleToo() {
        QFETCH(QString, file);
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const auto scenario = rules::readScenario(in.readAll().toStdString());
        QVERIFY(scenario.ok());
        if (!std::all_of(scenario->facts.begin(), scenario->facts.end(),
                         [](const auto& fact) { return fact.at.isExact(); }))
            return; // the oracle reads exact times only
        const auto outcome = adjudicate(scenario->policy, scenario->facts, scenario->now);
        const auto found = rules::firstDifference(expectOf(*scenario), outcome, "");
        QVERIFY2(!found, found.value_or("").c_str());
    }

    void randomHistories_areJudgedAlike() {
        for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
            const auto history = randomHistory(seed, Names::clear);
            const auto found = compare(history, {});
            if (!found) continue;
            const auto small = shrink(history, found->kind, {});
            QFAIL((found->where + "\n" + small.dump(1)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestOracle)
#include "tst_oracle.moc"
