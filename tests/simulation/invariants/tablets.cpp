// 1.3 A tablet lets go of nothing before it holds the server's receipt for that very fact.
// 1.6 What tablets have seen of the register is the register.
// End: outboxes are empty and all agree.
#include "client/store/tablet_store.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "tests/simulation/invariants/invariants.hpp"
#include "tests/support/opened_store.hpp"

namespace shoujie::simulation {

namespace {

using sqlite::Statement;

class TabletCheck {
public:
    TabletCheck(const End& end, TabletMachine& tablet, sqlite::Database& database)
        : m_end(end), m_tablet(tablet), m_database(database) {}

    void run() {
        nothingIsLetGo();
        receiptsHold();
        if (m_end.serverDoubtful || m_end.doubtful.contains(m_tablet.number())) return;
        checkpointsHold();
        agrees();
    }

private:
    [[noreturn]] void violated(const std::string& what) {
        m_end.scene.violated(m_tablet.name() + ": " + what);
    }

    void nothingIsLetGo() {
        Statement lost(m_database, "SELECT fact_id FROM log LEFT JOIN outbox USING (epoch, seq)"
                                   " LEFT JOIN receipts USING (epoch, seq)"
                                   " WHERE outbox.state IS NULL AND receipts.seq IS NULL");
        if (lost.step()) violated("let go of a fact without a receipt: " + lost.text(0));
        Statement both(m_database, "SELECT seq FROM outbox JOIN receipts USING (epoch, seq)");
        if (both.step()) violated("holds a fact that it has a receipt for");
        Statement gap(m_database,
                      "SELECT epoch FROM log GROUP BY epoch HAVING max(seq) <> count(*)");
        if (gap.step()) violated("has a gap in its own chain");
    }

    static Hash hashOf(std::span<const std::uint8_t> bytes) {
        Hash hash{};
        std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
        return hash;
    }

    /// Each receipt leads from the record of that very fact to a checkpoint that is held.
    void receiptsHold() {
        Statement each(m_database,
                       "SELECT seq, register_seq, received_at, earliest, latest, grade, flags,"
                       " proof, checkpoint_size, log.chain_hash, root FROM receipts"
                       " JOIN log USING (epoch, seq) JOIN checkpoints ON size = checkpoint_size");
        while (each.step()) {
            registry::Record record;
            record.registerSeq = each.integer(1);
            record.device = m_tablet.core().device();
            record.deviceSeq = each.integer(0);
            record.chainHash = hashOf(each.blob(9));
            record.receivedAt = Instant(Duration(each.integer(2)));
            record.stamp.at = {Instant(Duration(each.integer(3))),
                               Instant(Duration(each.integer(4)))};
            const std::string grade = each.text(5);
            for (int i = 0; i <= static_cast<int>(evidence::Grade::anomalous); ++i)
                if (evidence::toWord(static_cast<evidence::Grade>(i)) == grade)
                    record.stamp.grade = static_cast<evidence::Grade>(i);
            record.stamp.flags = each.integer(6);
            std::vector<Hash> proof;
            const auto bytes = each.blob(7);
            for (std::size_t at = 0; at + 32 <= bytes.size(); at += 32)
                proof.push_back(hashOf(bytes.subspan(at, 32)));
            if (!registry::verifyInclusion(registry::leafHash(registry::recordBytes(record)),
                                           static_cast<std::uint64_t>(record.registerSeq - 1),
                                           static_cast<std::uint64_t>(each.integer(8)), proof,
                                           hashOf(each.blob(10))))
                violated("the receipt of fact " + std::to_string(record.deviceSeq) +
                         " does not hold");
        }
    }

    void checkpointsHold() {
        Statement each(m_database, "SELECT size, root FROM checkpoints");
        while (each.step()) {
            const auto size = static_cast<std::uint64_t>(each.integer(0));
            const Hash root = hashOf(each.blob(1));
            const auto actual = m_end.server.reads().read([&](server::Reads& reads) {
                return registry::rootHash(server::SqliteNodes(reads.database(), kSite), size);
            });
            if (size > m_end.rows.size() || !actual || *actual != root)
                violated("has seen another register of size " + std::to_string(size));
        }
    }

    void agrees() {
        if (m_tablet.core().workStatus().pending != 0)
            violated("still has facts to send: " +
                     (m_tablet.lastError() ? describe(*m_tablet.lastError()) : "no error"));
        Statement facts(m_database, "SELECT count(*), coalesce(max(register_seq), 0) FROM replica");
        facts.step();
        const auto size = static_cast<std::int64_t>(m_end.rows.size());
        if (facts.integer(0) != size || facts.integer(1) != size)
            violated("holds " + std::to_string(facts.integer(0)) + " of " + std::to_string(size) +
                     " facts of the register");
        facts.reset();
        const auto published =
            m_end.server.reads().read([](server::Reads& reads) { return reads.outcomes(kSite); });
        std::map<std::pair<std::string, std::string>, std::string> held;
        Statement outcomes(m_database, "SELECT kind, subject,"
                                       " unseal(outcome, 'outcome/' || kind || '/' || subject)"
                                       " FROM outcomes");
        while (outcomes.step())
            held[{outcomes.text(0), outcomes.text(1)}] = outcomes.text(2);
        for (const auto& outcome : *published)
            if (held[{outcome.kind, outcome.subject.value}] != outcome.json)
                violated("holds another outcome of " + outcome.subject.value);
    }

    const End& m_end;
    TabletMachine& m_tablet;
    sqlite::Database& m_database;
};

} // namespace

void checkTablets(const End& end) {
    for (const auto& tablet : end.tablets) {
        auto database = test::openedStore(tablet->storePath());
        if (!database) end.scene.violated(tablet->name() + ": " + describe(database.error()));
        TabletCheck(end, *tablet, *database).run();
    }
}

void checkAll(End end) {
    for (const auto& tablet : end.tablets)
        if (!tablet->isEnrolled()) end.scene.violated(tablet->name() + " did not come back");
    if (!end.server.isUp()) end.scene.violated("the server did not come back");
    auto rows = end.server.reads().read(
        [](server::Reads& reads) { return reads.factsAfter(kSite, 0, 1'000'000); });
    if (!rows) end.scene.violated("the register cannot be read: " + describe(rows.error()));
    end.rows = std::move(*rows);
    checkTablets(end);
    checkRegister(end);
    checkTimes(end);
    checkOutcomes(end);
}

} // namespace shoujie::simulation
