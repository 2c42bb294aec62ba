#pragma once

#include "client/store/tablet_core.hpp"
#include "client/sync/sync_transport.hpp"

#include <functional>
#include <string>

namespace shoujie::client {

/// Checks the address of a server: https, or http on loopback for development (sync.md 6), with no
/// path. Gives it without a trailing slash; fails with ErrorCode::notAllowed at "server".
Result<std::string> checkServerAddress(const std::string& address);

/// Exchanges a one-time code for a device identity, once. Asking again with the same code after a
/// lost reply is safe: the device key stays the same.
class Enrolment {
public:
    using Done = std::function<void(Result<void>)>;

    /// `tablet` and `transport` (to `server`) outlive it.
    Enrolment(TabletCore& tablet, SyncTransport& transport, std::string server, Done done);
    void start(const std::string& code);

private:
    TabletCore& m_tablet;
    SyncTransport& m_transport;
    std::string m_server;
    Done m_done;
};

} // namespace shoujie::client
