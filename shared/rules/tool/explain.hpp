#pragma once

#include "shared/core/result.hpp"
#include "shared/rules/explanation/language.hpp"
#include "shared/rules/tool/scenario.hpp"

#include <string>

namespace shoujie::rules {

/// The account of one visit or deal; ErrorCode::notFound for any other id.
Result<std::string> explained(const Scenario& scenario, const std::string& subject,
                              explanation::Language language);
/// The accounts of all visits and deals, and the turns after them.
Result<std::string> explained(const Scenario& scenario, explanation::Language language);

} // namespace shoujie::rules
