// Photos and signatures that facts refer to, until the office has them.
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"

#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

namespace {

/// They are sealed in pieces of so many bytes: to send one piece is not to open the whole.
constexpr std::int64_t kSealedPiece = 64 * 1024;

} // namespace

Result<void> TabletStore::keepBlob(const Hash& hash, std::string_view content) {
    const auto keep = [&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement insert(m_database, "INSERT INTO blobs (hash, size, state)"
                                     " VALUES (?, ?, 'waiting') ON CONFLICT (hash) DO NOTHING");
        insert.bindBlob(1, hash).bind(2, static_cast<std::int64_t>(content.size())).run();
        if (m_database.changes() == 0) return {};
        const auto blob = m_database.lastInsertId();
        Statement put(m_database, "INSERT INTO blob_pieces (blob, piece, content)"
                                  " VALUES (?1, ?2, seal(?3, 'blob/' || ?1 || '/' || ?2))");
        for (std::int64_t piece = 0;; ++piece) {
            const auto from = static_cast<std::size_t>(piece * kSealedPiece);
            if (from >= content.size()) break;
            put.bind(1, blob).bind(2, piece);
            put.bindBlob(3, asBytes(content.substr(from, kSealedPiece))).run();
        }
        transaction.commit();
        return {};
    };
    // A signature is worth the reserve, which large photos would use up.
    if (content.size() <= kLargestUrgentBlob) return urgent(keep);
    if (!m_reserve.isWhole()) return reserveIsForRecords();
    return written(keep);
}

Result<std::optional<protocol::BlobPiece>> TabletStore::waitingBlob() {
    using Waiting = std::optional<protocol::BlobPiece>;
    return guarded([&]() -> Result<Waiting> {
        Statement select(m_database, "SELECT hash, size FROM blobs WHERE state = 'waiting'"
                                     " ORDER BY ordinal LIMIT 1");
        if (!select.step()) return Waiting();
        return Waiting({fixedBytes<32>(select.blob(0)), 0, select.integer(1)});
    });
}

Result<std::string> TabletStore::blobBytes(const protocol::BlobPiece& piece) {
    return guarded([&]() -> Result<std::string> {
        const auto most = static_cast<std::int64_t>(protocol::kBlobPieceSent);
        Statement select(m_database, "SELECT unseal_blob(content, 'blob/' || blob || '/' || piece)"
                                     " FROM blob_pieces JOIN blobs ON ordinal = blob WHERE hash = ?"
                                     " AND piece BETWEEN ? AND ? ORDER BY piece");
        select.bindBlob(1, piece.hash)
            .bind(2, piece.offset / kSealedPiece)
            .bind(3, (piece.offset + most - 1) / kSealedPiece);
        std::string bytes;
        while (select.step())
            bytes += asText(select.blob(0));
        const auto from = static_cast<std::size_t>(piece.offset % kSealedPiece);
        if (bytes.size() <= from) return damaged("photo");
        return bytes.substr(from, protocol::kBlobPieceSent);
    });
}

Result<void> TabletStore::settleBlob(const Hash& hash, const std::optional<Error>& refusal) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement update(m_database, "UPDATE blobs SET state = ?, error_code = ?, error_path = ?,"
                                     " error_message = ? WHERE hash = ?");
        update.bind(1, refusal ? "refused" : "delivered").bindBlob(5, hash);
        if (refusal)
            update.bind(2, toString(refusal->code))
                .bind(3, refusal->path)
                .bind(4, refusal->message);
        update.run();
        // The office has them; the newest stay, in case that it loses them.
        Statement prune(m_database, "DELETE FROM blobs WHERE state = 'delivered' AND ordinal NOT IN"
                                    " (SELECT ordinal FROM blobs WHERE state = 'delivered'"
                                    "  ORDER BY ordinal DESC LIMIT ?)");
        prune.bind(1, kBlobsHeld).run();
        transaction.commit();
        return {};
    });
}

Result<void> TabletStore::offerBlobsAgain() {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        m_database.execute("UPDATE blobs SET state = 'waiting' WHERE state = 'delivered'");
        transaction.commit();
        return {};
    });
}

Result<OutboxCounts> TabletStore::blobCounts() {
    return guarded([&]() -> Result<OutboxCounts> {
        Statement select(m_database, "SELECT count(*) FILTER (WHERE state = 'waiting'),"
                                     " count(*) FILTER (WHERE state = 'refused') FROM blobs");
        select.step();
        return OutboxCounts{select.integer(0), select.integer(1)};
    });
}

} // namespace shoujie::client
