#include "shared/core/json_gate.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace shoujie;
using namespace shoujie::testing;

Q_DECLARE_METATYPE(shoujie::ErrorCode)

class TestJsonGate : public QObject {
    Q_OBJECT

private slots:
    void document_isReadAsItStands();
    void nesting_isTakenUpToTheLimit_data();
    void nesting_isTakenUpToTheLimit();
    void depthBomb_isRefusedWithoutACrash_data();
    void depthBomb_isRefusedWithoutACrash();
    void size_isTakenUpToTheLimit();
    void integers_keepAll64Bits_data();
    void integers_keepAll64Bits();
    void badDocument_isRefusedWithCodeAndPath_data();
    void badDocument_isRefusedWithCodeAndPath();
    void everyTruncation_isRefused();
    void name_isTakenUpToItsLimit();
    void escapes_areDecoded();
    void message_neverRepeatsTheInput();
};

void TestJsonGate::document_isReadAsItStands() {
    const std::string text =
        R"({"a":[],"b":{},"c":[1,"x",true,false,null,{"d":[[2]]}],"e":-3,"":"z"})";
    const auto json = parseJson(text);
    QCOMPARE_OK(json);
    QVERIFY(*json == nlohmann::json::parse(text));
    QCOMPARE_OK(parseJson(" \t\r\n[1] \n"));
    QCOMPARE_OK(parseJson("0"));
    QCOMPARE_OK(parseJson("null"));
}

void TestJsonGate::nesting_isTakenUpToTheLimit_data() {
    QTest::addColumn<int>("limit");
    for (const int limit : {1, 2, 7, int(limits::kMaxJsonDepth)})
        QTest::addRow("%d", limit) << limit;
}

void TestJsonGate::nesting_isTakenUpToTheLimit() {
    QFETCH(int, limit);
    const auto arrays = [](int depth) {
        const auto count = static_cast<std::size_t>(depth);
        return std::string(count, '[') + std::string(count, ']');
    };
    const auto objects = [](int depth) {
        std::string text = "1";
        for (int i = 0; i < depth; ++i)
            text = "{\"a\":" + text + "}";
        return text;
    };
    const JsonLimits limits{static_cast<std::size_t>(limit), 1000};
    QCOMPARE_OK(parseJson(arrays(limit), limits));
    QCOMPARE_OK(parseJson(objects(limit), limits));

    std::string inArrays;
    std::string inObjects = "a";
    for (int i = 0; i < limit; ++i) {
        inArrays += "[0]";
        if (i > 0) inObjects += ".a";
    }
    QCOMPARE_FAILS(parseJson(arrays(limit + 1), limits), tooDeep, inArrays);
    QCOMPARE_FAILS(parseJson(objects(limit + 1), limits), tooDeep, inObjects);
}

void TestJsonGate::depthBomb_isRefusedWithoutACrash_data() {
    QTest::addColumn<QByteArray>("piece");
    QTest::newRow("lists") << QByteArray("[");
    QTest::newRow("objects") << QByteArray("{\"a\":");
    QTest::newRow("lists in objects") << QByteArray("[{\"a\":");
}

void TestJsonGate::depthBomb_isRefusedWithoutACrash() {
    QFETCH(QByteArray, piece);
    const std::string bomb = piece.repeated(400'000 / piece.size()).toStdString();
    const auto result = parseJson(bomb, {limits::kMaxJsonDepth, 1'000'000});
    QVERIFY(!result.ok());
    QVERIFY(result.error().code == ErrorCode::tooDeep);
    QCOMPARE_FAILS(parseJson(bomb), tooLong, "");
}

void TestJsonGate::size_isTakenUpToTheLimit() {
    const std::string text = "[1,2,3]";
    QCOMPARE_OK(parseJson(text, {4, text.size()}));
    QCOMPARE_FAILS(parseJson(text, {4, text.size() - 1}), tooLong, "");

    const auto filled = [](std::size_t size) {
        return "\"" + std::string(size - 2, 'a') + "\"";
    };
    QCOMPARE_OK(parseJson(filled(limits::kMaxBodyBytes)));
    QCOMPARE_FAILS(parseJson(filled(limits::kMaxBodyBytes + 1)), tooLong, "");
}

void TestJsonGate::integers_keepAll64Bits_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("value");
    QTest::newRow("2^63 - 1") << QByteArray("9223372036854775807") << qint64(INT64_MAX);
    QTest::newRow("-2^63") << QByteArray("-9223372036854775808") << qint64(INT64_MIN);
    QTest::newRow("0") << QByteArray("0") << qint64(0);
    QTest::newRow("-0") << QByteArray("-0") << qint64(0);
}

void TestJsonGate::integers_keepAll64Bits() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, value);
    const auto json = parseJson(text.toStdString());
    QCOMPARE_OK(json);
    // Signed always: a reader need not know of two kinds of integers.
    QVERIFY(json->type() == nlohmann::json::value_t::number_integer);
    QCOMPARE(qint64(json->get<std::int64_t>()), value);
}

void TestJsonGate::badDocument_isRefusedWithCodeAndPath_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char* name, const QByteArray& text, ErrorCode code,
                        const char* path) {
        QTest::newRow(name) << text << code << QByteArray(path);
    };
    using enum ErrorCode;
    row("float", R"({"price":1.5})", notAnInteger, "price");
    row("float of whole value", "[1.0]", notAnInteger, "[0]");
    row("exponent", "[0,1e3]", notAnInteger, "[1]");
    row("float beyond doubles", R"({"a":1e999})", notAnInteger, "a");
    row("2^63", R"({"a":9223372036854775808})", notAnInteger, "a");
    row("2^64", R"({"a":18446744073709551616})", notAnInteger, "a");
    row("2^64 - 1", R"({"a":18446744073709551615})", notAnInteger, "a");
    row("-2^63 - 1", R"({"a":-9223372036854775809})", notAnInteger, "a");
    row("duplicate", R"({"a":1,"b":2,"a":3})", duplicateMember, "a");
    row("duplicate below", R"({"f":[{"x":1},{"d":{"y":1,"y":1}}]})", duplicateMember, "f[1].d.y");
    row("duplicate after an escape", R"({"a":1,"\u0061":3})", duplicateMember, "a");
    row("lone high surrogate", R"({"n":"\ud800"})", invalidUtf8, "n");
    row("high surrogate and letter", R"({"n":"\ud800x"})", invalidUtf8, "n");
    row("two high surrogates", R"({"n":"\ud800\ud800"})", invalidUtf8, "n");
    row("lone low surrogate", R"(["a","\udc00"])", invalidUtf8, "[1]");
    row("surrogate in a name", R"({"a":{"\ud800":1}})", invalidUtf8, "a");
    row("byte ff", "{\"n\":\"\xff\"}", invalidUtf8, "n");
    row("overlong slash", "{\"n\":\"\xc0\xaf\"}", invalidUtf8, "n");
    row("surrogate as UTF-8", "[\"\xed\xa0\x80\"]", invalidUtf8, "[0]");
    row("beyond U+10FFFF", "[\"\xf4\x90\x80\x80\"]", invalidUtf8, "[0]");
    row("cut inside a letter", "[\"\xe5\xbc\"]", invalidUtf8, "[0]");
    row("bad UTF-8 in a name", "{\"\xff\":1}", invalidUtf8, "");
    row("bad UTF-8 outside of text", "\xff", malformed, "");
    row("the word UTF-8 in cut text", R"({"n":"ill-formed UTF-8 surrogate U+D800)", malformed, "n");
    row("raw new line in text", "[\"a\nb\"]", malformed, "[0]");
    row("empty", "", malformed, "");
    row("only space", "  ", malformed, "");
    row("trailing bytes", "{} x", malformed, "");
    row("two documents", "{}{}", malformed, "");
    row("zero byte and more", QByteArray("{}\0{\"a\":1}", 9), malformed, "");
    row("zero byte at the end", QByteArray("[1]\0", 4), malformed, "");
    row("zero byte in text", QByteArray("[\"a\0b\"]", 7), malformed, "");
    row("comment", "[1] // one", malformed, "");
    row("comma at the end", "[1,]", malformed, "[1]");
    row("comma at the end of an object", R"({"a":{"b":1,}})", malformed, "a.b");
    row("before the first name", R"({"a":{x}})", malformed, "a");
    row("single quotes", "{'a':1}", malformed, "");
    row("not a number", "[NaN]", malformed, "[0]");
    row("leading zero", "[01]", malformed, "[1]");
    row("plus", "[+1]", malformed, "[0]");
    row("bare name", "{a:1}", malformed, "");
    row("bad escape", R"(["\x"])", malformed, "[0]");
    row("below lists and objects", R"({"facts":[{},{"data":{"customers":[[],[1,{"a":1.5}]]}}]})",
        notAnInteger, "facts[1].data.customers[1][1].a");
    row("after closed siblings", R"({"a":{"b":{"c":1}},"d":[[1],[2]],"e":[3,[4],1.5]})",
        notAnInteger, "e[2]");
    row("control character in a name", R"({"a":{"b\nc":1}})", notAllowed, "a");
    row("bad name after a good one", R"({"a":{"b":1,"c\n":2}})", notAllowed, "a");
    row("delete in a name", "{\"\x7f\":1}", notAllowed, "");
}

void TestJsonGate::badDocument_isRefusedWithCodeAndPath() {
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, path);
    QCOMPARE(verdict(parseJson(text.toStdString())), said(code, path.toStdString()));
}

void TestJsonGate::everyTruncation_isRefused() {
    const std::string text = R"({"a":[1,{"b":"\u00e9\ud83d\ude00"},-12,true],"c":null})";
    QCOMPARE_OK(parseJson(text));
    for (std::size_t size = 0; size < text.size(); ++size)
        QVERIFY2(!parseJson(text.substr(0, size)).ok(), text.substr(0, size).c_str());
}

void TestJsonGate::name_isTakenUpToItsLimit() {
    const auto named = [](std::size_t size) {
        return "{\"o\":{\"" + std::string(size, 'n') + "\":1}}";
    };
    QCOMPARE_OK(parseJson(named(limits::kMaxShortText)));
    QCOMPARE_FAILS(parseJson(named(limits::kMaxShortText + 1)), notAllowed, "o");
}

void TestJsonGate::escapes_areDecoded() {
    const auto json = parseJson(R"(["\u5f20\u4e09","\ud83d\ude00","\"\\\/\n","\u0000"])");
    QCOMPARE_OK(json);
    QCOMPARE(shown((*json)[0].get<std::string>()), QString::fromUtf8("张三"));
    QCOMPARE(shown((*json)[1].get<std::string>()), QString::fromUtf8("😀"));
    QCOMPARE(shown((*json)[2].get<std::string>()), QStringLiteral("\"\\/\n"));
    QVERIFY((*json)[3].get<std::string>() == std::string(1, '\0'));
}

void TestJsonGate::message_neverRepeatsTheInput() {
    for (const char* text : {R"({"a":"SECRET)", R"({"a":SECRET})", R"({"a":"SECRET","a":1})",
                             R"(["SECRET\ud800"])", R"(["SECRET"] SECRET)"}) {
        const auto result = parseJson(text);
        QVERIFY(!result.ok());
        QVERIFY2(describe(result.error()).find("SECRET") == std::string::npos, text);
    }
}

QTEST_APPLESS_MAIN(TestJsonGate)
#include "tst_json_gate.moc"
