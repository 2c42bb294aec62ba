#include "shared/rules/explanation/case.hpp"

#include <algorithm>

namespace shoujie::rules::explanation {

using namespace facts;

bool isEntry(const FactData& data) {
    return std::holds_alternative<VisitRegistered>(data) ||
           std::holds_alternative<CallRegistered>(data) ||
           std::holds_alternative<ReferralRegistered>(data) ||
           std::holds_alternative<DealSigned>(data);
}

StaffId makerOf(const TimedFact& entry, const FactData& data) {
    if (const auto* visit = std::get_if<VisitRegistered>(&data)) return visit->receiver;
    if (const auto* call = std::get_if<CallRegistered>(&data)) return call->answeredBy;
    if (const auto* deal = std::get_if<DealSigned>(&data)) return deal->closer;
    return entry.fact.by;
}

const VisitOutcome* Case::visitOutcome() const {
    const auto found = outcome.visits.find(VisitId(subject.value));
    return found == outcome.visits.end() ? nullptr : &found->second;
}

const DealOutcome* Case::dealOutcome() const {
    const auto found = outcome.deals.find(DealId(subject.value));
    return found == outcome.deals.end() ? nullptr : &found->second;
}

const std::vector<Article>& Case::articles() const {
    return visit() != nullptr ? visitOutcome()->articles : dealOutcome()->articles;
}

std::vector<Article> Case::articlesTold() const {
    auto told = articles();
    for (const auto& alert : outcome.alerts)
        if (alert.subject == subject)
            told.insert(told.end(), alert.articles.begin(), alert.articles.end());
    // "2.2" before "15".
    const auto digits = [](const Article& article) {
        return std::min(article.size(), article.find('.'));
    };
    std::sort(told.begin(), told.end(), [&](const Article& a, const Article& b) {
        return std::pair(digits(a), a) < std::pair(digits(b), b);
    });
    told.erase(std::unique(told.begin(), told.end()), told.end());
    return told;
}

bool Case::cites(std::string_view article) const {
    return std::find(articles().begin(), articles().end(), article) != articles().end();
}

Status Case::status() const {
    return visit() != nullptr ? visitOutcome()->status : dealOutcome()->status;
}

const Referral* Case::referral() const {
    const auto found = std::find_if(outcome.referrals.begin(), outcome.referrals.end(),
                                    [&](const auto& item) { return item.subject == subject; });
    return found == outcome.referrals.end() ? nullptr : &*found;
}

bool Case::hasAlert(std::string_view kind) const {
    return std::any_of(outcome.alerts.begin(), outcome.alerts.end(), [&](const auto& alert) {
        return alert.subject == subject && alert.kind == kind;
    });
}

FactRef Case::ruling() const {
    FactRef latest = nullptr;
    for (const auto& fact : history.facts())
        if (const auto* ruling = std::get_if<RulingMade>(&fact.fact.data);
            ruling != nullptr && ruling->subject == subject)
            latest = &fact;
    return latest;
}

TimeInterval Case::time() const {
    const auto* closed = deal();
    if (closed == nullptr || !closed->depositPaidAt || !closed->agreementSignedAt) return entry->at;
    return TimeInterval::exactly(std::max(*closed->depositPaidAt, *closed->agreementSignedAt));
}

std::vector<FactRef> Case::citedEntries() const {
    std::vector<FactRef> cited;
    for (const auto& reason : because())
        for (const auto& id : reason.facts) {
            const auto* fact = history.find(id);
            if (fact == nullptr || fact == entry || !isEntry(fact->fact.data)) continue;
            if (std::find(cited.begin(), cited.end(), fact) == cited.end()) cited.push_back(fact);
        }
    return cited;
}

FactRef Case::closingVisit() const {
    const auto* closed = deal();
    if (closed == nullptr) return nullptr;
    if (closed->visit)
        if (const auto* named = history.entryOf(SubjectId(closed->visit->value))) return named;
    const auto buyers = history.personsOf(*entry);
    FactRef latest = nullptr;
    for (const auto* fact : history.around(*entry)) {
        const auto current = history.currentOf(*fact);
        const auto* reception = std::get_if<VisitRegistered>(&current);
        if (reception == nullptr || reception->receiver != closed->closer) continue;
        const auto day = policies.zoneAt(fact->at.latest).dayOf(fact->at.latest);
        const auto isThat = [&](const std::optional<Instant>& at) {
            return at && policies.zoneAt(*at).dayOf(*at) == day;
        };
        if (!isThat(closed->depositPaidAt) && !isThat(closed->agreementSignedAt)) continue;
        const auto visitors = history.personsOf(*fact);
        if (std::any_of(visitors.begin(), visitors.end(),
                        [&](int person) { return buyers.contains(person); }))
            latest = fact;
    }
    return latest;
}

std::string Case::staff(const StaffId& id) const {
    return id == kSystem ? voice.say("word.system") : history.staffName(id);
}

std::string Case::owner(const std::optional<Owner>& id) const {
    if (!id) return voice.say("owner.none");
    if (*id == kPool) return voice.say("owner.pool");
    if (*id == kDeveloper) return voice.say("owner.developer");
    return staff(*id);
}

std::string Case::colleagueName() const {
    return colleague ? staff(*colleague) : voice.say("word.original");
}

std::string Case::person(const Customer& customer) const {
    std::string name;
    if (customer.name)
        name = *customer.name;
    else if (customer.surname)
        name = *customer.surname + customer.title.value_or("");
    name = name.empty() ? voice.say("word.unnamed") : maskedText(name);
    std::vector<std::string> details;
    for (const auto& phone : customer.phones)
        details.push_back(maskedPhone(phone));
    for (const auto& vehicle : customer.vehicles)
        details.push_back(maskedText(vehicle.brand.value_or("")) +
                          (vehicle.brand && vehicle.plate ? " " : "") +
                          (vehicle.plate ? maskedPlate(*vehicle.plate) : std::string()));
    if (details.empty()) return name;
    return voice.say("person.with", {{"name", name}, {"details", voice.row(details)}});
}

std::string Case::people(const std::vector<Customer>& customers) const {
    std::vector<std::string> all;
    for (const auto& customer : customers)
        all.push_back(person(customer));
    return voice.list(all);
}

std::string Case::subjectName(const SubjectId& id) const {
    if (id == subject) return voice.say(visit() != nullptr ? Key("subject.visit") : "subject.deal");
    const auto* fact = history.entryOf(id);
    if (fact == nullptr) return voice.say("subject.other");
    const auto when = time(fact->at);
    if (std::holds_alternative<VisitRegistered>(fact->fact.data))
        return voice.say("subject.visitOf", {{"when", when}});
    if (std::holds_alternative<CallRegistered>(fact->fact.data))
        return voice.say("subject.callOf", {{"when", when}});
    if (std::holds_alternative<ReferralRegistered>(fact->fact.data))
        return voice.say("subject.referralOf", {{"when", when}});
    if (std::holds_alternative<DealSigned>(fact->fact.data))
        return voice.say("subject.dealOf", {{"when", when}});
    return voice.say("subject.other");
}

std::string Case::entryName(const TimedFact& fact) const {
    const auto current = history.currentOf(fact);
    const auto name = [&](Key key) {
        return voice.say(key, {{"staff", staff(makerOf(fact, current))}, {"when", time(fact.at)}});
    };
    if (std::holds_alternative<VisitRegistered>(current)) return name("entry.visit");
    if (std::holds_alternative<CallRegistered>(current)) return name("entry.call");
    if (std::holds_alternative<ReferralRegistered>(current)) return name("entry.referral");
    if (std::holds_alternative<DealSigned>(current)) return name("entry.deal");
    return name("entry.other");
}

/// Seconds matter only where the time is uncertain, and the case hangs on it.
std::string Case::time(const TimeInterval& at) const {
    const auto* referred = referral();
    const bool inQuestion = referred != nullptr && (referred->reason == "time_order_uncertain" ||
                                                    referred->reason == "window_uncertain");
    const bool narrow = !at.isExact() && at.latest - at.earliest < std::chrono::minutes(2);
    return voice.time(at, inQuestion && narrow);
}

std::string Case::dayAfter(Instant from, std::int64_t days) const {
    return voice.day(policies.zoneAt(from).dayOf(from) + std::chrono::days(days));
}

std::string Case::openUntil() const {
    const auto& windows = policy().windows;
    return visit() != nullptr ? dayAfter(entry->at.latest, windows.referralClaimDays)
                              : dayAfter(time().latest, windows.dealDiscoveryDays);
}

std::string Case::money(std::int64_t amount) const {
    return voice.money(amount, policy().snatching.currency);
}

} // namespace shoujie::rules::explanation
