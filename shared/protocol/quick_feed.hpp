#pragma once

#include "shared/core/json_gate.hpp"
#include "shared/protocol/messages.hpp"

#include <optional>
#include <string_view>

namespace shoujie::protocol {

/// What decodeFeedReply reads, several times faster, where the page is as servers write it; nothing
/// where anything is not, which the other way then takes or names.
std::optional<FeedReply> quickFeedReply(std::string_view text, const JsonLimits& limits);

} // namespace shoujie::protocol
