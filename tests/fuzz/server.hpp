#pragma once

#include "server/net/hub.hpp"
#include "server/net/stream.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace shoujie::fuzz {

/// The server's real connections, routes and store, without sockets, threads and TLS: bytes go in
/// and come out in memory, and everything happens in the caller's thread. One site, no devices, so
/// that no input changes what is kept.
class QuietServer {
public:
    QuietServer();
    ~QuietServer();

    /// What a connection answers to these bytes, read in pieces of at most `piece`, and their end.
    std::string serve(std::string_view bytes, std::size_t piece);
    /// The same for what follows an upgrade that was admitted.
    using Upgrade = boost::beast::http::request<boost::beast::http::string_body>;
    std::string live(const Upgrade& upgrade, std::string_view bytes, std::size_t piece);

private:
    struct Parts;
    void runToEnd();
    std::unique_ptr<Parts> m_parts;
};

/// The one of this process.
QuietServer& quietServer();

} // namespace shoujie::fuzz
