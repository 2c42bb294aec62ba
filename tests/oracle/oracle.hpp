#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/policy.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace shoujie::oracle {

/// What the law says of a history of exact times, in the shape of the outcome (`facts.md`), without
/// articles, reasons why, proposals and alternatives.
nlohmann::json adjudicate(const rules::PolicyTimeline& policy,
                          const std::vector<facts::TimedFact>& facts, std::optional<Instant> now);

/// The product's outcome cut down to the same members.
nlohmann::json comparable(const nlohmann::json& outcome);

} // namespace shoujie::oracle
