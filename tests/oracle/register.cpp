#include "tests/oracle/register.hpp"

#include "shared/facts/fact_json.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace shoujie::oracle {

using namespace facts;
using rules::CustomerKeys;
using rules::KeyKind;
using rules::Policy;

namespace {

std::string placeOf(const char* list, std::size_t index) {
    return std::string(list) + ' ' + std::to_string(index);
}

template <class T>
const T* as(const FactData& data) {
    return std::get_if<T>(&data);
}

/// Bases of art. 6; a tour of the developer's where a card is handed over is an ordinary reception.
bool countsAsPublic(PublicBasis basis, const VisitRegistered& visit) {
    return basis != PublicBasis::developerTour || !visit.businessCard.value_or(false);
}

/// Nothing, a name for the ruling at hand, or one person.
int strength(KeyKind key) {
    return key == KeyKind::none ? 0 : key == KeyKind::name ? 1 : 2;
}

} // namespace

std::vector<std::pair<std::string, Customer>> customersOf(const FactData& data) {
    std::vector<std::pair<std::string, Customer>> all;
    const auto list = [&](const char* name, const std::vector<Customer>& customers) {
        for (std::size_t i = 0; i < customers.size(); ++i)
            all.emplace_back(placeOf(name, i), customers[i]);
    };
    if (const auto* visit = as<VisitRegistered>(data)) {
        list("customers", visit->customers);
        if (visit->accompaniedBy) all.emplace_back("accompanied_by", *visit->accompaniedBy);
        if (visit->introducedBy) all.emplace_back("introduced_by", *visit->introducedBy);
        for (std::size_t i = 0; i < visit->relatives.size(); ++i)
            all.emplace_back(placeOf("relatives", i), visit->relatives[i].customer);
    } else if (const auto* call = as<CallRegistered>(data)) {
        all.emplace_back("customer", call->customer);
    } else if (const auto* referral = as<ReferralRegistered>(data)) {
        all.emplace_back("introducer", referral->introducer);
        all.emplace_back("prospect", referral->prospect);
    } else if (const auto* family = as<FamilyDeclared>(data)) {
        list("customers", family->customers);
    } else if (const auto* deal = as<DealSigned>(data)) {
        list("subscribers", deal->subscribers);
    } else if (const auto* planned = as<FollowUpPlanned>(data)) {
        all.emplace_back("customer", planned->customer);
    }
    return all;
}

Register::Register(rules::PolicyTimeline policy, std::vector<TimedFact> all,
                   std::optional<Instant> at)
    : policies(std::move(policy)), facts(std::move(all)) {
    std::sort(facts.begin(), facts.end(), [](const TimedFact& a, const TimedFact& b) {
        return std::tie(a.at.latest, a.fact.id) < std::tie(b.at.latest, b.fact.id);
    });
    now = at.value_or(facts.empty() ? Instant{} : facts.back().at.latest);
    readAmendments();
    readEntries();
    joinPersons();
}

When Register::when(std::size_t fact) const {
    return {facts[fact].at.latest, facts[fact].fact.id.value};
}

std::int64_t Register::days(Instant from, Instant to) const {
    const auto& zone = policies.zoneAt(to);
    return (zone.dayOf(to) - zone.dayOf(from)).count();
}

// ---- section 9, art. 21: amendments ----------------------------------------------------------

void Register::readAmendments() {
    rules::KeyMaker maker;
    m_versions.resize(facts.size());
    m_keys.resize(facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        auto& versions = m_versions[i];
        versions.push_back({when(i), facts[i].fact.data});
        for (std::size_t j = 0; j < facts.size(); ++j) {
            const auto* amendment = as<EntryAmended>(facts[j].fact.data);
            if (amendment == nullptr || amendment->target != facts[i].fact.id) continue;
            if (auto amended = amendedData(versions.back().data, *amendment))
                versions.push_back({when(j), std::move(amended).value()});
        }
        for (const auto& version : versions) {
            auto& keyed = m_keys[i].emplace_back();
            for (const auto& [place, customer] : customersOf(version.data))
                keyed.byPlace[place] = maker.keysOf(customer, policies.at(facts[i].at.latest));
        }
    }
}

std::size_t Register::versionAt(std::size_t fact, const When& time) const {
    std::size_t version = 0;
    while (version + 1 < m_versions[fact].size() && m_versions[fact][version + 1].from < time)
        ++version;
    return version;
}

const FactData& Register::asOf(std::size_t fact, const When& time) const {
    return m_versions[fact][versionAt(fact, time)].data;
}

const FactData& Register::asLastAmended(std::size_t fact) const {
    return m_versions[fact].back().data;
}

const CustomerKeys* Register::keys(std::size_t identity, std::size_t version) const {
    const auto& who = identities[identity];
    const auto& places = m_keys[who.fact][version].byPlace;
    const auto found = places.find(who.place);
    return found == places.end() ? nullptr : &found->second;
}

Match Register::compare(std::size_t a, std::size_t versionA, std::size_t b,
                        std::size_t versionB) const {
    const auto* left = keys(a, versionA);
    const auto* right = keys(b, versionB);
    if (left == nullptr || right == nullptr) return {};
    const auto key = sharedKey(*left, *right);
    return {key, key == KeyKind::name && phonesDisagree(*left, *right)};
}

/// Both as they were when the later of the two was registered.
Match Register::match(std::size_t a, std::size_t b) const {
    const auto later = std::max(when(identities[a].fact), when(identities[b].fact));
    return compare(a, versionAt(identities[a].fact, later), b,
                   versionAt(identities[b].fact, later));
}

bool Register::namesMatch(std::size_t a, std::size_t b, const Policy& policy, bool* weak) const {
    const auto found = match(a, b);
    if (found.key != KeyKind::name) return false;
    if (found.weak && policy.match.nameOnly == rules::NameOnly::ignore) return false;
    *weak = found.weak;
    return true;
}

bool Register::lateAmendmentMatters(std::size_t fact, std::size_t version) const {
    const auto amended = m_versions[fact][version].from;
    for (std::size_t a = 0; a < identities.size(); ++a) {
        if (identities[a].fact != fact) continue;
        for (std::size_t b = 0; b < identities.size(); ++b) {
            const auto other = identities[b].fact;
            if (other == fact || amended < when(other)) continue;
            const auto later = std::max(when(fact), when(other));
            const auto used = match(a, b);
            const auto instead = compare(a, version, b, versionAt(other, later));
            if (strength(used.key) != strength(instead.key)) return true;
        }
    }
    return false;
}

bool Register::amendedAfterDispute(std::size_t fact) const {
    for (std::size_t version = 1; version < m_versions[fact].size(); ++version)
        if (lateAmendmentMatters(fact, version)) return true;
    return false;
}

// ---- entries ---------------------------------------------------------------------------------

std::size_t Register::addIdentity(std::size_t fact, Role role, const std::string& place) {
    identities.push_back({fact, role, place, 0});
    return identities.size() - 1;
}

void Register::readVisit(std::size_t fact) {
    Visit visit;
    visit.fact = fact;
    visit.data = std::get<VisitRegistered>(asLastAmended(fact));
    visit.id = visit.data.visit.value;
    visit.registered = when(fact);
    visit.start = visit.registered;
    // Section 3: the start is `visit.started`, else `started_at`, else the registration.
    bool started = false;
    for (std::size_t i = 0; i < facts.size() && !started; ++i)
        if (const auto* start = as<VisitStarted>(facts[i].fact.data))
            if (start->visit == visit.data.visit) {
                visit.start = when(i);
                started = true;
            }
    if (!started && visit.data.startedAt) visit.start.at = *visit.data.startedAt;
    std::map<std::string, bool> places;
    for (const auto& version : m_versions[fact])
        for (const auto& [place, customer] : customersOf(version.data))
            places[place] = true;
    for (const auto& [place, present] : places) {
        if (place.rfind("customers", 0) == 0)
            visit.members.push_back(addIdentity(fact, Role::customer, place));
        else if (place == "accompanied_by")
            visit.companion = addIdentity(fact, Role::mention, place);
        else if (place == "introduced_by")
            addIdentity(fact, Role::mention, place);
    }
    for (const auto& [place, present] : places)
        if (place.rfind("relatives", 0) == 0)
            declarations.push_back(
                {visit.members.front(), addIdentity(fact, Role::relative, place), fact});
    visit.isGroup = visit.data.groupPurchase.value_or(false);
    visit.publicFromTheStart =
        visit.data.publicBasis && countsAsPublic(*visit.data.publicBasis, visit.data);
    for (std::size_t i = 0; i < facts.size() && !visit.confirmedPublic; ++i)
        if (const auto* confirmed = as<PublicConfirmed>(facts[i].fact.data))
            if (confirmed->visit == visit.data.visit &&
                countsAsPublic(confirmed->basis, visit.data))
                visit.confirmedPublic = when(i);
    visit.isPublic = visit.publicFromTheStart || visit.confirmedPublic;
    const auto ruling = rulingOn(visit.id);
    visit.isRuled = ruling && ruling->data.owner;
    visits.push_back(visit);
}

void Register::readDeal(std::size_t fact) {
    Deal deal;
    deal.fact = fact;
    deal.data = std::get<DealSigned>(asLastAmended(fact));
    deal.id = deal.data.deal.value;
    deal.registered = when(fact);
    if (deal.data.depositPaidAt && deal.data.agreementSignedAt)
        deal.concluded = When{std::max(*deal.data.depositPaidAt, *deal.data.agreementSignedAt),
                              facts[fact].fact.id.value};
    std::set<std::string> places;
    for (const auto& version : m_versions[fact])
        for (const auto& [place, customer] : customersOf(version.data))
            places.insert(place);
    for (const auto& place : places)
        deal.subscribers.push_back(addIdentity(fact, Role::subscriber, place));
    deals.push_back(deal);
}

void Register::readEntries() {
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const auto& data = asLastAmended(i);
        if (as<VisitRegistered>(data) != nullptr) {
            readVisit(i);
        } else if (const auto* call = as<CallRegistered>(data)) {
            calls.push_back({call->call.value, call->askedFor.value_or(call->answeredBy), when(i),
                             addIdentity(i, Role::caller, "customer"), call->answeredBy.value,
                             !call->askedFor});
        } else if (const auto* referral = as<ReferralRegistered>(data)) {
            addIdentity(i, Role::mention, "introducer");
            referrals.push_back({referral->referral.value, facts[i].fact.by, when(i),
                                 addIdentity(i, Role::prospect, "prospect")});
        } else if (as<FamilyDeclared>(data) != nullptr) {
            const auto a = addIdentity(i, Role::relative, "customers 0");
            declarations.push_back({a, addIdentity(i, Role::relative, "customers 1"), i});
        } else if (as<DealSigned>(data) != nullptr) {
            readDeal(i);
        } else if (as<FollowUpPlanned>(data) != nullptr) {
            addIdentity(i, Role::mention, "customer");
        }
    }
    std::sort(visits.begin(), visits.end(),
              [](const Visit& a, const Visit& b) { return a.start < b.start; });
}

// ---- section 2: persons ----------------------------------------------------------------------

/// Phone and vehicle matches are transitive, whichever entry comes first.
void Register::joinPersons() {
    for (std::size_t i = 0; i < identities.size(); ++i)
        identities[i].person = static_cast<int>(i);
    for (std::size_t a = 0; a < identities.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            const auto key = match(a, b).key;
            if (key != KeyKind::phone && key != KeyKind::vehicle) continue;
            const int from = identities[a].person;
            const int to = identities[b].person;
            for (auto& identity : identities)
                if (identity.person == from) identity.person = to;
        }
}

// ---- staff -----------------------------------------------------------------------------------

bool Register::hasLeft(const StaffId& staff, const When& before) const {
    bool left = false;
    for (std::size_t i = 0; i < facts.size() && when(i) < before; ++i) {
        if (const auto* leaver = as<StaffLeft>(facts[i].fact.data))
            left = left || leaver->staff == staff;
        if (const auto* joiner = as<StaffJoined>(facts[i].fact.data))
            left = left && joiner->staff != staff;
    }
    return left;
}

Duty Register::dutyAt(const StaffId& staff, const When& time) const {
    auto duty = Duty::on;
    for (std::size_t i = 0; i < facts.size() && when(i) < time; ++i)
        if (const auto* changed = as<DutyChanged>(facts[i].fact.data))
            if (changed->staff == staff) duty = changed->duty;
    return duty;
}

std::optional<Ruling> Register::rulingOn(const std::string& subject) const {
    std::optional<Ruling> latest;
    for (std::size_t i = 0; i < facts.size(); ++i)
        if (const auto* ruling = as<RulingMade>(facts[i].fact.data))
            if (ruling->subject.value == subject) latest = Ruling{*ruling, when(i)};
    return latest;
}

} // namespace shoujie::oracle
