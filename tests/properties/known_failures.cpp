#include "tests/properties/known_failures.hpp"

#include <algorithm>

namespace shoujie::properties {

using namespace shoujie::facts;

namespace {

bool certainlyApart(const TimeInterval& a, const TimeInterval& b) {
    return a.latest < b.earliest || b.latest < a.earliest || (a.isExact() && b.isExact());
}

bool isEntry(const FactData& data) {
    return std::holds_alternative<VisitRegistered>(data) ||
           std::holds_alternative<CallRegistered>(data) ||
           std::holds_alternative<ReferralRegistered>(data) ||
           std::holds_alternative<FamilyDeclared>(data) ||
           std::holds_alternative<DealSigned>(data) ||
           std::holds_alternative<FollowUpPlanned>(data);
}

template <class Meet>
bool anyPair(const History& history, Meet meet) {
    const auto& facts = history.facts;
    return std::any_of(facts.begin(), facts.end(), [&](const auto& one) {
        return std::any_of(facts.begin(), facts.end(), [&](const auto& other) {
            return one.fact.id != other.fact.id && !certainlyApart(one.at, other.at) &&
                   meet(one.fact, other.fact);
        });
    });
}

/// Finding 01: whether an amendment came before an entry, or before another of its target.
bool amendmentMayBeLate(const History& history) {
    return anyPair(history, [](const Fact& one, const Fact& other) {
        const auto* amendment = std::get_if<EntryAmended>(&one.data);
        if (amendment == nullptr) return false;
        const auto* second = std::get_if<EntryAmended>(&other.data);
        return isEntry(other.data) || (second != nullptr && second->target == amendment->target);
    });
}

/// Finding 03: by which policy the keys of an entry are made.
bool keysMayBeEither(const History& history) {
    const auto& policies = policiesOf(history);
    return std::any_of(history.facts.begin(), history.facts.end(), [&](const TimedFact& fact) {
        const auto& first = policies.at(fact.at.earliest);
        const auto& last = policies.at(fact.at.latest);
        return isEntry(fact.fact.data) &&
               (first.phoneRegion != last.phoneRegion || !(first.match == last.match));
    });
}

} // namespace

bool isKnownToFail(const Property& property, const History& history) {
    if (property.name != "times" && property.name != "narrowing") return false;
    return amendmentMayBeLate(history) || keysMayBeEither(history);
}

} // namespace shoujie::properties
