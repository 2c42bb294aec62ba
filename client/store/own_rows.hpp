#pragma once

#include "client/store/tablet_store.hpp"
#include "shared/sqlite/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// How rows of the own log become values: for the store's own files only.
namespace shoujie::client {

/// What readEntry reads.
inline constexpr std::string_view kEntryColumns =
    "log.epoch, unseal(log.wire, 'log/' || log.fact_id), log.body_hash, log.chain_hash";
/// kEntryColumns, from that column on.
Result<LogEntry> readEntry(const sqlite::Statement& row, int column);
/// Selects what readOwnFact reads; conditions and order are the asker's.
extern const std::string kOwnFacts;
Result<OwnFact> readOwnFact(const sqlite::Statement& row);
/// nonce, epoch, boot_tag, elapsed, head_seq, head_hash, challenged_at, answered_at, ticked_since.
evidence::Anchor readAnchor(const sqlite::Statement& row, const DeviceId& device);
/// h of the fact before that place of the own chain.
Hash hashBefore(sqlite::Database& database, const Identity& identity, std::int64_t epoch,
                std::int64_t seq);

} // namespace shoujie::client
