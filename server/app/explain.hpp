#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

#include <string>

namespace shoujie::server {

/// A site's register judged at `now`, for a person to read: each visit and deal with its owner and
/// why, what is referred, then the register's size, root and checkpoint. May run beside a server.
Result<std::string> explainSite(const std::string& dataDir, const SiteId& site, Instant now);

} // namespace shoujie::server
