#include "server/app/export.hpp"
#include "server/services/checkpoints.hpp"
#include "server/store/store_key.hpp"
#include "shared/audit/register_verifier.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <filesystem>
#include <sstream>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace std::chrono_literals;

namespace {

/// Lines in the register before any tablet has written: the staff.
constexpr std::int64_t kStaffLines = 6;

/// A bench with one enrolled tablet that writes visits.
struct Floor {
    Floor() {
        const auto reply =
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)));
        assert(reply.status == 200);
        tablet.enrolled(reply.body);
    }
    void visits(int count) {
        const auto first = static_cast<std::int64_t>(tablet.facts().size()) + 1;
        for (int i = 0; i < count; ++i)
            tablet.write("s1", visitOf("v" + std::to_string(++made), "s1", "13800138000"));
        send(first);
    }
    void send(std::int64_t first) {
        const auto reply = bench.ask("POST", "/v1/facts", tablet.pushBody(first), tablet.token);
        assert(reply.status == 200);
        (void)reply;
    }
    Result<std::string> exported() {
        std::ostringstream out;
        const auto folder = std::filesystem::path(bench.databasePath()).parent_path().string();
        auto written = exportRegister(folder, kSite, out);
        if (!written) return written.error();
        return out.str();
    }
    Result<audit::Verified> verified() {
        const auto text = exported();
        if (!text) return text.error();
        audit::RegisterVerifier verifier(tablet.serverKey);
        std::istringstream in(*text);
        for (std::string line; std::getline(in, line);)
            if (auto taken = verifier.take(line); !taken) return taken.error();
        return verifier.finish();
    }
    int keep() {
        const auto kept = Checkpoints(bench.context()).keepDue(bench.seams().clock.now());
        return kept ? *kept : -1;
    }
    std::vector<CheckpointRow> checkpoints() {
        return *bench.look([](Reads& reads) { return reads.checkpoints(kSite, 0, 1'000'000); });
    }

    Bench bench;
    FakeTablet tablet{1};
    int made = 0;
};

} // namespace

class TestRegister : public QObject {
    Q_OBJECT

private slots:
    void exportOfARegister_holdsAllRecordsAndVerifies() {
        Floor floor;
        floor.tablet.write("s1", visitOf("a1", "s1", "13800138000"));
        floor.tablet.write("s1", visitOf("a1", "s1", "13800138000")); // refused: a1 is taken
        floor.tablet.write("s1", visitOf("a2", "s1", "13800138001"));
        floor.tablet.write("s1", visitOf("a2", "s1", "13800138001")); // refused, and nothing after
        floor.send(1);
        const auto verified = floor.verified();
        QCOMPARE_OK(verified);
        QCOMPARE(verified->records, std::uint64_t(kStaffLines + 2));
        QCOMPARE(verified->refused, std::uint64_t{1});
        QCOMPARE(verified->checkpoints, std::uint64_t{1});
        // The facts themselves are in it.
        QVERIFY(floor.exported()->find("13800138001") != std::string::npos);
    }

    void exportOfManyRecords_isReadInPages() {
        Floor floor;
        for (int i = 0; i < 3; ++i)
            floor.visits(400);
        const auto verified = floor.verified();
        QCOMPARE_OK(verified);
        QCOMPARE(verified->records, std::uint64_t(kStaffLines + 1200));
    }

    void recordAlteredInTheDatabase_isFoundOut() {
        Floor floor;
        floor.visits(20);
        auto database = sqlite::Database::open(floor.bench.databasePath());
        QCOMPARE_OK(database);
        database->useKey(*readStoreKey(floor.bench.dataDir()));
        const auto expect = [&](const std::string& change, const std::string& back,
                                const char* path) {
            database->execute(change);
            QCOMPARE_FAILS(floor.verified(), corrupt, path);
            database->execute(back);
            QCOMPARE_OK(floor.verified());
        };
        expect("UPDATE fact SET latest = latest + 1 WHERE register_seq = 9",
               "UPDATE fact SET latest = latest - 1 WHERE register_seq = 9", "checkpoint");
        expect("UPDATE fact SET author = 's2' WHERE register_seq = 9",
               "UPDATE fact SET author = 's1' WHERE register_seq = 9", "record.chain_hash");
        // Whoever has the store's key can write what they like, but not into the chain of hashes.
        const auto put = [](const char* number, const char* other) {
            return std::string("UPDATE fact SET data = seal(replace(unseal(data, 'fact/' || site "
                               "|| '/' || id), '") +
                   number + "', '" + other +
                   "'), 'fact/' || site || '/' || id) WHERE register_seq = 9";
        };
        expect(put("13800138000", "13800138009"), put("13800138009", "13800138000"),
               "record.chain_hash");
        expect("UPDATE site SET register_size = register_size - 1",
               "UPDATE site SET register_size = register_size + 1", "checkpoint");
    }

    void checkpoints_areKeptEveryFiveMinutesWhileTheRegisterGrows() {
        Floor floor;
        auto& clock = floor.bench.seams().clock;
        QCOMPARE(floor.keep(), 1);
        QCOMPARE(floor.keep(), 0);
        floor.visits(2);
        clock.advance(kCheckpointEvery - 1s);
        QCOMPARE(floor.keep(), 0);
        clock.advance(1s);
        QCOMPARE(floor.keep(), 1);
        clock.advance(kCheckpointEvery);
        QCOMPARE(floor.keep(), 0); // not grown
        const auto kept = floor.checkpoints();
        QCOMPARE(kept.size(), std::size_t{2});
        QCOMPARE(kept.back().size, kStaffLines + 2);
        QVERIFY(!kept.back().closes);
        const auto opened = registry::openCheckpoint(kept.back().note, floor.tablet.serverKey);
        QCOMPARE_OK(opened);
        QCOMPARE(opened->size, std::uint64_t(kStaffLines + 2));
        // What is kept is exported and agrees with the lines; the last one is not given twice.
        const auto verified = floor.verified();
        QCOMPARE_OK(verified);
        QCOMPARE(verified->checkpoints, std::uint64_t{2});
    }

    void dayClose_endsWithTheLastRecordOfTheDay() {
        Floor floor;
        auto& clock = floor.bench.seams().clock;
        QCOMPARE(floor.keep(), 1);
        clock.set(*parseRfc3339("2026-03-01T23:59:58+08:00"));
        floor.visits(3);
        clock.set(*parseRfc3339("2026-03-02T00:00:01+08:00"));
        floor.visits(1);
        clock.set(*parseRfc3339("2026-03-02T00:00:30+08:00"));
        QCOMPARE(floor.keep(), 2); // the day's, and one for the hours since
        QCOMPARE(floor.keep(), 0);
        const auto kept = floor.checkpoints();
        QCOMPARE(kept.size(), std::size_t{3});
        QCOMPARE(kept[1].size, kStaffLines + 3);
        QVERIFY(kept[1].closes == *parseDay("2026-03-01"));
        QCOMPARE(kept[2].size, kStaffLines + 4);
        QVERIFY(!kept[2].closes);
        QCOMPARE_OK(floor.verified());
    }

    void daysWithoutRecords_haveNoCloseOfTheirOwn() {
        Floor floor;
        auto& clock = floor.bench.seams().clock;
        QCOMPARE(floor.keep(), 1);
        clock.set(*parseRfc3339("2026-03-02T09:00:00+08:00"));
        QCOMPARE(floor.keep(), 1); // closes March 1: the same size, now known as its close
        const auto kept = floor.checkpoints();
        QCOMPARE(kept.size(), std::size_t{1});
        QVERIFY(kept[0].closes == *parseDay("2026-03-01"));
        clock.set(*parseRfc3339("2026-03-05T09:00:00+08:00"));
        QCOMPARE(floor.keep(), 0);
        // A server that was off over the next days closes the day of the last record.
        floor.visits(1);
        clock.set(*parseRfc3339("2026-03-08T09:00:00+08:00"));
        QCOMPARE(floor.keep(), 1);
        QVERIFY(floor.checkpoints().back().closes == *parseDay("2026-03-05"));
    }

    void siteNobodyKnows_isNoExport() {
        Floor floor;
        std::ostringstream out;
        const auto folder =
            std::filesystem::path(floor.bench.databasePath()).parent_path().string();
        QCOMPARE_FAILS(exportRegister(folder, SiteId("elsewhere"), out), notFound, "site");
        QVERIFY(out.str().empty());
    }
};

QTEST_GUILESS_MAIN(TestRegister)
#include "tst_register.moc"
