#include "shared/rules/visits/classes.hpp"
#include "shared/rules/visits/discovery.hpp"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <utility>

namespace shoujie::rules {

using facts::OriginalState;

namespace {

void cite(VisitVerdict& verdict, const Run& run, const char* article,
          std::initializer_list<int> facts = {}, KeyKind key = KeyKind::none,
          std::optional<Window> window = std::nullopt) {
    if (run.explaining) verdict.reasons.push_back({article, facts, key, window});
}
void propose(VisitVerdict& verdict, const Run& run, const VisitOption& option) {
    auto& known = verdict.alternatives;
    if (run.explaining && std::find(known.begin(), known.end(), option) == known.end())
        known.push_back(option);
}

VisitVerdict referredCase(int line, Doubtful reason, const Run& run) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.referred = reason;
    cite(verdict, run, "20");
    return verdict;
}

/// The key by which a member was recognised, for the explanation.
KeyKind keyToward(int member, const Held& held, const Run& run) {
    if (held.link != kNone) return KeyKind::name;
    if (!run.explaining) return KeyKind::none;
    KeyKind best = KeyKind::none;
    for (const int other : run.book.carriersOf(run.book.ownKeys(run.book.identity(member))))
        if (other != member && run.book.identity(other).person == held.person &&
            isEntry(run.book.identity(other).part))
            best = std::max(best, run.book.pairKey(member, other));
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
             relativePersons(member, hearing.start, hearing.index, hearing.run))
            scope.push_back(relative);
    }
    return scope;
}

/// 2.2: the slot comes back once the conflict is known, by a discovery, a declaration or a ruling.
void giveBack(VisitVerdict& verdict, const Hearing& hearing, int declared = kNone) {
    verdict.givesBack = GivesBack::conflict;
    verdict.readDiscoveries = true;
    if (!verdict.keepsSlot) cite(verdict, hearing.run, "2.2");
    const auto& book = hearing.book();
    const auto& visit = hearing.visit;
    int known = kNone;
    const auto shownBy = [&](int fact) {
        if (fact != kNone && (known == kNone || book.factBefore(fact, known))) known = fact;
    };
    for (const int discovery : countingDiscoveries(scopeOf(hearing), book))
        shownBy(discovery);
    // A ruling shows the conflict unless it says that there was none.
    if (visit.ruledOwner != hearing.receiver()) shownBy(visit.ruling);
    shownBy(declared);
    if (known != kNone) verdict.known = book.factBefore(known, visit.fact) ? visit.fact : known;
}

/// Line 9, and what other lines fall back to: owner R, taken in turn (1).
VisitVerdict inTurn(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.owner = hearing.receiver();
    cite(verdict, hearing.run, "1");
    return verdict;
}

/// Line 3c: whose right it is has left the company.
VisitVerdict ownerHasLeft(const Hearing& hearing, int line) {
    if (hearing.policy.ownerLeft == OwnerLeft::refer) {
        auto verdict = referredCase(line, Doubtful::ownerLeft, hearing.run);
        propose(verdict, hearing.run, {hearing.receiver(), true, false});
        return verdict;
    }
    auto verdict = inTurn(hearing, line);
    verdict.treatedAsNew = true;
    return verdict;
}

/// Line 3a and its likes: an own customer, no slot (2.1).
VisitVerdict ownCustomer(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.owner = hearing.receiver();
    verdict.consumes = false;
    cite(verdict, hearing.run, "2.1");
    return verdict;
}

/// Line 3d (13): R knew that the customer is O's. Where the customer asked for O or came with O's
/// customer (9.1, 9.3), an unstated answer costs no slot.
VisitVerdict knewOf(const Hearing& hearing, Staff owner, int line, bool unstatedConsumes) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.owner = owner;
    verdict.consumes = false;
    cite(verdict, hearing.run, "13");
    const auto state = originalState(hearing.visit, owner, hearing.run);
    if (!state) {
        verdict.consumes = unstatedConsumes;
        verdict.fault = true;
        verdict.warnings |= kStateMissing;
    } else if (*state == OriginalState::present) {
        verdict.consumes = verdict.fault = true;
        verdict.warnings |= kSnatching;
    } else {
        cite(verdict, hearing.run, "2.3");
    }
    return verdict;
}

// ---- the lines of section 6 --------------------------------------------------------------------

/// Line 3: the person has an owner from an earlier visit (6, 13, 15).
std::optional<VisitVerdict> lineOfOwner(const Hearing& hearing, std::size_t member) {
    const auto& visit = hearing.visit;
    const auto& known = hearing.members[member];
    const auto claims = claimsOn(known, hearing.start, hearing.index, hearing.run);
    if (claims.held.empty()) return std::nullopt;
    if (claims.several) {
        auto verdict = referredCase(3, Doubtful::severalCandidates, hearing.run);
        cite(verdict, hearing.run, "4");
        for (const auto& held : claims.held)
            if (held.right.owner != kNobody)
                propose(verdict, hearing.run, {held.right.owner, true, false});
        return verdict;
    }
    const auto& held = claims.held.front();
    const auto& right = held.right;
    const auto finish = [&](VisitVerdict verdict) {
        const auto& original = hearing.book().visit(right.original);
        cite(verdict, hearing.run, "4", {visit.fact, original.fact},
             keyToward(hearing.identity(member), held, hearing.run));
        verdict.original = right.original;
        if (held.link != kNone && verdict.owner == right.owner)
            verdict.linked = true;
        verdict.restsOn = right.through;
        if (held.weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    if (right.referred != Doubtful::no) return finish(referredCase(3, right.referred, hearing.run));
    if (held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(3, Doubtful::weakNameMatch, hearing.run));
    const Staff owner = right.owner;
    if (owner == hearing.receiver()) return finish(ownCustomer(hearing, 3)); // a
    if (!hearing.knew) {
        const auto from = windowStart(right, held.person, hearing.start, hearing.policy, hearing.run);
        const auto days =
            hearing.world().measure(from, hearing.start, hearing.policy.windows.returningDays);
        const int original = hearing.book().visit(right.original).fact;
        if (!days.inside) { // b
            auto verdict = inTurn(hearing, 3);
            verdict.treatedAsNew = verdict.runOut = true;
            cite(verdict, hearing.run, "15", {visit.fact, original}, KeyKind::none, days.window);
            return finish(std::move(verdict));
        }
        if (hasLeft(owner, hearing.start, hearing.run)) return finish(ownerHasLeft(hearing, 3)); // c
        VisitVerdict verdict;                                                                  // e
        verdict.line = 3;
        verdict.owner = owner;
        cite(verdict, hearing.run, "15", {visit.fact, original}, KeyKind::none, days.window);
        verdict.keepsSlot = !hearing.policy.rotation.returningMakeup;
        giveBack(verdict, hearing);
        return finish(std::move(verdict));
    }
    if (hasLeft(owner, hearing.start, hearing.run)) return finish(ownerHasLeft(hearing, 3)); // c
    return finish(knewOf(hearing, owner, 3, true));                                        // d
}

/// Line 4: a relative has an owner (14). `ranOut` tells that the thirty days are what was missing.
std::optional<VisitVerdict> lineOfRelative(const Hearing& hearing, std::size_t member,
                                           bool& ranOut) {
    const auto& visit = hearing.visit;
    const auto relatives =
        relativeClaims(hearing.identity(member), hearing.start, hearing.index, hearing.run);
    if (relatives.empty()) return std::nullopt;
    const auto& first = relatives.front();
    const auto& right = first.held.right;
    const auto from = familyWindowStart(first.held, hearing.start, hearing.policy, hearing.run);
    const auto days = hearing.world().measure(from, hearing.start, hearing.policy.windows.familyDays);
    if (!days.inside) {
        ranOut = true;
        return std::nullopt;
    }
    const auto finish = [&](VisitVerdict verdict) {
        const int original = hearing.book().visit(right.original).fact;
        if (first.declared == kNone)
            cite(verdict, hearing.run, "14", {visit.fact, original}, KeyKind::none, days.window);
        else
            cite(verdict, hearing.run, "14", {visit.fact, original, first.declared}, KeyKind::none,
                 days.window);
        cite(verdict, hearing.run, "6");
        verdict.original = right.original;
        verdict.restsOn = right.through;
        if (first.held.weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    if (first.several) return finish(referredCase(4, Doubtful::severalCandidates, hearing.run));
    if (right.referred != Doubtful::no) return finish(referredCase(4, right.referred, hearing.run));
    if (first.held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(4, Doubtful::weakNameMatch, hearing.run));
    if (right.owner == hearing.receiver()) return finish(ownCustomer(hearing, 4));
    if (hasLeft(right.owner, hearing.start, hearing.run)) return finish(ownerHasLeft(hearing, 4));
    if (hearing.knew) return finish(knewOf(hearing, right.owner, 4, true));
    VisitVerdict verdict;
    verdict.line = 4;
    verdict.owner = right.owner;
    giveBack(verdict, hearing, first.declared);
    return finish(std::move(verdict));
}

/// Whether a colleague's report says that the one asked for had prompted the customer (9.3, 11).
bool wasPrompted(const Hearing& hearing, Staff asked) {
    const auto& book = hearing.book();
    const auto reports = book.remarksOn<facts::ConductReported>(hearing.visit.subject);
    return std::any_of(reports.begin(), reports.end(), [&](int fact) {
        const auto& report = std::get<facts::ConductReported>(book.stored(fact).fact.data);
        return report.staff.value == book.staffText(asked);
    });
}

/// Line 5: the customer asked for somebody during the first visit (9.2, 9.3, 12.2, 12.3).
std::optional<VisitVerdict> lineOfAskedFor(const Hearing& hearing, std::size_t member) {
    const Staff asked = hearing.askedFor;
    if (asked == kNobody || visitedBefore(hearing, member)) return std::nullopt;
    const auto& known = hearing.members[member];
    const bool called = [&] {
        for (const int call : callsOf(hearing, known))
            if (hearing.book().call(call).owner == asked) return true;
        return false;
    }();
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, asked == hearing.receiver() ? "9.3" : "9.2", {hearing.visit.fact});
        if (asked != hearing.receiver()) cite(verdict, hearing.run, "9.3");
        if (called) cite(verdict, hearing.run, asked == hearing.receiver() ? "12.2" : "12.3");
        return verdict;
    };
    if (wasPrompted(hearing, asked)) {
        auto verdict = referredCase(5, Doubtful::promptedNaming, hearing.run);
        propose(verdict, hearing.run, {asked, false, false});
        propose(verdict, hearing.run, {hearing.receiver(), true, false});
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
        cite(verdict, hearing.run, "8");
        cite(verdict, hearing.run, "9.1", {hearing.visit.fact, hearing.book().visit(held.right.original).fact},
             held.link == kNone ? KeyKind::none : KeyKind::name);
        verdict.restsOn = held.right.through;
        if (held.weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    if (hearing.companionSeveral) return finish(referredCase(6, Doubtful::severalCandidates, hearing.run));
    if (held.right.referred != Doubtful::no) return finish(referredCase(6, held.right.referred, hearing.run));
    if (held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(6, Doubtful::weakNameMatch, hearing.run));
    if (held.right.owner == hearing.receiver()) return finish(ownCustomer(hearing, 6));
    if (hasLeft(held.right.owner, hearing.start, hearing.run))
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
    const auto& note = hearing.book().referral(referrals.front());
    const int person = hearing.book().identity(hearing.book().prospectOf(note)).person;
    const bool weak = known.byName && weakLink(known, person);
    const auto key = known.byName ? KeyKind::name
                                  : hearing.book().pairKey(hearing.identity(member), hearing.book().prospectOf(note));
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, "4", {visit.fact, note.fact}, key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = note.fact;
        if (weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    const bool several =
        known.byName && std::any_of(referrals.begin(), referrals.end(), [&](int other) {
            return hearing.book().referral(other).owner != note.owner;
        });
    if (several) return finish(referredCase(7, Doubtful::severalCandidates, hearing.run));
    if (weak && known.weakRefused) return finish(referredCase(7, Doubtful::weakNameMatch, hearing.run));
    if (note.owner == hearing.receiver()) {
        auto verdict = inTurn(hearing, 7);
        cite(verdict, hearing.run, "10", {note.fact});
        return finish(std::move(verdict));
    }
    if (hasLeft(note.owner, hearing.start, hearing.run)) {
        auto verdict = ownerHasLeft(hearing, 7);
        cite(verdict, hearing.run, "10", {note.fact});
        return finish(std::move(verdict));
    }
    const auto limit = hearing.policy.windows.referralClaimDays;
    for (const int fact : countingDiscoveries(scopeOf(hearing), hearing.book())) {
        const auto days =
            hearing.world().measure(hearing.book().registeredAt(visit), hearing.book().momentOf(fact), limit);
        if (!days.inside) continue;
        VisitVerdict verdict;
        verdict.line = 7;
        verdict.owner = note.owner;
        cite(verdict, hearing.run, "10", {note.fact, fact}, KeyKind::none, days.window);
        giveBack(verdict, hearing);
        return finish(std::move(verdict));
    }
    auto verdict = inTurn(hearing, 7);
    verdict.openDays = static_cast<std::int32_t>(limit);
    verdict.readDiscoveries = true;
    cite(verdict, hearing.run, "10", {note.fact});
    return finish(std::move(verdict));
}

/// Line 8: they called before (12.1): the call yields to the reception, unless the policy says no.
std::optional<VisitVerdict> lineOfCall(const Hearing& hearing, std::size_t member) {
    if (hearing.askedFor != kNobody) return std::nullopt;
    const auto& visit = hearing.visit;
    const auto& known = hearing.members[member];
    const auto calls = callsOf(hearing, known);
    if (calls.empty()) return std::nullopt;
    const auto& call = hearing.book().call(calls.front());
    const int person = hearing.book().identity(hearing.book().callerOf(call)).person;
    const bool weak = known.byName && weakLink(known, person);
    const auto key = known.byName ? KeyKind::name
                                  : hearing.book().pairKey(hearing.identity(member), hearing.book().callerOf(call));
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, "4", {visit.fact, call.fact}, key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = call.fact;
        if (weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    const bool several =
        known.byName && std::any_of(calls.begin(), calls.end(), [&](int other) {
            return hearing.book().call(other).owner != call.owner;
        });
    if (several) return finish(referredCase(8, Doubtful::severalCandidates, hearing.run));
    if (weak && known.weakRefused) return finish(referredCase(8, Doubtful::weakNameMatch, hearing.run));
    auto verdict = inTurn(hearing, 8);
    if (call.owner == hearing.receiver()) {
        verdict.givesBack = GivesBack::ownCall;
        verdict.known = visit.fact;
        cite(verdict, hearing.run, "2.1", {call.fact});
        cite(verdict, hearing.run, "5");
        return finish(std::move(verdict));
    }
    if (hearing.policy.calls.yieldToReception) {
        cite(verdict, hearing.run, "12.1", {call.fact});
        return finish(std::move(verdict));
    }
    if (hearing.policy.calls.windowDays) {
        const auto days = hearing.world().measure(hearing.book().momentOf(call.fact), hearing.start,
                                                  *hearing.policy.calls.windowDays);
        cite(verdict, hearing.run, "12", {call.fact}, KeyKind::none, days.window);
        if (!days.inside) return finish(std::move(verdict));
    }
    if (hasLeft(call.owner, hearing.start, hearing.run)) return finish(ownerHasLeft(hearing, 8));
    verdict.owner = call.owner;
    cite(verdict, hearing.run, "12", {call.fact});
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
        cite(*verdict, hearing.run, "14");
        cite(*verdict, hearing.run, "6");
    }
    verdict->judgedMember = static_cast<int>(member);
    return std::move(*verdict);
}

/// The earliest line, a live interest before one run out, then the one first received.
bool decidesBefore(const VisitVerdict& a, const VisitVerdict& b, Run& run) {
    if (a.line != b.line) return a.line < b.line;
    if (a.runOut != b.runOut) return b.runOut;
    if (a.original == b.original || a.original == kNone || b.original == kNone) return false;
    return run.world.before(run.book.startOf(run.book.visit(a.original)),
                            run.book.startOf(run.book.visit(b.original)));
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
    cite(verdict, hearing.run, "18", {hearing.visit.fact});
    return verdict;
}

/// Line 1: everybody's visitor (6, 7). Confirmed only afterwards, it gives back the slot it cost.
VisitVerdict publicVisitor(const Hearing& hearing) {
    VisitVerdict verdict;
    if (!hearing.visit.publicAtOnce) {
        const auto taken = hearing.visit.group ? groupPurchase(hearing) : judgeParty(hearing);
        verdict.consumes = taken.consumes;
        if (taken.consumes) {
            verdict.givesBack = GivesBack::madePublic;
            const int confirmed = hearing.visit.publicFact;
            verdict.known = hearing.book().factBefore(confirmed, hearing.visit.fact)
                                ? hearing.visit.fact
                                : confirmed;
        }
    } else {
        verdict.consumes = false;
    }
    verdict.line = 1;
    verdict.owner = kEverybody;
    cite(verdict, hearing.run, "6", {hearing.visit.fact});
    cite(verdict, hearing.run, "7", {hearing.visit.fact});
    return verdict;
}

} // namespace

VisitVerdict judgeVisit(int index, Run& run) {
    const auto hearing = openHearing(index, run);
    VisitVerdict verdict = hearing.visit.isPublic() ? publicVisitor(hearing)
                           : hearing.visit.group    ? groupPurchase(hearing)
                                                    : judgeParty(hearing);
    verdict.visitClass = classOf(hearing);
    return verdict;
}

VisitFinding decideVisit(int visit, Run& run) {
    /// Uncertain decisions that rest on each other deeper than this are not followed up.
    constexpr std::size_t kMaxDepth = 64;
    VisitFinding undecided;
    undecided.owner = kNobody;
    undecided.referred = Doubtful::timeOrder;
    if (const auto known = run.findings.ofVisit(visit); known.finding != nullptr) {
        if (known.certain) return *known.finding;
        if (run.world.isCanonical()) {
            run.world.addDoubt();
            return *known.finding;
        }
    }
    if (const auto known = run.visits.find(visit); known != run.visits.end()) {
        if (!known->second.certain) run.world.addDoubt();
        return known->second.finding;
    }
    // Only worlds whose order is impossible to the last detail come back to a visit being decided.
    const bool open = std::find(run.open.begin(), run.open.end(), visit) != run.open.end();
    if (run.open.size() == kMaxDepth) run.world.exhaust();
    if (open || run.world.isExhausted()) {
        run.world.addDoubt();
        return undecided;
    }
    run.open.push_back(visit);
    const auto doubts = run.world.doubts();
    const bool explaining = std::exchange(run.explaining, false);
    const VisitFinding finding = judgeVisit(visit, run);
    run.explaining = explaining;
    run.open.pop_back();
    run.visits.insert_or_assign(visit,
                                Run::Decided{finding, run.world.doubts() == doubts});
    return finding;
}

std::string_view wordOf(Doubtful reason) {
    switch (reason) {
    case Doubtful::no:
        break;
    case Doubtful::timeOrder:
        return "time_order_uncertain";
    case Doubtful::window:
        return "window_uncertain";
    case Doubtful::severalCandidates:
        return "several_candidates";
    case Doubtful::weakNameMatch:
        return "weak_name_match";
    case Doubtful::ownerLeft:
        return "owner_left";
    case Doubtful::noRegisterEntry:
        return "no_register_entry";
    case Doubtful::closingVisitMissing:
        return "closing_visit_missing";
    case Doubtful::closedAfterHandBack:
        return "closed_after_hand_back";
    case Doubtful::originalStateMissing:
        return "original_state_missing";
    case Doubtful::promptedNaming:
        return "prompted_naming";
    }
    return "";
}

} // namespace shoujie::rules
