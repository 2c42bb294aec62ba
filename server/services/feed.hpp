#pragma once

#include "server/store/reads.hpp"
#include "shared/core/result.hpp"
#include "shared/protocol/messages.hpp"

#include <cstdint>

namespace shoujie::server {

/// A page of a site's feed above `after`: at most `limit` entries, fewer where they are large.
Result<protocol::FeedReply> readFeed(Reads& reads, const SiteId& site, std::int64_t after,
                                     std::int64_t limit);

} // namespace shoujie::server
