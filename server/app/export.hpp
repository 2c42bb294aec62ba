#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"

#include <iosfwd>
#include <string>

namespace shoujie::server {

class ReadPool;

/// Writes a site's register as `shoujie-verify` reads it (shared/audit), as it stood when the
/// command began: record by record, so that memory does not grow with it. May run beside a server.
/// Fails with ErrorCode::storage where `out` takes no more.
Result<void> exportRegister(const std::string& dataDir, const SiteId& site, std::ostream& out);
/// The same from an open store.
Result<void> exportRegister(ReadPool& pool, const SiteId& site, std::ostream& out);
/// The server's public key as 64 hex digits, for who verifies.
Result<std::string> serverKeyText(const std::string& dataDir);

} // namespace shoujie::server
