#include "server/store/writes.hpp"

#include "server/store/columns.hpp"
#include "shared/core/planted.hpp"
#include "shared/protocol/messages.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <variant>

namespace shoujie::server {

namespace {
using sqlite::Statement;

void bindOptional(Statement& statement, int index, const std::optional<std::string>& value) {
    if (value)
        statement.bind(index, *value);
    else
        statement.bindNull(index);
}
void bindOptional(Statement& statement, int index,
                  const std::optional<std::chrono::nanoseconds>& value) {
    if (value)
        statement.bind(index, value->count());
    else
        statement.bindNull(index);
}
} // namespace

void Writes::insertServerSeed(std::span<const std::uint8_t> seed) {
    Statement(m_database, "INSERT INTO server_key (id, seed) VALUES (1, seal(?1, 'server_key'))")
        .bindBlob(1, seed)
        .run();
}

void Writes::insertSite(const SiteId& id, const std::string& name, const std::string& policy,
                        Instant now) {
    Statement insert(m_database,
                     "INSERT INTO site (id, name, policy, created_at) VALUES (?1, ?2, ?3, ?4)");
    insert.bind(1, id.value).bind(2, name).bind(3, policy).bind(4, micros(now)).run();
}

void Writes::setCredential(const SiteId& site, const StaffId& staff, const std::string& pinHash) {
    Statement put(m_database,
                  "INSERT INTO credential (site, staff, pin_hash) VALUES (?1, ?2, ?3) "
                  "ON CONFLICT (site, staff) DO UPDATE SET pin_hash = excluded.pin_hash");
    put.bind(1, site.value).bind(2, staff.value).bind(3, pinHash).run();
}

void Writes::insertEnrolCode(const Hash& codeHash, const SiteId& site, Instant expiresAt) {
    Statement insert(m_database,
                     "INSERT INTO enrol_code (code_hash, site, expires_at) VALUES (?1, ?2, ?3)");
    insert.bindBlob(1, codeHash).bind(2, site.value).bind(3, micros(expiresAt)).run();
}

void Writes::useEnrolCode(const Hash& codeHash, const DeviceId& device) {
    Statement update(m_database, "UPDATE enrol_code SET used_by = ?2 "
                                 "WHERE code_hash = ?1 AND used_by IS NULL");
    update.bindBlob(1, codeHash).bind(2, device.value).run();
    assert(m_database.changes() == 1);
}

void Writes::insertDevice(const DeviceRow& device, const Hash& tokenHash, Instant now) {
    Statement insert(m_database, "INSERT INTO device (id, site, token_hash, public_key, epoch, "
                                 "head_seq, head_hash, enrolled_at) "
                                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    insert.bind(1, device.id.value).bind(2, device.site.value).bindBlob(3, tokenHash);
    insert.bindBlob(4, device.key).bind(5, device.epoch).bind(6, device.headSeq);
    insert.bindBlob(7, device.headHash).bind(8, micros(now)).run();
}

void Writes::setHead(const DeviceId& device, std::int64_t seq, const Hash& hash) {
    Statement update(m_database, "UPDATE device SET head_seq = ?2, head_hash = ?3 WHERE id = ?1");
    update.bind(1, device.value).bind(2, seq).bindBlob(3, hash).run();
}

void Writes::insertAnchor(const evidence::Anchor& anchor, const std::optional<std::string>& held) {
    Statement insert(m_database,
                     "INSERT INTO anchor (nonce, device, epoch, boot_tag, elapsed, head_seq, "
                     "head_hash, challenged_at, answered_at, ticked_since) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    insert.bind(1, anchor.nonce).bind(2, anchor.device.value).bind(3, anchor.epoch);
    insert.bind(4, anchor.bootTag).bind(5, anchor.elapsed.count()).bind(6, anchor.headSeq);
    insert.bindBlob(7, anchor.headHash).bind(8, micros(anchor.challengedAt));
    insert.bind(9, micros(anchor.answeredAt));
    bindOptional(insert, 10, anchor.tickedSince);
    insert.run();

    auto boot = this->boot(anchor.device, anchor.bootTag);
    boot.take(anchor);
    Statement put(m_database,
                  "INSERT INTO boot (device, tag, start_after, start_before, last_elapsed, torn) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (device, tag) DO UPDATE SET "
                  "start_after = excluded.start_after, start_before = excluded.start_before, "
                  "last_elapsed = excluded.last_elapsed, torn = excluded.torn");
    put.bind(1, anchor.device.value).bind(2, anchor.bootTag).bind(3, micros(boot.startAfter));
    put.bind(4, micros(boot.startBefore)).bind(5, boot.lastElapsed.count());
    put.bind(6, boot.torn ? 1 : 0).run();

    Statement newest(m_database,
                     "UPDATE device SET anchor_last = ?2, anchor_before = ?3 WHERE id = ?1");
    newest.bind(1, anchor.device.value).bind(2, anchor.nonce);
    bindOptional(newest, 3, held);
    newest.run();
}

void Writes::beginEpoch(const DeviceRow& device, std::int64_t keptSeq,
                        const std::optional<std::string>& held, Instant now) {
    const auto epoch = device.epoch + 1;
    Statement update(m_database,
                     "UPDATE device SET epoch = ?2, head_seq = 0, head_hash = ?3, "
                     "epoch_since = ?4, anchor_last = ?5, kept_seq = ?6, anchor_before = NULL "
                     "WHERE id = ?1");
    update.bind(1, device.id.value).bind(2, epoch);
    update.bindBlob(3, evidence::chainStart(device.id, epoch)).bind(4, micros(now));
    bindOptional(update, 5, held);
    update.bind(6, keptSeq).run();
}

void Writes::freeze(const DeviceId& device, Instant now) {
    Statement update(m_database,
                     "UPDATE device SET frozen_at = ?2 WHERE id = ?1 AND frozen_at IS NULL");
    update.bind(1, device.value).bind(2, micros(now)).run();
}

void Writes::revoke(const DeviceId& device, Instant now) {
    Statement update(m_database, "UPDATE device SET revoked_at = ?2 WHERE id = ?1");
    update.bind(1, device.value).bind(2, micros(now)).run();
}

void Writes::setAside(const evidence::WireFact& wire, std::int64_t epoch, const Hash& chainHash,
                      Instant receivedAt) {
    Statement insert(m_database,
                     "INSERT INTO set_aside (device, epoch, device_seq, chain_hash, wire, "
                     "received_at) VALUES (?1, ?2, ?3, ?4, seal(?5, 'set_aside'), ?6) "
                     "ON CONFLICT DO NOTHING");
    insert.bind(1, wire.device.value).bind(2, epoch).bind(3, wire.seq).bindBlob(4, chainHash);
    insert.bind(5, protocol::encode(wire)).bind(6, micros(receivedAt)).run();
}

Writes::Growing* Writes::growing(const SiteId& site) {
    if (const auto known = m_sites.find(site); known != m_sites.end()) return &known->second;
    auto row = Reads::site(site);
    if (!row) return nullptr;
    const auto feedSeq = row->feedSeq;
    Growing fresh{std::move(*row), SqliteNodes(m_database, site), feedSeq};
    return &m_sites.emplace(site, std::move(fresh)).first->second;
}

const SiteRow* Writes::site(const SiteId& id) {
    const auto* found = growing(id);
    return found == nullptr ? nullptr : &found->row;
}

Writes::Growing& Writes::advance(const SiteId& site, bool inRegister) {
    auto* found = growing(site);
    assert(found != nullptr);
    ++found->row.feedSeq;
    if (inRegister) ++found->row.registerSize;
    return *found;
}

Writes::Mark Writes::mark() const {
    Mark mark;
    for (const auto& [id, site] : m_sites)
        mark.sites.push_back({id, {}, {}, site.row.registerSize, site.row.feedSeq, {}});
    return mark;
}

void Writes::revert(const Mark& mark) {
    // What was written down since is taken back as well.
    m_sites.clear();
    for (const auto& before : mark.sites) {
        auto* site = growing(before.id);
        assert(site != nullptr);
        site->row.registerSize = before.registerSize;
        site->row.feedSeq = before.feedSeq;
    }
}

void Writes::flush() {
    for (auto& [id, site] : m_sites) {
        if (site.row.feedSeq == site.writtenFeedSeq) continue;
        Statement update(m_database,
                         "UPDATE site SET register_size = ?2, feed_seq = ?3 WHERE id = ?1");
        update.bind(1, id.value).bind(2, site.row.registerSize).bind(3, site.row.feedSeq).run();
        site.writtenFeedSeq = site.row.feedSeq;
    }
}

void Writes::settle() {
    flush();
    m_sites.clear();
}

registry::Record Writes::appendFact(const NewFact& fact) {
    const auto& wire = fact.wire;
    Growing& site = advance(wire.site, true);
    registry::Record record{site.row.registerSize, wire.device,     wire.seq,
                            fact.chainHash,        fact.receivedAt, fact.stamp};

    Statement insert(
        m_database,
        "INSERT INTO fact (site, register_seq, feed_seq, id, kind, author, device, "
        "epoch, device_seq, boot_tag, elapsed, nonce, wall, data, chain_hash, "
        "received_at, earliest, latest, grade, flags, ticks_since, ticks_last) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
        "seal(?14, 'fact/' || ?1 || '/' || ?4), ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)");
    insert.bind(1, wire.site.value).bind(2, record.registerSeq).bind(3, site.row.feedSeq);
    insert.bind(4, wire.id.value).bind(5, wire.kind).bind(6, wire.by.value);
    if (wire.device.empty())
        insert.bindNull(7).bindNull(8).bindNull(9);
    else
        insert.bind(7, wire.device.value).bind(8, fact.epoch).bind(9, wire.seq);
    insert.bind(10, wire.at.bootTag).bind(11, wire.at.elapsed.count());
    bindOptional(insert, 12, wire.at.anchor);
    insert.bind(13, micros(wire.at.wall)).bind(14, dataColumn(wire)).bindBlob(15, fact.chainHash);
    insert.bind(16, micros(fact.receivedAt)).bind(17, micros(fact.stamp.at.earliest));
    insert.bind(18, micros(fact.stamp.at.latest)).bind(19, evidence::toWord(fact.stamp.grade));
    insert.bind(20, record.stamp.flags);
    if (const auto& ticks = wire.at.ticks)
        insert.bind(21, ticks->since.count()).bind(22, ticks->last.count());
    else
        insert.bindNull(21).bindNull(22);
    insert.run();

    registry::appendLeaf(site.nodes, static_cast<std::uint64_t>(record.registerSeq - 1),
                         registry::leafHash(registry::recordBytes(record)));

    if (fact.fact) {
        keepEffects(wire.site, *fact.fact, fact.stamp);
    } else {
        Statement mark(m_database, "INSERT INTO unsupported (site, register_seq) VALUES (?1, ?2)");
        mark.bind(1, wire.site.value).bind(2, record.registerSeq).run();
    }
    return record;
}

void Writes::keepEffects(const SiteId& site, const facts::Fact& fact,
                         const evidence::Stamp& stamp) {
    if (const auto subject = facts::createdSubject(fact.data); !subject.empty()) {
        Statement claim(m_database,
                        "INSERT INTO created_subject (site, subject, fact) VALUES (?1, ?2, ?3)");
        claim.bind(1, site.value).bind(2, subject).bind(3, fact.id.value).run();
    }
    if (const auto* joined = std::get_if<facts::StaffJoined>(&fact.data)) {
        Statement put(m_database,
                      "INSERT INTO staff (site, id, name, role) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (site, id) DO UPDATE "
                      "SET name = excluded.name, role = excluded.role, left_at = NULL");
        put.bind(1, site.value).bind(2, joined->staff.value).bind(3, joined->name);
        put.bind(4, facts::toWord(joined->role)).run();
    } else if (const auto* left = std::get_if<facts::StaffLeft>(&fact.data)) {
        Statement update(m_database, "UPDATE staff SET left_at = ?3 WHERE site = ?1 AND id = ?2");
        update.bind(1, site.value).bind(2, left->staff.value);
        update.bind(3, micros(stamp.at.latest)).run();
        Statement forget(m_database, "DELETE FROM credential WHERE site = ?1 AND staff = ?2");
        forget.bind(1, site.value).bind(2, left->staff.value).run();
    }
}

void Writes::admit(const FactRow& row, const facts::Fact& fact) {
    keepEffects(row.wire.site, fact, row.record.stamp);
    Statement remove(m_database, "DELETE FROM unsupported WHERE site = ?1 AND register_seq = ?2");
    remove.bind(1, row.wire.site.value).bind(2, row.record.registerSeq).run();
    tellAnew(row.wire.site, row.record.registerSeq);
}

void Writes::tellAnew(const SiteId& site, std::int64_t registerSeq) {
    const auto feedSeq = advance(site, false).row.feedSeq;
    Statement move(m_database,
                   "UPDATE fact SET feed_seq = ?3 WHERE site = ?1 AND register_seq = ?2");
    move.bind(1, site.value).bind(2, registerSeq).bind(3, feedSeq).run();
}

void Writes::refuse(const FactRow& row, const Error& refusal) {
    Statement update(m_database, "UPDATE unsupported SET code = ?3, path = ?4, message = ?5 "
                                 "WHERE site = ?1 AND register_seq = ?2");
    update.bind(1, row.wire.site.value).bind(2, row.record.registerSeq);
    update.bind(3, toString(refusal.code)).bind(4, refusal.path).bind(5, refusal.message).run();
}

void Writes::insertQuarantine(const evidence::WireFact& wire, std::int64_t epoch,
                              const Hash& chainHash, Instant receivedAt, const Error& refusal) {
    const auto device = this->device(wire.device);
    assert(device);
    Statement insert(m_database, "INSERT INTO quarantine (device, epoch, device_seq, site, wire, "
                                 "chain_hash, received_at, code, path, message) "
                                 "VALUES (?1, ?2, ?3, ?4, seal(?5, 'quarantine'), ?6, ?7, ?8, "
                                 "?9, ?10)");
    insert.bind(1, wire.device.value).bind(2, epoch).bind(3, wire.seq);
    insert.bind(4, device->site.value).bind(5, protocol::encode(wire)).bindBlob(6, chainHash);
    insert.bind(7, micros(receivedAt)).bind(8, toString(refusal.code)).bind(9, refusal.path);
    insert.bind(10, refusal.message).run();
}

void Writes::putCheckpoint(const SiteId& site, const CheckpointRow& checkpoint) {
    Statement put(m_database, "INSERT INTO checkpoint (site, size, at, closes, note) "
                              "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (site, size) DO UPDATE "
                              "SET closes = coalesce(excluded.closes, closes)");
    put.bind(1, site.value).bind(2, checkpoint.size).bind(3, micros(checkpoint.at));
    if (checkpoint.closes)
        put.bind(4, checkpoint.closes->time_since_epoch().count());
    else
        put.bindNull(4);
    put.bind(5, checkpoint.note).run();
}

void Writes::putOutcome(const SiteId& site, const OutcomeRow& outcome) {
    const auto feedSeq = advance(site, false).row.feedSeq;
    Statement put(m_database,
                  "INSERT INTO outcome (site, kind, subject, feed_seq, json) "
                  "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (site, kind, subject) DO UPDATE "
                  "SET feed_seq = excluded.feed_seq, json = excluded.json");
    put.bind(1, site.value).bind(2, outcome.kind).bind(3, outcome.subject.value);
    put.bind(4, feedSeq).bind(5, outcome.json).run();
    if (SHOUJIE_PLANTED(feedBelowCursor))
        m_database.execute(
            "UPDATE OR IGNORE outcome SET feed_seq = feed_seq - 3 WHERE feed_seq = " +
            std::to_string(feedSeq));
}

} // namespace shoujie::server
