#include "server/store/reads.hpp"

#include "server/store/columns.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace shoujie::server {

namespace {

using sqlite::Statement;

constexpr std::string_view kDeviceColumns =
    "SELECT id, site, public_key, epoch, head_seq, head_hash, frozen_at, anchor_last, "
    "anchor_before, kept_seq, revoked_at FROM device ";

DeviceRow deviceFrom(const Statement& row) {
    DeviceRow device;
    device.id.value = row.text(0);
    device.site.value = row.text(1);
    device.key = bytesFrom<32>(row, 2);
    device.epoch = row.integer(3);
    device.headSeq = row.integer(4);
    device.headHash = bytesFrom<32>(row, 5);
    if (!row.isNull(6)) device.frozenAt = instantFrom(row.integer(6));
    if (!row.isNull(7)) device.anchorLast = row.text(7);
    if (!row.isNull(8)) device.anchorBefore = row.text(8);
    device.keptSeq = row.integer(9);
    if (!row.isNull(10)) device.revokedAt = instantFrom(row.integer(10));
    return device;
}

constexpr std::string_view kAnchorColumns =
    "SELECT nonce, device, epoch, boot_tag, elapsed, head_seq, head_hash, challenged_at, "
    "answered_at, ticked_since FROM anchor ";

evidence::Anchor anchorFrom(const Statement& row) {
    evidence::Anchor anchor;
    anchor.nonce = row.text(0);
    anchor.device.value = row.text(1);
    anchor.epoch = row.integer(2);
    anchor.bootTag = row.text(3);
    anchor.elapsed = std::chrono::nanoseconds(row.integer(4));
    anchor.headSeq = row.integer(5);
    anchor.headHash = bytesFrom<32>(row, 6);
    anchor.challengedAt = instantFrom(row.integer(7));
    anchor.answeredAt = instantFrom(row.integer(8));
    if (!row.isNull(9)) anchor.tickedSince = std::chrono::nanoseconds(row.integer(9));
    return anchor;
}

constexpr std::string_view kFactColumns =
    "SELECT site, register_seq, feed_seq, id, kind, author, device, epoch, device_seq, boot_tag, "
    "elapsed, nonce, wall, unseal(data, 'fact/' || site || '/' || id), chain_hash, received_at, "
    "earliest, latest, grade, flags, "
    "ticks_since, ticks_last, body_hash FROM fact ";

FactRow factFrom(const Statement& row) {
    FactRow fact;
    auto& wire = fact.wire;
    wire.site.value = row.text(0);
    fact.record.registerSeq = row.integer(1);
    fact.feedSeq = row.integer(2);
    wire.id.value = row.text(3);
    wire.kind = row.text(4);
    wire.by.value = row.text(5);
    if (!row.isNull(6)) {
        wire.device.value = row.text(6);
        fact.epoch = row.integer(7);
        wire.seq = row.integer(8);
    }
    wire.at.bootTag = row.text(9);
    wire.at.elapsed = std::chrono::nanoseconds(row.integer(10));
    if (!row.isNull(11)) wire.at.anchor = row.text(11);
    wire.at.wall = instantFrom(row.integer(12));
    if (!row.isNull(20))
        wire.at.ticks = evidence::Ticks{std::chrono::nanoseconds(row.integer(20)),
                                        std::chrono::nanoseconds(row.integer(21))};
    readDataColumn(row.text(13), wire);
    fact.record.device = wire.device;
    fact.record.deviceSeq = wire.seq;
    fact.record.chainHash = bytesFrom<32>(row, 14);
    fact.record.receivedAt = instantFrom(row.integer(15));
    fact.record.stamp.at = {instantFrom(row.integer(16)), instantFrom(row.integer(17))};
    fact.record.stamp.grade = gradeFrom(row.text(18));
    fact.record.stamp.flags = row.integer(19);
    if (!row.isNull(22)) fact.erasedBody = bytesFrom<32>(row, 22);
    return fact;
}

StaffRow staffFrom(const Statement& row) {
    StaffRow staff;
    staff.id.value = row.text(0);
    staff.name = row.text(1);
    staff.role = wordFrom<facts::Role>(row.text(2));
    if (!row.isNull(3)) staff.leftAt = instantFrom(row.integer(3));
    return staff;
}

std::string sql(std::string_view columns, std::string_view rest) {
    return std::string(columns).append(rest);
}

} // namespace

std::optional<std::array<std::uint8_t, 32>> Reads::serverSeed() {
    Statement query(m_database, "SELECT unseal_blob(seed, 'server_key') FROM server_key");
    if (!query.step()) return std::nullopt;
    return bytesFrom<32>(query, 0);
}

std::optional<SiteRow> Reads::site(const SiteId& id) {
    Statement query(m_database,
                    "SELECT id, name, policy, register_size, feed_seq, created_at, restores, "
                    "recovering_since FROM site WHERE id = ?1");
    query.bind(1, id.value);
    if (!query.step()) return std::nullopt;
    SiteRow site{SiteId(query.text(0)), query.text(1),    query.text(2),
                 query.integer(3),      query.integer(4), instantFrom(query.integer(5)),
                 query.integer(6)};
    if (!query.isNull(7)) site.recoveringSince = instantFrom(query.integer(7));
    return site;
}

std::vector<SiteId> Reads::sites() {
    Statement query(m_database, "SELECT id FROM site ORDER BY id");
    std::vector<SiteId> ids;
    while (query.step())
        ids.emplace_back(query.text(0));
    return ids;
}

std::vector<protocol::Credential> Reads::credentials(const SiteId& site) {
    Statement query(m_database,
                    "SELECT staff, pin_hash FROM credential WHERE site = ?1 ORDER BY staff");
    query.bind(1, site.value);
    std::vector<protocol::Credential> all;
    while (query.step())
        all.push_back({StaffId(query.text(0)), query.text(1)});
    return all;
}

std::optional<StaffRow> Reads::staff(const SiteId& site, const StaffId& id) {
    Statement query(m_database,
                    "SELECT id, name, role, left_at FROM staff WHERE site = ?1 AND id = ?2");
    query.bind(1, site.value).bind(2, id.value);
    if (!query.step()) return std::nullopt;
    return staffFrom(query);
}

std::vector<DeviceRow> Reads::devices(const SiteId& site) {
    Statement query(m_database, sql(kDeviceColumns, "WHERE site = ?1 ORDER BY id"));
    query.bind(1, site.value);
    std::vector<DeviceRow> all;
    while (query.step())
        all.push_back(deviceFrom(query));
    return all;
}

std::vector<StaffRow> Reads::allStaff(const SiteId& site) {
    Statement query(m_database,
                    "SELECT id, name, role, left_at FROM staff WHERE site = ?1 ORDER BY id");
    query.bind(1, site.value);
    std::vector<StaffRow> all;
    while (query.step())
        all.push_back(staffFrom(query));
    return all;
}

std::optional<EnrolCodeRow> Reads::enrolCode(const Hash& codeHash) {
    Statement query(m_database,
                    "SELECT site, expires_at, used_by FROM enrol_code WHERE code_hash = ?1");
    query.bindBlob(1, codeHash);
    if (!query.step()) return std::nullopt;
    return EnrolCodeRow{SiteId(query.text(0)), instantFrom(query.integer(1)), !query.isNull(2)};
}

std::optional<DeviceRow> Reads::device(const DeviceId& id) {
    Statement query(m_database, sql(kDeviceColumns, "WHERE id = ?1"));
    query.bind(1, id.value);
    if (!query.step()) return std::nullopt;
    return deviceFrom(query);
}

std::optional<DeviceRow> Reads::deviceByToken(const Hash& tokenHash) {
    Statement query(m_database, sql(kDeviceColumns, "WHERE token_hash = ?1"));
    query.bindBlob(1, tokenHash);
    if (!query.step()) return std::nullopt;
    return deviceFrom(query);
}

std::vector<evidence::Anchor> Reads::anchorsAround(const DeviceId& device,
                                                   const std::string& bootTag,
                                                   std::chrono::nanoseconds from,
                                                   std::chrono::nanoseconds to) {
    // Of those outside a few suffice: the nearest bind most, unless they were slow.
    constexpr std::int64_t kNearest = 8;
    Statement query(
        m_database,
        sql(kAnchorColumns,
            "WHERE device = ?1 AND boot_tag = ?2 AND elapsed BETWEEN "
            "coalesce((SELECT min(elapsed) FROM (SELECT elapsed FROM anchor WHERE device = ?1 AND "
            "boot_tag = ?2 AND elapsed < ?3 ORDER BY elapsed DESC LIMIT ?5)), ?3) AND "
            "coalesce((SELECT max(elapsed) FROM (SELECT elapsed FROM anchor WHERE device = ?1 AND "
            "boot_tag = ?2 AND elapsed > ?4 ORDER BY elapsed LIMIT ?5)), ?4)"));
    query.bind(1, device.value).bind(2, bootTag).bind(3, from.count()).bind(4, to.count());
    query.bind(5, kNearest);
    std::vector<evidence::Anchor> all;
    while (query.step())
        all.push_back(anchorFrom(query));
    return all;
}

std::vector<evidence::Anchor> Reads::anchorsOfHeads(const DeviceId& device, std::int64_t epoch,
                                                    std::int64_t from, std::int64_t to) {
    Statement query(m_database,
                    sql(kAnchorColumns, "WHERE device = ?1 AND epoch = ?2 AND head_seq BETWEEN "
                                        "?3 AND ?4 ORDER BY head_seq, challenged_at"));
    query.bind(1, device.value).bind(2, epoch).bind(3, from).bind(4, to);
    std::vector<evidence::Anchor> all;
    while (query.step())
        all.push_back(anchorFrom(query));
    return all;
}

evidence::BootRecord Reads::boot(const DeviceId& device, const std::string& tag) {
    Statement query(m_database, "SELECT start_after, start_before, last_elapsed, torn FROM boot "
                                "WHERE device = ?1 AND tag = ?2");
    query.bind(1, device.value).bind(2, tag);
    if (!query.step()) return {};
    return {instantFrom(query.integer(0)), instantFrom(query.integer(1)),
            std::chrono::nanoseconds(query.integer(2)), query.integer(3) != 0};
}

std::optional<Instant> Reads::watermark(const SiteId& site) {
    // What a device held in an epoch that is over it can send no more.
    Statement query(
        m_database,
        "SELECT min(coalesce((SELECT challenged_at FROM anchor WHERE anchor.device = device.id "
        "AND anchor.epoch = device.epoch AND anchor.head_seq <= device.head_seq "
        "ORDER BY anchor.head_seq DESC, challenged_at DESC LIMIT 1), epoch_since, enrolled_at)) "
        "FROM device WHERE site = ?1 AND frozen_at IS NULL AND revoked_at IS NULL");
    query.bind(1, site.value);
    if (!query.step() || query.isNull(0)) return std::nullopt;
    return instantFrom(query.integer(0));
}

std::optional<evidence::Anchor> Reads::anchor(const DeviceId& device, const std::string& nonce) {
    Statement query(m_database, sql(kAnchorColumns, "WHERE nonce = ?1 AND device = ?2"));
    query.bind(1, nonce).bind(2, device.value);
    if (!query.step()) return std::nullopt;
    return anchorFrom(query);
}

std::optional<ChainLink> Reads::chainLink(const DeviceId& device, std::int64_t epoch,
                                          std::int64_t seq) {
    Statement taken(m_database, "SELECT chain_hash, register_seq FROM fact "
                                "WHERE device = ?1 AND epoch = ?2 AND device_seq = ?3");
    taken.bind(1, device.value).bind(2, epoch).bind(3, seq);
    if (taken.step()) return ChainLink{bytesFrom<32>(taken, 0), taken.integer(1), std::nullopt};

    Statement refused(m_database, "SELECT chain_hash, code, path, message FROM quarantine "
                                  "WHERE device = ?1 AND epoch = ?2 AND device_seq = ?3");
    refused.bind(1, device.value).bind(2, epoch).bind(3, seq);
    if (!refused.step()) return std::nullopt;
    return ChainLink{bytesFrom<32>(refused, 0), 0,
                     Error{errorCodeFrom(refused.text(1)), refused.text(2), refused.text(3)}};
}

std::optional<FactRow> Reads::factBefore(const DeviceId& device, std::int64_t epoch,
                                         std::int64_t seq) {
    Statement query(m_database, sql(kFactColumns, "WHERE device = ?1 AND (epoch, device_seq) < "
                                                  "(?2, ?3) ORDER BY epoch DESC, device_seq DESC "
                                                  "LIMIT 1"));
    query.bind(1, device.value).bind(2, epoch).bind(3, seq);
    if (!query.step()) return std::nullopt;
    return factFrom(query);
}

std::optional<FactRow> Reads::fact(const SiteId& site, const FactId& id) {
    Statement query(m_database, sql(kFactColumns, "WHERE site = ?1 AND id = ?2"));
    query.bind(1, site.value).bind(2, id.value);
    if (!query.step()) return std::nullopt;
    return factFrom(query);
}

std::optional<FactRow> Reads::factAt(const SiteId& site, std::int64_t registerSeq) {
    Statement query(m_database, sql(kFactColumns, "WHERE site = ?1 AND register_seq = ?2"));
    query.bind(1, site.value).bind(2, registerSeq);
    if (!query.step()) return std::nullopt;
    return factFrom(query);
}

std::vector<FactRow> Reads::factsAfter(const SiteId& site, std::int64_t registerSeq,
                                       std::int64_t limit) {
    Statement query(m_database, sql(kFactColumns, "WHERE site = ?1 AND register_seq > ?2 "
                                                  "ORDER BY register_seq LIMIT ?3"));
    query.bind(1, site.value).bind(2, registerSeq).bind(3, limit);
    std::vector<FactRow> rows;
    while (query.step())
        rows.push_back(factFrom(query));
    return rows;
}

std::int64_t Reads::registerSizeAt(const SiteId& site, Instant before) {
    // From the register's end: costs as many records as came since.
    Statement query(m_database,
                    "SELECT register_seq FROM fact WHERE site = ?1 AND received_at < ?2 "
                    "ORDER BY register_seq DESC LIMIT 1");
    query.bind(1, site.value).bind(2, micros(before));
    return query.step() ? query.integer(0) : 0;
}

std::optional<Hash> Reads::refusedBody(const DeviceId& device, std::int64_t epoch,
                                       std::int64_t seq) {
    Statement query(m_database, "SELECT unseal(wire, 'quarantine'), body_hash FROM quarantine "
                                "WHERE device = ?1 AND epoch = ?2 AND device_seq = ?3");
    query.bind(1, device.value).bind(2, epoch).bind(3, seq);
    if (!query.step()) return std::nullopt;
    if (query.isNull(0)) return bytesFrom<32>(query, 1);
    const auto wire = protocol::decodeWireFact(query.text(0));
    if (!wire) throw sqlite::SqliteError(kCorrupt, "a refused fact cannot be read again");
    return evidence::bodyHash(*wire);
}

namespace {

constexpr std::string_view kCheckpointColumns = "SELECT size, at, closes, note FROM checkpoint ";

CheckpointRow checkpointFrom(const Statement& row) {
    CheckpointRow checkpoint{row.integer(0), instantFrom(row.integer(1)), std::nullopt,
                             row.text(3)};
    if (!row.isNull(2)) checkpoint.closes = Day(std::chrono::days(row.integer(2)));
    return checkpoint;
}

} // namespace

std::vector<CheckpointRow> Reads::checkpoints(const SiteId& site, std::int64_t after,
                                              std::int64_t upTo) {
    Statement query(m_database, sql(kCheckpointColumns, "WHERE site = ?1 AND size > ?2 AND "
                                                        "size <= ?3 ORDER BY size"));
    query.bind(1, site.value).bind(2, after).bind(3, upTo);
    std::vector<CheckpointRow> rows;
    while (query.step())
        rows.push_back(checkpointFrom(query));
    return rows;
}

std::optional<CheckpointRow> Reads::lastCheckpoint(const SiteId& site) {
    Statement query(m_database,
                    sql(kCheckpointColumns, "WHERE site = ?1 ORDER BY size DESC LIMIT 1"));
    query.bind(1, site.value);
    if (!query.step()) return std::nullopt;
    return checkpointFrom(query);
}

std::optional<CheckpointRow> Reads::lastDayClose(const SiteId& site) {
    Statement query(m_database, sql(kCheckpointColumns, "WHERE site = ?1 AND closes IS NOT NULL "
                                                        "ORDER BY size DESC LIMIT 1"));
    query.bind(1, site.value);
    if (!query.step()) return std::nullopt;
    return checkpointFrom(query);
}

std::int64_t Reads::setAsideOf(const DeviceId& device, std::int64_t most) {
    Statement query(m_database, "SELECT count(*) FROM (SELECT 1 FROM set_aside WHERE device = ?1 "
                                "LIMIT ?2)");
    query.bind(1, device.value).bind(2, most);
    query.step();
    return query.integer(0);
}

std::set<std::int64_t> Reads::unsupported(const SiteId& site) {
    Statement query(m_database, "SELECT register_seq FROM unsupported WHERE site = ?1");
    query.bind(1, site.value);
    std::set<std::int64_t> all;
    while (query.step())
        all.insert(query.integer(0));
    return all;
}

std::vector<FactRow> Reads::waitingForUpgrade(const SiteId& site) {
    Statement query(m_database,
                    sql(kFactColumns, "WHERE site = ?1 AND register_seq IN (SELECT register_seq "
                                      "FROM unsupported WHERE site = ?1 AND code IS NULL) "
                                      "ORDER BY register_seq"));
    query.bind(1, site.value);
    std::vector<FactRow> rows;
    while (query.step())
        rows.push_back(factFrom(query));
    return rows;
}

bool Reads::hasFact(const SiteId& site, const FactId& id) {
    Statement query(m_database, "SELECT 1 FROM fact WHERE site = ?1 AND id = ?2");
    query.bind(1, site.value).bind(2, id.value);
    return query.step();
}

bool Reads::hasSubject(const SiteId& site, const SubjectId& subject) {
    Statement query(m_database, "SELECT 1 FROM created_subject WHERE site = ?1 AND subject = ?2");
    query.bind(1, site.value).bind(2, subject.value);
    return query.step();
}

std::vector<OutcomeRow> Reads::outcomes(const SiteId& site) {
    std::vector<OutcomeRow> rows;
    eachOutcome(site, [&](OutcomeRow row) { rows.push_back(std::move(row)); });
    return rows;
}

void Reads::eachOutcome(const SiteId& site, const std::function<void(OutcomeRow)>& use) {
    Statement query(m_database, "SELECT kind, subject, json FROM outcome WHERE site = ?1");
    query.bind(1, site.value);
    while (query.step())
        use({query.text(0), SubjectId(query.text(1)), query.text(2)});
}

void Reads::eachFeedRow(const SiteId& site, std::int64_t after,
                        const std::function<bool(FeedRow)>& use) {
    // Facts and outcomes draw from one counter: two ranges, read side by side.
    Statement facts(m_database,
                    sql(kFactColumns, "WHERE site = ?1 AND feed_seq > ?2 ORDER BY feed_seq"));
    facts.bind(1, site.value).bind(2, after);
    Statement outcomes(m_database, "SELECT feed_seq, kind, subject, json FROM outcome "
                                   "WHERE site = ?1 AND feed_seq > ?2 ORDER BY feed_seq");
    outcomes.bind(1, site.value).bind(2, after);
    const auto notJudged = unsupported(site);
    constexpr int kFactFeedSeq = 2;
    bool fact = facts.step();
    bool outcome = outcomes.step();
    while (fact || outcome) {
        FeedRow row;
        if (fact && (!outcome || facts.integer(kFactFeedSeq) < outcomes.integer(0))) {
            row.fact = factFrom(facts);
            row.feedSeq = row.fact->feedSeq;
            row.unsupported = notJudged.contains(row.fact->record.registerSeq);
            fact = facts.step();
        } else {
            row.feedSeq = outcomes.integer(0);
            row.outcome = {outcomes.text(1), SubjectId(outcomes.text(2)), outcomes.text(3)};
            outcome = outcomes.step();
        }
        if (!use(std::move(row))) return;
    }
}

} // namespace shoujie::server
