#pragma once

#include <string>

namespace shoujie::properties {

inline constexpr int kPolicies = 240;

/// One of the policies that random histories are judged by, as JSON: the defaults, and every knob
/// turned, alone and together, for all time and from some day on.
const std::string& policyText(int number);

} // namespace shoujie::properties
