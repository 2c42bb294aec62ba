// What the feed told: the replica, the official outcomes and the cursor.
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

Result<bool> TabletStore::keepFeed(const std::vector<ReplicaFact>& facts,
                                   const std::vector<UnsupportedFact>& unsupported,
                                   const std::vector<OfficialOutcome>& outcomes,
                                   std::int64_t cursor) {
    keepReserve();
    if (!m_reserve.isWhole()) return reserveIsForRecords();
    return written([&]() -> Result<bool> {
        if (SHOUJIE_PLANTED(cursorBeforeRows))
            m_database.execute("UPDATE progress SET feed_cursor = " + std::to_string(cursor));
        Transaction transaction(m_database);
        Statement putFact(m_database,
                          "INSERT INTO replica (register_seq, fact_id, grade, fact, unsupported)"
                          " VALUES (?, ?, ?, ?, ?) ON CONFLICT (register_seq) DO UPDATE SET"
                          " fact = excluded.fact, unsupported = excluded.unsupported"
                          " WHERE unsupported = 2 AND fact_id = excluded.fact_id"
                          " ON CONFLICT (fact_id) DO NOTHING");
        bool moved = false;
        Statement giveWay(m_database,
                          "DELETE FROM replica WHERE (register_seq = ?1) <> (fact_id = ?2)"
                          " AND (register_seq = ?1 OR fact_id = ?2)");
        const auto makeRoom = [&](std::int64_t registerSeq, const FactId& id) {
            giveWay.bind(1, registerSeq).bind(2, id.value).run();
            moved = moved || m_database.changes() > 0;
        };
        for (const ReplicaFact& fact : facts) {
            makeRoom(fact.registerSeq, fact.fact.fact.id);
            putFact.bind(1, fact.registerSeq)
                .bind(2, fact.fact.fact.id.value)
                .bind(3, fact.grade)
                .bind(4, dumpJson(facts::timedFactToJson(fact.fact)))
                .bind(5, 0)
                .run();
        }
        for (const UnsupportedFact& fact : unsupported) {
            makeRoom(fact.registerSeq, fact.id);
            putFact.bind(1, fact.registerSeq)
                .bind(2, fact.id.value)
                .bind(3, fact.grade)
                .bind(4, fact.json)
                .bind(5, fact.ofServer ? 2 : 1)
                .run();
        }
        Statement putOutcome(m_database,
                             "INSERT INTO outcomes (kind, subject, feed_seq, outcome)"
                             " VALUES (?, ?, ?, ?) ON CONFLICT (kind, subject) DO UPDATE SET"
                             " feed_seq = excluded.feed_seq, outcome = excluded.outcome"
                             " WHERE excluded.feed_seq > feed_seq");
        for (const OfficialOutcome& outcome : outcomes) {
            putOutcome.bind(1, outcome.kind)
                .bind(2, outcome.subject.value)
                .bind(3, outcome.feedSeq)
                .bind(4, outcome.json)
                .run();
        }
        Statement advance(m_database, "UPDATE progress SET feed_cursor = ? WHERE feed_cursor < ?");
        advance.bind(1, cursor).bind(2, cursor).run();
        transaction.commit();
        return moved;
    });
}

Result<void> TabletStore::eachReplicaFact(const std::function<void(ReplicaFact)>& use) {
    return guarded([&]() -> Result<void> {
        Statement select(m_database, "SELECT register_seq, grade, fact, unsupported FROM replica"
                                     " WHERE unsupported < 2 ORDER BY register_seq");
        while (select.step()) {
            auto fact = readTimedFact(select.text(2));
            // What an older program could not read this one may.
            if (!fact && select.integer(3) == 1) continue;
            if (!fact) return damaged("replica fact");
            use({select.integer(0), select.text(1), std::move(*fact)});
        }
        return {};
    });
}

Result<void> TabletStore::eachOutcome(const std::function<void(OfficialOutcome)>& use) {
    return guarded([&]() -> Result<void> {
        Statement select(m_database, "SELECT kind, subject, feed_seq, outcome FROM outcomes");
        while (select.step())
            use({select.text(0), SubjectId(select.text(1)), select.integer(2), select.text(3)});
        return {};
    });
}

} // namespace shoujie::client
