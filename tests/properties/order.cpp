#include "shared/rules/outcome_json.hpp"
#include "tests/properties/cast.hpp"
#include "tests/properties/outcome_text.hpp"
#include "tests/properties/property.hpp"

#include <nlohmann/json.hpp>

/// The set of facts alone decides: rules.md 1.1, 11.1 and 11.10.
namespace shoujie::properties {

using namespace shoujie::rules;

namespace {

std::string conflictsOf(const Adjudicator& adjudicator) {
    std::vector<std::string> lines;
    for (const auto& conflict : adjudicator.undiscoveredConflicts()) {
        std::vector<std::string> evidence;
        for (const auto& fact : conflict.evidence)
            evidence.push_back(fact.value);
        lines.push_back(conflict.subject.value + " " + textOf(evidence));
    }
    return textOf(std::move(lines));
}

std::string lookedUp(const Adjudicator& adjudicator, const facts::Customer& customer, Instant at) {
    const auto found = adjudicator.lookUp(customer, StaffId("s1"), at);
    std::string text = std::to_string(static_cast<int>(found.verdict)) + " " +
                       (found.owner ? found.owner->value : "-") + " " + found.key;
    if (found.window) text += " " + std::to_string(found.window->days);
    std::vector<std::string> evidence;
    for (const auto& fact : found.facts)
        evidence.push_back(fact.value);
    return text + " " + textOf(evidence);
}

/// Everything that can be asked.
std::string allOf(const Adjudicator& adjudicator, std::optional<Instant> now,
                  const facts::Customer& somebody, Instant at) {
    return textOf(adjudicator.outcome(now)) + conflictsOf(adjudicator) +
           lookedUp(adjudicator, somebody, at);
}

void put(Adjudicator& adjudicator, const facts::TimedFact& fact) {
    if (!adjudicator.add(fact)) throw std::logic_error("refused: " + fact.fact.id.value);
}

/// Asks one thing or the other, so that what is kept between questions has been kept.
void askSomething(const Adjudicator& adjudicator, const History& history, Dice& dice) {
    switch (dice.below(5)) {
    case 0:
        (void)adjudicator.undiscoveredConflicts();
        break;
    case 1:
        (void)adjudicator.outcome();
        break;
    case 2:
        (void)adjudicator.outcome(judgedAt(history) - std::chrono::days(dice.below(9)));
        break;
    case 3:
        (void)adjudicator.lookUp(mention(dice.below(kPeople), dice), StaffId("s2"),
                                 judgedAt(history));
        break;
    default:
        break;
    }
}

} // namespace

Finding anyOrder(const Judged& judged, Dice& dice) {
    auto shuffled = judged.history;
    dice.shuffle(shuffled.facts);
    const auto other = told(shuffled);
    const auto somebody = mention(dice.below(kPeople), dice);
    const auto expected = allOf(judged.adjudicator, judged.now, somebody, judged.now);
    const auto actual = allOf(other, judged.now, somebody, judged.now);
    if (expected != actual) return "in another order " + firstDifference(expected, actual);
    // The text says all that the JSON does; now and then the JSON itself.
    if (!dice.oneIn(64)) return std::nullopt;
    const auto& zone = policiesOf(judged.history).zone();
    if (toJson(judged.outcome, zone) != toJson(other.outcome(judged.now), zone))
        return "in another order the JSON is another";
    return std::nullopt;
}

Finding growing(const Judged& judged, Dice& dice) {
    auto shuffled = judged.history;
    if (dice.oneIn(2)) dice.shuffle(shuffled.facts);
    const auto somebody = mention(dice.below(kPeople), dice);
    // Now and then it keeps hardly a fact itself.
    rules::FactSource source;
    if (dice.oneIn(8)) {
        source.get = [&](const FactId& id) {
            return *std::ranges::find(shuffled.facts, id,
                                      [](const auto& one) { return one.fact.id; });
        };
        source.atHand = static_cast<std::size_t>(dice.below(3));
    }
    Adjudicator grown(policiesOf(judged.history), std::move(source));
    const bool afterEach = dice.oneIn(2);
    const auto compareAfter =
        static_cast<std::size_t>(dice.below(static_cast<int>(shuffled.facts.size()) + 1));
    History soFar{shuffled.policy, shuffled.now, {}, shuffled.flavour};
    for (const auto& fact : shuffled.facts) {
        put(grown, fact);
        soFar.facts.push_back(fact);
        if (afterEach)
            (void)grown.outcome();
        else
            askSomething(grown, judged.history, dice);
        if (soFar.facts.size() != compareAfter) continue;
        const std::optional<Instant> now = dice.oneIn(2) ? std::optional(judged.now) : std::nullopt;
        const auto expected = allOf(told(soFar), now, somebody, judged.now);
        const auto actual = allOf(grown, now, somebody, judged.now);
        if (expected != actual)
            return "after " + std::to_string(compareAfter) + " facts, the last " +
                   fact.fact.id.value + ", " + firstDifference(expected, actual) + " by growing";
    }
    const auto expected = allOf(judged.adjudicator, judged.now, somebody, judged.now);
    const auto actual = allOf(grown, judged.now, somebody, judged.now);
    if (expected != actual) return "after all " + firstDifference(expected, actual) + " by growing";
    return std::nullopt;
}

Finding takingBack(const Judged& judged, Dice& dice) {
    rules::FactSource source;
    source.get = [&](const FactId& id) {
        return *std::ranges::find(judged.history.facts, id,
                                  [](const auto& one) { return one.fact.id; });
    };
    source.atHand = static_cast<std::size_t>(dice.below(3));
    auto moving = !dice.oneIn(8) ? told(judged.history) : told(judged.history, std::move(source));
    askSomething(moving, judged.history, dice);
    History left{judged.history.policy, judged.history.now, {}, judged.history.flavour};
    std::vector<facts::TimedFact> gone;
    for (const auto& fact : judged.history.facts) {
        if (!dice.oneIn(4)) {
            left.facts.push_back(fact);
            continue;
        }
        moving.remove(fact.fact.id);
        gone.push_back(fact);
        askSomething(moving, judged.history, dice);
    }
    // A tablet's own guess of the time gives way to what the server says.
    for (auto& fact : gone) {
        if (dice.oneIn(3)) continue;
        if (dice.oneIn(2)) fact.at = TimeInterval::exactly(fact.at.latest);
        put(moving, fact);
        left.facts.push_back(fact);
        askSomething(moving, judged.history, dice);
    }
    if (dice.oneIn(4)) moving.remove(FactId("nobody"));
    const auto somebody = mention(dice.below(kPeople), dice);
    const auto expected = allOf(told(left), judged.now, somebody, judged.now);
    const auto actual = allOf(moving, judged.now, somebody, judged.now);
    if (expected == actual) return std::nullopt;
    std::string names;
    for (const auto& fact : gone)
        names += fact.fact.id.value + " ";
    return "after taking back " + names + firstDifference(expected, actual);
}

Finding surviving(const Judged& judged, Dice& dice) {
    const auto& zone = policiesOf(judged.history).zone();
    (void)toJson(judged.outcome, zone).dump();
    for (int i = 0; i < kPeople; ++i)
        (void)judged.adjudicator.lookUp(mention(i, dice), StaffId("s1"), judged.now);
    (void)judged.adjudicator.undiscoveredConflicts();
    const Instant first{};
    (void)judged.adjudicator.outcome(first);
    (void)judged.adjudicator.outcome(judged.now);
    return std::nullopt;
}

} // namespace shoujie::properties
