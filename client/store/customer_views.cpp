#include "client/store/customer_views.hpp"

#include <absl/container/flat_hash_set.h>
#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

namespace shoujie::client {
namespace {

using facts::TimedFact;
using facts::VisitRegistered;

const VisitRegistered& registration(const TimedFact& fact) {
    return std::get<VisitRegistered>(fact.fact.data);
}

const TimedFact* registrationOf(const Replica& replica, const VisitId& visit) {
    for (const FactId& id : replica.ofSubject(visit.value)) {
        const TimedFact* fact = replica.find(id);
        if (std::holds_alternative<VisitRegistered>(fact->fact.data)) return fact;
    }
    return nullptr;
}

std::string displayName(const facts::Customer& customer) {
    if (customer.name) return *customer.name;
    return customer.surname.value_or("") + customer.title.value_or("");
}

/// When the reception began: its visit.started, else what was declared, else the registration.
Instant startOf(const Replica& replica, const TimedFact& fact) {
    for (const FactId& id : replica.ofSubject(registration(fact).visit.value)) {
        const TimedFact* other = replica.find(id);
        if (std::holds_alternative<facts::VisitStarted>(other->fact.data)) return other->at.latest;
    }
    return registration(fact).startedAt.value_or(fact.at.latest);
}

bool isProposedOwner(const CustomerSources& sources, const VisitId& visit, const StaffId& staff) {
    const auto referral = sources.replica.judge().referral(SubjectId(visit.value), sources.now);
    return referral && referral->visitProposal && referral->visitProposal->owner == staff;
}

std::string stateOf(const CustomerSources& sources, const FactId& registered,
                    const rules::VisitOutcome& outcome) {
    if (sources.waiting(registered)) return "waiting";
    if (outcome.ruled) return "ruled";
    return outcome.status == rules::Status::referred ? "disputed" : "received";
}

using FactIds = absl::flat_hash_set<FactId, std::hash<FactId>>;

/// Adds the other registrations that show the same customer as `fact`: what its own judgement
/// relied on, and what a look-up finds by more than a name.
void addSameCustomer(const TimedFact& fact, const JudgedVisit& judged, const rules::LookUp& found,
                     FactIds& same) {
    const auto add = [&](const std::vector<FactId>& ids) {
        for (const FactId& id : ids)
            if (id != fact.fact.id) same.insert(id);
    };
    for (const auto& because : judged.outcome.because)
        add(because.facts);
    if (found.key != "name") add(found.facts);
}

/// Whether the register gives the customer of one's own visit to somebody else by now.
bool movedOn(const rules::LookUp& found, const StaffId& staff) {
    using Verdict = rules::LookUp::Verdict;
    if (found.key == "name" || !found.owner || *found.owner == staff) return false;
    return found.verdict == Verdict::colleagues || found.verdict == Verdict::colleaguesLapsed;
}

CustomerCard makeCard(const CustomerSources& sources, const TimedFact& fact, JudgedVisit judged,
                      const rules::LookUp& found) {
    const VisitRegistered& visit = registration(fact);
    CustomerCard card;
    card.name = displayName(visit.customers.front());
    card.maskedPhone = maskedPhone(visit.customers.front());
    card.visit = visit.visit;
    card.official = judged.official;
    card.visitedAt = startOf(sources.replica, fact);
    card.state = stateOf(sources, fact.fact.id, judged.outcome);
    card.outcome = std::move(judged.outcome);
    if (found.window && found.verdict == rules::LookUp::Verdict::own) {
        card.protectedUntil =
            sources.zone.dayOf(found.window->from) + std::chrono::days(found.window->limit);
        card.daysUsed = found.window->days;
        card.daysLimit = found.window->limit;
    }
    return card;
}

std::vector<const TimedFact*> visitsNewestFirst(const Replica& replica) {
    std::vector<const TimedFact*> visits;
    for (const FactId& id : replica.ofKind<VisitRegistered>()) {
        const TimedFact* visit = replica.find(id);
        // Who wished to be forgotten is nobody's customer.
        if (registration(*visit).customers.front().erased.empty()) visits.push_back(visit);
    }
    std::sort(visits.begin(), visits.end(),
              [](const TimedFact* a, const TimedFact* b) { return happenedBefore(*b, *a); });
    return visits;
}

CustomerCard refusedCard(const facts::Fact& fact, Instant now) {
    const auto& visit = std::get<VisitRegistered>(fact.data);
    CustomerCard card;
    card.name = displayName(visit.customers.front());
    card.maskedPhone = maskedPhone(visit.customers.front());
    card.visit = visit.visit;
    card.visitedAt = visit.startedAt.value_or(now);
    card.state = "refused";
    return card;
}

} // namespace

std::string maskedPhone(const facts::Customer& customer) {
    if (customer.phones.empty()) return {};
    std::string digits;
    for (const char c : customer.phones.front())
        if (c >= '0' && c <= '9') digits += c;
    for (const std::string_view prefix : {"0086", "86"})
        if (digits.size() > 11 && digits.starts_with(prefix)) {
            digits.erase(0, prefix.size());
            break;
        }
    // A short number shows only its end, so that something stays hidden.
    if (digits.size() < 8) return "****" + digits.substr(digits.size() - digits.size() / 2);
    return digits.substr(0, 3) + "****" + digits.substr(digits.size() - 4);
}

std::vector<CustomerCard> makeCustomerCards(const CustomerSources& sources, const StaffId& staff,
                                            const std::vector<facts::Fact>& refused) {
    std::vector<CustomerCard> cards;
    for (const facts::Fact& fact : refused) {
        const auto* visit = std::get_if<VisitRegistered>(&fact.data);
        if (visit != nullptr && visit->receiver == staff)
            cards.push_back(refusedCard(fact, sources.now));
    }
    FactIds shown;
    for (const TimedFact* fact : visitsNewestFirst(sources.replica)) {
        const VisitRegistered& visit = registration(*fact);
        if (shown.contains(fact->fact.id)) continue;
        auto judged = sources.outcomes.of(visit.visit, sources.replica, sources.now);
        if (!judged) continue;
        const bool referred = judged->outcome.status == rules::Status::referred;
        const bool mine =
            judged->outcome.decision.owner == staff ||
            (referred && (visit.receiver == staff || isProposedOwner(sources, visit.visit, staff)));
        if (!mine) continue;
        const rules::LookUp found = sources.replica.judge().lookUp(visit.visit, staff, sources.now);
        if (!referred && movedOn(found, staff)) continue;
        addSameCustomer(*fact, *judged, found, shown);
        cards.push_back(makeCard(sources, *fact, std::move(*judged), found));
    }
    return cards;
}

Result<Why> explainVisit(const CustomerSources& sources, const VisitId& visit) {
    const Replica& replica = sources.replica;
    const auto judged = sources.outcomes.of(visit, replica, sources.now);
    if (!judged || registrationOf(replica, visit) == nullptr)
        return Error{ErrorCode::notFound, "visit", "is not registered on this tablet"};
    Why why;
    why.visit = visit;
    why.outcome = judged->outcome;
    why.official = judged->official;
    if (judged->outcome.decision.owner)
        why.ownerName = replica.nameOf(*judged->outcome.decision.owner);

    std::set<FactId> ids = replica.ofSubject(visit.value);
    for (const auto& because : judged->outcome.because)
        ids.insert(because.facts.begin(), because.facts.end());
    std::vector<const TimedFact*> facts;
    for (const FactId& id : ids)
        if (const TimedFact* fact = replica.find(id)) facts.push_back(fact);
    std::sort(facts.begin(), facts.end(),
              [](const auto* a, const auto* b) { return happenedBefore(*a, *b); });
    for (const TimedFact* fact : facts) {
        TimelineItem item;
        item.fact = fact->fact.id;
        item.kind = std::string(facts::kindOf(fact->fact.data));
        item.who = replica.nameOf(fact->fact.by);
        item.at = fact->at;
        item.own = fact->fact.device == sources.device;
        item.received = !sources.waiting(fact->fact.id);
        why.timeline.push_back(std::move(item));
    }
    return why;
}

} // namespace shoujie::client
