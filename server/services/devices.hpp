#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <string_view>

namespace shoujie::server {

/// Tablets: how one is let in, and who it is afterwards (`sync.md` 6).
class Devices {
public:
    explicit Devices(const Context& context) : m_context(context) {}

    /// The device of an Authorization header "Bearer <token>"; ErrorCode::unauthorized otherwise.
    Result<DeviceRow> authenticate(std::string_view authorization) const;

    /// Takes a device in for a one-time code. Unknown, used and expired codes are the same
    /// ErrorCode::unauthorized: a stranger learns nothing from trying. So are wrong tokens of a
    /// device that says it was enrolled before; a right one of a device that is not known proves
    /// that the register was put back, and the site is recovering from then on.
    void enrol(std::string_view body, Answer<protocol::EnrolReply> answer) const;

private:
    void knowAgain(const protocol::EnrolRequest& request, protocol::EnrolReply reply,
                   Answer<protocol::EnrolReply> answer) const;

    Context m_context;
};

} // namespace shoujie::server
