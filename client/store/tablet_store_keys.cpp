// The key that the store is sealed with: who can open it, and whom a locked tablet shows.
#include "client/store/own_rows.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/facts/words.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

namespace {

Result<facts::Role> roleFromWord(std::string_view word) {
    constexpr auto kAll = facts::Words<facts::Role>::kAll;
    const auto found = std::ranges::find(kAll, word);
    if (found == kAll.end()) return damaged("role");
    return static_cast<facts::Role>(found - kAll.begin());
}

} // namespace

void TabletStore::findKey() {
    Statement select(m_database, "SELECT open FROM store_key");
    if (!select.step()) {
        const auto key = SecretKey::random();
        Transaction transaction(m_database);
        Statement insert(m_database, "INSERT INTO store_key (id, open, wiped) VALUES (1, ?, 1)");
        insert.bindBlob(1, asBytes(key.bytes())).run();
        transaction.commit();
        return unlock(key);
    }
    if (select.isNull(0)) return;
    const auto key = SecretKey::fromBytes(asText(select.blob(0)));
    select.reset();
    unlock(*key); // its length is checked by the schema
}

void TabletStore::unlock(const SecretKey& key) {
    m_key = key;
    m_database.useKey(key);
}

bool TabletStore::lock() {
    const auto locked = guarded([&]() -> Result<void> {
        Statement select(m_database, "SELECT 1 FROM store_key WHERE open IS NULL");
        if (!select.step()) return lockedError();
        select.reset();
        m_database.forgetKey();
        m_key.reset();
        return {};
    });
    return locked.ok();
}

void TabletStore::closeKey() {
    m_database.execute(
        "UPDATE store_key SET open = NULL, wiped = 0 WHERE open IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM credentials JOIN staff USING (staff)"
        "  WHERE box IS NOT NULL AND NOT has_left)");
}

void TabletStore::wipe() {
    (void)guarded([&]() -> Result<void> {
        Statement due(m_database, "SELECT 1 FROM store_key WHERE NOT wiped");
        if (!due.step()) return {};
        due.reset();
        m_database.execute("VACUUM");
        Statement truncate(m_database, "PRAGMA wal_checkpoint(TRUNCATE)");
        const bool busy = !truncate.step() || truncate.integer(0) != 0;
        truncate.reset();
        if (busy) return {};
        Transaction transaction(m_database);
        m_database.execute("UPDATE store_key SET wiped = 1");
        transaction.commit();
        return {};
    });
}

Result<std::vector<protocol::UnlockReply::Lock>> TabletStore::locks() {
    using Locks = std::vector<protocol::UnlockReply::Lock>;
    return guarded([&]() -> Result<Locks> {
        Statement select(m_database, "SELECT staff, pin_hash, box FROM credentials"
                                     " WHERE box IS NOT NULL ORDER BY staff");
        Locks locks;
        while (select.step())
            locks.push_back({{StaffId(select.text(0)), select.text(1)}, asText(select.blob(2))});
        return locks;
    });
}

Result<void> TabletStore::keepLocks(const std::vector<protocol::UnlockReply::Lock>& locks) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        m_database.execute("DELETE FROM credentials");
        Statement insert(m_database,
                         "INSERT INTO credentials (staff, pin_hash, box) VALUES (?, ?, ?)");
        for (const auto& [credential, box] : locks)
            insert.bind(1, credential.staff.value)
                .bind(2, credential.pinHash)
                .bindBlob(3, asBytes(box))
                .run();
        transaction.commit();
        return {};
    });
}

Result<std::string> TabletStore::escrow() {
    return guarded([&]() -> Result<std::string> {
        Statement select(m_database, "SELECT escrow FROM store_key");
        return select.step() ? asText(select.blob(0)) : std::string();
    });
}

Result<void> TabletStore::fillBoxes() {
    if (!m_server) return {};
    const auto due = guarded([&]() -> Result<bool> {
        return Statement(m_database, "SELECT 1 FROM outbox WHERE boxed IS NULL UNION ALL"
                                     " SELECT 1 FROM store_key WHERE escrow IS NULL")
            .step();
    });
    if (!due) return due.error();
    if (!*due) return {};
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        boxOutbox();
        transaction.commit();
        return {};
    });
}

void TabletStore::boxOutbox() {
    if (!m_server || isLocked()) return;
    Statement escrow(m_database, "UPDATE store_key SET escrow = ? WHERE escrow IS NULL");
    escrow.bindBlob(1, asBytes(boxFor(*m_server, m_key->bytes()))).run();
    Statement bare(m_database, "SELECT epoch, seq, unseal(wire, 'log/' || fact_id)"
                               " FROM outbox JOIN log USING (epoch, seq) WHERE boxed IS NULL");
    Statement put(m_database, "UPDATE outbox SET boxed = ?1 WHERE epoch = ?2 AND seq = ?3");
    while (bare.step()) {
        put.bindBlob(1, asBytes(boxFor(*m_server, bare.text(2))));
        put.bind(2, bare.integer(0)).bind(3, bare.integer(1)).run();
    }
}

Result<std::vector<KnownStaff>> TabletStore::staff() {
    return guarded([&]() -> Result<std::vector<KnownStaff>> {
        Statement select(m_database, "SELECT staff, name, role, has_left FROM staff");
        std::vector<KnownStaff> staff;
        while (select.step()) {
            const auto role = roleFromWord(select.text(2));
            if (!role) return role.error();
            staff.push_back(
                {{StaffId(select.text(0)), select.text(1), *role, false}, select.integer(3) != 0});
        }
        return staff;
    });
}

Result<void> TabletStore::keepStaff(const std::vector<KnownStaff>& staff) {
    auto kept = written([&]() -> Result<void> {
        Transaction transaction(m_database);
        m_database.execute("DELETE FROM staff");
        putStaff(staff);
        closeKey();
        transaction.commit();
        return {};
    });
    wipe();
    return kept;
}

void TabletStore::putStaff(const std::vector<KnownStaff>& staff) {
    Statement put(m_database, "INSERT INTO staff (staff, name, role, has_left) VALUES (?, ?, ?, ?)"
                              " ON CONFLICT (staff) DO UPDATE SET name = excluded.name,"
                              " role = excluded.role, has_left = excluded.has_left");
    for (const auto& [member, hasLeft] : staff)
        put.bind(1, member.id.value)
            .bind(2, member.name)
            .bind(3, facts::toWord(member.role))
            .bind(4, static_cast<std::int64_t>(hasLeft))
            .run();
}

} // namespace shoujie::client
