#include "tests/properties/outcome_text.hpp"
#include "tests/properties/property.hpp"

#include <stdexcept>

/// Tablets and server ask one thing at a time, and for what has changed: rules.md 11.10.
namespace shoujie::properties {

using namespace shoujie::rules;

namespace {

using Known = std::map<std::string, std::string>;

Known everythingOf(const Outcome& outcome) {
    Known known;
    for (const auto& [id, visit] : outcome.visits)
        known[id.value] = textOf(visit);
    for (const auto& [id, deal] : outcome.deals)
        known[id.value] = textOf(deal);
    for (const auto& referral : outcome.referrals)
        known[referral.subject.value] += textOf(referral);
    return known;
}

/// Reads anew what has changed, and only that.
void update(Known& known, Adjudicator& adjudicator, Instant now) {
    for (const auto& subject : adjudicator.takeChanged(now)) {
        known.erase(subject.value);
        if (const auto visit = adjudicator.visit(VisitId(subject.value), now))
            known[subject.value] = textOf(*visit);
        else if (const auto deal = adjudicator.deal(DealId(subject.value), now))
            known[subject.value] = textOf(*deal);
        if (const auto referral = adjudicator.referral(subject, now))
            known[subject.value] += textOf(*referral);
    }
}

Finding differenceOf(const Known& expected, const Known& known) {
    for (const auto& [subject, text] : expected)
        if (const auto found = known.find(subject); found == known.end() || found->second != text)
            return subject + ": " +
                   firstDifference(text, found == known.end() ? "nothing" : found->second) +
                   " by asking for changes";
    for (const auto& [subject, text] : known)
        if (!expected.contains(subject)) return subject + ": is gone, but nobody was told";
    return std::nullopt;
}

} // namespace

Finding tellingOfChanges(const Judged& judged, Dice& dice) {
    History soFar{judged.history.policy, judged.history.now, {}, judged.history.flavour};
    auto coming = judged.history.facts;
    if (dice.oneIn(2)) dice.shuffle(coming);
    Adjudicator adjudicator(policiesOf(judged.history));
    Known known;
    const auto moves = static_cast<int>(coming.size()) + dice.below(6);
    auto now = judged.now - std::chrono::days(dice.below(12));
    for (int move = 0; move < moves; ++move) {
        if (!soFar.facts.empty() && (coming.empty() || dice.oneIn(8))) {
            const auto place = dice.below(static_cast<int>(soFar.facts.size()));
            const auto gone = soFar.facts.begin() + place;
            adjudicator.remove(gone->fact.id);
            if (dice.oneIn(2)) coming.push_back(*gone);
            soFar.facts.erase(gone);
        } else if (!coming.empty()) {
            if (!adjudicator.add(coming.back())) throw std::logic_error("a fact was refused");
            soFar.facts.push_back(coming.back());
            coming.pop_back();
        }
        if (dice.oneIn(4)) now += std::chrono::days(dice.below(4));
        if (dice.oneIn(2)) update(known, adjudicator, now);
    }
    now = std::max(now, judged.now);
    update(known, adjudicator, now);
    const auto outcome = decide(soFar, now);
    if (textOf(adjudicator.rotation(now)) != textOf(outcome.rotation))
        return "asked alone, the rotation is another";
    return differenceOf(everythingOf(outcome), known);
}

} // namespace shoujie::properties
