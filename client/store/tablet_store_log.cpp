// The own log, its outbox and its receipts.
#include "client/store/own_rows.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/core/planted.hpp"
#include "shared/protocol/messages.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

namespace {

Result<std::vector<OwnFact>> readOwnFacts(sqlite::Database& database, std::string_view where) {
    return guarded([&]() -> Result<std::vector<OwnFact>> {
        Statement select(database,
                         std::string(kOwnFacts).append(where) + " ORDER BY log.epoch, log.seq");
        std::vector<OwnFact> facts;
        while (select.step()) {
            auto own = readOwnFact(select);
            if (!own) return own.error();
            facts.push_back(std::move(*own));
        }
        return facts;
    });
}

std::string joined(const std::vector<Hash>& hashes) {
    ByteWriter bytes;
    for (const Hash& hash : hashes)
        bytes.raw(hash);
    return bytes.bytes();
}

Result<void> keepCheckpoint(sqlite::Database& database, const SignedCheckpoint& held) {
    const auto size = static_cast<std::int64_t>(held.checkpoint.size);
    Statement known(database, "SELECT root FROM checkpoints WHERE size = ?");
    known.bind(1, size);
    if (known.step()) {
        if (fixedBytes<32>(known.blob(0)) == held.checkpoint.root) return {};
        return Error{ErrorCode::corrupt, "checkpoint",
                     "the server has shown two different registers of the same size"};
    }
    Statement insert(database, "INSERT INTO checkpoints (size, root, note) VALUES (?, ?, ?)");
    insert.bind(1, size).bindBlob(2, held.checkpoint.root).bind(3, held.note).run();
    return {};
}

void keepReceipt(sqlite::Database& database, const Settled& settled,
                 const registry::Checkpoint& checkpoint) {
    const registry::Record& record = settled.receipt->record;
    Statement insert(
        database, "INSERT INTO receipts (epoch, seq, register_seq, received_at, earliest, latest,"
                  " grade, flags, proof, checkpoint_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                  " ON CONFLICT (epoch, seq) DO NOTHING");
    insert.bind(1, settled.epoch)
        .bind(2, settled.seq)
        .bind(3, record.registerSeq)
        .bind(4, micros(record.receivedAt))
        .bind(5, micros(record.stamp.at.earliest))
        .bind(6, micros(record.stamp.at.latest))
        .bind(7, evidence::toWord(record.stamp.grade))
        .bind(8, record.stamp.flags)
        .bindBlob(9, asBytes(joined(settled.receipt->proof)))
        .bind(10, static_cast<std::int64_t>(checkpoint.size))
        .run();
    Statement remove(database, "DELETE FROM outbox WHERE epoch = ? AND seq = ?");
    remove.bind(1, settled.epoch).bind(2, settled.seq).run();
    if (SHOUJIE_PLANTED(outboxClearedOnBatch)) database.execute("DELETE FROM outbox");
}

void markRefused(sqlite::Database& database, const Settled& settled) {
    if (SHOUJIE_PLANTED(refusedDropped)) return database.execute("DELETE FROM outbox");
    Statement update(database,
                     "UPDATE outbox SET state = 'refused', error_code = ?, error_path = ?,"
                     " error_message = ? WHERE epoch = ? AND seq = ?");
    update.bind(1, toString(settled.refusal->code))
        .bind(2, settled.refusal->path)
        .bind(3, settled.refusal->message)
        .bind(4, settled.epoch)
        .bind(5, settled.seq)
        .run();
}

} // namespace

Result<ChainHead> TabletStore::head(const Identity& identity) {
    return guarded([&]() -> Result<ChainHead> {
        Statement select(m_database, "SELECT seq, chain_hash FROM log WHERE epoch = ?"
                                     " ORDER BY seq DESC LIMIT 1");
        select.bind(1, identity.epoch);
        if (select.step()) return ChainHead{select.integer(0), fixedBytes<32>(select.blob(1))};
        return ChainHead{0, evidence::chainStart(identity.device, identity.epoch)};
    });
}

/// The fact, and its place in the outbox, where it is boxed for the server too: a tablet that is
/// locked by then cannot read it.
void TabletStore::insertEntry(const LogEntry& entry) {
    const std::string wire = protocol::encode(entry.wire);
    Statement log(m_database,
                  "INSERT INTO log (epoch, seq, fact_id, anchor, wire, body_hash, chain_hash)"
                  " VALUES (?1, ?2, ?3, ?4, seal(?5, 'log/' || ?3), ?6, ?7)");
    log.bind(1, entry.epoch).bind(2, entry.wire.seq).bind(3, entry.wire.id.value);
    if (entry.wire.at.anchor)
        log.bind(4, *entry.wire.at.anchor);
    else
        log.bindNull(4);
    log.bind(5, wire).bindBlob(6, entry.bodyHash).bindBlob(7, entry.chainHash).run();
    if (SHOUJIE_PLANTED(outboxApart)) m_database.execute("COMMIT; BEGIN");
    Statement outbox(m_database, "INSERT INTO outbox (epoch, seq, state, boxed)"
                                 " VALUES (?, ?, 'waiting', ?)");
    outbox.bind(1, entry.epoch).bind(2, entry.wire.seq);
    if (m_server) outbox.bindBlob(3, asBytes(boxFor(*m_server, wire)));
    outbox.run();
}

Result<void> TabletStore::append(const LogEntry& entry) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        insertEntry(entry);
        const auto& at = entry.wire.at;
        // A clock that was set back does not take an older note's place.
        if (at.ticks)
            putTicks({at.bootTag, {at.ticks->since, std::max(at.ticks->last, at.elapsed)}});
        transaction.commit();
        return {};
    });
}

void TabletStore::putTicks(const evidence::NotedTicks& noted) {
    Statement put(m_database, "INSERT INTO ticks (id, boot_tag, since, last) VALUES (1, ?, ?, ?)"
                              " ON CONFLICT (id) DO UPDATE SET boot_tag = excluded.boot_tag,"
                              " since = excluded.since, last = excluded.last");
    put.bind(1, noted.bootTag)
        .bind(2, noted.ticks.since.count())
        .bind(3, noted.ticks.last.count())
        .run();
}

Result<std::optional<evidence::NotedTicks>> TabletStore::ticks() {
    using Noted = std::optional<evidence::NotedTicks>;
    return guarded([&]() -> Result<Noted> {
        Statement select(m_database, "SELECT boot_tag, since, last FROM ticks");
        if (!select.step()) return Noted();
        return Noted(evidence::NotedTicks{select.text(0),
                                          {std::chrono::nanoseconds(select.integer(1)),
                                           std::chrono::nanoseconds(select.integer(2))}});
    });
}

Result<void> TabletStore::keepTicks(const evidence::NotedTicks& noted) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        putTicks(noted);
        transaction.commit();
        return {};
    });
}

Result<void> TabletStore::moveToEpoch(const Identity& identity, std::int64_t epoch,
                                      std::int64_t keptSeq) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement update(m_database, "UPDATE identity SET epoch = ?");
        update.bind(1, epoch).run();
        std::vector<LogEntry> unseen;
        Statement select(
            m_database,
            "SELECT " + std::string(kEntryColumns) +
                " FROM outbox JOIN log USING (epoch, seq) WHERE outbox.state = 'waiting'"
                " AND epoch = ? AND seq > ? ORDER BY seq");
        select.bind(1, identity.epoch).bind(2, keptSeq);
        while (select.step()) {
            auto entry = readEntry(select, 0);
            if (!entry) return entry.error();
            unseen.push_back(std::move(*entry));
        }
        Hash head = evidence::chainStart(identity.device, epoch);
        std::int64_t seq = 0;
        for (LogEntry& entry : unseen) {
            for (const char* table : {"outbox", "log"}) {
                Statement remove(m_database, std::string("DELETE FROM ") + table +
                                                 " WHERE epoch = ? AND seq = ?");
                remove.bind(1, entry.epoch).bind(2, entry.wire.seq).run();
            }
            entry.epoch = epoch;
            entry.wire.seq = ++seq;
            entry.bodyHash = evidence::bodyHash(entry.wire);
            entry.chainHash = head = evidence::extendChain(head, entry.bodyHash);
            insertEntry(entry);
        }
        transaction.commit();
        return {};
    });
}

Result<std::vector<OwnFact>> TabletStore::unsettled() {
    return readOwnFacts(m_database, "WHERE outbox.state IS NOT NULL OR NOT EXISTS"
                                    " (SELECT 1 FROM replica WHERE replica.fact_id = log.fact_id)");
}

Result<std::vector<OwnFact>> TabletStore::refused() {
    return readOwnFacts(m_database, "WHERE outbox.state = 'refused'");
}

Result<OutboxCounts> TabletStore::outboxCounts() {
    return guarded([&]() -> Result<OutboxCounts> {
        Statement select(m_database, "SELECT count(*) FILTER (WHERE state = 'waiting'),"
                                     " count(*) FILTER (WHERE state = 'refused') FROM outbox");
        select.step();
        return OutboxCounts{select.integer(0), select.integer(1)};
    });
}

Result<WaitingRun> TabletStore::waitingRun(const Identity& identity, std::size_t maxFacts,
                                           std::size_t maxBytes) {
    return guarded([&]() -> Result<WaitingRun> {
        Statement select(
            m_database,
            "SELECT " + std::string(kEntryColumns) +
                " FROM outbox JOIN log USING (epoch, seq) WHERE outbox.state = 'waiting'"
                " ORDER BY outbox.epoch, outbox.seq LIMIT ?");
        select.bind(1, static_cast<std::int64_t>(maxFacts));
        WaitingRun run;
        std::size_t bytes = 0;
        while (select.step()) {
            auto entry = readEntry(select, 0);
            if (!entry) return entry.error();
            bytes += static_cast<std::size_t>(select.text(1).size()) + 1;
            if (!run.facts.empty()) {
                const LogEntry& last = run.facts.back();
                const bool follows =
                    entry->epoch == last.epoch && entry->wire.seq == last.wire.seq + 1;
                if (!follows || bytes > maxBytes) break;
            }
            run.facts.push_back(std::move(*entry));
        }
        if (!run.facts.empty())
            run.previous = hashBefore(m_database, identity, run.facts.front().epoch,
                                      run.facts.front().wire.seq);
        return run;
    });
}

Result<BoxedRun> TabletStore::waitingBoxes(const Identity& identity, std::size_t maxFacts,
                                           std::size_t maxBytes) {
    return guarded([&]() -> Result<BoxedRun> {
        Statement select(m_database, "SELECT epoch, seq, fact_id, chain_hash, boxed"
                                     " FROM outbox JOIN log USING (epoch, seq)"
                                     " WHERE state = 'waiting' ORDER BY epoch, seq LIMIT ?");
        select.bind(1, static_cast<std::int64_t>(maxFacts));
        BoxedRun run;
        std::size_t bytes = 0;
        while (select.step() && !select.isNull(4)) {
            std::string box = asText(select.blob(4));
            bytes += box.size() + 1;
            if (run.boxes.empty()) {
                run.epoch = select.integer(0);
                run.previous = hashBefore(m_database, identity, run.epoch, select.integer(1));
            } else if (select.integer(0) != run.epoch || select.integer(1) != run.last.seq + 1 ||
                       bytes > maxBytes) {
                break;
            }
            run.boxes.push_back(std::move(box));
            run.last = {FactId(select.text(2)), select.integer(1), fixedBytes<32>(select.blob(3))};
        }
        return run;
    });
}

Result<std::vector<ChainPlace>> TabletStore::placesBehind(std::int64_t epoch, const Hash& previous,
                                                          std::size_t count) {
    return guarded([&]() -> Result<std::vector<ChainPlace>> {
        // Found soon: what is asked about stands near the end.
        Statement before(m_database, "SELECT seq FROM log WHERE epoch = ? AND chain_hash = ?"
                                     " ORDER BY seq DESC LIMIT 1");
        before.bind(1, epoch).bindBlob(2, previous);
        const std::int64_t behind = before.step() ? before.integer(0) : 0;
        Statement select(m_database, "SELECT fact_id, seq, chain_hash FROM log"
                                     " WHERE epoch = ? AND seq > ? ORDER BY seq LIMIT ?");
        select.bind(1, epoch).bind(2, behind).bind(3, static_cast<std::int64_t>(count));
        std::vector<ChainPlace> places;
        while (select.step())
            places.push_back(
                {FactId(select.text(0)), select.integer(1), fixedBytes<32>(select.blob(2))});
        return places;
    });
}

Result<std::uint64_t> TabletStore::seenSize() {
    return guarded([&]() -> Result<std::uint64_t> {
        Statement newest(m_database, "SELECT coalesce(max(size), 0) FROM checkpoints");
        newest.step();
        return static_cast<std::uint64_t>(newest.integer(0));
    });
}

Result<std::optional<Hash>> TabletStore::seenRoot(std::uint64_t size) {
    using Root = std::optional<Hash>;
    return guarded([&]() -> Result<Root> {
        Statement held(m_database, "SELECT root FROM checkpoints WHERE size = ?");
        held.bind(1, static_cast<std::int64_t>(size));
        if (!held.step()) return Root();
        return Root(fixedBytes<32>(held.blob(0)));
    });
}

Result<void> TabletStore::settle(const std::vector<Settled>& settled,
                                 const std::optional<SignedCheckpoint>& checkpoint,
                                 const std::vector<WitnessedRecord>& records) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        if (checkpoint) {
            if (auto kept = keepCheckpoint(m_database, *checkpoint); !kept) return kept;
        }
        for (const Settled& one : settled) {
            assert(one.receipt.has_value() != one.refusal.has_value());
            assert(!one.receipt || checkpoint);
            if (one.receipt)
                keepReceipt(m_database, one, checkpoint->checkpoint);
            else
                markRefused(m_database, one);
            if (one.receipt) putRecord({one.receipt->record, {}});
        }
        for (const WitnessedRecord& line : records)
            putRecord(line);
        transaction.commit();
        return {};
    });
}

} // namespace shoujie::client
