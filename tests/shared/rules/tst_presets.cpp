#include "shared/core/json_gate.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/policy.hpp"
#include "tests/shared/rules/policy_files.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

const auto kPresets = QStringLiteral("shared/rules/policy/presets");

QStringList presets() {
    auto names = QDir(inSources(kPresets)).entryList({QStringLiteral("*.json")}, QDir::Files);
    for (auto& name : names)
        name.chop(5);
    return names;
}

json preset(const QString& name) {
    return jsonOf(inSources(kPresets + '/' + name + QStringLiteral(".json")));
}

QDir scenarios() {
    return QDir(inSources(QStringLiteral("tests/scenarios")));
}

/// The row of docs/policy.md that is about a member, as its cells; empty where there is none.
QStringList rowAbout(const std::string& member) {
    static const auto page = shown(textOf(inSources(QStringLiteral("docs/policy.md"))));
    const auto start = QStringLiteral("| `%1` |").arg(shown(member));
    for (const auto& line : page.split('\n'))
        if (line.startsWith(start)) {
            auto cells = line.split('|');
            for (auto& cell : cells)
                cell = cell.trimmed().remove('`');
            return cells;
        }
    return {};
}

} // namespace

class TestPresets : public QObject {
    Q_OBJECT

private slots:
    void presets_areTheOnesTheDocumentationNames() {
        QCOMPARE(presets(), QStringList({"document", "fifteen-day", "ninety-day", "system-first",
                                         "ten-day-halves"}));
        const auto page = shown(textOf(inSources(QStringLiteral("docs/policy.md"))));
        for (const auto& name : presets())
            QVERIFY2(page.contains("| `" + name + "` |"), qPrintable(name));
    }

    void preset_isAPolicy_data() {
        QTest::addColumn<QString>("name");
        for (const auto& name : presets())
            QTest::newRow(qPrintable(name)) << name;
    }
    void preset_isAPolicy() {
        QFETCH(QString, name);
        const auto text = textOf(inSources(kPresets + '/' + name + QStringLiteral(".json")));
        const auto parsed = parseJson(text);
        QCOMPARE_OK(parsed);
        const auto policy = PolicyTimeline::fromJson(*parsed, "");
        QCOMPARE_OK(policy);
        QCOMPARE(policy->at(Instant{}) == Policy{}, name == QStringLiteral("document"));
    }

    void theDocument_isSpelledOutInFull() {
        const auto document = preset(QStringLiteral("document"));
        for (const auto& member : schemaMembers()) {
            auto place = member;
            std::replace(place.begin(), place.end(), '.', '/');
            QVERIFY2(document.contains(json::json_pointer("/" + place)), member.c_str());
        }
    }

    void protectionOfSoManyDays_movesVisitsAndDealsAlike() {
        for (const auto& name : presets()) {
            const auto windows = preset(name)["windows"];
            QCOMPARE(shown(windows["returning_days"].dump()),
                     shown(windows["deal_new_customer_days"].dump()));
        }
    }

    void scenariosOfAPreset_haveThePolicyOfItsFile_data() { preset_isAPolicy_data(); }
    void scenariosOfAPreset_haveThePolicyOfItsFile() {
        QFETCH(QString, name);
        const auto files = scenarios().entryList({"y-" + name + "-*.json"}, QDir::Files);
        QVERIFY(files.size() >= 3);
        for (const auto& file : files)
            QVERIFY2(jsonOf(scenarios().filePath(file))["policy"] == preset(name),
                     qPrintable(file));
    }

    /// No make-up hangs on it, but a deal may: found within three days, it is shared.
    void turnIsUsed_theConflictIsStillTheServersToState() {
        const auto scenario =
            jsonOf(scenarios().filePath(QStringLiteral("y-fifteen-day-turn-is-used.json")));
        auto policy = PolicyTimeline::fromJson(scenario["policy"], "policy");
        QCOMPARE_OK(policy);
        Adjudicator adjudicator(*policy);
        for (const auto& fact : scenario["facts"])
            if (fact["kind"] != "conflict.discovered")
                QCOMPARE_OK(adjudicator.add(facts::timedFactFromJson(fact, "fact").value()));
        const auto open = adjudicator.undiscoveredConflicts();
        QCOMPARE(open.size(), std::size_t{1});
        QCOMPARE(shown(open.front().subject.value), QStringLiteral("v2"));
    }

    void everyScenarioOfAPreset_namesOne() {
        for (const auto& file : scenarios().entryList({QStringLiteral("y-*.json")}, QDir::Files)) {
            const auto names = presets();
            QVERIFY2(
                std::any_of(names.begin(), names.end(),
                            [&](const auto& name) { return file.startsWith("y-" + name + "-"); }),
                qPrintable(file));
        }
    }

    void documentation_hasEveryMemberWithItsDefault() {
        const auto document = preset(QStringLiteral("document"));
        for (const auto& member : schemaMembers()) {
            const auto row = rowAbout(member);
            QVERIFY2(row.size() > 4, member.c_str());
            const auto value = memberOf(document, member);
            QCOMPARE(row[4], shown(value.is_string() ? value.get<std::string>() : value.dump()));
        }
    }
};

QTEST_GUILESS_MAIN(TestPresets)
#include "tst_presets.moc"
