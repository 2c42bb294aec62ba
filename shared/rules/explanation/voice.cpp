#include "shared/rules/explanation/voice.hpp"

#include "shared/rules/matching/folding.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace shoujie::rules::explanation {

namespace {

/// Characters that Chinese text sets without a space between them; all of them are three bytes or
/// more in UTF-8 and lie from U+2E80 on.
bool wideAt(std::string_view text, std::size_t at) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= 0xE2 &&
           !(static_cast<unsigned char>(text[at]) == 0xE2 && at + 1 < text.size() &&
             static_cast<unsigned char>(text[at + 1]) < 0xBA);
}

bool endsWide(std::string_view text) {
    std::size_t at = text.size();
    while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0) == 0x80)
        --at;
    return at > 0 && wideAt(text, at - 1);
}

/// Joins two parts; a space between two Chinese characters goes.
void join(std::string& text, std::string_view part) {
    if (part.empty()) return;
    if (part.front() == ' ' && endsWide(text) && wideAt(part, 1)) part.remove_prefix(1);
    if (!text.empty() && text.back() == ' ' && wideAt(part, 0) &&
        endsWide(std::string_view(text).substr(0, text.size() - 1)))
        text.pop_back();
    text += part;
}

std::string grouped(std::int64_t whole) {
    std::string digits = std::to_string(whole);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// What people put between the digits of a phone number.
bool isGap(char c) {
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '+' || c == '/';
}

std::string maskedDigits(std::string digits) {
    constexpr std::size_t kLast = 4;
    constexpr std::size_t kHidden = 4;
    if (digits.size() <= kLast) return std::string(kHidden, '*');
    const auto shown = digits.size() - kLast;
    const auto first = shown > kHidden ? std::min<std::size_t>(3, shown - kHidden) : 0;
    return digits.substr(0, first) + std::string(kHidden, '*') + digits.substr(shown);
}

} // namespace

std::string Voice::say(Key key, Values values) const {
    const std::string_view text = textOf(key, m_language);
    std::string said;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find('{', at);
        join(said, text.substr(at, open - at));
        if (open == std::string_view::npos) break;
        const auto close = text.find('}', open);
        const auto name = text.substr(open + 1, close - open - 1);
        const auto value = std::find_if(values.begin(), values.end(),
                                        [&](const auto& item) { return item.first == name; });
        join(said, value == values.end() ? text.substr(open, close + 1 - open)
                                         : std::string_view(value->second));
        at = close + 1;
    }
    return said;
}

std::string Voice::word(std::string_view family, std::string_view word, Values values) const {
    const auto key = Key::ofWord(family, word);
    return key ? say(*key, values) : std::string(word);
}

std::string Voice::day(Day day) const {
    static constexpr std::array<const char*, 12> kMonths{
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    const std::chrono::year_month_day date(day);
    const auto month = static_cast<unsigned>(date.month());
    return say("time.day", {{"year", std::to_string(static_cast<int>(date.year()))},
                            {"month", m_language == Language::en ? kMonths.at(month - 1)
                                                                 : std::to_string(month)},
                            {"day", std::to_string(static_cast<unsigned>(date.day()))}});
}

Voice::Clock Voice::clock(Instant at, bool seconds) const {
    // "2026-03-01T10:00:00+08:00"
    const auto& zone = m_policies->zoneAt(at);
    return {zone.dayOf(at), zone.format(at).substr(11, seconds ? 8 : 5)};
}

std::string Voice::time(Instant at, bool seconds) const {
    const auto shown = clock(at, seconds);
    return say("time.exact", {{"day", day(shown.day)}, {"clock", shown.time}});
}

std::string Voice::time(const TimeInterval& at, bool seconds) const {
    const auto from = clock(at.earliest, seconds);
    const auto to = clock(at.latest, seconds);
    if (from.day != to.day)
        return say("time.between",
                   {{"from", time(at.earliest, seconds)}, {"to", time(at.latest, seconds)}});
    if (from.time == to.time) return time(at.latest, seconds);
    return say("time.within", {{"day", day(from.day)}, {"from", from.time}, {"to", to.time}});
}

std::string Voice::days(std::int64_t count) const {
    return say(count == 1 ? Key("unit.day") : Key("unit.days"), {{"n", std::to_string(count)}});
}

std::string Voice::percent(std::int64_t basisPoints) const {
    std::string text = std::to_string(basisPoints / 100);
    if (const auto part = basisPoints % 100; part != 0) {
        text += part < 10 ? ".0" : ".";
        text += std::to_string(part % 10 == 0 ? part / 10 : part);
    }
    return text + "%";
}

std::string Voice::money(std::int64_t amount, const std::string& currency) const {
    const auto minor = std::to_string(std::abs(amount % 100));
    const std::string sign = currency == "CNY" ? "¥" : currency + " ";
    return (amount < 0 ? "-" : "") + sign + grouped(std::abs(amount / 100)) + "." +
           (minor.size() < 2 ? "0" : "") + minor;
}

std::string Voice::list(const std::vector<std::string>& items) const {
    if (items.size() < 2) return row(items);
    const std::vector<std::string> most(items.begin(), items.end() - 1);
    return row(most) + say("list.and") + items.back();
}

std::string Voice::row(const std::vector<std::string>& items) const {
    return joined(items, "list.comma");
}

std::string Voice::clauses(const std::vector<std::string>& parts) const {
    return joined(parts, "list.clause");
}

std::string Voice::joined(const std::vector<std::string>& items, Key sign) const {
    std::string text;
    for (const auto& item : items)
        text += (text.empty() ? std::string() : say(sign)) + item;
    return text;
}

void Voice::append(std::string& text, const std::string& sentence) const {
    if (!text.empty() && !sentence.empty()) text += say("sentence.gap");
    text += sentence;
}

std::string maskedPhone(std::string_view written) {
    for (const std::string_view home : {"+86", "0086"})
        if (written.starts_with(home)) written.remove_prefix(home.size());
    std::string digits;
    std::copy_if(written.begin(), written.end(), std::back_inserter(digits), isDigit);
    return (written.starts_with('+') ? "+" : "") + maskedDigits(std::move(digits));
}

std::string maskedPlate(std::string_view written) {
    const auto plate = codePoints(written);
    constexpr std::size_t kShown = 2;
    if (plate.size() <= 2 * kShown) return "***";
    return toUtf8(std::u32string_view(plate).substr(0, kShown)) + "***" +
           toUtf8(std::u32string_view(plate).substr(plate.size() - kShown));
}

std::string maskedText(std::string_view text) {
    constexpr std::size_t kLeastDigits = 7;
    std::string masked;
    for (std::size_t at = 0; at < text.size();) {
        std::string digits;
        std::size_t end = at; // after the last digit of the run
        for (auto i = at; i < text.size() && (isDigit(text[i]) || (i > at && isGap(text[i]))); ++i)
            if (isDigit(text[i])) {
                digits += text[i];
                end = i + 1;
            }
        if (digits.empty()) {
            masked += text[at++];
            continue;
        }
        if (digits.size() < kLeastDigits)
            masked += text.substr(at, end - at);
        else
            masked += maskedDigits(std::move(digits));
        at = end;
    }
    return masked;
}

} // namespace shoujie::rules::explanation
