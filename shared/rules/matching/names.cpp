#include "shared/rules/matching/names.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <vector>

namespace shoujie::rules {

namespace {

constexpr std::array<std::u32string_view, 11> kTitlesAfter{U"先生", U"女士", U"小姐", U"太太",
                                                           U"夫人", U"老师", U"经理", U"阿姨",
                                                           U"叔叔", U"师傅", U"总"};
constexpr std::array<std::u32string_view, 5> kTitlesBefore{U"mr", U"mrs", U"ms", U"miss", U"dr"};

constexpr std::array<std::u32string_view, 73> kCompoundSurnames = [] {
    std::array<std::u32string_view, 73> surnames{
        U"万俟", U"司马", U"上官", U"欧阳", U"夏侯", U"诸葛", U"闻人", U"东方", U"赫连", U"皇甫",
        U"尉迟", U"公羊", U"澹台", U"公冶", U"宗政", U"濮阳", U"淳于", U"单于", U"太叔", U"申屠",
        U"公孙", U"仲孙", U"轩辕", U"令狐", U"钟离", U"宇文", U"长孙", U"慕容", U"鲜于", U"闾丘",
        U"司徒", U"司空", U"亓官", U"司寇", U"仉督", U"子车", U"颛孙", U"端木", U"巫马", U"公西",
        U"漆雕", U"乐正", U"壤驷", U"公良", U"拓跋", U"夹谷", U"宰父", U"谷梁", U"段干", U"百里",
        U"东郭", U"南门", U"呼延", U"羊舌", U"微生", U"左丘", U"东门", U"西门", U"南宫", U"第五",
        U"独孤", U"梁丘", U"公仪", U"公输", U"即墨", U"达奚", U"褚师", U"南荣", U"东里", U"纳兰",
        U"完颜", U"耶律", U"太史"};
    std::ranges::sort(surnames);
    return surnames;
}();

bool isHan(char32_t c) {
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

/// White space, and what people set between or after the parts of a name.
bool separates(char32_t c) {
    constexpr std::u32string_view kDots = U".·•‧∙⋅・。";
    if (kDots.find(c) != std::u32string_view::npos) return true;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return true;
    default:
        return false;
    }
}

bool isCompoundSurname(std::u32string_view text) {
    return text.size() == 2 && std::ranges::binary_search(kCompoundSurnames, text);
}

bool isBareSurname(std::u32string_view text) {
    return (text.size() == 1 && isHan(text[0])) || isCompoundSurname(text);
}

struct Words {
    std::vector<std::u32string> words;
    bool titled = false;
};

Words splitWords(const std::u32string& text) {
    Words result;
    std::u32string word;
    for (const char32_t c : text + U" ") {
        if (!separates(c)) {
            word += c;
        } else if (!word.empty()) {
            result.words.push_back(std::move(word));
            word.clear();
        }
    }
    while (!result.words.empty() && std::find(kTitlesBefore.begin(), kTitlesBefore.end(),
                                              result.words.front()) != kTitlesBefore.end()) {
        result.words.erase(result.words.begin());
        result.titled = true;
    }
    return result;
}

/// Takes titles off the end. A single 总 comes off a bare surname only: it also ends given names.
void dropTitlesAfter(std::u32string& name, bool& titled) {
    for (bool again = true; again;) {
        again = false;
        for (const auto title : kTitlesAfter) {
            if (!name.ends_with(title)) continue;
            const auto rest = name.substr(0, name.size() - title.size());
            if (title.size() == 1 && !isBareSurname(rest)) continue;
            name = rest;
            titled = again = true;
        }
    }
}

bool isLatin(std::u32string_view text) {
    return std::all_of(text.begin(), text.end(), [](char32_t c) {
        return c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF) || c == 0x2019;
    });
}

std::string surnameIn(std::u32string_view name) {
    if (name.size() >= 2 && isCompoundSurname(name.substr(0, 2))) return toUtf8(name.substr(0, 2));
    return !name.empty() && isHan(name[0]) ? toUtf8(name.substr(0, 1)) : std::string();
}

} // namespace

NameParts readName(const facts::Customer& customer, const Folding& folding) {
    NameParts parts;
    if (customer.surname) {
        std::u32string surname;
        for (const auto& word : splitWords(codePoints(folding.fold(*customer.surname))).words)
            surname += word;
        parts.surname = toUtf8(surname);
    }
    if (!customer.name) return parts;

    auto [words, titled] = splitWords(codePoints(folding.fold(*customer.name)));
    std::u32string name;
    for (const auto& word : words)
        name += word;
    dropTitlesAfter(name, titled);
    if (parts.surname.empty()) {
        // "Mr Wang" gives a surname; of "Wang Wei" nobody can tell which of the two it is.
        parts.surname =
            titled && words.size() == 1 && isLatin(name) ? toUtf8(name) : surnameIn(name);
    }
    const bool lonelyLatinWord = words.size() == 1 && isLatin(name);
    if (!name.empty() && !isBareSurname(name) && !lonelyLatinWord) parts.fullName = toUtf8(name);
    return parts;
}

bool readPlainName(std::string_view written, const Folding& folding, PlainName& name) {
    constexpr std::size_t kBytes = 3; // of one character
    if (written.size() > name.bytes.size()) return false;
    std::array<char32_t, std::tuple_size_v<decltype(name.bytes)>> folded{};
    std::size_t count = 0;
    name.length = 0;
    for (std::size_t i = 0; i < written.size(); ++count) {
        const auto byte = [&](std::size_t at) {
            return i + at < written.size() ? static_cast<unsigned char>(written[i + at]) : 0U;
        };
        // Some tell people of one name apart by a number.
        if (count > 0 && byte(0) >= '0' && byte(0) <= '9') {
            folded[count] = byte(0);
            name.bytes[name.length++] = written[i++];
            continue;
        }
        if ((byte(0) & 0xF0U) != 0xE0U || (byte(1) & 0xC0U) != 0x80U || (byte(2) & 0xC0U) != 0x80U)
            return false;
        const char32_t c = (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        folded[count] = folding.simplifiedPlain(c);
        if (folded[count] == 0) return false;
        name.bytes[name.length++] = static_cast<char>(0xE0U | folded[count] >> 12U);
        name.bytes[name.length++] = static_cast<char>(0x80U | (folded[count] >> 6U & 0x3FU));
        name.bytes[name.length++] = static_cast<char>(0x80U | (folded[count] & 0x3FU));
        i += kBytes;
    }
    const std::u32string_view text(folded.data(), count);
    if (count < 2 || isBareSurname(text)) return false;
    for (const auto title : kTitlesAfter)
        if (text.ends_with(title)) return false;
    name.surnameLength = isCompoundSurname(text.substr(0, 2)) ? 2 * kBytes : kBytes;
    return true;
}

} // namespace shoujie::rules
