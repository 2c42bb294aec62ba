#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/policy.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace shoujie::testing {

struct RandomHistory {
    std::string policy; ///< overrides as JSON
    std::vector<facts::TimedFact> facts;
};

/// A small site with few people, so that keys, windows and turns meet often. `vague` makes some of
/// the times intervals.
RandomHistory makeHistory(std::uint64_t seed, bool vague);

/// The history as a scenario file for `shoujie-rules decide`.
std::string asScenario(const RandomHistory& history);

} // namespace shoujie::testing
