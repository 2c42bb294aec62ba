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
    const auto rows = reads.feedAfter(site, after, limit + 1);
    protocol::FeedReply reply;
    reply.next = after;
    std::size_t bytes = 0;
    for (const auto& row : rows) {
        if (std::cmp_equal(reply.entries.size(), limit) || bytes > kPageBytes) {
            reply.more = true;
            break;
        }
        protocol::FeedEntry entry;
        entry.seq = row.feedSeq;
        if (row.registerSeq > 0) {
            const auto fact = reads.factAt(site, row.registerSeq);
            if (!fact) return Error{ErrorCode::corrupt, "", "a line of the register is lost"};
            entry.factText = timedFactText(*fact);
            entry.ofServer = row.unsupported;
            bytes += entry.factText.size();
            entry.registerSeq = row.registerSeq;
            entry.grade = evidence::toWord(fact->record.stamp.grade);
        } else {
            bytes += row.outcome.json.size();
            entry.outcomeKind = row.outcome.kind;
            entry.subject = row.outcome.subject;
            entry.outcome = row.outcome.json;
        }
        reply.next = row.feedSeq;
        reply.entries.push_back(std::move(entry));
    }
    return reply;
}

} // namespace shoujie::server
