#include "server/services/register_facts.hpp"

#include "server/services/gate.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/json_text.hpp"
#include "shared/core/planted.hpp"
#include "shared/facts/fact_json.hpp"

#include <utility>

namespace shoujie::server {

Result<facts::TimedFact> timedFact(const FactRow& row) {
    auto fact = evidence::decodeFact(row.wire);
    if (!fact) return fact.error();
    if (row.wire.device.empty()) {
        fact->device.reset();
        fact->seq.reset();
    }
    if (SHOUJIE_PLANTED(arrivalOrderWinner))
        return facts::TimedFact{std::move(*fact), TimeInterval::exactly(row.record.receivedAt)};
    return facts::TimedFact{std::move(*fact), row.record.stamp.at};
}

std::string timedFactText(const FactRow& row) {
    const auto& at = row.record.stamp.at;
    JsonText out;
    out.begin('{').key("at");
    if (at.isExact()) {
        out.text(formatUtc(at.earliest));
    } else {
        out.begin('{').key("earliest").text(formatUtc(at.earliest));
        out.key("latest").text(formatUtc(at.latest)).end('}');
    }
    out.key("by").text(row.wire.by.value).key("data").raw(row.wire.data);
    if (!row.wire.device.empty()) out.key("device").text(row.wire.device.value);
    out.key("id").text(row.wire.id.value).key("kind").text(row.wire.kind);
    if (!row.wire.device.empty()) out.key("seq").number(row.wire.seq);
    out.key("site").text(row.wire.site.value).end('}');
    return out.take();
}

Result<int> admitSupported(Writes& writes, const SiteId& site) {
    int admitted = 0;
    for (const auto& row : writes.waitingForUpgrade(site)) {
        const auto fact = evidence::decodeFact(row.wire);
        if (!fact) continue;
        if (const auto error = refusalOfContent(writes, row.wire, fact->data, row.record.stamp)) {
            writes.refuse(row, *error);
            continue;
        }
        writes.admit(row, *fact);
        ++admitted;
    }
    return admitted;
}

registry::Record appendSystemFact(Writes& writes, const SiteId& site, FactId id,
                                  facts::FactData data, Instant now) {
    evidence::WireFact wire;
    wire.id = id;
    wire.site = site;
    wire.kind = facts::kindOf(data);
    wire.by = kSystem;
    wire.at.wall = now;
    wire.data = evidence::encodeData(data);
    const facts::Fact fact{std::move(id), site,         kSystem,
                           std::nullopt,  std::nullopt, std::move(data)};
    const evidence::Stamp stamp{TimeInterval::exactly(now), evidence::Grade::online};
    return writes.appendFact({wire, &fact, 0, evidence::bodyHash(wire), now, stamp});
}

Error recoveringError() {
    return {ErrorCode::unavailable, "recovery",
            "the register was put back from an older copy and is being put together again"};
}

Result<void> checkWritable(const SiteRow& site) {
    if (site.recoveringSince) return recoveringError();
    return {};
}

Error putBackError() {
    return {ErrorCode::conflict, "tree_size",
            "is ahead of this register: it was put back from an older copy"};
}

Result<void> checkSeen(const SiteRow& site, std::uint64_t seen) {
    if (auto writable = checkWritable(site); !writable) return writable;
    if (std::cmp_greater(seen, site.registerSize)) return putBackError();
    return {};
}

void logAhead(Log& log, const SiteId& site, const Error& error) {
    if (error.code == ErrorCode::conflict && error.path == "tree_size")
        log.write(LogLevel::error, "witness_ahead", {{"site", site.value}});
}

Result<std::vector<Hash>> consistencyFrom(const registry::NodeStore& nodes, const SiteRow& site,
                                          std::uint64_t seen) {
    if (auto whole = checkSeen(site, seen); !whole) return whole.error();
    return registry::consistencyProof(nodes, seen, static_cast<std::uint64_t>(site.registerSize));
}

std::string signedCheckpoint(const registry::NodeStore& nodes, const SiteRow& site,
                             const SigningKey& key) {
    if (site.registerSize == 0) return {};
    const auto size = static_cast<std::uint64_t>(site.registerSize);
    return registry::signCheckpoint(
        {registry::originOf(site.id), size, registry::rootHash(nodes, size), site.restores}, key);
}

} // namespace shoujie::server
