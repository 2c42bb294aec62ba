#pragma once

#include "server/net/stream.hpp"
#include "server/tls/certificates.hpp"
#include "shared/core/result.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <functional>
#include <memory>

namespace shoujie::server::net {

/// Makes a stream of a socket that was accepted.
using MakeStream = std::function<Stream(asio::ip::tcp::socket)>;

MakeStream plainStreams();
/// TLS 1.3 and nothing older. ErrorCode::notAllowed for a certificate that cannot be used.
Result<MakeStream> tlsStreams(const TlsIdentity& identity);

} // namespace shoujie::server::net
