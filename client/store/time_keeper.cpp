#include "client/store/time_keeper.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::client {
namespace {

using std::chrono::nanoseconds;

/// The end of the year 9999, as RFC 3339 can say it.
constexpr Instant kLastInstant{std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1) -
                               std::chrono::seconds(1)};

Duration toMicros(nanoseconds span) {
    return std::chrono::ceil<Duration>(span);
}

} // namespace

TimeKeeper::TimeKeeper(Clock& clock, ElapsedClock& elapsed) : m_clock(clock), m_elapsed(elapsed) {}

void TimeKeeper::setAnchors(std::vector<evidence::Anchor> anchors) {
    m_anchors = std::move(anchors);
}

void TimeKeeper::add(evidence::Anchor anchor) {
    m_anchors.push_back(std::move(anchor));
}

evidence::TimeEvidence TimeKeeper::reading() const {
    evidence::TimeEvidence evidence;
    evidence.bootTag = m_elapsed.bootTag();
    evidence.elapsed = elapsed();
    if (!m_anchors.empty()) evidence.anchor = m_anchors.back().nonce;
    evidence.wall = std::clamp(m_clock.now(), Instant{}, kLastInstant);
    evidence.ticks = ticksAt(evidence.elapsed);
    return evidence;
}

nanoseconds TimeKeeper::elapsed() const {
    // What the wire's format cannot say could be written and never be read again: the store would
    // not open any more. Clocks that show it are tampered with, and get the weakest evidence.
    return std::max(m_elapsed.elapsed(), nanoseconds::zero());
}

evidence::Ticks TimeKeeper::ticksAt(nanoseconds elapsed) const {
    if (!m_noted || m_noted->bootTag != m_elapsed.bootTag()) return {elapsed, elapsed};
    const evidence::Ticks& noted = m_noted->ticks;
    // A reading before the note stays visible as what it is: the clock was set back.
    if (elapsed - noted.last > evidence::kTickGapAfter) return {elapsed, noted.last};
    return noted;
}

evidence::NotedTicks TimeKeeper::note() const {
    const nanoseconds elapsed = this->elapsed();
    const evidence::Ticks ticks = ticksAt(elapsed);
    return {m_elapsed.bootTag(), {ticks.since, std::max(ticks.last, elapsed)}};
}

std::string TimeKeeper::newestNonce() const {
    return m_anchors.empty() ? std::string() : m_anchors.back().nonce;
}

std::optional<Duration> TimeKeeper::widthNow() const {
    const evidence::Anchor* anchor = newestOf(m_elapsed.bootTag());
    const nanoseconds elapsed = this->elapsed();
    if (anchor == nullptr || elapsed < ticksAt(elapsed).last) return std::nullopt;
    const Duration drift = toMicros((elapsed - anchor->elapsed) * evidence::kDriftPerMille / 1000);
    return anchor->answeredAt - anchor->challengedAt + 2 * drift;
}

Instant TimeKeeper::bootedAt() const {
    return m_clock.now() - toMicros(elapsed());
}

const evidence::Anchor* TimeKeeper::newestOf(const std::string& bootTag) const {
    const auto found = std::find_if(m_anchors.rbegin(), m_anchors.rend(),
                                    [&](const auto& one) { return one.bootTag == bootTag; });
    return found == m_anchors.rend() ? nullptr : &*found;
}

std::optional<nanoseconds> TimeKeeper::sinceAnchor() const {
    const evidence::Anchor* anchor = newestOf(m_elapsed.bootTag());
    if (anchor == nullptr) return std::nullopt;
    return elapsed() - anchor->elapsed;
}

Instant TimeKeeper::estimatedNow() const {
    if (m_anchors.empty()) return m_clock.now();
    if (const auto since = sinceAnchor())
        return newestOf(m_elapsed.bootTag())->answeredAt + toMicros(*since);
    return std::max(m_clock.now(), m_anchors.back().answeredAt);
}

Instant TimeKeeper::latestNow() const {
    const auto since = sinceAnchor();
    const Duration drift =
        since ? toMicros(*since * evidence::kDriftPerMille / 1000) : Duration::zero();
    return estimatedNow() + drift;
}

evidence::Stamp TimeKeeper::estimate(const evidence::TimeEvidence& evidence) const {
    const Instant now = latestNow();
    if (newestOf(evidence.bootTag) != nullptr) return evidence::stampFact(evidence, m_anchors, now);
    // No anchor in the boot that wrote it: only the wall clock narrows the time from above, and it
    // may not contradict the anchor that the fact names.
    Instant from = Instant::min();
    for (const auto& anchor : m_anchors)
        if (evidence.anchor == anchor.nonce) from = anchor.answeredAt;
    return evidence::stampFact(evidence, m_anchors, std::max(from, std::min(evidence.wall, now)));
}

evidence::Grade TimeKeeper::gradeNow() const {
    const auto since = sinceAnchor();
    // A clock behind its own note was set back.
    if (const nanoseconds now = elapsed(); now < ticksAt(now).last)
        return evidence::Grade::anomalous;
    if (!since) return evidence::Grade::unanchored;
    // Twice the interval: one anchor may be under way.
    return *since <= 2 * kAnchorInterval ? evidence::Grade::online : evidence::Grade::halfAnchored;
}

} // namespace shoujie::client
