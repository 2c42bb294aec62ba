#pragma once

#include "shared/core/result.hpp"
#include "shared/core/sealing.hpp"

#include <string>

namespace shoujie::server {

/// The key under which the database seals what people have said, in a file `store.key` beside it.
/// It may be a link to a place that is guarded better: a disk of its own, a credential of the
/// system's. It is in no backup.
std::string storeKeyFile(const std::string& dataDir);

/// ErrorCode::notFound where there is none, corrupt where it is no key, forbidden where others than
/// its owner may read it.
Result<SecretKey> readStoreKey(const std::string& dataDir);
/// Makes one, readable by its owner only and durable. ErrorCode::storage where there is one
/// already.
Result<SecretKey> makeStoreKey(const std::string& dataDir);
/// Puts the key of a file of that form into a folder that has none.
Result<SecretKey> copyStoreKey(const std::string& file, const std::string& dataDir);

} // namespace shoujie::server
