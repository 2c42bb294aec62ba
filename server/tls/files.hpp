#pragma once

#include "shared/core/result.hpp"

#include <string>

namespace shoujie::server {

/// Makes what was created, renamed or removed in the folder durable. ErrorCode::storage, with the
/// system's words.
Result<void> syncFolder(const std::string& folder);

/// Gives a file or a folder another name in the same file system, durably. ErrorCode::storage, with
/// the system's words.
Result<void> renameDurably(const std::string& from, const std::string& to);

} // namespace shoujie::server
