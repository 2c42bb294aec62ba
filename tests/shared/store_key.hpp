#pragma once

#include "shared/core/sealing.hpp"

#include <string>

namespace shoujie::testing {

/// Under which databases are sealed that a test opens without a data folder.
inline SecretKey storeKey() {
    return SecretKey::fromBytes(std::string(32, 'k')).value();
}

} // namespace shoujie::testing
