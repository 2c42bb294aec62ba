#include "shared/core/json_gate.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <simdjson.h>
#include <string>
#include <vector>

namespace shoujie {

namespace {

using Json = nlohmann::json;

/// Names stand in the paths of errors, so in replies and logs: short, and on one line.
bool isMemberName(std::string_view name) {
    return name.size() <= limits::kMaxShortText &&
           std::ranges::none_of(name, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

/// Builds the document itself, so that depth and duplicates are refused before anything is nested
/// or overwritten: nlohmann's own tree crashes when a very deep one is copied or destroyed.
class GateHandler final : public nlohmann::json_sax<Json> {
public:
    explicit GateHandler(std::size_t maxDepth) : m_maxDepth(maxDepth) {}

    bool null() override { return add(nullptr) != nullptr; }
    bool boolean(bool value) override { return add(value) != nullptr; }
    bool number_integer(std::int64_t value) override { return add(value) != nullptr; }
    bool number_unsigned(std::uint64_t value) override {
        if (value > static_cast<std::uint64_t>(INT64_MAX))
            return refuse(ErrorCode::notAnInteger, "is a number beyond 64 bits");
        return add(static_cast<std::int64_t>(value)) != nullptr;
    }
    bool number_float(double, const std::string&) override {
        return refuse(ErrorCode::notAnInteger, "is not a whole number within 64 bits");
    }
    bool string(std::string& value) override { return add(std::move(value)) != nullptr; }
    bool binary(Json::binary_t&) override {
        return refuse(ErrorCode::malformed, "is binary data, which is no JSON");
    }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool key(std::string& name) override {
        std::string& member = m_open.back().member;
        member.clear();
        if (!isMemberName(name))
            return refuse(ErrorCode::notAllowed,
                          "has a member name with control characters or of more than " +
                              std::to_string(limits::kMaxShortText) + " bytes");
        member = name;
        if (m_open.back().json->contains(name))
            return refuse(ErrorCode::duplicateMember, "is there twice");
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& why) override {
        constexpr int kNumberOverflow = 406; // 1e999
        if (why.id == kNumberOverflow) return number_float(0, {});
        const bool utf8 = isAboutText(why.what());
        return refuse(utf8 ? ErrorCode::invalidUtf8 : ErrorCode::malformed,
                      (utf8 ? "is not valid UTF-8, at byte " : "is not JSON, at byte ") +
                          std::to_string(position));
    }

    Json takeRoot() { return std::move(m_root); }
    Error takeError() {
        return m_error ? std::move(*m_error) : Error{ErrorCode::malformed, "", "is not JSON"};
    }

private:
    struct Level {
        Json* json;
        std::string member; ///< last key of an object, empty before the first
    };

    /// The library names bad UTF-8 and lone surrogates only in its message, which ends with a piece
    /// of the input.
    static bool isAboutText(std::string_view message) {
        message = message.substr(0, message.find("; last read"));
        return message.find("ill-formed UTF-8") != std::string_view::npos ||
               message.find("surrogate U+") != std::string_view::npos;
    }

    Json* add(Json value) {
        if (m_open.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        Level& level = m_open.back();
        if (level.json->is_array()) {
            level.json->push_back(std::move(value));
            return &level.json->back();
        }
        return &((*level.json)[level.member] = std::move(value));
    }

    bool open(Json value) {
        if (m_open.size() >= m_maxDepth)
            return refuse(ErrorCode::tooDeep,
                          "is nested deeper than " + std::to_string(m_maxDepth) + " levels");
        Json* json = add(std::move(value));
        m_open.push_back({json, {}});
        return true;
    }

    bool close() {
        m_open.pop_back();
        return true;
    }

    bool refuse(ErrorCode code, std::string message) {
        if (!m_error) m_error = Error{code, path(), std::move(message)};
        return false;
    }

    [[nodiscard]] std::string path() const {
        std::string text;
        for (const Level& level : m_open) {
            if (level.json->is_array()) {
                // An open child is in the list already; a value being read is not.
                const bool hasOpenChild = &level != &m_open.back();
                text += "[" + std::to_string(level.json->size() - (hasOpenChild ? 1 : 0)) + "]";
            } else if (!level.member.empty()) {
                text += (text.empty() ? "" : ".") + level.member;
            }
        }
        return text;
    }

    std::size_t m_maxDepth;
    Json m_root;
    std::vector<Level> m_open;
    std::optional<Error> m_error;
};

/// The same document, several times faster; nothing where anything is not as it should be, which
/// the handler above then says exactly.
class QuickReader {
public:
    explicit QuickReader(std::size_t maxDepth) : m_maxDepth(maxDepth) {}

    std::optional<Json> read(std::string_view text) const {
        // Kept for the next document, unless one was large.
        static thread_local simdjson::dom::parser parser(kMostKept);
        simdjson::dom::parser large;
        simdjson::dom::element root;
        auto& used = text.size() <= kMostKept ? parser : large;
        if (used.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
            return std::nullopt;
        std::optional<Json> json(std::in_place);
        if (!take(root, 0, *json)) json.reset();
        return json;
    }

private:
    static constexpr std::size_t kMostKept = 2 * 1024 * 1024;

    bool take(simdjson::dom::element from, std::size_t depth, Json& to) const {
        switch (from.type()) {
        case simdjson::dom::element_type::OBJECT:
            return depth < m_maxDepth && takeObject(from.get_object().value_unsafe(), depth, to);
        case simdjson::dom::element_type::ARRAY:
            return depth < m_maxDepth && takeArray(from.get_array().value_unsafe(), depth, to);
        case simdjson::dom::element_type::STRING:
            to = std::string(from.get_string().value_unsafe());
            return true;
        case simdjson::dom::element_type::INT64:
            to = from.get_int64().value_unsafe();
            return true;
        case simdjson::dom::element_type::BOOL:
            to = from.get_bool().value_unsafe();
            return true;
        case simdjson::dom::element_type::NULL_VALUE:
            to = nullptr;
            return true;
        default: // fractions, and numbers beyond 64 bits
            return false;
        }
    }
    bool takeObject(simdjson::dom::object from, std::size_t depth, Json& to) const {
        to = Json::object();
        auto& members = to.get_ref<Json::object_t&>();
        for (const auto [name, value] : from) {
            if (!isMemberName(name)) return false;
            const auto before = members.size();
            const auto member = members.emplace_hint(members.end(), name, nullptr);
            if (members.size() == before || !take(value, depth + 1, member->second)) return false;
        }
        return true;
    }
    bool takeArray(simdjson::dom::array from, std::size_t depth, Json& to) const {
        to = Json::array();
        auto& items = to.get_ref<Json::array_t&>();
        items.reserve(from.size());
        for (const auto value : from)
            if (!take(value, depth + 1, items.emplace_back())) return false;
        return true;
    }

    std::size_t m_maxDepth;
};

} // namespace

std::optional<Json> readQuickly(std::string_view text, std::size_t maxDepth) {
    return QuickReader(maxDepth).read(text);
}

Result<Json> readExactly(std::string_view text, std::size_t maxDepth) {
    GateHandler handler(maxDepth);
    if (!Json::sax_parse(text, &handler)) return handler.takeError();
    return handler.takeRoot();
}

Result<Json> parseJson(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        return Error{ErrorCode::tooLong, "",
                     "is larger than " + std::to_string(limits.bytes) + " bytes"};
    // The library takes a zero byte for the end and would not look at what follows it.
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return Error{ErrorCode::malformed, "", "is not JSON, at byte " + std::to_string(zero + 1)};
    if (auto json = readQuickly(text, limits.depth)) return std::move(*json);
    return readExactly(text, limits.depth);
}

} // namespace shoujie
