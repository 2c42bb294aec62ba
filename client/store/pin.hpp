#pragma once

#include "shared/core/result.hpp"

#include <string>

namespace shoujie::client {

/// Checks a PIN against its Argon2id hash in libsodium's text form; takes about 0.1 s. Fails with
/// ErrorCode::unauthorized.
Result<void> checkPinHash(const std::string& pin, const std::string& hash);

} // namespace shoujie::client
