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
        for (const auto* entry : entries())
            recognise(*entry);
        for (const auto& reason : m_case.because())
            for (const auto& id : reason.facts)
                if (const auto* fact = m_case.history.find(id);
                    fact != nullptr && reason.article == "14")
                    relate(*fact);
        if (m_case.hasAlert("weak_name_match") ||
            (m_case.referral() != nullptr && m_case.referral()->reason == "weak_name_match"))
            add(m_case.voice.say("match.weak"));
        if (m_lines.empty() && m_case.visit() != nullptr &&
            m_case.visit()->publicBasis == std::nullopt)
            add(m_case.voice.say("match.none"));
        return std::move(m_lines);
    }

private:
    std::vector<FactRef> entries() const;
    Shared compare(const Customer& own, const TimedFact& entry) const;
    Shared compare(const Customer& a, const Customer& b, Instant at) const;
    void recognise(const TimedFact& entry);
    void relate(const TimedFact& fact);
    void relateParty(const TimedFact& fact, const std::vector<Customer>& party);
    void add(std::string line) {
        if (std::find(m_lines.begin(), m_lines.end(), line) == m_lines.end())
            m_lines.push_back(std::move(line));
    }

    const Case& m_case;
    std::vector<std::string> m_lines;
};

/// The entries that the decision names; of a deal all that there are of its buyers.
std::vector<FactRef> Recognition::entries() const {
    if (m_case.deal() == nullptr) return m_case.citedEntries();
    std::vector<FactRef> found;
    const auto cited = m_case.citedEntries();
    const auto buyers = m_case.history.personsOf(*m_case.entry);
    for (const auto* fact : m_case.history.around(*m_case.entry)) {
        const bool named = std::find(cited.begin(), cited.end(), fact) != cited.end();
        const auto persons = m_case.history.personsOf(*fact);
        const bool theirs = isEntry(fact->fact.data) &&
                            !std::holds_alternative<DealSigned>(fact->fact.data) &&
                            fact->at.earliest <= m_case.entry->at.latest &&
                            std::any_of(persons.begin(), persons.end(),
                                        [&](int person) { return buyers.contains(person); });
        if (named || theirs) found.push_back(fact);
    }
    if (!found.empty() || !m_case.cites("4")) return found;
    // Known by name only.
    for (const auto* fact : m_case.history.around(*m_case.entry))
        for (const auto* buyer : principalsOf(m_case.data))
            if (fact != m_case.entry && compare(*buyer, *fact).key == KeyKind::name)
                found.push_back(fact);
    return found;
}

Shared Recognition::compare(const Customer& a, const Customer& b, Instant at) const {
    const auto& history = m_case.history;
    const auto ours = history.keysOf(a, at);
    const auto key = sharedKey(viewOf(ours), viewOf(history.keysOf(b, at)));
    if (key == KeyKind::name) return {key, maskedText(b.name.value_or(""))};
    if (key == KeyKind::phone)
        for (const auto& phone : b.phones) {
            Customer only;
            only.phones = {phone};
            if (sharedKey(viewOf(ours), viewOf(history.keysOf(only, at))) == key)
                return {key, maskedPhone(phone)};
        }
    if (key == KeyKind::vehicle)
        for (const auto& vehicle : b.vehicles) {
            Customer only = b;
            only.phones.clear();
            only.vehicles = {vehicle};
            if (sharedKey(viewOf(ours), viewOf(history.keysOf(only, at))) == key)
                return {key, maskedPlate(vehicle.plate.value_or(""))};
        }
    return {key, ""};
}

/// The strongest key, over all that the entry has said.
Shared Recognition::compare(const Customer& own, const TimedFact& entry) const {
    Shared best;
    for (const auto& version : m_case.history.versionsOf(entry))
        for (const auto* other : principalsOf(version))
            if (auto shared = compare(own, *other, entry.at.latest); shared.key > best.key)
                best = std::move(shared);
    return best;
}

void Recognition::recognise(const TimedFact& entry) {
    const auto& voice = m_case.voice;
    const auto where = m_case.entryName(entry);
    bool direct = false;
    std::vector<const Customer*> own;
    for (const auto* customer : peopleOf(m_case.data))
        own.push_back(customer);
    for (const auto* customer : own) {
        const auto shared = compare(*customer, entry);
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
    const auto persons = m_case.history.personsOf(*m_case.entry);
    const auto theirs = m_case.history.personsOf(entry);
    const bool linked = std::any_of(theirs.begin(), theirs.end(),
                                    [&](int person) { return persons.contains(person); });
    if (!direct && linked && !principalsOf(m_case.data).empty())
        add(voice.say("match.linked", {{"customer", m_case.person(*principalsOf(m_case.data)[0])},
                                       {"entry", where}}));
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
