#pragma once

#include "shared/facts/customer.hpp"
#include "shared/rules/matching/folding.hpp"
#include "shared/rules/matching/interner.hpp"
#include "shared/rules/policy.hpp"

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>
#include <absl/container/node_hash_map.h>
#include <absl/types/span.h>
#include <cstdint>
#include <string>
#include <vector>

namespace shoujie::rules {

/// Plate and surname make the key; two brands that differ block the match (art. 4).
struct VehicleKey {
    int plateAndSurname = -1;
    int brand = -1; ///< -1: not written down
    bool operator==(const VehicleKey&) const = default;
};

/// What art. 4 finds in one customer's data: any one key that is equal makes two entries match.
struct CustomerKeys {
    int name = -1; ///< -1: no full name
    absl::InlinedVector<int, 2> phones;
    absl::InlinedVector<VehicleKey, 1> vehicles;

    [[nodiscard]] bool empty() const { return name < 0 && phones.empty() && vehicles.empty(); }
    bool operator==(const CustomerKeys&) const = default;
};

/// The same, read from wherever it is kept.
struct KeysView {
    int name = -1;
    absl::Span<const int> phones;
    absl::Span<const VehicleKey> vehicles;

    KeysView(int nameKey, absl::Span<const int> phoneKeys, absl::Span<const VehicleKey> vehicleKeys)
        : name(nameKey), phones(phoneKeys), vehicles(vehicleKeys) {}
    KeysView(const CustomerKeys& keys) : KeysView(keys.name, keys.phones, keys.vehicles) {}

    [[nodiscard]] bool empty() const { return name < 0 && phones.empty() && vehicles.empty(); }
};

/// The strongest key that two customers share.
enum class KeyKind { none, name, vehicle, phone };
KeyKind sharedKey(const KeysView& a, const KeysView& b);
/// What keys make of two entries (rules.md 2): one person by phone or vehicle, somebody of the same
/// name, or nothing.
enum class Link { none, name, person };
inline Link linkOf(const KeysView& a, const KeysView& b) {
    const auto key = sharedKey(a, b);
    return key == KeyKind::none ? Link::none : key == KeyKind::name ? Link::name : Link::person;
}
/// Two brands that differ block a match, a missing one does not (art. 4).
inline bool brandsAgree(int a, int b) {
    return a == b || a < 0 || b < 0;
}
bool sameVehicle(const VehicleKey& a, const VehicleKey& b);
/// Both left phones and none is shared: an equal name is then a weak sign (rules.md 2).
bool phonesDisagree(const KeysView& a, const KeysView& b);

/// The same as texts, one a key, its kind first (facts::kErasedName, ...): what is put in the place
/// of a customer's data when it is erased is made of these.
class KeyTexts {
public:
    std::vector<std::string> of(const facts::Customer& customer, const Policy& policy) const;

private:
    Folding m_folding;
};

/// Makes keys. Equal texts get equal numbers for as long as the maker lives. Not thread-safe.
class KeyMaker {
public:
    CustomerKeys keysOf(const facts::Customer& customer, const Policy& policy);
    /// Memory held, in bytes.
    [[nodiscard]] std::size_t bytes() const;

private:
    int brandKey(const std::string& brand, const Policy& policy);

    void addVehicles(CustomerKeys& keys, const facts::Customer& customer, std::string_view surname,
                     const Policy& policy);
    const std::string& foldedBrand(const std::string& brand);
    void addErased(CustomerKeys& keys, const facts::Customer& customer);
    void addPhones(CustomerKeys& keys, const facts::Customer& customer, const Policy& policy);
    int phoneId(const std::string& written, const std::string& region);
    int extendedId(const std::string& key);

    Folding m_folding;
    Interner m_names;
    Interner m_vehicles;
    Interner m_brands;
    Interner m_extensions; ///< phone keys that are more than digits
    int m_phoneCount = 0;
    absl::flat_hash_map<std::uint64_t, int> m_phones; ///< digits of the key -> number
    absl::flat_hash_map<int, int> m_extended;         ///< id in m_extensions -> number
    /// "region|as written" of what only the phone library can read -> number, -1 for none.
    absl::flat_hash_map<std::string, int> m_read;
    absl::node_hash_map<std::string, std::string> m_foldedBrands;
};

} // namespace shoujie::rules
