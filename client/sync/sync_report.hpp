#pragma once

#include "shared/core/result.hpp"

#include <cstdint>
#include <optional>

namespace shoujie::client {

/// What one run did.
struct SyncReport {
    std::optional<Error> error; ///< why it stopped early; empty after a complete run
    std::int64_t sent = 0;      ///< facts with a receipt now
    std::int64_t refused = 0;   ///< facts the server refused
    std::int64_t learned = 0;   ///< new facts of the feed
    std::int64_t photos = 0;    ///< photos that the office has now
    bool more = false;          ///< photos wait for another run, which may begin at once
    /// What went wrong beside the way and did not stop it: no anchor, no fresh site bundle.
    std::optional<Error> note;
};

} // namespace shoujie::client
