#pragma once

#include "shared/core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace shoujie::rules {

/// Whether the schema of policies (policy.schema.json) allows this: one policy, or a list of
/// effective-dated ones. The error names the first member refused, below `path`, and never its
/// value. What no schema can say (zones, days, one member against another) is left to the reader.
Result<void> checkAgainstSchema(const nlohmann::json& policy, const std::string& path);

/// Path of a member below `path`, which may be empty: "windows.returning_days".
std::string memberPath(const std::string& path, const std::string& member);

} // namespace shoujie::rules
