#pragma once

#include "shared/core/planted.hpp"
#include "tests/simulation/faults.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace shoujie::simulation {

struct Options {
    bool trace = false; ///< print what happens
    std::optional<planted::Bug> plant;
};

/// How a seed went.
struct Run {
    Faults faults;
    std::uint64_t trace = 0; ///< hash of all that happened
    std::uint64_t lines = 0;
    std::size_t facts = 0;
    std::string violation; ///< empty if every guarantee held
};

/// One world from a seed: a floor of tablets, a server, a network, days of work and calamities,
/// then all is healed and everything is checked.
[[nodiscard]] Run simulate(std::uint64_t seed, const Options& options);

} // namespace shoujie::simulation
