#include "shared/rules/visits/classes.hpp"
#include "shared/rules/visits/lines.hpp"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <utility>

namespace shoujie::rules {

using facts::OriginalState;

namespace {

/// The key by which a member was recognised, for the explanation: the one shared with the original,
/// else with another earlier entry of that person, whatever comes later.
KeyKind keyToward(int member, const Held& held, const Hearing& hearing) {
    if (held.link != kNone) return KeyKind::name;
    if (!hearing.run.explaining) return KeyKind::none;
    const auto& book = hearing.book();
    const int original = book.visit(held.right.original).fact;
    KeyKind direct = KeyKind::none;
    KeyKind best = KeyKind::none;
    for (const int index : book.carriersOf(book.ownKeys(book.identity(member)))) {
        const auto& other = book.identity(index);
        if (index == member || other.person != held.person || !isEntry(other.part)) continue;
        if (!canonicallyBefore(book.entryMoment(other), hearing.start)) continue;
        const auto key = book.pairKey(member, index);
        if (key == KeyKind::name) continue;
        best = std::max(best, key);
        if (other.fact == original) direct = std::max(direct, key);
    }
    return direct == KeyKind::none ? best : direct;
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
             keyToward(hearing.identity(member), held, hearing));
        verdict.original = right.original;
        if (held.link != kNone && verdict.owner == right.owner) verdict.linked = true;
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
        const auto from = windowStart(held, hearing.start, hearing.policy, hearing.run);
        const auto days =
            hearing.world().measure(from, hearing.start, hearing.policy.windows.returningDays);
        const int original = hearing.book().visit(right.original).fact;
        if (!days.inside) { // b
            auto verdict = inTurn(hearing, 3);
            verdict.treatedAsNew = verdict.runOut = true;
            cite(verdict, hearing.run, "15", {visit.fact, original}, KeyKind::none, days.window);
            return finish(std::move(verdict));
        }
        if (hasLeft(owner, hearing.start, hearing.run))
            return finish(ownerHasLeft(hearing, 3)); // c
        VisitVerdict verdict;                        // e
        verdict.line = 3;
        verdict.owner = owner;
        cite(verdict, hearing.run, "15", {visit.fact, original}, KeyKind::none, days.window);
        verdict.keepsSlot = !hearing.policy.rotation.returningMakeup;
        giveBack(verdict, hearing);
        return finish(std::move(verdict));
    }
    if (hasLeft(owner, hearing.start, hearing.run)) return finish(ownerHasLeft(hearing, 3)); // c
    return finish(knewOf(hearing, owner, 3, true));                                          // d
}

/// The days of a relative's interest that were over.
struct RanOut {
    int original; ///< fact of the visit they are counted from, or that it goes back to
    Window window;
};

/// Line 4: a relative has an owner (14). `ranOut` tells that the thirty days are what was missing.
std::optional<VisitVerdict> lineOfRelative(const Hearing& hearing, std::size_t member,
                                           std::optional<RanOut>& ranOut) {
    const auto& visit = hearing.visit;
    const auto relatives =
        relativeClaims(hearing.identity(member), hearing.start, hearing.index, hearing.run);
    if (relatives.empty()) return std::nullopt;
    const auto& first = relatives.front();
    const auto& right = first.held.right;
    const auto from = familyWindowStart(first.held, hearing.start, hearing.policy, hearing.run);
    const auto days =
        hearing.world().measure(from, hearing.start, hearing.policy.windows.familyDays);
    if (!days.inside) {
        ranOut = {hearing.book().visit(right.original).fact, days.window};
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

// ---- a party is judged by one of its members ---------------------------------------------------

/// Lines 3 to 9 for one member.
VisitVerdict judgeMember(const Hearing& hearing, std::size_t member) {
    std::optional<RanOut> familyRanOut;
    auto verdict = lineOfOwner(hearing, member);
    if (!verdict) verdict = lineOfRelative(hearing, member, familyRanOut);
    if (!verdict) verdict = lineOfAskedFor(hearing, member);
    if (!verdict) verdict = lineOfCompanion(hearing);
    if (!verdict) verdict = lineOfReferral(hearing, member);
    if (!verdict) verdict = lineOfCall(hearing, member);
    if (!verdict) verdict = inTurn(hearing, 9);
    if (familyRanOut) {
        verdict->treatedAsNew = true;
        cite(*verdict, hearing.run, "14", {hearing.visit.fact, familyRanOut->original},
             KeyKind::none, familyRanOut->window);
        cite(*verdict, hearing.run, "6");
    }
    verdict->judgedMember = static_cast<std::int8_t>(member);
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
    verdict.knew = hearing.knew;
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
    run.visits.insert_or_assign(visit, Run::Decided{finding, run.world.doubts() == doubts});
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
