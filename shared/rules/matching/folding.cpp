#include "shared/rules/matching/folding.hpp"

#include <opencc/SimpleConverter.hpp>
#include <utf8proc.h>

#include <array>
#include <atomic>
#include <cstdlib>

namespace shoujie::rules {

namespace {

void append(std::string& out, char32_t character) {
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(character), bytes);
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

/// CJK ideographs; nothing else has a Traditional and a Simplified form.
bool isHan(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

} // namespace

// The table takes milliseconds to load and never changes, so all foldings of a process share one.
Folding::Folding() {
    static const auto kTable = std::make_shared<const opencc::SimpleConverter>("t2s.json");
    m_converter = kTable;
}

const std::string& Folding::simplified(char32_t character) const {
    const auto [entry, isNew] = m_known.try_emplace(character);
    if (isNew) {
        std::string single;
        append(single, character);
        entry->second = m_converter->Convert(single);
    }
    return entry->second;
}

char32_t Folding::simplifiedPlain(char32_t character) const {
    constexpr char32_t kFirst = 0x4E00;
    constexpr char32_t kLast = 0x9FFF;
    constexpr char32_t kNotPlain = 0xFFFF;
    if (character < kFirst || character > kLast) return 0;
    // Shared by all foldings; who asks twice at once writes the same value twice.
    static std::array<std::atomic<char32_t>, kLast - kFirst + 1> table{};
    auto& entry = table[character - kFirst];
    auto known = entry.load(std::memory_order_relaxed);
    if (known == 0) {
        const auto text = codePoints(simplified(character));
        const bool plain = text.size() == 1 && text[0] >= kFirst && text[0] <= kLast;
        known = plain ? text[0] : kNotPlain;
        entry.store(known, std::memory_order_relaxed);
    }
    return known == kNotPlain ? 0 : known;
}

std::string Folding::fold(std::string_view text) const {
    utf8proc_uint8_t* mapped = nullptr;
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
    if (length < 0) return std::string(text);
    const std::string normal(reinterpret_cast<const char*>(mapped),
                             static_cast<std::size_t>(length));
    std::free(mapped);
    std::string out;
    out.reserve(normal.size());
    for (const char32_t c : codePoints(normal)) {
        if (isHan(c))
            out += simplified(c);
        else
            append(out, c);
    }
    return out;
}

std::u32string codePoints(std::string_view text) {
    std::u32string out;
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t character = 0;
        auto length = utf8proc_iterate(at, left, &character);
        if (length <= 0)
            length = 1;
        else
            out.push_back(static_cast<char32_t>(character));
        at += length;
        left -= length;
    }
    return out;
}

std::string toUtf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text)
        append(out, c);
    return out;
}

} // namespace shoujie::rules
