#pragma once

#include "shared/rules/judgement/docket.hpp"
#include "shared/rules/outcome.hpp"

#include <vector>

namespace shoujie::rules {

/// One case as `facts.md` tells it, with what it puts before the manager.
template <class CaseOutcome>
struct Described {
    CaseOutcome outcome;
    std::optional<Referral> referral;
    std::vector<Alert> alerts;
};

/// Tells the outcome of settled cases at a time, with the reasons.
class Clerk {
public:
    Clerk(const Book& book, const Docket& docket, const TurnKeeper& turns, Instant now)
        : m_book(book), m_docket(docket), m_turns(turns), m_now(now) {}

    [[nodiscard]] Described<VisitOutcome> visit(int index) const;
    [[nodiscard]] Described<DealOutcome> deal(int index) const;
    /// Everything.
    [[nodiscard]] Outcome all() const;

private:
    [[nodiscard]] std::optional<Owner> ownerId(Staff staff) const;
    [[nodiscard]] std::vector<Because> becauseOf(const std::vector<Reason>& reasons) const;
    [[nodiscard]] VisitDecision decisionOf(int visit, const VisitOption& option) const;
    [[nodiscard]] Referral referRulings(int index, VisitOutcome& out) const;
    [[nodiscard]] std::optional<Referral> referRulings(int index, const DealOutcome& byRule,
                                                       DealOutcome& out) const;
    [[nodiscard]] Referral referVisit(int index, const Weighed<VisitVerdict>& weighed,
                                      const std::vector<Article>& articles) const;
    [[nodiscard]] std::vector<Alert> alertsOf(int index) const;
    [[nodiscard]] bool isIncomplete(const Visit& visit) const;
    [[nodiscard]] bool amendedAfterDispute(const Visit& visit) const;
    [[nodiscard]] bool claimedLate(int subject, int ruling) const;
    [[nodiscard]] DealDecision decisionOf(const DealOption& option) const;
    void rule(int index, int ruling, DealOutcome& out) const;
    void setByManager(const Deal& deal, const facts::RulingMade& ruling, DealOutcome& out) const;
    [[nodiscard]] bool stillOpen(const Moment& from, std::int32_t days) const;

    const Book& m_book;
    const Docket& m_docket;
    const TurnKeeper& m_turns;
    Instant m_now;
};

} // namespace shoujie::rules
