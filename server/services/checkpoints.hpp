#pragma once

#include "server/services/context.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/time.hpp"

#include <optional>

namespace shoujie::server {

/// A register that has grown gets a checkpoint after this long.
inline constexpr std::chrono::minutes kCheckpointEvery{5};

/// Keeps signed checkpoints of the sites' registers: every `kCheckpointEvery` while they grow, and
/// at the close of each day one that ends with the last record received that day (the site's
/// calendar). They are what an export is held to, and what a day sheet prints.
class Checkpoints {
public:
    explicit Checkpoints(const Context& context) : m_context(context) {}

    /// Keeps what is due at `now`; not at once in two threads. Gives how many were kept.
    Result<int> keepDue(Instant now) const;

private:
    Context m_context;
};

} // namespace shoujie::server
