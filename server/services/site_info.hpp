#pragma once

#include "server/store/reads.hpp"
#include "shared/core/result.hpp"
#include "shared/protocol/messages.hpp"

namespace shoujie::server {

/// What a tablet must know of its site to work offline: policy, and the PIN hashes of the staff who
/// are there.
Result<protocol::SiteReply> readSite(Reads& reads, const SiteId& site);

} // namespace shoujie::server
