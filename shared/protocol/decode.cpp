#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/protocol/message_reader.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/protocol/quick_feed.hpp"

#include <algorithm>
#include <functional>

namespace shoujie::protocol {

namespace {

using Json = nlohmann::json;

void readSpan(ObjectReader& in, std::string_view member, std::chrono::nanoseconds& out) {
    std::int64_t count = 0;
    in.integer(member, count, 0, INT64_MAX);
    out = std::chrono::nanoseconds(count);
}

void readTickedSince(ObjectReader& in, std::optional<std::chrono::nanoseconds>& out) {
    if (in.has("ticked_since")) readSpan(in, "ticked_since", out.emplace());
}

void readWireFact(ObjectReader& in, evidence::WireFact& fact) {
    in.id("id", fact.id);
    in.id("site", fact.site);
    in.text("kind", fact.kind, limits::kMaxShortText);
    in.id("by", fact.by);
    in.id("device", fact.device);
    in.integer("seq", fact.seq, 1, INT64_MAX);
    if (in.has("salt")) hexBytes(in, "salt", fact.salt.emplace());
    nested(in, "at", Unread::refused, [&](ObjectReader& at) {
        at.name("boot_tag", fact.at.bootTag);
        readSpan(at, "elapsed", fact.at.elapsed);
        // An empty nonce would hash like an absent one.
        if (at.has("anchor")) at.name("anchor", fact.at.anchor.emplace());
        at.time("wall", fact.at.wall);
        if (!at.has("ticks")) return;
        nested(at, "ticks", Unread::refused, [&](ObjectReader& ticks) {
            auto& read = fact.at.ticks.emplace();
            readSpan(ticks, "since", read.since);
            readSpan(ticks, "last", read.last);
        });
    });
    const auto* data = in.take("data", true);
    if (data == nullptr) return;
    if (!data->is_object())
        return in.fail(ErrorCode::wrongType, in.pathOf("data"), "must be an object");
    fact.data = dumpJson(*data);
    if (fact.data.size() > limits::kMaxFactBytes)
        in.fail(ErrorCode::tooLong, in.pathOf("data"),
                "is larger than " + std::to_string(limits::kMaxFactBytes) + " bytes");
}

/// A fact of the server itself: no device, no chain, no clock but the server's.
void readStated(ObjectReader& in, evidence::WireFact& fact) {
    in.id("id", fact.id);
    in.text("kind", fact.kind, limits::kMaxShortText);
    fact.by = kSystem;
    in.time("wall", fact.at.wall);
    if (const auto* data = in.take("data", true)) fact.data = data->dump();
}

/// Longest list of records as text; a request is bounded by its body besides.
constexpr std::size_t kMaxRecordsText = kMaxTail * 320;

void readTail(ObjectReader& in, Tail& tail, Unread unread) {
    if (!in.has("tail")) return;
    nested(in, "tail", unread, [&](ObjectReader& item) {
        std::string text;
        item.text("records", text, kMaxRecordsText, false);
        if (item.failed()) return;
        const auto bytes = fromBase64(text);
        if (!bytes)
            return item.fail(ErrorCode::malformed, item.pathOf("records"), "is not base 64");
        tail.records.assign(bytes->begin(), bytes->end());
        eachObject(item, "stated", kMaxTail, unread,
                   [&](ObjectReader& fact) { readStated(fact, tail.stated.emplace_back()); });
    });
}

void readAnchor(ObjectReader& in, evidence::Anchor& anchor) {
    in.name("nonce", anchor.nonce);
    in.id("device", anchor.device);
    in.integer("epoch", anchor.epoch, 1, INT64_MAX);
    in.name("boot_tag", anchor.bootTag);
    readSpan(in, "elapsed", anchor.elapsed);
    in.integer("head_seq", anchor.headSeq, 0, INT64_MAX);
    hexBytes(in, "head_hash", anchor.headHash);
    in.time("challenged_at", anchor.challengedAt);
    in.time("answered_at", anchor.answeredAt);
    readTickedSince(in, anchor.tickedSince);
}

constexpr std::array<std::string_view, 5> kGradeWords{"O", "A", "B", "C", "X"};

constexpr std::size_t kTreeLevels = 64; ///< of at most 2^64 leaves

/// Nodes of a tree, at most one a level unless said otherwise.
void readNodes(ObjectReader& in, std::string_view member, std::vector<Hash>& nodes,
               std::size_t most = kTreeLevels) {
    constexpr std::size_t kHexDigits = 64;
    std::vector<std::string> texts;
    in.texts(member, texts, kHexDigits, most, true);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto hash = hashFromHex(texts[i]);
        if (!hash)
            return in.fail(hash.error().code, in.pathOf(member) + "[" + std::to_string(i) + "]",
                           hash.error().message);
        nodes.push_back(*hash);
    }
}

/// 0 where the asker has seen nothing of the register yet.
void readTreeSize(ObjectReader& in, std::uint64_t& treeSize) {
    std::int64_t size = 0;
    in.integer("tree_size", size, 0, INT64_MAX);
    treeSize = static_cast<std::uint64_t>(size);
}

void readReceipt(ObjectReader& in, registry::Receipt& receipt) {
    registry::Record& record = receipt.record;
    in.integer("register_seq", record.registerSeq, 1, INT64_MAX);
    in.text("device", record.device.value, limits::kMaxIdBytes);
    in.integer("seq", record.deviceSeq, 0, INT64_MAX);
    hexBytes(in, "chain_hash", record.chainHash);
    in.time("received_at", record.receivedAt);
    in.time("earliest", record.stamp.at.earliest);
    in.time("latest", record.stamp.at.latest);
    std::size_t grade = 0;
    wordAmong(in, "grade", kGradeWords, grade);
    record.stamp.grade = static_cast<evidence::Grade>(grade);
    in.integer("flags", record.stamp.flags, 0, INT64_MAX);
    readNodes(in, "proof", receipt.proof);
}

void readError(ObjectReader& in, Error& error) {
    std::string code;
    in.text("code", code, limits::kMaxShortText);
    in.text("path", error.path, limits::kMaxLongText, false);
    in.text("message", error.message, limits::kMaxLongText, false);
    // A code of a newer server is still an error; "malformed" is the plainest.
    error.code = errorCodeOf(code).value_or(ErrorCode::malformed);
}

void readBoxed(ObjectReader& in, std::vector<std::string>& boxed) {
    const auto* list = in.take("boxed", true);
    if (list == nullptr) return;
    if (!list->is_array())
        return in.fail(ErrorCode::wrongType, in.pathOf("boxed"), "must be a list");
    if (list->empty()) return in.fail(ErrorCode::tooShort, in.pathOf("boxed"), "needs at least 1");
    if (list->size() > limits::kMaxPushFacts)
        return in.fail(ErrorCode::tooLong, in.pathOf("boxed"), "has too many items");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* text = (*list)[i].get_ptr<const std::string*>();
        const auto bytes =
            text == nullptr
                ? Result<std::vector<std::uint8_t>>(Error{ErrorCode::wrongType, "", "must be text"})
                : fromBase64(*text);
        if (!bytes)
            return in.fail(bytes.error().code, in.pathOf("boxed") + "[" + std::to_string(i) + "]",
                           bytes.error().message);
        boxed.emplace_back(bytes->begin(), bytes->end());
    }
}

void readPush(ObjectReader& in, PushRequest& message, bool mayBeBoxed) {
    in.integer("epoch", message.epoch, 1, INT64_MAX);
    hexBytes(in, "previous", message.previous);
    if (mayBeBoxed && in.has("boxed"))
        readBoxed(in, message.boxed);
    else
        eachObject(in, "facts", limits::kMaxPushFacts, Unread::refused,
                   [&](ObjectReader& item) { readWireFact(item, message.facts.emplace_back()); });
    hexBytes(in, "signature", message.signature);
    readTreeSize(in, message.treeSize);
    in.integer("vocabulary", message.vocabulary, 1, INT64_MAX, false);
    in.boolean("shared_proofs", message.sharedProofs, false);
    if (!in.failed() && message.facts.empty() && message.boxed.empty())
        in.fail(ErrorCode::tooShort, in.pathOf("facts"), "needs at least 1");
}

void readPushResult(ObjectReader& in, PushResult& result) {
    static constexpr std::array<std::string_view, 3> kWords{"received", "duplicate", "refused"};
    in.id("id", result.id);
    std::size_t status = 0;
    wordAmong(in, "status", kWords, status);
    result.status = static_cast<PushStatus>(status);
    if (in.has("receipt"))
        nested(in, "receipt", Unread::skipped,
               [&](ObjectReader& item) { readReceipt(item, result.receipt.emplace()); });
    if (in.has("error"))
        nested(in, "error", Unread::skipped,
               [&](ObjectReader& item) { readError(item, result.error.emplace()); });
    const bool refused = result.status == PushStatus::refused;
    const bool complete = refused ? result.error.has_value() : result.receipt.has_value();
    if (!complete)
        in.fail(ErrorCode::missingMember, in.pathOf(refused ? "error" : "receipt"), "is missing");
}

/// Whatever else it says, it has an id.
void readUnsupported(ObjectReader& in, const nlohmann::json& fact, FeedEntry& entry) {
    ObjectReader members(fact, in.pathOf("fact"));
    if (!members.failed()) members.id("id", entry.unsupportedId);
    if (auto read = members.finish(Unread::skipped); !read) return in.fail(read.error());
}

void readFeedEntry(ObjectReader& in, FeedEntry& entry) {
    in.integer("seq", entry.seq, 1, INT64_MAX);
    if (const auto* fact = in.take("fact", false)) {
        in.boolean("unsupported", entry.ofServer, false);
        in.boolean("erased", entry.erased, false);
        entry.factText = dumpJson(*fact);
        if (entry.ofServer)
            readUnsupported(in, *fact, entry);
        else if (auto timed = facts::timedFactFromJson(*fact, in.pathOf("fact")))
            entry.fact = std::move(timed).value();
        else if (facts::mayBeNewer(timed.error()))
            readUnsupported(in, *fact, entry);
        else
            return in.fail(std::move(timed).error());
        in.integer("register_seq", entry.registerSeq, 1, INT64_MAX);
        in.text("grade", entry.grade, 1);
        return;
    }
    in.text("outcome_kind", entry.outcomeKind, limits::kMaxShortText);
    in.id("subject", entry.subject);
    if (const auto* outcome = in.take("outcome", true)) entry.outcome = dumpJson(*outcome);
}

} // namespace

Result<EnrolRequest> decodeEnrolRequest(std::string_view text) {
    return decodeRequest<EnrolRequest>(text, [](ObjectReader& in, EnrolRequest& message) {
        in.text("code", message.code, limits::kMaxIdBytes);
        hexBytes(in, "device_key", message.deviceKey);
        if (!in.has("known")) return;
        nested(in, "known", Unread::refused, [&](ObjectReader& item) {
            auto& known = message.known.emplace();
            item.id("device", known.device);
            item.id("site", known.site);
            item.text("token", known.token, limits::kMaxShortText);
        });
    });
}

Result<EnrolReply> decodeEnrolReply(std::string_view text) {
    return decodeReply<EnrolReply>(text, [](ObjectReader& in, EnrolReply& message) {
        in.id("device", message.device);
        in.id("site", message.site);
        in.integer("epoch", message.epoch, 1, INT64_MAX);
        in.text("token", message.token, limits::kMaxShortText);
        in.text("deliver_token", message.deliverToken, limits::kMaxShortText, false);
        hexBytes(in, "server_key", message.serverKey);
    });
}

Result<UnlockRequest> decodeUnlockRequest(std::string_view text) {
    return decodeRequest<UnlockRequest>(text, [](ObjectReader& in, UnlockRequest& message) {
        base64Bytes(in, "box", message.box);
    });
}

Result<UnlockReply> decodeUnlockReply(std::string_view text) {
    return decodeReply<UnlockReply>(text, [](ObjectReader& in, UnlockReply& message) {
        eachObject(in, "locks", limits::kMaxListItems, Unread::skipped, [&](ObjectReader& item) {
            auto& lock = message.locks.emplace_back();
            item.id("staff", lock.credential.staff);
            item.text("pin_hash", lock.credential.pinHash, limits::kMaxShortText);
            base64Bytes(item, "box", lock.box);
        });
    });
}

Result<SiteReply> decodeSiteReply(std::string_view text) {
    return decodeReply<SiteReply>(text, [](ObjectReader& in, SiteReply& message) {
        in.id("site", message.site);
        in.text("name", message.name, limits::kMaxShortText);
        if (const auto* policy = in.take("policy", true)) message.policy = policy->dump();
        eachObject(in, "credentials", limits::kMaxListItems, Unread::skipped,
                   [&](ObjectReader& item) {
                       Credential& credential = message.credentials.emplace_back();
                       item.id("staff", credential.staff);
                       item.text("pin_hash", credential.pinHash, limits::kMaxShortText);
                   });
    });
}

Result<ChallengeReply> decodeChallengeReply(std::string_view text) {
    return decodeReply<ChallengeReply>(text, [](ObjectReader& in, ChallengeReply& message) {
        in.name("nonce", message.nonce);
        in.time("challenged_at", message.challengedAt);
        in.integer("epoch", message.epoch, 0, INT64_MAX, false);
        in.integer("kept_seq", message.keptSeq, 0, INT64_MAX, false);
        in.text("device", message.device.value, limits::kMaxIdBytes, false);
    });
}

Result<AnchorRequest> decodeAnchorRequest(std::string_view text) {
    return decodeRequest<AnchorRequest>(text, [](ObjectReader& in, AnchorRequest& message) {
        in.name("nonce", message.nonce);
        in.integer("epoch", message.epoch, 1, INT64_MAX);
        in.name("boot_tag", message.bootTag);
        readSpan(in, "elapsed", message.elapsed);
        in.integer("head_seq", message.headSeq, 0, INT64_MAX);
        hexBytes(in, "head_hash", message.headHash);
        hexBytes(in, "signature", message.signature);
        readTreeSize(in, message.treeSize);
        readTickedSince(in, message.tickedSince);
        in.text("last_nonce", message.lastNonce, limits::kMaxIdBytes);
    });
}

Result<AnchorReply> decodeAnchorReply(std::string_view text) {
    return decodeReply<AnchorReply>(text, [](ObjectReader& in, AnchorReply& message) {
        nested(in, "anchor", Unread::skipped,
               [&](ObjectReader& item) { readAnchor(item, message.anchor); });
        hexBytes(in, "signature", message.signature);
        in.text("checkpoint", message.checkpoint, limits::kMaxLongText);
        readNodes(in, "consistency", message.consistency);
        readTail(in, message.tail, Unread::skipped);
    });
}

Result<PushRequest> decodePushRequest(std::string_view text) {
    return decodeRequest<PushRequest>(
        text, [](ObjectReader& in, PushRequest& message) { readPush(in, message, true); });
}

Result<RecoveryRequest> decodeRecoveryRequest(std::string_view text) {
    constexpr auto kRefused = Unread::refused;
    // A push stands one level deeper in it.
    constexpr JsonLimits kLimits{limits::kMaxJsonDepth + 1, limits::kMaxBodyBytes};
    const auto read = [](ObjectReader& in, RecoveryRequest& message) {
        in.text("checkpoint", message.checkpoint, limits::kMaxLongText, false);
        in.integer("epoch", message.epoch, 1, INT64_MAX);
        in.integer("recovery", message.recovery, 0, INT64_MAX);
        in.integer("feed_cursor", message.feedCursor, 0, INT64_MAX);
        readTail(in, message.tail, kRefused);
        if (in.has("chain"))
            nested(in, "chain", kRefused, [&](ObjectReader& chain) {
                auto& piece = message.chain.emplace();
                readPush(chain, piece.push, false);
                eachObject(chain, "refused", limits::kMaxPushFacts, kRefused,
                           [&](ObjectReader& item) {
                               auto& [seq, error] = piece.refused.emplace_back();
                               item.integer("seq", seq, 1, INT64_MAX);
                               nested(item, "error", kRefused,
                                      [&, told = &error](ObjectReader& e) { readError(e, *told); });
                           });
            });
        eachObject(in, "anchors", kMaxHandedAnchors, kRefused, [&](ObjectReader& item) {
            auto& one = message.anchors.emplace_back();
            nested(item, "anchor", kRefused,
                   [&](ObjectReader& anchor) { readAnchor(anchor, one.anchor); });
            hexBytes(item, "signature", one.signature);
        });
        in.boolean("all", message.all);
        eachObject(in, "seen", kMaxSeenRoots, kRefused, [&](ObjectReader& item) {
            auto& one = message.seen.emplace_back();
            std::int64_t size = 0;
            item.integer("size", size, 1, INT64_MAX);
            one.size = static_cast<std::uint64_t>(size);
            hexBytes(item, "root", one.root);
        });
    };
    return decodeObject<RecoveryRequest>(text, kLimits, kRefused, read);
}

Result<RecoveryReply> decodeRecoveryReply(std::string_view text) {
    return decodeReply<RecoveryReply>(text, [](ObjectReader& in, RecoveryReply& message) {
        in.boolean("recovering", message.recovering);
        in.integer("recovery", message.recovery, 0, INT64_MAX);
        in.boolean("heard", message.heard);
        in.integer("records_after", message.recordsAfter, 0, INT64_MAX);
        in.integer("epoch", message.epoch, 1, INT64_MAX);
        in.integer("head_seq", message.headSeq, 0, INT64_MAX);
        in.text("last_nonce", message.lastNonce, limits::kMaxIdBytes, false);
        in.text("checkpoint", message.checkpoint, limits::kMaxLongText, false);
        std::int64_t from = 0;
        in.integer("from", from, 0, INT64_MAX);
        message.from = static_cast<std::uint64_t>(from);
        readNodes(in, "consistency", message.consistency);
    });
}

Result<PushReply> decodePushReply(std::string_view text) {
    return decodeReply<PushReply>(text, [](ObjectReader& in, PushReply& message) {
        eachObject(in, "results", limits::kMaxPushFacts, Unread::skipped, [&](ObjectReader& item) {
            readPushResult(item, message.results.emplace_back());
        });
        in.text("checkpoint", message.checkpoint, limits::kMaxLongText);
        if (in.has("error"))
            nested(in, "error", Unread::skipped,
                   [&](ObjectReader& item) { readError(item, message.error.emplace()); });
        readNodes(in, "consistency", message.consistency);
        readTail(in, message.tail, Unread::skipped);
        if (in.has("beside")) readNodes(in, "beside", message.beside.emplace(), 2 * kTreeLevels);
    });
}

Result<FeedReply> decodeFeedReply(std::string_view text) {
    if (auto quick = quickFeedReply(text, kReplyLimits)) return std::move(*quick);
    return decodeReply<FeedReply>(text, [](ObjectReader& in, FeedReply& message) {
        eachObject(
            in, "entries", limits::kMaxFeedEntries, Unread::skipped,
            [&](ObjectReader& item) { readFeedEntry(item, message.entries.emplace_back()); });
        in.integer("next", message.next, 0, INT64_MAX);
        in.boolean("more", message.more);
    });
}

Result<Poke> decodePoke(std::string_view text) {
    return decodeReply<Poke>(text, [](ObjectReader& in, Poke& message) {
        in.integer("seq", message.seq, 0, INT64_MAX);
    });
}

Result<ErrorReply> decodeErrorReply(std::string_view text) {
    return decodeReply<ErrorReply>(text, [](ObjectReader& in, ErrorReply& message) {
        nested(in, "error", Unread::skipped,
               [&](ObjectReader& item) { readError(item, message.error); });
    });
}

Result<evidence::WireFact> decodeWireFact(std::string_view text) {
    return decodeRequest<evidence::WireFact>(
        text, [](ObjectReader& in, evidence::WireFact& fact) { readWireFact(in, fact); });
}

Result<evidence::WireFact> decodeStated(std::string_view text) {
    return decodeRequest<evidence::WireFact>(text, readStated);
}

Result<evidence::WireFact> wireFactFromJson(const nlohmann::json& json, std::string path) {
    evidence::WireFact fact;
    ObjectReader in(json, std::move(path));
    readWireFact(in, fact);
    if (auto read = in.finish(); !read) return read.error();
    return fact;
}

} // namespace shoujie::protocol
