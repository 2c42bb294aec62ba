#pragma once

#include "tests/properties/dice.hpp"
#include "tests/properties/history.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace shoujie::properties {

/// A history and what it comes to.
struct Judged {
    const History& history;
    rules::Adjudicator adjudicator;
    Instant now;
    rules::Outcome outcome; ///< of `adjudicator` at `now`

    explicit Judged(const History& told_)
        : history(told_)
        , adjudicator(told(told_))
        , now(judgedAt(told_))
        , outcome(adjudicator.outcome(now)) {}
    /// Everything has happened by then.
    [[nodiscard]] bool isAfterAll() const {
        return std::all_of(history.facts.begin(), history.facts.end(),
                           [this](const auto& fact) { return fact.at.latest <= now; });
    }
};

/// What is wrong, in words; nothing where the property holds.
using Finding = std::optional<std::string>;

/// One line of rules.md 11.
struct Property {
    std::string_view name;
    std::string_view section; ///< of rules.md
    std::string_view promise;
    Finding (*check)(const Judged& judged, Dice& dice);
    /// How often it is drawn among those that judge more than once, by flavour; all 0 for what can
    /// be read off every outcome, which is read off every outcome.
    int exact = 0;
    int vague = 0;
    int hostile = 0;

    [[nodiscard]] bool isReadOff() const { return exact + vague + hostile == 0; }
    [[nodiscard]] int weight(Flavour flavour) const {
        return flavour == Flavour::exact ? exact : flavour == Flavour::vague ? vague : hostile;
    }
};

std::span<const Property> allProperties();
const Property* findProperty(std::string_view name);

/// Checks one property, with the draws of chance that `seed` makes.
Finding checkJudged(const Property& property, const Judged& judged, std::uint64_t seed);
/// The same from the history on; exceptions are findings too.
Finding checkProperty(const Property& property, const History& history, std::uint64_t seed);

// ---- read off one outcome (invariants.cpp, rotation_invariants.cpp)
Finding sharesAreWhole(const Judged& judged, Dice& dice);
Finding oneAnswer(const Judged& judged, Dice& dice);
Finding reasonsExist(const Judged& judged, Dice& dice);
Finding makeupsAreEarnedOnce(const Judged& judged, Dice& dice);
Finding queueHoldsWhoIsOnDuty(const Judged& judged, Dice& dice);

// ---- comparing outcomes
Finding anyOrder(const Judged& judged, Dice& dice);                // order.cpp
Finding growing(const Judged& judged, Dice& dice);                 // order.cpp
Finding tellingOfChanges(const Judged& judged, Dice& dice);        // changes.cpp
Finding takingBack(const Judged& judged, Dice& dice);              // order.cpp
Finding surviving(const Judged& judged, Dice& dice);               // order.cpp
Finding strangersChangeNothing(const Judged& judged, Dice& dice);  // additions.cpp
Finding rulingsStayWhereTheyAre(const Judged& judged, Dice& dice); // additions.cpp
Finding narrowing(const Judged& judged, Dice& dice);               // uncertainty.cpp
Finding everyTimeInside(const Judged& judged, Dice& dice);         // uncertainty.cpp
Finding oneDeviceKnowsItsOrder(const Judged& judged, Dice& dice);  // devices.cpp

} // namespace shoujie::properties
