// What this tablet has seen of the register, to be handed back to a server that has lost it.
#include "client/store/own_rows.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"

#include <string>
#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

namespace {

/// Of the checkpoints, counted from the newest, the first ones and then ever fewer.
bool isTelling(std::int64_t place) {
    return place < 32 || (place & (place - 1)) == 0;
}

/// A receipt of the table as the record that it is for.
registry::Record recordOf(const Statement& row, const DeviceId& device, evidence::Grade grade) {
    return {row.integer(2),
            device,
            row.integer(1),
            fixedBytes<32>(row.blob(3)),
            instant(row.integer(4)),
            {{instant(row.integer(5)), instant(row.integer(6))}, grade, row.integer(8)}};
}

/// Receipts that lead to a checkpoint beyond `from` become evidence.
Result<void> setReceiptsAside(sqlite::Database& database, std::int64_t from) {
    Statement notes(database, "INSERT OR IGNORE INTO void_checkpoints (note)"
                              " SELECT note FROM checkpoints WHERE size > ?");
    notes.bind(1, from).run();
    Statement each(database,
                   "SELECT receipts.epoch, receipts.seq, register_seq, log.chain_hash, received_at,"
                   " earliest, latest, grade, flags, proof, note, identity.device"
                   " FROM receipts JOIN log USING (epoch, seq)"
                   " JOIN checkpoints ON size = checkpoint_size, identity"
                   " WHERE checkpoint_size > ? ORDER BY receipts.epoch, receipts.seq");
    each.bind(1, from);
    Statement keep(database,
                   "INSERT OR IGNORE INTO void_receipts"
                   " (epoch, seq, record, proof, checkpoint_note) VALUES (?, ?, ?, ?, ?)");
    Statement wait(database, "INSERT INTO outbox (epoch, seq, state) VALUES (?, ?, 'waiting')");
    while (each.step()) {
        const auto grade = gradeFromWord(each.text(7));
        if (!grade) return grade.error();
        const auto record = registry::recordBytes(recordOf(each, DeviceId(each.text(11)), *grade));
        keep.bind(1, each.integer(0)).bind(2, each.integer(1)).bindBlob(3, asBytes(record));
        keep.bindBlob(4, each.blob(9)).bind(5, each.text(10)).run();
        wait.bind(1, each.integer(0)).bind(2, each.integer(1)).run();
    }
    Statement receipts(database, "DELETE FROM receipts WHERE checkpoint_size > ?");
    receipts.bind(1, from).run();
    Statement checkpoints(database, "DELETE FROM checkpoints WHERE size > ?");
    checkpoints.bind(1, from).run();
    return {};
}

} // namespace

void TabletStore::putRecord(const WitnessedRecord& line) {
    const bool isStated = !line.stated.empty();
    // A locked tablet is one witness less of it.
    if (isStated && isLocked()) return;
    Statement put(m_database,
                  isStated ? "INSERT INTO records (register_seq, record, stated)"
                             " VALUES (?1, ?2, seal(?3, 'record/' || ?1)) ON CONFLICT DO NOTHING"
                           : "INSERT INTO records (register_seq, record)"
                             " VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    put.bind(1, line.record.registerSeq).bindBlob(2, asBytes(registry::recordBytes(line.record)));
    if (isStated) put.bind(3, line.stated);
    put.run();
}

Result<std::string> TabletStore::newestNote() {
    return guarded([&]() -> Result<std::string> {
        Statement newest(m_database, "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1");
        return newest.step() ? newest.text(0) : std::string();
    });
}

Result<std::vector<protocol::SeenRoot>> TabletStore::seenRoots(std::size_t most) {
    return guarded([&]() -> Result<std::vector<protocol::SeenRoot>> {
        Statement select(m_database, "SELECT size, root FROM checkpoints ORDER BY size DESC");
        std::vector<protocol::SeenRoot> seen;
        for (std::int64_t place = 0; seen.size() < most && select.step(); ++place)
            if (isTelling(place))
                seen.push_back({static_cast<std::uint64_t>(select.integer(0)),
                                fixedBytes<32>(select.blob(1))});
        return seen;
    });
}

Result<std::vector<WitnessedRecord>>
TabletStore::recordsAfter(std::int64_t registerSeq, std::size_t most, std::size_t maxBytes) {
    return guarded([&]() -> Result<std::vector<WitnessedRecord>> {
        Statement select(m_database, "SELECT record, unseal(stated, 'record/' || register_seq)"
                                     " FROM records WHERE register_seq > ?"
                                     " ORDER BY register_seq LIMIT ?");
        select.bind(1, registerSeq).bind(2, static_cast<std::int64_t>(most));
        std::vector<WitnessedRecord> lines;
        std::size_t bytes = 0;
        while (select.step()) {
            auto record = registry::recordsFromBytes(asText(select.blob(0)));
            if (!record || record->size() != 1) return damaged("record of the register");
            std::string stated = select.isNull(1) ? std::string() : select.text(1);
            bytes += select.blob(0).size() + stated.size();
            if (bytes > maxBytes && !lines.empty()) break;
            lines.push_back({std::move(record->front()), std::move(stated)});
        }
        return lines;
    });
}

Result<ChainStretch> TabletStore::chainAfter(const Identity& identity, std::int64_t epoch,
                                             std::int64_t seq, std::size_t maxFacts,
                                             std::size_t maxBytes) {
    return guarded([&]() -> Result<ChainStretch> {
        Statement select(m_database, kOwnFacts + " WHERE (log.epoch, log.seq) > (?, ?)"
                                                 " ORDER BY log.epoch, log.seq LIMIT ?");
        select.bind(1, epoch).bind(2, seq).bind(3, static_cast<std::int64_t>(maxFacts));
        ChainStretch stretch;
        std::size_t bytes = 0;
        while (select.step()) {
            auto own = readOwnFact(select);
            if (!own) return own.error();
            bytes += select.text(1).size() + 1;
            if (own->refusal)
                bytes += own->refusal->message.size() + own->refusal->path.size() + 100;
            if (!stretch.facts.empty()) {
                const auto& last = stretch.facts.back().entry;
                const bool follows =
                    own->entry.epoch == last.epoch && own->entry.wire.seq == last.wire.seq + 1;
                if (!follows || bytes > maxBytes) break;
            }
            stretch.facts.push_back(std::move(*own));
        }
        if (!stretch.facts.empty()) {
            const auto& first = stretch.facts.front().entry;
            stretch.previous = hashBefore(m_database, identity, first.epoch, first.wire.seq);
        }
        return stretch;
    });
}

Result<std::int64_t> TabletStore::anchorOrdinal(const std::string& nonce) {
    return guarded([&]() -> Result<std::int64_t> {
        Statement select(m_database, "SELECT ordinal FROM anchors WHERE nonce = ?");
        select.bind(1, nonce);
        return select.step() ? select.integer(0) : 0;
    });
}

Result<std::vector<HeldAnchor>> TabletStore::anchorsAfter(const DeviceId& device,
                                                          std::int64_t ordinal, std::size_t most) {
    return guarded([&]() -> Result<std::vector<HeldAnchor>> {
        Statement select(m_database, "SELECT nonce, epoch, boot_tag, elapsed, head_seq, head_hash,"
                                     " challenged_at, answered_at, ticked_since, ordinal, signature"
                                     " FROM anchors WHERE ordinal > ? ORDER BY ordinal LIMIT ?");
        select.bind(1, ordinal).bind(2, static_cast<std::int64_t>(most));
        std::vector<HeldAnchor> anchors;
        while (select.step()) {
            auto anchor = readAnchor(select, device);
            anchors.push_back(
                {select.integer(9), {std::move(anchor), fixedBytes<64>(select.blob(10))}});
        }
        return anchors;
    });
}

Result<void> TabletStore::goOnFrom(std::uint64_t from) {
    return urgent([&]() -> Result<void> {
        const auto size = static_cast<std::int64_t>(from);
        Transaction transaction(m_database);
        if (auto aside = setReceiptsAside(m_database, size); !aside) return aside;
        boxOutbox();
        // Refused behind the last fact that still stands: the server may never have heard of them.
        m_database.execute(
            "UPDATE outbox SET state = 'waiting', error_code = NULL, error_path = NULL,"
            " error_message = NULL WHERE state = 'refused' AND seq > coalesce((SELECT max(seq)"
            " FROM receipts WHERE receipts.epoch = outbox.epoch), 0)");
        for (const char* table : {"records", "replica"}) {
            Statement forget(m_database,
                             std::string("DELETE FROM ") + table + " WHERE register_seq > ?");
            forget.bind(1, size).run();
        }
        m_database.execute("DELETE FROM outcomes; UPDATE progress SET feed_cursor = 0");
        transaction.commit();
        return {};
    });
}

} // namespace shoujie::client
