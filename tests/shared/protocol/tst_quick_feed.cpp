// The quick way to read a page says nothing that the careful one would not say.
#include "shared/core/limits.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/protocol/quick_feed.hpp"
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/protocol/message_samples.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace shoujie;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

constexpr JsonLimits kLimits{limits::kMaxJsonDepth + 4, 64 * 1024 * 1024};

json pageOf(const FactSample& sample) {
    json page = json::parse(encode(aFeed()));
    auto& fact = page["entries"][0]["fact"];
    fact["kind"] = sample.kind;
    fact["data"] = fullOf(sample);
    return page;
}

/// The same page with its members out of order, which only the careful way takes.
std::string outOfOrder(const json& page) {
    return R"({"next":)" + page.value("next", json()).dump() + R"(,"more":)" +
           page.value("more", json()).dump() + R"(,"entries":)" +
           page.value("entries", json()).dump() + "}";
}

QString written(const FeedReply& feed) {
    std::string text;
    for (const auto& entry : feed.entries) {
        text += entry.erased ? "erased|" : "|";
        text += entry.factText + '|' + entry.outcome + '|' + entry.unsupportedId.value + '|';
        if (entry.fact) text += facts::timedFactToJson(*entry.fact).dump();
        text += '\n';
    }
    return shown(text + encode(feed));
}

/// Every value of the document, by its place.
void eachPlace(const json& value, const json::json_pointer& at,
               std::vector<json::json_pointer>& places) {
    places.push_back(at);
    if (value.is_object())
        for (const auto& [name, member] : value.items())
            eachPlace(member, at / name, places);
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            eachPlace(value[i], at / i, places);
}

} // namespace

class TestQuickFeed : public QObject {
    Q_OBJECT

private slots:
    void everyKind_isReadAlike();
    void pageAsServersWriteIt_isReadQuickly();
    void whatIsWrong_isNeverTaken();
    void whatTheGateRefuses_isNeverTaken_data();
    void whatTheGateRefuses_isNeverTaken();
};

void TestQuickFeed::everyKind_isReadAlike() {
    for (const auto& sample : kSamples) {
        const auto page = pageOf(sample);
        const auto quick = quickFeedReply(page.dump(), kLimits);
        const auto careful = decodeFeedReply(outOfOrder(page));
        QVERIFY2(quick, sample.kind.data());
        QCOMPARE_OK(careful);
        QVERIFY(!quickFeedReply(outOfOrder(page), kLimits));
        QCOMPARE(written(*quick), written(*careful));
    }
}

void TestQuickFeed::pageAsServersWriteIt_isReadQuickly() {
    const auto quick = quickFeedReply(encode(aFeed()), kLimits);
    QVERIFY(quick);
    QCOMPARE(quick->entries.size(), std::size_t(3));
    QCOMPARE(quick->next, 7);
    QVERIFY(quick->more && quick->entries[0].fact && !quick->entries[2].fact);
    // What a newer server says besides is passed over, as everywhere in replies.
    auto newer = json::parse(encode(aFeed()));
    newer["snapshot"] = 1;
    newer["entries"][1]["weight"] = {1, 2};
    QVERIFY(quickFeedReply(newer.dump(), kLimits));
    // A kind of a newer vocabulary is kept and not judged.
    newer["entries"][0]["fact"]["kind"] = "visit.photographed";
    const auto kept = quickFeedReply(newer.dump(), kLimits);
    QVERIFY(kept && !kept->entries[0].fact && !kept->entries[0].ofServer);
    QCOMPARE(kept->entries[0].unsupportedId, FactId("f1"));
}

/// One value after the other is replaced or taken out, in a page of each kind.
void TestQuickFeed::whatIsWrong_isNeverTaken() {
    const std::vector<json> wrong{nullptr,
                                  true,
                                  -1,
                                  0,
                                  1,
                                  1.5,
                                  "",
                                  "s9",
                                  "a\tb",
                                  "2026-03-01",
                                  std::string(70, 'x'),
                                  std::string(limits::kMaxLongText + 1, 'x'),
                                  json::array(),
                                  json::object(),
                                  json::array({json::object(), json::object()})};
    int taken = 0;
    int refused = 0;
    for (const auto& sample : kSamples) {
        const auto page = pageOf(sample);
        std::vector<json::json_pointer> places;
        eachPlace(page, json::json_pointer(), places);
        for (const auto& place : places) {
            if (place.empty()) continue;
            for (std::size_t i = 0; i <= wrong.size(); ++i) {
                auto changed = page;
                if (i < wrong.size())
                    changed[place] = wrong[i];
                else if (changed[place.parent_pointer()].is_object())
                    changed[place.parent_pointer()].erase(place.back());
                const auto quick = quickFeedReply(changed.dump(), kLimits);
                const auto careful = decodeFeedReply(outOfOrder(changed));
                const auto where = place.to_string() + " of " + std::string(sample.kind);
                QVERIFY2(!quick || careful.ok(), where.c_str());
                if (quick) QCOMPARE(written(*quick), written(*careful));
                ++(quick ? taken : refused);
            }
        }
    }
    QVERIFY(taken > 1'000 && refused > 1'000);
}

void TestQuickFeed::whatTheGateRefuses_isNeverTaken_data() {
    QTest::addColumn<QByteArray>("outcome");
    QTest::newRow("twice") << QByteArray(R"({"a":1,"a":2})");
    QTest::newRow("deep") << QByteArray(limits::kMaxJsonDepth + 4, '[') +
                                 QByteArray(limits::kMaxJsonDepth + 4, ']');
    QTest::newRow("fraction") << QByteArray(R"({"a":1.5})");
    QTest::newRow("beyond 64 bits") << QByteArray(R"({"a":9223372036854775808})");
    QTest::newRow("half a character") << QByteArray(R"({"a":"\ud800"})");
    QTest::newRow("no UTF-8") << QByteArray("{\"a\":\"\xff\"}");
    QTest::newRow("control character") << QByteArray(R"({"a\u0001":1})");
    QTest::newRow("long name") << QByteArray("{\"") + QByteArray(limits::kMaxShortText + 1, 'a') +
                                      QByteArray("\":1}");
    QTest::newRow("cut") << QByteArray(R"({"a":)");
    QTest::newRow("zero byte") << QByteArray("{\"a\":1\0}", 8);
}

void TestQuickFeed::whatTheGateRefuses_isNeverTaken() {
    QFETCH(QByteArray, outcome);
    const std::string before = R"({"entries":[{"outcome":)";
    const std::string behind =
        R"(,"outcome_kind":"visit","seq":6,"subject":"v1"}],"more":false,"next":6})";
    QVERIFY(quickFeedReply(before + "{}" + behind, kLimits));
    const auto page = before + outcome.toStdString() + behind;
    QVERIFY(!quickFeedReply(page, kLimits));
    QVERIFY(!decodeFeedReply(page));
}

QTEST_APPLESS_MAIN(TestQuickFeed)
#include "tst_quick_feed.moc"
