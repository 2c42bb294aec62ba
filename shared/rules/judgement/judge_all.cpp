#include "shared/rules/judgement/judgement.hpp"

#include <algorithm>
#include <numeric>

namespace shoujie::rules {

namespace {

/// More worlds than this are not tried: the case is referred, never guessed.
constexpr std::size_t kMaxWorlds = 256;

template <class Verdict>
struct Leaf {
    Verdict verdict;
    int deviations;
    Doubt firstDeviation;
};

/// The verdicts of all worlds, the canonical one first; `complete` tells that none was left out.
template <class Verdict>
struct Worlds {
    std::vector<Leaf<Verdict>> leaves;
    bool complete = true;
};

template <class Verdict, class Decide>
Worlds<Verdict> inAllWorlds(const Book& book, const PolicyTimeline& policies, Memo& memo,
                            Decide decide) {
    Worlds<Verdict> worlds;
    Choices choices;
    do {
        World world(policies, choices);
        Run run{book, world, memo, {}, {}};
        auto verdict = decide(run);
        worlds.leaves.push_back(
            {std::move(verdict), choices.deviations(), choices.firstDeviation()});
        if (worlds.leaves.size() == kMaxWorlds) {
            worlds.complete = !choices.advance();
            break;
        }
    } while (choices.advance());
    return worlds;
}

bool sameCase(const VisitVerdict& a, const VisitVerdict& b) {
    return a.option() == b.option() && a.referred == b.referred;
}
bool sameCase(const DealVerdict& a, const DealVerdict& b) {
    return a.decision == b.decision && a.referred == b.referred;
}
const VisitOption optionOf(const VisitVerdict& verdict) {
    return verdict.option();
}
const DealOption& optionOf(const DealVerdict& verdict) {
    return verdict.decision;
}

/// Fills in why the times leave it open, and what else it could be.
template <class Verdict, class Judged>
void weigh(const Worlds<Verdict>& worlds, Judged& judged) {
    const auto& canonical = worlds.leaves.front().verdict;
    judged.verdict = canonical;
    judged.referred = canonical.referred;
    judged.alternatives = canonical.alternatives;
    const Leaf<Verdict>* nearest = nullptr;
    for (const auto& leaf : worlds.leaves) {
        if (sameCase(leaf.verdict, canonical)) continue;
        if (nearest == nullptr || leaf.deviations < nearest->deviations) nearest = &leaf;
        if (!leaf.verdict.referred.empty()) continue;
        const auto option = optionOf(leaf.verdict);
        if (std::find(judged.alternatives.begin(), judged.alternatives.end(), option) ==
            judged.alternatives.end())
            judged.alternatives.push_back(option);
    }
    if (nearest != nullptr)
        judged.referred =
            nearest->firstDeviation == Doubt::order ? "time_order_uncertain" : "window_uncertain";
    else if (!worlds.complete)
        judged.referred = "time_order_uncertain";
}

bool isOpenConflict(const VisitVerdict& verdict) {
    return (verdict.givesBack == GivesBack::conflict && !verdict.known) ||
           (verdict.line == 7 && verdict.openDays.has_value());
}

/// What rests on a referred visit is referred with its reason until that is ruled.
template <class Judged>
void inheritReferral(Judged& judged, const Judgement& judgement, const Book& book) {
    if (!judged.referred.empty()) return;
    for (const int visit : judged.verdict.restsOn) {
        const auto& base = judgement.visits[static_cast<std::size_t>(visit)];
        if (base.referred.empty() || rulingOf(book.visit(visit), book) != kNone) continue;
        judged.referred = base.referred;
        return;
    }
}

} // namespace

const Ruling* rulingOn(const Deal& deal, const Book& book) {
    return deal.rulings.empty() ? nullptr
                                : &book.rulings[static_cast<std::size_t>(deal.rulings.back())];
}

Judgement judgeAll(const Book& book, const PolicyTimeline& policies) {
    Judgement judgement;
    judgement.visits.resize(book.visits.size());
    judgement.deals.resize(book.deals.size());
    Memo memo;
    std::vector<int> order(book.visits.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return canonicallyBefore(book.visit(a).start, book.visit(b).start);
    });
    for (const int visit : order) {
        const auto worlds = inAllWorlds<VisitVerdict>(
            book, policies, memo, [&](Run& run) { return decideVisit(visit, run); });
        auto& judged = judgement.visits[static_cast<std::size_t>(visit)];
        weigh(worlds, judged);
        judged.openConflict =
            std::any_of(worlds.leaves.begin(), worlds.leaves.end(),
                        [](const auto& leaf) { return isOpenConflict(leaf.verdict); });
        inheritReferral(judged, judgement, book);
    }
    for (std::size_t i = 0; i < book.deals.size(); ++i) {
        const auto deal = static_cast<int>(i);
        auto& judged = judgement.deals[i];
        weigh(inAllWorlds<DealVerdict>(book, policies, memo,
                                       [&](Run& run) { return decideDeal(deal, kNobody, run); }),
              judged);
        inheritReferral(judged, judgement, book);
        const auto* ruling = rulingOn(book.deals[i], book);
        if (ruling == nullptr || ruling->owner == kNobody) continue;
        JudgedDeal ruled;
        weigh(inAllWorlds<DealVerdict>(
                  book, policies, memo,
                  [&](Run& run) { return decideDeal(deal, ruling->owner, run); }),
              ruled);
        ruled.verdict.referred = ruled.referred;
        judged.byRuledOwner = std::move(ruled.verdict);
    }
    return judgement;
}

} // namespace shoujie::rules
