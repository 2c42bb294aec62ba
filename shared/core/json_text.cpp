#include "shared/core/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <simdjson.h>
#include <utility>

namespace shoujie {

namespace {

using Json = nlohmann::json;

void appendNumber(std::string& out, std::int64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void appendText(std::string& out, std::string_view text) {
    bool ascii = true;
    const bool plain = std::ranges::all_of(text, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        ascii = ascii && byte < 0x80;
        return byte >= 0x20 && c != '"' && c != '\\';
    });
    if (plain && (ascii || simdjson::validate_utf8(text.data(), text.size())))
        out.append("\"").append(text).append("\"");
    else
        out.append(Json(text).dump()); // escapes, or refuses
}

void append(std::string& out, const Json& json) {
    if (json.is_object()) {
        char before = '{';
        for (const auto& [name, value] : json.items()) {
            out.push_back(std::exchange(before, ','));
            appendText(out, name);
            out.push_back(':');
            append(out, value);
        }
        out.append(before == '{' ? "{}" : "}");
    } else if (json.is_array()) {
        char before = '[';
        for (const auto& value : json) {
            out.push_back(std::exchange(before, ','));
            append(out, value);
        }
        out.append(before == '[' ? "[]" : "]");
    } else if (json.is_string()) {
        appendText(out, json.get_ref<const std::string&>());
    } else if (json.is_number_integer() && !json.is_number_unsigned()) {
        appendNumber(out, json.get<std::int64_t>());
    } else {
        out.append(json.dump());
    }
}

} // namespace

std::string dumpJson(const Json& json) {
    std::string out;
    append(out, json);
    return out;
}

void JsonText::separate() {
    if (!m_out.empty() && m_out.back() != '{' && m_out.back() != '[' && m_out.back() != ':')
        m_out.push_back(',');
}

JsonText& JsonText::begin(char bracket) {
    separate();
    m_out.push_back(bracket);
    return *this;
}

JsonText& JsonText::end(char bracket) {
    m_out.push_back(bracket);
    return *this;
}

JsonText& JsonText::key(std::string_view name) {
    separate();
    m_out.append("\"").append(name).append("\":");
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    separate();
    appendText(m_out, value);
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    appendNumber(m_out, value);
    return *this;
}

JsonText& JsonText::boolean(bool value) {
    separate();
    m_out.append(value ? "true" : "false");
    return *this;
}

JsonText& JsonText::raw(std::string_view json) {
    separate();
    m_out.append(json);
    return *this;
}

} // namespace shoujie
