#include "shared/rules/visits/rights.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

std::uint64_t memoKey(int person, int visit) {
    return static_cast<std::uint64_t>(static_cast<unsigned>(person)) << 32 |
           static_cast<unsigned>(visit);
}

/// What a visit makes of the right that one of its persons brought along (rules.md 6, "A party").
Right afterVisit(const Right& brought, int person, int index, Run& run) {
    const auto& visit = run.book.visit(index);
    Staff owner = ruledOwner(visit, run.book);
    const bool ruled = owner != kNobody;
    const VisitVerdict* verdict = nullptr;
    if (!ruled) {
        // Neither a public visit (7) nor a group purchase (18) founds an interest.
        if (visit.isPublic() || visit.isGroup()) return brought;
        verdict = &decideVisit(index, run);
        if (!verdict->referred.empty()) return {kNobody, index, index, verdict->referred};
        owner = verdict->owner;
    }
    if (owner < 0) return brought;
    if (brought.exists() && brought.owner == owner) return {owner, brought.original, index, {}};
    if (verdict != nullptr && verdict->linkedOriginal != kNone && verdict->judgedPerson == person)
        return {owner, verdict->linkedOriginal, index, {}};
    return {owner, index, index, {}};
}

/// The visits of a person that began before `at`, in this world's order.
std::vector<int> visitsBefore(const Person& person, const Moment& at, int except, Run& run) {
    std::vector<int> earlier;
    for (const int visit : person.visits) {
        if (visit == except || !run.world.before(run.book.visit(visit).start, at)) continue;
        auto place = earlier.end();
        while (place != earlier.begin() &&
               run.world.before(run.book.visit(visit).start, run.book.visit(*(place - 1)).start))
            --place;
        earlier.insert(place, visit);
    }
    return earlier;
}

} // namespace

int rulingOf(const Visit& visit, const Book& book) {
    // Of several rulings the latest counts.
    for (auto ruling = visit.rulings.rbegin(); ruling != visit.rulings.rend(); ++ruling)
        if (book.rulings[static_cast<std::size_t>(*ruling)].owner != kNobody) return *ruling;
    return kNone;
}

Staff ruledOwner(const Visit& visit, const Book& book) {
    const int ruling = rulingOf(visit, book);
    return ruling == kNone ? kNobody : book.rulings[static_cast<std::size_t>(ruling)].owner;
}

Right rightAfter(int person, int visit, Run& run) {
    const auto key = memoKey(person, visit);
    if (const auto known = run.memo.rights.find(key); known != run.memo.rights.end())
        return known->second;
    const auto doubts = run.world.doubts();
    const auto brought = rightBefore(person, run.book.visit(visit).start, visit, run);
    const auto right = afterVisit(brought, person, visit, run);
    if (run.world.doubts() == doubts) run.memo.rights.emplace(key, right);
    return right;
}

Right rightBefore(int person, const Moment& at, int except, Run& run) {
    const auto& who = run.book.person(person);
    if (who.visitsOrdered) {
        for (auto visit = who.visits.rbegin(); visit != who.visits.rend(); ++visit)
            if (*visit != except && run.world.before(run.book.visit(*visit).start, at))
                return rightAfter(person, *visit, run);
        return {};
    }
    Right right;
    for (const int visit : visitsBefore(who, at, except, run))
        right = afterVisit(right, person, visit, run);
    return right;
}

// ---- who this may be (art. 4) ------------------------------------------------------------------

namespace {

bool isEarlierEntry(const Identity& identity, const Moment& at, int exceptVisit, Run& run) {
    if (!isEntry(identity.part)) return false;
    if (identity.part == Part::member &&
        (identity.entry == exceptVisit || run.book.visit(identity.entry).isPublic()))
        return false;
    return run.world.before(run.book.entryMoment(identity), at);
}

bool knownThemselves(const Person& person, const Moment& at, int exceptVisit, Run& run) {
    const auto& book = run.book;
    return std::any_of(person.visits.begin(), person.visits.end(),
                       [&](int visit) {
                           return visit != exceptVisit && !book.visit(visit).isPublic() &&
                                  run.world.before(book.visit(visit).start, at);
                       }) ||
           std::any_of(person.calls.begin(), person.calls.end(),
                       [&](int call) {
                           const int fact = book.calls[static_cast<std::size_t>(call)].fact;
                           return run.world.before(book.momentOf(fact), at);
                       }) ||
           std::any_of(person.referrals.begin(), person.referrals.end(), [&](int referral) {
               const int fact = book.referrals[static_cast<std::size_t>(referral)].fact;
               return run.world.before(book.momentOf(fact), at);
           });
}

} // namespace

Acquaintance acquaintance(int index, const Moment& at, int exceptVisit, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    Acquaintance known;
    if (knownThemselves(book.person(identity.person), at, exceptVisit, run)) {
        known.links.push_back({identity.person, index, false});
        return known;
    }
    const int name = book.keysAt(identity, identity.fact).name;
    const auto namesakes = book.namesakes.find(name);
    if (name < 0 || namesakes == book.namesakes.end()) return known;
    const auto policy = run.world.policyAt(at).match.nameOnly;
    for (const int other : namesakes->second) {
        const auto& candidate = book.identity(other);
        if (candidate.person == identity.person || candidate.fact == identity.fact) continue;
        if (!isEarlierEntry(candidate, at, exceptVisit, run)) continue;
        if (book.pairKey(index, other) != KeyKind::name) continue;
        const bool weak = book.pairIsWeak(index, other);
        if (weak && policy == NameOnly::ignore) continue;
        const auto same =
            std::find_if(known.links.begin(), known.links.end(),
                         [&](const auto& link) { return link.person == candidate.person; });
        if (same == known.links.end())
            known.links.push_back({candidate.person, other, weak});
        else if (same->weak && !weak)
            *same = {candidate.person, other, false};
    }
    known.byName = !known.links.empty();
    known.weakRefused =
        policy == NameOnly::refer && std::any_of(known.links.begin(), known.links.end(),
                                                 [](const auto& link) { return link.weak; });
    return known;
}

Claims claimsOn(const Acquaintance& known, const Moment& at, int exceptVisit, Run& run) {
    Claims claims;
    claims.byName = known.byName;
    for (const auto& link : known.links) {
        const auto right = rightBefore(link.person, at, exceptVisit, run);
        if (!right.exists()) continue;
        for (const auto& other : claims.held)
            if (other.right.owner != right.owner || !right.referred.empty()) claims.several = true;
        claims.held.push_back(
            {right, link.person, known.byName ? link.identity : kNone, link.weak});
    }
    std::stable_sort(claims.held.begin(), claims.held.end(), [&](const Held& a, const Held& b) {
        return a.right.original != b.right.original &&
               run.world.before(run.book.visit(a.right.original).start,
                                run.book.visit(b.right.original).start);
    });
    return claims;
}

// ---- relatives (art. 6, 14) --------------------------------------------------------------------

namespace {

/// The other sides of what was declared about a person, or about a namesake who is no entry.
struct OtherSide {
    int identity;
    int declared;
};

std::vector<OtherSide> declaredRelatives(int index, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    std::vector<OtherSide> others;
    const auto collect = [&](const Person& person, int only) {
        for (const auto& [tieIndex, side] : person.ties) {
            const auto& tie = book.ties[static_cast<std::size_t>(tieIndex)];
            const int self = side == 0 ? tie.left : tie.right;
            if (only == kNone || only == self)
                others.push_back({side == 0 ? tie.right : tie.left, tie.declared});
        }
    };
    collect(book.person(identity.person), kNone);
    const int name = book.keysAt(identity, identity.fact).name;
    const auto namesakes = book.namesakes.find(name);
    if (name < 0 || namesakes == book.namesakes.end()) return others;
    for (const int other : namesakes->second) {
        const auto& mention = book.identity(other);
        if (mention.part != Part::relative || mention.person == identity.person) continue;
        if (book.person(mention.person).hasEntries() || book.pairKey(index, other) != KeyKind::name)
            continue;
        if (!book.pairIsWeak(index, other)) collect(book.person(mention.person), other);
    }
    return others;
}

/// Identities received as one party with the person, up to and including `at`.
std::vector<int> partyOf(int person, const Moment& at, int visit, Run& run) {
    std::vector<int> party;
    for (const int index : run.book.person(person).visits) {
        const auto& together = run.book.visit(index);
        if (together.members.size() < 2 || together.isPublic()) continue;
        if (index != visit && !run.world.before(together.start, at)) continue;
        for (const int member : together.members)
            if (run.book.identity(member).person != person) party.push_back(member);
    }
    return party;
}

} // namespace

std::vector<RelativeClaim> relativeClaims(int index, const Moment& at, int visit, Run& run) {
    const int self = run.book.identity(index).person;
    std::vector<RelativeClaim> claims;
    const auto add = [&](int other, int declared) {
        auto found = claimsOn(acquaintance(other, at, visit, run), at, visit, run);
        if (found.held.empty() || found.held.front().person == self) return;
        const auto& held = found.held.front();
        for (auto& known : claims)
            if (known.held.person == held.person) {
                if (known.declared == kNone) known.declared = declared;
                return;
            }
        claims.push_back({held, declared, found.several});
    };
    for (const auto& other : declaredRelatives(index, run))
        add(other.identity, other.declared);
    for (const int member : partyOf(self, at, visit, run))
        add(member, kNone);
    std::stable_sort(claims.begin(), claims.end(), [&](const auto& a, const auto& b) {
        return a.held.right.original != b.held.right.original &&
               run.world.before(run.book.visit(a.held.right.original).start,
                                run.book.visit(b.held.right.original).start);
    });
    return claims;
}

std::vector<int> relativePersons(int index, const Moment& at, int visit, Run& run) {
    std::vector<int> related;
    const auto add = [&](int other) {
        related.push_back(run.book.identity(other).person);
        for (const auto& link : acquaintance(other, at, visit, run).links)
            related.push_back(link.person);
    };
    for (const auto& other : declaredRelatives(index, run))
        add(other.identity);
    for (const int member : partyOf(run.book.identity(index).person, at, visit, run))
        related.push_back(run.book.identity(member).person);
    return related;
}

// ---- windows -----------------------------------------------------------------------------------

Moment windowStart(const Right& right, int person, const Moment& before, const Policy& policy,
                   Run& run) {
    const auto& book = run.book;
    Moment start = book.visit(right.original).registered;
    if (policy.measuredFrom == MeasuredFrom::originalRegistration) return start;
    const auto consider = [&](const Moment& moment) {
        if (run.world.before(moment, before) && run.world.before(start, moment)) start = moment;
    };
    const auto& who = book.person(person);
    for (const int visit : who.visits) {
        const auto& other = book.visit(visit);
        if (visit == right.original || !run.world.before(other.start, before)) continue;
        const Staff ruled = ruledOwner(other, book);
        if (ruled == kNobody && (other.isPublic() || other.isGroup())) continue;
        const Staff owner = ruled != kNobody ? ruled : decideVisit(visit, run).owner;
        if (owner == right.owner) consider(other.registered);
    }
    if (policy.measuredFrom == MeasuredFrom::lastVisit) return start;
    for (const auto& contact : who.contacts)
        if (contact.by == right.owner) consider(book.momentOf(contact.fact));
    for (const int call : who.calls)
        if (book.calls[static_cast<std::size_t>(call)].owner == right.owner)
            consider(book.momentOf(book.calls[static_cast<std::size_t>(call)].fact));
    return start;
}

std::optional<Moment> lastDeal(int person, const Moment& at, Run& run) {
    std::optional<Moment> last;
    for (const int index : run.book.person(person).deals) {
        const auto& deal = run.book.deals[static_cast<std::size_t>(index)];
        if (deal.at && run.world.before(*deal.at, at) &&
            (!last || run.world.before(*last, *deal.at)))
            last = deal.at;
    }
    return last;
}

// ---- staff -------------------------------------------------------------------------------------

bool hasLeft(Staff staff, const Moment& at, Run& run) {
    if (staff < 0) return false;
    const auto& employment = run.book.colleague(staff).employment;
    for (auto fact = employment.rbegin(); fact != employment.rend(); ++fact)
        if (run.world.before(fact->at, at)) return fact->left;
    return false;
}

facts::Duty dutyAt(Staff staff, const Moment& at, Run& run) {
    const auto& duties = run.book.colleague(staff).duties;
    for (auto fact = duties.rbegin(); fact != duties.rend(); ++fact)
        if (run.world.before(fact->at, at)) return fact->duty;
    return facts::Duty::on;
}

} // namespace shoujie::rules
