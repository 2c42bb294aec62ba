#include "server/api/query.hpp"

#include "shared/core/limits.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
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

struct Number {
    std::string_view name;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::optional<std::int64_t>& out;
};

/// The numbers behind the question mark; `takes` names them for people.
Result<void> readNumbers(std::string_view target, std::string_view takes,
                         std::initializer_list<Number> numbers) {
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
        const auto* known = std::find_if(numbers.begin(), numbers.end(),
                                         [&](const Number& one) { return one.name == name; });
        if (known == numbers.end())
            return Error{ErrorCode::unknownMember, "", "the query takes " + std::string(takes)};
        if (auto read = readNumber(name, value, known->min, known->max, known->out); !read)
            return read;
    }
    return {};
}

} // namespace

Result<FeedQuery> readFeedQuery(std::string_view target) {
    constexpr std::int64_t kMost = limits::kMaxFeedEntries;
    std::optional<std::int64_t> after;
    std::optional<std::int64_t> limit;
    auto read = readNumbers(target, "after and limit",
                            {{"after", 0, std::numeric_limits<std::int64_t>::max(), after},
                             {"limit", 1, kMost, limit}});
    if (!read) return read.error();
    return FeedQuery{after.value_or(0), limit.value_or(kMost)};
}

namespace {

constexpr auto kMostBytes = static_cast<std::int64_t>(protocol::kMaxBlobBytes);

/// Where the path names one: 64 hex digits as they are written, nothing behind them.
Result<Hash> readBlobHash(std::string_view target) {
    const auto path = target.substr(0, target.find('?'));
    const auto name = path.substr(protocol::kBlobsPath.size());
    const auto bytes = fromHex(name);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size() || toHex(*bytes) != name)
        return Error{ErrorCode::notFound, "hash", "must be 64 hex digits"};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

} // namespace

Result<BlobQuery> readBlobQuery(std::string_view target) {
    const auto hash = readBlobHash(target);
    if (!hash) return hash.error();
    std::optional<std::int64_t> offset;
    auto read = readNumbers(target, "offset", {{"offset", 0, kMostBytes, offset}});
    if (!read) return read.error();
    return BlobQuery{*hash, offset.value_or(0)};
}

Result<protocol::BlobPiece> readBlobPiece(std::string_view target) {
    const auto hash = readBlobHash(target);
    if (!hash) return hash.error();
    std::optional<std::int64_t> offset;
    std::optional<std::int64_t> size;
    auto read = readNumbers(target, "offset and size",
                            {{"offset", 0, kMostBytes, offset}, {"size", 1, kMostBytes, size}});
    if (!read) return read.error();
    if (!offset || !size)
        return Error{ErrorCode::missingMember, offset ? "size" : "offset", "must be in the query"};
    return protocol::BlobPiece{*hash, *offset, *size};
}

} // namespace shoujie::server
