#pragma once

#include "server/services/put_back.hpp"

#include <string>

namespace shoujie::server {

/// Where a recovery stands, in lines for the office. It names tablets and places, nobody's data.
std::string toText(const Recovery& recovery);
/// The same of a site, read beside a running server; fails as checkRecovering.
Result<std::string> recoveryText(const std::string& dataDir, const SiteId& site);

} // namespace shoujie::server
