#pragma once

#include "client/store/tablet_core.hpp"
#include "client/sync/sync_transport.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::client {

/// Checks the address of a server: https, or http on loopback for development (sync.md 6), with no
/// path. Gives it without a trailing slash; fails with ErrorCode::notAllowed at "server".
Result<std::string> checkServerAddress(const std::string& address);

/// What the office gives out for one tablet.
struct Invitation {
    std::string server;      ///< as checkServerAddress() gives it
    std::string code;        ///< one-time
    std::optional<Hash> pin; ///< SHA-256 of the certificate that vouches for the server
};

/// Reads "CODE.FINGERPRINT", or "CODE" for a server on this machine without TLS, typed in any case
/// and with white space. Fails at "server" or "code"; what cannot be pinned over TLS, or not be
/// checked without it, is ErrorCode::notAllowed.
Result<Invitation> readInvitation(const std::string& server, const std::string& text);

/// Exchanges a one-time code for a device identity, once. Asking again with the same code after a
/// lost reply is safe: the device key stays the same.
class Enrolment {
public:
    using Done = std::function<void(Result<void>)>;

    /// `tablet` and `transport` (to `server`) outlive it; `authority` is Identity's.
    Enrolment(TabletCore& tablet, SyncTransport& transport, std::string server,
              std::vector<std::uint8_t> authority, Done done);
    void start(const std::string& code);

private:
    TabletCore& m_tablet;
    SyncTransport& m_transport;
    std::string m_server;
    std::vector<std::uint8_t> m_authority;
    Done m_done;
};

} // namespace shoujie::client
