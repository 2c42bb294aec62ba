// Judging a case in every world that its uncertain times allow (rules.md 1.3, 3).
#include "shared/rules/book/sorted.hpp"
#include "shared/rules/judgement/judged.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

/// More is not tried: the case is referred, never guessed. Counted in worlds and in questions, not
/// in what happens to be known already, so that the answer depends on the facts alone.
constexpr std::size_t kMaxWorlds = 256;
constexpr std::size_t kMaxQuestions = 8192;

template <class Finding>
struct Leaf {
    Finding finding;
    int deviations;
    Doubt firstDeviation;
};

bool sameCase(const VisitFinding& a, const VisitFinding& b) {
    return a.option() == b.option() && a.referred == b.referred;
}
bool sameCase(const DealFinding& a, const DealFinding& b) {
    return a.decision == b.decision && a.referred == b.referred;
}
VisitOption optionOf(const VisitFinding& finding) {
    return finding.option();
}
const DealOption& optionOf(const DealFinding& finding) {
    return finding.decision;
}

bool isOpenConflict(const VisitFinding& finding) {
    return (finding.givesBack == GivesBack::conflict && finding.known == kNone) ||
           (finding.line == 7 && finding.openDays != VisitFinding::kClosed);
}
bool isOpenConflict(const DealFinding& finding) {
    return finding.openDays != VisitFinding::kClosed;
}

/// Compares the worlds: why the times leave the case open, and what else it could be.
template <class Finding, class Verdict>
void compare(const std::vector<Leaf<Finding>>& leaves, bool complete, Weighed<Verdict>& weighed) {
    const auto& first = leaves.front().finding;
    const bool agree = std::all_of(leaves.begin(), leaves.end(),
                                   [&](const auto& leaf) { return sameCase(leaf.finding, first); });
    if (agree && complete && sameCase(first, weighed.verdict)) return;
    if (agree && complete) {
        // No consistent choice of times gives what the canonical order proposes.
        static_cast<Finding&>(weighed.verdict) = first;
        weighed.referred = first.referred;
        return;
    }
    const Leaf<Finding>* nearest = nullptr;
    for (const auto& leaf : leaves) {
        if (sameCase(leaf.finding, weighed.verdict)) continue;
        if (nearest == nullptr || leaf.deviations < nearest->deviations) nearest = &leaf;
        if (leaf.finding.referred != Doubtful::no) continue;
        auto& known = weighed.verdict.alternatives;
        const auto option = optionOf(leaf.finding);
        if (std::find(known.begin(), known.end(), option) == known.end()) known.push_back(option);
    }
    weighed.referred =
        nearest != nullptr && nearest->deviations > 0 && nearest->firstDeviation == Doubt::window
            ? Doubtful::window
            : Doubtful::timeOrder;
}

template <class Finding, class Verdict, class Judge>
Weighed<Verdict> weigh(const Book& book, const Findings& findings, bool explaining, Judge judge) {
    Weighed<Verdict> weighed;
    World canonical(book.policies());
    {
        Run run{book, canonical, findings, explaining, {}, {}};
        weighed.verdict = judge(run);
    }
    weighed.referred = weighed.verdict.referred;
    weighed.certain = canonical.doubts() == 0;
    weighed.openConflict = isOpenConflict(weighed.verdict);
    if (weighed.verdict.restsOn != kNone) weighed.rests.push_back(weighed.verdict.restsOn);
    if (weighed.certain) return weighed;
    std::vector<Leaf<Finding>> leaves;
    Choices choices;
    bool complete = true;
    do {
        World world(book.policies(), &choices);
        Run run{book, world, findings, false, {}, {}};
        Finding finding = judge(run);
        if (canonical.isLeftOpen() || world.isLeftOpen() || world.isExhausted() ||
            leaves.size() == kMaxWorlds || choices.asked() > kMaxQuestions) {
            complete = false;
            break;
        }
        weighed.openConflict = weighed.openConflict || isOpenConflict(finding);
        if (finding.restsOn != kNone) addOnce(weighed.rests, finding.restsOn);
        leaves.push_back({std::move(finding), choices.deviations(), choices.firstDeviation()});
    } while (choices.advance());
    std::sort(weighed.rests.begin(), weighed.rests.end());
    if (leaves.empty())
        weighed.referred = Doubtful::timeOrder;
    else
        compare(leaves, complete, weighed);
    return weighed;
}

} // namespace

Weighed<VisitVerdict> weighVisit(int visit, const Book& book, const Findings& findings,
                                 bool explaining) {
    return weigh<VisitFinding, VisitVerdict>(book, findings, explaining, [&](Run& run) {
        run.open.push_back(visit);
        return judgeVisit(visit, run);
    });
}

Weighed<DealVerdict> weighDeal(int deal, Staff ruledOwner, const Book& book,
                               const Findings& findings, bool explaining) {
    return weigh<DealFinding, DealVerdict>(
        book, findings, explaining, [&](Run& run) { return judgeDeal(deal, ruledOwner, run); });
}

} // namespace shoujie::rules
