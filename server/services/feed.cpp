#include "server/services/feed.hpp"

#include "server/services/register_facts.hpp"

#include <utility>

namespace shoujie::server {

namespace {
/// Payload after which a page ends, so that a reply stays far below what a tablet takes in one
/// piece.
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;
} // namespace

Result<protocol::FeedReply> readFeed(Reads& reads, const SiteId& site, std::int64_t after,
                                     std::int64_t limit) {
    protocol::FeedReply reply;
    reply.entries.reserve(static_cast<std::size_t>(limit));
    reply.next = after;
    std::size_t bytes = 0;
    reads.eachFeedRow(site, after, [&](Reads::FeedRow row) {
        if (std::cmp_equal(reply.entries.size(), limit) || bytes > kPageBytes) {
            reply.more = true;
            return false;
        }
        auto& entry = reply.entries.emplace_back();
        entry.seq = reply.next = row.feedSeq;
        if (row.fact) {
            entry.factText = timedFactText(*row.fact);
            entry.ofServer = row.unsupported;
            entry.erased = row.fact->erasedBody.has_value();
            entry.registerSeq = row.fact->record.registerSeq;
            entry.grade = evidence::toWord(row.fact->record.stamp.grade);
        } else {
            entry.outcomeKind = std::move(row.outcome.kind);
            entry.subject = std::move(row.outcome.subject);
            entry.outcome = std::move(row.outcome.json);
        }
        bytes += entry.factText.size() + entry.outcome.size();
        return true;
    });
    return reply;
}

} // namespace shoujie::server
