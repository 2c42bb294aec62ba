#pragma once

#include "shared/core/time.hpp"
#include "shared/rules/outcome.hpp"

#include <nlohmann/json_fwd.hpp>

namespace shoujie::rules {

/// The outcome as `facts.md` shapes it; times with the offset of the site's zone.
nlohmann::json toJson(const Outcome& outcome, const TimeZone& zone);
nlohmann::json toJson(const VisitOutcome& visit, const TimeZone& zone);
nlohmann::json toJson(const DealOutcome& deal, const TimeZone& zone);

} // namespace shoujie::rules
