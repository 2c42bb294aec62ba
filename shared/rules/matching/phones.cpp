#include "shared/rules/matching/phones.hpp"

#include "shared/rules/matching/folding.hpp"

#include <phonenumbers/phonenumberutil.h>

namespace shoujie::rules {

namespace {

/// Somebody has hidden digits: "138****8000", "138xxxx8000". One x alone begins an extension.
bool isMasked(std::string_view number) {
    for (const std::string_view mask : {"*", "＊", "?", "？", "•", "●", "○", "■", "□", "_", "某"})
        if (number.find(mask) != std::string_view::npos) return true;
    for (std::size_t i = 0; i + 1 < number.size(); ++i)
        if ((number[i] == 'x' || number[i] == 'X') &&
            (number[i + 1] == 'x' || number[i + 1] == 'X'))
            return true;
    return number.find("ｘｘ") != std::string_view::npos ||
           number.find("ＸＸ") != std::string_view::npos;
}

/// The Chinese words for "extension" as the library knows it.
std::string withExtensionWord(std::string_view number) {
    std::string text(number);
    for (const std::string_view word : {"转", "轉", "分机", "分機"})
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, word.size(), " ext ");
    return text;
}

} // namespace

std::optional<std::string> phoneKey(std::string_view written, const std::string& region) {
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    if (isMasked(written)) return std::nullopt;
    const auto& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(withExtensionWord(written), region, &number) !=
            PhoneNumberUtil::NO_PARSING_ERROR ||
        !util.IsPossibleNumber(number))
        return std::nullopt;
    std::string key;
    util.Format(number, PhoneNumberUtil::E164, &key);
    // The library keeps an extension's digits as they were written, full-width ones too.
    std::string extension = number.extension();
    util.NormalizeDigitsOnly(&extension);
    if (!extension.empty()) key += ";ext=" + extension;
    return key;
}

std::optional<std::uint64_t> chineseMobileDigits(std::string_view written,
                                                 const std::string& region) {
    constexpr std::size_t kLength = 11;
    constexpr std::uint64_t kCountry = 86;
    const bool international = written.starts_with("+86");
    if (!international && region != "CN") return std::nullopt;
    if (international) written.remove_prefix(3);
    std::uint64_t number = 0;
    std::size_t digits = 0;
    for (const char c : written) {
        if (c == ' ' || c == '-') continue;
        if (c < '0' || c > '9' || ++digits > kLength) return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    // 10, 11, 12 and 179 begin service and carrier codes, which the library knows better.
    constexpr std::uint64_t kTenDigits = 10'000'000'000;
    const auto head = number / (kTenDigits / 100);
    if (digits != kLength || head < 130 || head > 199 || head == 179) return std::nullopt;
    return kCountry * kTenDigits * 10 + number;
}

std::optional<std::uint64_t> plainDigits(std::string_view key) {
    if (!key.starts_with('+') || key.size() > 16) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : key.substr(1)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

} // namespace shoujie::rules
