#include "shared/rules/matching/customer_keys.hpp"

#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace shoujie::rules {

namespace {

/// A plate of Latin letters, digits and common ideographs; empty where there is more to it.
std::string plainPlateKey(const std::string& plate, const Folding& folding) {
    std::string key;
    for (std::size_t i = 0; i < plate.size(); ++i) {
        const auto byte = static_cast<unsigned char>(plate[i]);
        if (byte >= 'A' && byte <= 'Z') {
            key += static_cast<char>(byte - 'A' + 'a');
        } else if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')) {
            key += plate[i];
        } else if (byte == ' ' || byte == '-' || byte == '.') {
            continue;
        } else if (i + 2 < plate.size() && (byte & 0xF0U) == 0xE0U) {
            const auto all = codePoints(std::string_view(plate).substr(i, 3));
            const char32_t folded = all.size() == 1 ? folding.simplifiedPlain(all[0]) : 0;
            if (folded == 0) return {};
            key += toUtf8(std::u32string_view(&folded, 1));
            i += 2;
        } else {
            return {};
        }
    }
    return key;
}

/// Letters and digits of a plate, without what people set between them.
std::string plateKey(const std::string& plate, const Folding& folding) {
    if (auto plain = plainPlateKey(plate, folding); !plain.empty()) return plain;
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

bool sameVehicle(const VehicleKey& a, const VehicleKey& b) {
    return a.plateAndSurname == b.plateAndSurname && brandsAgree(a.brand, b.brand);
}

KeyKind sharedKey(const KeysView& a, const KeysView& b) {
    for (const int phone : a.phones)
        if (std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end())
            return KeyKind::phone;
    for (const auto& mine : a.vehicles)
        for (const auto& other : b.vehicles)
            if (sameVehicle(mine, other)) return KeyKind::vehicle;
    return a.name >= 0 && a.name == b.name ? KeyKind::name : KeyKind::none;
}

bool phonesDisagree(const KeysView& a, const KeysView& b) {
    if (a.phones.empty() || b.phones.empty()) return false;
    return std::none_of(a.phones.begin(), a.phones.end(), [&](int phone) {
        return std::find(b.phones.begin(), b.phones.end(), phone) != b.phones.end();
    });
}

const std::string& KeyMaker::foldedBrand(const std::string& brand) {
    const auto [entry, isNew] = m_foldedBrands.try_emplace(brand);
    if (isNew) entry->second = brandText(brand, m_folding);
    return entry->second;
}

int KeyMaker::brandKey(const std::string& brand, const Policy& policy) {
    const auto folded = foldedBrand(brand);
    if (folded.empty()) return -1;
    for (const auto& [from, to] : policy.match.brandAliases)
        if (foldedBrand(from) == folded) return m_brands.idOf(foldedBrand(to));
    return m_brands.idOf(folded);
}

int KeyMaker::phoneId(const std::string& written, const std::string& region) {
    const auto numbered = [this](std::uint64_t digits) {
        const auto [entry, isNew] = m_phones.try_emplace(digits, m_phoneCount);
        if (isNew) ++m_phoneCount;
        return entry->second;
    };
    if (const auto digits = chineseMobileDigits(written, region)) return numbered(*digits);
    const auto [entry, isNew] = m_read.try_emplace(region + "|" + written, -1);
    if (!isNew) return entry->second;
    const auto key = phoneKey(written, region);
    if (!key) return -1;
    int number = -1;
    if (const auto digits = plainDigits(*key)) {
        number = numbered(*digits);
    } else {
        number = extendedId(*key);
    }
    entry->second = number;
    return number;
}

int KeyMaker::extendedId(const std::string& key) {
    const auto [known, first] = m_extended.try_emplace(m_extensions.idOf(key), m_phoneCount);
    if (first) ++m_phoneCount;
    return known->second;
}

std::size_t KeyMaker::bytes() const {
    std::size_t read = 0;
    for (const auto& [text, number] : m_read)
        read += text.capacity();
    return m_names.bytes() + m_vehicles.bytes() + m_brands.bytes() + m_extensions.bytes() +
           m_phones.capacity() * (sizeof(std::uint64_t) * 2 + 1) +
           m_extended.capacity() * (sizeof(int) * 2 + 1) +
           m_read.capacity() * (sizeof(std::string) + sizeof(std::uint64_t) + 1) + read;
}

void KeyMaker::addPhones(CustomerKeys& keys, const facts::Customer& customer,
                         const Policy& policy) {
    for (const auto& written : customer.phones) {
        const int phone = phoneId(written, policy.phoneRegion);
        if (phone >= 0 &&
            std::find(keys.phones.begin(), keys.phones.end(), phone) == keys.phones.end())
            keys.phones.push_back(phone);
    }
}

CustomerKeys KeyMaker::keysOf(const facts::Customer& customer, const Policy& policy) {
    CustomerKeys keys;
    addPhones(keys, customer, policy);
    if (!customer.erased.empty()) addErased(keys, customer);
    // Most names need nothing but the folding of their characters.
    PlainName plain;
    if (!customer.surname && customer.name && readPlainName(*customer.name, m_folding, plain)) {
        keys.name = m_names.idOf(plain.text());
        addVehicles(keys, customer, plain.surname(), policy);
        return keys;
    }
    if (!customer.name && !customer.surname) return keys;
    const auto name = readName(customer, m_folding);
    if (!name.fullName.empty()) keys.name = m_names.idOf(name.fullName);
    addVehicles(keys, customer, name.surname, policy);
    return keys;
}

/// No key of anybody else has a colon in it.
void KeyMaker::addErased(CustomerKeys& keys, const facts::Customer& customer) {
    for (const auto& token : customer.erased) {
        if (token.empty()) continue;
        const auto text = "erased:" + token;
        if (token.front() == facts::kErasedName) keys.name = m_names.idOf(text);
        if (token.front() == facts::kErasedPhone) keys.phones.push_back(extendedId(text));
        if (token.front() == facts::kErasedVehicle)
            keys.vehicles.push_back({m_vehicles.idOf(text), -1});
    }
}

std::vector<std::string> KeyTexts::of(const facts::Customer& customer, const Policy& policy) const {
    const auto name = readName(customer, m_folding);
    std::vector<std::string> texts;
    if (!name.fullName.empty()) texts.push_back(facts::kErasedName + name.fullName);
    for (const auto& written : customer.phones)
        if (const auto key = phoneKey(written, policy.phoneRegion))
            texts.push_back(facts::kErasedPhone + *key);
    for (const auto& vehicle : customer.vehicles) {
        const auto key =
            vehicle.plate && !name.surname.empty() ? plateKey(*vehicle.plate, m_folding) : "";
        if (!key.empty()) texts.push_back(facts::kErasedVehicle + key + "|" + name.surname);
    }
    return texts;
}

void KeyMaker::addVehicles(CustomerKeys& keys, const facts::Customer& customer,
                           std::string_view surname, const Policy& policy) {
    if (surname.empty()) return;
    for (const auto& vehicle : customer.vehicles) {
        if (!vehicle.plate) continue;
        auto key = plateKey(*vehicle.plate, m_folding);
        if (key.empty()) continue;
        key += '|';
        key += surname;
        keys.vehicles.push_back(
            {m_vehicles.idOf(key), vehicle.brand ? brandKey(*vehicle.brand, policy) : -1});
    }
}

} // namespace shoujie::rules
