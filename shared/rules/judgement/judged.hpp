#pragma once

#include "shared/rules/deals/deal_verdict.hpp"
#include "shared/rules/visits/verdict.hpp"

#include <absl/container/inlined_vector.h>
#include <vector>

namespace shoujie::rules {

/// Visits whose decisions a case takes for granted; several where the times leave that open.
using Rests = absl::InlinedVector<int, 1>;

/// A visit as judged over all worlds that its uncertain times allow (rules.md 1.3).
struct JudgedVisit {
    VisitFinding finding; ///< of the canonical world: the proposal where times leave it open
    Right after;          ///< of the first member, after the visit
    int rewritten = 0;    ///< how often the visits from which its people's interests run were
    Doubtful own = Doubtful::no;      ///< no: the decision is the same in every world
    Doubtful referred = Doubtful::no; ///< the same, or that of what it rests on
    bool judged = false;
    bool loose = false;        ///< it, or what it rests on, may rest on several
    bool pending = false;      ///< something that it depends on has changed
    bool certain = false;      ///< no uncertain time was asked about
    bool openConflict = false; ///< in some world a conflict that nobody has discovered

    /// Whether the canonical world decides; referred cases then have it as their proposal.
    [[nodiscard]] bool hasProposal() const { return finding.referred == Doubtful::no; }
};

struct JudgedDeal {
    DealFinding finding;
    Doubtful referred = Doubtful::no;
    /// The finding with whom a ruling names as owner and sets nothing else.
    std::optional<DealFinding> byRuledOwner;
    bool judged = false;
    bool pending = false;
};

/// A case in all its worlds.
template <class Verdict>
struct Weighed {
    Verdict verdict; ///< that of the canonical world, or the one that all agree on
    Rests rests;     ///< in any of the worlds
    Doubtful referred = Doubtful::no;
    bool certain = true;
    bool openConflict = false;
};

/// Rulings on a visit name different owners, and which of them is the latest is open.
bool isRulingOpen(int visit, const Book& book);

/// `explaining`: with reasons and alternatives.
Weighed<VisitVerdict> weighVisit(int visit, const Book& book, const Findings& findings,
                                 bool explaining);
Weighed<DealVerdict> weighDeal(int deal, Staff ruledOwner, const Book& book,
                               const Findings& findings, bool explaining);

} // namespace shoujie::rules
