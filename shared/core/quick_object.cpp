#include "shared/core/quick_object.hpp"

#include "shared/core/json_text.hpp"

namespace shoujie {

namespace {

using simdjson::SUCCESS;
using simdjson::dom::element;
using simdjson::dom::element_type;

bool isControl(char c) {
    return (c >= 0 && c < 0x20) || c == 0x7f;
}

bool isPlainName(std::string_view name) {
    return name.size() <= limits::kMaxShortText && std::ranges::all_of(name, [](char c) {
               return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
           });
}

bool isUtf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

bool isInOrder(const element& json, std::size_t levels);

bool isInOrder(simdjson::dom::object json, std::size_t levels) {
    std::optional<std::string_view> before;
    for (const auto [name, value] : json) {
        if ((before && name <= *before) || !isPlainName(name) || !isInOrder(value, levels))
            return false;
        before = name;
    }
    return true;
}

bool isInOrder(simdjson::dom::array json, std::size_t levels) {
    for (const auto item : json)
        if (!isInOrder(item, levels)) return false;
    return true;
}

/// What the gate demands of a value that may go so many levels down, and canonical order.
bool isInOrder(const element& json, std::size_t levels) {
    switch (json.type()) {
    case element_type::OBJECT:
        return levels > 0 && isInOrder(json.get_object().value_unsafe(), levels - 1);
    case element_type::ARRAY:
        return levels > 0 && isInOrder(json.get_array().value_unsafe(), levels - 1);
    case element_type::STRING: // escapes may have made half a character
        return isUtf8(json.get_string().value_unsafe());
    case element_type::DOUBLE:
    case element_type::UINT64: // beyond int64
        return false;
    default:
        return true;
    }
}

void write(JsonText& out, const element& json);

void write(JsonText& out, simdjson::dom::object json) {
    out.begin('{');
    for (const auto [name, value] : json) {
        out.key(name);
        write(out, value);
    }
    out.end('}');
}

void write(JsonText& out, simdjson::dom::array json) {
    out.begin('[');
    for (const auto item : json)
        write(out, item);
    out.end(']');
}

void write(JsonText& out, const element& json) {
    switch (json.type()) {
    case element_type::OBJECT:
        return write(out, json.get_object().value_unsafe());
    case element_type::ARRAY:
        return write(out, json.get_array().value_unsafe());
    case element_type::STRING:
        out.text(json.get_string().value_unsafe());
        return;
    case element_type::INT64:
        out.number(json.get_int64().value_unsafe());
        return;
    case element_type::BOOL:
        out.boolean(json.get_bool().value_unsafe());
        return;
    default:
        out.raw("null");
    }
}

} // namespace

std::string QuickObject::textOf(const element& json) {
    JsonText out;
    write(out, json);
    return out.take();
}

std::optional<element> QuickObject::document(simdjson::dom::parser& parser, std::string_view text,
                                             const JsonLimits& limits) {
    element root;
    if (text.size() > limits.bytes || parser.parse(text.data(), text.size()).get(root) != SUCCESS ||
        !isInOrder(root, limits.depth))
        return std::nullopt;
    return root;
}

QuickObject::QuickObject(const element& json) : m_good(json.get(m_object) == SUCCESS) {}

bool QuickObject::has(std::string_view member) const {
    return m_good && m_object.at_key(member).error() == SUCCESS;
}

std::size_t QuickObject::countOf(std::string_view member) const {
    simdjson::dom::array list;
    return m_good && m_object.at_key(member).get(list) == SUCCESS ? list.size() : 0;
}

std::optional<element> QuickObject::take(std::string_view member, bool required) {
    element found;
    if (!m_good || m_object.at_key(member).get(found) != SUCCESS) {
        if (required) spoil();
        return std::nullopt;
    }
    ++m_read;
    return found;
}

void QuickObject::readText(const element& json, std::string& out, std::size_t maxBytes) {
    std::string_view text;
    if (json.get(text) != SUCCESS || text.size() > maxBytes) return spoil();
    out = text;
}

void QuickObject::readName(const element& json, std::string& out) {
    readText(json, out, limits::kMaxIdBytes);
    require(!out.empty() && std::ranges::none_of(out, isControl));
}

void QuickObject::text(std::string_view member, std::string& out, std::size_t maxBytes,
                       bool required) {
    if (const auto json = take(member, required)) readText(*json, out, maxBytes);
}

void QuickObject::text(std::string_view member, std::optional<std::string>& out,
                       std::size_t maxBytes) {
    if (const auto json = take(member, false)) readText(*json, out.emplace(), maxBytes);
}

void QuickObject::texts(std::string_view member, std::vector<std::string>& out,
                        std::size_t maxBytes, std::size_t maxItems, bool required) {
    eachItem(member, maxItems, required,
             [&](const element& item) { readText(item, out.emplace_back(), maxBytes); });
}

void QuickObject::integer(std::string_view member, std::int64_t& out, std::int64_t min,
                          std::int64_t max) {
    const auto json = take(member, true);
    if (!json || json->get(out) != SUCCESS || out < min || out > max) spoil();
}

void QuickObject::integer(std::string_view member, std::optional<std::int64_t>& out,
                          std::int64_t min, std::int64_t max) {
    const auto json = take(member, false);
    if (json && (json->get(out.emplace()) != SUCCESS || *out < min || *out > max)) spoil();
}

void QuickObject::boolean(std::string_view member, bool& out, bool required) {
    const auto json = take(member, required);
    if (json && json->get(out) != SUCCESS) spoil();
}

void QuickObject::boolean(std::string_view member, std::optional<bool>& out) {
    const auto json = take(member, false);
    if (json && json->get(out.emplace()) != SUCCESS) spoil();
}

void QuickObject::time(std::string_view member, Instant& out) {
    const auto json = take(member, true);
    std::string_view text;
    if (!json || json->get(text) != SUCCESS) return spoil();
    const auto at = parseRfc3339(text);
    require(at.ok());
    if (m_good) out = *at;
}

void QuickObject::time(std::string_view member, std::optional<Instant>& out) {
    std::string_view text;
    const auto json = take(member, false);
    if (!json) return;
    if (json->get(text) != SUCCESS) return spoil();
    const auto at = parseRfc3339(text);
    require(at.ok());
    if (m_good) out = *at;
}

} // namespace shoujie
