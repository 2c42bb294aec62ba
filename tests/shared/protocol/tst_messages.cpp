// What holds for every message alike, and the texts that are signed.
#include "tests/shared/protocol/message_samples.hpp"
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
                                          sha256("server key"), "d1." + std::string(64, 'c')},
                               decodeEnrolReply)},
        {"SiteReply",
         message(SiteReply{SiteId("xidi"),
                           "喜地",
                           R"([{"from":"2026-01-01","policy":{}}])",
                           {{StaffId("s1"), "$argon2id$v=19$x"}, {StaffId("s2"), "$argon2id$y"}}},
                 decodeSiteReply)},
        {"UnlockRequest",
         message(UnlockRequest{std::string("\0\xff", 2)}, decodeUnlockRequest, kRequest)},
        {"UnlockReply",
         message(UnlockReply{{{{StaffId("s1"), "shoujie-pin-1$x"}, "box"}}}, decodeUnlockReply)},
        {"ChallengeReply", message(ChallengeReply{"ab12", kNoon}, decodeChallengeReply)},
        {"AnchorRequest", message(anAnchorRequest(), decodeAnchorRequest, kRequest)},
        {"AnchorReply",
         message(AnchorReply{anAnchor(), Signature{4, 5}, "note", {sha256("a"), sha256("b")}},
                 decodeAnchorReply)},
        {"PushRequest", message(aPush(2), decodePushRequest, kRequest)},
        {"BoxedPush", message(aBoxedPush(), decodePushRequest, kRequest)},
        {"PushReply", message(aPushReply(), decodePushReply)},
        {"RecoveryRequest", message(aRecoveryRequest(), decodeRecoveryRequest, kRequest)},
        {"RecoveryReply", message(aRecoveryReply(), decodeRecoveryReply)},
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
    void wireData_isCanonicalAndHashesTheSame();
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

    const auto anchor = decodeAnchorReply(encode(AnchorReply{anAnchor(), Signature{4}, {}, {}}));
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

    const auto handed = decodeRecoveryRequest(encode(aRecoveryRequest()));
    QVERIFY(handed->tail.records == aRecoveryRequest().tail.records && handed->recovery == 77);
    QVERIFY(handed->tail.stated[0].by == kSystem && handed->tail.stated[0].device.empty());
    QVERIFY(handed->chain->push.facts == aPush(2).facts && handed->epoch == 2 && handed->all);
    QVERIFY(handed->chain->refused == aRecoveryRequest().chain->refused);
    QVERIFY(handed->anchors[0].anchor == anAnchor() && handed->seen[1].root == sha256("older"));

    const auto feed = decodeFeedReply(encode(aFeed()));
    QVERIFY(feed->entries[0].fact->at == aFeed().entries[0].fact->at);
    QVERIFY(feed->entries[0].fact->fact.seq == 41 && feed->entries[0].registerSeq == 7);
    QVERIFY(feed->entries[0].grade == "A" && feed->entries[1].outcomeKind == "visit");
    QVERIFY(!feed->entries[1].fact && feed->entries[1].outcome == R"({"owner":"s1"})");
    QVERIFY(feed->next == 7 && feed->more);

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
    static const std::set<std::string> kOptional{"at.anchor",
                                                 "facts[0].at.anchor",
                                                 "facts[1].at.anchor",
                                                 "error.path",
                                                 "error.message",
                                                 "results[2].error.path",
                                                 "results[2].error.message",
                                                 "entries[0].fact",
                                                 "at.ticks",
                                                 "facts[0].at.ticks",
                                                 "facts[1].at.ticks",
                                                 "anchor.ticked_since",
                                                 "ticked_since",
                                                 "last_nonce",
                                                 "kept_seq",
                                                 "boxed",
                                                 "deliver_token",
                                                 "vocabulary",
                                                 "entries[2].fact",
                                                 "tail",
                                                 "tail.records",
                                                 "chain",
                                                 "chain.vocabulary",
                                                 "chain.facts[0].at.anchor",
                                                 "chain.facts[1].at.anchor",
                                                 "chain.facts[0].at.ticks",
                                                 "chain.facts[1].at.ticks",
                                                 "chain.refused[0].error.path",
                                                 "chain.refused[0].error.message",
                                                 "anchors[0].anchor.ticked_since",
                                                 "entries[2].unsupported",
                                                 "entries[0].erased"};
    const auto& message = messages().at(name.toStdString());
    const json whole = json::parse(message.text);
    std::vector<Pointer> objects;
    objectsIn(whole, Pointer(), objects);
    for (const Pointer& at : objects)
        for (const auto& [member, value] : whole[at].items()) {
            const auto path = pathOf(at / member);
            if (kOptional.contains(path)) continue;
            // Not in an older server's.
            if (name == "ChallengeReply" && (path == "epoch" || path == "device")) continue;
            // Of a tablet that has seen nothing, or of a register that is whole.
            if (name.startsWith("Recovery") && (path == "checkpoint" || path == "last_nonce"))
                continue;
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

void TestMessages::wireData_isCanonicalAndHashesTheSame() {
    facts::DealTransferred transfer;
    transfer.deal = DealId("x1");
    transfer.to->name = "张三 \"三\"\n\x01/é😀";
    transfer.to->phones = {"13800138000"};
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

void TestMessages::signedTexts_changeWithEveryMember() {
    const DeviceId device("d1");
    std::vector<AnchorRequest> requests(11, anAnchorRequest());
    requests[1].nonce += "0";
    requests[2].epoch += 1;
    requests[3].bootTag += "0";
    requests[4].elapsed += 1ns;
    requests[5].headSeq += 1;
    requests[6].headHash[0] ^= 1;
    *requests[7].tickedSince += 1ns;
    requests[8].tickedSince.reset();
    *requests[9].lastNonce += "0";
    requests[10].lastNonce.reset();
    std::set<std::string> answers{anchorMessage(DeviceId("d2"), anAnchorRequest())};
    for (const auto& request : requests)
        QVERIFY(answers.insert(anchorMessage(device, request)).second);

    std::vector<evidence::Anchor> anchors(12, anAnchor());
    anchors[1].nonce += "0";
    anchors[2].device = DeviceId("d2");
    anchors[3].epoch += 1;
    anchors[4].bootTag += "0";
    anchors[5].elapsed += 1ns;
    anchors[6].headSeq += 1;
    anchors[7].headHash[0] ^= 1;
    anchors[8].challengedAt += Duration(1);
    anchors[9].answeredAt += Duration(1);
    *anchors[10].tickedSince += 1ns;
    anchors[11].tickedSince.reset();
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
