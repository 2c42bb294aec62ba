#pragma once

#include "shared/core/result.hpp"
#include "shared/protocol/blobs.hpp"

#include <cstdint>
#include <string_view>

namespace shoujie::server {

struct FeedQuery {
    std::int64_t after = 0;
    std::int64_t limit = 0;
};

/// "after" (0 or more, default 0) and "limit" (1 to limits::kMaxFeedEntries, the default) of a
/// target; other members and repeated ones are errors that name them.
Result<FeedQuery> readFeedQuery(std::string_view target);

struct BlobQuery {
    Hash hash{};
    std::int64_t offset = 0;
};

/// Of a target below protocol::kBlobsPath: the hash (ErrorCode::notFound where it is none) and
/// "offset" (default 0).
Result<BlobQuery> readBlobQuery(std::string_view target);
/// ... with "offset" and "size" (1 to protocol::kMaxBlobBytes), which both have to be there.
Result<protocol::BlobPiece> readBlobPiece(std::string_view target);

} // namespace shoujie::server
