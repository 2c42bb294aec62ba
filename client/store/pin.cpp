#include "client/store/pin.hpp"

#include <algorithm>
#include <array>

namespace shoujie::client {

std::chrono::seconds pinDelay(int failures) {
    constexpr std::array<int, kMostPinFailures> kSeconds{0, 0, 0, 5, 15, 30, 60, 120, 300, 600};
    const auto at = std::clamp(failures, 0, kMostPinFailures - 1);
    return std::chrono::seconds(kSeconds[static_cast<std::size_t>(at)]);
}

std::optional<std::chrono::seconds> pinWait(const PinAttempts& attempts, const std::string& bootTag,
                                            std::chrono::nanoseconds elapsed) {
    if (attempts.failures >= kMostPinFailures) return std::nullopt;
    // Of a boot that is over nobody knows how long ago it was: the clock counts from the start.
    const auto since = attempts.bootTag == bootTag ? elapsed - attempts.failedAt : elapsed;
    const auto left = pinDelay(attempts.failures) - since;
    return std::max(std::chrono::ceil<std::chrono::seconds>(left), std::chrono::seconds(0));
}

} // namespace shoujie::client
