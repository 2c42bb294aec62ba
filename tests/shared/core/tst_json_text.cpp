#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <random>

using namespace shoujie;
using Json = nlohmann::json;

namespace {

/// Any document of some values, with texts that need escapes and others that do not.
Json anyJson(std::mt19937_64& dice, int depth) {
    static const std::vector<std::string> kTexts{
        "",     "plain",    "\"quoted\" and \\",   "line\nbreak\ttab \x01 \x1f",
        "\x7f", "陈先生 📞", std::string("a\0b", 3)};
    const auto text = [&] {
        return kTexts[dice() % kTexts.size()];
    };
    switch (dice() % (depth == 0 ? 5 : 7)) {
    case 0:
        return nullptr;
    case 1:
        return dice() % 2 == 0;
    case 2:
        return static_cast<std::int64_t>(dice());
    case 3:
        return static_cast<std::int64_t>(dice() % 100) - 50;
    case 4:
        return text();
    case 5: {
        Json list = Json::array();
        for (auto left = dice() % 5; left > 0; --left)
            list.push_back(anyJson(dice, depth - 1));
        return list;
    }
    default: {
        Json object = Json::object();
        for (auto left = dice() % 5; left > 0; --left)
            object["m" + std::to_string(dice() % 20)] = anyJson(dice, depth - 1);
        return object;
    }
    }
}

} // namespace

class TestJsonText : public QObject {
    Q_OBJECT

private slots:
    void dump_isThatOfTheLibrary();
    void gate_readsWhatTheLibraryReads();
    void noUtf8_isRefused();
    void writer_separatesByItself();
};

void TestJsonText::dump_isThatOfTheLibrary() {
    std::mt19937_64 dice(1);
    for (int i = 0; i < 5'000; ++i) {
        const Json json = anyJson(dice, 4);
        QCOMPARE(dumpJson(json), json.dump());
    }
    QCOMPARE(dumpJson(Json(UINT64_MAX)), std::string("18446744073709551615"));
    QCOMPARE(dumpJson(Json(0.5)), std::string("0.5"));
}

void TestJsonText::gate_readsWhatTheLibraryReads() {
    std::mt19937_64 dice(2);
    for (int i = 0; i < 5'000; ++i) {
        const Json json = anyJson(dice, 4);
        const auto read = parseJson(json.dump(static_cast<int>(dice() % 3)));
        QVERIFY2(read.ok(), json.dump().c_str());
        QVERIFY(*read == json);
    }
}

void TestJsonText::noUtf8_isRefused() {
    for (const char* text : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xe4\xb8"}) {
        QVERIFY_THROWS_EXCEPTION(Json::type_error, dumpJson(Json(text)));
        QVERIFY_THROWS_EXCEPTION(Json::type_error, JsonText().text(text));
    }
}

void TestJsonText::writer_separatesByItself() {
    JsonText out;
    out.begin('{').key("a").begin('[').number(-1).text("x\"").boolean(false).end(']');
    out.key("b").begin('{').end('}').key("c").raw("[1,2]").key("d").begin('[').begin('[').end(']');
    out.begin('{').end('}').end(']').end('}');
    const Json expected{{"a", {-1, "x\"", false}},
                        {"b", Json::object()},
                        {"c", {1, 2}},
                        {"d", {Json::array(), Json::object()}}};
    QCOMPARE(out.take(), expected.dump());
}

QTEST_APPLESS_MAIN(TestJsonText)
#include "tst_json_text.moc"
