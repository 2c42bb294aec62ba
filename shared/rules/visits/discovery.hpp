#pragma once

#include "shared/rules/visits/verdict.hpp"

#include <optional>
#include <vector>

namespace shoujie::rules {

/// Discoveries that count for a visit or deal of these persons (art. 2.2, 10, 16): their subject is
/// that visit or deal, or an entry of the same persons or their relatives; so `persons` are both.
/// Canonical order.
std::vector<int> countingDiscoveries(const std::vector<int>& persons, const Book& book);
std::vector<int> countingNotices(const std::vector<int>& persons, const Book& book);

/// The earlier of the two by the canonical order; nothing is later than everything.
std::optional<Moment> earlierOf(const std::optional<Moment>& a, const std::optional<Moment>& b);

} // namespace shoujie::rules
