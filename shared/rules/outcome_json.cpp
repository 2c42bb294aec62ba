#include "shared/rules/outcome_json.hpp"

#include "shared/rules/outcome_words.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace shoujie::rules {

namespace {

using nlohmann::json;

template <class Enum, std::size_t N>
std::string_view wordOf(Enum value, const std::array<std::string_view, N>& words) {
    return words[static_cast<std::size_t>(value)];
}

template <class Tag>
json orNull(const std::optional<Id<Tag>>& id) {
    return id ? json(id->value) : json(nullptr);
}

template <class Tag>
json idList(const std::vector<Id<Tag>>& ids) {
    json list = json::array();
    for (const auto& id : ids)
        list.push_back(id.value);
    return list;
}

json decisionJson(const VisitDecision& decision) {
    return {{"owner", orNull(decision.owner)},
            {"slot", wordOf(decision.slot, words::kSlots)},
            {"makeup", decision.makeup}};
}

json decisionJson(const DealDecision& decision) {
    json shares = json::array();
    for (const auto& share : decision.shares)
        shares.push_back({{"staff", share.staff.value}, {"bp", share.bp}});
    json fine = nullptr;
    if (decision.fine)
        fine = {{"staff", decision.fine->staff.value},
                {"min", decision.fine->min},
                {"max", decision.fine->max},
                {"set", decision.fine->set ? json(*decision.fine->set) : json(nullptr)}};
    return {{"owner", orNull(decision.owner)},
            {"shares", std::move(shares)},
            {"commission", wordOf(decision.commission, words::kCommissions)},
            {"fine", std::move(fine)}};
}

json becauseJson(const std::vector<Because>& reasons, const TimeZone& zone) {
    json list = json::array();
    for (const auto& reason : reasons) {
        json item{{"article", reason.article},
                  {"facts", idList(reason.facts)},
                  {"key", reason.key.empty() ? json(nullptr) : json(reason.key)}};
        if (reason.window)
            item["window"] = {{"from", zone.format(reason.window->from)},
                              {"to", zone.format(reason.window->to)},
                              {"days", reason.window->days},
                              {"limit", reason.window->limit}};
        list.push_back(std::move(item));
    }
    return list;
}

/// What visits and deals have in common, around their decision.
template <class Decided>
json decidedJson(const Decided& decided, const TimeZone& zone) {
    json out = decisionJson(decided.decision);
    out["status"] = wordOf(decided.status, words::kStatuses);
    out["ruled"] = decided.ruled;
    out["articles"] = decided.articles;
    out["because"] = becauseJson(decided.because, zone);
    if (decided.ruleSays) out["rule_says"] = decisionJson(*decided.ruleSays);
    return out;
}

template <class Decision>
json decisionList(const std::vector<Decision>& decisions) {
    json list = json::array();
    for (const auto& decision : decisions)
        list.push_back(decisionJson(decision));
    return list;
}

json rotationJson(const Rotation& rotation, const TimeZone& zone) {
    json ledger = json::array();
    for (const auto& turn : rotation.ledger)
        ledger.push_back({{"staff", turn.staff.value},
                          {"earned_by", turn.earnedBy.value},
                          {"granted_at", zone.format(turn.grantedAt)},
                          {"used_by", orNull(turn.usedBy)}});
    json written = {{"order", idList(rotation.order)},
                    {"makeups", idList(rotation.makeups)},
                    {"next", orNull(rotation.next)},
                    {"ledger", std::move(ledger)}};
    if (rotation.calls)
        written["calls"] = {{"order", idList(rotation.calls->order)},
                            {"next", orNull(rotation.calls->next)}};
    return written;
}

json referralJson(const Referral& referral) {
    json proposal = nullptr;
    if (referral.visitProposal) proposal = decisionJson(*referral.visitProposal);
    if (referral.dealProposal) proposal = decisionJson(*referral.dealProposal);
    return {{"subject", referral.subject.value},
            {"reason", referral.reason},
            {"articles", referral.articles},
            {"proposal", std::move(proposal)},
            {"alternatives", referral.dealAlternatives.empty()
                                 ? decisionList(referral.visitAlternatives)
                                 : decisionList(referral.dealAlternatives)}};
}

} // namespace

json toJson(const VisitOutcome& visit, const TimeZone& zone) {
    json out = decidedJson(visit, zone);
    out["class"] = wordOf(visit.visitClass, words::kClasses);
    out["treated_as_new"] = visit.treatedAsNew;
    return out;
}

json toJson(const DealOutcome& deal, const TimeZone& zone) {
    json out = decidedJson(deal, zone);
    out["formalities"] = orNull(deal.formalities);
    return out;
}

json toJson(const Outcome& outcome, const TimeZone& zone) {
    json visits = json::object();
    for (const auto& [id, visit] : outcome.visits)
        visits[id.value] = toJson(visit, zone);
    json deals = json::object();
    for (const auto& [id, deal] : outcome.deals)
        deals[id.value] = toJson(deal, zone);
    json referrals = json::array();
    for (const auto& referral : outcome.referrals)
        referrals.push_back(referralJson(referral));
    json alerts = json::array();
    for (const auto& alert : outcome.alerts) {
        json item{
            {"subject", alert.subject.value}, {"kind", alert.kind}, {"articles", alert.articles}};
        if (alert.kind == "out_of_turn") item["due"] = idList(alert.due);
        alerts.push_back(std::move(item));
    }
    return {{"visits", std::move(visits)},
            {"deals", std::move(deals)},
            {"rotation", rotationJson(outcome.rotation, zone)},
            {"referrals", std::move(referrals)},
            {"alerts", std::move(alerts)}};
}

} // namespace shoujie::rules
