#pragma once

#include "shared/core/limits.hpp"
#include "shared/core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace shoujie {

struct JsonLimits {
    std::size_t depth = limits::kMaxJsonDepth;
    std::size_t bytes = limits::kMaxBodyBytes;
};

/// Parses JSON from outside: bounded size and depth, valid UTF-8, no duplicate members, member
/// names of at most limits::kMaxShortText bytes without control characters, integers within int64
/// and no floats. The error's path is the member being read when it went wrong.
Result<nlohmann::json> parseJson(std::string_view text, const JsonLimits& limits = {});

} // namespace shoujie
