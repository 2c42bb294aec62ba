#include "shared/rules/deals/buyers.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

template <class Holds>
bool anyMember(const Visit& visit, Holds holds) {
    for (int i = visit.people.first; i < visit.people.first + visit.memberCount; ++i)
        if (holds(i)) return true;
    return false;
}

/// A bare name leads there, as far as the site's policy takes names (art. 4).
bool sameByName(int subscriber, int other, const Moment& at, Run& run) {
    return run.book.pairKey(subscriber, other) == KeyKind::name &&
           (run.world.policyAt(at).match.nameOnly != NameOnly::ignore ||
            !run.book.pairIsWeak(subscriber, other));
}

/// Whether a subscriber is one of a visit's party, by person or by a bare name.
bool wasAt(int subscriber, const Acquaintance& known, const Visit& visit, const Moment& closed,
           Run& run) {
    const auto& book = run.book;
    return anyMember(visit, [&](int member) {
        const int person = book.identity(member).person;
        if (person == book.identity(subscriber).person) return true;
        if (std::any_of(known.links.begin(), known.links.end(),
                        [&](const auto& link) { return link.person == person; }))
            return true;
        return !book.person(book.identity(subscriber).person).entered &&
               sameByName(subscriber, member, closed, run);
    });
}

bool onADayOf(const Deal& deal, const Visit& visit, Run& run) {
    const auto day = run.world.dayOf(run.book.startOf(visit));
    return day == run.world.dayOf(World::declared(*deal.deposit)) ||
           day == run.world.dayOf(World::declared(*deal.agreement));
}

/// The visit at which R closed: the one named if it fits, else the last begun before the deal.
int closingVisitOf(const Deal& deal, const Buyers& found, Run& run) {
    const auto& book = run.book;
    const auto closed = book.closedAt(deal);
    const auto fits = [&](int index) {
        const auto& visit = book.visit(index);
        return !visit.isPublic() && visit.receiver == deal.closer && onADayOf(deal, visit, run) &&
               std::any_of(found.buyers.begin(), found.buyers.end(), [&](const auto& buyer) {
                   return wasAt(buyer.identity, buyer.known, visit, closed, run);
               });
    };
    const int named = book.namedVisitOf(deal);
    if (named != kNone && fits(named)) return named;
    const auto start = [&](int visit) {
        return book.startOf(book.visit(visit));
    };
    int last = kNone;
    for (const auto& buyer : found.buyers) {
        std::vector<int> persons{book.identity(buyer.identity).person};
        for (const auto& link : buyer.known.links)
            persons.push_back(link.person);
        for (const int person : persons)
            for (const int visit : book.person(person).visits)
                if (visit != last && run.world.before(start(visit), closed) && fits(visit) &&
                    (last == kNone || run.world.before(start(last), start(visit))))
                    last = visit;
    }
    return last;
}

bool inAnyEntry(int subscriber, const Moment& at, Run& run) {
    const auto& book = run.book;
    const auto& visits = book.person(book.identity(subscriber).person).visits;
    return std::any_of(visits.begin(), visits.end(), [&](int visit) {
        return run.world.before(book.startOf(book.visit(visit)), at);
    });
}

} // namespace

Buyers findBuyers(const Deal& deal, Run& run) {
    const auto& book = run.book;
    Buyers found;
    const auto closed = book.closedAt(deal);
    const int namedVisit = book.namedVisitOf(deal);
    const int first = deal.people.first;
    for (int subscriber = first; subscriber < first + deal.subscriberCount; ++subscriber) {
        auto known = acquaintance(subscriber, closed, kNone, run);
        // A bare name that fits several is settled by the visit the deal names.
        if (known.byName && known.links.size() > 1 && namedVisit != kNone) {
            const auto present = [&](const Acquaintance::Link& link) {
                return anyMember(book.visit(namedVisit), [&](int member) {
                    return book.identity(member).person == link.person;
                });
            };
            if (std::any_of(known.links.begin(), known.links.end(), present)) {
                const auto absent = [&](const auto& link) {
                    return !present(link);
                };
                known.links.erase(std::remove_if(known.links.begin(), known.links.end(), absent),
                                  known.links.end());
                known.tooMany = false;
            }
        }
        found.registered = found.registered || !known.links.empty() ||
                           !relativesOf(subscriber, closed, kNone, run).empty() ||
                           inAnyEntry(subscriber, closed, run);
        found.buyers.push_back({subscriber, std::move(known)});
    }
    found.closingVisit = closingVisitOf(deal, found, run);
    if (found.closingVisit == kNone) return found;
    found.registered = true;
    // The closing visit may be registered after the deal: it makes its people known all the same.
    const auto& closing = book.visit(found.closingVisit);
    for (auto& buyer : found.buyers) {
        if (!buyer.known.links.empty()) continue;
        for (int member = closing.people.first; member < closing.people.first + closing.memberCount;
             ++member)
            if (book.identity(member).person == book.identity(buyer.identity).person ||
                sameByName(buyer.identity, member, closed, run)) {
                const int person = book.identity(member).person;
                buyer.known.byName = person != book.identity(buyer.identity).person;
                buyer.known.links.push_back(
                    {person, member,
                     buyer.known.byName && book.pairIsWeak(buyer.identity, member)});
                break;
            }
    }
    return found;
}

namespace {

bool atVisit(int person, int visit, const Book& book) {
    if (visit == kNone) return false;
    return anyMember(book.visit(visit),
                     [&](int member) { return book.identity(member).person == person; });
}

Right rightAtDeal(int person, const Deal& deal, int closing, Run& run) {
    return atVisit(person, closing, run.book)
               ? rightAfter(person, closing, run)
               : rightBefore(person, run.book.closedAt(deal), kNone, run);
}

/// A relative's right, as in line 4 of section 6; one received at the closing visit needs no
/// window.
std::optional<Held> relativeOwner(int subscriber, const Deal& deal, int closing,
                                  const Policy& policy, bool& several, Run& run) {
    if (closing != kNone)
        for (const auto& [relative, weak] :
             relativesOf(subscriber, run.book.closedAt(deal), kNone, run)) {
            if (!atVisit(relative, closing, run.book)) continue;
            const auto right = rightAfter(relative, closing, run);
            if (right.exists()) return Held{right, relative, kNone, weak, {relative}};
        }
    const auto claims = relativeClaims(subscriber, run.book.closedAt(deal), kNone, run);
    if (claims.empty()) return std::nullopt;
    const auto& first = claims.front();
    const auto closed = run.book.closedAt(deal);
    const auto from = familyWindowStart(first.held, closed, policy, run);
    if (!run.world.measure(from, closed, policy.windows.familyDays).inside) return std::nullopt;
    several = several || first.several;
    return first.held;
}

} // namespace

BuyersOwner ownerOfBuyers(const Deal& deal, const Buyers& buyers, const Policy& policy, Run& run) {
    BuyersOwner result;
    const auto take = [&](const Held& held) {
        result.weak = result.weak || held.weak;
        result.weakRefused =
            result.weakRefused || (held.weak && policy.match.nameOnly == NameOnly::refer);
        for (auto& known : result.owners) {
            if (known.right.owner != held.right.owner ||
                known.right.referred != held.right.referred)
                continue;
            auto people = known.people;
            people.insert(people.end(), held.people.begin(), held.people.end());
            if (run.world.before(run.book.startOf(run.book.visit(held.right.original)),
                                 run.book.startOf(run.book.visit(known.right.original))))
                known = held;
            known.people = std::move(people);
            return;
        }
        result.owners.push_back(held);
    };
    for (const auto& buyer : buyers.buyers) {
        bool own = false;
        std::vector<int> people;
        for (const auto& link : buyer.known.links)
            people.push_back(link.person);
        result.several = result.several || buyer.known.tooMany;
        for (const auto& link : buyer.known.links) {
            const auto right = rightAtDeal(link.person, deal, buyers.closingVisit, run);
            if (!right.exists()) continue;
            own = true;
            take({right, link.person, buyer.known.byName ? link.identity : kNone, link.weak,
                  people});
        }
        if (own) continue;
        if (const auto held = relativeOwner(buyer.identity, deal, buyers.closingVisit, policy,
                                            result.several, run))
            take(*held);
    }
    result.several = result.several || result.owners.size() > 1;
    return result;
}

std::vector<int> scopeOfDeal(const Deal& deal, const Buyers& buyers, Run& run) {
    std::vector<int> scope;
    for (const auto& buyer : buyers.buyers) {
        scope.push_back(run.book.identity(buyer.identity).person);
        for (const auto& link : buyer.known.links) {
            scope.push_back(link.person);
            for (const auto& relative :
                 relativesOf(link.identity, run.book.closedAt(deal), kNone, run))
                scope.push_back(relative.person);
        }
        for (const auto& relative :
             relativesOf(buyer.identity, run.book.closedAt(deal), kNone, run))
            scope.push_back(relative.person);
    }
    if (buyers.closingVisit == kNone) return scope;
    // Also those to whom a name led at the closing visit: its owner was theirs.
    const auto& closing = run.book.visit(buyers.closingVisit);
    const auto start = run.book.startOf(closing);
    for (int member = closing.people.first; member < closing.people.first + closing.memberCount;
         ++member) {
        const int person = run.book.identity(member).person;
        const bool bought =
            std::any_of(buyers.buyers.begin(), buyers.buyers.end(), [&](const auto& buyer) {
                return run.book.identity(buyer.identity).person == person ||
                       std::any_of(buyer.known.links.begin(), buyer.known.links.end(),
                                   [&](const auto& link) { return link.person == person; });
            });
        if (!bought) continue;
        for (const auto& link : acquaintance(member, start, buyers.closingVisit, run).links)
            scope.push_back(link.person);
    }
    return scope;
}

} // namespace shoujie::rules
