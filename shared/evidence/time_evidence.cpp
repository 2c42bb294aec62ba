#include "shared/evidence/time_evidence.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <cctype>

namespace shoujie::evidence {

namespace {

/// Keeps a hash for one purpose from being taken for one of another.
constexpr std::string_view kBodyDomain = "shoujie/body";
constexpr std::string_view kChainDomain = "shoujie/dev";
constexpr std::string_view kStartDomain = "shoujie/start";
constexpr std::string_view kHeadDomain = "shoujie/head";
/// No data begins like this.
constexpr std::string_view kSaltedDomain = "shoujie/salted";

std::int64_t microseconds(Instant at) {
    return at.time_since_epoch().count();
}

} // namespace

Result<facts::Fact> decodeFact(const WireFact& wire) {
    if (wire.data.size() > limits::kMaxFactBytes)
        return Error{ErrorCode::tooLong, "data",
                     "is larger than " + std::to_string(limits::kMaxFactBytes) + " bytes"};
    // The envelope around `data` takes one level of the fact's depth.
    auto json = parseJson(wire.data, {limits::kMaxFactDepth - 1, limits::kMaxFactBytes});
    if (!json) {
        Error error = std::move(json).error();
        error.path = error.path.empty() ? "data" : "data." + error.path;
        return error;
    }
    auto data = facts::dataFromJson(wire.kind, *json, "data", "kind");
    if (!data) return std::move(data).error();
    return facts::Fact{wire.id, wire.site, wire.by, wire.device, wire.seq, std::move(data).value()};
}

std::string encodeData(const facts::FactData& data) {
    return dumpJson(facts::dataToJson(data));
}

Hash bodyHash(const WireFact& fact) {
    ByteWriter out;
    out.raw(kBodyDomain).text(fact.id.value).text(fact.site.value).text(fact.kind);
    out.text(fact.by.value).text(fact.device.value).integer(fact.seq);
    out.text(fact.at.bootTag).integer(fact.at.elapsed.count());
    out.text(fact.at.anchor.value_or("")).integer(microseconds(fact.at.wall));
    out.raw(fact.salt
                ? sha256(ByteWriter().raw(kSaltedDomain).raw(*fact.salt).raw(fact.data).bytes())
                : sha256(fact.data));
    if (const auto& ticks = fact.at.ticks)
        out.integer(ticks->since.count()).integer(ticks->last.count());
    return sha256(out.bytes());
}

Hash extendChain(const Hash& previous, const Hash& body) {
    return sha256(ByteWriter().raw(kChainDomain).raw(previous).raw(body).bytes());
}

Hash chainStart(const DeviceId& device, std::int64_t epoch) {
    return sha256(ByteWriter().raw(kStartDomain).text(device.value).integer(epoch).bytes());
}

std::string proofCode(std::int64_t seq, const Hash& head) {
    std::string hex = toHex(std::span(head).first(4));
    for (auto& c : hex)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return std::to_string(seq) + "-" + hex.substr(0, 4) + "-" + hex.substr(4);
}

std::string headMessage(const DeviceId& device, std::int64_t epoch, std::int64_t seq,
                        const Hash& head) {
    return ByteWriter()
        .raw(kHeadDomain)
        .text(device.value)
        .integer(epoch)
        .integer(seq)
        .raw(head)
        .bytes();
}

} // namespace shoujie::evidence
