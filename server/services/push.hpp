#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/messages.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace shoujie::server {

/// The newest checkpoint of each site, signed once for all pushes that are answered at that size: a
/// register of one size has one root. Thread-safe.
class NewestCheckpoints {
public:
    std::string at(const SiteRow& site, const std::function<std::string()>& sign);

private:
    std::mutex m_mutex;
    std::map<SiteId, std::pair<std::int64_t, std::string>> m_notes; ///< with their sizes
};

/// Takes facts into the register: envelope, chain, gate, stamp, tree; then the receipts (`sync.md`
/// 2).
class Push {
public:
    explicit Push(const Context& context)
        : m_context(context), m_checkpoints(std::make_shared<NewestCheckpoints>()) {}

    /// Answers with one result a fact. Errors refuse the whole push and change nothing: malformed
    /// envelopes, `forbidden` signatures, `conflict` for a gap or a fork of the device's chain,
    /// `unavailable` where nothing can be written now.
    void take(const DeviceRow& device, std::string_view body, Instant receivedAt,
              Answer<protocol::PushReply> answer) const;

private:
    Context m_context;
    std::shared_ptr<NewestCheckpoints> m_checkpoints;
};

} // namespace shoujie::server
