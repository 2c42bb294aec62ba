// 1.1 What the server has acknowledged is never unsaid.
// 1.2 A record never changes again.
// 1.6 Nobody is shown two registers.
// Feed: no row appears below a cursor that was delivered.
#include "shared/protocol/messages.hpp"
#include "tests/simulation/invariants/invariants.hpp"

#include <algorithm>
#include <cstdlib>

namespace shoujie::simulation {

void Witness::answered(const HttpRequest& request, const HttpResponse& response) {
    if (m_serverDoubtful || (response.status != 200 && response.status != 422)) return;
    if (request.path.starts_with(protocol::kFeedPath)) sawFeed(request, response);
    if (request.path == protocol::kFactsPath) sawPush(response);
    if (request.path == protocol::kAnchorPath) {
        if (const auto reply = protocol::decodeAnchorReply(response.body))
            sawCheckpoint(reply->checkpoint);
    }
}

void Witness::delivered(int tablet, const HttpRequest& request, const HttpResponse& response) {
    if (request.path != protocol::kAnchorPath || response.status != 200) return;
    if (const auto reply = protocol::decodeAnchorReply(response.body))
        m_tablets[static_cast<std::size_t>(tablet)]->sawAnchor(reply->anchor.answeredAt);
}

void Witness::sawFeed(const HttpRequest& request, const HttpResponse& response) {
    const auto reply = protocol::decodeFeedReply(response.body);
    if (!reply) m_scene.violated("a feed reply cannot be read: " + describe(reply.error()));
    const auto after =
        std::strtoll(request.path.c_str() + request.path.find("after=") + 6, nullptr, 10);
    for (const auto& entry : reply->entries) {
        const std::string row = entry.fact
                                    ? entry.fact->fact.id.value
                                    : entry.outcomeKind + entry.subject.value + entry.outcome;
        const auto known = m_rows.find(entry.seq);
        // A copy still tells outcomes that were replaced after it was made.
        const bool replaced = !entry.outcome.empty() && entry.seq <= m_coveredByCopy;
        if (known == m_rows.end() && entry.seq <= m_covered && !replaced)
            m_scene.violated("row " + std::to_string(entry.seq) +
                             " of the feed appeared below a delivered cursor");
        if (known != m_rows.end() && known->second != row)
            m_scene.violated("row " + std::to_string(entry.seq) + " of the feed has changed");
        m_rows[entry.seq] = row;
        if (entry.registerSeq > 0) m_facts[entry.seq] = entry.registerSeq;
        if (known == m_rows.end() && entry.outcome.find(R"("status":"final")") != std::string::npos)
            m_finals.push_back(
                {newestBelow(entry.seq), entry.outcomeKind, entry.subject, entry.outcome});
    }
    if (after <= m_covered) m_covered = std::max(m_covered, reply->next);
}

std::int64_t Witness::newestBelow(std::int64_t feedSeq) const {
    std::int64_t newest = 0;
    for (const auto& [seq, registerSeq] : m_facts)
        if (seq < feedSeq) newest = std::max(newest, registerSeq);
    return newest;
}

void Witness::forgetWhatNobodyHolds(const std::set<int>& doubtful) {
    m_coveredByCopy = m_covered;
    std::set<std::string> records;
    std::set<std::uint64_t> sizes;
    std::int64_t last = 0;
    for (const auto& tablet : m_tablets) {
        if (doubtful.contains(tablet->number())) continue;
        auto store = sqlite::Database::open(tablet->storePath(), sqlite::OpenMode::readOnly);
        if (!store) continue;
        try {
            sqlite::Statement lines(*store, "SELECT record, register_seq FROM records");
            while (lines.step()) {
                const auto bytes = lines.blob(0);
                records.emplace(reinterpret_cast<const char*>(bytes.data()), bytes.size());
                last = std::max(last, lines.integer(1));
            }
            sqlite::Statement seen(*store, "SELECT size FROM checkpoints");
            while (seen.step())
                sizes.insert(static_cast<std::uint64_t>(seen.integer(0)));
        } catch (const sqlite::SqliteError&) {
            continue; // a disk that fails: what it held is not known
        }
    }
    std::erase_if(m_acknowledged, [&](const auto& one) { return !records.contains(one.second); });
    std::erase_if(m_facts, [&](const auto& one) { return one.second > last; });
    std::erase_if(m_finals, [&](const auto& one) { return one.registerSeq > last; });
    std::erase_if(m_checkpoints, [&](const auto& one) { return !sizes.contains(one.first); });
}

void Witness::sawPush(const HttpResponse& response) {
    const auto reply = protocol::decodePushReply(response.body);
    if (!reply) m_scene.violated("a push reply cannot be read: " + describe(reply.error()));
    sawCheckpoint(reply->checkpoint);
    for (const auto& result : reply->results) {
        if (!result.receipt) continue;
        const auto& record = result.receipt->record;
        const auto [known, isNew] =
            m_acknowledged.emplace(record.registerSeq, registry::recordBytes(record));
        if (!isNew && known->second != registry::recordBytes(record))
            m_scene.violated("record " + std::to_string(record.registerSeq) + " has changed");
    }
}

void Witness::sawCheckpoint(const std::string& note) {
    if (note.empty()) return;
    const std::string text = note.substr(0, note.find("\n\n"));
    const auto line = text.find('\n') + 1;
    const auto size = std::strtoull(text.c_str() + line, nullptr, 10);
    const auto [known, isNew] = m_checkpoints.emplace(size, text);
    if (!isNew && known->second != text)
        m_scene.violated("two registers of size " + std::to_string(size) + " were shown");
}

} // namespace shoujie::simulation
