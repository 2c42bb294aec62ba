#pragma once

#include "tests/simulation/simulation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoujie::simulation {

struct CampaignOptions {
    std::string program; ///< for the command that replays a seed
    std::uint64_t first = 1;
    std::uint64_t last = 100;
    int jobs = 1;
    std::optional<double> minutes; ///< instead of `last`
    bool hashes = false;
    Options run;
};

/// Runs the seeds, in processes of their own so that an assertion that fails ends one seed only.
/// Prints each failure with the command that replays it. True if there was none.
bool runCampaign(const CampaignOptions& options);

[[nodiscard]] std::optional<planted::Bug> plantOf(std::string_view name);
[[nodiscard]] std::string_view nameOf(planted::Bug bug);
[[nodiscard]] std::string allPlants();

} // namespace shoujie::simulation
