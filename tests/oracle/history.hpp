#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>

namespace shoujie::oracle {

/// How people are written down.
enum class Names {
    clear,  ///< every customer leaves a phone or a plate, nobody shares a name
    muddled ///< bare names, namesakes, second numbers
};

/// A small site's invented history as a scenario (`facts.md`): the same for the same seed.
nlohmann::json randomHistory(std::uint64_t seed, Names names);

} // namespace shoujie::oracle
