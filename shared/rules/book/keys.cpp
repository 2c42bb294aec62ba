// Keys of identities, as they stood when entries met (art. 4, 21).
#include "shared/rules/book/book.hpp"
#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

bool Book::isAmended(const Identity& identity) const {
    return identity.history != kNone &&
           m_histories[static_cast<std::size_t>(identity.history)].size() > 1;
}

KeysView Book::keysAt(const Identity& identity, int fact) const {
    if (identity.history == kNone)
        return {
            identity.name, absl::MakeConstSpan(&identity.phone, identity.phone < 0 ? 0 : 1), {}};
    const auto& versions = m_histories[static_cast<std::size_t>(identity.history)];
    std::size_t version = 0;
    while (version + 1 < versions.size() && !factBefore(fact, versions[version + 1].from))
        ++version;
    return versions[version].keys;
}

KeysView Book::newestKeys(const Identity& identity) const {
    if (identity.history == kNone) return keysAt(identity, identity.fact);
    return m_histories[static_cast<std::size_t>(identity.history)].back().keys;
}

absl::InlinedVector<KeysView, 2> Book::allKeys(const Identity& identity) const {
    absl::InlinedVector<KeysView, 2> keys;
    if (identity.history == kNone)
        keys.push_back(keysAt(identity, identity.fact));
    else
        for (const auto& version : m_histories[static_cast<std::size_t>(identity.history)])
            keys.push_back(version.keys);
    return keys;
}

absl::InlinedVector<KeysView, 2> Book::keysSince(const Identity& identity, int fact) const {
    absl::InlinedVector<KeysView, 2> since;
    if (identity.history == kNone) return since;
    const auto& versions = m_histories[static_cast<std::size_t>(identity.history)];
    for (std::size_t i = 1; i < versions.size(); ++i)
        if (factBefore(fact, versions[i].from)) since.push_back(versions[i].keys);
    return since;
}

KeyKind Book::pairKey(int left, int right) const {
    const auto& a = identity(left);
    const auto& b = identity(right);
    const int later = a.history == kNone && b.history == kNone ? a.fact
                      : factBefore(a.fact, b.fact)             ? b.fact
                                                               : a.fact;
    return sharedKey(keysAt(a, later), keysAt(b, later));
}

bool Book::pairIsWeak(int left, int right) const {
    const auto& a = identity(left);
    const auto& b = identity(right);
    const int later = factBefore(a.fact, b.fact) ? b.fact : a.fact;
    return phonesDisagree(keysAt(a, later), keysAt(b, later));
}

Indices Book::namesOf(const Identity& identity) const {
    Indices names;
    if (identity.history == kNone) {
        if (identity.name >= 0) names.push_back(identity.name);
        return names;
    }
    for (const auto& version : m_histories[static_cast<std::size_t>(identity.history)])
        if (version.keys.name >= 0) addOnce(names, version.keys.name);
    return names;
}

const Indices& Book::entriesNamed(int name) const {
    static const Indices kNobodyNamed;
    return name < 0 || static_cast<std::size_t>(name) >= m_names.size()
               ? kNobodyNamed
               : m_names[static_cast<std::size_t>(name)].entries;
}

const Indices& Book::mentionsNamed(int name) const {
    static const Indices kNobodyNamed;
    if (name < 0 || static_cast<std::size_t>(name) >= m_names.size()) return kNobodyNamed;
    const int mentions = m_names[static_cast<std::size_t>(name)].mentions;
    return mentions == kNone ? kNobodyNamed : m_nameMentions[static_cast<std::size_t>(mentions)];
}

Indices Book::carriersOf(const KeysView& keys) const {
    Indices found;
    const auto add = [&](const Indices& list) {
        found.insert(found.end(), list.begin(), list.end());
    };
    const auto addFrom = [&](const absl::flat_hash_map<int, Indices>& lists, int key) {
        if (const auto list = lists.find(key); list != lists.end()) add(list->second);
    };
    for (const int phone : keys.phones) {
        if (static_cast<std::size_t>(phone) < m_phoneCarrier.size())
            if (const int carrier = m_phoneCarrier[static_cast<std::size_t>(phone)];
                carrier != kNone)
                add(identitiesOf(identity(carrier).person));
        addFrom(m_amendedByPhone, phone);
    }
    for (const auto& vehicle : keys.vehicles) {
        if (const auto carriers = m_vehicleCarriers.find(vehicle.plateAndSurname);
            carriers != m_vehicleCarriers.end())
            for (const auto& carrier : carriers->second)
                if (brandsAgree(carrier.brand, vehicle.brand))
                    add(identitiesOf(identity(carrier.identity).person));
        addFrom(m_amendedByVehicle, vehicle.plateAndSurname);
    }
    add(entriesNamed(keys.name));
    add(mentionsNamed(keys.name));
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

} // namespace shoujie::rules
