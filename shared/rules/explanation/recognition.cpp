#include "shared/rules/explanation/case.hpp"

#include <algorithm>

namespace shoujie::rules::explanation {

using namespace facts;

namespace {

/// What two people's data have in common, with the value as one of them has it.
struct Shared {
    KeyKind key = KeyKind::none;
    std::string value;
};

class Recognition {
public:
    explicit Recognition(const Case& about) : m_case(about) {}

    std::vector<std::string> tell() {
        // Of a deal all that there is of its buyers; of a visit what the articles name without the
        // entry, or what gave no right.
        const bool isDeal = m_case.deal() != nullptr;
        if (!isDeal) recogniseAll(m_case.citedEntries());
        if (isDeal || m_case.cites("12.2") || m_case.cites("12.3") || m_lines.empty())
            recogniseAll(earlierEntries());
        if (isDeal) recogniseAll(m_case.citedEntries());
        for (const auto& reason : m_case.because())
            for (const auto& id : reason.facts)
                if (const auto* fact = m_case.history.find(id);
                    fact != nullptr && reason.article == "14")
                    relate(*fact);
        if (m_case.hasAlert("weak_name_match") ||
            (m_case.referral() != nullptr && m_case.referral()->reason == "weak_name_match"))
            add(m_case.voice.say("match.weak"));
        if (m_lines.empty()) add(m_case.voice.say("match.none"));
        return std::move(m_lines);
    }

private:
    std::vector<FactRef> earlierEntries() const;
    Shared strongest(const Customer& own, const FactData& entry, Instant at) const;
    Shared compare(const Customer& a, const Customer& b, Instant at) const;
    void recognise(const TimedFact& entry);
    void recogniseAll(const std::vector<FactRef>& entries) {
        for (const auto* entry : entries)
            recognise(*entry);
    }
    void relate(const TimedFact& fact);
    FactRef linkBetween(const TimedFact& entry) const;
    void add(std::string line) {
        if (std::find(m_lines.begin(), m_lines.end(), line) == m_lines.end())
            m_lines.push_back(std::move(line));
    }

    const Case& m_case;
    std::vector<std::string> m_lines;
};

/// Visits, calls and referrals that may have come before.
std::vector<FactRef> Recognition::earlierEntries() const {
    std::vector<FactRef> found;
    for (const auto* fact : m_case.history.around(*m_case.entry))
        if (fact != m_case.entry && isEntry(fact->fact.data) &&
            !std::holds_alternative<DealSigned>(fact->fact.data) &&
            fact->at.earliest <= m_case.entry->at.latest)
            found.push_back(fact);
    return found;
}

Shared Recognition::compare(const Customer& a, const Customer& b, Instant at) const {
    const auto& history = m_case.history;
    const auto ours = history.keysOf(a, at);
    const auto key = sharedKey(ours, history.keysOf(b, at));
    if (key == KeyKind::name) return {key, maskedText(b.name.value_or(""))};
    if (key == KeyKind::phone)
        for (const auto& phone : b.phones) {
            Customer only;
            only.phones = {phone};
            if (sharedKey(ours, history.keysOf(only, at)) == key) return {key, maskedPhone(phone)};
        }
    if (key == KeyKind::vehicle)
        for (const auto& vehicle : b.vehicles) {
            Customer only = b;
            only.phones.clear();
            only.vehicles = {vehicle};
            if (sharedKey(ours, history.keysOf(only, at)) == key)
                return {key, maskedPlate(vehicle.plate.value_or(""))};
        }
    return {key, ""};
}

/// The strongest key that somebody shares with whom an entry is about.
Shared Recognition::strongest(const Customer& own, const FactData& entry, Instant at) const {
    Shared best;
    for (const auto* other : principalsOf(entry))
        if (auto shared = compare(own, *other, at); shared.key > best.key) best = std::move(shared);
    return best;
}

/// Both as they were when the later of them was registered (art. 21).
void Recognition::recognise(const TimedFact& entry) {
    const auto& voice = m_case.voice;
    const auto where = m_case.entryName(entry);
    const auto later = std::max(entry.at.latest, m_case.entry->at.latest);
    const auto own = m_case.history.versionAt(*m_case.entry, later);
    const auto other = m_case.history.versionAt(entry, later);
    bool direct = false;
    for (const auto* customer : peopleOf(own)) {
        const auto shared = strongest(*customer, other, later);
        if (shared.key == KeyKind::none) continue;
        direct = true;
        const Key key = shared.key == KeyKind::phone     ? Key("match.phone")
                        : shared.key == KeyKind::vehicle ? Key("match.vehicle")
                                                         : Key("match.name");
        Customer bare = *customer;
        bare.phones.clear();
        bare.vehicles.clear();
        add(voice.say(
            key, {{"customer", m_case.person(bare)}, {"entry", where}, {"value", shared.value}}));
    }
    const auto principals = principalsOf(own);
    const auto persons = m_case.history.personsOf(principals, later);
    const auto theirs = m_case.history.personsOf(principalsOf(other), later);
    const bool linked = std::any_of(theirs.begin(), theirs.end(),
                                    [&](int person) { return persons.contains(person); });
    if (direct || !linked || principals.empty()) return;
    const auto customer = m_case.person(*principals.front());
    if (const auto* link = linkBetween(entry))
        add(voice.say(
            "match.through",
            {{"customer", customer}, {"entry", where}, {"link", m_case.entryName(*link)}}));
    else
        add(voice.say("match.linked", {{"customer", customer}, {"entry", where}}));
}

/// One entry that shares a phone or a plate with both.
FactRef Recognition::linkBetween(const TimedFact& entry) const {
    const auto meets = [this](const TimedFact& a, const TimedFact& b) {
        const auto other = m_case.history.currentOf(b);
        const auto own = m_case.history.currentOf(a);
        for (const auto* customer : principalsOf(own))
            if (strongest(*customer, other, b.at.latest).key > KeyKind::name) return true;
        return false;
    };
    for (const auto* fact : m_case.history.around(entry))
        if (fact != &entry && fact != m_case.entry && isEntry(fact->fact.data) &&
            meets(*fact, entry) && meets(*fact, *m_case.entry))
            return fact;
    return nullptr;
}

/// Whom the relation is written down between, and where (art. 6, 14).
void Recognition::relate(const TimedFact& fact) {
    const auto current = m_case.history.currentOf(fact);
    const auto& voice = m_case.voice;
    const auto tell = [&](const Customer& a, const Customer& b, Relation relation) {
        add(voice.say("match.family", {{"customer", m_case.person(a)},
                                       {"relative", m_case.person(b)},
                                       {"relation", voice.word("relation", toWord(relation))},
                                       {"entry", m_case.entryName(fact)}}));
    };
    if (const auto* family = std::get_if<FamilyDeclared>(&current))
        tell(family->customers.front(), family->customers.back(), family->relation);
    const auto* visit = std::get_if<VisitRegistered>(&current);
    if (visit == nullptr || visit->customers.empty()) return;
    for (const auto& relative : visit->relatives)
        tell(visit->customers.front(), relative.customer, relative.relation);
    for (std::size_t i = 1; i < visit->customers.size(); ++i)
        add(voice.say("match.party", {{"customer", m_case.person(visit->customers.front())},
                                      {"relative", m_case.person(visit->customers[i])},
                                      {"entry", m_case.entryName(fact)}}));
}

} // namespace

std::vector<std::string> tellMatching(const Case& about) {
    return Recognition(about).tell();
}

} // namespace shoujie::rules::explanation
