#pragma once

#include "shared/core/time.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP as the routes see it, without a network.
namespace shoujie::server {

struct Request {
    std::string method; ///< "GET"
    std::string target; ///< path and query as they came
    std::string authorization;
    std::string protocolVersion; ///< of the header protocol::kVersionHeader; may be empty
    std::string body;
    Instant receivedAt{}; ///< when the last byte was in

    [[nodiscard]] std::string_view path() const {
        return std::string_view(target).substr(0, target.find('?'));
    }
};

struct Response {
    int status = 200;
    std::string body; ///< JSON, unless a header says otherwise
    std::vector<std::pair<std::string, std::string>> headers;
    bool toDevice = false; ///< the asker has shown a device's token
};

/// Called once, from any thread.
using Respond = std::function<void(Response)>;

} // namespace shoujie::server
