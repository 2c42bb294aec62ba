#include "client/store/pin.hpp"

#include "shared/core/sealing.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace shoujie::client {

Result<void> checkPinHash(const std::string& pin, const std::string& hash) {
    if (const auto lock = PinLock::read(hash)) {
        const auto opened = lock->open(pin);
        return opened ? Result<void>() : Result<void>(opened.error());
    }
    // -1 is failure; 0 and 1 say whether this call did the work.
    if (sodium_init() >= 0 && crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0)
        return {};
    return Error{ErrorCode::unauthorized, "pin", "is not the PIN of this person"};
}

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
