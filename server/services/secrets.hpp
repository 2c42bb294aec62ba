#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"

#include <string>
#include <string_view>

namespace shoujie::server {

/// What is kept of a secret of 128 bits or more; no salt is needed against guessing those.
Hash enrolCodeHash(std::string_view code);
Hash tokenHash(std::string_view token);

/// PinLock's text. ErrorCode::tooShort below 4 digits, notAllowed for anything but digits.
Result<std::string> hashPin(const std::string& pin);

/// The bearer token of a device, 64 hex digits: nobody without the server's key can tell it, and
/// the server needs to keep nothing to know it again.
std::string deviceToken(const SigningKey& key, const DeviceId& device, const SiteId& site,
                        const PublicKey& deviceKey);
/// What the same device shows while it is locked: its id, a dot, and 64 hex digits made likewise.
std::string deliverToken(const SigningKey& key, const DeviceId& device, const SiteId& site,
                         const PublicKey& deviceKey);

} // namespace shoujie::server
