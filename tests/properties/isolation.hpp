#pragma once

#include "tests/properties/property.hpp"

namespace shoujie::properties {

/// Checks a property in a process of its own, with `draws` draws of chance: a history that brings
/// the process down is a finding too.
Finding checkIsolated(const Property& property, const History& history, std::uint64_t seed,
                      int draws);

} // namespace shoujie::properties
