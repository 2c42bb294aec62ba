#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace opencc {
class SimpleConverter;
}

namespace shoujie::rules {

/// Brings text that people write in different ways to one form, for comparing only: Unicode NFKC,
/// case-folded, Traditional characters as Simplified (one by one: a name is no phrase).
/// Keeps white space and punctuation. Not thread-safe.
class Folding {
public:
    Folding();

    [[nodiscard]] std::string fold(std::string_view text) const;

    /// The Simplified form of one of the common ideographs (U+4E00 to U+9FFF), on which the rest of
    /// the folding has no effect; 0 where it is not just another of them, and for other characters.
    [[nodiscard]] char32_t simplifiedPlain(char32_t character) const;

private:
    const std::string& simplified(char32_t character) const;

    std::shared_ptr<const opencc::SimpleConverter> m_converter;
    mutable std::unordered_map<char32_t, std::string> m_known;
};

/// The code points of UTF-8 text; bytes that are no UTF-8 are left out.
std::u32string codePoints(std::string_view text);
std::string toUtf8(std::u32string_view text);

} // namespace shoujie::rules
