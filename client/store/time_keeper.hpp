#pragma once

#include "shared/core/seams.hpp"
#include "shared/evidence/interval.hpp"

#include <vector>

namespace shoujie::client {

/// What this tablet knows of true time: its anchors, its elapsed clock and, where there is nothing
/// better, its wall clock.
class TimeKeeper {
public:
    TimeKeeper(Clock& clock, ElapsedClock& elapsed);

    /// Anchors of this device, oldest first.
    void setAnchors(std::vector<evidence::Anchor> anchors);
    void add(evidence::Anchor anchor);
    /// The newest note of the elapsed clock that is on the disk.
    void setNoted(std::optional<evidence::NotedTicks> noted) { m_noted = std::move(noted); }
    /// What to note now; give it to setNoted once it is on the disk.
    [[nodiscard]] evidence::NotedTicks note() const;
    /// Nonce of the newest anchor, of any boot; empty without one.
    [[nodiscard]] std::string newestNonce() const;

    /// A reading of all clocks, for a fact that is written now.
    [[nodiscard]] evidence::TimeEvidence reading() const;
    /// Best estimate of true time: the newest anchor of this boot plus the time elapsed since; else
    /// the wall clock, but never before the newest anchor.
    [[nodiscard]] Instant estimatedNow() const;
    /// The latest that it can be: nothing this tablet has written is after it.
    [[nodiscard]] Instant latestNow() const;
    /// The interval that the server would give a fact with this evidence if it arrived now. For
    /// this tablet's own screen only: the register's interval replaces it.
    [[nodiscard]] evidence::Stamp estimate(const evidence::TimeEvidence& evidence) const;
    /// What a fact written now can count on: online while anchors keep coming.
    [[nodiscard]] evidence::Grade gradeNow() const;
    /// How wide the interval of a fact written now would be at most; empty where only the server's
    /// own clock will tell: no anchor in this boot, or a clock that was set back.
    [[nodiscard]] std::optional<Duration> widthNow() const;
    /// When this boot began, by the wall clock: for people.
    [[nodiscard]] Instant bootedAt() const;
    /// Time since the newest anchor of this boot; empty without one.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> sinceAnchor() const;

private:
    [[nodiscard]] const evidence::Anchor* newestOf(const std::string& bootTag) const;
    /// The reading of the clock; never negative.
    [[nodiscard]] std::chrono::nanoseconds elapsed() const;
    [[nodiscard]] evidence::Ticks ticksAt(std::chrono::nanoseconds elapsed) const;

    Clock& m_clock;
    ElapsedClock& m_elapsed;
    std::vector<evidence::Anchor> m_anchors;
    std::optional<evidence::NotedTicks> m_noted;
};

/// Anchors come at least this often while online (`sync.md` 3).
inline constexpr std::chrono::seconds kAnchorInterval{60};

} // namespace shoujie::client
