#include "shared/core/object_reader.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace shoujie {

namespace {

bool isUtf8(const std::string& text) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t codePoint = 0;
        const auto length = utf8proc_iterate(at, left, &codePoint);
        if (length <= 0) return false;
        at += length;
        left -= length;
    }
    return true;
}

} // namespace

ObjectReader::ObjectReader(const nlohmann::json& json, std::string path)
    : m_json(&json), m_path(std::move(path)) {
    if (!json.is_object()) {
        fail(ErrorCode::wrongType, m_path, "must be an object");
        m_json = nullptr;
    }
}

std::string ObjectReader::pathOf(std::string_view member) const {
    std::string path = m_path;
    if (!path.empty()) path += '.';
    return path += member;
}

bool ObjectReader::has(std::string_view member) const {
    return m_json != nullptr && m_json->contains(member);
}

const nlohmann::json* ObjectReader::take(std::string_view member, bool required) {
    m_read.push_back(member);
    if (m_json == nullptr) return nullptr;
    const auto found = m_json->find(member);
    if (found != m_json->end()) return &*found;
    if (required) fail(ErrorCode::missingMember, pathOf(member), "is missing");
    return nullptr;
}

void ObjectReader::text(std::string_view member, std::string& out, std::size_t maxBytes,
                        bool required) {
    const auto* json = take(member, required);
    if (json == nullptr) return;
    auto result = textFromJson(*json, pathOf(member), maxBytes);
    if (result)
        out = std::move(result).value();
    else
        fail(std::move(result).error());
}

void ObjectReader::text(std::string_view member, std::optional<std::string>& out,
                        std::size_t maxBytes) {
    if (!has(member)) return;
    text(member, out.emplace(), maxBytes);
}

void ObjectReader::texts(std::string_view member, std::vector<std::string>& out,
                         std::size_t maxBytes, std::size_t maxItems, bool required) {
    const auto* json = take(member, required);
    if (json == nullptr) return;
    const auto path = pathOf(member);
    if (!json->is_array()) return fail(ErrorCode::wrongType, path, "must be a list");
    if (json->size() > maxItems)
        return fail(ErrorCode::tooLong, path,
                    "has more than " + std::to_string(maxItems) + " items");
    for (std::size_t i = 0; i < json->size(); ++i) {
        auto item = textFromJson((*json)[i], path + "[" + std::to_string(i) + "]", maxBytes);
        if (!item) return fail(std::move(item).error());
        out.push_back(std::move(item).value());
    }
}

void ObjectReader::name(std::string_view member, std::string& out) {
    text(member, out, limits::kMaxIdBytes);
    checkName(out, pathOf(member));
}

void ObjectReader::checkName(const std::string& value, std::string path) {
    if (value.empty()) return fail(ErrorCode::tooShort, std::move(path), "must not be empty");
    if (std::ranges::any_of(value, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }))
        fail(ErrorCode::notAllowed, std::move(path), "must not have control characters");
}

void ObjectReader::integer(std::string_view member, std::int64_t& out, std::int64_t min,
                           std::int64_t max, bool required) {
    const auto* json = take(member, required);
    if (json == nullptr) return;
    if (!json->is_number_integer())
        return fail(ErrorCode::wrongType, pathOf(member), "must be a whole number");
    const bool tooLarge = json->is_number_unsigned() &&
                          json->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
    const auto value = json->get<std::int64_t>();
    if (tooLarge || value < min || value > max)
        return fail(ErrorCode::outOfRange, pathOf(member),
                    "must be from " + std::to_string(min) + " to " + std::to_string(max));
    out = value;
}

void ObjectReader::integer(std::string_view member, std::optional<std::int64_t>& out,
                           std::int64_t min, std::int64_t max) {
    if (!has(member)) return;
    integer(member, out.emplace(), min, max);
}

void ObjectReader::boolean(std::string_view member, bool& out, bool required) {
    const auto* json = take(member, required);
    if (json == nullptr) return;
    if (!json->is_boolean())
        return fail(ErrorCode::wrongType, pathOf(member), "must be true or false");
    out = json->get<bool>();
}

void ObjectReader::boolean(std::string_view member, std::optional<bool>& out) {
    if (!has(member)) return;
    boolean(member, out.emplace());
}

void ObjectReader::time(std::string_view member, Instant& out) {
    std::string value;
    text(member, value, limits::kMaxShortText);
    if (failed()) return;
    const auto at = parseRfc3339(value);
    if (at)
        out = *at;
    else
        fail(at.error().code, pathOf(member), at.error().message);
}

void ObjectReader::time(std::string_view member, std::optional<Instant>& out) {
    if (!has(member)) return;
    time(member, out.emplace());
}

void ObjectReader::fail(ErrorCode code, std::string path, std::string message) {
    fail(Error{code, std::move(path), std::move(message)});
}

void ObjectReader::fail(Error error) {
    if (!m_error) m_error = std::move(error);
}

Result<void> ObjectReader::finish(Unread unread) {
    if (m_error) return *m_error;
    if (unread == Unread::skipped) return {};
    for (const auto& [member, value] : m_json->items()) {
        if (std::ranges::find(m_read, member) == m_read.end())
            return Error{ErrorCode::unknownMember, pathOf(member), "is not known here"};
    }
    return {};
}

Result<std::string> textFromJson(const nlohmann::json& json, const std::string& path,
                                 std::size_t maxBytes) {
    if (!json.is_string()) return Error{ErrorCode::wrongType, path, "must be text"};
    const auto& text = json.get_ref<const std::string&>();
    if (text.size() > maxBytes)
        return Error{ErrorCode::tooLong, path,
                     "is longer than " + std::to_string(maxBytes) + " bytes"};
    if (!isUtf8(text)) return Error{ErrorCode::invalidUtf8, path, "is not valid UTF-8"};
    return text;
}

} // namespace shoujie
