#include "server/api/query.hpp"

#include "shared/core/limits.hpp"

#include <charconv>
#include <limits>
#include <optional>
#include <string>

namespace shoujie::server {

namespace {

Result<void> readNumber(std::string_view name, std::string_view text, std::int64_t min,
                        std::int64_t max, std::optional<std::int64_t>& out) {
    if (out)
        return Error{ErrorCode::duplicateMember, std::string(name), "stands in the query twice"};
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size())
        return Error{ErrorCode::notAnInteger, std::string(name), "must be an integer"};
    if (value < min || value > max)
        return Error{ErrorCode::outOfRange, std::string(name),
                     "must be from " + std::to_string(min) + " to " + std::to_string(max)};
    out = value;
    return {};
}

} // namespace

Result<FeedQuery> readFeedQuery(std::string_view target) {
    constexpr std::int64_t kMost = limits::kMaxFeedEntries;
    std::optional<std::int64_t> after;
    std::optional<std::int64_t> limit;
    const auto question = target.find('?');
    auto rest =
        question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
    while (!rest.empty()) {
        const auto part = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        const auto equals = part.find('=');
        const auto name = part.substr(0, equals);
        const auto value =
            equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
        Result<void> done = Error{ErrorCode::unknownMember, "", "the query takes after and limit"};
        if (name == "after")
            done = readNumber(name, value, 0, std::numeric_limits<std::int64_t>::max(), after);
        else if (name == "limit")
            done = readNumber(name, value, 1, kMost, limit);
        if (!done) return done.error();
    }
    return FeedQuery{after.value_or(0), limit.value_or(kMost)};
}

} // namespace shoujie::server
