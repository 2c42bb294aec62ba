#include "shared/core/result.hpp"

namespace shoujie {

const char* toString(ErrorCode code) {
    switch (code) {
    case ErrorCode::malformed:
        return "malformed";
    case ErrorCode::invalidUtf8:
        return "invalid_utf8";
    case ErrorCode::tooDeep:
        return "too_deep";
    case ErrorCode::duplicateMember:
        return "duplicate_member";
    case ErrorCode::notAnInteger:
        return "not_an_integer";
    case ErrorCode::missingMember:
        return "missing_member";
    case ErrorCode::unknownMember:
        return "unknown_member";
    case ErrorCode::unknownKind:
        return "unknown_kind";
    case ErrorCode::wrongType:
        return "wrong_type";
    case ErrorCode::notAllowed:
        return "not_allowed";
    case ErrorCode::tooLong:
        return "too_long";
    case ErrorCode::tooShort:
        return "too_short";
    case ErrorCode::outOfRange:
        return "out_of_range";
    case ErrorCode::badTime:
        return "bad_time";
    case ErrorCode::conflict:
        return "conflict";
    case ErrorCode::notFound:
        return "not_found";
    case ErrorCode::unauthorized:
        return "unauthorized";
    case ErrorCode::forbidden:
        return "forbidden";
    case ErrorCode::untrusted:
        return "untrusted";
    case ErrorCode::unsupported:
        return "unsupported";
    case ErrorCode::tooMany:
        return "too_many";
    case ErrorCode::unavailable:
        return "unavailable";
    case ErrorCode::storage:
        return "storage";
    case ErrorCode::corrupt:
        return "corrupt";
    }
    return "unknown";
}

std::string describe(const Error& error) {
    std::string text = error.path.empty() ? std::string() : error.path + ": ";
    return text + error.message + " (" + toString(error.code) + ")";
}

std::optional<ErrorCode> errorCodeOf(std::string_view word) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::corrupt); ++code)
        if (word == toString(static_cast<ErrorCode>(code))) return static_cast<ErrorCode>(code);
    return std::nullopt;
}

} // namespace shoujie
