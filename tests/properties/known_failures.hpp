#pragma once

#include "tests/properties/property.hpp"

namespace shoujie::properties {

/// Whether a history is of a kind of which the property is known not to hold yet: each kind has a
/// number and a scenario in findings/. A campaign leaves such histories out, a replayed file never.
/// What is settled is taken out here, and its scenario becomes a test like others.
bool isKnownToFail(const Property& property, const History& history);

} // namespace shoujie::properties
