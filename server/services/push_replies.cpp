#include "server/services/push_replies.hpp"

#include "server/services/recovery.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"

#include <algorithm>

namespace shoujie::server {

namespace {

/// Pushes answered from one look at the register: the last of them waits for the first.
constexpr std::size_t kTogether = 32;

/// A site's register in one snapshot of the database.
struct View {
    View(Reads& reads, SiteRow row)
        : site(std::move(row))
        , nodes(reads.database(), site.id)
        , size(static_cast<std::uint64_t>(site.registerSize)) {}

    SiteRow site;
    SqliteNodes nodes;
    std::uint64_t size;
    std::optional<registry::AuditPaths> paths{};
    std::string checkpoint{};
};

bool isLarge(const PushBatch& batch) {
    return batch.request.facts.size() > Writer::kSmall;
}

std::int64_t countOf(const PushTaken& taken, protocol::PushStatus status) {
    return std::ranges::count(taken.verdicts, status, &PushVerdict::status);
}

/// Reads what the proofs have in common where the leaves are neighbours, as they are unless facts
/// were sent before.
void readPaths(View& view, const std::vector<PushReplies::Due>& dues) {
    std::uint64_t first = view.size;
    std::uint64_t last = 0;
    std::size_t count = 0;
    for (const auto& due : dues) {
        if (due.batch->device.site != view.site.id) continue;
        for (const auto& verdict : due.taken.verdicts) {
            if (verdict.refusal) continue;
            const auto leaf = static_cast<std::uint64_t>(verdict.registerSeq - 1);
            first = std::min(first, leaf);
            last = std::max(last, leaf);
            ++count;
        }
    }
    if (count > 0 && last - first < 2 * count) view.nodes.readPaths(first, last);
    view.paths.emplace(view.nodes, view.size);
}

/// The record of a fact that is in the register; one sent twice has the same again.
Result<registry::Record> recordOf(Reads& reads, const SiteId& site, const PushVerdict& verdict) {
    if (verdict.record) return *verdict.record;
    const auto row = reads.factAt(site, verdict.registerSeq);
    if (!row) return Error{ErrorCode::corrupt, "", "a line of the register is lost"};
    return row->record;
}

/// Without the receipt's proof.
Result<protocol::PushResult> resultOf(Reads& reads, const View& view, const PushBatch& batch,
                                      const PushVerdict& verdict, std::size_t i) {
    protocol::PushResult result;
    result.id = batch.request.facts[i].id;
    result.status = verdict.status;
    if (verdict.refusal) {
        result.error = Error{verdict.refusal->code, factPath(i, verdict.refusal->path),
                             verdict.refusal->message};
        return result;
    }
    auto record = recordOf(reads, view.site.id, verdict);
    if (!record) return record.error();
    result.receipt = registry::Receipt{std::move(*record), {}};
    return result;
}

/// `told`: the register sequences of the receipts, sorted.
void prove(const View& view, bool sharesProofs, const std::vector<std::int64_t>& told,
           protocol::PushReply& reply) {
    const auto count = static_cast<std::int64_t>(told.size());
    if (sharesProofs && count > 1 && told.back() - told.front() + 1 == count) {
        reply.beside = view.paths->beside(static_cast<std::uint64_t>(told.front() - 1),
                                          static_cast<std::uint64_t>(count));
        return;
    }
    for (auto& result : reply.results) {
        if (!result.receipt) continue;
        const auto leaf = static_cast<std::uint64_t>(result.receipt->record.registerSeq - 1);
        result.receipt->proof = view.paths->of(leaf);
    }
}

/// The receipts, proved in the tree as it stands on the disk now.
Result<protocol::PushReply> makeReply(Reads& reads, const View& view, const PushReplies::Due& due) {
    const auto& batch = *due.batch;
    protocol::PushReply reply;
    std::vector<std::int64_t> told;
    for (std::size_t i = 0; i < due.taken.verdicts.size(); ++i) {
        auto result = resultOf(reads, view, batch, due.taken.verdicts[i], i);
        if (!result) return result.error();
        if (result->receipt) told.push_back(result->receipt->record.registerSeq);
        reply.results.push_back(std::move(*result));
    }
    if (told.empty()) reply.error = reply.results.front().error;
    std::ranges::sort(told);
    prove(view, batch.request.sharedProofs, told, reply);
    auto proof = consistencyFrom(view.nodes, view.site, batch.request.treeSize);
    if (!proof) return proof.error();
    reply.checkpoint = view.checkpoint;
    reply.consistency = std::move(*proof);
    reply.tail = tailBehind(reads, view.site, batch.request.treeSize, told, protocol::kMaxPushTail);
    return reply;
}

} // namespace

std::string factPath(std::size_t index, std::string_view member) {
    std::string path = "facts[" + std::to_string(index) + "]";
    if (!member.empty()) path.append(".").append(member);
    return path;
}

std::string NewestCheckpoints::at(const SiteRow& site, const std::function<std::string()>& sign) {
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_notes.find(site.id);
            known != m_notes.end() && known->second.first == site.registerSize)
            return known->second.second;
    }
    std::string note = sign();
    const std::lock_guard lock(m_mutex);
    auto& [size, newest] = m_notes[site.id];
    if (size < site.registerSize) {
        size = site.registerSize;
        newest = note;
    }
    return note;
}

void PushReplies::owe(Due due) {
    m_context.log.write(LogLevel::info, "push",
                        {{"site", due.batch->device.site.value},
                         {"device", due.batch->device.id.value},
                         {"received", countOf(due.taken, protocol::PushStatus::received)},
                         {"duplicate", countOf(due.taken, protocol::PushStatus::duplicate)},
                         {"refused", countOf(due.taken, protocol::PushStatus::refused)}});
    if (isLarge(*due.batch)) {
        auto reply = [self = shared_from_this(), due = std::move(due)] {
            self->answerAll({due});
        };
        return m_context.workers.post(std::move(reply), Workers::Load::heavy);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_due.push_back(std::move(due));
        if (std::exchange(m_called, true)) return;
    }
    m_context.workers.post([self = shared_from_this()] { self->answerSome(); });
}

void PushReplies::answerSome() {
    std::vector<Due> some;
    bool more = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto count = std::min(m_due.size(), kTogether);
        for (std::size_t i = 0; i < count; ++i) {
            some.push_back(std::move(m_due.front()));
            m_due.pop_front();
        }
        m_called = more = !m_due.empty();
    }
    // Another worker can take the rest meanwhile.
    if (more) m_context.workers.post([self = shared_from_this()] { self->answerSome(); });
    answerAll(std::move(some));
}

void PushReplies::answerAll(std::vector<Due> dues) {
    using Reply = Result<protocol::PushReply>;
    const auto lost = [] {
        return Reply(Error{ErrorCode::corrupt, "", "the site is lost"});
    };
    const auto replies = m_context.reads.read([&](Reads& reads) {
        std::map<SiteId, View> views;
        std::vector<Reply> made;
        for (const auto& due : dues) {
            const auto& id = due.batch->device.site;
            auto view = views.find(id);
            if (view == views.end()) {
                auto row = reads.site(id);
                if (!row) {
                    made.push_back(lost());
                    continue;
                }
                view = views.try_emplace(id, reads, std::move(*row)).first;
                auto& fresh = view->second;
                readPaths(fresh, dues);
                fresh.checkpoint = m_checkpoints.at(fresh.site, [&] {
                    return signedCheckpoint(fresh.nodes, fresh.site, m_context.key);
                });
            }
            made.push_back(makeReply(reads, view->second, due));
        }
        return made;
    });
    for (std::size_t i = 0; i < dues.size(); ++i)
        dues[i].answer(replies ? (*replies)[i] : Reply(replies.error()));
}

} // namespace shoujie::server
