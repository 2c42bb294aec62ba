#include "server/services/secrets.hpp"

#include "shared/core/sealing.hpp"

#include <algorithm>

namespace shoujie::server {

Hash enrolCodeHash(std::string_view code) {
    return sha256(ByteWriter().raw("shoujie/enrol-code").raw(code).bytes());
}

Hash tokenHash(std::string_view token) {
    return sha256(ByteWriter().raw("shoujie/token").raw(token).bytes());
}

Result<std::string> hashPin(const std::string& pin) {
    constexpr std::size_t kMinDigits = 4;
    constexpr std::size_t kMaxDigits = 12;
    if (!std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; }))
        return Error{ErrorCode::notAllowed, "pin", "must be digits only"};
    if (pin.size() < kMinDigits) return Error{ErrorCode::tooShort, "pin", "needs 4 digits or more"};
    if (pin.size() > kMaxDigits) return Error{ErrorCode::tooLong, "pin", "has 12 digits at most"};

    const auto lock = PinLock::make(pin);
    if (!lock) return lock.error();
    return lock->text();
}

namespace {

std::string tokenFor(std::string_view purpose, const SigningKey& key, const DeviceId& device,
                     const SiteId& site, const PublicKey& deviceKey) {
    const auto text =
        ByteWriter().raw(purpose).text(device.value).text(site.value).raw(deviceKey).bytes();
    // Ed25519 signatures are the same for the same text (RFC 8032).
    return toHex(sha256(ByteWriter().raw(key.sign(text)).bytes()));
}

} // namespace

std::string deviceToken(const SigningKey& key, const DeviceId& device, const SiteId& site,
                        const PublicKey& deviceKey) {
    return tokenFor("shoujie/device-token", key, device, site, deviceKey);
}

std::string deliverToken(const SigningKey& key, const DeviceId& device, const SiteId& site,
                         const PublicKey& deviceKey) {
    return device.value + "." + tokenFor("shoujie/deliver-token", key, device, site, deviceKey);
}

} // namespace shoujie::server
