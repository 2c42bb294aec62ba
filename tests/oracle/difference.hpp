#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace shoujie::oracle {

/// The first thing on which the product and the oracle do not agree.
struct Difference {
    std::string kind;  ///< "visits.owner: s -> null", without ids
    std::string where; ///< "visits.v2.owner: oracle s1, product null"
};

/// Judges a scenario by both. `skip` names kinds of differences that are known: they are prefixes
/// of `kind`.
std::optional<Difference> compare(const nlohmann::json& scenario,
                                  const std::vector<std::string>& skip);

/// Leaves out every fact without which the same kind of difference remains.
nlohmann::json shrink(nlohmann::json scenario, const std::string& kind,
                      const std::vector<std::string>& skip);

} // namespace shoujie::oracle
