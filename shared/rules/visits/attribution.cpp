#include "shared/rules/visits/classes.hpp"
#include "shared/rules/visits/discovery.hpp"

#include <algorithm>
#include <cassert>

namespace shoujie::rules {

using facts::OriginalState;

namespace {

void cite(VisitVerdict& verdict, const char* article, std::vector<int> facts = {},
          KeyKind key = KeyKind::none, std::optional<Window> window = std::nullopt) {
    verdict.reasons.push_back({article, std::move(facts), key, window});
}

VisitVerdict referredCase(int line, std::string_view reason) {
    VisitVerdict verdict;
    verdict.line = line;
    verdict.referred = reason;
    cite(verdict, "20");
    return verdict;
}

/// The key by which a member was recognised, for the explanation.
KeyKind keyToward(int member, const Held& held, const Book& book) {
    if (held.link != kNone) return KeyKind::name;
    KeyKind best = KeyKind::none;
    for (const int other : book.person(held.person).identities)
        if (other != member && isEntry(book.identity(other).part))
            best = std::max(best, book.pairKey(member, other));
    return best == KeyKind::name ? KeyKind::phone : best;
}

/// Persons whose discoveries count for a visit: the party, its relatives, and whom a name led to.
std::vector<int> scopeOf(const Hearing& hearing) {
    std::vector<int> scope;
    for (std::size_t i = 0; i < hearing.members.size(); ++i) {
        const int member = hearing.identity(i);
        scope.push_back(hearing.book().identity(member).person);
        for (const auto& link : hearing.members[i].links)
            scope.push_back(link.person);
        for (const int relative :
             relativePersons(member, hearing.visit.start, hearing.index, hearing.run))
            scope.push_back(relative);
    }
    return scope;
}

/// 2.2: the slot comes back once the conflict is known, by a discovery, a declaration or a ruling.
void giveBack(VisitVerdict& verdict, const Hearing& hearing, int declared = kNone) {
    verdict.givesBack = GivesBack::conflict;
    if (!verdict.keepsSlot) cite(verdict, "2.2");
    std::optional<Moment> known;
    const auto discoveries = countingDiscoveries(scopeOf(hearing), hearing.book());
    for (const int index : discoveries) {
        const auto& found = hearing.book().discoveries[static_cast<std::size_t>(index)];
        known = earlierOf(known, hearing.book().momentOf(found.fact));
    }
    // A ruling shows the conflict unless it says that there was none.
    if (const int ruling = rulingOf(hearing.visit, hearing.book());
        ruling != kNone && ruledOwner(hearing.visit, hearing.book()) != hearing.receiver())
        known = earlierOf(
            known,
            hearing.book().momentOf(hearing.book().rulings[static_cast<std::size_t>(ruling)].fact));
    if (declared != kNone) known = earlierOf(known, hearing.book().momentOf(declared));
    if (!known) return;
    verdict.known =
        canonicallyBefore(*known, hearing.visit.registered) ? hearing.visit.registered : *known;
}

/// Line 9, and what other lines fall back to: owner R, taken in turn (1).
VisitVerdict inTurn(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = line;
    verdict.owner = hearing.receiver();
    cite(verdict, "1");
    return verdict;
}

/// Line 3c: whose right it is has left the company.
VisitVerdict ownerHasLeft(const Hearing& hearing, int line) {
    if (hearing.policy.ownerLeft == OwnerLeft::refer) {
        auto verdict = referredCase(line, "owner_left");
        verdict.alternatives.push_back({hearing.receiver(), true, false});
        return verdict;
    }
    auto verdict = inTurn(hearing, line);
    verdict.treatedAsNew = true;
    return verdict;
}

/// Line 3a and its likes: an own customer, no slot (2.1).
VisitVerdict ownCustomer(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = line;
    verdict.owner = hearing.receiver();
    verdict.consumes = false;
    cite(verdict, "2.1");
    return verdict;
}

/// Line 3d (13): R knew that the customer is O's. Where the customer asked for O or came with O's
/// customer (9.1, 9.3), an unstated answer costs no slot.
VisitVerdict knewOf(const Hearing& hearing, Staff owner, int line, bool unstatedConsumes) {
    VisitVerdict verdict;
    verdict.line = line;
    verdict.owner = owner;
    verdict.consumes = false;
    cite(verdict, "13");
    const auto state = originalState(hearing.visit, owner, hearing.run);
    if (!state) {
        verdict.consumes = unstatedConsumes;
        verdict.fault = true;
        verdict.warnings.push_back({"original_state_missing", "13"});
    } else if (*state == OriginalState::present) {
        verdict.consumes = verdict.fault = true;
        verdict.warnings.push_back({"customer_snatching", "13"});
    } else {
        cite(verdict, "2.3");
    }
    return verdict;
}

// ---- the lines of section 6 --------------------------------------------------------------------

/// Line 3: the person has an owner from an earlier visit (6, 13, 15).
std::optional<VisitVerdict> lineOfOwner(const Hearing& hearing, std::size_t member) {
    const auto& visit = hearing.visit;
    const auto& known = hearing.members[member];
    const auto claims = claimsOn(known, visit.start, hearing.index, hearing.run);
    if (claims.held.empty()) return std::nullopt;
    if (claims.several) {
        auto verdict = referredCase(3, "several_candidates");
        cite(verdict, "4");
        for (const auto& held : claims.held)
            if (held.right.owner != kNobody)
                verdict.alternatives.push_back({held.right.owner, true, false});
        return verdict;
    }
    const auto& held = claims.held.front();
    const auto& right = held.right;
    const auto finish = [&](VisitVerdict verdict) {
        const auto& original = hearing.book().visit(right.original);
        cite(verdict, "4", {visit.fact, original.fact},
             keyToward(hearing.identity(member), held, hearing.book()));
        verdict.original = right.original;
        if (held.link != kNone && verdict.owner == right.owner)
            verdict.linkedOriginal = right.original;
        verdict.restsOn.push_back(right.through);
        if (held.weak) verdict.warnings.push_back({"weak_name_match", "4"});
        return verdict;
    };
    if (!right.referred.empty()) return finish(referredCase(3, right.referred));
    if (held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(3, "weak_name_match"));
    const Staff owner = right.owner;
    if (owner == hearing.receiver()) return finish(ownCustomer(hearing, 3)); // a
    if (!hearing.knew) {
        const auto from = windowStart(right, held.person, visit.start, hearing.policy, hearing.run);
        const auto days =
            hearing.world().measure(from, visit.start, hearing.policy.windows.returningDays);
        const std::vector<int> entries{visit.fact, hearing.book().visit(right.original).fact};
        if (!days.inside) { // b
            auto verdict = inTurn(hearing, 3);
            verdict.treatedAsNew = verdict.runOut = true;
            cite(verdict, "15", entries, KeyKind::none, days.window);
            return finish(std::move(verdict));
        }
        if (hasLeft(owner, visit.start, hearing.run)) return finish(ownerHasLeft(hearing, 3)); // c
        VisitVerdict verdict;                                                                  // e
        verdict.line = 3;
        verdict.owner = owner;
        verdict.keepsSlot = !hearing.policy.rotation.returningMakeup;
        cite(verdict, "15", entries, KeyKind::none, days.window);
        giveBack(verdict, hearing);
        return finish(std::move(verdict));
    }
    if (hasLeft(owner, visit.start, hearing.run)) return finish(ownerHasLeft(hearing, 3)); // c
    return finish(knewOf(hearing, owner, 3, true));                                        // d
}

/// Line 4: a relative has an owner (14). `ranOut` tells that the thirty days are what was missing.
std::optional<VisitVerdict> lineOfRelative(const Hearing& hearing, std::size_t member,
                                           bool& ranOut) {
    const auto& visit = hearing.visit;
    const auto relatives =
        relativeClaims(hearing.identity(member), visit.start, hearing.index, hearing.run);
    if (relatives.empty()) return std::nullopt;
    const auto& first = relatives.front();
    const auto& right = first.held.right;
    auto from = windowStart(right, first.held.person, visit.start, hearing.policy, hearing.run);
    if (const auto deal = lastDeal(first.held.person, visit.start, hearing.run);
        deal && hearing.world().before(from, *deal))
        from = *deal;
    const auto days = hearing.world().measure(from, visit.start, hearing.policy.windows.familyDays);
    if (!days.inside) {
        ranOut = true;
        return std::nullopt;
    }
    const auto finish = [&](VisitVerdict verdict) {
        std::vector<int> facts{visit.fact, hearing.book().visit(right.original).fact};
        if (first.declared != kNone) facts.push_back(first.declared);
        cite(verdict, "14", std::move(facts), KeyKind::none, days.window);
        cite(verdict, "6");
        verdict.original = right.original;
        verdict.restsOn.push_back(right.through);
        if (first.held.weak) verdict.warnings.push_back({"weak_name_match", "4"});
        return verdict;
    };
    if (first.several) return finish(referredCase(4, "several_candidates"));
    if (!right.referred.empty()) return finish(referredCase(4, right.referred));
    if (first.held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(4, "weak_name_match"));
    if (right.owner == hearing.receiver()) return finish(ownCustomer(hearing, 4));
    if (hasLeft(right.owner, visit.start, hearing.run)) return finish(ownerHasLeft(hearing, 4));
    if (hearing.knew) return finish(knewOf(hearing, right.owner, 4, true));
    VisitVerdict verdict;
    verdict.line = 4;
    verdict.owner = right.owner;
    giveBack(verdict, hearing, first.declared);
    return finish(std::move(verdict));
}

/// Line 5: the customer asked for somebody during the first visit (9.2, 9.3, 12.2, 12.3).
std::optional<VisitVerdict> lineOfAskedFor(const Hearing& hearing, std::size_t member) {
    const Staff asked = hearing.askedFor;
    if (asked == kNobody || visitedBefore(hearing, member)) return std::nullopt;
    const auto& prompters = hearing.visit.prompters;
    const auto& known = hearing.members[member];
    const bool called = [&] {
        for (const int call : callsOf(hearing, known))
            if (hearing.book().calls[static_cast<std::size_t>(call)].owner == asked) return true;
        return false;
    }();
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, asked == hearing.receiver() ? "9.3" : "9.2", {hearing.visit.fact});
        if (asked != hearing.receiver()) cite(verdict, "9.3");
        if (called) cite(verdict, asked == hearing.receiver() ? "12.2" : "12.3");
        return verdict;
    };
    if (std::find(prompters.begin(), prompters.end(), asked) != prompters.end()) {
        auto verdict = referredCase(5, "prompted_naming");
        verdict.alternatives.push_back({asked, false, false});
        verdict.alternatives.push_back({hearing.receiver(), true, false});
        return finish(std::move(verdict));
    }
    if (asked == hearing.receiver()) return finish(ownCustomer(hearing, 5));
    return finish(knewOf(hearing, asked, 5, false));
}

/// Line 6: came with an old customer (8, 9.1).
std::optional<VisitVerdict> lineOfCompanion(const Hearing& hearing) {
    if (!hearing.companions) return std::nullopt;
    const auto& held = *hearing.companions;
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, "8");
        cite(verdict, "9.1", {hearing.visit.fact, hearing.book().visit(held.right.original).fact},
             held.link == kNone ? KeyKind::none : KeyKind::name);
        verdict.restsOn.push_back(held.right.through);
        if (held.weak) verdict.warnings.push_back({"weak_name_match", "4"});
        return verdict;
    };
    if (hearing.companionSeveral) return finish(referredCase(6, "several_candidates"));
    if (!held.right.referred.empty()) return finish(referredCase(6, held.right.referred));
    if (held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(6, "weak_name_match"));
    if (held.right.owner == hearing.receiver()) return finish(ownCustomer(hearing, 6));
    if (hasLeft(held.right.owner, hearing.visit.start, hearing.run))
        return finish(ownerHasLeft(hearing, 6));
    return finish(knewOf(hearing, held.right.owner, 6, false));
}

bool weakLink(const Acquaintance& known, int person) {
    return std::any_of(known.links.begin(), known.links.end(),
                       [&](const auto& link) { return link.person == person && link.weak; });
}

/// Line 7: somebody registered that they would come (10).
std::optional<VisitVerdict> lineOfReferral(const Hearing& hearing, std::size_t member) {
    if (hearing.askedFor != kNobody) return std::nullopt;
    const auto& visit = hearing.visit;
    const auto& known = hearing.members[member];
    const auto referrals = referralsOf(hearing, known);
    if (referrals.empty()) return std::nullopt;
    const auto& note = hearing.book().referrals[static_cast<std::size_t>(referrals.front())];
    const int person = hearing.book().identity(note.prospect).person;
    const bool weak = known.byName && weakLink(known, person);
    const auto key = known.byName ? KeyKind::name
                                  : hearing.book().pairKey(hearing.identity(member), note.prospect);
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, "4", {visit.fact, note.fact}, key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = note.fact;
        if (weak) verdict.warnings.push_back({"weak_name_match", "4"});
        return verdict;
    };
    const bool several =
        known.byName && std::any_of(referrals.begin(), referrals.end(), [&](int other) {
            return hearing.book().referrals[static_cast<std::size_t>(other)].owner != note.owner;
        });
    if (several) return finish(referredCase(7, "several_candidates"));
    if (weak && known.weakRefused) return finish(referredCase(7, "weak_name_match"));
    if (note.owner == hearing.receiver()) {
        auto verdict = inTurn(hearing, 7);
        cite(verdict, "10", {note.fact});
        return finish(std::move(verdict));
    }
    if (hasLeft(note.owner, visit.start, hearing.run)) {
        auto verdict = ownerHasLeft(hearing, 7);
        cite(verdict, "10", {note.fact});
        return finish(std::move(verdict));
    }
    const auto limit = hearing.policy.windows.referralClaimDays;
    for (const int index : countingDiscoveries(scopeOf(hearing), hearing.book())) {
        const int fact = hearing.book().discoveries[static_cast<std::size_t>(index)].fact;
        const auto days =
            hearing.world().measure(visit.registered, hearing.book().momentOf(fact), limit);
        if (!days.inside) continue;
        VisitVerdict verdict;
        verdict.line = 7;
        verdict.owner = note.owner;
        cite(verdict, "10", {note.fact, fact}, KeyKind::none, days.window);
        giveBack(verdict, hearing);
        return finish(std::move(verdict));
    }
    auto verdict = inTurn(hearing, 7);
    verdict.openDays = limit;
    cite(verdict, "10", {note.fact});
    return finish(std::move(verdict));
}

/// Line 8: they called before (12.1): the call yields to the reception, unless the policy says no.
std::optional<VisitVerdict> lineOfCall(const Hearing& hearing, std::size_t member) {
    if (hearing.askedFor != kNobody) return std::nullopt;
    const auto& visit = hearing.visit;
    const auto& known = hearing.members[member];
    const auto calls = callsOf(hearing, known);
    if (calls.empty()) return std::nullopt;
    const auto& call = hearing.book().calls[static_cast<std::size_t>(calls.front())];
    const int person = hearing.book().identity(call.caller).person;
    const bool weak = known.byName && weakLink(known, person);
    const auto key = known.byName ? KeyKind::name
                                  : hearing.book().pairKey(hearing.identity(member), call.caller);
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, "4", {visit.fact, call.fact}, key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = call.fact;
        if (weak) verdict.warnings.push_back({"weak_name_match", "4"});
        return verdict;
    };
    const bool several =
        known.byName && std::any_of(calls.begin(), calls.end(), [&](int other) {
            return hearing.book().calls[static_cast<std::size_t>(other)].owner != call.owner;
        });
    if (several) return finish(referredCase(8, "several_candidates"));
    if (weak && known.weakRefused) return finish(referredCase(8, "weak_name_match"));
    auto verdict = inTurn(hearing, 8);
    if (call.owner == hearing.receiver()) {
        verdict.givesBack = GivesBack::ownCall;
        verdict.known = visit.registered;
        cite(verdict, "2.1", {call.fact});
        cite(verdict, "5");
        return finish(std::move(verdict));
    }
    if (hearing.policy.calls.yieldToReception) {
        cite(verdict, "12.1", {call.fact});
        return finish(std::move(verdict));
    }
    if (hearing.policy.calls.windowDays) {
        const auto days = hearing.world().measure(hearing.book().momentOf(call.fact), visit.start,
                                                  *hearing.policy.calls.windowDays);
        cite(verdict, "12", {call.fact}, KeyKind::none, days.window);
        if (!days.inside) return finish(std::move(verdict));
    }
    if (hasLeft(call.owner, visit.start, hearing.run)) return finish(ownerHasLeft(hearing, 8));
    verdict.owner = call.owner;
    cite(verdict, "12", {call.fact});
    giveBack(verdict, hearing);
    return finish(std::move(verdict));
}

// ---- a party is judged by one of its members ---------------------------------------------------

/// Lines 3 to 9 for one member.
VisitVerdict judgeMember(const Hearing& hearing, std::size_t member) {
    bool familyRanOut = false;
    auto verdict = lineOfOwner(hearing, member);
    if (!verdict) verdict = lineOfRelative(hearing, member, familyRanOut);
    if (!verdict) verdict = lineOfAskedFor(hearing, member);
    if (!verdict) verdict = lineOfCompanion(hearing);
    if (!verdict) verdict = lineOfReferral(hearing, member);
    if (!verdict) verdict = lineOfCall(hearing, member);
    if (!verdict) verdict = inTurn(hearing, 9);
    if (familyRanOut) {
        verdict->treatedAsNew = true;
        cite(*verdict, "14");
        cite(*verdict, "6");
    }
    verdict->judgedPerson = hearing.book().identity(hearing.identity(member)).person;
    return std::move(*verdict);
}

/// The earliest line, a live interest before one run out, then the one first received.
bool decidesBefore(const VisitVerdict& a, const VisitVerdict& b, Run& run) {
    if (a.line != b.line) return a.line < b.line;
    if (a.runOut != b.runOut) return b.runOut;
    if (a.original == b.original || a.original == kNone || b.original == kNone) return false;
    return run.world.before(run.book.visit(a.original).start, run.book.visit(b.original).start);
}

VisitVerdict judgeParty(const Hearing& hearing) {
    std::optional<VisitVerdict> decisive;
    for (std::size_t member = 0; member < hearing.members.size(); ++member) {
        auto verdict = judgeMember(hearing, member);
        if (!decisive || decidesBefore(verdict, *decisive, hearing.run))
            decisive = std::move(verdict);
    }
    assert(decisive);
    return std::move(*decisive);
}

/// Line 2: they come through the developer or by the marketing department (18).
VisitVerdict groupPurchase(const Hearing& hearing) {
    auto verdict = inTurn(hearing, 2);
    verdict.owner = kTheDeveloper;
    cite(verdict, "18", {hearing.visit.fact});
    return verdict;
}

/// Line 1: everybody's visitor (6, 7). Confirmed only afterwards, it gives back the slot it cost.
VisitVerdict publicVisitor(const Hearing& hearing) {
    VisitVerdict verdict;
    if (!hearing.visit.publicAtOnce) {
        const auto taken = hearing.visit.isGroup() ? groupPurchase(hearing) : judgeParty(hearing);
        verdict.consumes = taken.consumes;
        if (taken.consumes) {
            verdict.givesBack = GivesBack::madePublic;
            verdict.known = canonicallyBefore(*hearing.visit.publicLater, hearing.visit.registered)
                                ? hearing.visit.registered
                                : *hearing.visit.publicLater;
        }
    } else {
        verdict.consumes = false;
    }
    verdict.line = 1;
    verdict.owner = kEverybody;
    cite(verdict, "6", {hearing.visit.fact});
    cite(verdict, "7", {hearing.visit.fact});
    return verdict;
}

VisitVerdict judge(int index, Run& run) {
    const auto hearing = openHearing(index, run);
    VisitVerdict verdict = hearing.visit.isPublic()  ? publicVisitor(hearing)
                           : hearing.visit.isGroup() ? groupPurchase(hearing)
                                                     : judgeParty(hearing);
    verdict.visitClass = classOf(hearing);
    return verdict;
}

} // namespace

const VisitVerdict& decideVisit(int visit, Run& run) {
    if (const auto known = run.memo.visits.find(visit); known != run.memo.visits.end())
        return known->second;
    if (const auto known = run.visits.find(visit); known != run.visits.end()) {
        run.world.addDoubt();
        return known->second;
    }
    static const VisitVerdict kOpen = referredCase(9, "time_order_uncertain");
    // Only worlds whose order is impossible to the last detail come back to a visit being decided.
    if (!run.open.insert(visit).second) {
        run.world.addDoubt();
        return kOpen;
    }
    const auto doubts = run.world.doubts();
    auto verdict = judge(visit, run);
    run.open.erase(visit);
    if (run.world.doubts() == doubts)
        return run.memo.visits.emplace(visit, std::move(verdict)).first->second;
    return run.visits.emplace(visit, std::move(verdict)).first->second;
}

} // namespace shoujie::rules
