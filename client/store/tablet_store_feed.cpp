// What the feed told: the replica, the official outcomes and the cursor.
#include "client/store/own_rows.hpp"
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/core/planted.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

namespace {

Result<facts::TimedFact> readTimedFact(const std::string& text) {
    const auto json = parseJson(text);
    if (!json) return json.error();
    return facts::timedFactFromJson(*json, "");
}

} // namespace

/// Nothing of the fact stays but what is left: neither in the replica nor, where this tablet has
/// written it, in the log, whose chain is held by the hashes beside it. Photos and signatures that
/// it names go too.
void TabletStore::forgetErased(const FeedFact& left) {
    Statement replica(m_database, "DELETE FROM replica WHERE register_seq = ?1 AND fact_id = ?2");
    replica.bind(1, left.registerSeq).bind(2, left.id.value).run();
    Statement own(m_database,
                  "SELECT " + std::string(kEntryColumns) + " FROM log WHERE fact_id = ?");
    own.bind(1, left.id.value);
    if (!own.step()) return;
    auto entry = readEntry(own, 0);
    own.reset();
    const auto told = parseJson(left.json);
    const auto data = entry ? parseJson(entry->wire.data) : Result<nlohmann::json>(entry.error());
    if (!told || !data) return; // it can be read by nobody
    Statement photo(m_database, "DELETE FROM blobs WHERE hash = ?");
    for (const auto& [member, value] : data->items()) {
        const auto* name = value.get_ptr<const std::string*>();
        const auto hash = member == "signature" && name != nullptr ? hashFromHex(*name) : Hash{};
        if (hash) photo.bindBlob(1, *hash).run();
    }
    entry->wire.data = dumpJson(told->at("data"));
    entry->wire.salt.reset();
    Statement put(m_database,
                  "UPDATE log SET wire = seal(?2, 'log/' || fact_id) WHERE fact_id = ?1");
    put.bind(1, left.id.value).bind(2, protocol::encode(entry->wire)).run();
    m_database.execute("UPDATE store_key SET wiped = 0");
}

Result<bool> TabletStore::keepFeed(const FeedRows& rows, std::int64_t cursor) {
    keepReserve();
    if (!m_reserve.isWhole()) return reserveIsForRecords();
    auto kept = written([&]() -> Result<bool> {
        if (SHOUJIE_PLANTED(cursorBeforeRows))
            m_database.execute("UPDATE progress SET feed_cursor = " + std::to_string(cursor));
        Transaction transaction(m_database);
        Statement putFact(m_database,
                          "INSERT INTO replica (register_seq, fact_id, grade, fact, unsupported)"
                          " VALUES (?1, ?2, ?3, seal(?4, 'replica/' || ?2), ?5)"
                          " ON CONFLICT DO NOTHING");
        Statement giveWay(m_database,
                          "DELETE FROM replica WHERE (register_seq = ?1) <> (fact_id = ?2)"
                          " AND (register_seq = ?1 OR fact_id = ?2)");
        Statement judged(m_database, "DELETE FROM replica WHERE register_seq = ?1"
                                     " AND fact_id = ?2 AND unsupported = 2");
        bool moved = false;
        for (const FeedFact& fact : rows.facts) {
            if (fact.erased) {
                forgetErased(fact);
                moved = true;
            }
            const auto isNew = [&] {
                putFact.bind(1, fact.registerSeq).bindLent(2, fact.id.value);
                putFact.bindLent(3, fact.grade).bindLent(4, fact.json);
                putFact.bind(5, static_cast<std::int64_t>(fact.judged)).run();
                return m_database.changes() > 0;
            };
            if (isNew()) continue;
            giveWay.bind(1, fact.registerSeq).bind(2, fact.id.value).run();
            moved = moved || m_database.changes() > 0;
            judged.bind(1, fact.registerSeq).bind(2, fact.id.value).run();
            (void)isNew();
        }
        Statement putOutcome(m_database,
                             "INSERT INTO outcomes (kind, subject, feed_seq, outcome)"
                             " VALUES (?1, ?2, ?3, seal(?4, 'outcome/' || ?1 || '/' || ?2))"
                             " ON CONFLICT (kind, subject) DO UPDATE SET"
                             " feed_seq = excluded.feed_seq, outcome = excluded.outcome"
                             " WHERE excluded.feed_seq > feed_seq");
        for (const OfficialOutcome& outcome : rows.outcomes) {
            putOutcome.bindLent(1, outcome.kind).bindLent(2, outcome.subject.value);
            putOutcome.bind(3, outcome.feedSeq).bindLent(4, outcome.json).run();
        }
        Statement advance(m_database, "UPDATE progress SET feed_cursor = ? WHERE feed_cursor < ?");
        advance.bind(1, cursor).bind(2, cursor).run();
        putStaff(rows.staff);
        closeKey();
        transaction.commit();
        return moved;
    });
    wipe();
    return kept;
}

Result<void> TabletStore::eachReplicaFact(const std::function<void(facts::TimedFact)>& use) {
    return guarded([&]() -> Result<void> {
        Statement select(m_database,
                         "SELECT unseal(fact, 'replica/' || fact_id), unsupported FROM replica"
                         " WHERE unsupported < 2 ORDER BY register_seq");
        while (select.step()) {
            auto fact = readTimedFact(select.text(0));
            // What an older program could not read this one may.
            if (!fact && select.integer(1) == 1) continue;
            if (!fact) return damaged("replica fact");
            use(std::move(*fact));
        }
        return {};
    });
}

Result<void> TabletStore::eachOutcome(const std::function<void(OfficialOutcome)>& use) {
    return guarded([&]() -> Result<void> {
        Statement select(m_database,
                         "SELECT kind, subject, feed_seq,"
                         " unseal(outcome, 'outcome/' || kind || '/' || subject) FROM outcomes");
        while (select.step())
            use({select.text(0), SubjectId(select.text(1)), select.integer(2), select.text(3)});
        return {};
    });
}

} // namespace shoujie::client
