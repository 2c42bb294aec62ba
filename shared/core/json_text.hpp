#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace shoujie {

/// The document as text without white space, members in the order of the tree: what its own `dump`
/// gives, several times faster. Throws nlohmann::json::type_error where a text is no UTF-8.
std::string dumpJson(const nlohmann::json& json);

/// Writes JSON straight into text, for messages that are large or many. Commas come by themselves;
/// that brackets close and members have keys is up to the caller.
class JsonText {
public:
    JsonText& begin(char bracket); ///< '{' or '['
    JsonText& end(char bracket);   ///< '}' or ']'
    /// A member's name, which needs no escape.
    JsonText& key(std::string_view name);
    /// Throws nlohmann::json::type_error where it is no UTF-8.
    JsonText& text(std::string_view value);
    JsonText& number(std::int64_t value);
    JsonText& boolean(bool value);
    /// What is JSON already.
    JsonText& raw(std::string_view json);

    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    void separate();
    std::string m_out;
};

} // namespace shoujie
