#include "shared/evidence/interval.hpp"

#include <algorithm>
#include <array>

namespace shoujie::evidence {

namespace {

using std::chrono::nanoseconds;

/// The longest stretch that is judged: far beyond any boot, and safe from overflow.
constexpr nanoseconds kLongest = std::chrono::hours(24 * 366 * 20);

/// The drift of an elapsed time, rounded up: an interval may only become wider by rounding.
nanoseconds drift(nanoseconds elapsed) {
    return (elapsed * kDriftPerMille + nanoseconds(999)) / 1000;
}
Duration atLeast(nanoseconds elapsed) {
    return std::chrono::floor<Duration>(elapsed - drift(elapsed));
}
Duration atMost(nanoseconds elapsed) {
    return std::chrono::ceil<Duration>(elapsed + drift(elapsed));
}

struct Bounds {
    Instant lower = Instant::min();
    Instant upper = Instant::max();
    bool before = false; ///< an anchor of the same boot at or before the reading
    bool after = false;  ///< one after it
};

/// Narrows by one anchor of the same boot: its reading lay in [T_c, T_r], and between the two
/// readings the clock ran at a rate within 1 +- drift.
void narrow(Bounds& bounds, const Anchor& anchor, nanoseconds reading) {
    const nanoseconds distance = reading - anchor.elapsed;
    if (distance >= nanoseconds(0)) {
        bounds.before = true;
        bounds.lower = std::max(bounds.lower, anchor.challengedAt + atLeast(distance));
        bounds.upper = std::min(bounds.upper, anchor.answeredAt + atMost(distance));
    } else {
        bounds.after = true;
        bounds.lower = std::max(bounds.lower, anchor.challengedAt - atMost(-distance));
        bounds.upper = std::min(bounds.upper, anchor.answeredAt - atLeast(-distance));
    }
}

} // namespace

std::string_view toWord(Grade grade) {
    static constexpr std::array<std::string_view, 5> kWords{"O", "A", "B", "C", "X"};
    return kWords[static_cast<std::size_t>(grade)];
}

Stamp stampFact(const TimeEvidence& evidence, std::span<const Anchor> anchors, Instant receivedAt) {
    // Hard bounds: the server's own clock alone. Before an anchor's answer nobody could hold its
    // nonce, and a fact exists when it is received.
    Instant hardLower{};
    for (const Anchor& anchor : anchors)
        if (evidence.anchor == anchor.nonce) hardLower = std::max(hardLower, anchor.answeredAt);
    hardLower = std::min(hardLower, receivedAt);

    const Stamp hardOnly{{hardLower, receivedAt}, Grade::anomalous};
    if (evidence.elapsed < nanoseconds(0) || evidence.elapsed > kLongest) return hardOnly;

    Bounds bounds;
    for (const Anchor& anchor : anchors)
        if (anchor.bootTag == evidence.bootTag) narrow(bounds, anchor, evidence.elapsed);

    const Instant lower = std::max(bounds.lower, hardLower);
    const Instant upper = std::min(bounds.upper, receivedAt);
    if (lower > upper) return hardOnly;

    Grade grade = Grade::unanchored;
    if (bounds.before && receivedAt - lower <= kAnchorFlaggedAfter)
        grade = Grade::online;
    else if (bounds.before && bounds.after)
        grade = Grade::anchored;
    else if (bounds.before || bounds.after)
        grade = Grade::halfAnchored;
    return {{lower, upper}, grade};
}

} // namespace shoujie::evidence
