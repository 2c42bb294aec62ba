#include "shared/core/json_gate.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace shoujie {

namespace {

using Json = nlohmann::json;

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

    /// Names stand in the paths of errors, so in replies and logs: short, and on one line.
    static bool isMemberName(std::string_view name) {
        return name.size() <= limits::kMaxShortText &&
               std::ranges::none_of(name, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
    }

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

} // namespace

Result<Json> parseJson(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes)
        return Error{ErrorCode::tooLong, "",
                     "is larger than " + std::to_string(limits.bytes) + " bytes"};
    // The library takes a zero byte for the end and would not look at what follows it.
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return Error{ErrorCode::malformed, "", "is not JSON, at byte " + std::to_string(zero + 1)};
    GateHandler handler(limits.depth);
    if (!Json::sax_parse(text, &handler)) return handler.takeError();
    return handler.takeRoot();
}

} // namespace shoujie
