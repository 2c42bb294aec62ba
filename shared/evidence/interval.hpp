#pragma once

#include "shared/evidence/time_evidence.hpp"

#include <optional>
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
    /// Since when the device's ticks had come without a gap (Ticks::since); empty from a program
    /// that does not tick.
    std::optional<std::chrono::nanoseconds> tickedSince{};
    bool operator==(const Anchor&) const = default;
};

/// An answer later than this is refused, one later than kFlaggedAfter is flagged.
inline constexpr Duration kAnchorRefusedAfter = std::chrono::seconds(30);
inline constexpr Duration kAnchorFlaggedAfter = std::chrono::seconds(2);
/// How far an honest elapsed clock may run fast or slow: 1 part in 1000.
inline constexpr std::int64_t kDriftPerMille = 1;
/// How long a tablet's own reckoning counts: where it says that a fact was written longer than this
/// before the server saw it, the server's time is taken as the latest.
inline constexpr Duration kOfflineCredit = std::chrono::hours(24);
/// How long a tablet that does not deliver can keep others' outcomes from becoming final. What
/// arrives later has no rank of its own time any more, or it would unsay them (`sync.md` 4).
inline constexpr Duration kWithholding = std::chrono::hours(72);

/// How much the interval can be trusted (`sync.md` 3).
enum class Grade {
    online,       ///< O: sent within kAnchorFlaggedAfter of writing, by the elapsed clock
    anchored,     ///< A: anchored before and after, same boot, ticks without a gap between
    halfAnchored, ///< B: anchored on one side, or with a gap in the ticks
    unanchored,   ///< C: no anchor in that boot
    anomalous     ///< X: the evidence contradicts itself
};
/// "O", "A", "B", "C", "X".
std::string_view toWord(Grade grade);

/// Why an interval is wide or its grade low: bits of Stamp::flags.
inline constexpr std::int64_t kSlowAnchor = 1;  ///< a bounding anchor took over kAnchorFlaggedAfter
inline constexpr std::int64_t kTickGap = 2;     ///< anchored on both sides, but ticks are missing
inline constexpr std::int64_t kLongOffline = 4; ///< beyond kOfflineCredit or kWithholding

struct Stamp {
    TimeInterval at;
    Grade grade = Grade::unanchored;
    std::int64_t flags = 0;
    bool operator==(const Stamp&) const = default;
};

/// What all anchors of one boot say together: whether one clock within the drift can have given
/// them. Without it a clock that was pulled forward once would look honest again long after.
struct BootRecord {
    Instant startAfter = Instant::min();  ///< the latest T_c less the least that had passed
    Instant startBefore = Instant::max(); ///< the earliest T_r less the most that had passed
    std::chrono::nanoseconds lastElapsed{};
    bool torn = false; ///< the readings contradict each other; for ever
    /// Takes the boot's next anchor in. O(1).
    void take(const Anchor& anchor);
    bool operator==(const BootRecord&) const = default;
};

/// One place of a device's chain.
struct Link {
    std::int64_t seq = 0;
    TimeEvidence at;
};
/// The device had shown the hash of that place by then, so everything up to it was written.
struct ShownHead {
    std::int64_t seq = 0;
    Instant at{};
};

/// Consecutive links of one device's chain, and what is known around them.
struct Stretch {
    std::int64_t epoch = 1;
    std::span<const Link> links;
    /// The link before the first, and the earliest time it has been given.
    struct Before {
        Link link;
        Instant earliest{};
    };
    std::optional<Before> before;
    /// The device's, in any order: those named by the links and the one before, and those of their
    /// boots that lie nearest; more make intervals narrower, never wrong.
    std::span<const Anchor> anchors;
    std::span<const std::string> torn; ///< tags of boots whose BootRecord is torn
    std::span<const ShownHead> heads;  ///< any order; only of hashes that these links lead to
    Instant receivedAt{};              ///< when the server took the links in
};

/// The closed interval of true time in which each link was written, by two passes over each boot
/// (`sync.md` 3). Hard bounds come from the server's clock alone: the answers to the anchors that a
/// link or one before it names, and the first time a head at or behind it was shown. Inside a boot
/// the elapsed clock carries bounds from reading to reading, with its drift; into a new boot only
/// "at least so long after". A boot whose readings contradict each other, the order of the chain or
/// the server's times keeps its hard bounds only (Grade::anomalous). Latest is the hard bound for
/// grades C and X and beyond kOfflineCredit, and the time of receipt beyond kWithholding. Never
/// earliest > latest.
std::vector<Stamp> stampStretch(const Stretch& stretch);

/// A stretch of one link of which nothing else is known.
Stamp stampFact(const TimeEvidence& evidence, std::span<const Anchor> anchors, Instant receivedAt);

} // namespace shoujie::evidence
