#include "client/store/own_rows.hpp"

#include "client/store/store_values.hpp"
#include "shared/protocol/messages.hpp"

#include <utility>

namespace shoujie::client {

using sqlite::Statement;

Result<LogEntry> readEntry(const Statement& row, int column) {
    LogEntry entry;
    entry.epoch = row.integer(column);
    auto wire = protocol::decodeWireFact(row.text(column + 1));
    if (!wire) return damaged("fact");
    entry.wire = std::move(*wire);
    entry.bodyHash = fixedBytes<32>(row.blob(column + 2));
    entry.chainHash = fixedBytes<32>(row.blob(column + 3));
    return entry;
}

namespace {

/// Also of a word of a server that knows more of them than this program.
ErrorCode codeFromWord(const std::string& word) {
    return errorCodeOf(word).value_or(ErrorCode::unsupported);
}

} // namespace

const std::string kOwnFacts =
    "SELECT " + std::string(kEntryColumns) +
    ", outbox.state, outbox.error_code, outbox.error_path, outbox.error_message, "
    "receipts.earliest, receipts.latest, receipts.grade"
    " FROM log LEFT JOIN outbox USING (epoch, seq) LEFT JOIN receipts USING (epoch, seq) ";

Result<OwnFact> readOwnFact(const Statement& row) {
    auto entry = readEntry(row, 0);
    if (!entry) return entry.error();
    OwnFact own;
    own.entry = std::move(*entry);
    if (row.isNull(4)) {
        own.delivery = Delivery::received;
    } else if (row.text(4) == "refused") {
        own.delivery = Delivery::refused;
        own.refusal = Error{codeFromWord(row.text(5)), row.text(6), row.text(7)};
    }
    if (!row.isNull(8)) {
        auto grade = gradeFromWord(row.text(10));
        if (!grade) return grade.error();
        own.stamp =
            evidence::Stamp{{instant(row.integer(8)), instant(row.integer(9))}, grade.value()};
    }
    return own;
}

evidence::Anchor readAnchor(const Statement& row, const DeviceId& device) {
    evidence::Anchor anchor;
    anchor.nonce = row.text(0);
    anchor.device = device;
    anchor.epoch = row.integer(1);
    anchor.bootTag = row.text(2);
    anchor.elapsed = std::chrono::nanoseconds(row.integer(3));
    anchor.headSeq = row.integer(4);
    anchor.headHash = fixedBytes<32>(row.blob(5));
    anchor.challengedAt = instant(row.integer(6));
    anchor.answeredAt = instant(row.integer(7));
    if (!row.isNull(8)) anchor.tickedSince = std::chrono::nanoseconds(row.integer(8));
    return anchor;
}

Hash hashBefore(sqlite::Database& database, const Identity& identity, std::int64_t epoch,
                std::int64_t seq) {
    Statement select(database, "SELECT chain_hash FROM log WHERE epoch = ? AND seq = ?");
    select.bind(1, epoch).bind(2, seq - 1);
    if (select.step()) return fixedBytes<32>(select.blob(0));
    return evidence::chainStart(identity.device, epoch);
}

} // namespace shoujie::client
