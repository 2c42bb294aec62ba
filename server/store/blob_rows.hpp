#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/time.hpp"
#include "shared/sqlite/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoujie::server {

/// One device's upload of a photo or a signature, or the whole of it.
struct BlobRow {
    std::int64_t ordinal = 0;
    std::int64_t size = 0; ///< bytes
    std::int64_t have = 0; ///< of them; `size` once it is whole
};

/// Photos and signatures in the database, in pieces, so that a commit makes a piece safe and a
/// backup holds them. Failures are SqliteError.
class BlobRows {
public:
    explicit BlobRows(sqlite::Database& database) : m_database(database) {}

    /// Of a site, whoever has brought it.
    [[nodiscard]] std::optional<BlobRow> whole(const SiteId& site, const Hash& hash);
    /// What a device has begun to bring.
    [[nodiscard]] std::optional<BlobRow> begun(const SiteId& site, const Hash& hash,
                                               const DeviceId& device);
    /// Bytes that a device has announced since then.
    [[nodiscard]] std::int64_t announcedSince(const DeviceId& device, Instant since);
    /// Up to `limit` bytes from there on.
    [[nodiscard]] std::string content(const BlobRow& blob, std::int64_t from, std::int64_t limit);

    BlobRow begin(const SiteId& site, const Hash& hash, const DeviceId& device, std::int64_t size,
                  Instant now);
    /// Behind what there is.
    void append(BlobRow& blob, std::string_view bytes);
    /// It is whole from now on.
    void finish(const BlobRow& blob, Instant now);
    void remove(const BlobRow& blob);

private:
    sqlite::Database& m_database;
};

} // namespace shoujie::server
