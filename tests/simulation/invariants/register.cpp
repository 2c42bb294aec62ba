// 1.1 A save shown as saved survives, and so does one that was acknowledged.
// 1.2 Each fact is in the register exactly once.
// 1.6 The register verifies, with nothing of the server's but its key.
// 1.7 Who has left changes nothing; what was recorded before still counts.
#include "server/app/export.hpp"
#include "shared/audit/register_verifier.hpp"
#include "tests/simulation/invariants/invariants.hpp"

#include <map>
#include <set>
#include <sstream>

namespace shoujie::simulation {

namespace {

std::string told(const Saved& fact) {
    return fact.kind + " " + fact.id.value + " of " + fact.by.value + " on tablet" +
           std::to_string(fact.tablet);
}

/// Facts that their tablets show as refused.
std::set<FactId> refusedFacts(const End& end) {
    std::set<FactId> refused;
    for (const auto& tablet : end.tablets)
        for (const auto& fact : tablet->core().refusedFacts())
            refused.insert(fact.id);
    return refused;
}

bool mayBeRefused(const End& end, const Saved& fact) {
    const auto left = end.ledger.leftAt.find(fact.by);
    // Between the two the server's own clock may have been stepped back.
    const Duration stepped = end.server.clock().most() - end.server.clock().least();
    return fact.forbidden || (left != end.ledger.leftAt.end() && fact.at + stepped >= left->second);
}

void checkSaved(const End& end, const std::set<FactId>& inRegister) {
    const auto refused = refusedFacts(end);
    for (const auto& fact : end.ledger.saved) {
        const bool isIn = inRegister.contains(fact.id);
        const bool isRefused = refused.contains(fact.id);
        if (isIn && fact.forbidden) end.scene.violated("was not refused: " + told(fact));
        if (end.doubtful.contains(fact.tablet)) continue;
        if (isIn && isRefused) end.scene.violated("refused and in the register: " + told(fact));
        if (!isIn && !isRefused) end.scene.violated("a saved fact is lost: " + told(fact));
        if (isRefused && !mayBeRefused(end, fact))
            end.scene.violated("was refused without reason: " + told(fact));
    }
}

/// Nothing stands there that nobody has recorded. A save that ended in an error may have gone
/// through.
void checkUnknown(const End& end) {
    std::map<DeviceId, int> unknown;
    for (const auto& row : end.rows)
        if (!row.wire.device.empty() && end.ledger.find(row.wire.id) == nullptr)
            ++unknown[row.wire.device];
    for (const auto& tablet : end.tablets) {
        const auto found = unknown.find(tablet->core().device());
        if (found == unknown.end() || end.doubtful.contains(tablet->number())) continue;
        const auto unsaved = end.ledger.unsaved.find(tablet->number());
        if (unsaved == end.ledger.unsaved.end() || found->second > unsaved->second)
            end.scene.violated("the register holds facts that nobody recorded on " +
                               tablet->name());
    }
}

void checkAcknowledged(const End& end) {
    for (const auto& [seq, bytes] : end.witness.acknowledged()) {
        const bool holds =
            seq <= static_cast<std::int64_t>(end.rows.size()) &&
            registry::recordBytes(end.rows[static_cast<std::size_t>(seq - 1)].record) == bytes;
        if (!holds) end.scene.violated("acknowledged record " + std::to_string(seq) + " is lost");
    }
}

void checkExport(const End& end) {
    std::stringstream exported;
    if (auto written = server::exportRegister(end.server.reads(), kSite, exported); !written)
        end.scene.violated("the register cannot be exported: " + describe(written.error()));
    audit::RegisterVerifier verifier(end.server.key());
    for (std::string line; std::getline(exported, line);)
        if (auto taken = verifier.take(line); !taken)
            end.scene.violated("the register does not verify: " + describe(taken.error()));
    const auto verified = verifier.finish();
    if (!verified)
        end.scene.violated("the register does not verify: " + describe(verified.error()));
}

} // namespace

void checkRegister(const End& end) {
    checkExport(end);
    if (end.serverDoubtful) return;
    std::set<FactId> ids;
    for (const auto& row : end.rows)
        if (!ids.insert(row.wire.id).second)
            end.scene.violated("fact " + row.wire.id.value + " is in the register twice");
    checkAcknowledged(end);
    checkSaved(end, ids);
    checkUnknown(end);
}

} // namespace shoujie::simulation
