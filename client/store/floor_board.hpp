#pragma once

#include "client/store/replica.hpp"
#include "client/store/tablet.hpp"

namespace shoujie::client {

/// The floor board at `now` from the rules' rotation and the facts of receptions, duty and staff.
/// `asOf` and `pendingHere` are the caller's. It names no customer (art. 11).
FloorBoard makeFloorBoard(const Replica& replica, Instant now, const TimeZone& zone);

} // namespace shoujie::client
