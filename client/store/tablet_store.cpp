#include "client/store/tablet_store.hpp"

#include "client/store/own_rows.hpp"
#include "client/store/schema.hpp"
#include "client/store/store_values.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

TabletStore::TabletStore(sqlite::Database database, std::string path, std::int64_t reserveBytes)
    : m_database(std::move(database)), m_path(std::move(path)), m_reserve(m_path, reserveBytes) {}

Result<TabletStore> TabletStore::open(const std::string& path, std::int64_t reserveBytes) {
    auto database = sqlite::Database::open(path);
    if (!database) return database.error();
    TabletStore store(std::move(*database), path, reserveBytes);
    auto ready = store.bringUpToDate();
    // A newer program on a full disk has to open all the same.
    if (!ready && ready.error().code == ErrorCode::storage && store.m_reserve.giveUp())
        ready = store.bringUpToDate();
    if (!ready) return ready.error();
    store.wipe();
    store.keepReserve();
    return store;
}

Result<void> TabletStore::bringUpToDate() {
    return guarded([&]() -> Result<void> {
        // What is deleted leaves nothing on its page, and what is sorted never sees the disk.
        m_database.execute("PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
        const auto steps = storeMigrations();
        const auto version = [&] {
            Statement select(m_database, "PRAGMA user_version");
            select.step();
            return select.integer(0);
        }();
        if (version < kKeyVersion)
            if (auto made = sqlite::migrate(m_database, steps.first(kKeyVersion)); !made)
                return made;
        if (version <= steps.back().version) findKey();
        if (auto migrated = sqlite::migrate(m_database, steps); !migrated) return migrated;
        Statement server(m_database, "SELECT server_key FROM identity");
        if (server.step()) m_server = fixedBytes<32>(server.blob(0));
        return {};
    });
}

void TabletStore::keepReserve() {
    if (m_reserve.isWhole()) return;
    std::error_code unknown;
    const auto folder = std::filesystem::absolute(m_path, unknown).parent_path();
    const auto room = std::filesystem::space(folder, unknown);
    // Where the system does not say how much room there is, trying tells.
    if (!unknown && room.available < 2 * static_cast<std::uintmax_t>(m_reserve.bytes())) return;
    (void)m_reserve.make(); // isFull() tells
}

Result<std::array<std::uint8_t, 32>> TabletStore::deviceSeed(Rng& rng) {
    using Seed = std::array<std::uint8_t, 32>;
    return guarded([&]() -> Result<Seed> {
        Statement select(m_database, "SELECT seed FROM device_key");
        if (select.step()) return fixedBytes<32>(select.blob(0));
        Seed seed{};
        rng.fill(std::as_writable_bytes(std::span(seed)));
        Transaction transaction(m_database);
        Statement insert(m_database, "INSERT INTO device_key (id, seed) VALUES (1, ?)");
        insert.bindBlob(1, seed).run();
        transaction.commit();
        return seed;
    });
}

Result<std::optional<Identity>> TabletStore::identity() {
    return guarded([&]() -> Result<std::optional<Identity>> {
        const std::string token = isLocked() ? "''" : "unseal(token, 'token')";
        Statement select(m_database, "SELECT server, device, site, epoch, " + token +
                                         ", server_key, authority, deliver_token FROM identity");
        if (!select.step()) return std::optional<Identity>();
        Identity identity;
        identity.server = select.text(0);
        identity.device = DeviceId(select.text(1));
        identity.site = SiteId(select.text(2));
        identity.epoch = select.integer(3);
        identity.token = select.text(4);
        identity.serverKey = fixedBytes<32>(select.blob(5));
        const auto authority = select.blob(6);
        identity.authority.assign(authority.begin(), authority.end());
        identity.deliverToken = select.text(7);
        return std::optional(std::move(identity));
    });
}

Result<void> TabletStore::keepIdentity(const Identity& identity) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement insert(m_database,
                         "INSERT INTO identity (id, server, device, site, epoch, token, server_key,"
                         " authority, deliver_token)"
                         " VALUES (1, ?, ?, ?, ?, seal(?, 'token'), ?, ?, ?)");
        insert.bind(1, identity.server)
            .bind(2, identity.device.value)
            .bind(3, identity.site.value)
            .bind(4, identity.epoch)
            .bind(5, identity.token)
            .bindBlob(6, identity.serverKey);
        if (identity.authority.empty())
            insert.bindNull(7);
        else
            insert.bindBlob(7, identity.authority);
        insert.bind(8, identity.deliverToken).run();
        m_server = identity.serverKey;
        boxOutbox();
        transaction.commit();
        return {};
    });
}

Result<void> TabletStore::keepDeliverToken(const std::string& token) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement update(m_database, "UPDATE identity SET deliver_token = ?");
        update.bind(1, token).run();
        transaction.commit();
        return {};
    });
}

Result<std::optional<protocol::SiteReply>> TabletStore::site() {
    return guarded([&]() -> Result<std::optional<protocol::SiteReply>> {
        Statement select(m_database, "SELECT site, name, policy FROM site");
        if (!select.step()) return std::optional<protocol::SiteReply>();
        protocol::SiteReply site;
        site.site = SiteId(select.text(0));
        site.name = select.text(1);
        site.policy = select.text(2);
        Statement credentials(m_database, "SELECT staff, pin_hash FROM credentials ORDER BY staff");
        while (credentials.step())
            site.credentials.push_back({StaffId(credentials.text(0)), credentials.text(1)});
        return std::optional(std::move(site));
    });
}

Result<void> TabletStore::keepSite(const protocol::SiteReply& site) {
    if (isLocked()) return lockedError();
    auto kept = urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement put(m_database, "INSERT INTO site (id, site, name, policy) VALUES (1, ?, ?, ?)"
                                  " ON CONFLICT (id) DO UPDATE SET site = excluded.site,"
                                  " name = excluded.name, policy = excluded.policy");
        put.bind(1, site.site.value).bind(2, site.name).bind(3, site.policy).run();
        m_database.execute("DELETE FROM credentials");
        Statement insert(m_database,
                         "INSERT INTO credentials (staff, pin_hash, box) VALUES (?, ?, ?)");
        for (const auto& credential : site.credentials) {
            insert.bind(1, credential.staff.value).bind(2, credential.pinHash);
            // An older server's hash locks nothing.
            if (const auto lock = PinLock::read(credential.pinHash))
                insert.bindBlob(3, asBytes(lock->box(*m_key)));
            insert.run();
        }
        closeKey();
        transaction.commit();
        return {};
    });
    wipe();
    return kept;
}

Result<void> TabletStore::keepAnchor(const evidence::Anchor& anchor, const Signature& signature,
                                     const evidence::NotedTicks& noted) {
    return urgent([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement insert(
            m_database, "INSERT INTO anchors (nonce, epoch, boot_tag, elapsed, head_seq, head_hash,"
                        " challenged_at, answered_at, signature, ticked_since)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        " ON CONFLICT (nonce) DO NOTHING");
        insert.bind(1, anchor.nonce)
            .bind(2, anchor.epoch)
            .bind(3, anchor.bootTag)
            .bind(4, anchor.elapsed.count())
            .bind(5, anchor.headSeq)
            .bindBlob(6, anchor.headHash)
            .bind(7, micros(anchor.challengedAt))
            .bind(8, micros(anchor.answeredAt))
            .bindBlob(9, signature);
        if (anchor.tickedSince)
            insert.bind(10, anchor.tickedSince->count());
        else
            insert.bindNull(10);
        insert.run();
        // What facts refer to stays: it is their evidence.
        Statement prune(
            m_database,
            "DELETE FROM anchors WHERE ordinal <= (SELECT max(ordinal) FROM anchors) - ?"
            " AND nonce NOT IN (SELECT anchor FROM log WHERE anchor IS NOT NULL)");
        prune.bind(1, kAnchorsHeld).run();
        putTicks(noted);
        transaction.commit();
        return {};
    });
}

Result<std::vector<evidence::Anchor>> TabletStore::anchors(const DeviceId& device) {
    return guarded([&]() -> Result<std::vector<evidence::Anchor>> {
        Statement select(
            m_database,
            "SELECT nonce, epoch, boot_tag, elapsed, head_seq, head_hash,"
            " challenged_at, answered_at, ticked_since FROM anchors ORDER BY ordinal DESC LIMIT ?");
        select.bind(1, kAnchorsHeld);
        std::vector<evidence::Anchor> anchors;
        while (select.step()) {
            anchors.push_back(readAnchor(select, device));
        }
        std::reverse(anchors.begin(), anchors.end());
        return anchors;
    });
}

Result<Progress> TabletStore::progress() {
    return guarded([&]() -> Result<Progress> {
        Statement select(m_database, "SELECT feed_cursor, last_sync FROM progress");
        if (!select.step()) return damaged("feed cursor");
        Progress progress;
        progress.feedCursor = select.integer(0);
        if (!select.isNull(1)) progress.lastSync = instant(select.integer(1));
        return progress;
    });
}

Result<void> TabletStore::keepLastSync(Instant at) {
    return written([&]() -> Result<void> {
        Transaction transaction(m_database);
        Statement update(m_database, "UPDATE progress SET last_sync = ?");
        update.bind(1, micros(at)).run();
        transaction.commit();
        return {};
    });
}

} // namespace shoujie::client
