#pragma once

#include "server/store/recovery_store.hpp"
#include "server/store/writes.hpp"
#include "shared/core/result.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// How a register that was put back from an older copy becomes whole again (docs/protocol.md).
namespace shoujie::server {

/// What is known of a site that is being put together again.
struct Recovery {
    std::int64_t size = 0;   ///< what the copy held
    std::int64_t proven = 0; ///< up to there every record is proven by a signed checkpoint
    std::int64_t whole = 0;  ///< ... and up to there its fact is here as well
    std::int64_t seen = 0;   ///< the largest checkpoint that was shown
    std::vector<registry::Record> missing; ///< proven, without their facts
    std::vector<DeviceId> unheard;         ///< tablets that have not handed in all they hold
    std::vector<DeviceId> others;          ///< tablets that have seen another register
    /// Whether nothing that anybody has seen would be lost by going on.
    [[nodiscard]] bool complete() const {
        return unheard.empty() && others.empty() && whole == seen && size <= seen;
    }
};

/// ErrorCode::notFound where there is no such site, conflict where it is not being recovered.
Result<void> checkRecovering(const SiteRow* site);
/// Holds what the tablets have handed in to their checkpoints, as far as they have all handed in.
void prove(Writes& writes, const SiteId& site);
/// Where the recovery of a site stands; the site is being recovered.
Recovery standOf(Reads& reads, const SiteId& site);
/// Puts every record that is proven and here back to its place, with all that belongs to it. If
/// `until` is not what `standOf` says is whole, it is at most that. Corrupt, with nothing changed,
/// where a line would not come out as it was.
Result<void> putBack(Writes& writes, const SiteId& site, std::int64_t until, Instant now);
/// Proves, and where nothing is missing puts all back and lets the site go on: true.
Result<bool> goOnIfComplete(Writes& writes, const SiteId& site, Instant now);
/// Puts back what can be, gives the rest up for lost, and says so in the register.
Result<Recovery> giveUpTheRest(Writes& writes, const SiteId& site, FactId id, Instant now);

} // namespace shoujie::server
