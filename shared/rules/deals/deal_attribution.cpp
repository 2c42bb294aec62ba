#include "shared/rules/deals/buyers.hpp"
#include "shared/rules/visits/discovery.hpp"

#include <algorithm>
#include <cassert>

namespace shoujie::rules {

using facts::OriginalState;

namespace {

constexpr std::int64_t kWhole = 10'000;

void cite(DealVerdict& verdict, const char* article, std::vector<int> facts = {},
          std::optional<Window> window = std::nullopt) {
    verdict.reasons.push_back({article, std::move(facts), KeyKind::none, window});
}

struct Closing {
    Run& run;
    const Deal& deal;
    const Policy& policy;
    Buyers buyers;
    std::optional<Held> held; ///< whose customers the buyers are
    Staff owner = kNobody;

    [[nodiscard]] Staff closer() const { return deal.closer; }
};

DealVerdict referredDeal(int line, std::string_view reason) {
    DealVerdict verdict;
    verdict.line = line;
    verdict.referred = reason;
    verdict.decision.commission = Commission::referred;
    cite(verdict, "20");
    return verdict;
}

DealOption wholeTo(Staff staff) {
    return {staff, {{staff, kWhole}}, Commission::payable, std::nullopt};
}

/// The closer's part in basis points, the rest to the owner.
DealOption split(const Closing& closing, std::int64_t closerPart) {
    DealOption option{closing.owner, {}, Commission::payable, std::nullopt};
    if (closerPart > 0) option.shares.emplace_back(closing.closer(), closerPart);
    if (closerPart < kWhole) option.shares.emplace_back(closing.owner, kWhole - closerPart);
    return option;
}

/// What a helper gets (13): where the original was not there, as the policy has it for that.
DealOption helped(const Closing& closing, bool ownerAway = false) {
    const auto& splits = closing.policy.splits;
    return split(closing, ownerAway ? splits.absentBp.value_or(splits.helperBp) : splits.helperBp);
}

/// How it may be shared where nobody said in which way R helped.
std::vector<DealOption> helpOfEitherKind(const Closing& closing) {
    std::vector<DealOption> options{helped(closing)};
    if (const auto away = helped(closing, true); away != options.front()) options.push_back(away);
    return options;
}

DealOption cancelled(const Closing& closing) {
    const auto& fine = closing.policy.snatching;
    return {closing.owner,
            {},
            Commission::cancelled,
            FineRange{closing.closer(), fine.fineMin, fine.fineMax}};
}

DealVerdict allToCloser(const Closing& closing, int line) {
    DealVerdict verdict;
    verdict.line = line;
    verdict.decision = wholeTo(closing.closer());
    verdict.formalities = closing.closer();
    return verdict;
}

/// Section 4: R knew at the closing visit, was shown the conflict before the deal, or found it.
bool closerKnew(const Closing& closing, const std::vector<int>& scope) {
    auto& run = closing.run;
    const auto& book = run.book;
    if (openHearing(closing.buyers.closingVisit, run).knew) return true;
    for (const int index : countingNotices(scope, book)) {
        const auto& notice = book.notices[static_cast<std::size_t>(index)];
        if (notice.reader == closing.closer() &&
            run.world.before(book.momentOf(notice.fact), *closing.deal.at))
            return true;
    }
    for (const int index : countingDiscoveries(scope, book)) {
        const auto& found = book.discoveries[static_cast<std::size_t>(index)];
        if ((found.author == closing.closer() || found.claimant == closing.closer()) &&
            run.world.before(book.momentOf(found.fact), *closing.deal.at))
            return true;
    }
    return false;
}

/// Line 7 (9.1, 9.2, 12.3, 13): R knew, whatever the days.
DealVerdict closedKnowingly(const Closing& closing) {
    const auto& visit = closing.run.book.visit(closing.buyers.closingVisit);
    const auto state = originalState(visit, closing.owner, closing.run);
    if (!state) {
        auto verdict = referredDeal(7, "original_state_missing");
        cite(verdict, "13", {visit.fact});
        verdict.alternatives = helpOfEitherKind(closing);
        verdict.alternatives.push_back(cancelled(closing));
        return verdict;
    }
    if (*state == OriginalState::handedBack) {
        auto verdict = referredDeal(7, "closed_after_hand_back");
        cite(verdict, "13", {visit.fact});
        verdict.alternatives = {wholeTo(closing.owner), helped(closing), cancelled(closing)};
        return verdict;
    }
    DealVerdict verdict;
    verdict.line = 7;
    verdict.formalities = closing.owner;
    cite(verdict, "13", {visit.fact});
    if (*state == OriginalState::present) {
        verdict.decision = cancelled(closing);
        return verdict;
    }
    verdict.decision = helped(closing, *state != OriginalState::consented);
    const auto& visitLine = decideVisit(closing.buyers.closingVisit, closing.run);
    for (const auto& reason : visitLine.reasons)
        for (const std::string_view article : {"9.1", "9.2", "12.3"})
            if (reason.article == article) cite(verdict, reason.article, {visit.fact});
    return verdict;
}

/// From when O's right is counted at a deal: a referral or call that gave it comes before the
/// visit.
Moment rightFrom(const Closing& closing) {
    auto& run = closing.run;
    const auto& right = closing.held->right;
    const auto& closingVisit = run.book.visit(closing.buyers.closingVisit);
    const auto start =
        windowStart(right, closing.held->person, closingVisit.start, closing.policy, run);
    const auto& original = run.book.visit(right.original);
    if (start.fact != original.fact || ruledOwner(original, run.book) != kNobody) return start;
    if (original.isPublic() || original.isGroup()) return start;
    const auto& verdict = decideVisit(right.original, run);
    if (verdict.sourceFact == kNone || verdict.owner != right.owner) return start;
    for (const auto& note : run.book.referrals)
        if (note.fact == verdict.sourceFact && note.owner == right.owner)
            return run.book.momentOf(note.fact);
    for (const auto& call : run.book.calls)
        if (call.fact == verdict.sourceFact && call.owner == right.owner)
            return run.book.momentOf(call.fact);
    return start;
}

/// Facts that make a conflict known: discoveries, and rulings that gave a visit to another than who
/// received it.
std::vector<int> knownBy(const Closing& closing, const std::vector<int>& scope) {
    const auto& book = closing.run.book;
    std::vector<int> facts;
    for (const int index : countingDiscoveries(scope, book))
        facts.push_back(book.discoveries[static_cast<std::size_t>(index)].fact);
    for (const int person : scope)
        for (const int index : book.person(person).visits) {
            const auto& visit = book.visit(index);
            const int ruling = rulingOf(visit, book);
            if (ruling == kNone || ruledOwner(visit, book) == visit.receiver) continue;
            facts.push_back(book.rulings[static_cast<std::size_t>(ruling)].fact);
        }
    std::sort(facts.begin(), facts.end());
    return facts;
}

/// Line 8 (16): R did not know.
DealVerdict closedUnknowingly(const Closing& closing, const std::vector<int>& scope) {
    auto& world = closing.run.world;
    const auto& deal = closing.deal;
    const auto age = world.measure(closing.held ? rightFrom(closing) : *deal.at, *deal.at,
                                   closing.policy.windows.dealNewCustomerDays);
    std::vector<int> entries{deal.fact};
    if (closing.held) entries.push_back(closing.run.book.visit(closing.held->right.original).fact);
    if (!age.inside) {
        auto verdict = allToCloser(closing, 8);
        cite(verdict, "16", entries, age.window);
        return verdict;
    }
    const auto limit = closing.policy.windows.dealDiscoveryDays;
    for (const int fact : knownBy(closing, scope)) {
        const auto days = world.measure(*deal.at, closing.run.book.momentOf(fact), limit);
        if (!days.inside) continue;
        DealVerdict verdict;
        verdict.line = 8;
        verdict.decision = split(closing, closing.policy.splits.unawareBp);
        verdict.formalities = closing.closer();
        cite(verdict, "16", {deal.fact, fact}, days.window);
        cite(verdict, "16", entries, age.window);
        return verdict;
    }
    auto verdict = allToCloser(closing, 8);
    verdict.claimedBy = closing.owner;
    verdict.openDays = limit;
    cite(verdict, "16", entries, age.window);
    return verdict;
}

/// Lines 4 to 8, once it is settled whose customers the buyers are.
DealVerdict judgeClosing(const Closing& closing) {
    if (closing.owner == closing.closer()) { // 4
        auto verdict = allToCloser(closing, 4);
        cite(verdict, "17", {closing.deal.fact});
        return verdict;
    }
    if (hasLeft(closing.owner, *closing.deal.at, closing.run)) { // 5
        if (closing.policy.ownerLeft == OwnerLeft::rotation) {
            auto verdict = allToCloser(closing, 5);
            cite(verdict, "17", {closing.deal.fact});
            return verdict;
        }
        auto verdict = referredDeal(5, "owner_left");
        verdict.alternatives = {wholeTo(closing.closer())};
        return verdict;
    }
    if (closing.buyers.closingVisit == kNone) { // 6
        auto verdict = referredDeal(6, "closing_visit_missing");
        verdict.alternatives = {wholeTo(closing.owner), wholeTo(closing.closer())};
        for (auto& option : helpOfEitherKind(closing))
            verdict.alternatives.push_back(std::move(option));
        return verdict;
    }
    const auto scope = scopeOfDeal(closing.deal, closing.buyers, closing.run);
    return closerKnew(closing, scope) ? closedKnowingly(closing)           // 7
                                      : closedUnknowingly(closing, scope); // 8
}

/// Line 1: the developer's group purchase (18); the manager sets the bonus.
DealVerdict groupBonus(const Closing& closing) {
    DealVerdict verdict;
    verdict.line = 1;
    verdict.decision = {kTheDeveloper, {}, Commission::groupBonus, std::nullopt};
    verdict.formalities = closing.closer();
    cite(verdict, "18", {closing.deal.fact});
    return verdict;
}

DealVerdict judgeDeal(Closing& closing, Staff ruledOwner) {
    const auto& book = closing.run.book;
    const auto& deal = closing.deal;
    const bool group =
        deal.data->groupPurchase.value_or(false) ||
        (closing.buyers.closingVisit != kNone && book.visit(closing.buyers.closingVisit).isGroup());
    if (group) return groupBonus(closing);
    const auto found = ownerOfBuyers(deal, closing.buyers, closing.policy, closing.run);
    closing.held = found.held;
    if (ruledOwner != kNobody) {
        if (found.several) closing.held.reset();
        closing.owner = ruledOwner;
        return judgeClosing(closing);
    }
    if (!closing.buyers.registered) { // 2
        auto verdict = referredDeal(2, "no_register_entry");
        cite(verdict, "21");
        verdict.alternatives = {wholeTo(closing.closer())};
        return verdict;
    }
    if (found.several) { // 3
        auto verdict = referredDeal(3, "several_candidates");
        cite(verdict, "4");
        return verdict;
    }
    if (!found.held) {
        auto verdict = referredDeal(6, "closing_visit_missing");
        verdict.alternatives = {wholeTo(closing.closer())};
        return verdict;
    }
    if (!found.held->right.referred.empty()) return referredDeal(3, found.held->right.referred);
    if (found.weakRefused) return referredDeal(3, "weak_name_match");
    closing.owner = found.held->right.owner;
    return judgeClosing(closing);
}

} // namespace

DealVerdict decideDeal(int index, Staff ruledOwner, Run& run) {
    const auto& deal = run.book.deals[static_cast<std::size_t>(index)];
    DealVerdict verdict;
    if (!deal.at) {
        verdict.decision.commission = Commission::pending;
        cite(verdict, "17", {deal.fact});
    } else {
        Closing closing{run, deal,   run.world.policyAt(*deal.at), findBuyers(deal, run),
                        {},  kNobody};
        verdict = judgeDeal(closing, ruledOwner);
        cite(verdict, "17", {deal.fact});
        if (closing.held && verdict.line >= 3) {
            verdict.original = closing.held->right.original;
            if (ruledOwner == kNobody) verdict.restsOn.push_back(closing.held->right.through);
            if (closing.held->weak) verdict.warnings.push_back({"weak_name_match", "4"});
            if (closing.held->link != kNone) cite(verdict, "4");
        }
    }
    if (deal.data->price < deal.data->listPrice && !deal.discountApproved)
        verdict.warnings.push_back({"unapproved_discount", "19"});
    auto& shares = verdict.decision.shares;
    std::sort(shares.begin(), shares.end(), [&](const auto& a, const auto& b) {
        return run.book.staffId(a.first) < run.book.staffId(b.first);
    });
    return verdict;
}

} // namespace shoujie::rules
