#pragma once

#include "shared/core/time.hpp"

#include <cstdint>
#include <string_view>
#include <tuple>

namespace shoujie::rules {

/// When something happened: the interval of the fact that tells it, or a declared time (exact).
struct Moment {
    TimeInterval at;
    std::string_view id; ///< of its fact, which orders equal times; see Book::momentOf
    int fact = -1;       ///< the fact whose own time this is; -1 for a declared time
    int device = -1;     ///< -1: none
    std::int64_t seq = 0;
};

/// The order on which proposals rest (rules.md 3): the smaller `latest` is first, then the id.
inline bool canonicallyBefore(const Moment& a, const Moment& b) {
    return std::tie(a.at.latest, a.id) < std::tie(b.at.latest, b.id);
}

/// Whatever the times were; a device knows the order of its own entries.
inline bool certainlyBefore(const Moment& a, const Moment& b) {
    if (a.at.latest < b.at.earliest) return true;
    if (b.at.latest < a.at.earliest) return false;
    if (a.at.isExact() && b.at.isExact()) return a.id < b.id;
    return a.device >= 0 && a.device == b.device && a.seq < b.seq;
}

} // namespace shoujie::rules
