#pragma once

#include "shared/core/result.hpp"

#include <iosfwd>
#include <string>

namespace shoujie::server {

/// Copies a server's data folder, as it stands in one moment and while a server may run on it, to a
/// folder that is another such, but for its `store.key`, without which nobody reads it: the
/// database with the server's key, and the authority that tablets pin. The copy is verified before
/// its folder has that name: SQLite's own checks, and the register of each site as `shoujie-verify`
/// checks its export. Tells each site's size and root to `out`. ErrorCode::notAllowed where there
/// is something at `to`; ErrorCode::corrupt names what is wrong.
Result<void> backUp(const std::string& dataDir, const std::string& to, std::ostream& out);

/// Makes a data folder of a backup in the same way, the database last: until then no server starts
/// there. `keyFile` is the `store.key` of the folder that was backed up; `dataDir` is missing or
/// empty, else ErrorCode::notAllowed.
Result<void> restore(const std::string& from, const std::string& keyFile,
                     const std::string& dataDir, std::ostream& out);

} // namespace shoujie::server
