#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/facts/fact.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/register/receipt.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoujie::server {

/// A push whose envelope, chain and signature hold, on its way through the writer.
struct PushBatch {
    DeviceRow device;
    Instant receivedAt{};
    protocol::PushRequest request;
    std::vector<Hash> chain;                  ///< h of each fact
    std::vector<Result<facts::Fact>> decoded; ///< of each fact
};

/// What the writer decided of one fact.
struct PushVerdict {
    protocol::PushStatus status = protocol::PushStatus::refused;
    std::int64_t registerSeq = 0;
    std::optional<Error> refusal;
    std::optional<registry::Record> record{}; ///< of a fact that was received now
};
/// What it decided of all; written, and on the disk.
struct PushTaken {
    std::vector<PushVerdict> verdicts;
    std::int64_t feedSeq = 0;
    bool grown = false;
    bool frozen = false; ///< by this push
};

/// "facts[3].member", or "facts[3]" where no member is named.
std::string factPath(std::size_t index, std::string_view member);

/// The newest checkpoint of each site, signed once for all pushes that are answered at that size: a
/// register of one size has one root. Thread-safe.
class NewestCheckpoints {
public:
    std::string at(const SiteRow& site, const std::function<std::string()>& sign);

private:
    std::mutex m_mutex;
    std::map<SiteId, std::pair<std::int64_t, std::string>> m_notes; ///< with their sizes
};

/// Answers the pushes that are on the disk, on the workers: not on the writer's thread, for proofs
/// take many reads. Small ones that were written together are answered from one look at the
/// register, so they share its proofs and its signature. Thread-safe.
class PushReplies : public std::enable_shared_from_this<PushReplies> {
public:
    struct Due {
        std::shared_ptr<const PushBatch> batch;
        PushTaken taken;
        Answer<protocol::PushReply> answer;
    };

    explicit PushReplies(const Context& context) : m_context(context) {}
    void owe(Due due);

private:
    void answerSome();
    void answerAll(std::vector<Due> dues);

    Context m_context;
    NewestCheckpoints m_checkpoints;
    std::mutex m_mutex;
    std::deque<Due> m_due; ///< small ones; bounded as the writer's queue is
    bool m_called = false; ///< somebody is on the way to answer them
};

} // namespace shoujie::server
