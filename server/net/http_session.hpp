#pragma once

#include "server/net/hub.hpp"
#include "server/net/stream.hpp"

namespace shoujie::server::net {

/// Serves one HTTP connection until it ends or becomes a WebSocket.
void startHttpSession(Hub& hub, Stream stream);

} // namespace shoujie::server::net
