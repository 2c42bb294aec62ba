#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace shoujie::server {

/// Anchors: a nonce that leaves at T_c and comes back signed with the tablet's elapsed reading at
/// T_r
/// (`sync.md` 3). One open challenge a device; a newer one replaces it. Thread-safe.
class Anchors {
public:
    explicit Anchors(const Context& context) : m_context(context) {}

    protocol::ChallengeReply challenge(const DeviceRow& device);

    /// Keeps the anchor and answers with the server's signature over it. An answer sent twice gets
    /// the same anchor. ErrorCode::conflict for an unknown challenge or one older than
    /// evidence::kAnchorRefusedAfter; at "epoch" for a device that was put back from a backup,
    /// which goes on in a new epoch; ErrorCode::forbidden at "device" for one that was copied,
    /// which is set aside.
    void answer(const DeviceRow& device, std::string_view body, Instant receivedAt,
                Answer<protocol::AnchorReply> answer);

private:
    struct Challenge {
        std::string nonce;
        Instant at{};
    };

    Result<evidence::Anchor> redeem(const DeviceRow& device, const protocol::AnchorRequest& request,
                                    Instant receivedAt);
    std::optional<Challenge> openChallenge(const DeviceId& device, const std::string& nonce);
    void close(const DeviceId& device, const std::string& nonce);

    Context m_context;
    std::mutex m_mutex;
    std::map<DeviceId, Challenge> m_open;
};

} // namespace shoujie::server
