#pragma once

#include "shared/rules/visits/verdict.hpp"

#include <vector>

namespace shoujie::rules {

/// Discoveries that count for a visit or deal of these persons (art. 2.2, 10, 16): their subject is
/// that visit or deal, or an entry of the same persons or their relatives; so `persons` are both.
/// Facts, in canonical order.
std::vector<int> countingDiscoveries(const std::vector<int>& persons, Run& run);
std::vector<int> countingNotices(const std::vector<int>& persons, Run& run);

/// The persons whom a subscriber may be for the ruling at hand: themselves, or those of that name
/// where nothing else is known.
std::vector<int> buyersBehind(int subscriber, const Book& book);

} // namespace shoujie::rules
