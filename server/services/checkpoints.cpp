#include "server/services/checkpoints.hpp"

#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/rules/policy.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace shoujie::server {

namespace {

Result<TimeZone> zoneOf(const SiteRow& site) {
    const auto json = parseJson(site.policy);
    if (!json) return json.error();
    auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
    if (!policy) return policy.error();
    return policy->zone();
}

CheckpointRow checkpointOf(Reads& reads, const SiteRow& site, std::int64_t size, Instant now,
                           std::optional<Day> closes, const SigningKey& key) {
    const SqliteNodes nodes(reads.database(), site.id);
    const auto leaves = static_cast<std::uint64_t>(size);
    return {size, now, closes,
            registry::signCheckpoint({registry::originOf(site.id), leaves,
                                      registry::rootHash(nodes, leaves), site.restores},
                                     key)};
}

/// The checkpoints that a site lacks, in the order of their sizes.
Result<std::vector<CheckpointRow>> dueOf(Reads& reads, const SiteId& id, Instant now,
                                         const SigningKey& key) {
    std::vector<CheckpointRow> due;
    const auto site = reads.site(id);
    if (!site || site->registerSize == 0 || site->recoveringSince) return due;
    const auto last = reads.lastCheckpoint(id);
    // Not grown since a day was closed: the usual case at night.
    if (last && last->closes && last->size == site->registerSize) return due;
    const auto zone = zoneOf(*site);
    if (!zone) return zone.error();
    const Instant midnight = zone->startOf(zone->dayOf(now));
    // The day that was open when the last one was made has closed since.
    const Instant since = last ? last->at : site->createdAt;
    if (since < midnight) {
        const auto size = reads.registerSizeAt(id, midnight);
        const auto closed = reads.lastDayClose(id);
        if (size > 0 && (!closed || size > closed->size)) {
            const auto newest = reads.factAt(id, size);
            if (!newest) return Error{ErrorCode::corrupt, "", "a line of the register is lost"};
            due.push_back(
                checkpointOf(reads, *site, size, now, zone->dayOf(newest->record.receivedAt), key));
        }
    }
    const auto known = std::max(last ? last->size : 0, due.empty() ? 0 : due.back().size);
    if (site->registerSize > known && (!last || now - last->at >= kCheckpointEvery))
        due.push_back(checkpointOf(reads, *site, site->registerSize, now, std::nullopt, key));
    return due;
}

} // namespace

Result<int> Checkpoints::keepDue(Instant now) const {
    const auto sites = m_context.reads.read(
        [](Reads& reads) -> Result<std::vector<SiteId>> { return reads.sites(); });
    if (!sites) return sites.error();
    int kept = 0;
    for (const auto& site : *sites) {
        const auto due = m_context.reads.read(
            [&](Reads& reads) { return dueOf(reads, site, now, m_context.key); });
        if (!due) return due.error();
        if (due->empty()) continue;
        const auto written = m_context.writer.run<bool>([&](Writes& writes) -> Result<bool> {
            // Signed before it was known that the register was put back: worth nothing.
            if (writes.site(site)->recoveringSince) return false;
            for (const auto& checkpoint : *due)
                writes.putCheckpoint(site, checkpoint);
            return true;
        });
        if (!written) return written.error();
        if (*written) kept += static_cast<int>(due->size());
    }
    return kept;
}

} // namespace shoujie::server
