#pragma once

#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"

#include <memory>

namespace shoujie::client {

/// The elapsed clock of this platform (`sync.md` 3): nanoseconds since boot with sleep included,
/// which no setting of the wall clock moves. Readings never go back within a process. Fails with
/// ErrorCode::unsupported where the system does not name its boot.
///
/// Linux: MONOTONIC_RAW + (BOOTTIME - MONOTONIC). Other platforms add a file beside
/// elapsed_clock_linux.cpp: Android elapsedRealtimeNanos, iOS and macOS mach_continuous_time,
/// Windows QueryInterruptTimePrecise.
Result<std::unique_ptr<ElapsedClock>> makeElapsedClock();

} // namespace shoujie::client
