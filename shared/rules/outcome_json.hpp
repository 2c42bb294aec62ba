#pragma once

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/rules/outcome.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace shoujie::rules {

/// The outcome as `facts.md` shapes it; times with the offset of the site's zone.
nlohmann::json toJson(const Outcome& outcome, const TimeZone& zone);
nlohmann::json toJson(const VisitOutcome& visit, const TimeZone& zone);
nlohmann::json toJson(const DealOutcome& deal, const TimeZone& zone);

/// The inverse for a visit: `visits.<id>` as text. Members it does not know are skipped, since a
/// newer server may say more. The error's path is the member.
Result<VisitOutcome> visitOutcomeFromText(std::string_view text);

} // namespace shoujie::rules
