#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shoujie::rules {

/// The phone key of art. 4: E.164, with ";ext=" where there is an extension. Nothing for masked
/// numbers and for those that libphonenumber holds impossible. `region`: ISO 3166 ("CN"), for
/// numbers written without a country.
std::optional<std::string> phoneKey(std::string_view written, const std::string& region);

} // namespace shoujie::rules
