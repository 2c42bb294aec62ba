#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <string_view>

namespace shoujie::server {

/// Who asks.
struct AskingDevice {
    DeviceRow row;
    bool locked = false; ///< it cannot read what it holds, and gets nothing to read
};

/// Tablets: how one is let in, and who it is afterwards (`sync.md` 6).
class Devices {
public:
    explicit Devices(const Context& context) : m_context(context) {}

    /// The device of an Authorization header "Bearer <token>", or "Deliver <deliver token>" from
    /// one that is locked; ErrorCode::unauthorized otherwise.
    Result<AskingDevice> authenticate(std::string_view authorization) const;

    /// Takes a device in for a one-time code. Unknown, used and expired codes are the same
    /// ErrorCode::unauthorized: a stranger learns nothing from trying. So are wrong tokens of a
    /// device that says it was enrolled before; a right one of a device that is not known proves
    /// that the register was put back, and the site is recovering from then on.
    void enrol(std::string_view body, Answer<protocol::EnrolReply> answer) const;

    /// Locks a locked tablet's key anew, with each PIN of its site. Malformed at "box" for what
    /// this server cannot open.
    Result<protocol::UnlockReply> unlock(const DeviceRow& device, std::string_view body) const;

private:
    Result<DeviceRow> deliverer(std::string_view token) const;
    void knowAgain(const protocol::EnrolRequest& request, protocol::EnrolReply reply,
                   Answer<protocol::EnrolReply> answer) const;

    Context m_context;
};

} // namespace shoujie::server
