#include "tests/shared/verdict.hpp"
#include "tests/simulation/disk/disk.hpp"
#include "tests/simulation/disk/ledger.hpp"

#include <QtTest>

#include <map>

using namespace shoujie;
using namespace shoujie::simulation;
using namespace shoujie::testing;
using sqlite::Database;
using sqlite::OpenMode;
using sqlite::Statement;
using sqlite::Transaction;

namespace {

constexpr int kCommits = 12;

enum class End { powerCut, kill };

void end(Disk& disk, End how) {
    if (how == End::powerCut)
        disk.cutPower();
    else
        disk.killProcess();
}

/// Every operation of a few commits is the last one, with several dice; gives how often each thing
/// was wrong afterwards, and the number of runs under "runs".
std::map<std::string, int> stopEverywhere(End how, int dice,
                                          const std::function<void(Disk&)>& prepare,
                                          const std::string& synchronous = "FULL") {
    std::map<std::string, int> verdicts;
    for (int seed = 1; seed <= dice; ++seed) {
        bool through = false;
        for (std::uint64_t n = 1; !through; ++n) {
            Disk disk("tablet", static_cast<std::uint64_t>(seed) * 100'000 + n);
            prepare(disk);
            Ledger ledger(disk, synchronous);
            disk.stopAfter(n);
            through = ledger.open() && ledger.commitAll(kCommits);
            // Undisturbed, the last moment before the next operation.
            end(disk, how);
            std::string wrong = ledger.wrong();
            // What was found stays, at once or when the work has gone on.
            if (wrong.empty() && n % 2 == 0 && !ledger.commitAll(3)) wrong = "no more commits";
            disk.cutPower();
            if (wrong.empty()) wrong = ledger.wrong();
            if (!wrong.empty()) ++verdicts[wrong];
            ++verdicts["runs"];
        }
    }
    return verdicts;
}

QString told(const std::map<std::string, int>& verdicts) {
    QString text;
    for (const auto& [wrong, times] : verdicts)
        if (wrong != "runs") text += QString::fromStdString(wrong) + QString(" x%1; ").arg(times);
    return text;
}

QString wrongWith(Ledger& ledger) {
    return QString::fromStdString(ledger.wrong());
}

std::int64_t count(Database& database) {
    Statement all(database, "SELECT count(*) FROM line");
    all.step();
    return all.integer(0);
}

} // namespace

class TestDisk final : public QObject {
    Q_OBJECT

private slots:
    void acknowledgedCommits_surviveEveryEnd_data();
    void acknowledgedCommits_surviveEveryEnd();
    void diskThatLiesAboutSync_isFoundOut();
    void normalSync_losesCommitsButNeverHalf();
    void sameSeed_givesTheSameBytes();
    void fullDisk_isAnErrorAndLosesNothing();
    void failedSync_isAnErrorAndLosesNothing();
    void failedSync_isMadeUpForWhereTheDiskWasFullAtOpening();
    void failedWrite_isAnErrorAndLosesNothing();
    void failedRead_isAnError();
    void deadConnections_doNothingMore();
    void readers_seeTheirSnapshot();
    void temporaryFiles_areTheMachines();
    void writersAndCheckpoints_excludeEachOther();
    void rollbackJournals_keepTheirLocks();
    void image_isRestored();
    void disksAreApart_andOtherPathsAreFiles();
};

void TestDisk::acknowledgedCommits_surviveEveryEnd_data() {
    QTest::addColumn<int>("how");
    QTest::addColumn<bool>("powersafe");
    QTest::newRow("power cut") << static_cast<int>(End::powerCut) << false;
    QTest::newRow("power cut, powersafe") << static_cast<int>(End::powerCut) << true;
    QTest::newRow("kill") << static_cast<int>(End::kill) << false;
    QTest::newRow("kill, powersafe") << static_cast<int>(End::kill) << true;
}

void TestDisk::acknowledgedCommits_surviveEveryEnd() {
    QFETCH(int, how);
    QFETCH(bool, powersafe);
    const auto verdicts = stopEverywhere(
        static_cast<End>(how), 4, [&](Disk& disk) { disk.claimPowersafeOverwrite(powersafe); });
    QCOMPARE(told(verdicts), QString());
    QVERIFY2(verdicts.at("runs") > 900, qPrintable(QString::number(verdicts.at("runs"))));
}

void TestDisk::diskThatLiesAboutSync_isFoundOut() {
    const auto verdicts =
        stopEverywhere(End::powerCut, 1, [](Disk& disk) { disk.lieAboutSync(true); });
    QVERIFY2(verdicts.contains("lost"), qPrintable(told(verdicts)));
}

void TestDisk::normalSync_losesCommitsButNeverHalf() {
    auto verdicts = stopEverywhere(
        End::powerCut, 4, [](Disk&) {}, "NORMAL");
    QVERIFY2(verdicts["lost"] > verdicts["runs"] / 10, qPrintable(told(verdicts)));
    verdicts.erase("lost");
    QCOMPARE(told(verdicts), QString());
}

void TestDisk::sameSeed_givesTheSameBytes() {
    const auto run = [](std::uint64_t seed) {
        Disk disk("tablet", seed);
        Ledger ledger(disk, "NORMAL");
        disk.stopAfter(90);
        (void)(ledger.open() && ledger.commitAll(kCommits));
        disk.cutPower();
        return disk.image();
    };
    std::set<DiskImage> images;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const DiskImage first = run(seed);
        QVERIFY(run(seed) == first);
        images.insert(first);
    }
    QCOMPARE(images.size(), std::size_t{20});
}

void TestDisk::fullDisk_isAnErrorAndLosesNothing() {
    for (std::uint64_t room = 0; room < 60'000; room += 500) {
        Disk disk("tablet", room + 1);
        Ledger ledger(disk);
        QVERIFY(ledger.open());
        std::uint64_t used = 0;
        for (const auto& [name, bytes] : disk.image())
            used += bytes.size();
        disk.setCapacity(used + room);
        QVERIFY(!ledger.commitAll(40));
        QCOMPARE(ledger.failure()->code, ErrorCode::storage);
        QVERIFY(ledger.failure()->message.find("full") != std::string::npos);
        if (room % 1000 == 0) {
            // A full disk can still be read.
            disk.killProcess();
            disk.setCapacity(1);
            QCOMPARE(wrongWith(ledger), QString());
        }
        disk.setCapacity(0);
        // The same connection goes on as soon as there is room.
        QVERIFY(ledger.commitAll(2));
        disk.cutPower();
        QCOMPARE(wrongWith(ledger), QString());
    }
}

void TestDisk::failedSync_isAnErrorAndLosesNothing() {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        for (const End how : {End::powerCut, End::kill}) {
            bool through = false;
            for (std::uint64_t nth = 0; !through; ++nth) {
                Disk disk("tablet", seed * 100 + nth);
                disk.claimPowersafeOverwrite(true);
                Ledger ledger(disk);
                QVERIFY(ledger.open());
                disk.failOnce(Disk::Fault::syncError, nth);
                through = ledger.commitAll(6);
                if (through) continue;
                QCOMPARE(ledger.failure()->code, ErrorCode::storage);
                QVERIFY(ledger.commitAll(nth % 2 == 0 ? 0 : 2));
                // With luck the one that failed is there all the same: not half of it.
                end(disk, how);
                QCOMPARE(wrongWith(ledger), QString());
                QVERIFY(ledger.commitAll(nth % 3 == 0 ? 0 : 2));
                disk.cutPower();
                QCOMPARE(wrongWith(ledger), QString());
            }
        }
    }
}

void TestDisk::failedSync_isMadeUpForWhereTheDiskWasFullAtOpening() {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        for (std::uint64_t nth = 0; nth < 6; ++nth) {
            Disk disk("tablet", seed);
            disk.claimPowersafeOverwrite(true);
            Ledger ledger(disk);
            QVERIFY(ledger.open());
            QVERIFY(ledger.commitAll(1));
            disk.failOnce(Disk::Fault::syncError);
            QVERIFY(!ledger.commitAll(1));
            disk.killProcess();
            disk.failOnce(Disk::Fault::full, nth);
            if (!ledger.open()) QVERIFY(ledger.open());
            if (!ledger.commit()) QVERIFY(ledger.commit());
            disk.cutPower();
            QCOMPARE(wrongWith(ledger), QString());
        }
    }
}

void TestDisk::failedWrite_isAnErrorAndLosesNothing() {
    for (const auto fault : {Disk::Fault::writeError, Disk::Fault::full}) {
        int failures = 0;
        for (std::uint64_t nth = 0; nth < 60; ++nth) {
            Disk disk("tablet", nth + 1);
            Ledger ledger(disk);
            QVERIFY(ledger.open());
            disk.failOnce(fault, nth);
            const bool through = ledger.commitAll(6);
            if (!through) QCOMPARE(ledger.failure()->code, ErrorCode::storage);
            failures += through ? 0 : 1;
            QVERIFY(ledger.commitAll(2));
            disk.cutPower();
            QCOMPARE(wrongWith(ledger), QString());
        }
        QVERIFY(failures > 10);
    }
}

void TestDisk::failedRead_isAnError() {
    Disk disk("tablet", 1);
    Ledger ledger(disk);
    QVERIFY(ledger.open() && ledger.commitAll(5));
    auto reader = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QCOMPARE_OK(reader);
    disk.failOnce(Disk::Fault::readError);
    try {
        count(*reader);
        QFAIL("read what cannot be read");
    } catch (const sqlite::SqliteError& error) {
        QCOMPARE(error.toError().code, ErrorCode::storage);
    }
    QCOMPARE(count(*reader), std::int64_t{5});
}

void TestDisk::deadConnections_doNothingMore() {
    Disk disk("tablet", 1);
    std::optional<Ledger> old(std::in_place, disk);
    QVERIFY(old->open() && old->commitAll(3));
    const auto before = disk.operations();
    disk.stopAfter(1);
    QVERIFY(!disk.isStopped());
    QVERIFY(!old->commit());
    QVERIFY(disk.isStopped());
    QVERIFY(!old->commit());
    QVERIFY(!Database::open(disk.path("ledger.db")));
    QCOMPARE(disk.operations(), before + 1);
    disk.killProcess();
    QVERIFY(!disk.isStopped());
    QVERIFY(!old->commit());
    // Its locks are gone, and closing it does no harm to those who came after.
    auto fresh = Database::open(disk.path("ledger.db"));
    QCOMPARE_OK(fresh);
    Transaction transaction(*fresh);
    old.reset();
    fresh->execute("UPDATE total SET n = -1");
    transaction.commit();
    QVERIFY(count(*fresh) >= 3);
}

void TestDisk::readers_seeTheirSnapshot() {
    Disk disk("tablet", 1);
    Ledger ledger(disk);
    QVERIFY(ledger.open() && ledger.commitAll(3));
    auto early = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QCOMPARE_OK(early);
    early->execute("BEGIN");
    QCOMPARE(count(*early), std::int64_t{3});
    QVERIFY(ledger.commitAll(40));
    auto late = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QCOMPARE_OK(late);
    QCOMPARE(count(*late), std::int64_t{43});
    QCOMPARE(count(*early), std::int64_t{3});
    early->execute("COMMIT");
    QCOMPARE(count(*early), std::int64_t{43});
}

void TestDisk::writersAndCheckpoints_excludeEachOther() {
    Disk disk("tablet", 1);
    Ledger ledger(disk);
    QVERIFY(ledger.open() && ledger.commitAll(2));
    auto other = Database::open(disk.path("ledger.db"));
    QCOMPARE_OK(other);
    {
        Transaction transaction(*other);
        QVERIFY(!ledger.commit());
        QCOMPARE(ledger.failure()->code, ErrorCode::unavailable);
    }
    QVERIFY(ledger.commit());
    // A reader keeps the log from being emptied, and goes on reading.
    other->execute("BEGIN");
    QCOMPARE(count(*other), std::int64_t{3});
    QVERIFY(ledger.commit());
    Statement checkpoint(ledger.database(), "PRAGMA wal_checkpoint(TRUNCATE)");
    QVERIFY(checkpoint.step());
    QCOMPARE(checkpoint.integer(0), std::int64_t{1});
    QCOMPARE(count(*other), std::int64_t{3});
    other->execute("COMMIT");
    checkpoint.reset();
    QVERIFY(checkpoint.step());
    QCOMPARE(checkpoint.integer(0), std::int64_t{0});
}

void TestDisk::rollbackJournals_keepTheirLocks() {
    Disk disk("tablet", 1);
    auto first = Database::open(disk.path("ledger.db"));
    QCOMPARE_OK(first);
    first->execute("CREATE TABLE line (n); PRAGMA journal_mode=DELETE");
    auto second = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QCOMPARE_OK(second);
    const auto failure = [](Database& database, const char* sql) {
        try {
            database.execute(sql);
            return QString();
        } catch (const sqlite::SqliteError& error) {
            return said(error.toError().code, "");
        }
    };
    const QString kBusy = said(ErrorCode::unavailable, "");
    second->execute("BEGIN");
    QCOMPARE(count(*second), std::int64_t{0});
    // A reader lets somebody write but not commit; who waits keeps new readers out.
    QCOMPARE(failure(*first, "BEGIN IMMEDIATE; INSERT INTO line VALUES (1)"), QString());
    QCOMPARE(failure(*first, "COMMIT"), kBusy);
    auto third = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QVERIFY(!third);
    QCOMPARE(third.error().code, ErrorCode::unavailable);
    second->execute("COMMIT");
    QCOMPARE(failure(*first, "COMMIT"), QString());
    QCOMPARE(count(*second), std::int64_t{1});
}

void TestDisk::image_isRestored() {
    Disk disk("tablet", 1);
    Ledger ledger(disk);
    QVERIFY(ledger.open() && ledger.commitAll(4));
    const DiskImage image = disk.image();
    QVERIFY(ledger.commitAll(3));
    disk.restore(image);
    QVERIFY(disk.image() == image);
    QVERIFY(!ledger.commit());
    auto back = Database::open(disk.path("ledger.db"), OpenMode::readOnly);
    QCOMPARE_OK(back);
    QCOMPARE(count(*back), std::int64_t{4});
}

void TestDisk::disksAreApart_andOtherPathsAreFiles() {
    QTemporaryDir folder;
    const std::string real = folder.filePath("real.db").toStdString();
    {
        Disk one("one", 1);
        Disk two("two", 2);
        for (const std::string& path : {one.path("a.db"), two.path("a.db"), real}) {
            auto database = Database::open(path);
            QCOMPARE_OK(database);
            database->execute("CREATE TABLE t (a)");
        }
        one.cutPower();
        QVERIFY(!one.image().empty());
        QVERIFY(!two.image().empty());
        QVERIFY(two.image().contains("a.db"));
        QVERIFY(!Database::open("/three/a.db"));
    }
    QVERIFY(QFile::exists(QString::fromStdString(real)));
    QVERIFY(!Database::open("/one/a.db"));
    QCOMPARE_OK(Database::open(real));
}

/// SQLite asks for randomness in the middle of opening one.
void TestDisk::temporaryFiles_areTheMachines() {
    Disk disk("tablet", 1);
    auto database = Database::open(disk.path("t.db"));
    QVERIFY(database.ok());
    database->execute("PRAGMA temp_store=FILE; CREATE TEMP TABLE big (x BLOB);"
                      "PRAGMA temp.cache_size=1; INSERT INTO big VALUES (zeroblob(4000000))");
    Statement size(*database, "SELECT length(x) FROM big");
    QVERIFY(size.step());
    QCOMPARE(size.integer(0), std::int64_t{4'000'000});
}

QTEST_APPLESS_MAIN(TestDisk)
#include "tst_disk.moc"
