#include "client/sync/exchange.hpp"

#include "shared/protocol/messages.hpp"

#include <utility>

namespace shoujie::client {

HttpRequest makeRequest(std::string_view method, std::string_view path, std::string body,
                        const std::string& credentials) {
    HttpRequest request{std::string(method), std::string(path), {}, std::move(body)};
    request.headers.emplace_back(protocol::kVersionHeader, std::to_string(protocol::kVersion));
    const bool photo = method == "PUT";
    if (!request.body.empty())
        request.headers.emplace_back("Content-Type",
                                     photo ? "application/octet-stream" : "application/json");
    if (!credentials.empty()) request.headers.emplace_back("Authorization", credentials);
    return request;
}

Error errorOf(const HttpResponse& response) {
    if (auto said = protocol::decodeErrorReply(response.body)) return said->error;
    const std::string status = "the server answered with status " + std::to_string(response.status);
    switch (response.status) {
    case 401:
        return {ErrorCode::unauthorized, "", status};
    case 403:
        return {ErrorCode::forbidden, "", status};
    case 404:
        return {ErrorCode::notFound, "", status};
    case 409:
        return {ErrorCode::conflict, "", status};
    case 413:
        return {ErrorCode::tooLong, "", status};
    case 426:
        return {ErrorCode::unsupported, "", status};
    case 429:
        return {ErrorCode::tooMany, "", status};
    default:
        break;
    }
    // Redirections and odd successes come from something between here and the server.
    const bool refused = response.status >= 400 && response.status < 500;
    return {refused ? ErrorCode::malformed : ErrorCode::unavailable, "", status};
}

Error unreadable(const Error& why) {
    return {ErrorCode::unavailable, why.path, "the reply cannot be read: " + why.message};
}

bool isDisputed(const Error& error) {
    if (error.code == ErrorCode::corrupt)
        return error.path == "checkpoint" || error.path == "consistency";
    return error.code == ErrorCode::conflict && error.path == "tree_size";
}

bool isRecovering(const Error& error) {
    return error.code == ErrorCode::unavailable && error.path == "recovery";
}

bool isEpochOver(const Error& error) {
    return error.code == ErrorCode::conflict && error.path == "epoch";
}

bool isSetAside(const Error& error) {
    return error.code == ErrorCode::forbidden && error.path == "device";
}

Failure classify(const Error& error) {
    switch (error.code) {
    case ErrorCode::unavailable:
    case ErrorCode::tooMany:
    case ErrorCode::storage:
        return Failure::transient;
    case ErrorCode::malformed:
    case ErrorCode::invalidUtf8:
    case ErrorCode::tooDeep:
    case ErrorCode::duplicateMember:
    case ErrorCode::notAnInteger:
    case ErrorCode::missingMember:
    case ErrorCode::unknownMember:
    case ErrorCode::unknownKind:
    case ErrorCode::wrongType:
    case ErrorCode::notAllowed:
    case ErrorCode::tooLong:
    case ErrorCode::tooShort:
    case ErrorCode::outOfRange:
    case ErrorCode::badTime:
    case ErrorCode::conflict:
    case ErrorCode::notFound:
    case ErrorCode::unauthorized:
    case ErrorCode::forbidden:
    case ErrorCode::unsupported:
    case ErrorCode::untrusted:
    case ErrorCode::corrupt:
        return Failure::permanent;
    }
    return Failure::permanent;
}

} // namespace shoujie::client
