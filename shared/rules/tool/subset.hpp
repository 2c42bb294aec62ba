#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace shoujie::rules {

/// Where `actual` does not hold what `expected` asks for; nothing where it does. Objects are
/// compared by the expected members, lists element by element, `articles` as a subset (`facts.md`).
std::optional<std::string> firstDifference(const nlohmann::json& expected,
                                           const nlohmann::json& actual, const std::string& path);

} // namespace shoujie::rules
