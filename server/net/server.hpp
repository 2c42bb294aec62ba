#pragma once

#include "server/api/api.hpp"
#include "server/services/log.hpp"
#include "server/services/workers.hpp"
#include "server/tls/certificates.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace shoujie::server {

/// The network: HTTP and WebSocket on one port, all of it in one thread of its own; requests are
/// answered by the workers. TLS 1.3, or plain text on loopback only.
class Server {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 0;         ///< 0: the system chooses
        std::optional<TlsIdentity> tls; ///< none: plain text
        /// Those that are still shaking hands count.
        std::size_t maxConnections = 512;
        /// Requests with a body above 16 KiB that are read and answered at the same time, and how
        /// long others wait for their turn before they are told to come again.
        std::size_t largeAtOnce = 16;
        std::chrono::milliseconds largePatience = std::chrono::seconds(15);
        std::chrono::milliseconds handshakeDeadline = std::chrono::seconds(10);
        /// Between two requests, and until a request's header is complete.
        std::chrono::milliseconds idleDeadline = std::chrono::seconds(60);
        /// From the header to the last byte of the body.
        std::chrono::milliseconds bodyDeadline = std::chrono::seconds(15);
        std::chrono::milliseconds writeDeadline = std::chrono::seconds(15);
        /// How long a silent WebSocket lives; it is pinged at half of it.
        std::chrono::milliseconds liveDeadline = std::chrono::seconds(60);
        /// What running requests and closing WebSockets get when the server stops.
        std::chrono::milliseconds stopDeadline = std::chrono::seconds(2);
    };

    /// Listens and serves from now on. ErrorCode::notAllowed for plain text on an address that is
    /// not loopback and for a certificate that cannot be used, ErrorCode::unavailable where the
    /// port is taken.
    static Result<std::unique_ptr<Server>> start(const Options& options, Api& api, Workers& workers,
                                                 Clock& clock, Log& log);
    /// Stops, see `stop()`.
    ~Server();

    [[nodiscard]] std::uint16_t port() const;
    /// Tells the site's WebSockets that its feed has grown. From any thread; returns at once.
    void poke(const SiteId& site, std::int64_t feedSeq);
    /// Ends the device's WebSockets, and those that it was about to open.
    void shutOut(const DeviceId& device);
    /// Takes no new connections, finishes running requests, closes WebSockets with "going away".
    void stop();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::server
