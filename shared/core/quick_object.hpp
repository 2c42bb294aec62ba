#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/time.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie {

/// The quick way through large messages: values straight from simdjson, without a tree. It takes
/// only what the gate and ObjectReader would take, and not all of it; where it does not, they read
/// the same text and say what is wrong, if anything is. A parser serves one document at a time.
class QuickObject {
public:
    /// The document, if the gate would take it and the members of all its objects stand in rising
    /// order, each once, as they do in canonical JSON, with names that need no escape.
    static std::optional<simdjson::dom::element>
    document(simdjson::dom::parser& parser, std::string_view text, const JsonLimits& limits);

    /// A part of the document as canonical JSON.
    static std::string textOf(const simdjson::dom::element& json);

    explicit QuickObject(const simdjson::dom::element& json);

    /// Its members; whether all that were asked for are as they should be.
    [[nodiscard]] bool good() const { return m_good; }
    /// ... and nobody has left one unread.
    [[nodiscard]] bool goodAndRead() const { return m_good && m_read == m_object.size(); }
    void spoil() { m_good = false; }
    void require(bool good) { m_good = m_good && good; }
    [[nodiscard]] bool has(std::string_view member) const;

    /// Nothing where it is absent; that spoils if it is required.
    std::optional<simdjson::dom::element> take(std::string_view member, bool required);

    void text(std::string_view member, std::string& out, std::size_t maxBytes,
              bool required = true);
    void text(std::string_view member, std::optional<std::string>& out, std::size_t maxBytes);
    void texts(std::string_view member, std::vector<std::string>& out, std::size_t maxBytes,
               std::size_t maxItems, bool required);
    void integer(std::string_view member, std::int64_t& out, std::int64_t min, std::int64_t max);
    void integer(std::string_view member, std::optional<std::int64_t>& out, std::int64_t min,
                 std::int64_t max);
    void boolean(std::string_view member, bool& out, bool required = true);
    void boolean(std::string_view member, std::optional<bool>& out);
    void time(std::string_view member, Instant& out);
    void time(std::string_view member, std::optional<Instant>& out);

    template <class Tag>
    void id(std::string_view member, Id<Tag>& out) {
        if (const auto json = take(member, true)) readName(*json, out.value);
    }
    template <class Tag>
    void id(std::string_view member, std::optional<Id<Tag>>& out) {
        if (const auto json = take(member, false)) readName(*json, out.emplace().value);
    }
    template <class Tag>
    void ids(std::string_view member, std::vector<Id<Tag>>& out, std::size_t maxItems,
             bool required) {
        eachItem(member, maxItems, required, [&](const simdjson::dom::element& item) {
            readName(item, out.emplace_back().value);
        });
    }
    template <class Enum, std::size_t N>
    void word(std::string_view member, const std::array<std::string_view, N>& words, Enum& out) {
        const auto json = take(member, true);
        std::string_view text;
        if (!json || json->get(text) != simdjson::SUCCESS) return spoil();
        const auto found = std::ranges::find(words, text);
        require(found != words.end());
        if (m_good) out = static_cast<Enum>(found - words.begin());
    }
    /// How many items a list has; 0 where it is none.
    [[nodiscard]] std::size_t countOf(std::string_view member) const;
    template <class Read>
    void eachItem(std::string_view member, std::size_t maxItems, bool required, Read read) {
        const auto json = take(member, required);
        if (!json) return;
        simdjson::dom::array list;
        if (json->get(list) != simdjson::SUCCESS || list.size() > maxItems) return spoil();
        for (const auto item : list)
            if (m_good) read(item);
    }

private:
    void readText(const simdjson::dom::element& json, std::string& out, std::size_t maxBytes);
    void readName(const simdjson::dom::element& json, std::string& out);

    simdjson::dom::object m_object;
    std::size_t m_read = 0;
    bool m_good = true;
};

} // namespace shoujie
