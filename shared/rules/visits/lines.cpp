#include "shared/rules/visits/lines.hpp"

#include "shared/rules/visits/discovery.hpp"

#include <algorithm>

namespace shoujie::rules {

using facts::OriginalState;

void cite(VisitVerdict& verdict, const Run& run, const char* article,
          std::initializer_list<int> facts, KeyKind key, std::optional<Window> window) {
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

std::vector<int> scopeOf(const Hearing& hearing) {
    std::vector<int> scope;
    for (std::size_t i = 0; i < hearing.members.size(); ++i) {
        const int member = hearing.identity(i);
        scope.push_back(hearing.book().identity(member).person);
        for (const auto& link : hearing.members[i].links)
            scope.push_back(link.person);
        for (const auto& relative : relativesOf(member, hearing.start, hearing.index, hearing.run))
            scope.push_back(relative.person);
    }
    return scope;
}

void giveBack(VisitVerdict& verdict, const Hearing& hearing, int declared) {
    verdict.givesBack = GivesBack::conflict;
    verdict.readDiscoveries = true;
    if (!verdict.keepsSlot) cite(verdict, hearing.run, "2.2");
    const auto& book = hearing.book();
    const auto& visit = hearing.visit;
    int known = kNone;
    const auto shownBy = [&](int fact) {
        if (fact != kNone && (known == kNone || book.factBefore(fact, known))) known = fact;
    };
    for (const int discovery : countingDiscoveries(scopeOf(hearing), hearing.run))
        shownBy(discovery);
    // A ruling shows the conflict unless it says that there was none.
    if (ruledOwnerOf(visit, hearing.run) != hearing.receiver())
        shownBy(rulingOn(visit, hearing.run));
    shownBy(declared);
    if (known != kNone) verdict.known = book.factBefore(known, visit.fact) ? visit.fact : known;
}

VisitVerdict inTurn(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.owner = hearing.receiver();
    cite(verdict, hearing.run, "1");
    return verdict;
}

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

VisitVerdict ownCustomer(const Hearing& hearing, int line) {
    VisitVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.owner = hearing.receiver();
    verdict.consumes = false;
    cite(verdict, hearing.run, "2.1");
    return verdict;
}

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

} // namespace shoujie::rules
