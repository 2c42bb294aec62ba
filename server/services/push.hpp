#pragma once

#include "server/services/context.hpp"
#include "server/services/push_replies.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <memory>
#include <string_view>

namespace shoujie::server {

/// Takes facts into the register: envelope, chain, gate, stamp, tree; then the receipts (`sync.md`
/// 2).
class Push {
public:
    explicit Push(const Context& context)
        : m_context(context), m_replies(std::make_shared<PushReplies>(context)) {}

    /// Answers with one result a fact. Errors refuse the whole push and change nothing: malformed
    /// envelopes, `forbidden` signatures, `conflict` for a gap or a fork of the device's chain,
    /// `unavailable` where nothing can be written now.
    void take(const DeviceRow& device, std::string_view body, Instant receivedAt,
              Answer<protocol::PushReply> answer) const;

private:
    Context m_context;
    std::shared_ptr<PushReplies> m_replies;
};

} // namespace shoujie::server
