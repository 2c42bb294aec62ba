#include "tests/properties/outcome_text.hpp"
#include "tests/properties/property.hpp"

#include <algorithm>
#include <set>

/// What can be read off any outcome: rules.md 11.2, 11.3 and 1.2.
namespace shoujie::properties {

using namespace shoujie::rules;

namespace {

constexpr std::int64_t kWhole = 10'000;

/// What is wrong with one decision about a commission.
Finding wrongShares(const DealDecision& decision) {
    std::int64_t sum = 0;
    const auto& shares = decision.shares;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        sum += shares[i].bp;
        if (shares[i].bp <= 0) return "a share of nothing";
        if (i > 0 && !(shares[i - 1].staff < shares[i].staff)) return "shares are not sorted";
    }
    const bool payable = decision.commission == Commission::payable;
    if (payable && sum != kWhole) return "shares sum to " + std::to_string(sum);
    if (!payable && !shares.empty()) return "shares of what is not payable";
    if (!decision.fine) return std::nullopt;
    const auto& fine = *decision.fine;
    if (decision.commission != Commission::cancelled) return "a fine, but nothing is cancelled";
    if (fine.min > fine.max) return "a fine without a range";
    if (fine.set && (*fine.set < fine.min || *fine.set > fine.max))
        return "a fine outside its range";
    return std::nullopt;
}

bool isListed(const Outcome& outcome, const std::string& subject) {
    return std::any_of(outcome.referrals.begin(), outcome.referrals.end(),
                       [&](const Referral& r) { return r.subject.value == subject; });
}

/// Rulings on one visit, of which each may be the latest, close nothing where they differ.
bool isRuledTwice(const History& history, const std::string& visit) {
    return std::count_if(history.facts.begin(), history.facts.end(), [&](const auto& fact) {
               const auto* ruling = std::get_if<facts::RulingMade>(&fact.fact.data);
               return ruling != nullptr && ruling->subject.value == visit;
           }) > 1;
}

Finding wrongAnswer(const VisitOutcome& visit, bool listed, bool ruledTwice) {
    const bool referred = visit.status == Status::referred;
    if (visit.decision.owner.has_value() == referred)
        return referred ? "referred, but has an owner" : "decided, but nobody's";
    if (listed != referred) return referred ? "referred, but not listed" : "listed, but decided";
    if (visit.decision.makeup && visit.decision.slot == Slot::none)
        return "a make-up for a slot that was not taken";
    if (visit.ruled && ((referred && !ruledTwice) || !visit.ruleSays))
        return "ruled, but not closed or not told";
    return std::nullopt;
}

Finding wrongAnswer(const DealOutcome& deal, bool listed) {
    const auto& decision = deal.decision;
    const bool referred = deal.status == Status::referred;
    const bool pending = decision.commission == Commission::pending;
    if (decision.owner.has_value() == (referred || pending))
        return decision.owner ? "referred or pending, but has an owner" : "decided, but nobody's";
    if (referred != (decision.commission == Commission::referred))
        return "commission and status disagree";
    if (listed != referred) return referred ? "referred, but not listed" : "listed, but decided";
    if (deal.formalities.has_value() == (referred || pending))
        return "formalities of nobody, or of somebody too early";
    if (pending && deal.status != Status::provisional) return "pending, but not provisional";
    if ((decision.commission == Commission::cancelled ||
         decision.commission == Commission::groupBonus) &&
        deal.status != Status::isFinal)
        return "cancelled or a group's, but not final";
    if (deal.ruled && !deal.ruleSays) return "ruled, but the rule is not told";
    return std::nullopt;
}

Finding at(const std::string& subject, Finding finding) {
    if (finding) finding->insert(0, subject + ": ");
    return finding;
}

/// "9.3" of 1 to 21.
bool isArticle(const Article& article) {
    const int number = std::atoi(article.c_str());
    return number >= 1 && number <= 21;
}

template <class Decided>
Finding wrongReasons(const Decided& decided, const std::set<FactId>& facts) {
    if (decided.because.empty()) return "nothing is said of why";
    std::set<Article> cited;
    for (const auto& reason : decided.because) {
        cited.insert(reason.article);
        if (!isArticle(reason.article)) return "article " + reason.article;
        for (const auto& fact : reason.facts)
            if (!facts.contains(fact)) return "relies on " + fact.value + ", which there is not";
        if (!reason.key.empty() && reason.key != "name" && reason.key != "phone" &&
            reason.key != "vehicle")
            return "key " + reason.key;
    }
    const std::set<Article> listed(decided.articles.begin(), decided.articles.end());
    if (listed.size() != decided.articles.size()) return "an article is listed twice";
    if (listed != cited) return "the articles listed are not those cited";
    return std::nullopt;
}

} // namespace

Finding sharesAreWhole(const Judged& judged, Dice&) {
    for (const auto& [id, deal] : judged.outcome.deals) {
        if (auto wrong = wrongShares(deal.decision)) return at(id.value, wrong);
        if (deal.ruleSays)
            if (auto wrong = wrongShares(*deal.ruleSays)) return at(id.value + " by rule", wrong);
    }
    for (const auto& referral : judged.outcome.referrals) {
        if (referral.dealProposal)
            if (auto wrong = wrongShares(*referral.dealProposal))
                return at(referral.subject.value + " proposed", wrong);
        for (const auto& decision : referral.dealAlternatives)
            if (auto wrong = wrongShares(decision))
                return at(referral.subject.value + " alternative", wrong);
    }
    return std::nullopt;
}

Finding oneAnswer(const Judged& judged, Dice&) {
    const auto& outcome = judged.outcome;
    std::size_t visits = 0;
    std::size_t deals = 0;
    for (const auto& fact : judged.history.facts) {
        visits += std::holds_alternative<facts::VisitRegistered>(fact.fact.data) ? 1 : 0;
        deals += std::holds_alternative<facts::DealSigned>(fact.fact.data) ? 1 : 0;
    }
    if (visits != outcome.visits.size() || deals != outcome.deals.size())
        return "not every visit and deal is judged";
    for (const auto& [id, visit] : outcome.visits)
        if (auto wrong = wrongAnswer(visit, isListed(outcome, id.value),
                                     isRuledTwice(judged.history, id.value)))
            return at(id.value, wrong);
    for (const auto& [id, deal] : outcome.deals)
        if (auto wrong = wrongAnswer(deal, isListed(outcome, id.value))) return at(id.value, wrong);
    for (const auto& referral : outcome.referrals)
        if (!outcome.visits.contains(VisitId(referral.subject.value)) &&
            !outcome.deals.contains(DealId(referral.subject.value)))
            return at(referral.subject.value, "listed, but there is no such subject");
    return std::nullopt;
}

Finding reasonsExist(const Judged& judged, Dice&) {
    std::set<FactId> facts;
    for (const auto& fact : judged.history.facts)
        facts.insert(fact.fact.id);
    for (const auto& [id, visit] : judged.outcome.visits)
        if (auto wrong = wrongReasons(visit, facts)) return at(id.value, wrong);
    for (const auto& [id, deal] : judged.outcome.deals)
        if (auto wrong = wrongReasons(deal, facts)) return at(id.value, wrong);
    return std::nullopt;
}

} // namespace shoujie::properties
