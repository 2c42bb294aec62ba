#pragma once

#include "shared/core/limits.hpp"
#include "shared/core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
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

/// The two ways of parseJson, for text without zero bytes: the quick one gives nothing where
/// anything is not as it should be, the exact one says what. Held equal by
/// tests/fuzz/json_gate.cpp.
std::optional<nlohmann::json> readQuickly(std::string_view text, std::size_t maxDepth);
Result<nlohmann::json> readExactly(std::string_view text, std::size_t maxDepth);

} // namespace shoujie
