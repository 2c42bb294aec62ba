#include "shared/rules/look_up.hpp"

#include "shared/rules/visits/rights.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

using Verdict = LookUp::Verdict;

/// The persons that the strongest key leads to, and that key.
struct Found {
    KeyKind key = KeyKind::none;
    std::vector<int> persons;
    std::vector<int> entries; ///< facts
};

Found findPersons(const CustomerKeys& keys, const Book& book) {
    Found byKeys;
    Found byName;
    for (const auto& identity : book.identities) {
        if (!isEntry(identity.part)) continue;
        const auto key = sharedKey(keys, identity.versions.back().keys);
        if (key == KeyKind::none) continue;
        auto& found = key == KeyKind::name ? byName : byKeys;
        found.key = std::max(found.key, key);
        found.entries.push_back(identity.fact);
        if (std::find(found.persons.begin(), found.persons.end(), identity.person) ==
            found.persons.end())
            found.persons.push_back(identity.person);
    }
    return byKeys.persons.empty() ? byName : byKeys;
}

} // namespace

LookUp lookUpCustomer(const CustomerKeys& keys, const StaffId& receiver, Instant at,
                      const Book& book, const PolicyTimeline& policies) {
    LookUp result;
    const auto found = findPersons(keys, book);
    if (found.persons.empty()) return result;
    result.key = found.key == KeyKind::name      ? "name"
                 : found.key == KeyKind::vehicle ? "vehicle"
                                                 : "phone";
    for (const int fact : found.entries)
        result.facts.push_back(book.idOf(fact));

    Choices choices;
    World world(policies, choices);
    Memo memo;
    Run run{book, world, memo, {}, {}};
    auto moment = World::declared(at);
    moment.rank = static_cast<int>(book.facts.size());
    Acquaintance known;
    for (const int person : found.persons)
        known.links.push_back({person, kNone, false});
    const auto claims = claimsOn(known, moment, kNone, run);
    if (claims.several) {
        result.verdict = Verdict::several;
        return result;
    }
    if (!claims.held.empty()) {
        const auto& held = claims.held.front();
        if (held.right.owner == kNobody) {
            result.verdict = Verdict::several;
            return result;
        }
        result.owner = book.staffId(held.right.owner);
        const auto& policy = policies.at(at);
        const auto from = windowStart(held.right, held.person, moment, policy, run);
        const auto days = world.measure(from, moment, policy.windows.returningDays);
        result.window = days.window;
        result.verdict = *result.owner == receiver ? Verdict::own
                         : days.inside             ? Verdict::colleagues
                                                   : Verdict::colleaguesLapsed;
        return result;
    }
    for (const int person : found.persons)
        if (!book.person(person).referrals.empty()) {
            const auto referral = static_cast<std::size_t>(book.person(person).referrals.front());
            result.owner = book.staffId(book.referrals[referral].owner);
            result.verdict = Verdict::referred;
            return result;
        }
    for (const int person : found.persons)
        if (!book.person(person).calls.empty()) {
            const auto call = static_cast<std::size_t>(book.person(person).calls.front());
            result.owner = book.staffId(book.calls[call].owner);
            result.verdict = Verdict::calledIn;
            return result;
        }
    return result;
}

} // namespace shoujie::rules
