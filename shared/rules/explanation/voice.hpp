#pragma once

#include "shared/core/time.hpp"
#include "shared/rules/explanation/catalogue.hpp"
#include "shared/rules/policy.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoujie::rules::explanation {

/// A value for each {placeholder} of a message.
using Values = std::initializer_list<std::pair<std::string_view, std::string>>;

/// Says things in one language: messages, dates, money, lists.
class Voice {
public:
    Voice(Language language, const PolicyTimeline& policies)
        : m_language(language), m_policies(&policies) {}

    [[nodiscard]] std::string say(Key key, Values values = {}) const;
    /// The message of a word of the vocabulary, the word itself where the catalogue lacks it.
    [[nodiscard]] std::string word(std::string_view family, std::string_view word,
                                   Values values = {}) const;

    [[nodiscard]] std::string day(Instant at) const {
        return day(m_policies->zoneAt(at).dayOf(at));
    }
    [[nodiscard]] std::string day(Day day) const;
    /// Date and time at the site, to the minute; with `seconds` to the second.
    [[nodiscard]] std::string time(Instant at, bool seconds = false) const;
    /// "between ... and ..." where the interval is wider than a minute, or than a second with
    /// `seconds`.
    [[nodiscard]] std::string time(const TimeInterval& at, bool seconds = false) const;
    [[nodiscard]] std::string days(std::int64_t count) const;
    [[nodiscard]] std::string percent(std::int64_t basisPoints) const;
    /// Minor units of a currency: "¥1,000,000.00".
    [[nodiscard]] std::string money(std::int64_t amount, const std::string& currency) const;
    /// "a, b and c".
    [[nodiscard]] std::string list(const std::vector<std::string>& items) const;
    /// "a, b, c".
    [[nodiscard]] std::string row(const std::vector<std::string>& items) const;
    /// Clauses of one sentence.
    [[nodiscard]] std::string clauses(const std::vector<std::string>& parts) const;
    /// Sentences one after the other.
    void append(std::string& text, const std::string& sentence) const;

private:
    [[nodiscard]] std::string joined(const std::vector<std::string>& items, Key sign) const;
    struct Clock {
        Day day;
        std::string time;
    };
    [[nodiscard]] Clock clock(Instant at, bool seconds) const;

    Language m_language;
    const PolicyTimeline* m_policies;
};

/// First three and last four digits; short numbers show fewer, so that four stay hidden.
std::string maskedPhone(std::string_view written);
/// First and last two characters of a plate.
std::string maskedPlate(std::string_view written);
/// Free text with everything that may be a phone number masked.
std::string maskedText(std::string_view text);

} // namespace shoujie::rules::explanation
