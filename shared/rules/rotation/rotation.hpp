#pragma once

#include "shared/rules/book/book.hpp"
#include "shared/rules/outcome.hpp"
#include "shared/rules/visits/verdict.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace shoujie::rules {

/// What the rotation needs to know of a decided visit.
struct Reception {
    int visit = kNone;
    bool consumes = true;
    /// The make-up it earns, from when on; nothing where it earns none or none yet.
    std::optional<Moment> grantedAt;
    /// A ruling that takes the reason of the make-up away (section 7).
    std::optional<Moment> takenAwayAt;
};

struct RotationResult {
    Rotation rotation;
    std::unordered_map<int, Slot> slots;                   ///< by visit
    std::unordered_map<int, std::vector<Staff>> outOfTurn; ///< visit -> who was due
    std::unordered_map<int, bool> lostMakeup; ///< visits whose make-up was taken away unused
};

/// Replays the queue and the make-up list from the facts alone (art. 1, 2, 3, 7).
RotationResult replayRotation(const Book& book, const PolicyTimeline& policies,
                              const std::vector<Reception>& receptions, Instant now);

} // namespace shoujie::rules
