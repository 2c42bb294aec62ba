#pragma once

#include "shared/evidence/time_evidence.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace shoujie::evidence {

/// The server's word that a device's elapsed reading `elapsed` lay between T_c and T_r of true
/// time.
struct Anchor {
    std::string nonce; ///< 32 hex digits, chosen by the server
    DeviceId device;
    std::int64_t epoch = 0;
    std::string bootTag;
    std::chrono::nanoseconds elapsed{};
    std::int64_t headSeq = 0; ///< newest fact of the device when it answered
    Hash headHash{};
    Instant challengedAt{}; ///< T_c: the nonce left the server
    Instant answeredAt{};   ///< T_r: the answer arrived
    bool operator==(const Anchor&) const = default;
};

/// An answer later than this is refused, one later than kFlaggedAfter is flagged.
inline constexpr Duration kAnchorRefusedAfter = std::chrono::seconds(30);
inline constexpr Duration kAnchorFlaggedAfter = std::chrono::seconds(2);
/// How far an honest elapsed clock may run fast or slow: 1 part in 1000.
inline constexpr std::int64_t kDriftPerMille = 1;

/// How much the interval can be trusted (`sync.md` 3).
enum class Grade {
    online,       ///< O: sent within kAnchorFlaggedAfter of writing, by the elapsed clock
    anchored,     ///< A: anchored before and after, same boot
    halfAnchored, ///< B: anchored on one side
    unanchored,   ///< C: no anchor in that boot
    anomalous     ///< X: the evidence contradicts itself
};
/// "O", "A", "B", "C", "X".
std::string_view toWord(Grade grade);

struct Stamp {
    TimeInterval at;
    Grade grade = Grade::unanchored;
    bool operator==(const Stamp&) const = default;
};

/// The closed interval of true time in which a fact with this evidence was written.
/// `anchors` are the device's, any order, any boot; those of other boots give only the hard lower
/// bound by their nonce. `receivedAt` is when the server took the fact in (hard upper bound).
/// Evidence that contradicts itself, and anchors of one boot that no clock within the drift can
/// have given, fall back to the hard bounds with Grade::anomalous. Never earliest > latest.
Stamp stampFact(const TimeEvidence& evidence, std::span<const Anchor> anchors, Instant receivedAt);

} // namespace shoujie::evidence
