#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <set>

using namespace shoujie;
using namespace shoujie::testing;
using namespace shoujie::protocol;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const Instant kNoon{1'772'000'000s};

evidence::WireFact aWireFact(std::int64_t seq = 41) {
    evidence::WireFact fact;
    fact.id = FactId("f" + std::to_string(seq));
    fact.site = SiteId("xidi");
    fact.kind = "staff.left";
    fact.by = StaffId("s1");
    fact.device = DeviceId("d1");
    fact.seq = seq;
    fact.at = {"b007", 1'500ms, "ab12", kNoon + Duration(7)};
    fact.data = R"({"staff":"s2"})";
    return fact;
}

AnchorRequest anAnchorRequest() {
    return {"ab12", 2, "b007", 77ns, 41, sha256("head"), Signature{1, 2, 3}};
}

evidence::Anchor anAnchor() {
    return {"ab12", DeviceId("d1"), 2, "b007", 77ns, 41, sha256("head"), kNoon, kNoon + 1s};
}

PushRequest aPush(std::size_t count) {
    PushRequest push{3, sha256("previous"), {}, Signature{9}};
    for (std::size_t i = 0; i < count; ++i)
        push.facts.push_back(aWireFact(static_cast<std::int64_t>(i) + 1));
    return push;
}

registry::Receipt aReceipt() {
    registry::Receipt receipt;
    receipt.record = {7,          DeviceId("d1"),
                      41,         sha256("chain"),
                      kNoon + 5s, {{kNoon, kNoon + 1s}, evidence::Grade::anchored},
                      0};
    receipt.proof = {sha256("a"), sha256("b")};
    return receipt;
}

PushReply aPushReply() {
    PushReply reply;
    reply.results = {{FactId("f1"), PushStatus::received, aReceipt(), std::nullopt},
                     {FactId("f2"), PushStatus::duplicate, aReceipt(), std::nullopt},
                     {FactId("f3"), PushStatus::refused, std::nullopt,
                      Error{ErrorCode::missingMember, "facts[2].data.visit", "is missing"}}};
    reply.checkpoint = "shoujie/xidi\n41\nAAAA\n\n— shoujie-server BBBB\n";
    return reply;
}

FeedReply aFeed() {
    facts::TimedFact timed;
    timed.fact.id = FactId("f1");
    timed.fact.site = SiteId("xidi");
    timed.fact.by = StaffId("s1");
    timed.fact.device = DeviceId("d1");
    timed.fact.seq = 41;
    timed.fact.data = facts::StaffLeft{StaffId("s2")};
    timed.at = {kNoon, kNoon + 2s};
    FeedReply feed;
    feed.entries.push_back({5, timed, 7, "A", "", {}, ""});
    feed.entries.push_back({6, std::nullopt, 0, "", "visit", SubjectId("v1"), R"({"owner":"s1"})"});
    feed.next = 6;
    feed.more = true;
    return feed;
}

/// One row a message: how it is written, and what reading it and writing it again gives.
struct Message {
    std::string text;
    std::function<Result<std::string>(std::string_view)> again;
    bool request = false;
};

template <class M>
Message message(const M& value, Result<M> (*decode)(std::string_view), bool request = false) {
    return {encode(value),
            [decode](std::string_view text) -> Result<std::string> {
                auto decoded = decode(text);
                if (!decoded) return decoded.error();
                return encode(*decoded);
            },
            request};
}

const std::map<std::string, Message>& messages() {
    constexpr bool kRequest = true;
    static const std::map<std::string, Message> all{
        {"EnrolRequest",
         message(EnrolRequest{std::string(32, 'a'), sha256("key")}, decodeEnrolRequest, kRequest)},
        {"EnrolReply", message(EnrolReply{DeviceId("d1"), SiteId("xidi"), 3, std::string(64, 'b'),
                                          sha256("server key")},
                               decodeEnrolReply)},
        {"SiteReply",
         message(SiteReply{SiteId("xidi"),
                           "喜地",
                           R"([{"from":"2026-01-01","policy":{}}])",
                           {{StaffId("s1"), "$argon2id$v=19$x"}, {StaffId("s2"), "$argon2id$y"}}},
                 decodeSiteReply)},
        {"ChallengeReply", message(ChallengeReply{"ab12", kNoon}, decodeChallengeReply)},
        {"AnchorRequest", message(anAnchorRequest(), decodeAnchorRequest, kRequest)},
        {"AnchorReply", message(AnchorReply{anAnchor(), Signature{4, 5}}, decodeAnchorReply)},
        {"PushRequest", message(aPush(2), decodePushRequest, kRequest)},
        {"PushReply", message(aPushReply(), decodePushReply)},
        {"FeedReply", message(aFeed(), decodeFeedReply)},
        {"Poke", message(Poke{41}, decodePoke)},
        {"ErrorReply", message(ErrorReply{Error{ErrorCode::tooMany, "facts", "has more than 500"}},
                               decodeErrorReply)},
        {"WireFact", message(aWireFact(), decodeWireFact, kRequest)}};
    return all;
}

using Pointer = json::json_pointer;

/// Every object in `value` but those that this version does not read member by member.
void objectsIn(const json& value, const Pointer& at, std::vector<Pointer>& found) {
    static const std::set<std::string> kOpaque{"data", "policy", "outcome", "fact"};
    if (!at.empty() && kOpaque.contains(at.back())) return;
    if (value.is_object()) found.push_back(at);
    if (!value.is_structured()) return;
    for (const auto& [key, item] : value.items())
        objectsIn(item, value.is_array() ? at / std::stoul(key) : at / key, found);
}

std::string pathOf(const Pointer& at) {
    std::string path;
    for (Pointer rest = at; !rest.empty(); rest.pop_back()) {
        const auto part = rest.back();
        const bool index = std::isdigit(static_cast<unsigned char>(part[0])) != 0;
        path = (index ? "[" + part + "]" : "." + part) + path;
    }
    return path.empty() ? path : path.substr(1);
}

QString pushing(const std::function<void(json&)>& change) {
    json push = json::parse(encode(aPush(2)));
    change(push);
    return verdict(decodePushRequest(push.dump()));
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT

private slots:
    void everyMessage_comesBackAsItWas_data();
    void everyMessage_comesBackAsItWas();
    void decodedValues_areThoseEncoded();
    void unknownMember_isRefusedInRequestsAndSkippedInReplies_data();
    void unknownMember_isRefusedInRequestsAndSkippedInReplies();
    void missingMember_isRefused_data();
    void missingMember_isRefused();
    void everyTruncation_isRefused_data();
    void everyTruncation_isRefused();
    void wrongMemberOfAPush_isNamedByItsPath_data();
    void wrongMemberOfAPush_isNamedByItsPath();
    void push_takesOneTo500Facts();
    void push_isBoundedInBytes();
    void dataOfAPush_isLeftToTheGate();
    void wireData_isCanonicalAndHashesTheSame();
    void wireFact_isTakenUpToItsSize();
    void feed_takesUpTo500Entries();
    void feedEntry_isAFactOrAnOutcome();
    void pushResult_needsWhatItsStatusPromises();
    void unknownErrorCode_isStillAnError();
    void everyErrorCode_comesBackAsItWas();
    void everyErrorCode_hasAnHttpStatus();
    void grade_isOneOfFive();
    void signedTexts_changeWithEveryMember();
    void signedTexts_areNotMistakenForEachOther();
};

void TestMessages::everyMessage_comesBackAsItWas_data() {
    QTest::addColumn<QString>("name");
    for (const auto& [name, message] : messages())
        QTest::newRow(name.c_str()) << shown(name);
}

void TestMessages::everyMessage_comesBackAsItWas() {
    QFETCH(QString, name);
    const auto& message = messages().at(name.toStdString());
    const auto again = message.again(message.text);
    QCOMPARE_OK(again);
    QCOMPARE(shown(*again), shown(message.text));
}

void TestMessages::decodedValues_areThoseEncoded() {
    QVERIFY(*decodeWireFact(encode(aWireFact())) == aWireFact());
    auto bare = aWireFact();
    bare.at.anchor.reset();
    QVERIFY(*decodeWireFact(encode(bare)) == bare);

    const auto push = decodePushRequest(encode(aPush(2)));
    QVERIFY(push->facts == aPush(2).facts && push->epoch == 3);
    QVERIFY(push->previous == sha256("previous") && push->signature == Signature{9});

    const auto anchor = decodeAnchorReply(encode(AnchorReply{anAnchor(), Signature{4}}));
    QVERIFY(anchor->anchor == anAnchor() && anchor->signature == Signature{4});
    const auto answer = decodeAnchorRequest(encode(anAnchorRequest()));
    QVERIFY(anchorMessage(DeviceId("d1"), *answer) ==
            anchorMessage(DeviceId("d1"), anAnchorRequest()));
    QVERIFY(answer->signature == anAnchorRequest().signature);

    const auto reply = decodePushReply(encode(aPushReply()));
    QVERIFY(reply->results[0].receipt == aReceipt() && !reply->results[0].error);
    QVERIFY(reply->results[1].status == PushStatus::duplicate);
    QVERIFY(reply->results[2].error == aPushReply().results[2].error);
    QVERIFY(!reply->results[2].receipt && !reply->error);
    QVERIFY(reply->checkpoint == aPushReply().checkpoint);

    auto allRefused = aPushReply();
    allRefused.checkpoint.clear();
    allRefused.error = Error{ErrorCode::conflict, "previous", "is another chain"};
    const auto refused = decodePushReply(encode(allRefused));
    QVERIFY(refused->error == allRefused.error && refused->checkpoint.empty());

    const auto feed = decodeFeedReply(encode(aFeed()));
    QVERIFY(feed->entries[0].fact->at == aFeed().entries[0].fact->at);
    QVERIFY(feed->entries[0].fact->fact.seq == 41 && feed->entries[0].registerSeq == 7);
    QVERIFY(feed->entries[0].grade == "A" && feed->entries[1].outcomeKind == "visit");
    QVERIFY(!feed->entries[1].fact && feed->entries[1].outcome == R"({"owner":"s1"})");
    QVERIFY(feed->next == 6 && feed->more);

    const EnrolReply enrolled{DeviceId("d1"), SiteId("xidi"), 3, "token", sha256("k")};
    const auto enrol = decodeEnrolReply(encode(enrolled));
    QVERIFY(enrol->serverKey == enrolled.serverKey && enrol->epoch == 3 && enrol->token == "token");
}

void TestMessages::unknownMember_isRefusedInRequestsAndSkippedInReplies_data() {
    everyMessage_comesBackAsItWas_data();
}

void TestMessages::unknownMember_isRefusedInRequestsAndSkippedInReplies() {
    QFETCH(QString, name);
    const auto& message = messages().at(name.toStdString());
    const json whole = json::parse(message.text);
    std::vector<Pointer> objects;
    objectsIn(whole, Pointer(), objects);
    QVERIFY(!objects.empty());
    for (const Pointer& at : objects) {
        json more = whole;
        more[at / "newer"] = 1;
        const auto again = message.again(more.dump());
        if (message.request) {
            QCOMPARE_FAILS(again, unknownMember, pathOf(at / "newer"));
        } else {
            QCOMPARE_OK(again);
            QCOMPARE(shown(*again), shown(message.text));
        }
    }
}

void TestMessages::missingMember_isRefused_data() {
    everyMessage_comesBackAsItWas_data();
}

void TestMessages::missingMember_isRefused() {
    QFETCH(QString, name);
    // What may be left out, or has an error of its own that the other tests look at.
    static const std::set<std::string> kOptional{
        "at.anchor",     "facts[0].at.anchor",    "facts[1].at.anchor",       "error.path",
        "error.message", "results[2].error.path", "results[2].error.message", "entries[0].fact"};
    const auto& message = messages().at(name.toStdString());
    const json whole = json::parse(message.text);
    std::vector<Pointer> objects;
    objectsIn(whole, Pointer(), objects);
    for (const Pointer& at : objects)
        for (const auto& [member, value] : whole[at].items()) {
            const auto path = pathOf(at / member);
            if (kOptional.contains(path)) continue;
            json less = whole;
            less[at].erase(member);
            QCOMPARE_FAILS(message.again(less.dump()), missingMember, path);
        }
}

void TestMessages::everyTruncation_isRefused_data() {
    everyMessage_comesBackAsItWas_data();
}

void TestMessages::everyTruncation_isRefused() {
    QFETCH(QString, name);
    const auto& message = messages().at(name.toStdString());
    for (std::size_t size = 0; size < message.text.size(); ++size)
        QVERIFY(!message.again(message.text.substr(0, size)).ok());
    for (const char* other : {"[]", "1", "null", "\"\""})
        QCOMPARE_FAILS(message.again(other), wrongType, "");
}

void TestMessages::wrongMemberOfAPush_isNamedByItsPath_data() {
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

void TestMessages::wrongMemberOfAPush_isNamedByItsPath() {
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

void TestMessages::push_takesOneTo500Facts() {
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

void TestMessages::push_isBoundedInBytes() {
    auto text = encode(aPush(1));
    text += std::string(limits::kMaxBodyBytes - text.size(), ' ');
    QCOMPARE_OK(decodePushRequest(text));
    QCOMPARE_FAILS(decodePushRequest(text + " "), tooLong, "");
}

void TestMessages::dataOfAPush_isLeftToTheGate() {
    // A kind of a newer tablet is kept as it stands, so that it can be judged after the upgrade.
    json push = json::parse(encode(aPush(1)));
    push["facts"][0]["kind"] = "visit.dreamt";
    push["facts"][0]["data"] = {{"z", 1}, {"a", {1, 2}}};
    const auto decoded = decodePushRequest(push.dump());
    QCOMPARE_OK(decoded);
    QCOMPARE(shown(decoded->facts[0].data), QStringLiteral(R"({"a":[1,2],"z":1})"));
    QCOMPARE_FAILS(evidence::decodeFact(decoded->facts[0]), unknownKind, "kind");
}

void TestMessages::wireData_isCanonicalAndHashesTheSame() {
    facts::DealTransferred transfer;
    transfer.deal = DealId("x1");
    transfer.to.name = "张三 \"三\"\n\x01/é😀";
    transfer.to.phones = {"13800138000"};
    auto fact = aWireFact();
    fact.kind = "deal.transferred";
    fact.data = evidence::encodeData(transfer);
    const auto back = decodeWireFact(encode(fact));
    QCOMPARE_OK(back);
    QVERIFY(*back == fact);
    QVERIFY(evidence::bodyHash(*back) == evidence::bodyHash(fact));

    // White space and the order of the members on the way do not matter.
    const auto loose = decodeWireFact(json::parse(encode(fact)).dump(4));
    QCOMPARE_OK(loose);
    QVERIFY(evidence::bodyHash(*loose) == evidence::bodyHash(fact));
}

void TestMessages::wireFact_isTakenUpToItsSize() {
    const auto ofSize = [](std::size_t size) {
        auto fact = aWireFact();
        fact.data = R"({"a":")" + std::string(size - 8, 'x') + R"("})";
        return verdict(decodeWireFact(encode(fact)));
    };
    QCOMPARE(ofSize(limits::kMaxFactBytes), QStringLiteral("ok"));
    QCOMPARE(ofSize(limits::kMaxFactBytes + 1), said(ErrorCode::tooLong, "data"));
}

void TestMessages::feed_takesUpTo500Entries() {
    FeedReply feed;
    feed.entries.assign(limits::kMaxFeedEntries, aFeed().entries[1]);
    QCOMPARE_OK(decodeFeedReply(encode(feed)));
    feed.entries.push_back(aFeed().entries[1]);
    QCOMPARE_FAILS(decodeFeedReply(encode(feed)), tooLong, "entries");
    QCOMPARE_OK(decodeFeedReply(encode(FeedReply{})));
}

void TestMessages::feedEntry_isAFactOrAnOutcome() {
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

void TestMessages::pushResult_needsWhatItsStatusPromises() {
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

void TestMessages::unknownErrorCode_isStillAnError() {
    const auto reply =
        decodeErrorReply(R"({"error":{"code":"eclipse","path":"facts[0]","message":"dark"}})");
    QCOMPARE_OK(reply);
    QVERIFY((reply->error == Error{ErrorCode::malformed, "facts[0]", "dark"}));
    QCOMPARE_OK(decodeErrorReply(R"({"error":{"code":"conflict"}})"));
    QCOMPARE_FAILS(decodeErrorReply(R"({"error":{}})"), missingMember, "error.code");
    QCOMPARE_FAILS(decodeErrorReply("{}"), missingMember, "error");
}

void TestMessages::everyErrorCode_comesBackAsItWas() {
    for (int i = 0; i <= static_cast<int>(ErrorCode::corrupt); ++i) {
        const Error error{static_cast<ErrorCode>(i), "a.b[0]", "words"};
        const auto back = decodeErrorReply(encode(ErrorReply{error}));
        QCOMPARE_OK(back);
        QVERIFY2(back->error == error, toString(error.code));
    }
}

void TestMessages::everyErrorCode_hasAnHttpStatus() {
    const std::map<int, std::string_view> expected{
        {400, "malformed invalid_utf8 too_deep duplicate_member not_an_integer unsupported"},
        {401, "unauthorized"},
        {403, "forbidden"},
        {404, "not_found"},
        {409, "conflict"},
        {422, "missing_member unknown_member unknown_kind wrong_type not_allowed too_long "
              "too_short out_of_range bad_time"},
        {429, "too_many"},
        {503, "unavailable storage corrupt"}};
    for (int i = 0; i <= static_cast<int>(ErrorCode::corrupt); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const auto found = expected.find(httpStatus(code));
        QVERIFY2(found != expected.end(), toString(code));
        QVERIFY2(shown(found->second).split(' ').contains(QString(toString(code))), toString(code));
    }
}

void TestMessages::grade_isOneOfFive() {
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

void TestMessages::signedTexts_changeWithEveryMember() {
    const DeviceId device("d1");
    std::vector<AnchorRequest> requests(7, anAnchorRequest());
    requests[1].nonce += "0";
    requests[2].epoch += 1;
    requests[3].bootTag += "0";
    requests[4].elapsed += 1ns;
    requests[5].headSeq += 1;
    requests[6].headHash[0] ^= 1;
    std::set<std::string> answers{anchorMessage(DeviceId("d2"), anAnchorRequest())};
    for (const auto& request : requests)
        QVERIFY(answers.insert(anchorMessage(device, request)).second);

    std::vector<evidence::Anchor> anchors(10, anAnchor());
    anchors[1].nonce += "0";
    anchors[2].device = DeviceId("d2");
    anchors[3].epoch += 1;
    anchors[4].bootTag += "0";
    anchors[5].elapsed += 1ns;
    anchors[6].headSeq += 1;
    anchors[7].headHash[0] ^= 1;
    anchors[8].challengedAt += Duration(1);
    anchors[9].answeredAt += Duration(1);
    std::set<std::string> texts;
    for (const auto& anchor : anchors)
        QVERIFY(texts.insert(anchorText(anchor)).second);
}

void TestMessages::signedTexts_areNotMistakenForEachOther() {
    // One device key signs heads and answers, one server key anchors and checkpoints: no text of
    // one purpose begins like one of another.
    const auto answer = anchorMessage(DeviceId("d1"), anAnchorRequest());
    const auto text = anchorText(anAnchor());
    const auto head = evidence::headMessage(DeviceId("d1"), 1, 2, sha256("x"));
    QVERIFY(answer.starts_with("shoujie/anchor-answer"));
    QVERIFY(text.starts_with("shoujie/anchor") && !text.starts_with("shoujie/anchor-answer"));
    QVERIFY(head.starts_with("shoujie/head"));
}

QTEST_APPLESS_MAIN(TestMessages)
#include "tst_messages.moc"
