#include "shared/evidence/interval.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace shoujie::evidence {

namespace {

using std::chrono::nanoseconds;

/// The longest stretch that is judged: far beyond any boot, and safe from overflow.
constexpr nanoseconds kLongest = std::chrono::hours(24 * 366 * 20);
/// The server's times are cut to microseconds, two of which meet in a comparison.
constexpr Duration kRounding(2);

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

bool isJudged(nanoseconds elapsed) {
    return elapsed >= nanoseconds(0) && elapsed <= kLongest;
}

/// What the server's clock alone says of a link.
struct HardBounds {
    Instant lower;
    Instant upper;
};

/// Order in the chain: a sequence, and 1 for anchors, which stand just behind the head they show.
using Place = std::pair<std::int64_t, int>;
constexpr std::int64_t kLastSeq = std::numeric_limits<std::int64_t>::max();

/// A reading of one boot: of a link, of an anchor, or of the link before the stretch.
struct Reading {
    nanoseconds elapsed{};
    std::optional<Place> place;
    Instant lower = Instant::min();
    Instant upper = Instant::max();
    const Anchor* anchor = nullptr;
    std::optional<std::size_t> link{}; ///< index in the stretch

    [[nodiscard]] auto order() const {
        const auto unplaced = anchor ? Place(-1, 0) : Place(kLastSeq, 1);
        return std::tuple(elapsed, place.value_or(unplaced));
    }
};

std::optional<Place> placeOf(const Link& link) {
    if (link.seq < 1) return std::nullopt;
    return Place(link.seq, 0);
}

/// Consecutive links written in one boot.
class Boot {
public:
    Boot(const Stretch& stretch, std::span<const HardBounds> hard, std::size_t from, std::size_t to)
        : m_stretch(stretch), m_hard(hard), m_from(from), m_to(to) {
        for (const Anchor& anchor : stretch.anchors) {
            if (anchor.bootTag != tag()) continue;
            Reading reading{anchor.elapsed, std::nullopt, anchor.challengedAt, anchor.answeredAt,
                            &anchor};
            if (anchor.epoch == stretch.epoch) reading.place = Place(anchor.headSeq, 1);
            m_readings.push_back(reading);
        }
        for (std::size_t i = from; i < to; ++i) {
            const Link& link = stretch.links[i];
            m_readings.push_back(
                {link.at.elapsed, placeOf(link), hard[i].lower, hard[i].upper, nullptr, i});
        }
    }

    /// The link before this boot's first, and the earliest it has been given.
    void follow(const Link& before, Instant earliest) {
        if (before.at.bootTag == tag()) {
            m_readings.push_back({before.at.elapsed, placeOf(before), earliest});
            return;
        }
        // Another boot: this one began after it.
        for (Reading& reading : m_readings)
            if (reading.link && isJudged(reading.elapsed))
                reading.lower = std::max(reading.lower, earliest + atLeast(reading.elapsed));
    }

    /// Stamps the boot's links into `stamps`.
    void stamp(bool torn, std::span<Stamp> stamps) {
        std::ranges::sort(m_readings, {}, &Reading::order);
        if (torn || !isOneClock() || !narrow()) {
            for (std::size_t i = m_from; i < m_to; ++i)
                stamps[i] = {{std::min(m_hard[i].lower, m_hard[i].upper), m_hard[i].upper},
                             Grade::anomalous};
            return;
        }
        for (const Reading& reading : m_readings)
            if (reading.link)
                stamps[*reading.link] = {{reading.lower, reading.upper}, Grade::unanchored};
        grade(stamps);
    }

private:
    [[nodiscard]] const std::string& tag() const { return m_stretch.links[m_from].at.bootTag; }

    /// Whether the readings grow along the chain and no note lies after the reading behind it.
    [[nodiscard]] bool isOneClock() const {
        Place reached(-1, 0);
        for (const Reading& reading : m_readings) {
            if (!isJudged(reading.elapsed)) return false;
            if (reading.place && *reading.place < reached) return false;
            reached = reading.place.value_or(reached);
            if (!reading.link) continue;
            const auto& ticks = m_stretch.links[*reading.link].at.ticks;
            if (ticks && (ticks->since > reading.elapsed || ticks->last > reading.elapsed))
                return false;
        }
        return true;
    }

    /// The two passes; false where nothing is left between the bounds of a reading.
    [[nodiscard]] bool narrow() {
        for (std::size_t i = 1; i < m_readings.size(); ++i) {
            const Reading& from = m_readings[i - 1];
            Reading& to = m_readings[i];
            const nanoseconds passed = to.elapsed - from.elapsed;
            if (from.lower != Instant::min())
                to.lower = std::max(to.lower, from.lower + atLeast(passed));
            if (from.upper != Instant::max())
                to.upper = std::min(to.upper, from.upper + atMost(passed));
        }
        for (std::size_t i = m_readings.size(); i-- > 1;) {
            const Reading& from = m_readings[i];
            Reading& to = m_readings[i - 1];
            const nanoseconds passed = from.elapsed - to.elapsed;
            if (from.lower != Instant::min())
                to.lower = std::max(to.lower, from.lower - atMost(passed));
            if (from.upper != Instant::max())
                to.upper = std::min(to.upper, from.upper - atLeast(passed));
        }
        for (Reading& reading : m_readings) {
            if (reading.lower > reading.upper + kRounding) return false;
            reading.lower = std::min(reading.lower, reading.upper);
        }
        return true;
    }

    void grade(std::span<Stamp> stamps) const {
        const Anchor* next = nullptr;
        std::vector<const Anchor*> behind(m_readings.size());
        for (std::size_t i = m_readings.size(); i-- > 0;) {
            behind[i] = next;
            if (m_readings[i].anchor) next = m_readings[i].anchor;
        }
        const bool anchored = next != nullptr;
        const Anchor* last = nullptr;
        for (std::size_t i = 0; i < m_readings.size(); ++i) {
            if (m_readings[i].anchor) last = m_readings[i].anchor;
            if (const auto link = m_readings[i].link)
                gradeLink(*link, last, behind[i], anchored, stamps[*link]);
        }
    }

    void gradeLink(std::size_t index, const Anchor* last, const Anchor* next, bool anchored,
                   Stamp& stamp) const {
        const TimeEvidence& at = m_stretch.links[index].at;
        const Instant hard = m_hard[index].upper;
        for (const Anchor* anchor : {last, next})
            if (anchor && anchor->answeredAt - anchor->challengedAt > kAnchorFlaggedAfter)
                stamp.flags |= kSlowAnchor;
        if (last && hard - stamp.at.earliest <= kAnchorFlaggedAfter) {
            stamp.grade = Grade::online;
        } else if (last && next) {
            const bool unbroken = at.ticks && at.ticks->since <= last->elapsed &&
                                  next->tickedSince && *next->tickedSince <= at.elapsed;
            stamp.grade = unbroken ? Grade::anchored : Grade::halfAnchored;
            if (!unbroken) stamp.flags |= kTickGap;
        } else if (anchored) {
            stamp.grade = Grade::halfAnchored;
        }
        const bool longOffline = hard - stamp.at.latest > kOfflineCredit;
        if (anchored && longOffline) stamp.flags |= kLongOffline;
        if (!anchored || longOffline) stamp.at.latest = hard;
    }

    const Stretch& m_stretch;
    std::span<const HardBounds> m_hard;
    std::size_t m_from;
    std::size_t m_to;
    std::vector<Reading> m_readings;
};

std::vector<HardBounds> hardBounds(const Stretch& stretch) {
    std::vector<HardBounds> hard(stretch.links.size());
    std::map<std::string_view, Instant> answered;
    for (const Anchor& anchor : stretch.anchors)
        answered.emplace(anchor.nonce, anchor.answeredAt);
    Instant lower{};
    // Before an anchor's answer nobody could hold its nonce.
    const auto follow = [&](const std::optional<std::string>& named) {
        if (named && answered.contains(*named)) lower = std::max(lower, answered.at(*named));
    };
    if (stretch.before) follow(stretch.before->link.at.anchor);
    for (std::size_t i = 0; i < hard.size(); ++i) {
        follow(stretch.links[i].at.anchor);
        hard[i].lower = lower;
    }
    std::vector<ShownHead> heads(stretch.heads.begin(), stretch.heads.end());
    std::ranges::sort(heads, {}, &ShownHead::seq);
    Instant upper = stretch.receivedAt;
    for (std::size_t i = hard.size(); i-- > 0;) {
        for (; !heads.empty() && heads.back().seq >= stretch.links[i].seq; heads.pop_back())
            upper = std::min(upper, heads.back().at);
        hard[i].upper = upper;
    }
    return hard;
}

} // namespace

std::string_view toWord(Grade grade) {
    static constexpr std::array<std::string_view, 5> kWords{"O", "A", "B", "C", "X"};
    return kWords[static_cast<std::size_t>(grade)];
}

void BootRecord::take(const Anchor& anchor) {
    if (!isJudged(anchor.elapsed) || anchor.elapsed < lastElapsed) torn = true;
    if (torn) return;
    const Duration least = atLeast(anchor.elapsed);
    const Duration most = atMost(anchor.elapsed);
    // Between any two of them at least and at most so much passed.
    torn = anchor.answeredAt - least + kRounding < startAfter ||
           anchor.challengedAt - most - kRounding > startBefore;
    startAfter = std::max(startAfter, anchor.challengedAt - least);
    startBefore = std::min(startBefore, anchor.answeredAt - most);
    lastElapsed = anchor.elapsed;
}

std::vector<Stamp> stampStretch(const Stretch& stretch) {
    const auto hard = hardBounds(stretch);
    std::vector<Stamp> stamps(stretch.links.size());
    // Torn ones, and those that other boots have followed.
    std::set<std::string> over(stretch.torn.begin(), stretch.torn.end());
    auto before = stretch.before;
    for (std::size_t from = 0; from < stretch.links.size();) {
        const std::string& tag = stretch.links[from].at.bootTag;
        std::size_t to = from + 1;
        while (to < stretch.links.size() && stretch.links[to].at.bootTag == tag)
            ++to;
        Boot boot(stretch, hard, from, to);
        if (before) {
            boot.follow(before->link, before->earliest);
            if (before->link.at.bootTag != tag) over.insert(before->link.at.bootTag);
        }
        boot.stamp(over.contains(tag), stamps);
        before = Stretch::Before{stretch.links[to - 1], stamps[to - 1].at.earliest};
        from = to;
    }
    for (Stamp& stamp : stamps) {
        if (stretch.receivedAt - stamp.at.latest <= kWithholding) continue;
        stamp.at.latest = stretch.receivedAt;
        stamp.flags |= kLongOffline;
    }
    return stamps;
}

Stamp stampFact(const TimeEvidence& evidence, std::span<const Anchor> anchors, Instant receivedAt) {
    const std::array link{Link{0, evidence}};
    Stretch stretch;
    stretch.links = link;
    stretch.anchors = anchors;
    stretch.receivedAt = receivedAt;
    return stampStretch(stretch).front();
}

} // namespace shoujie::evidence
