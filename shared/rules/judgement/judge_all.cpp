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

namespace {

/// Where facts, visits and deals of an older book stand in a newer one; none where they are gone.
struct Moved {
    std::vector<int> facts;
    std::vector<int> visits;

    Moved(const Book& old, const Book& book) : facts(old.facts.size(), kNone) {
        std::unordered_map<const StoredFact*, int> places;
        std::size_t same = 0;
        while (same < old.facts.size() && same < book.facts.size() &&
               old.facts[same] == book.facts[same]) {
            facts[same] = static_cast<int>(same);
            ++same;
        }
        for (std::size_t i = same; i < book.facts.size(); ++i)
            places.emplace(book.facts[i], static_cast<int>(i));
        for (std::size_t i = same; i < old.facts.size(); ++i)
            if (const auto found = places.find(old.facts[i]); found != places.end())
                facts[i] = found->second;
        std::vector<int> visitAt(book.facts.size(), kNone);
        for (std::size_t i = 0; i < book.visits.size(); ++i)
            visitAt[static_cast<std::size_t>(book.visits[i].fact)] = static_cast<int>(i);
        for (const auto& visit : old.visits) {
            const int fact = fromFact(visit.fact);
            visits.push_back(fact == kNone ? kNone : visitAt[static_cast<std::size_t>(fact)]);
        }
    }
    [[nodiscard]] int fromFact(int fact) const {
        return fact == kNone ? kNone : facts[static_cast<std::size_t>(fact)];
    }
    [[nodiscard]] int fromVisit(int visit) const {
        return visit == kNone ? kNone : visits[static_cast<std::size_t>(visit)];
    }
    void move(std::vector<Reason>& reasons) const {
        for (auto& reason : reasons)
            for (int& fact : reason.facts)
                fact = fromFact(fact);
    }
    void move(VisitVerdict& verdict) const {
        if (verdict.known) {
            verdict.known->rank = fromFact(verdict.known->rank);
            verdict.known->fact = fromFact(verdict.known->fact);
        }
        verdict.judgedPerson = kNone;
        verdict.original = fromVisit(verdict.original);
        verdict.linkedOriginal = fromVisit(verdict.linkedOriginal);
        verdict.sourceFact = fromFact(verdict.sourceFact);
        for (int& visit : verdict.restsOn)
            visit = fromVisit(visit);
        move(verdict.reasons);
    }
    void move(DealVerdict& verdict) const {
        verdict.original = fromVisit(verdict.original);
        for (int& visit : verdict.restsOn)
            visit = fromVisit(visit);
        move(verdict.reasons);
    }
};

/// Takes over what carries the same signature.
void keep(Judgement& judgement, const Book& book, const Book& old, Judgement& before) {
    const Moved moved(old, book);
    for (std::size_t i = 0; i < old.visits.size(); ++i) {
        const int place = moved.visits[i];
        if (place == kNone) continue;
        const auto at = static_cast<std::size_t>(place);
        if (before.visitSignatures[i] != judgement.visitSignatures[at]) continue;
        judgement.visits[at] = std::move(before.visits[i]);
        moved.move(judgement.visits[at].verdict);
        judgement.visitKept[at] = true;
    }
    std::unordered_map<int, std::size_t> dealAt;
    for (std::size_t i = 0; i < book.deals.size(); ++i)
        dealAt.emplace(book.deals[i].fact, i);
    for (std::size_t i = 0; i < old.deals.size(); ++i) {
        const auto found = dealAt.find(moved.fromFact(old.deals[i].fact));
        if (found == dealAt.end()) continue;
        const auto at = found->second;
        if (before.dealSignatures[i] != judgement.dealSignatures[at]) continue;
        judgement.deals[at] = std::move(before.deals[i]);
        moved.move(judgement.deals[at].verdict);
        if (judgement.deals[at].byRuledOwner) moved.move(*judgement.deals[at].byRuledOwner);
        judgement.dealKept[at] = true;
    }
}

void judgeVisits(Judgement& judgement, const Book& book, const PolicyTimeline& policies,
                 Memo& memo) {
    std::vector<int> order(book.visits.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return canonicallyBefore(book.visit(a).start, book.visit(b).start);
    });
    for (const int visit : order) {
        const auto at = static_cast<std::size_t>(visit);
        if (judgement.visitKept[at]) continue;
        const auto worlds = inAllWorlds<VisitVerdict>(
            book, policies, memo, [&](Run& run) { return decideVisit(visit, run); });
        auto& judged = judgement.visits[at];
        weigh(worlds, judged);
        judged.openConflict =
            std::any_of(worlds.leaves.begin(), worlds.leaves.end(),
                        [](const auto& leaf) { return isOpenConflict(leaf.verdict); });
        inheritReferral(judged, judgement, book);
    }
}

void judgeDeals(Judgement& judgement, const Book& book, const PolicyTimeline& policies,
                Memo& memo) {
    for (std::size_t i = 0; i < book.deals.size(); ++i) {
        if (judgement.dealKept[i]) continue;
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
}

Judgement judge(const Book& book, const PolicyTimeline& policies, const Book* old,
                Judgement before) {
    Judgement judgement;
    judgement.visits.resize(book.visits.size());
    judgement.deals.resize(book.deals.size());
    judgement.visitKept.resize(book.visits.size(), false);
    judgement.dealKept.resize(book.deals.size(), false);
    signGroups(book, judgement);
    if (old != nullptr) keep(judgement, book, *old, before);
    Memo memo;
    judgeVisits(judgement, book, policies, memo);
    judgeDeals(judgement, book, policies, memo);
    return judgement;
}

} // namespace

Judgement judgeAll(const Book& book, const PolicyTimeline& policies) {
    return judge(book, policies, nullptr, {});
}

Judgement judgeAgain(const Book& book, const PolicyTimeline& policies, const Book& old,
                     Judgement before) {
    return judge(book, policies, &old, std::move(before));
}

} // namespace shoujie::rules
