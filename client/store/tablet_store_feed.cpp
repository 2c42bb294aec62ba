// What the feed told: the replica, the official outcomes and the cursor.
#include "client/store/store_values.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/planted.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace shoujie::client {

using sqlite::Statement;
using sqlite::Transaction;

Result<void> TabletStore::keepFeed(const std::vector<ReplicaFact>& facts,
                                   const std::vector<OfficialOutcome>& outcomes,
                                   std::int64_t cursor) {
    return guarded([&]() -> Result<void> {
        if (SHOUJIE_PLANTED(cursorBeforeRows))
            m_database.execute("UPDATE progress SET feed_cursor = " + std::to_string(cursor));
        Transaction transaction(m_database);
        Statement putFact(m_database, "INSERT INTO replica (register_seq, fact_id, grade, fact)"
                                      " VALUES (?, ?, ?, ?) ON CONFLICT (register_seq) DO NOTHING"
                                      " ON CONFLICT (fact_id) DO NOTHING");
        for (const ReplicaFact& fact : facts) {
            putFact.bind(1, fact.registerSeq)
                .bind(2, fact.fact.fact.id.value)
                .bind(3, fact.grade)
                .bind(4, facts::timedFactToJson(fact.fact).dump())
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
        return {};
    });
}

Result<void> TabletStore::eachReplicaFact(const std::function<void(ReplicaFact)>& use) {
    return guarded([&]() -> Result<void> {
        Statement select(m_database,
                         "SELECT register_seq, grade, fact FROM replica ORDER BY register_seq");
        while (select.step()) {
            auto json = parseJson(select.text(2));
            if (!json) return damaged("replica fact");
            auto fact = facts::timedFactFromJson(*json, "");
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
