#pragma once

#include "shared/rules/explanation/catalogue_en.hpp"
#include "shared/rules/explanation/language.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::rules::explanation {

inline constexpr std::size_t kMessages = kEnglish.size();

consteval std::size_t indexOf(std::string_view key) {
    for (std::size_t i = 0; i < kMessages; ++i)
        if (kEnglish[i].key == key) return i;
    throw "no such key in the catalogue";
}

/// The key of a message. One that the catalogue does not have does not compile.
class Key {
public:
    consteval Key(const char* key) : m_index(indexOf(key)) {}
    /// "alert" and "out_of_turn" make "alert.out_of_turn"; nothing for a word not in the catalogue.
    static std::optional<Key> ofWord(std::string_view family, std::string_view word);

    [[nodiscard]] std::size_t index() const { return m_index; }

private:
    struct Index {
        std::size_t value;
    };
    explicit Key(Index index) : m_index(index.value) {}

    std::size_t m_index;
};

std::string_view textOf(Key key, Language language);

/// The catalogue of a language, for tests.
std::vector<Message> messagesOf(Language language);

} // namespace shoujie::rules::explanation
