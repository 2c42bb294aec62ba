#pragma once

#include "server/net/hub.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace shoujie::server::net {

/// Serves one HTTP connection until it ends or becomes a WebSocket.
void startHttpSession(Hub& hub, asio::ip::tcp::socket socket);

} // namespace shoujie::server::net
