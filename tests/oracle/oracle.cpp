#include "tests/oracle/oracle.hpp"

#include "tests/oracle/deals.hpp"
#include "tests/oracle/rotation.hpp"

#include <algorithm>
#include <array>

namespace shoujie::oracle {

using namespace facts;
using nlohmann::json;

namespace {

/// By subject, then by reason or kind, as the outcome is.
void sortBySubject(std::vector<json>& list, const char* word) {
    std::sort(list.begin(), list.end(), [&](const json& a, const json& b) {
        return std::tie(a["subject"], a[word]) < std::tie(b["subject"], b[word]);
    });
}

json orNull(const std::string& text) {
    return text.empty() ? json(nullptr) : json(text);
}

/// Raised where customers have no key at all, or lack a member that the policy asks for.
bool isIncomplete(const VisitRegistered& visit, const rules::Policy& policy) {
    rules::KeyMaker maker;
    const auto has = [](const Customer& who, const std::string& member) {
        if (member == "name") return who.name.has_value();
        if (member == "surname") return who.surname.has_value();
        if (member == "title") return who.title.has_value();
        if (member == "phones") return !who.phones.empty();
        if (member == "vehicles") return !who.vehicles.empty();
        if (member == "employer") return who.employer.has_value();
        if (member == "address") return who.address.has_value();
        if (member == "intent") return who.intent.has_value();
        if (member == "source") return who.source.has_value();
        return who.note.has_value();
    };
    return std::any_of(visit.customers.begin(), visit.customers.end(), [&](const Customer& who) {
        const auto& required = policy.requiredRegistration;
        return maker.keysOf(who, policy).empty() ||
               std::any_of(required.begin(), required.end(),
                           [&](const std::string& member) { return !has(who, member); });
    });
}

class Outcome {
public:
    explicit Outcome(const Register& entries)
        : m_entries(entries), m_visits(entries), m_rotation(entries, m_visits) {}

    json toJson() {
        json out = {{"visits", json::object()}, {"deals", json::object()}};
        for (std::size_t i = 0; i < m_entries.visits.size(); ++i)
            out["visits"][m_entries.visits[i].id] = visit(i);
        for (const auto& each : m_entries.deals)
            out["deals"][each.id] = deal(each);
        out["rotation"] = rotation();
        lateClaims();
        sortBySubject(m_alerts, "kind");
        sortBySubject(m_referrals, "reason");
        out["alerts"] = m_alerts;
        out["referrals"] = m_referrals;
        return out;
    }

private:
    void alert(const std::string& subject, const std::string& kind) {
        m_alerts.push_back({{"subject", subject}, {"kind", kind}});
    }

    json visit(std::size_t index) {
        const auto& visit = m_entries.visits[index];
        const auto& verdict = m_visits.verdicts[index];
        const bool referred = !verdict.reason.empty() && !verdict.ruledAt;
        const auto slot = m_rotation.slots.find(visit.id);
        for (const auto& kind : verdict.alerts)
            alert(visit.id, kind);
        if (isIncomplete(visit.data, m_entries.policies.at(visit.start.at)))
            alert(visit.id, "incomplete_registration");
        if (m_entries.amendedAfterDispute(visit.fact)) alert(visit.id, "amended_after_dispute");
        if (const auto due = m_rotation.outOfTurn.find(visit.id); due != m_rotation.outOfTurn.end())
            m_alerts.push_back(
                {{"subject", visit.id}, {"kind", "out_of_turn"}, {"due", due->second}});
        if (referred) m_referrals.push_back({{"subject", visit.id}, {"reason", verdict.reason}});
        return {{"class", verdict.visitClass},
                {"treated_as_new", verdict.treatedAsNew},
                {"owner", referred ? json(nullptr) : orNull(verdict.finalOwner())},
                {"slot", slot == m_rotation.slots.end() ? "none" : slot->second},
                {"makeup", m_rotation.earned(visit.id)},
                {"status", referred                                  ? "referred"
                           : verdict.provisional && !verdict.ruledAt ? "provisional"
                                                                     : "final"},
                {"ruled", verdict.ruledAt.has_value()}};
    }

    json deal(const Deal& deal) {
        const auto verdict = judgeDeal(m_entries, m_visits, deal);
        for (const auto& kind : verdict.alerts)
            alert(deal.id, kind);
        if (deal.data.price < deal.data.listPrice && !discountApproved(deal))
            alert(deal.id, "unapproved_discount");
        if (verdict.status == "referred")
            m_referrals.push_back({{"subject", deal.id}, {"reason", verdict.reason}});
        json shares = json::array();
        for (const auto& [staff, bp] : verdict.shares)
            shares.push_back({{"staff", staff}, {"bp", bp}});
        json fine;
        if (verdict.fine)
            fine = {{"staff", verdict.fine->staff},
                    {"min", verdict.fine->min},
                    {"max", verdict.fine->max},
                    {"set", verdict.fine->set ? json(*verdict.fine->set) : json(nullptr)}};
        return {{"owner", orNull(verdict.owner)},
                {"shares", shares},
                {"commission", verdict.commission},
                {"formalities", orNull(verdict.formalities)},
                {"fine", fine},
                {"status", verdict.status},
                {"ruled", verdict.ruled}};
    }

    /// Art. 19.
    [[nodiscard]] bool discountApproved(const Deal& deal) const {
        for (const auto& filed : m_entries.facts) {
            const auto* request = std::get_if<RequestFiled>(&filed.fact.data);
            if (request == nullptr || request->about != RequestTopic::discount) continue;
            if (!request->deal || *request->deal != deal.data.deal) continue;
            for (const auto& decided : m_entries.facts)
                if (const auto* decision = std::get_if<RequestDecided>(&decided.fact.data))
                    if (decision->request == request->request && decision->approved) return true;
        }
        return false;
    }

    /// Section 6: claims on what has been ruled.
    void lateClaims() {
        std::set<std::string> late;
        for (std::size_t i = 0; i < m_entries.facts.size(); ++i)
            if (const auto* claim =
                    std::get_if<ConflictDiscovered>(&m_entries.facts[i].fact.data)) {
                const auto ruling = m_entries.rulingOn(claim->subject.value);
                if (ruling && ruling->at < m_entries.when(i)) late.insert(claim->subject.value);
            }
        for (const auto& subject : late)
            alert(subject, "late_claim");
    }

    json rotation() {
        json ledger = json::array();
        for (const auto& turn : m_rotation.turns)
            if (!turn.undone)
                ledger.push_back({{"staff", turn.staff},
                                  {"earned_by", turn.earnedBy},
                                  {"granted_at", m_entries.policies.zone().format(turn.granted.at)},
                                  {"used_by", orNull(turn.usedBy.value_or(""))}});
        json written = {{"order", m_rotation.queue},
                        {"makeups", m_rotation.open()},
                        {"next", orNull(m_rotation.next.value_or(""))},
                        {"ledger", ledger}};
        if (m_entries.policies.at(m_entries.now).calls.rotation)
            written["calls"] = {{"order", m_rotation.calls},
                                {"next", orNull(m_rotation.nextCall.value_or(""))}};
        return written;
    }

    const Register& m_entries;
    Visits m_visits;
    Rotation m_rotation;
    std::vector<json> m_alerts;
    std::vector<json> m_referrals;
};

} // namespace

json adjudicate(const rules::PolicyTimeline& policy, const std::vector<TimedFact>& facts,
                std::optional<Instant> now) {
    const Register entries(policy, facts, now);
    return Outcome(entries).toJson();
}

json comparable(const json& outcome) {
    const auto keep = [](const json& from, const auto& members) {
        json kept = json::object();
        for (const char* member : members)
            if (from.contains(member)) kept[member] = from[member];
        return kept;
    };
    constexpr std::array kVisit{"class",  "treated_as_new", "owner", "slot",
                                "makeup", "status",         "ruled"};
    constexpr std::array kDeal{"owner", "shares", "commission", "formalities",
                               "fine",  "status", "ruled"};
    json out = {{"visits", json::object()}, {"deals", json::object()}};
    for (const auto& [id, visit] : outcome["visits"].items())
        out["visits"][id] = keep(visit, kVisit);
    for (const auto& [id, deal] : outcome["deals"].items())
        out["deals"][id] = keep(deal, kDeal);
    out["rotation"] = outcome["rotation"];
    std::vector<json> alerts;
    for (const auto& alert : outcome["alerts"])
        alerts.push_back(keep(alert, std::array{"subject", "kind", "due"}));
    std::vector<json> referrals;
    for (const auto& referral : outcome["referrals"])
        referrals.push_back(keep(referral, std::array{"subject", "reason"}));
    sortBySubject(alerts, "kind");
    sortBySubject(referrals, "reason");
    out["alerts"] = alerts;
    out["referrals"] = referrals;
    return out;
}

} // namespace shoujie::oracle
