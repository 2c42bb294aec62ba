#pragma once

#include "tests/properties/history.hpp"

#include <functional>

namespace shoujie::properties {

struct Shrunk {
    History history;
    int attempts = 0;
};

/// The smallest history found of which `fails` still holds: with fewer facts, fewer members, exact
/// times and a plainer policy. Every history asked about could stand in a scenario file.
Shrunk shrink(const History& history, const std::function<bool(const History&)>& fails);

} // namespace shoujie::properties
