#include "shared/protocol/messages.hpp"

#include "shared/core/json_text.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <span>

namespace shoujie::protocol {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 3> kStatusWords{"received", "duplicate", "refused"};

Json toJson(const Error& error) {
    return {{"code", toString(error.code)}, {"path", error.path}, {"message", error.message}};
}

Json toJson(const evidence::Anchor& anchor) {
    Json json{{"nonce", anchor.nonce},
              {"device", anchor.device.value},
              {"epoch", anchor.epoch},
              {"boot_tag", anchor.bootTag},
              {"elapsed", anchor.elapsed.count()},
              {"head_seq", anchor.headSeq},
              {"head_hash", toHex(anchor.headHash)},
              {"challenged_at", formatUtc(anchor.challengedAt)},
              {"answered_at", formatUtc(anchor.answeredAt)}};
    if (anchor.tickedSince) json["ticked_since"] = anchor.tickedSince->count();
    return json;
}

/// Members that a program of the first version did not have come behind all others, each with a
/// byte that names it, so that what that program signed still reads the same.
enum class Added : char { tickedSince = 1, lastNonce = 2 };
void addSpan(ByteWriter& out, Added name, const std::optional<std::chrono::nanoseconds>& span) {
    const char byte = static_cast<char>(name);
    if (span) out.raw(std::string_view(&byte, 1)).integer(span->count());
}
void addText(ByteWriter& out, Added name, const std::optional<std::string>& text) {
    const char byte = static_cast<char>(name);
    if (text) out.raw(std::string_view(&byte, 1)).text(*text);
}

Json toJson(const std::vector<Hash>& nodes) {
    Json list = Json::array();
    for (const Hash& node : nodes)
        list.push_back(toHex(node));
    return list;
}

// What comes by hundreds is written without a tree in between.
void write(JsonText& out, const std::vector<Hash>& nodes) {
    out.begin('[');
    for (const Hash& node : nodes)
        out.text(toHex(node));
    out.end(']');
}

void write(JsonText& out, const registry::Receipt& receipt) {
    const registry::Record& record = receipt.record;
    out.begin('{').key("chain_hash").text(toHex(record.chainHash));
    out.key("device").text(record.device.value);
    out.key("earliest").text(formatUtc(record.stamp.at.earliest));
    out.key("flags").number(record.stamp.flags);
    out.key("grade").text(evidence::toWord(record.stamp.grade));
    out.key("latest").text(formatUtc(record.stamp.at.latest));
    write(out.key("proof"), receipt.proof);
    out.key("received_at").text(formatUtc(record.receivedAt));
    out.key("register_seq").number(record.registerSeq);
    out.key("seq").number(record.deviceSeq).end('}');
}

std::span<const std::uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Json statedJson(const evidence::WireFact& fact) {
    return {{"id", fact.id.value},
            {"kind", fact.kind},
            {"wall", formatUtc(fact.at.wall)},
            {"data", Json::parse(fact.data)}};
}

Json toJson(const Tail& tail) {
    Json stated = Json::array();
    for (const auto& fact : tail.stated)
        stated.push_back(statedJson(fact));
    return {{"records", toBase64(bytesOf(tail.records))}, {"stated", std::move(stated)}};
}

Json toJson(const ChainPiece& piece) {
    Json json = Json::parse(encode(piece.push));
    Json refused = Json::array();
    for (const auto& [seq, error] : piece.refused)
        refused.push_back({{"seq", seq}, {"error", toJson(error)}});
    json["refused"] = std::move(refused);
    return json;
}

void write(JsonText& out, const PushResult& result) {
    out.begin('{');
    if (result.error) out.key("error").raw(dumpJson(toJson(*result.error)));
    out.key("id").text(result.id.value);
    if (result.receipt) write(out.key("receipt"), *result.receipt);
    out.key("status").text(kStatusWords[static_cast<std::size_t>(result.status)]).end('}');
}

void write(JsonText& out, const FeedEntry& entry) {
    out.begin('{');
    if (entry.fact || !entry.factText.empty()) {
        if (entry.erased) out.key("erased").boolean(true);
        out.key("fact").raw(entry.factText.empty() ? dumpJson(facts::timedFactToJson(*entry.fact))
                                                   : entry.factText);
        out.key("grade").text(entry.grade);
        out.key("register_seq").number(entry.registerSeq);
        out.key("seq").number(entry.seq);
        if (entry.ofServer) out.key("unsupported").boolean(true);
    } else {
        out.key("outcome").raw(entry.outcome);
        out.key("outcome_kind").text(entry.outcomeKind);
        out.key("seq").number(entry.seq);
        out.key("subject").text(entry.subject.value);
    }
    out.end('}');
}

void write(JsonText& out, const evidence::WireFact& fact) {
    const auto& at = fact.at;
    out.begin('{').key("at").begin('{');
    if (at.anchor) out.key("anchor").text(*at.anchor);
    out.key("boot_tag").text(at.bootTag).key("elapsed").number(at.elapsed.count());
    if (at.ticks) {
        out.key("ticks").begin('{').key("last").number(at.ticks->last.count());
        out.key("since").number(at.ticks->since.count()).end('}');
    }
    out.key("wall").text(formatUtc(at.wall)).end('}');
    out.key("by").text(fact.by.value).key("data").raw(fact.data);
    out.key("device").text(fact.device.value).key("id").text(fact.id.value);
    out.key("kind").text(fact.kind);
    if (fact.salt) out.key("salt").text(toHex(*fact.salt));
    out.key("seq").number(fact.seq);
    out.key("site").text(fact.site.value).end('}');
}

} // namespace

std::string encode(const EnrolRequest& message) {
    Json json{{"code", message.code}, {"device_key", toHex(message.deviceKey)}};
    if (const auto& known = message.known)
        json["known"] = {
            {"device", known->device.value}, {"site", known->site.value}, {"token", known->token}};
    return json.dump();
}

std::string encode(const EnrolReply& message) {
    return Json{{"device", message.device.value},
                {"site", message.site.value},
                {"epoch", message.epoch},
                {"token", message.token},
                {"deliver_token", message.deliverToken},
                {"server_key", toHex(message.serverKey)}}
        .dump();
}

std::string encode(const SiteReply& message) {
    Json credentials = Json::array();
    for (const Credential& credential : message.credentials)
        credentials.push_back(
            {{"staff", credential.staff.value}, {"pin_hash", credential.pinHash}});
    return Json{{"site", message.site.value},
                {"name", message.name},
                {"policy", Json::parse(message.policy)},
                {"credentials", credentials}}
        .dump();
}

std::string encode(const UnlockRequest& message) {
    return Json{{"box", toBase64(bytesOf(message.box))}}.dump();
}

std::string encode(const UnlockReply& message) {
    Json locks = Json::array();
    for (const auto& lock : message.locks)
        locks.push_back({{"staff", lock.credential.staff.value},
                         {"pin_hash", lock.credential.pinHash},
                         {"box", toBase64(bytesOf(lock.box))}});
    return Json{{"locks", std::move(locks)}}.dump();
}

std::string encode(const ChallengeReply& message) {
    return Json{{"nonce", message.nonce},
                {"challenged_at", formatUtc(message.challengedAt)},
                {"epoch", message.epoch},
                {"kept_seq", message.keptSeq},
                {"device", message.device.value}}
        .dump();
}

std::string encode(const AnchorRequest& message) {
    Json json{{"nonce", message.nonce},
              {"epoch", message.epoch},
              {"boot_tag", message.bootTag},
              {"elapsed", message.elapsed.count()},
              {"head_seq", message.headSeq},
              {"head_hash", toHex(message.headHash)},
              {"signature", toHex(message.signature)},
              {"tree_size", message.treeSize}};
    if (message.tickedSince) json["ticked_since"] = message.tickedSince->count();
    if (message.lastNonce) json["last_nonce"] = *message.lastNonce;
    return json.dump();
}

std::string anchorMessage(const DeviceId& device, const AnchorRequest& request) {
    ByteWriter out;
    out.raw("shoujie/anchor-answer")
        .text(request.nonce)
        .text(device.value)
        .integer(request.epoch)
        .text(request.bootTag)
        .integer(request.elapsed.count())
        .integer(request.headSeq)
        .raw(request.headHash);
    addSpan(out, Added::tickedSince, request.tickedSince);
    addText(out, Added::lastNonce, request.lastNonce);
    return out.bytes();
}

std::string anchorText(const evidence::Anchor& anchor) {
    ByteWriter out;
    out.raw("shoujie/anchor")
        .text(anchor.nonce)
        .text(anchor.device.value)
        .integer(anchor.epoch)
        .text(anchor.bootTag)
        .integer(anchor.elapsed.count())
        .integer(anchor.headSeq)
        .raw(anchor.headHash)
        .integer(anchor.challengedAt.time_since_epoch().count())
        .integer(anchor.answeredAt.time_since_epoch().count());
    addSpan(out, Added::tickedSince, anchor.tickedSince);
    return out.bytes();
}

std::string encode(const AnchorReply& message) {
    return Json{{"anchor", toJson(message.anchor)},
                {"signature", toHex(message.signature)},
                {"checkpoint", message.checkpoint},
                {"consistency", toJson(message.consistency)},
                {"tail", toJson(message.tail)}}
        .dump();
}

std::string encode(const PushRequest& message) {
    JsonText out;
    out.begin('{');
    if (!message.boxed.empty()) {
        out.key("boxed").begin('[');
        for (const auto& box : message.boxed)
            out.text(toBase64(bytesOf(box)));
        out.end(']').key("epoch").number(message.epoch);
    } else {
        out.key("epoch").number(message.epoch).key("facts").begin('[');
        for (const auto& fact : message.facts)
            write(out, fact);
        out.end(']');
    }
    out.key("previous").text(toHex(message.previous));
    if (message.sharedProofs) out.key("shared_proofs").boolean(true);
    out.key("signature").text(toHex(message.signature));
    out.key("tree_size").raw(std::to_string(message.treeSize));
    out.key("vocabulary").number(message.vocabulary).end('}');
    return out.take();
}

std::string encode(const PushReply& message) {
    JsonText out;
    out.begin('{');
    if (message.beside) write(out.key("beside"), *message.beside);
    out.key("checkpoint").text(message.checkpoint);
    write(out.key("consistency"), message.consistency);
    if (message.error) out.key("error").raw(dumpJson(toJson(*message.error)));
    out.key("results").begin('[');
    for (const auto& result : message.results)
        write(out, result);
    out.end(']').key("tail").raw(dumpJson(toJson(message.tail))).end('}');
    return out.take();
}

std::string encode(const RecoveryRequest& message) {
    Json anchors = Json::array();
    for (const auto& one : message.anchors)
        anchors.push_back({{"anchor", toJson(one.anchor)}, {"signature", toHex(one.signature)}});
    Json seen = Json::array();
    for (const auto& one : message.seen)
        seen.push_back({{"size", one.size}, {"root", toHex(one.root)}});
    Json json{{"checkpoint", message.checkpoint},
              {"epoch", message.epoch},
              {"feed_cursor", message.feedCursor},
              {"recovery", message.recovery},
              {"tail", toJson(message.tail)},
              {"anchors", std::move(anchors)},
              {"all", message.all},
              {"seen", std::move(seen)}};
    if (message.chain) json["chain"] = toJson(*message.chain);
    return json.dump();
}

std::string encode(const RecoveryReply& message) {
    return Json{{"recovering", message.recovering},
                {"recovery", message.recovery},
                {"heard", message.heard},
                {"records_after", message.recordsAfter},
                {"epoch", message.epoch},
                {"head_seq", message.headSeq},
                {"last_nonce", message.lastNonce},
                {"checkpoint", message.checkpoint},
                {"from", message.from},
                {"consistency", toJson(message.consistency)}}
        .dump();
}

std::string encode(const FeedReply& message) {
    JsonText out;
    out.begin('{').key("entries").begin('[');
    for (const auto& entry : message.entries)
        write(out, entry);
    out.end(']').key("more").boolean(message.more).key("next").number(message.next).end('}');
    return out.take();
}

std::string encode(const Poke& message) {
    return Json{{"seq", message.seq}}.dump();
}

std::string encode(const ErrorReply& message) {
    return Json{{"error", toJson(message.error)}}.dump();
}

std::string encode(const evidence::WireFact& fact) {
    JsonText out;
    write(out, fact);
    return out.take();
}

std::string encodeStated(const evidence::WireFact& fact) {
    return statedJson(fact).dump();
}

Json wireFactJson(const evidence::WireFact& fact) {
    return Json::parse(encode(fact));
}

int httpStatus(ErrorCode code) {
    switch (code) {
    case ErrorCode::malformed:
    case ErrorCode::invalidUtf8:
    case ErrorCode::tooDeep:
    case ErrorCode::duplicateMember:
    case ErrorCode::notAnInteger:
    case ErrorCode::unsupported:
        return 400;
    case ErrorCode::unauthorized:
        return 401;
    case ErrorCode::forbidden:
        return 403;
    case ErrorCode::notFound:
        return 404;
    case ErrorCode::conflict:
        return 409;
    case ErrorCode::missingMember:
    case ErrorCode::unknownMember:
    case ErrorCode::unknownKind:
    case ErrorCode::wrongType:
    case ErrorCode::notAllowed:
    case ErrorCode::tooLong:
    case ErrorCode::tooShort:
    case ErrorCode::outOfRange:
    case ErrorCode::badTime:
        return 422;
    case ErrorCode::tooMany:
        return 429;
    case ErrorCode::unavailable:
    case ErrorCode::storage:
    case ErrorCode::corrupt:
    case ErrorCode::untrusted:
        return 503;
    }
    return 500;
}

} // namespace shoujie::protocol
