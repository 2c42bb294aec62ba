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

Found findPersons(const KeysView& keys, const Book& book) {
    Found byKeys;
    Found byName;
    auto candidates = book.carriersOf(keys);
    std::sort(candidates.begin(), candidates.end(), [&](int a, int b) {
        return book.identity(a).fact == book.identity(b).fact
                   ? a < b
                   : book.factBefore(book.identity(a).fact, book.identity(b).fact);
    });
    for (const int index : candidates) {
        const auto& identity = book.identity(index);
        if (!isEntry(identity.part)) continue;
        const auto key = sharedKey(keys, book.newestKeys(identity));
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

LookUp lookUpCustomer(const KeysView& keys, const StaffId& receiver, Instant at, const Book& book,
                      const Findings& findings) {
    LookUp result;
    const auto found = findPersons(keys, book);
    if (found.persons.empty()) return result;
    result.key = found.key == KeyKind::name      ? "name"
                 : found.key == KeyKind::vehicle ? "vehicle"
                                                 : "phone";
    for (const int fact : found.entries)
        result.facts.push_back(book.idOf(fact));

    World world(book.policies());
    Run run{book, world, findings, false, {}, {}};
    auto moment = World::declared(at);
    moment.ranked = Moment::kLast;
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
        const auto& policy = book.policies().at(at);
        const auto from = windowStart(held, moment, policy, run);
        const auto days = world.measure(from, moment, policy.windows.returningDays);
        result.window = days.window;
        result.verdict = *result.owner == receiver ? Verdict::own
                         : days.inside             ? Verdict::colleagues
                                                   : Verdict::colleaguesLapsed;
        return result;
    }
    // Nobody has received them: a referral is asked for before a call, as lines 7 and 8 are.
    const auto first = [&](Part part) {
        int entry = kNone;
        for (const int person : found.persons)
            book.eachOther(person, part, [&](int identity) {
                const int fact = book.identity(identity).fact;
                if (entry == kNone || book.factBefore(fact, entry)) entry = fact;
            });
        return entry;
    };
    if (const int referral = first(Part::prospect); referral != kNone) {
        result.owner = book.staffId(book.referral(book.fact(referral).entry).owner);
        result.verdict = Verdict::referred;
    } else if (const int call = first(Part::caller); call != kNone) {
        result.owner = book.staffId(book.call(book.fact(call).entry).owner);
        result.verdict = Verdict::calledIn;
    }
    return result;
}

} // namespace shoujie::rules
