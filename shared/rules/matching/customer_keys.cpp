#include "shared/rules/matching/customer_keys.hpp"

#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace shoujie::rules {

namespace {

/// Letters and digits of a plate, without what people set between them.
std::string plateKey(const std::string& plate, const Folding& folding) {
    std::u32string key;
    for (const char32_t c : codePoints(folding.fold(plate))) {
        const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
        const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        const bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
        if (letter || digit) key += c;
    }
    return toUtf8(key);
}

std::string brandText(const std::string& brand, const Folding& folding) {
    std::u32string text;
    for (const char32_t c : codePoints(folding.fold(brand)))
        if (utf8proc_category(static_cast<utf8proc_int32_t>(c)) != UTF8PROC_CATEGORY_ZS) text += c;
    return toUtf8(text);
}

} // namespace

int Interner::idOf(const std::string& text) {
    return m_ids.try_emplace(text, static_cast<int>(m_ids.size())).first->second;
}

int Interner::find(const std::string& text) const {
    const auto found = m_ids.find(text);
    return found == m_ids.end() ? -1 : found->second;
}

bool sameVehicle(const VehicleKey& a, const VehicleKey& b) {
    return a.plateAndSurname == b.plateAndSurname &&
           (a.brand == b.brand || a.brand < 0 || b.brand < 0);
}

KeyKind sharedKey(const CustomerKeys& a, const CustomerKeys& b) {
    for (const int phone : a.phones)
        if (std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end())
            return KeyKind::phone;
    for (const auto& mine : a.vehicles)
        for (const auto& other : b.vehicles)
            if (sameVehicle(mine, other)) return KeyKind::vehicle;
    return a.name >= 0 && a.name == b.name ? KeyKind::name : KeyKind::none;
}

bool phonesDisagree(const CustomerKeys& a, const CustomerKeys& b) {
    if (a.phones.empty() || b.phones.empty()) return false;
    return std::none_of(a.phones.begin(), a.phones.end(), [&](int phone) {
        return std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end();
    });
}

int KeyMaker::brandKey(const std::string& brand, const Policy& policy) {
    const auto folded = brandText(brand, m_folding);
    if (folded.empty()) return -1;
    for (const auto& [from, to] : policy.match.brandAliases)
        if (brandText(from, m_folding) == folded) return m_brands.idOf(brandText(to, m_folding));
    return m_brands.idOf(folded);
}

CustomerKeys KeyMaker::keysOf(const facts::Customer& customer, const Policy& policy) {
    CustomerKeys keys;
    const auto name = readName(customer, m_folding);
    if (!name.fullName.empty()) keys.name = m_names.idOf(name.fullName);

    for (const auto& written : customer.phones) {
        const auto [entry, isNew] =
            m_phoneCache.try_emplace(policy.phoneRegion + "|" + written, -1);
        if (isNew)
            if (const auto key = phoneKey(written, policy.phoneRegion))
                entry->second = m_phones.idOf(*key);
        const int phone = entry->second;
        if (phone >= 0 &&
            std::find(keys.phones.begin(), keys.phones.end(), phone) == keys.phones.end())
            keys.phones.push_back(phone);
    }
    if (name.surname.empty()) return keys;
    for (const auto& vehicle : customer.vehicles) {
        if (!vehicle.plate) continue;
        const auto plate = plateKey(*vehicle.plate, m_folding);
        if (plate.empty()) continue;
        keys.vehicles.push_back({m_vehicles.idOf(plate + "|" + name.surname),
                                 vehicle.brand ? brandKey(*vehicle.brand, policy) : -1});
    }
    return keys;
}

} // namespace shoujie::rules
