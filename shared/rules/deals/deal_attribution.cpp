#include "shared/rules/deals/buyers.hpp"
#include "shared/rules/visits/discovery.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace shoujie::rules {

using facts::OriginalState;

namespace {

constexpr std::int64_t kWhole = 10'000;

void cite(DealVerdict& verdict, const Run& run, const char* article,
          std::initializer_list<int> facts = {}, std::optional<Window> window = std::nullopt) {
    if (run.explaining) verdict.reasons.push_back({article, facts, KeyKind::none, window});
}
void propose(DealVerdict& verdict, const Run& run, std::vector<DealOption> options) {
    if (run.explaining) verdict.alternatives = std::move(options);
}

struct Closing {
    Run& run;
    const Deal& deal;
    Moment closedAt;
    const Policy& policy;
    Buyers buyers;
    std::optional<Held> held; ///< whose customers the buyers are
    Staff owner = kNobody;
    bool weak = false; ///< a weak name was used

    [[nodiscard]] Staff closer() const { return deal.closer; }
};

DealVerdict referredDeal(int line, Doubtful reason, const Run& run) {
    DealVerdict verdict;
    verdict.line = static_cast<std::int8_t>(line);
    verdict.referred = reason;
    verdict.decision.commission = Commission::referred;
    cite(verdict, run, "20");
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
    verdict.line = static_cast<std::int8_t>(line);
    verdict.decision = wholeTo(closing.closer());
    verdict.formalities = closing.closer();
    return verdict;
}

/// Section 4: R knew at the closing visit, was shown the conflict before the deal, or found it.
bool closerKnew(const Closing& closing, const std::vector<int>& scope) {
    auto& run = closing.run;
    const auto& book = run.book;
    if (decideVisit(closing.buyers.closingVisit, run).knew) return true;
    const auto beforeDeal = [&](int fact) {
        return run.world.before(book.momentOf(fact), closing.closedAt);
    };
    const auto closer = book.staffText(closing.closer());
    for (const int fact : countingNotices(scope, run))
        if (std::get<facts::NoticeSeen>(book.stored(fact).fact.data).staff.value == closer &&
            beforeDeal(fact))
            return true;
    for (const int fact : countingDiscoveries(scope, run)) {
        const auto& found = std::get<facts::ConflictDiscovered>(book.stored(fact).fact.data);
        const bool own = book.fact(fact).by == closing.closer() ||
                         (found.claimant && found.claimant->value == closer);
        if (own && beforeDeal(fact)) return true;
    }
    return false;
}

/// Line 7 (9.1, 9.2, 12.3, 13): R knew, whatever the days.
DealVerdict closedKnowingly(const Closing& closing) {
    const auto& visit = closing.run.book.visit(closing.buyers.closingVisit);
    const auto state = originalState(visit, closing.owner, closing.run);
    if (!state) {
        auto verdict = referredDeal(7, Doubtful::originalStateMissing, closing.run);
        cite(verdict, closing.run, "13", {visit.fact});
        auto options = helpOfEitherKind(closing);
        options.push_back(cancelled(closing));
        propose(verdict, closing.run, std::move(options));
        return verdict;
    }
    if (*state == OriginalState::handedBack) {
        auto verdict = referredDeal(7, Doubtful::closedAfterHandBack, closing.run);
        cite(verdict, closing.run, "13", {visit.fact});
        propose(verdict, closing.run,
                {wholeTo(closing.owner), helped(closing), cancelled(closing)});
        return verdict;
    }
    DealVerdict verdict;
    verdict.line = 7;
    verdict.formalities = closing.owner;
    cite(verdict, closing.run, "13", {visit.fact});
    if (*state == OriginalState::present) {
        verdict.decision = cancelled(closing);
        return verdict;
    }
    verdict.decision = helped(closing, *state != OriginalState::consented);
    if (!closing.run.explaining) return verdict;
    for (const auto& reason : judgeVisit(closing.buyers.closingVisit, closing.run).reasons)
        for (const std::string_view article : {"9.1", "9.2", "12.3"})
            if (reason.article == article) cite(verdict, closing.run, reason.article, {visit.fact});
    return verdict;
}

/// From when O's right is counted at a deal: a referral or call that gave it comes before the
/// visit.
Moment rightFrom(const Closing& closing) {
    auto& run = closing.run;
    const auto& right = closing.held->right;
    const auto& closingVisit = run.book.visit(closing.buyers.closingVisit);
    const auto start =
        windowStart(*closing.held, run.book.startOf(closingVisit), closing.policy, run);
    const auto& original = run.book.visit(right.original);
    if (start.fact != original.fact || original.ruledOwner != kNobody) return start;
    if (original.isPublic() || original.group) return start;
    const auto finding = decideVisit(right.original, run);
    if (finding.sourceFact == kNone || finding.owner != right.owner) return start;
    const auto& source = run.book.stored(finding.sourceFact).fact.data;
    const int entry = run.book.fact(finding.sourceFact).entry;
    const Staff owner = std::holds_alternative<facts::CallRegistered>(source)
                            ? run.book.call(entry).owner
                            : run.book.referral(entry).owner;
    return owner == right.owner ? run.book.momentOf(finding.sourceFact) : start;
}

/// Facts that make a conflict known: discoveries, and rulings that gave a visit to another than who
/// received it.
std::vector<int> knownBy(const Closing& closing, const std::vector<int>& scope) {
    const auto& book = closing.run.book;
    auto facts = countingDiscoveries(scope, closing.run);
    for (const int person : scope)
        for (const int index : book.person(person).visits) {
            const auto& visit = book.visit(index);
            if (visit.ruling != kNone && ruledOwnerOf(visit, closing.run) != visit.receiver)
                facts.push_back(rulingOn(visit, closing.run));
        }
    std::sort(facts.begin(), facts.end(),
              [&](int left, int right) { return book.factBefore(left, right); });
    return facts;
}

/// The ruling that has settled the deal with shares or by cancelling: nothing found out after it
/// counts. One that names only an owner lets the days run on.
int settledBy(const Deal& deal, const Book& book) {
    const int ruling = book.rulingOn(deal);
    if (ruling == kNone) return kNone;
    const auto& data = std::get<facts::RulingMade>(book.stored(ruling).fact.data);
    return data.shares || data.cancel.value_or(false) ? ruling : kNone;
}

/// Line 8 (16): R did not know.
DealVerdict closedUnknowingly(const Closing& closing, const std::vector<int>& scope) {
    auto& world = closing.run.world;
    const auto& deal = closing.deal;
    const auto age = world.measure(closing.held ? rightFrom(closing) : closing.closedAt,
                                   closing.closedAt, closing.policy.windows.dealNewCustomerDays);
    const int original =
        closing.held ? closing.run.book.visit(closing.held->right.original).fact : deal.fact;
    if (!age.inside) {
        auto verdict = allToCloser(closing, 8);
        cite(verdict, closing.run, "16", {deal.fact, original}, age.window);
        return verdict;
    }
    const auto limit = closing.policy.windows.dealDiscoveryDays;
    const int settled = settledBy(deal, closing.run.book);
    for (const int fact : knownBy(closing, scope)) {
        if (settled != kNone && closing.run.book.factBefore(settled, fact)) break;
        const auto days = world.measure(closing.closedAt, closing.run.book.momentOf(fact), limit);
        if (!days.inside) continue;
        DealVerdict verdict;
        verdict.line = 8;
        verdict.decision = split(closing, closing.policy.splits.unawareBp);
        verdict.formalities = closing.closer();
        cite(verdict, closing.run, "16", {deal.fact, fact}, days.window);
        cite(verdict, closing.run, "16", {deal.fact, original}, age.window);
        return verdict;
    }
    auto verdict = allToCloser(closing, 8);
    verdict.openDays = static_cast<std::int32_t>(limit);
    cite(verdict, closing.run, "16", {deal.fact, original}, age.window);
    return verdict;
}

/// Lines 4 to 8, once it is settled whose customers the buyers are.
DealVerdict judgeClosing(const Closing& closing) {
    if (closing.owner == closing.closer()) { // 4
        auto verdict = allToCloser(closing, 4);
        cite(verdict, closing.run, "17", {closing.deal.fact});
        return verdict;
    }
    if (hasLeft(closing.owner, closing.closedAt, closing.run)) { // 5
        if (closing.policy.ownerLeft == OwnerLeft::rotation) {
            auto verdict = allToCloser(closing, 5);
            cite(verdict, closing.run, "17", {closing.deal.fact});
            return verdict;
        }
        auto verdict = referredDeal(5, Doubtful::ownerLeft, closing.run);
        propose(verdict, closing.run, {wholeTo(closing.closer())});
        return verdict;
    }
    if (closing.buyers.closingVisit == kNone) { // 6
        auto verdict = referredDeal(6, Doubtful::closingVisitMissing, closing.run);
        std::vector<DealOption> options{wholeTo(closing.owner), wholeTo(closing.closer())};
        for (auto& option : helpOfEitherKind(closing))
            options.push_back(std::move(option));
        propose(verdict, closing.run, std::move(options));
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
    cite(verdict, closing.run, "18", {closing.deal.fact});
    return verdict;
}

DealVerdict judgeCompleted(Closing& closing, Staff ruledOwner) {
    const auto& book = closing.run.book;
    const auto& deal = closing.deal;
    const bool group = deal.group || (closing.buyers.closingVisit != kNone &&
                                      book.visit(closing.buyers.closingVisit).group);
    // The manager who names an owner has found that it is none of the developer's (20).
    if (group && ruledOwner == kNobody) return groupBonus(closing);
    const auto found = ownerOfBuyers(deal, closing.buyers, closing.policy, closing.run);
    if (!found.owners.empty()) closing.held = found.owners.front();
    closing.weak = found.weak;
    if (ruledOwner != kNobody) {
        // Days run from what that owner has; somebody else's count where they are all there is.
        if (found.owners.size() > 1) closing.held.reset();
        for (const auto& held : found.owners)
            if (held.right.owner == ruledOwner) closing.held = held;
        closing.owner = ruledOwner;
        return judgeClosing(closing);
    }
    if (!closing.buyers.registered) { // 2
        auto verdict = referredDeal(2, Doubtful::noRegisterEntry, closing.run);
        cite(verdict, closing.run, "21");
        propose(verdict, closing.run, {wholeTo(closing.closer())});
        return verdict;
    }
    if (found.several) { // 3
        auto verdict = referredDeal(3, Doubtful::severalCandidates, closing.run);
        cite(verdict, closing.run, "4");
        return verdict;
    }
    if (found.owners.empty()) {
        auto verdict = referredDeal(6, Doubtful::closingVisitMissing, closing.run);
        propose(verdict, closing.run, {wholeTo(closing.closer())});
        return verdict;
    }
    if (closing.held->right.referred != Doubtful::no)
        return referredDeal(3, closing.held->right.referred, closing.run);
    if (found.weakRefused) return referredDeal(3, Doubtful::weakNameMatch, closing.run);
    closing.owner = closing.held->right.owner;
    return judgeClosing(closing);
}

} // namespace

DealVerdict judgeDeal(int index, Staff ruledOwner, Run& run) {
    const auto& deal = run.book.deal(index);
    DealVerdict verdict;
    if (!deal.isComplete()) {
        verdict.decision.commission = Commission::pending;
        cite(verdict, run, "17", {deal.fact});
    } else {
        const auto closedAt = run.book.closedAt(deal);
        Closing closing{run, deal,   closedAt, run.world.policyAt(closedAt), findBuyers(deal, run),
                        {},  kNobody};
        verdict = judgeCompleted(closing, ruledOwner);
        verdict.closingVisit = closing.buyers.closingVisit;
        cite(verdict, run, "17", {deal.fact});
        if (closing.held && verdict.line >= 3) {
            verdict.original = closing.held->right.original;
            if (ruledOwner == kNobody) verdict.restsOn = closing.held->right.through;
            if (closing.weak) verdict.warnings |= kWeakNameMatch;
            if (closing.held->link != kNone) cite(verdict, run, "4");
        }
    }
    if (deal.price < deal.listPrice && !run.book.discountApproved(deal))
        verdict.warnings |= kUnapproved;
    auto& shares = verdict.decision.shares;
    std::sort(shares.begin(), shares.end(), [&](const auto& a, const auto& b) {
        return run.book.staffText(a.first) < run.book.staffText(b.first);
    });
    return verdict;
}

} // namespace shoujie::rules
