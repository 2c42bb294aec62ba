#include "tests/properties/property.hpp"

#include <algorithm>
#include <array>
#include <exception>

namespace shoujie::properties {

namespace {

constexpr std::array<Property, 15> kAll{{
    {"order", "11.1", "any permutation of the facts gives the same outcome", anyOrder, 4, 3, 1},
    {"shares", "11.2", "shares sum to 10 000 or are none", sharesAreWhole},
    {"answer", "11.3", "exactly one of: an owner, pool, developer, referred", oneAnswer},
    {"makeups", "11.4", "at most one slot and one make-up a reception, each earned by one",
     makeupsAreEarnedOnce},
    {"queue", "11.5", "who is on duty is queued once, nobody else is", queueHoldsWhoIsOnDuty},
    {"stranger", "11.6", "a fact about a stranger changes nothing for the others",
     strangersChangeNothing, 3, 2},
    {"narrowing", "11.7", "a narrower interval never changes what was final", narrowing, 0, 5},
    {"times", "11.8", "what is final holds for every time inside the intervals", everyTimeInside, 0,
     8},
    {"device", "3", "the order of one device is known without its clock", oneDeviceKnowsItsOrder,
     3},
    {"ruling", "11.9", "a ruling changes its subject and what is measured from it",
     rulingsStayWhereTheyAre, 4, 2},
    {"growing", "11.10", "asked after each fact: the same as judged at once", growing, 4, 3},
    {"removing", "11.10", "facts taken back and put again: the same as judged at once", takingBack,
     3, 2},
    {"changes", "11.10", "who asks only for what has changed knows everything", tellingOfChanges, 3,
     3},
    {"reasons", "1.2", "every outcome says why, by facts that exist", reasonsExist},
    {"surviving", "1.1", "total: hostile histories are judged too", surviving, 0, 0, 1},
}};

} // namespace

std::span<const Property> allProperties() {
    return kAll;
}

const Property* findProperty(std::string_view name) {
    const auto found = std::find_if(
        kAll.begin(), kAll.end(), [&](const Property& property) { return property.name == name; });
    return found == kAll.end() ? nullptr : &*found;
}

Finding checkJudged(const Property& property, const Judged& judged, std::uint64_t seed) {
    Dice dice(seed * 31 + 7);
    return property.check(judged, dice);
}

Finding checkProperty(const Property& property, const History& history, std::uint64_t seed) {
    try {
        return checkJudged(property, Judged(history), seed);
    } catch (const std::exception& error) {
        return std::string("threw: ") + error.what();
    }
}

} // namespace shoujie::properties
