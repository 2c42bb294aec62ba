#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoujie::rules {

/// The phone key of art. 4: E.164, with ";ext=" where there is an extension. Nothing for masked
/// numbers and for those that libphonenumber holds impossible. `region`: ISO 3166 ("CN"), for
/// numbers written without a country.
std::optional<std::string> phoneKey(std::string_view written, const std::string& region);

/// The digits of a Chinese mobile number in its E.164 form, for numbers written plainly
/// ("13800138000",
/// "+86 138 0013 8000"): what phoneKey gives for them, without asking the library. Nothing for all
/// others. Held equal to phoneKey by `plainMobileNumbers_sameKeyAsTheLibrary`.
std::optional<std::uint64_t> chineseMobileDigits(std::string_view written,
                                                 const std::string& region);
/// The digits of a phone key without an extension.
std::optional<std::uint64_t> plainDigits(std::string_view key);

} // namespace shoujie::rules
