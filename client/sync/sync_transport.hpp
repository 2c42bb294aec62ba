#pragma once

#include "shared/core/result.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace shoujie::client {

struct HttpRequest {
    std::string method; ///< "GET", "POST" or "PUT"
    std::string path;   ///< with its query, from "/"
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpResponse {
    int status = 0;
    std::string body;
};

/// Carries one request at a time to one server.
class SyncTransport {
public:
    /// A response of any status, or ErrorCode::unavailable when none came.
    using Reply = std::function<void(Result<HttpResponse>)>;

    virtual ~SyncTransport() = default;
    /// `reply` is called exactly once, after `send` has returned, unless the request is cancelled.
    virtual void send(HttpRequest request, Reply reply) = 0;
    /// Gives the request up, if there is one; its reply will not be called.
    virtual void cancel() = 0;
};

} // namespace shoujie::client
