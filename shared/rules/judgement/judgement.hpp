#pragma once

#include "shared/rules/deals/deal_verdict.hpp"
#include "shared/rules/rotation/rotation.hpp"
#include "shared/rules/visits/verdict.hpp"

#include <string_view>
#include <vector>

namespace shoujie::rules {

/// A visit as judged over all worlds that its uncertain times allow (rules.md 1.3).
struct JudgedVisit {
    VisitVerdict verdict;      ///< of the canonical world: the proposal where times leave it open
    std::string_view referred; ///< reason; empty where the decision is the same in every world
    std::vector<VisitOption> alternatives;
    bool openConflict = false; ///< in some world a conflict that nobody has discovered

    /// Whether the canonical world decides; referred cases then have it as their proposal.
    [[nodiscard]] bool hasProposal() const { return verdict.referred.empty(); }
};

struct JudgedDeal {
    DealVerdict verdict;
    std::string_view referred;
    std::vector<DealOption> alternatives;
    std::optional<DealVerdict> byRuledOwner; ///< the verdict with whom a ruling names as owner
};

struct Judgement {
    std::vector<JudgedVisit> visits; ///< by index in the book
    std::vector<JudgedDeal> deals;
    /// Of everything that a decision can depend on, by visit and by deal.
    std::vector<std::uint64_t> visitSignatures;
    std::vector<std::uint64_t> dealSignatures;
    std::vector<bool> visitKept; ///< taken over from the judgement before
    std::vector<bool> dealKept;
};

/// Judges everything, or only what changed since `before` was judged from the book `old`.
Judgement judgeAll(const Book& book, const PolicyTimeline& policies);
Judgement judgeAgain(const Book& book, const PolicyTimeline& policies, const Book& old,
                     Judgement before);

/// Fills in the signatures: equal ones mean that nothing has changed that a decision can depend on.
void signGroups(const Book& book, Judgement& judgement);

/// The outcome at `now` as `facts.md` tells it. `before` is the outcome of the judgement before,
/// from which what was kept is taken over.
Outcome describe(const Book& book, const PolicyTimeline& policies, const Judgement& judgement,
                 Instant now, Outcome before = {});

/// The latest ruling on a deal, none where there is none.
const Ruling* rulingOn(const Deal& deal, const Book& book);

} // namespace shoujie::rules
