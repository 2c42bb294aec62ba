#include "server/store/writes.hpp"

#include "server/store/columns.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/planted.hpp"
#include "shared/protocol/messages.hpp"

#include <cassert>
#include <variant>

namespace shoujie::server {

namespace {
using sqlite::Statement;
}

void Writes::insertServerSeed(std::span<const std::uint8_t> seed) {
    Statement(m_database, "INSERT INTO server_key (id, seed) VALUES (1, ?1)")
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

void Writes::insertAnchor(const evidence::Anchor& anchor) {
    Statement insert(m_database, "INSERT INTO anchor (nonce, device, epoch, boot_tag, elapsed, "
                                 "head_seq, head_hash, challenged_at, answered_at) "
                                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    insert.bind(1, anchor.nonce).bind(2, anchor.device.value).bind(3, anchor.epoch);
    insert.bind(4, anchor.bootTag).bind(5, anchor.elapsed.count()).bind(6, anchor.headSeq);
    insert.bindBlob(7, anchor.headHash).bind(8, micros(anchor.challengedAt));
    insert.bind(9, micros(anchor.answeredAt)).run();
}

Writes::Numbers Writes::advance(const SiteId& site, bool inRegister) {
    Statement update(m_database, "UPDATE site SET feed_seq = feed_seq + 1, "
                                 "register_size = register_size + ?2 WHERE id = ?1 "
                                 "RETURNING register_size, feed_seq");
    update.bind(1, site.value).bind(2, inRegister ? 1 : 0);
    const bool known = update.step();
    assert(known);
    (void)known;
    const Numbers numbers{update.integer(0), update.integer(1)};
    while (update.step()) {
    }
    return numbers;
}

registry::Record Writes::appendFact(const NewFact& fact) {
    const auto& wire = fact.wire;
    const Numbers numbers = advance(wire.site, true);
    registry::Record record{numbers.registerSize, wire.device, wire.seq, fact.chainHash,
                            fact.receivedAt,      fact.stamp,  0};

    Statement insert(m_database,
                     "INSERT INTO fact (site, register_seq, feed_seq, id, kind, author, device, "
                     "epoch, device_seq, boot_tag, elapsed, nonce, wall, data, chain_hash, "
                     "received_at, earliest, latest, grade, flags) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                     "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)");
    insert.bind(1, wire.site.value).bind(2, numbers.registerSize).bind(3, numbers.feedSeq);
    insert.bind(4, wire.id.value).bind(5, wire.kind).bind(6, wire.by.value);
    if (wire.device.empty())
        insert.bindNull(7).bindNull(8).bindNull(9);
    else
        insert.bind(7, wire.device.value).bind(8, fact.epoch).bind(9, wire.seq);
    insert.bind(10, wire.at.bootTag).bind(11, wire.at.elapsed.count());
    if (wire.at.anchor)
        insert.bind(12, *wire.at.anchor);
    else
        insert.bindNull(12);
    insert.bind(13, micros(wire.at.wall)).bind(14, wire.data).bindBlob(15, fact.chainHash);
    insert.bind(16, micros(fact.receivedAt)).bind(17, micros(fact.stamp.at.earliest));
    insert.bind(18, micros(fact.stamp.at.latest)).bind(19, evidence::toWord(fact.stamp.grade));
    insert.bind(20, record.flags).run();

    SqliteNodes nodes(m_database, wire.site);
    registry::appendLeaf(nodes, static_cast<std::uint64_t>(numbers.registerSize - 1),
                         registry::leafHash(registry::recordBytes(record)));

    if (const auto subject = facts::createdSubject(fact.fact.data); !subject.empty()) {
        Statement claim(m_database,
                        "INSERT INTO created_subject (site, subject, fact) VALUES (?1, ?2, ?3)");
        claim.bind(1, wire.site.value).bind(2, subject).bind(3, wire.id.value).run();
    }
    keepStaff(fact);
    return record;
}

void Writes::keepStaff(const NewFact& fact) {
    if (const auto* joined = std::get_if<facts::StaffJoined>(&fact.fact.data)) {
        Statement put(m_database,
                      "INSERT INTO staff (site, id, name, role) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (site, id) DO UPDATE "
                      "SET name = excluded.name, role = excluded.role, left_at = NULL");
        put.bind(1, fact.wire.site.value).bind(2, joined->staff.value).bind(3, joined->name);
        put.bind(4, facts::toWord(joined->role)).run();
    } else if (const auto* left = std::get_if<facts::StaffLeft>(&fact.fact.data)) {
        Statement update(m_database, "UPDATE staff SET left_at = ?3 WHERE site = ?1 AND id = ?2");
        update.bind(1, fact.wire.site.value).bind(2, left->staff.value);
        update.bind(3, micros(fact.stamp.at.latest)).run();
    }
}

void Writes::insertQuarantine(const evidence::WireFact& wire, std::int64_t epoch,
                              const Hash& chainHash, Instant receivedAt, const Error& refusal) {
    const auto device = this->device(wire.device);
    assert(device);
    Statement insert(m_database, "INSERT INTO quarantine (device, epoch, device_seq, site, wire, "
                                 "chain_hash, received_at, code, path, message) "
                                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
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
    const Numbers numbers = advance(site, false);
    Statement put(m_database,
                  "INSERT INTO outcome (site, kind, subject, feed_seq, json) "
                  "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (site, kind, subject) DO UPDATE "
                  "SET feed_seq = excluded.feed_seq, json = excluded.json");
    put.bind(1, site.value).bind(2, outcome.kind).bind(3, outcome.subject.value);
    put.bind(4, numbers.feedSeq).bind(5, outcome.json).run();
    if (SHOUJIE_PLANTED(feedBelowCursor))
        m_database.execute(
            "UPDATE OR IGNORE outcome SET feed_seq = feed_seq - 3 WHERE feed_seq = " +
            std::to_string(numbers.feedSeq));
}

} // namespace shoujie::server
