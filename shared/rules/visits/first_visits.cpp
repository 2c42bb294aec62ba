// Lines 5 to 8: people who have no owner yet, nor a relative who has.
#include "shared/rules/visits/classes.hpp"
#include "shared/rules/visits/discovery.hpp"
#include "shared/rules/visits/lines.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

/// Whether a colleague's report says that the one asked for had prompted the customer (9.3, 11).
bool wasPrompted(const Hearing& hearing, Staff asked) {
    const auto& book = hearing.book();
    const auto reports = book.remarksOn<facts::ConductReported>(hearing.visit.subject);
    return std::any_of(reports.begin(), reports.end(), [&](int fact) {
        const auto& report = std::get<facts::ConductReported>(book.stored(fact).fact.data);
        return report.staff.value == book.staffText(asked);
    });
}

bool weakLink(const Acquaintance& known, int person) {
    return std::any_of(known.links.begin(), known.links.end(),
                       [&](const auto& link) { return link.person == person && link.weak; });
}

} // namespace

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
        cite(verdict, hearing.run, asked == hearing.receiver() ? "9.3" : "9.2",
             {hearing.visit.fact});
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

std::optional<VisitVerdict> lineOfCompanion(const Hearing& hearing) {
    if (!hearing.companions) return std::nullopt;
    const auto& held = *hearing.companions;
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, "8");
        cite(verdict, hearing.run, "9.1",
             {hearing.visit.fact, hearing.book().visit(held.right.original).fact},
             held.link == kNone ? KeyKind::none : KeyKind::name);
        verdict.restsOn = held.right.through;
        if (held.weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    if (hearing.companionSeveral)
        return finish(referredCase(6, Doubtful::severalCandidates, hearing.run));
    if (held.right.referred != Doubtful::no)
        return finish(referredCase(6, held.right.referred, hearing.run));
    if (held.weak && hearing.policy.match.nameOnly == NameOnly::refer)
        return finish(referredCase(6, Doubtful::weakNameMatch, hearing.run));
    if (held.right.owner == hearing.receiver()) return finish(ownCustomer(hearing, 6));
    if (hasLeft(held.right.owner, hearing.start, hearing.run))
        return finish(ownerHasLeft(hearing, 6));
    return finish(knewOf(hearing, held.right.owner, 6, false));
}

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
                                  : hearing.book().pairKey(hearing.identity(member),
                                                           hearing.book().prospectOf(note));
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, "4", {visit.fact, note.fact},
             key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = note.fact;
        if (weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    const bool several =
        known.byName && std::any_of(referrals.begin(), referrals.end(), [&](int other) {
            return hearing.book().referral(other).owner != note.owner;
        });
    if (several) return finish(referredCase(7, Doubtful::severalCandidates, hearing.run));
    if (weak && known.weakRefused)
        return finish(referredCase(7, Doubtful::weakNameMatch, hearing.run));
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
    for (const int fact : countingDiscoveries(scopeOf(hearing), hearing.run)) {
        const auto days = hearing.world().measure(hearing.book().registeredAt(visit),
                                                  hearing.book().momentOf(fact), limit);
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
                                  : hearing.book().pairKey(hearing.identity(member),
                                                           hearing.book().callerOf(call));
    const auto finish = [&](VisitVerdict verdict) {
        cite(verdict, hearing.run, "4", {visit.fact, call.fact},
             key == KeyKind::none ? KeyKind::phone : key);
        verdict.sourceFact = call.fact;
        if (weak) verdict.warnings |= kWeakNameMatch;
        return verdict;
    };
    const bool several = known.byName && std::any_of(calls.begin(), calls.end(), [&](int other) {
                             return hearing.book().call(other).owner != call.owner;
                         });
    if (several) return finish(referredCase(8, Doubtful::severalCandidates, hearing.run));
    if (weak && known.weakRefused)
        return finish(referredCase(8, Doubtful::weakNameMatch, hearing.run));
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

} // namespace shoujie::rules
