#include "shared/protocol/messages.hpp"

#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <array>

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

Json toJson(const registry::Receipt& receipt) {
    const registry::Record& record = receipt.record;
    return {{"register_seq", record.registerSeq},
            {"device", record.device.value},
            {"seq", record.deviceSeq},
            {"chain_hash", toHex(record.chainHash)},
            {"received_at", formatUtc(record.receivedAt)},
            {"earliest", formatUtc(record.stamp.at.earliest)},
            {"latest", formatUtc(record.stamp.at.latest)},
            {"grade", evidence::toWord(record.stamp.grade)},
            {"flags", record.stamp.flags},
            {"proof", toJson(receipt.proof)}};
}

Json toJson(const PushResult& result) {
    Json json{{"id", result.id.value},
              {"status", kStatusWords[static_cast<std::size_t>(result.status)]}};
    if (result.receipt) json["receipt"] = toJson(*result.receipt);
    if (result.error) json["error"] = toJson(*result.error);
    return json;
}

Json toJson(const FeedEntry& entry) {
    Json json{{"seq", entry.seq}};
    if (entry.fact) {
        json["fact"] = facts::timedFactToJson(*entry.fact);
        json["register_seq"] = entry.registerSeq;
        json["grade"] = entry.grade;
    } else if (!entry.unsupported.empty()) {
        json["fact"] = Json::parse(entry.unsupported);
        json["register_seq"] = entry.registerSeq;
        json["grade"] = entry.grade;
        json["unsupported"] = true;
    } else {
        json["outcome_kind"] = entry.outcomeKind;
        json["subject"] = entry.subject.value;
        json["outcome"] = Json::parse(entry.outcome);
    }
    return json;
}

} // namespace

std::string encode(const EnrolRequest& message) {
    return Json{{"code", message.code}, {"device_key", toHex(message.deviceKey)}}.dump();
}

std::string encode(const EnrolReply& message) {
    return Json{{"device", message.device.value},
                {"site", message.site.value},
                {"epoch", message.epoch},
                {"token", message.token},
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

std::string encode(const ChallengeReply& message) {
    return Json{{"nonce", message.nonce},
                {"challenged_at", formatUtc(message.challengedAt)},
                {"epoch", message.epoch},
                {"kept_seq", message.keptSeq}}
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
                {"consistency", toJson(message.consistency)}}
        .dump();
}

std::string encode(const PushRequest& message) {
    Json list = Json::array();
    for (const auto& fact : message.facts)
        list.push_back(wireFactJson(fact));
    return Json{{"epoch", message.epoch},        {"previous", toHex(message.previous)},
                {"facts", std::move(list)},      {"signature", toHex(message.signature)},
                {"tree_size", message.treeSize}, {"vocabulary", message.vocabulary}}
        .dump();
}

std::string encode(const PushReply& message) {
    Json list = Json::array();
    for (const auto& result : message.results)
        list.push_back(toJson(result));
    Json json{{"results", std::move(list)},
              {"checkpoint", message.checkpoint},
              {"consistency", toJson(message.consistency)}};
    if (message.error) json["error"] = toJson(*message.error);
    return json.dump();
}

std::string encode(const FeedReply& message) {
    Json list = Json::array();
    for (const auto& entry : message.entries)
        list.push_back(toJson(entry));
    return Json{{"entries", std::move(list)}, {"next", message.next}, {"more", message.more}}
        .dump();
}

std::string encode(const Poke& message) {
    return Json{{"seq", message.seq}}.dump();
}

std::string encode(const ErrorReply& message) {
    return Json{{"error", toJson(message.error)}}.dump();
}

std::string encode(const evidence::WireFact& fact) {
    return wireFactJson(fact).dump();
}

Json wireFactJson(const evidence::WireFact& fact) {
    Json at{{"boot_tag", fact.at.bootTag},
            {"elapsed", fact.at.elapsed.count()},
            {"wall", formatUtc(fact.at.wall)}};
    if (fact.at.anchor) at["anchor"] = *fact.at.anchor;
    if (const auto& ticks = fact.at.ticks)
        at["ticks"] = {{"since", ticks->since.count()}, {"last", ticks->last.count()}};
    return {{"id", fact.id.value},
            {"site", fact.site.value},
            {"kind", fact.kind},
            {"by", fact.by.value},
            {"device", fact.device.value},
            {"seq", fact.seq},
            {"at", at},
            {"data", Json::parse(fact.data)}};
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
