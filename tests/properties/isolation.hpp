#pragma once

#include "tests/properties/property.hpp"

namespace shoujie::properties {

/// Checks a property with several draws of chance.
Finding checkDraws(const Property& property, const History& history, std::uint64_t seed, int draws);

/// The same in a process of its own: a history that brings the process down is a finding too.
Finding checkIsolated(const Property& property, const History& history, std::uint64_t seed,
                      int draws);

/// Whether a finding is that the process went down.
bool isCrash(const Finding& finding);

} // namespace shoujie::properties
