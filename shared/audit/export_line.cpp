#include "shared/audit/export_line.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/protocol/messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace shoujie::audit {

namespace {

using nlohmann::json;

constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
/// A record around the largest fact, and a note with its witnesses.
constexpr std::size_t kMaxLine = limits::kMaxFactBytes * 2 + std::size_t{16} * 1024;
constexpr std::size_t kMaxNote = 8 * 1024;

std::int64_t micros(Instant at) {
    return at.time_since_epoch().count();
}

json recordJson(const registry::Record& record) {
    return {{"chain_hash", toHex(record.chainHash)},
            {"device", record.device.value},
            {"device_seq", record.deviceSeq},
            {"earliest", micros(record.stamp.at.earliest)},
            {"flags", record.stamp.flags},
            {"grade", std::string(evidence::toWord(record.stamp.grade))},
            {"latest", micros(record.stamp.at.latest)},
            {"received_at", micros(record.receivedAt)},
            {"register_seq", record.registerSeq}};
}

void readHash(ObjectReader& in, std::string_view member, Hash& out) {
    std::string text;
    in.text(member, text, 2 * out.size());
    if (in.failed()) return;
    const auto hash = hashFromHex(text);
    if (hash)
        out = *hash;
    else
        in.fail(hash.error().code, in.pathOf(member), hash.error().message);
}

void readMicros(ObjectReader& in, std::string_view member, Instant& out) {
    std::int64_t value = 0;
    in.integer(member, value, -kAny, kAny);
    out = Instant(Duration(value));
}

/// The device is empty for facts of the server itself.
void readDevice(ObjectReader& in, DeviceId& out) {
    in.text("device", out.value, limits::kMaxIdBytes);
}

void readGrade(ObjectReader& in, evidence::Grade& out) {
    using evidence::Grade;
    std::string word;
    in.text("grade", word, 1);
    for (const Grade grade :
         {Grade::online, Grade::anchored, Grade::halfAnchored, Grade::unanchored, Grade::anomalous})
        if (evidence::toWord(grade) == word) {
            out = grade;
            return;
        }
    in.fail(ErrorCode::notAllowed, in.pathOf("grade"), "is no grade");
}

Result<registry::Record> readRecord(const json& value, const std::string& path) {
    registry::Record record;
    ObjectReader in(value, path);
    readHash(in, "chain_hash", record.chainHash);
    readDevice(in, record.device);
    in.integer("device_seq", record.deviceSeq, 0, kAny);
    readMicros(in, "earliest", record.stamp.at.earliest);
    in.integer("flags", record.stamp.flags, 0, kAny);
    readGrade(in, record.stamp.grade);
    readMicros(in, "latest", record.stamp.at.latest);
    readMicros(in, "received_at", record.receivedAt);
    in.integer("register_seq", record.registerSeq, 1, kAny);
    if (auto read = in.finish(); !read) return read.error();
    return record;
}

/// Facts of the server itself come from no device: the members that say which, its place in the
/// chain and its clock are absent.
json factJson(const evidence::WireFact& fact) {
    json value = protocol::wireFactJson(fact);
    if (!fact.device.empty()) return value;
    for (const char* member : {"device", "seq"})
        value.erase(member);
    for (const char* member : {"boot_tag", "elapsed"})
        value["at"].erase(member);
    return value;
}

Result<evidence::WireFact> readFact(json value) {
    const bool ofServer = value.is_object() && !value.contains("device") && !value.contains("seq");
    if (ofServer) {
        // Something that can be read, and is nothing afterwards.
        value["device"] = "server";
        value["seq"] = 1;
        if (auto& at = value["at"]; at.is_object()) {
            at["boot_tag"] = "server";
            at["elapsed"] = 0;
        }
    }
    auto fact = protocol::wireFactFromJson(value, "fact");
    if (fact && ofServer) {
        fact->device = {};
        fact->seq = 0;
        fact->at.bootTag.clear();
    }
    return fact;
}

Result<ExportLine> readExported(ObjectReader& in) {
    ExportedRecord line;
    in.integer("epoch", line.epoch, 0, kAny);
    readHash(in, "leaf", line.leaf);
    const json* record = in.take("record", true);
    const json* fact = in.take("fact", true);
    if (auto read = in.finish(); !read) return read.error();
    auto stands = readRecord(*record, "record");
    if (!stands) return stands.error();
    auto wire = readFact(*fact);
    if (!wire) return wire.error();
    line.record = std::move(*stands);
    line.fact = std::move(*wire);
    return ExportLine(std::move(line));
}

Result<ExportLine> readErased(ObjectReader& in) {
    ErasedRecord line;
    in.integer("epoch", line.epoch, 1, kAny);
    readHash(in, "leaf", line.leaf);
    const json* record = in.take("record", true);
    const json* erased = in.take("erased", true);
    if (auto read = in.finish(); !read) return read.error();
    auto stands = readRecord(*record, "record");
    if (!stands) return stands.error();
    line.record = std::move(*stands);
    ObjectReader what(*erased, "erased");
    readHash(what, "body_hash", line.bodyHash);
    what.id("id", line.id);
    if (auto read = what.finish(); !read) return read.error();
    return ExportLine(std::move(line));
}

Result<ExportLine> readRefused(const json& value) {
    RefusedLink link;
    ObjectReader in(value, "refused");
    readHash(in, "body_hash", link.bodyHash);
    readDevice(in, link.device);
    in.integer("epoch", link.epoch, 1, kAny);
    in.integer("seq", link.seq, 1, kAny);
    if (auto read = in.finish(); !read) return read.error();
    return ExportLine(std::move(link));
}

Result<ExportLine> readHeader(ObjectReader& in) {
    ExportHeader header;
    std::int64_t version = 0;
    in.integer("register_export", version, kExportVersion, kExportVersion);
    in.name("origin", header.origin);
    if (auto read = in.finish(); !read) return read.error();
    return ExportLine(std::move(header));
}

Result<ExportLine> readLine(const json& value) {
    ObjectReader in(value, "");
    if (in.has("erased")) return readErased(in);
    if (in.has("record")) return readExported(in);
    if (const json* refused = in.take("refused", false)) {
        if (auto read = in.finish(); !read) return read.error();
        return readRefused(*refused);
    }
    if (in.has("checkpoint")) {
        ExportedCheckpoint checkpoint;
        in.text("checkpoint", checkpoint.note, kMaxNote);
        if (auto read = in.finish(); !read) return read.error();
        return ExportLine(std::move(checkpoint));
    }
    return readHeader(in);
}

struct Writer {
    json operator()(const ExportHeader& header) const {
        return {{"origin", header.origin}, {"register_export", kExportVersion}};
    }
    json operator()(const ExportedRecord& line) const {
        return {{"epoch", line.epoch},
                {"fact", factJson(line.fact)},
                {"leaf", toHex(line.leaf)},
                {"record", recordJson(line.record)}};
    }
    json operator()(const ErasedRecord& line) const {
        return {{"epoch", line.epoch},
                {"erased", {{"body_hash", toHex(line.bodyHash)}, {"id", line.id.value}}},
                {"leaf", toHex(line.leaf)},
                {"record", recordJson(line.record)}};
    }
    json operator()(const RefusedLink& link) const {
        return {{"refused",
                 {{"body_hash", toHex(link.bodyHash)},
                  {"device", link.device.value},
                  {"epoch", link.epoch},
                  {"seq", link.seq}}}};
    }
    json operator()(const ExportedCheckpoint& checkpoint) const {
        return {{"checkpoint", checkpoint.note}};
    }
};

} // namespace

std::string encode(const ExportLine& line) {
    return std::visit(Writer(), line).dump();
}

Result<ExportLine> decodeLine(std::string_view text) {
    const auto value = parseJson(text, {limits::kMaxJsonDepth + 2, kMaxLine});
    if (!value) return value.error();
    auto line = readLine(*value);
    if (line && encode(*line) != text)
        return Error{ErrorCode::malformed, "", "is not written in canonical form"};
    return line;
}

} // namespace shoujie::audit
