#include "server/store/blob_rows.hpp"

#include "server/store/columns.hpp"

#include <algorithm>
#include <span>

namespace shoujie::server {

using sqlite::Statement;

namespace {

std::optional<BlobRow> rowOf(Statement& query) {
    if (!query.step()) return std::nullopt;
    return BlobRow{query.integer(0), query.integer(1), query.integer(2)};
}

} // namespace

std::optional<BlobRow> BlobRows::whole(const SiteId& site, const Hash& hash) {
    Statement query(m_database, "SELECT ordinal, size, have FROM blob WHERE site = ?1 AND hash = ?2"
                                " AND completed_at IS NOT NULL");
    query.bind(1, site.value).bindBlob(2, hash);
    return rowOf(query);
}

std::optional<BlobRow> BlobRows::begun(const SiteId& site, const Hash& hash,
                                       const DeviceId& device) {
    Statement query(m_database, "SELECT ordinal, size, have FROM blob WHERE site = ?1 AND hash = ?2"
                                " AND device = ?3 AND completed_at IS NULL");
    query.bind(1, site.value).bindBlob(2, hash).bind(3, device.value);
    return rowOf(query);
}

std::int64_t BlobRows::announcedSince(const DeviceId& device, Instant since) {
    Statement query(m_database, "SELECT coalesce(sum(size), 0) FROM blob WHERE device = ?1"
                                " AND begun_at > ?2");
    query.bind(1, device.value).bind(2, micros(since));
    query.step();
    return query.integer(0);
}

std::string BlobRows::content(const BlobRow& blob, std::int64_t from, std::int64_t limit) {
    // The piece that `from` lies in, and those behind it.
    Statement query(m_database,
                    "SELECT start, unseal_blob(bytes, 'blob_piece') FROM blob_piece WHERE blob = "
                    "?1 AND start < ?3 AND start >="
                    " (SELECT max(start) FROM blob_piece WHERE blob = ?1 AND start <= ?2)"
                    " ORDER BY start");
    query.bind(1, blob.ordinal).bind(2, from).bind(3, from + limit);
    std::string content;
    while (query.step()) {
        const auto bytes = query.blob(1);
        const auto skip =
            static_cast<std::size_t>(std::max<std::int64_t>(0, from - query.integer(0)));
        if (skip >= bytes.size()) continue;
        const auto rest = bytes.subspan(skip);
        content.append(reinterpret_cast<const char*>(rest.data()), rest.size());
    }
    content.resize(std::min(content.size(), static_cast<std::size_t>(limit)));
    return content;
}

BlobRow BlobRows::begin(const SiteId& site, const Hash& hash, const DeviceId& device,
                        std::int64_t size, Instant now) {
    Statement insert(m_database, "INSERT INTO blob (site, hash, device, size, have, begun_at)"
                                 " VALUES (?1, ?2, ?3, ?4, 0, ?5)");
    insert.bind(1, site.value).bindBlob(2, hash).bind(3, device.value).bind(4, size);
    insert.bind(5, micros(now)).run();
    return {m_database.lastInsertId(), size, 0};
}

void BlobRows::append(BlobRow& blob, std::string_view bytes) {
    Statement insert(m_database, "INSERT INTO blob_piece (blob, start, bytes) "
                                 "VALUES (?1, ?2, seal(?3, 'blob_piece'))");
    insert.bind(1, blob.ordinal).bind(2, blob.have);
    insert.bindBlob(3, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}).run();
    blob.have += static_cast<std::int64_t>(bytes.size());
    Statement update(m_database, "UPDATE blob SET have = ?2 WHERE ordinal = ?1");
    update.bind(1, blob.ordinal).bind(2, blob.have).run();
}

void BlobRows::finish(const BlobRow& blob, Instant now) {
    Statement update(m_database, "UPDATE blob SET completed_at = ?2 WHERE ordinal = ?1");
    update.bind(1, blob.ordinal).bind(2, micros(now)).run();
}

void BlobRows::remove(const BlobRow& blob) {
    for (const char* sql :
         {"DELETE FROM blob_piece WHERE blob = ?1", "DELETE FROM blob WHERE ordinal = ?1"}) {
        Statement remove(m_database, sql);
        remove.bind(1, blob.ordinal).run();
    }
}

} // namespace shoujie::server
