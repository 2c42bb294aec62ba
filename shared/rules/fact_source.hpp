#pragma once

#include "shared/facts/fact.hpp"

#include <cstddef>
#include <functional>

namespace shoujie::rules {

/// Where facts can be had again, for an adjudicator that is not to keep every one of them.
struct FactSource {
    /// The fact of that id exactly as it was taken in. What it throws goes through to whoever
    /// asked the adjudicator, which then is good for nothing any more.
    std::function<facts::TimedFact(const FactId&)> get;
    /// About how many of the latest facts stay at hand.
    std::size_t atHand = 4096;
};

} // namespace shoujie::rules
