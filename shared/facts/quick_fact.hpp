#pragma once

#include "shared/facts/fact.hpp"

#include <optional>
#include <simdjson.h>

namespace shoujie::facts {

/// What timedFactFromJson reads, of a document in order (QuickObject::document); nothing where that
/// has to say what is wrong, or is a kind that is seldom told.
std::optional<TimedFact> quickTimedFact(const simdjson::dom::element& json);

} // namespace shoujie::facts
