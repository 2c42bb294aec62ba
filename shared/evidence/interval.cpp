#include "shared/evidence/interval.hpp"

#include <algorithm>
#include <array>
#include <vector>

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

bool isJudged(nanoseconds elapsed) {
    return elapsed >= nanoseconds(0) && elapsed <= kLongest;
}

/// Whether one clock within the drift can have given all these readings of one boot: for every two
/// of them, what passed between the readings fits between the server's times. Without this a clock
/// that was pulled forward once would look honest again long after.
bool agree(std::vector<const Anchor*> anchors) {
    if (!std::ranges::all_of(anchors, isJudged, &Anchor::elapsed)) return false;
    std::ranges::sort(anchors, {}, &Anchor::elapsed);
    constexpr Duration kRounding(2); // atLeast() and atMost() round by less than 1 us each
    Instant startAfter = Instant::min();
    Instant startBefore = Instant::max();
    for (const Anchor* anchor : anchors) {
        const Duration least = atLeast(anchor->elapsed);
        const Duration most = atMost(anchor->elapsed);
        if (anchor->answeredAt - least + kRounding < startAfter) return false;
        if (anchor->challengedAt - most - kRounding > startBefore) return false;
        startAfter = std::max(startAfter, anchor->challengedAt - least);
        startBefore = std::min(startBefore, anchor->answeredAt - most);
    }
    return true;
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
    std::vector<const Anchor*> ofBoot;
    for (const Anchor& anchor : anchors) {
        if (evidence.anchor == anchor.nonce) hardLower = std::max(hardLower, anchor.answeredAt);
        if (evidence.bootTag == anchor.bootTag) ofBoot.push_back(&anchor);
    }

    const Stamp hardOnly{{std::min(hardLower, receivedAt), receivedAt}, Grade::anomalous};
    if (!isJudged(evidence.elapsed) || !agree(ofBoot)) return hardOnly;

    Bounds bounds;
    for (const Anchor* anchor : ofBoot)
        narrow(bounds, *anchor, evidence.elapsed);

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
