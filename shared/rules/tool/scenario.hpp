#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/policy.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace shoujie::rules {

/// A history with the policy it is judged by, and what is expected of it (`facts.md`).
struct Scenario {
    std::string title;
    PolicyTimeline policy;
    std::optional<Instant> now;
    std::vector<facts::TimedFact> facts;
    nlohmann::json expect; ///< null where nothing is
};

/// Reads a scenario; errors name the member ("facts[3].data.customers[0].phones[1]").
Result<Scenario> readScenario(std::string_view text);

/// Reads a policy file: an object of overrides, or a list of effective-dated ones.
Result<PolicyTimeline> readPolicy(std::string_view text);

/// The outcome of the facts taken in the given order. Two facts with one id, or two that claim one
/// subject, are an error at the later one.
Result<nlohmann::json> decideScenario(const Scenario& scenario,
                                      const std::vector<std::size_t>& order);
/// The same in the order of the file, with times as that zone shows them.
Result<nlohmann::json> decideScenario(const Scenario& scenario, const TimeZone& shownIn);

} // namespace shoujie::rules
