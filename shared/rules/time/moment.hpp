#pragma once

#include "shared/core/time.hpp"
#include "shared/rules/matching/interner.hpp"

#include <cstdint>
#include <string_view>

namespace shoujie::rules {

/// When something happened: the interval of the fact that tells it, or a declared time (exact).
struct Moment {
    TimeInterval at;
    const Interner* ids = nullptr; ///< where the id is that orders equal times: see Book::momentOf
    int ranked = kFirst;           ///< its number there, or for no id one of the two below
    int fact = -1;                 ///< the fact whose own time this is; -1 for a declared time
    int device = -1;               ///< -1: none
    std::int64_t seq = 0;

    static constexpr int kFirst = -1; ///< before every fact of the same time
    static constexpr int kLast = -2;  ///< after every one
    /// Read only where times are equal.
    [[nodiscard]] std::string_view id() const {
        if (ids != nullptr) return ids->text(ranked);
        return ranked == kLast ? "\xFF" : std::string_view();
    }
};

/// The order on which proposals rest (rules.md 3): the smaller `latest` is first, then the id.
inline bool canonicallyBefore(const Moment& a, const Moment& b) {
    return a.at.latest != b.at.latest ? a.at.latest < b.at.latest : a.id() < b.id();
}

/// Whatever the times were; a device knows the order of its own entries.
inline bool certainlyBefore(const Moment& a, const Moment& b) {
    if (a.at.latest < b.at.earliest) return true;
    if (b.at.latest < a.at.earliest) return false;
    if (a.at.isExact() && b.at.isExact()) return a.id() < b.id();
    return a.device >= 0 && a.device == b.device && a.seq < b.seq;
}

} // namespace shoujie::rules
