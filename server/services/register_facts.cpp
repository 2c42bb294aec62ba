#include "server/services/register_facts.hpp"

#include "server/store/sqlite_nodes.hpp"

#include <utility>

namespace shoujie::server {

Result<facts::TimedFact> timedFact(const FactRow& row) {
    auto fact = evidence::decodeFact(row.wire);
    if (!fact) return fact.error();
    if (row.wire.device.empty()) {
        fact->device.reset();
        fact->seq.reset();
    }
    return facts::TimedFact{std::move(*fact), row.record.stamp.at};
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
    return writes.appendFact({wire, fact, 0, evidence::bodyHash(wire), now, stamp});
}

Result<std::vector<Hash>> consistencyFrom(const registry::NodeStore& nodes, const SiteRow& site,
                                          std::uint64_t seen) {
    const auto size = static_cast<std::uint64_t>(site.registerSize);
    if (seen > size)
        return Error{ErrorCode::conflict, "tree_size",
                     "is ahead of this register: it was put back from an older copy"};
    return registry::consistencyProof(nodes, seen, size);
}

std::string signedCheckpoint(const registry::NodeStore& nodes, const SiteRow& site,
                             const SigningKey& key) {
    if (site.registerSize == 0) return {};
    const auto size = static_cast<std::uint64_t>(site.registerSize);
    return registry::signCheckpoint(
        {registry::originOf(site.id), size, registry::rootHash(nodes, size)}, key);
}

} // namespace shoujie::server
