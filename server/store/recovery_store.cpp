#include "server/store/recovery_store.hpp"

#include "server/store/columns.hpp"
#include "shared/protocol/messages.hpp"

#include <array>
#include <utility>

namespace shoujie::server {

namespace {

using sqlite::Statement;

constexpr std::array<std::string_view, 4> kStates{"handing", "all", "proven", "other"};
/// Under whose name proven lines stand.
const DeviceId kNobody;
/// More rows than a site can publish between a backup and the next.
constexpr std::int64_t kFeedLift = std::int64_t{1} << 40;

std::span<const std::uint8_t> asBytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

WitnessRow witnessFrom(const Statement& row) {
    WitnessRow witness{DeviceId(row.text(0)), row.integer(1), row.integer(2),
                       bytesFrom<32>(row, 3), row.integer(4), row.integer(5),
                       WitnessState::handing};
    const std::string state = row.text(6);
    for (std::size_t i = 0; i < kStates.size(); ++i)
        if (kStates[i] == state) witness.state = static_cast<WitnessState>(i);
    return witness;
}
constexpr const char* kWitness =
    "SELECT device, epoch, size, root, restores, cursor, state FROM recovery_witness "
    "WHERE site = ?1 ";

HandedLink linkFrom(const Statement& row) {
    HandedLink link{bytesFrom<32>(row, 0), bytesFrom<32>(row, 1), row.integer(2), {}, {}};
    auto wire = protocol::decodeWireFact(row.text(3));
    if (!wire) throw sqlite::SqliteError(kCorrupt, "a link that was handed in is unreadable");
    link.wire = std::move(*wire);
    if (!row.isNull(4)) link.refusal = Error{errorCodeFrom(row.text(4)), row.text(5), row.text(6)};
    return link;
}
constexpr const char* kLink = "SELECT chain_hash, previous, epoch, unseal(wire, 'recovery_link'), "
                              "code, path, message FROM recovery_link ";

} // namespace

RecoveryStore::RecoveryStore(sqlite::Database& database, SiteId site)
    : m_database(database), m_site(std::move(site)) {}

void RecoveryStore::forgetAll() {
    for (const char* table : {"recovery_witness", "recovery_record"}) {
        Statement forget(m_database, std::string("DELETE FROM ") + table + " WHERE site = ?1");
        forget.bind(1, m_site.value).run();
    }
    Statement links(m_database, "DELETE FROM recovery_link WHERE device IN "
                                "(SELECT id FROM device WHERE site = ?1)");
    links.bind(1, m_site.value).run();
}

void RecoveryStore::begin(Instant now) {
    // A copy may have been made in the midst of a recovery: who was heard then may know more now,
    // as that a fact was refused which had no answer yet.
    forgetAll();
    Statement update(m_database, "UPDATE site SET recovering_since = ?2 WHERE id = ?1");
    update.bind(1, m_site.value).bind(2, micros(now)).run();
}

void RecoveryStore::end(std::int64_t restores) {
    forgetAll();
    Statement update(m_database, "UPDATE site SET recovering_since = NULL, restores = ?2 "
                                 "WHERE id = ?1");
    update.bind(1, m_site.value).bind(2, restores).run();
}

std::vector<WitnessRow> RecoveryStore::witnesses() const {
    Statement query(m_database, std::string(kWitness) + "ORDER BY size, device");
    query.bind(1, m_site.value);
    std::vector<WitnessRow> all;
    while (query.step())
        all.push_back(witnessFrom(query));
    return all;
}

std::optional<WitnessRow> RecoveryStore::witness(const DeviceId& device) const {
    Statement query(m_database, std::string(kWitness) + "AND device = ?2");
    query.bind(1, m_site.value).bind(2, device.value);
    if (!query.step()) return std::nullopt;
    return witnessFrom(query);
}

void RecoveryStore::put(const WitnessRow& witness) {
    Statement put(
        m_database,
        "INSERT INTO recovery_witness (device, site, epoch, size, root, restores, state, "
        "cursor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (device) DO UPDATE SET "
        "epoch = excluded.epoch, size = excluded.size, root = excluded.root, "
        "restores = excluded.restores, state = excluded.state, "
        "cursor = excluded.cursor");
    put.bind(1, witness.device.value).bind(2, m_site.value).bind(3, witness.epoch);
    put.bind(4, witness.size).bindBlob(5, witness.root).bind(6, witness.restores);
    put.bind(7, kStates[static_cast<std::size_t>(witness.state)]).bind(8, witness.feedCursor).run();
}

std::vector<DeviceId> RecoveryStore::devices() const {
    Statement query(m_database, "SELECT id FROM device WHERE site = ?1 AND frozen_at IS NULL AND "
                                "revoked_at IS NULL ORDER BY id");
    query.bind(1, m_site.value);
    std::vector<DeviceId> all;
    while (query.step())
        all.emplace_back(query.text(0));
    return all;
}

void RecoveryStore::putRecord(const DeviceId& witness, const HandedRecord& line) {
    Statement put(m_database, "INSERT INTO recovery_record (site, witness, register_seq, record, "
                              "stated) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
    const std::string bytes = registry::recordBytes(line.record);
    put.bind(1, m_site.value).bind(2, witness.value).bind(3, line.record.registerSeq);
    put.bindBlob(4, asBytes(bytes));
    if (line.stated.empty())
        put.bindNull(5);
    else
        put.bind(5, line.stated);
    put.run();
}

std::int64_t RecoveryStore::lastRecord(const DeviceId& witness) const {
    Statement query(m_database, "SELECT coalesce(max(register_seq), 0) FROM recovery_record "
                                "WHERE site = ?1 AND witness = ?2");
    query.bind(1, m_site.value).bind(2, witness.value);
    query.step();
    return query.integer(0);
}

std::map<std::int64_t, HandedRecord> RecoveryStore::read(const std::string& witness) const {
    Statement query(m_database, "SELECT record, stated FROM recovery_record "
                                "WHERE site = ?1 AND witness = ?2");
    query.bind(1, m_site.value).bind(2, witness);
    std::map<std::int64_t, HandedRecord> lines;
    while (query.step()) {
        const auto blob = query.blob(0);
        auto records =
            registry::recordsFromBytes({reinterpret_cast<const char*>(blob.data()), blob.size()});
        if (!records || records->size() != 1)
            throw sqlite::SqliteError(kCorrupt, "a record that was handed in is unreadable");
        const auto place = records->front().registerSeq;
        lines[place] = {std::move(records->front()),
                        query.isNull(1) ? std::string() : query.text(1)};
    }
    return lines;
}

std::map<std::int64_t, HandedRecord> RecoveryStore::records(const DeviceId& witness) const {
    auto lines = proven();
    lines.merge(read(witness.value));
    return lines;
}

std::map<std::int64_t, HandedRecord> RecoveryStore::proven() const {
    return read(kNobody.value);
}

void RecoveryStore::prove(const DeviceId& witness, std::int64_t upTo) {
    Statement prove(m_database,
                    "INSERT INTO recovery_record (site, witness, register_seq, record, stated) "
                    "SELECT site, ?4, register_seq, record, stated FROM recovery_record "
                    "WHERE site = ?1 AND witness = ?2 AND register_seq <= ?3 ON CONFLICT "
                    "DO NOTHING");
    prove.bind(1, m_site.value).bind(2, witness.value).bind(3, upTo).bind(4, kNobody.value).run();
    forgetRecords(witness);
}

void RecoveryStore::forgetRecords(const DeviceId& witness) {
    Statement forget(m_database, "DELETE FROM recovery_record WHERE site = ?1 AND witness = ?2");
    forget.bind(1, m_site.value).bind(2, witness.value).run();
}

void RecoveryStore::putLink(const HandedLink& link) {
    Statement put(m_database,
                  "INSERT INTO recovery_link (chain_hash, previous, device, epoch, seq, wire, "
                  "code, path, message) VALUES (?1, ?2, ?3, ?4, ?5, "
                  "seal(?6, 'recovery_link'), ?7, ?8, ?9) "
                  "ON CONFLICT DO NOTHING");
    put.bindBlob(1, link.chainHash).bindBlob(2, link.previous).bind(3, link.wire.device.value);
    put.bind(4, link.epoch).bind(5, link.wire.seq).bind(6, protocol::encode(link.wire));
    if (link.refusal)
        put.bind(7, toString(link.refusal->code))
            .bind(8, link.refusal->path)
            .bind(9, link.refusal->message);
    else
        put.bindNull(7).bindNull(8).bindNull(9);
    put.run();
}

std::optional<HandedLink> RecoveryStore::link(const Hash& chainHash) const {
    Statement query(m_database, std::string(kLink) + "WHERE chain_hash = ?1");
    query.bindBlob(1, chainHash);
    if (!query.step()) return std::nullopt;
    return linkFrom(query);
}

std::vector<HandedLink> RecoveryStore::linksBehind(const Hash& previous) const {
    Statement query(m_database, std::string(kLink) + "WHERE previous = ?1 ORDER BY chain_hash");
    query.bindBlob(1, previous);
    std::vector<HandedLink> links;
    while (query.step())
        links.push_back(linkFrom(query));
    return links;
}

RecoveryStore::Place RecoveryStore::lastLink(const DeviceId& device) const {
    Statement query(m_database, "SELECT epoch, seq FROM recovery_link WHERE device = ?1 "
                                "ORDER BY epoch DESC, seq DESC LIMIT 1");
    query.bind(1, device.value);
    if (!query.step()) return {};
    return {query.integer(0), query.integer(1)};
}

std::int64_t RecoveryStore::countLinks(const DeviceId& device) const {
    Statement query(m_database, "SELECT count(*) FROM recovery_link WHERE device = ?1");
    query.bind(1, device.value);
    query.step();
    return query.integer(0);
}

void RecoveryStore::liftFeed() {
    Statement update(m_database, "UPDATE site SET feed_seq = ?2 + max(feed_seq, coalesce((SELECT "
                                 "max(cursor) FROM recovery_witness WHERE site = ?1), 0)) "
                                 "WHERE id = ?1");
    update.bind(1, m_site.value).bind(2, kFeedLift).run();
}

void RecoveryStore::tellOutcomesAnew() {
    Statement renumber(
        m_database,
        "UPDATE outcome SET feed_seq = outcome.feed_seq - least.seq + site.feed_seq + 1 "
        "FROM site, (SELECT min(feed_seq) AS seq FROM outcome WHERE site = ?1) "
        "AS least WHERE site.id = ?1 AND outcome.site = ?1");
    renumber.bind(1, m_site.value).run();
    Statement count(m_database, "UPDATE site SET feed_seq = max(feed_seq, coalesce("
                                "(SELECT max(feed_seq) FROM outcome WHERE site = ?1), 0)) "
                                "WHERE id = ?1");
    count.bind(1, m_site.value).run();
}

void RecoveryStore::enterEpoch(const DeviceId& device, std::int64_t epoch, Instant now) {
    Statement update(m_database, "UPDATE device SET epoch = ?2, head_seq = 0, head_hash = ?3, "
                                 "epoch_since = ?4, kept_seq = 0 WHERE id = ?1 AND epoch < ?2");
    update.bind(1, device.value).bind(2, epoch);
    update.bindBlob(3, evidence::chainStart(device, epoch)).bind(4, micros(now)).run();
}

} // namespace shoujie::server
