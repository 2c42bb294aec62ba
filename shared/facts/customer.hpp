#pragma once

#include <optional>
#include <string>
#include <vector>

namespace shoujie::facts {

struct Vehicle {
    std::optional<std::string> brand;
    std::optional<std::string> plate;
    bool operator==(const Vehicle&) const = default;
};

inline constexpr char kErasedName = 'n';
inline constexpr char kErasedPhone = 'p';
inline constexpr char kErasedVehicle = 'v';

/// What a reception may learn of a person (art. 4). Everything is optional and kept as it was said;
/// `shared/rules/matching` makes the keys.
struct Customer {
    std::optional<std::string> name;
    std::optional<std::string> surname;
    std::optional<std::string> title;
    std::vector<std::string> phones;
    std::vector<Vehicle> vehicles;
    std::optional<std::string> employer;
    std::optional<std::string> address;
    std::optional<std::string> intent;
    std::optional<std::string> source;
    std::optional<std::string> note;
    /// Where the rest was erased at the customer's wish: a token for each key that they could be
    /// found by, its kind first (kErasedName, ...). Equal tokens match, and nobody can tell what
    /// they were. Written by the server alone.
    std::vector<std::string> erased;
    bool operator==(const Customer&) const = default;
};

} // namespace shoujie::facts
