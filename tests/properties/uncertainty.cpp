#include "tests/properties/outcome_text.hpp"
#include "tests/properties/possible_times.hpp"
#include "tests/properties/property.hpp"

/// What is final is final whatever the uncertain times were: rules.md 1.3, 11.7 and 11.8.
namespace shoujie::properties {

using namespace shoujie::rules;

namespace {

constexpr int kChoices = 4;

std::string timesOf(const History& vague, const History& narrower) {
    std::string text = "with";
    for (std::size_t i = 0; i < vague.facts.size(); ++i) {
        const auto& at = narrower.facts[i].at;
        if (at == vague.facts[i].at) continue;
        text += " " + vague.facts[i].fact.id.value + " at " + formatUtc(at.earliest);
        if (!at.isExact()) text += " to " + formatUtc(at.latest);
    }
    return text + ": ";
}

/// A ruling closes a case whose times are open: the slot stays the one that was proposed, and what
/// the ruling itself sets stays.
Finding changed(const VisitOutcome& before, const VisitOutcome& after) {
    if (before.status != Status::isFinal) return std::nullopt;
    if (before.ruled) {
        if (before.decision.owner == after.decision.owner) return std::nullopt;
    } else if (after.status != Status::referred && essenceOf(before) == essenceOf(after)) {
        return std::nullopt;
    }
    return "final was \"" + textOf(essenceOf(before)) + "\", now \"" + textOf(essenceOf(after)) +
           (after.status == Status::referred ? ", referred\"" : "\"");
}

/// Where a ruling sets shares or cancels, whose the deal is may be left to it.
Finding changed(const DealOutcome& before, const DealOutcome& after) {
    if (before.status != Status::isFinal || before.decision == after.decision) return std::nullopt;
    auto same = before.decision;
    same.owner = after.decision.owner;
    if (before.ruled && same == after.decision) return std::nullopt;
    return "final was \"" + textOf(before.decision) + "\", now \"" + textOf(after.decision) + "\"";
}

Finding compare(const Judged& judged, const History& narrower) {
    const auto outcome = decide(narrower, judged.now);
    for (const auto& [id, visit] : judged.outcome.visits)
        if (auto wrong = changed(visit, outcome.visits.at(id)))
            return id.value + " " + timesOf(judged.history, narrower) + *wrong;
    for (const auto& [id, deal] : judged.outcome.deals)
        if (auto wrong = changed(deal, outcome.deals.at(id)))
            return id.value + " " + timesOf(judged.history, narrower) + *wrong;
    return std::nullopt;
}

bool nothingIsFinal(const Outcome& outcome) {
    for (const auto& [id, visit] : outcome.visits)
        if (visit.status == Status::isFinal) return false;
    for (const auto& [id, deal] : outcome.deals)
        if (deal.status == Status::isFinal) return false;
    return true;
}

} // namespace

Finding narrowing(const Judged& judged, Dice& dice) {
    if (nothingIsFinal(judged.outcome)) return std::nullopt;
    const PossibleTimes times(judged.history);
    if (!times.exist()) return std::nullopt;
    return compare(judged, times.narrowed(dice));
}

Finding everyTimeInside(const Judged& judged, Dice& dice) {
    if (nothingIsFinal(judged.outcome)) return std::nullopt;
    const PossibleTimes times(judged.history);
    if (!times.exist()) return std::nullopt;
    for (int i = 0; i < kChoices; ++i) {
        auto exact = judged.history;
        const auto chosen = times.choose(dice);
        for (std::size_t f = 0; f < chosen.size(); ++f)
            exact.facts[f].at = TimeInterval::exactly(chosen[f]);
        if (auto wrong = compare(judged, exact)) return wrong;
    }
    return std::nullopt;
}

} // namespace shoujie::properties
