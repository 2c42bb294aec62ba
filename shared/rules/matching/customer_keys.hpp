#pragma once

#include "shared/facts/customer.hpp"
#include "shared/rules/matching/folding.hpp"
#include "shared/rules/policy.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace shoujie::rules {

/// Texts as small numbers, so that comparing and indexing them is cheap.
class Interner {
public:
    int idOf(const std::string& text);
    /// -1 for a text never seen.
    [[nodiscard]] int find(const std::string& text) const;

private:
    std::unordered_map<std::string, int> m_ids;
};

/// Plate and surname make the key; two brands that differ block the match (art. 4).
struct VehicleKey {
    int plateAndSurname = -1;
    int brand = -1; ///< -1: not written down
    bool operator==(const VehicleKey&) const = default;
};

/// What art. 4 finds in one customer's data: any one key that is equal makes two entries match.
struct CustomerKeys {
    int name = -1; ///< -1: no full name
    std::vector<int> phones;
    std::vector<VehicleKey> vehicles;

    [[nodiscard]] bool empty() const { return name < 0 && phones.empty() && vehicles.empty(); }
    bool operator==(const CustomerKeys&) const = default;
};

/// The strongest key that two customers share.
enum class KeyKind { none, name, vehicle, phone };
KeyKind sharedKey(const CustomerKeys& a, const CustomerKeys& b);
bool sameVehicle(const VehicleKey& a, const VehicleKey& b);
/// Both left phones and none is shared: an equal name is then a weak sign (rules.md 2).
bool phonesDisagree(const CustomerKeys& a, const CustomerKeys& b);

/// Makes keys; slow the first time for each text, so the keys of a fact are made once and kept.
class KeyMaker {
public:
    CustomerKeys keysOf(const facts::Customer& customer, const Policy& policy);

private:
    int brandKey(const std::string& brand, const Policy& policy);

    Folding m_folding;
    Interner m_names;
    Interner m_phones;
    Interner m_vehicles;
    Interner m_brands;
    std::unordered_map<std::string, int> m_phoneCache; ///< "region|as written" -> key, -1 for none
};

} // namespace shoujie::rules
