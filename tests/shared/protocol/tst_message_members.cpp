// What single messages demand: paths, limits, and the words for errors.
#include "shared/core/limits.hpp"
#include "tests/shared/protocol/message_samples.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>

using namespace shoujie;
using namespace shoujie::testing;
using namespace shoujie::protocol;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

using Pointer = json::json_pointer;

QString pushing(const std::function<void(json&)>& change) {
    json push = json::parse(encode(aPush(2)));
    change(push);
    return verdict(decodePushRequest(push.dump()));
}

} // namespace

class TestMessageMembers : public QObject {
    Q_OBJECT

private slots:
    void wrongMemberOfAPush_isNamedByItsPath_data();
    void wrongMemberOfAPush_isNamedByItsPath();
    void push_takesOneTo500Facts();
    void push_isBoundedInBytes();
    void dataOfAPush_isLeftToTheGate();
    void wireFact_isTakenUpToItsSize();
    void feed_takesUpToItsLimit();
    void feedEntry_isAFactOrAnOutcome();
    void pushResult_needsWhatItsStatusPromises();
    void unknownErrorCode_isStillAnError();
    void everyErrorCode_comesBackAsItWas();
    void everyErrorCode_hasAnHttpStatus();
    void grade_isOneOfFive();
};

void TestMessageMembers::wrongMemberOfAPush_isNamedByItsPath_data() {
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* pointer, const char* value, ErrorCode code, const char* path) {
        QTest::addRow("%s=%s", pointer, value)
            << QByteArray(pointer) << QByteArray(value) << said(code, path);
    };
    using enum ErrorCode;
    row("/facts/1/seq", "0", outOfRange, "facts[1].seq");
    row("/facts/1/seq", "-1", outOfRange, "facts[1].seq");
    row("/facts/1/seq", "\"41\"", wrongType, "facts[1].seq");
    row("/facts/1/seq", "1.5", notAnInteger, "facts[1].seq");
    row("/facts/1/seq", "18446744073709551616", notAnInteger, "facts[1].seq");
    row("/facts/0/id", "\"\"", tooShort, "facts[0].id");
    row("/facts/1/device", "7", wrongType, "facts[1].device");
    row("/facts/1/at", "\"2026-03-01T10:00:00Z\"", wrongType, "facts[1].at");
    row("/facts/1/at/elapsed", "-1", outOfRange, "facts[1].at.elapsed");
    row("/facts/1/at/wall", "\"noon\"", badTime, "facts[1].at.wall");
    row("/facts/1/at/anchor", "\"\"", tooShort, "facts[1].at.anchor");
    row("/facts/1/at/boot_tag", "\"\"", tooShort, "facts[1].at.boot_tag");
    row("/facts/1/data", "[]", wrongType, "facts[1].data");
    row("/facts/1/data", "null", wrongType, "facts[1].data");
    row("/facts/1", "[]", wrongType, "facts[1]");
    row("/facts", "{}", wrongType, "facts");
    row("/epoch", "0", outOfRange, "epoch");
    row("/previous", "\"ab\"", malformed, "previous");
    row("/previous", "1", wrongType, "previous");
    row("/signature", "\"\"", malformed, "signature");
}

void TestMessageMembers::wrongMemberOfAPush_isNamedByItsPath() {
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    // As text: the JSON library itself could not hold 2^64.
    json push = json::parse(encode(aPush(2)));
    push[Pointer(pointer.toStdString())] = "PLACE";
    auto text = QByteArray::fromStdString(push.dump());
    text.replace("\"PLACE\"", value);
    QCOMPARE(verdict(decodePushRequest(text.toStdString())), expected);
}

void TestMessageMembers::push_takesOneTo500Facts() {
    const auto ofSize = [](std::size_t count) {
        return pushing([&](json& push) {
            const json fact = push["facts"][0];
            push["facts"] = json::array();
            for (std::size_t i = 0; i < count; ++i)
                push["facts"].push_back(fact);
        });
    };
    QCOMPARE(ofSize(0), said(ErrorCode::tooShort, "facts"));
    QCOMPARE(ofSize(1), QStringLiteral("ok"));
    QCOMPARE(ofSize(limits::kMaxPushFacts), QStringLiteral("ok"));
    QCOMPARE(ofSize(limits::kMaxPushFacts + 1), said(ErrorCode::tooLong, "facts"));
}

void TestMessageMembers::push_isBoundedInBytes() {
    auto text = encode(aPush(1));
    text += std::string(limits::kMaxBodyBytes - text.size(), ' ');
    QCOMPARE_OK(decodePushRequest(text));
    QCOMPARE_FAILS(decodePushRequest(text + " "), tooLong, "");
}

void TestMessageMembers::dataOfAPush_isLeftToTheGate() {
    // A kind of a newer tablet is kept as it stands, so that it can be judged after the upgrade.
    json push = json::parse(encode(aPush(1)));
    push["facts"][0]["kind"] = "visit.dreamt";
    push["facts"][0]["data"] = {{"z", 1}, {"a", {1, 2}}};
    const auto decoded = decodePushRequest(push.dump());
    QCOMPARE_OK(decoded);
    QCOMPARE(shown(decoded->facts[0].data), QStringLiteral(R"({"a":[1,2],"z":1})"));
    QCOMPARE_FAILS(evidence::decodeFact(decoded->facts[0]), unknownKind, "kind");
}

void TestMessageMembers::wireFact_isTakenUpToItsSize() {
    const auto ofSize = [](std::size_t size) {
        auto fact = aWireFact();
        fact.data = R"({"a":")" + std::string(size - 8, 'x') + R"("})";
        return verdict(decodeWireFact(encode(fact)));
    };
    QCOMPARE(ofSize(limits::kMaxFactBytes), QStringLiteral("ok"));
    QCOMPARE(ofSize(limits::kMaxFactBytes + 1), said(ErrorCode::tooLong, "data"));
}

void TestMessageMembers::feed_takesUpToItsLimit() {
    FeedReply feed;
    feed.entries.assign(limits::kMaxFeedEntries, aFeed().entries[1]);
    QCOMPARE_OK(decodeFeedReply(encode(feed)));
    feed.entries.push_back(aFeed().entries[1]);
    QCOMPARE_FAILS(decodeFeedReply(encode(feed)), tooLong, "entries");
    QCOMPARE_OK(decodeFeedReply(encode(FeedReply{})));
}

void TestMessageMembers::feedEntry_isAFactOrAnOutcome() {
    json feed = json::parse(encode(aFeed()));
    feed["entries"][0]["fact"]["data"]["staff"] = 1;
    QCOMPARE_FAILS(decodeFeedReply(feed.dump()), wrongType, "entries[0].fact.data.staff");
    feed = json::parse(encode(aFeed()));
    feed["entries"][0].erase("fact");
    QCOMPARE_FAILS(decodeFeedReply(feed.dump()), missingMember, "entries[0].outcome_kind");
    feed = json::parse(encode(aFeed()));
    feed["entries"][1]["seq"] = 0;
    QCOMPARE_FAILS(decodeFeedReply(feed.dump()), outOfRange, "entries[1].seq");
}

void TestMessageMembers::pushResult_needsWhatItsStatusPromises() {
    const auto without = [](std::size_t index, const char* member, const char* status = nullptr) {
        json reply = json::parse(encode(aPushReply()));
        reply["results"][index].erase(member);
        if (status != nullptr) reply["results"][index]["status"] = status;
        return verdict(decodePushReply(reply.dump()));
    };
    using enum ErrorCode;
    QCOMPARE(without(0, "receipt"), said(missingMember, "results[0].receipt"));
    QCOMPARE(without(1, "receipt"), said(missingMember, "results[1].receipt"));
    QCOMPARE(without(2, "error"), said(missingMember, "results[2].error"));
    QCOMPARE(without(0, "none", "refused"), said(missingMember, "results[0].error"));
    QCOMPARE(without(0, "none", "lost"), said(notAllowed, "results[0].status"));

    json reply = json::parse(encode(aPushReply()));
    reply["results"][1]["receipt"]["proof"][1] = "xx";
    QCOMPARE_FAILS(decodePushReply(reply.dump()), malformed, "results[1].receipt.proof[1]");
}

void TestMessageMembers::unknownErrorCode_isStillAnError() {
    const auto reply =
        decodeErrorReply(R"({"error":{"code":"eclipse","path":"facts[0]","message":"dark"}})");
    QCOMPARE_OK(reply);
    QVERIFY((reply->error == Error{ErrorCode::malformed, "facts[0]", "dark"}));
    QCOMPARE_OK(decodeErrorReply(R"({"error":{"code":"conflict"}})"));
    QCOMPARE_FAILS(decodeErrorReply(R"({"error":{}})"), missingMember, "error.code");
    QCOMPARE_FAILS(decodeErrorReply("{}"), missingMember, "error");
}

void TestMessageMembers::everyErrorCode_comesBackAsItWas() {
    for (int i = 0; i <= static_cast<int>(ErrorCode::corrupt); ++i) {
        const Error error{static_cast<ErrorCode>(i), "a.b[0]", "words"};
        const auto back = decodeErrorReply(encode(ErrorReply{error}));
        QCOMPARE_OK(back);
        QVERIFY2(back->error == error, toString(error.code));
    }
}

void TestMessageMembers::everyErrorCode_hasAnHttpStatus() {
    const std::map<int, std::string_view> expected{
        {400, "malformed invalid_utf8 too_deep duplicate_member not_an_integer unsupported"},
        {401, "unauthorized"},
        {403, "forbidden"},
        {404, "not_found"},
        {409, "conflict"},
        {422, "missing_member unknown_member unknown_kind wrong_type not_allowed too_long "
              "too_short out_of_range bad_time"},
        {429, "too_many"},
        {503, "unavailable storage corrupt untrusted"}};
    for (int i = 0; i <= static_cast<int>(ErrorCode::corrupt); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const auto found = expected.find(httpStatus(code));
        QVERIFY2(found != expected.end(), toString(code));
        QVERIFY2(shown(found->second).split(' ').contains(QString(toString(code))), toString(code));
    }
}

void TestMessageMembers::grade_isOneOfFive() {
    for (const char* grade : {"O", "A", "B", "C", "X", "D", "", "o"}) {
        json reply = json::parse(encode(aPushReply()));
        reply["results"][0]["receipt"]["grade"] = grade;
        const auto decoded = decodePushReply(reply.dump());
        if (std::string_view("OABCX").find(grade) != std::string_view::npos && *grade != '\0') {
            QCOMPARE_OK(decoded);
            QCOMPARE(shown(evidence::toWord(decoded->results[0].receipt->record.stamp.grade)),
                     QString(grade));
        } else {
            QCOMPARE_FAILS(decoded, notAllowed, "results[0].receipt.grade");
        }
    }
}

QTEST_APPLESS_MAIN(TestMessageMembers)
#include "tst_message_members.moc"
