#include "shared/core/object_reader.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <functional>

using namespace shoujie;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

/// What a reader at the path "data" says of `value` as the member "m".
Result<void> reading(const json& value, const std::function<void(ObjectReader&)>& read) {
    const json object{{"m", value}};
    ObjectReader in(object, "data");
    read(in);
    return in.finish();
}

Result<void> readingText(const json& value, std::size_t maxBytes = 3) {
    return reading(value, [&](ObjectReader& in) {
        std::string out;
        in.text("m", out, maxBytes);
    });
}
Result<void> readingTexts(const json& value) {
    return reading(value, [](ObjectReader& in) {
        std::vector<std::string> out;
        in.texts("m", out, 3, 2, true);
    });
}
Result<void> readingInteger(const json& value) {
    return reading(value, [](ObjectReader& in) {
        std::int64_t out = 0;
        in.integer("m", out, -2, 5);
    });
}
Result<void> readingId(const json& value) {
    return reading(value, [](ObjectReader& in) {
        StaffId out;
        in.id("m", out);
    });
}
Result<void> readingIds(const json& value) {
    return reading(value, [](ObjectReader& in) {
        std::vector<StaffId> out;
        in.ids("m", out, 2, true);
    });
}
Result<void> readingTime(const json& value) {
    return reading(value, [](ObjectReader& in) {
        Instant out;
        in.time("m", out);
    });
}
Result<void> readingBoolean(const json& value) {
    return reading(value, [](ObjectReader& in) {
        bool out = false;
        in.boolean("m", out);
    });
}

} // namespace

class TestObjectReader : public QObject {
    Q_OBJECT

private slots:
    void everyReader_takesWhatFits();
    void notAnObject_isAWrongType();
    void missing_isAnErrorOnlyWhereRequired();
    void wrongType_isRefused();
    void text_isBoundedInBytes();
    void text_mustBeUtf8();
    void texts_nameTheItem();
    void integer_isBounded();
    void unsignedBeyondInt64_isOutOfRange();
    void id_isShortAndPrintable();
    void ids_nameTheItem();
    void time_isCheckedAtItsPath();
    void unreadMember_isUnknown();
    void unreadMember_canBeSkipped();
    void firstError_isKept();
    void rootPath_isTheMemberAlone();
    void name_isMadeLikeAnId();
};

void TestObjectReader::everyReader_takesWhatFits() {
    const json object{{"text", "abc"},
                      {"texts", {"a", "b"}},
                      {"integer", -2},
                      {"boolean", true},
                      {"id", "s1"},
                      {"ids", {"s1", "s2"}},
                      {"time", "1970-01-01T00:00:01Z"}};
    ObjectReader in(object, "");
    std::string text;
    std::vector<std::string> texts;
    std::int64_t integer = 0;
    bool boolean = false;
    StaffId id;
    std::vector<StaffId> ids;
    Instant time{};
    in.text("text", text, 3);
    in.texts("texts", texts, 1, 2, true);
    in.integer("integer", integer, -2, 5);
    in.boolean("boolean", boolean);
    in.id("id", id);
    in.ids("ids", ids, 2, true);
    in.time("time", time);
    QCOMPARE_OK(in.finish());
    QVERIFY(text == "abc" && integer == -2 && boolean && id == StaffId("s1"));
    QVERIFY((texts == std::vector<std::string>{"a", "b"}));
    QVERIFY((ids == std::vector{StaffId("s1"), StaffId("s2")}));
    QVERIFY(time == Instant(std::chrono::seconds(1)));
}

void TestObjectReader::notAnObject_isAWrongType() {
    for (const json& value : {json::array(), json(1), json("x"), json(nullptr), json(true)}) {
        ObjectReader in(value, "facts[0]");
        std::string out;
        in.text("m", out, 3);
        QVERIFY(!in.has("m"));
        QCOMPARE_FAILS(in.finish(), wrongType, "facts[0]");
    }
}

void TestObjectReader::missing_isAnErrorOnlyWhereRequired() {
    const json empty = json::object();
    {
        ObjectReader in(empty, "data");
        std::string text;
        in.text("m", text, 3);
        QCOMPARE_FAILS(in.finish(), missingMember, "data.m");
    }
    {
        ObjectReader in(empty, "data");
        StaffId id;
        in.id("m", id);
        QCOMPARE_FAILS(in.finish(), missingMember, "data.m");
    }
    {
        ObjectReader in(empty, "data");
        Instant time;
        in.time("m", time);
        QCOMPARE_FAILS(in.finish(), missingMember, "data.m");
    }
    ObjectReader in(empty, "data");
    std::optional<std::string> text;
    std::optional<std::int64_t> integer;
    std::optional<bool> boolean;
    std::optional<Instant> time;
    std::optional<StaffId> id;
    std::vector<std::string> texts;
    in.text("a", text, 3);
    in.integer("b", integer, 0, 1);
    in.boolean("c", boolean);
    in.time("d", time);
    in.id("e", id);
    in.texts("f", texts, 3, 3, false);
    QCOMPARE_OK(in.finish());
    QVERIFY(!text && !integer && !boolean && !time && !id && texts.empty());
}

void TestObjectReader::wrongType_isRefused() {
    for (const json& value : {json(1), json(nullptr), json::array(), json::object(), json(true)}) {
        QCOMPARE_FAILS(readingText(value), wrongType, "data.m");
        QCOMPARE_FAILS(readingId(value), wrongType, "data.m");
        QCOMPARE_FAILS(readingTime(value), wrongType, "data.m");
    }
    for (const json& value : {json("1"), json(nullptr), json(1.0), json(true), json::array()})
        QCOMPARE_FAILS(readingInteger(value), wrongType, "data.m");
    for (const json& value : {json("true"), json(nullptr), json(1), json(0)})
        QCOMPARE_FAILS(readingBoolean(value), wrongType, "data.m");
    for (const json& value : {json("a"), json(nullptr), json::object()})
        QCOMPARE_FAILS(readingTexts(value), wrongType, "data.m");
}

void TestObjectReader::text_isBoundedInBytes() {
    QCOMPARE_OK(readingText(""));
    QCOMPARE_OK(readingText("abc"));
    QCOMPARE_FAILS(readingText("abcd"), tooLong, "data.m");
    QCOMPARE_OK(readingText("张")); // three bytes
    QCOMPARE_FAILS(readingText("张三"), tooLong, "data.m");
}

void TestObjectReader::text_mustBeUtf8() {
    for (const char* text : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xe5\xbc", "a\x80"})
        QCOMPARE_FAILS(readingText(text), invalidUtf8, "data.m");
    QCOMPARE_OK(readingText("😀", 4));
    QCOMPARE_OK(readingText(std::string(1, '\0')));
}

void TestObjectReader::texts_nameTheItem() {
    QCOMPARE_OK(readingTexts(json::array()));
    QCOMPARE_OK(readingTexts({"abc", "def"}));
    QCOMPARE_FAILS(readingTexts({"a", "b", "c"}), tooLong, "data.m");
    QCOMPARE_FAILS(readingTexts({"abc", "abcd"}), tooLong, "data.m[1]");
    QCOMPARE_FAILS(readingTexts({"abc", 1}), wrongType, "data.m[1]");
    QCOMPARE_FAILS(readingTexts({"\xff", "abc"}), invalidUtf8, "data.m[0]");
}

void TestObjectReader::integer_isBounded() {
    QCOMPARE_OK(readingInteger(-2));
    QCOMPARE_OK(readingInteger(5));
    QCOMPARE_FAILS(readingInteger(-3), outOfRange, "data.m");
    QCOMPARE_FAILS(readingInteger(6), outOfRange, "data.m");
    QCOMPARE_FAILS(readingInteger(INT64_MAX), outOfRange, "data.m");
    QCOMPARE_FAILS(readingInteger(INT64_MIN), outOfRange, "data.m");
}

void TestObjectReader::unsignedBeyondInt64_isOutOfRange() {
    for (const std::uint64_t value : {std::uint64_t{1} << 63, UINT64_MAX}) {
        const auto result = reading(value, [](ObjectReader& in) {
            std::int64_t out = 0;
            in.integer("m", out, INT64_MIN, INT64_MAX);
        });
        QCOMPARE_FAILS(result, outOfRange, "data.m");
    }
}

void TestObjectReader::id_isShortAndPrintable() {
    QCOMPARE_OK(readingId(std::string(limits::kMaxIdBytes, 'x')));
    QCOMPARE_FAILS(readingId(std::string(limits::kMaxIdBytes + 1, 'x')), tooLong, "data.m");
    QCOMPARE_FAILS(readingId(""), tooShort, "data.m");
    QCOMPARE_OK(readingId("员工 1"));
    for (const std::string& value :
         {std::string("a\nb"), std::string("\t"), std::string("a\x7f"), std::string(1, '\0')})
        QCOMPARE_FAILS(readingId(value), notAllowed, "data.m");
}

void TestObjectReader::ids_nameTheItem() {
    QCOMPARE_OK(readingIds(json::array()));
    QCOMPARE_FAILS(readingIds({"s1", ""}), tooShort, "data.m[1]");
    QCOMPARE_FAILS(readingIds({"s\n1", "s2"}), notAllowed, "data.m[0]");
    QCOMPARE_FAILS(readingIds({"s1", std::string(limits::kMaxIdBytes + 1, 'x')}), tooLong,
                   "data.m[1]");
    QCOMPARE_FAILS(readingIds({"s1", "s2", "s3"}), tooLong, "data.m");
}

void TestObjectReader::time_isCheckedAtItsPath() {
    QCOMPARE_OK(readingTime("2026-03-01T10:00:00+08:00"));
    QCOMPARE_FAILS(readingTime("yesterday"), badTime, "data.m");
    QCOMPARE_FAILS(readingTime(std::string(limits::kMaxShortText + 1, '1')), tooLong, "data.m");
}

void TestObjectReader::unreadMember_isUnknown() {
    const json object{{"known", 1}, {"zebra", 2}, {"apple", 3}};
    ObjectReader in(object, "data.visit");
    QVERIFY(in.take("known", true) != nullptr);
    QCOMPARE_FAILS(in.finish(), unknownMember, "data.visit.apple");
    QVERIFY(in.take("apple", true) != nullptr);
    QCOMPARE_FAILS(in.finish(), unknownMember, "data.visit.zebra");
    QVERIFY(in.take("zebra", false) != nullptr);
    QCOMPARE_OK(in.finish());
}

void TestObjectReader::unreadMember_canBeSkipped() {
    const json object{{"known", 1}, {"newer", 2}};
    ObjectReader in(object, "");
    std::int64_t known = 0;
    in.integer("known", known, 0, 9);
    QCOMPARE_OK(in.finish(ObjectReader::Unread::skipped));
    in.fail(ErrorCode::conflict, "known", "x");
    QCOMPARE_FAILS(in.finish(ObjectReader::Unread::skipped), conflict, "known");
}

void TestObjectReader::firstError_isKept() {
    const json object{{"a", 1}, {"b", "x"}};
    ObjectReader in(object, "");
    std::string a;
    std::int64_t b = 0;
    in.text("a", a, 9);
    in.integer("b", b, 0, 9);
    in.fail(ErrorCode::conflict, "c", "x");
    QVERIFY(in.failed());
    QCOMPARE_FAILS(in.finish(), wrongType, "a");
}

void TestObjectReader::rootPath_isTheMemberAlone() {
    const json object = json::object();
    QCOMPARE(shown(ObjectReader(object, "").pathOf("visit")), QStringLiteral("visit"));
    QCOMPARE(shown(ObjectReader(object, "a[0]").pathOf("visit")), QStringLiteral("a[0].visit"));
}

void TestObjectReader::name_isMadeLikeAnId() {
    const auto readingName = [](const json& value) {
        return reading(value, [](ObjectReader& in) {
            std::string out;
            in.name("m", out);
        });
    };
    QCOMPARE_OK(readingName("9f3a"));
    QCOMPARE_FAILS(readingName(""), tooShort, "data.m");
    QCOMPARE_FAILS(readingName("a\n"), notAllowed, "data.m");
    QCOMPARE_FAILS(readingName(std::string(limits::kMaxIdBytes + 1, 'x')), tooLong, "data.m");
}

QTEST_APPLESS_MAIN(TestObjectReader)
#include "tst_object_reader.moc"
