#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoujie {

/// Reads one JSON object member by member and remembers the first thing that is wrong with it.
/// A member nobody asked for is an error (ErrorCode::unknownMember) when `finish()` is called.
/// Typical use:  ObjectReader in(json, "data"); in.required("visit", v.visit); return in.finish();
class ObjectReader {
public:
    ObjectReader(const nlohmann::json& json, std::string path);

    /// Path of a member of this object: "data.visit".
    [[nodiscard]] std::string pathOf(std::string_view member) const;
    [[nodiscard]] bool has(std::string_view member) const;

    /// The member's JSON, marked as read; null pointer where it is absent (an error if required).
    const nlohmann::json* take(std::string_view member, bool required);

    void text(std::string_view member, std::string& out, std::size_t maxBytes,
              bool required = true);
    void text(std::string_view member, std::optional<std::string>& out, std::size_t maxBytes);
    void texts(std::string_view member, std::vector<std::string>& out, std::size_t maxBytes,
               std::size_t maxItems, bool required);
    void integer(std::string_view member, std::int64_t& out, std::int64_t min, std::int64_t max,
                 bool required = true);
    void integer(std::string_view member, std::optional<std::int64_t>& out, std::int64_t min,
                 std::int64_t max);
    void boolean(std::string_view member, bool& out, bool required = true);
    void boolean(std::string_view member, std::optional<bool>& out);
    void time(std::string_view member, Instant& out);
    void time(std::string_view member, std::optional<Instant>& out);

    template <class Tag>
    void id(std::string_view member, Id<Tag>& out) {
        text(member, out.value, limits::kMaxIdBytes);
        checkName(out.value, pathOf(member));
    }
    template <class Tag>
    void id(std::string_view member, std::optional<Id<Tag>>& out) {
        if (!has(member)) return;
        id(member, out.emplace());
    }
    template <class Tag>
    void ids(std::string_view member, std::vector<Id<Tag>>& out, std::size_t maxItems,
             bool required) {
        std::vector<std::string> values;
        texts(member, values, limits::kMaxIdBytes, maxItems, required);
        for (std::size_t i = 0; i < values.size(); ++i) {
            checkName(values[i], pathOf(member) + "[" + std::to_string(i) + "]");
            out.emplace_back(std::move(values[i]));
        }
    }
    /// Text that is an opaque name of something, made like an id: not empty, no control characters.
    void name(std::string_view member, std::string& out);

    /// Remembers an error unless there is one already.
    void fail(ErrorCode code, std::string path, std::string message);
    void fail(Error error);
    [[nodiscard]] bool failed() const { return m_error.has_value(); }

    /// What becomes of members that were not read: requests refuse them, replies of a newer server
    /// may have some.
    enum class Unread { refused, skipped };
    /// Success, or the first error.
    Result<void> finish(Unread unread = Unread::refused);

private:
    void checkName(const std::string& value, std::string path);

    const nlohmann::json* m_json = nullptr;
    std::string m_path;
    std::vector<std::string_view> m_read;
    std::optional<Error> m_error;
};

/// Text of JSON that is a string of valid UTF-8 with at most `maxBytes` bytes.
Result<std::string> textFromJson(const nlohmann::json& json, const std::string& path,
                                 std::size_t maxBytes);

} // namespace shoujie
