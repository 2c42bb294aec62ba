#pragma once

#include "server/services/log.hpp"
#include "server/store/writes.hpp"
#include "shared/protocol/messages.hpp"

#include <string_view>

/// What a device shows of its chain, held against what is known of it (`sync.md` 3).
namespace shoujie::server {

enum class Standing {
    good,
    restored, ///< a part of the known chain is missing: put back from a backup
    copied    ///< off the chain, or without the newest anchor: two of it are in use
};

/// Of a device that answers a challenge in its present epoch. Corrupt where a link is lost: then
/// the device may be right; putBackError() where it names an anchor that is not known here.
Result<Standing> standingOf(Reads& reads, const DeviceRow& device,
                            const protocol::AnchorRequest& request);

/// h of that place of the device's chain; corrupt where it ought to be known and is lost.
Result<Hash> knownHash(Reads& reads, const DeviceId& device, std::int64_t epoch, std::int64_t seq);

/// What a device is told that was set aside.
Error setAsideError();
/// What a device that is out is told: that it was set aside, or shut out.
Error outError(const DeviceRow& device);
/// One line of the log: `event` is "device_restored" or "device_frozen".
void logStanding(Log& log, const DeviceRow& device, std::string_view event);

} // namespace shoujie::server
