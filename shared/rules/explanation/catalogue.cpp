#include "shared/rules/explanation/catalogue.hpp"

#include "shared/rules/explanation/catalogue_zh_cn.hpp"
#include "shared/rules/explanation/catalogue_zh_tw.hpp"

namespace shoujie::rules::explanation {

namespace {

/// Every {placeholder} of `text` stands in `other` too.
consteval bool placeholdersIn(std::string_view text, std::string_view other) {
    for (auto open = text.find('{'); open != std::string_view::npos;
         open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) return false;
        if (other.find(text.substr(open, close + 1 - open)) == std::string_view::npos) return false;
    }
    return true;
}

/// The same keys in the same order, each with the same placeholders.
template <std::size_t N>
consteval bool fits(const std::array<Message, N>& catalogue) {
    if (N != kMessages) return false;
    for (std::size_t i = 0; i < N; ++i)
        if (catalogue[i].key != kEnglish[i].key ||
            !placeholdersIn(catalogue[i].text, kEnglish[i].text) ||
            !placeholdersIn(kEnglish[i].text, catalogue[i].text))
            return false;
    return true;
}

static_assert(fits(kSimplified), "the Simplified catalogue differs from the English one");
static_assert(fits(kTraditional), "the Traditional catalogue differs from the English one");

const std::array<Message, kMessages>& catalogueOf(Language language) {
    switch (language) {
    case Language::zhCn:
        return kSimplified;
    case Language::zhTw:
        return kTraditional;
    case Language::en:
        break;
    }
    return kEnglish;
}

} // namespace

Result<Language> languageOf(std::string_view tag) {
    if (tag == "zh_CN") return Language::zhCn;
    if (tag == "zh_TW") return Language::zhTw;
    if (tag == "en") return Language::en;
    return Error{ErrorCode::notAllowed, "lang", "must be zh_CN, zh_TW or en"};
}

std::optional<Key> Key::ofWord(std::string_view family, std::string_view word) {
    for (std::size_t i = 0; i < kMessages; ++i) {
        const auto key = kEnglish[i].key;
        if (key.size() == family.size() + 1 + word.size() && key.starts_with(family) &&
            key[family.size()] == '.' && key.ends_with(word))
            return Key(Index{i});
    }
    return std::nullopt;
}

std::string_view textOf(Key key, Language language) {
    return catalogueOf(language)[key.index()].text;
}

std::vector<Message> messagesOf(Language language) {
    const auto& catalogue = catalogueOf(language);
    return {catalogue.begin(), catalogue.end()};
}

} // namespace shoujie::rules::explanation
