#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace shoujie::client {

/// Wrong PINs of one person since the last right one. The waiting time is told by the elapsed
/// clock, for the tablet's date can be set; a restart begins it anew.
struct PinAttempts {
    std::string pinHash; ///< PinLock's text, against which they failed: another PIN begins with a
                         ///< clean slate
    int failures = 0;
    std::string bootTag;
    std::chrono::nanoseconds failedAt{}; ///< reading of the elapsed clock in that boot
};

/// After so many wrong PINs in a row only the office can help, with a new PIN.
inline constexpr int kMostPinFailures = 10;
/// How long the next try has to wait after so many wrong ones: nothing for the first two, then 5 s,
/// growing to 10 minutes.
std::chrono::seconds pinDelay(int failures);
/// How long somebody still has to wait; nothing where the office has to help.
std::optional<std::chrono::seconds> pinWait(const PinAttempts& attempts, const std::string& bootTag,
                                            std::chrono::nanoseconds elapsed);

} // namespace shoujie::client
