#include "server/store/erasure_rows.hpp"

#include "server/store/blob_rows.hpp"
#include "server/store/columns.hpp"
#include "shared/protocol/messages.hpp"

#include <utility>

namespace shoujie::server {

using sqlite::Statement;

namespace {

constexpr std::string_view kErasureColumns =
    "SELECT number, reason, restricted_at, lifted_at, shredded_at, (SELECT count(*) FROM "
    "restricted "
    "WHERE restricted.site = erasure.site AND restricted.number = erasure.number) FROM erasure "
    "WHERE site = ?1 ";

ErasureRow erasureFrom(const Statement& row) {
    ErasureRow erasure{row.integer(0), row.text(1), row.integer(5), instantFrom(row.integer(2))};
    if (!row.isNull(3)) erasure.liftedAt = instantFrom(row.integer(3));
    if (!row.isNull(4)) erasure.shreddedAt = instantFrom(row.integer(4));
    return erasure;
}

} // namespace

std::vector<ErasureRow> ErasureRows::all() {
    Statement query(database(), std::string(kErasureColumns) + "ORDER BY number");
    query.bind(1, m_site.value);
    std::vector<ErasureRow> rows;
    while (query.step())
        rows.push_back(erasureFrom(query));
    return rows;
}

std::optional<ErasureRow> ErasureRows::find(std::int64_t number) {
    Statement query(database(), std::string(kErasureColumns) + "AND number = ?2");
    query.bind(1, m_site.value).bind(2, number);
    if (!query.step()) return std::nullopt;
    return erasureFrom(query);
}

std::int64_t ErasureRows::holding(std::int64_t registerSeq) {
    Statement query(database(), "SELECT coalesce(max(number), 0) FROM restricted WHERE site = ?1 "
                                "AND register_seq = ?2");
    query.bind(1, m_site.value).bind(2, registerSeq);
    query.step();
    return query.integer(0);
}

std::int64_t ErasureRows::begin(const std::string& reason, Instant now) {
    Statement insert(database(), "INSERT INTO erasure (site, number, reason, restricted_at) SELECT "
                                 "?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM erasure "
                                 "WHERE site = ?1");
    insert.bind(1, m_site.value).bind(2, reason).bind(3, micros(now)).run();
    return all().back().number;
}

void ErasureRows::holdBack(std::int64_t number, const FactRow& row, const std::string& left) {
    Statement keep(database(), "INSERT INTO restricted (site, number, register_seq, data) SELECT "
                               "site, ?2, register_seq, data FROM fact WHERE site = ?1 AND "
                               "register_seq = ?3");
    keep.bind(1, m_site.value).bind(2, number).bind(3, row.record.registerSeq).run();
    Statement put(database(), "UPDATE fact SET data = seal(?3, 'fact/' || site || '/' || id), "
                              "body_hash = coalesce(body_hash, ?4) "
                              "WHERE site = ?1 AND register_seq = ?2");
    put.bind(1, m_site.value).bind(2, row.record.registerSeq).bind(3, left);
    put.bindBlob(4, evidence::bodyHash(row.wire)).run();
    m_writes.tellAnew(m_site, row.record.registerSeq);
}

std::vector<FactRow> ErasureRows::heldBack(std::int64_t number) {
    Statement query(database(),
                    "SELECT register_seq, unseal(restricted.data, 'fact/' || site || '/' || id) "
                    "FROM restricted JOIN fact USING (site, register_seq) WHERE site = ?1 AND "
                    "number = ?2 ORDER BY register_seq");
    query.bind(1, m_site.value).bind(2, number);
    std::vector<FactRow> rows;
    while (query.step()) {
        auto row = m_writes.factAt(m_site, query.integer(0));
        if (!row) throw sqlite::SqliteError(kCorrupt, "a line of the register is lost");
        readDataColumn(query.text(1), row->wire);
        rows.push_back(std::move(*row));
    }
    return rows;
}

void ErasureRows::lift(std::int64_t number, Instant now) {
    Statement back(database(), "UPDATE fact SET data = seal(?3, 'fact/' || site || '/' || id), "
                               "body_hash = CASE WHEN ?4 THEN NULL ELSE body_hash END "
                               "WHERE site = ?1 AND register_seq = ?2");
    for (const auto& row : heldBack(number)) {
        // What does not have the hash that stands in the chain is what an older erasure has left.
        const bool whole = evidence::bodyHash(row.wire) == row.erasedBody;
        back.bind(1, m_site.value).bind(2, row.record.registerSeq);
        back.bind(3, dataColumn(row.wire)).bind(4, whole ? 1 : 0).run();
        m_writes.tellAnew(m_site, row.record.registerSeq);
    }
    Statement forget(database(), "DELETE FROM restricted WHERE site = ?1 AND number = ?2");
    forget.bind(1, m_site.value).bind(2, number).run();
    Statement mark(database(), "UPDATE erasure SET lifted_at = ?3 WHERE site = ?1 AND number = ?2");
    mark.bind(1, m_site.value).bind(2, number).bind(3, micros(now)).run();
}

void ErasureRows::shred(std::int64_t number, Instant now) {
    Statement forget(database(), "DELETE FROM restricted WHERE site = ?1 AND number = ?2");
    forget.bind(1, m_site.value).bind(2, number).run();
    Statement mark(database(),
                   "UPDATE erasure SET shredded_at = ?3 WHERE site = ?1 AND number = ?2");
    mark.bind(1, m_site.value).bind(2, number).bind(3, micros(now)).run();
    m_writes.foldAfterwards();
}

std::int64_t
ErasureRows::forgetRefused(const std::function<bool(const evidence::WireFact&)>& matches) {
    std::int64_t count = 0;
    const auto each = [&](const char* select, const char* change, bool keepsHash) {
        std::vector<std::pair<evidence::WireFact, std::int64_t>> found; // with its epoch
        Statement rows(database(), select);
        rows.bind(1, m_site.value);
        while (rows.step()) {
            auto wire = protocol::decodeWireFact(rows.text(1));
            if (!wire) throw sqlite::SqliteError(kCorrupt, "a refused fact cannot be read again");
            if (matches(*wire)) found.emplace_back(std::move(*wire), rows.integer(0));
        }
        Statement forget(database(), change);
        for (const auto& [wire, epoch] : found) {
            forget.bind(1, wire.device.value).bind(2, epoch).bind(3, wire.seq);
            if (keepsHash) forget.bindBlob(4, evidence::bodyHash(wire));
            forget.run();
        }
        count += static_cast<std::int64_t>(found.size());
    };
    each("SELECT epoch, unseal(wire, 'quarantine') FROM quarantine "
         "WHERE site = ?1 AND wire IS NOT NULL",
         "UPDATE quarantine SET wire = NULL, body_hash = ?4 WHERE device = ?1 AND epoch = ?2 AND "
         "device_seq = ?3",
         true);
    each("SELECT epoch, unseal(wire, 'set_aside') FROM set_aside "
         "WHERE device IN (SELECT id FROM device WHERE site = ?1)",
         "DELETE FROM set_aside WHERE device = ?1 AND epoch = ?2 AND device_seq = ?3", false);
    return count;
}

void ErasureRows::removeBlob(const std::string& hash) {
    const auto bytes = hashFromHex(hash);
    if (!bytes) return; // it names none
    BlobRows rows(database());
    if (const auto blob = rows.whole(m_site, *bytes)) rows.remove(*blob);
}

} // namespace shoujie::server
