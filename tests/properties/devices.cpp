#include "tests/properties/outcome_text.hpp"
#include "tests/properties/property.hpp"
#include "tests/properties/reading.hpp"

#include <algorithm>
#include <set>

/// The order of one device is always known, however little is known of its clock: rules.md 3.
namespace shoujie::properties {

using namespace shoujie::facts;
using namespace shoujie::rules;

namespace {

/// Times that are declared, and so exact: nothing may become uncertain towards them.
std::set<Instant> declaredTimes(const TimedFact& fact, const History& history) {
    std::set<Instant> times;
    const auto add = [&](const std::optional<Instant>& time) {
        if (time) times.insert(*time);
    };
    for (const auto& version : versionsOf(fact, history)) {
        if (const auto* visit = std::get_if<VisitRegistered>(&version)) add(visit->startedAt);
        if (const auto* deal = std::get_if<DealSigned>(&version)) {
            add(deal->depositPaidAt);
            add(deal->agreementSignedAt);
        }
    }
    return times;
}

/// Whether all times are known, and no two facts have one: then no id is needed to order them.
bool isOrderedByTime(const History& history) {
    std::set<Instant> known;
    for (const auto& fact : history.facts) {
        if (!fact.at.isExact()) return false;
        auto own = declaredTimes(fact, history);
        own.insert(fact.at.latest);
        for (const Instant time : own)
            if (!known.insert(time).second) return false;
    }
    return true;
}

/// As wide as the day allows and declared times leave it.
TimeInterval widened(Instant at, const std::set<Instant>& declared, const PolicyTimeline& policies,
                     Dice& dice) {
    const auto& zone = policies.zoneAt(at);
    const auto next = declared.lower_bound(at);
    if (next != declared.end() && *next == at) return TimeInterval::exactly(at);
    const auto today = zone.dayOf(at);
    auto earliest = zone.startOf(today);
    auto latest = zone.startOf(today + std::chrono::days(1)) - Duration(1);
    if (next != declared.end()) latest = std::min(latest, *next - Duration(1));
    if (next != declared.begin()) earliest = std::max(earliest, *std::prev(next) + Duration(1));
    if (&policies.at(earliest) != &policies.at(latest)) return TimeInterval::exactly(at);
    return {at - Duration(dice.between(0, (at - earliest).count())),
            at + Duration(dice.between(0, (latest - at).count()))};
}

/// Everything as one device wrote it down, its clock lost.
History byOneDevice(const History& history, Dice& dice) {
    auto vague = history;
    auto& facts = vague.facts;
    std::sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) {
        return std::tie(a.at.latest, a.fact.id) < std::tie(b.at.latest, b.fact.id);
    });
    std::set<Instant> declared;
    for (const auto& fact : facts)
        declared.merge(declaredTimes(fact, history));
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const Instant at = facts[i].at.latest;
        facts[i].fact.device = DeviceId("only");
        facts[i].fact.seq = static_cast<std::int64_t>(i + 1);
        facts[i].at = widened(at, declared, policiesOf(history), dice);
    }
    return vague;
}

std::string reasonOf(const Outcome& outcome, const std::string& subject) {
    std::string reasons;
    for (const auto& referral : outcome.referrals)
        if (referral.subject.value == subject) reasons += " " + referral.reason;
    return reasons;
}

} // namespace

Finding oneDeviceKnowsItsOrder(const Judged& judged, Dice& dice) {
    if (!isOrderedByTime(judged.history)) return std::nullopt;
    const auto outcome = decide(byOneDevice(judged.history, dice), judged.now);
    const auto differs = [&](const std::string& subject, const std::string& exact,
                             const std::string& vague) -> Finding {
        const auto before = exact + reasonOf(judged.outcome, subject);
        const auto after = vague + reasonOf(outcome, subject);
        if (before == after) return std::nullopt;
        return subject + " by one device whose clock is lost: \"" + before + "\" became \"" +
               after + "\"";
    };
    for (const auto& [id, visit] : judged.outcome.visits) {
        const auto& vague = outcome.visits.at(id);
        if (visit.ruled) continue; // its make-up may have been used before the ruling or not
        if (auto wrong = differs(id.value, textOf(essenceOf(visit)), textOf(essenceOf(vague))))
            return wrong;
    }
    for (const auto& [id, deal] : judged.outcome.deals)
        if (auto wrong =
                differs(id.value, textOf(deal.decision), textOf(outcome.deals.at(id).decision)))
            return wrong;
    return std::nullopt;
}

} // namespace shoujie::properties
