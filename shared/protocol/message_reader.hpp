#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/object_reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// How messages are read: what their members have in common.
namespace shoujie::protocol {

using Unread = ObjectReader::Unread;

/// Replies and the tablet's own log come from a trusted peer, but a snapshot may be large.
inline constexpr JsonLimits kReplyLimits{limits::kMaxJsonDepth + 4, 64 * 1024 * 1024};

/// A fixed number of bytes written as hexadecimal digits.
template <std::size_t N>
void hexBytes(ObjectReader& in, std::string_view member, std::array<std::uint8_t, N>& out) {
    std::string text;
    in.text(member, text, N * 2);
    if (in.failed()) return;
    const auto bytes = fromHex(text);
    if (!bytes || bytes->size() != N)
        return in.fail(ErrorCode::malformed, in.pathOf(member),
                       "must be " + std::to_string(N * 2) + " lower-case hexadecimal digits");
    std::ranges::copy(*bytes, out.begin());
}

template <std::size_t N>
void wordAmong(ObjectReader& in, std::string_view member,
               const std::array<std::string_view, N>& words, std::size_t& out) {
    std::string text;
    in.text(member, text, limits::kMaxShortText);
    if (in.failed()) return;
    const auto found = std::ranges::find(words, text);
    if (found == words.end())
        return in.fail(ErrorCode::notAllowed, in.pathOf(member), "is not a known word");
    out = static_cast<std::size_t>(found - words.begin());
}

/// Reads a JSON object from outside with `read`; unread members as `unread` says.
template <class T>
Result<T> decodeObject(std::string_view text, const JsonLimits& limits, Unread unread,
                       const std::function<void(ObjectReader&, T&)>& read) {
    const auto json = parseJson(text, limits);
    if (!json) return json.error();
    T message;
    ObjectReader in(*json, "");
    if (!in.failed()) read(in, message);
    if (auto done = in.finish(unread); !done) return done.error();
    return message;
}

template <class T>
Result<T> decodeRequest(std::string_view text, const std::function<void(ObjectReader&, T&)>& read) {
    return decodeObject<T>(text, {}, Unread::refused, read);
}
template <class T>
Result<T> decodeReply(std::string_view text, const std::function<void(ObjectReader&, T&)>& read) {
    return decodeObject<T>(text, kReplyLimits, Unread::skipped, read);
}

/// Reads each object of a list with `read`.
inline void eachObject(ObjectReader& in, std::string_view member, std::size_t maxItems,
                       Unread unread, const std::function<void(ObjectReader&)>& read) {
    const auto* json = in.take(member, true);
    if (json == nullptr) return;
    if (!json->is_array())
        return in.fail(ErrorCode::wrongType, in.pathOf(member), "must be a list");
    if (json->size() > maxItems)
        return in.fail(ErrorCode::tooLong, in.pathOf(member),
                       "has more than " + std::to_string(maxItems) + " items");
    for (std::size_t i = 0; i < json->size() && !in.failed(); ++i) {
        ObjectReader item((*json)[i], in.pathOf(member) + "[" + std::to_string(i) + "]");
        if (!item.failed()) read(item);
        if (auto done = item.finish(unread); !done) in.fail(done.error());
    }
}

inline void nested(ObjectReader& in, std::string_view member, Unread unread,
                   const std::function<void(ObjectReader&)>& read) {
    const auto* json = in.take(member, true);
    if (json == nullptr) return;
    ObjectReader item(*json, in.pathOf(member));
    if (!item.failed()) read(item);
    if (auto done = item.finish(unread); !done) in.fail(done.error());
}

/// Bytes as base 64.
inline void base64Bytes(ObjectReader& in, std::string_view member, std::string& out) {
    std::string text;
    in.text(member, text, limits::kMaxBodyBytes);
    if (in.failed()) return;
    const auto bytes = fromBase64(text);
    if (!bytes) return in.fail(bytes.error().code, in.pathOf(member), bytes.error().message);
    out.assign(bytes->begin(), bytes->end());
}

} // namespace shoujie::protocol
