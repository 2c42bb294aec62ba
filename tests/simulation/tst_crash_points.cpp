#include "client/store/schema.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/simulation/crash_points.hpp"
#include "tests/simulation/disk/disk.hpp"
#include "tests/support/opened_store.hpp"

#include <QtTest>

#include <algorithm>
#include <optional>
#include <set>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace shoujie::simulation;
using namespace shoujie::testing;
using sqlite::Database;
using sqlite::OpenMode;
using sqlite::Statement;

namespace {

const StaffId kS1{"s1"};

QString fileOn(const Disk& disk) {
    return QString::fromStdString(disk.path("tablet.db"));
}

/// A tablet on a simulated disk. Two facts of it wait for the server from the beginning.
struct Floor {
    explicit Floor(Disk& on) : disk(on), tablet(fileOn(on), later()) {}

    static World later() {
        World world;
        world.pass(std::chrono::hours(1));
        return world;
    }
    TabletCore& core() { return tablet.core(); }
    Result<FactId> record(const std::string& call) {
        return core().record(kS1,
                             client::test::call(call, "s1", customer("陈大文", "13800138000")));
    }
    void reopen() { tablet.tablet.reopen(); }
    [[nodiscard]] std::int64_t integer(const std::string& sql) const {
        auto database = Database::open(disk.path("tablet.db"), OpenMode::readOnly);
        if (!database) qFatal("%s", describe(database.error()).c_str());
        Statement select(*database, sql);
        return select.step() ? select.integer(0) : 0;
    }
    [[nodiscard]] std::set<FactId> log() const {
        auto database = Database::open(disk.path("tablet.db"), OpenMode::readOnly);
        if (!database) qFatal("%s", describe(database.error()).c_str());
        std::set<FactId> ids;
        for (Statement all(*database, "SELECT fact_id FROM log"); all.step();)
            ids.insert(FactId(all.text(0)));
        return ids;
    }

    Disk& disk;
    EnrolledTablet tablet;
};

DiskImage tabletWithTwoFacts() {
    Disk disk("machine", 1);
    EnrolledTablet tablet(fileOn(disk));
    for (const char* id : {"c1", "c2"})
        if (!tablet.core().record(kS1, call(id, "s1", customer("李小明", "13900139000"))))
            qFatal("was not recorded");
    return disk.image();
}

/// Breaks of the chain, and facts that are not either in the outbox or proven by a receipt.
QString wrongIn(Database& database, const DeviceId& device) {
    Statement check(database, "PRAGMA integrity_check(1)");
    check.step();
    if (check.text(0) != "ok") return QString::fromStdString(check.text(0));
    if (Statement(database, "PRAGMA foreign_key_check").step()) return "a reference leads nowhere";
    Statement halves(database,
                     "SELECT 1 FROM log LEFT JOIN outbox USING (epoch, seq) LEFT JOIN receipts"
                     " USING (epoch, seq) WHERE (outbox.seq IS NULL) = (receipts.seq IS NULL)");
    if (halves.step()) return "a fact is neither in the outbox nor received, or both";
    Hash head = evidence::chainStart(device, 1);
    std::int64_t seq = 0;
    for (Statement log(database, "SELECT seq, unseal(wire, 'log/' || fact_id), chain_hash FROM log"
                                 " ORDER BY seq");
         log.step();) {
        const auto wire = protocol::decodeWireFact(log.text(1));
        if (!wire || log.integer(0) != ++seq || wire->seq != seq) return "the log has a gap";
        head = evidence::extendChain(head, evidence::bodyHash(*wire));
        if (!std::ranges::equal(head, log.blob(2))) return "the chain is broken";
    }
    return {};
}

QString wrongIn(Floor& floor) {
    auto database = shoujie::test::openedStore(floor.disk.path("tablet.db"));
    if (!database) return QString::fromStdString(describe(database.error()));
    if (const auto wrong = wrongIn(*database, floor.core().device()); !wrong.isEmpty())
        return wrong;
    const auto waiting = floor.integer("SELECT count(*) FROM outbox WHERE state = 'waiting'");
    return floor.core().workStatus().pending == waiting ? "" : "the status is not the outbox's";
}

/// The tablet goes on: one more fact, everything sent, a receipt for each.
QString wrongGoingOn(Floor& floor) {
    if (!floor.record("next")) return "records nothing any more";
    floor.tablet.push();
    if (const auto wrong = wrongIn(floor); !wrong.isEmpty()) return "going on: " + wrong;
    if (floor.core().workStatus().pending != 0) return "does not send everything";
    const auto registered = floor.tablet.server.registered();
    for (const FactId& id : floor.log())
        if (std::ranges::count(registered, id) != 1) return "a fact is not in the register once";
    return {};
}

/// Something that a tablet does with its disk.
struct Operation {
    /// Makes ready; gives what is done then, which tells whether it is said to be done.
    std::function<std::function<bool()>(Floor&)> prepare;
    /// What is wrong with its effect after all that could happen.
    std::function<QString(Floor&, bool acknowledged)> wrong;
};

Operation saving() {
    return {[](Floor& floor) {
                return [&floor] {
                    return floor.record("c3").ok();
                };
            },
            [](Floor& floor, bool acknowledged) -> QString {
                const auto facts = floor.log().size();
                if (facts == 3 || (facts == 2 && !acknowledged)) return {};
                return QString("%1 facts").arg(facts);
            }};
}

Operation keepingReceipts() {
    return {[](Floor& floor) {
                const auto sent = *floor.core().nextPush();
                const auto reply = floor.tablet.server.push("d1", *sent);
                return [&floor, sent, reply] {
                    return floor.core().keepReply(*sent, reply).ok();
                };
            },
            [](Floor& floor, bool acknowledged) -> QString {
                const auto left = floor.core().workStatus().pending;
                if (floor.integer("SELECT count(*) FROM checkpoints") != (left == 0 ? 1 : 0))
                    return "the checkpoint is not where its receipts are";
                if (left == 0 || (left == 2 && !acknowledged)) return {};
                return QString("%1 of 2 wait").arg(left);
            }};
}

Operation keepingFeed() {
    return {[](Floor& floor) {
                auto& server = floor.tablet.server;
                for (const char* id : {"s1", "s2", "s3"})
                    server.state(id, facts::StaffJoined{StaffId(id), "员工"});
                server.state("v1", visit("v1", "s1", customer("王芳", "13700137000")));
                const auto feed = server.feed(0);
                return [&floor, feed] {
                    return floor.core().keepFeed(feed).ok();
                };
            },
            [](Floor& floor, bool acknowledged) -> QString {
                const auto rows = floor.integer("SELECT count(*) FROM replica") +
                                  floor.integer("SELECT count(*) FROM outcomes");
                const auto cursor = floor.core().feedCursor();
                if ((rows == 5 && cursor == 5) || (rows == 0 && cursor == 0 && !acknowledged))
                    return {};
                return QString("%1 rows, but the cursor is %2").arg(rows).arg(cursor);
            }};
}

Attempt attemptAt(Disk& disk, std::uint64_t n, const Operation& operation, End how) {
    Floor floor(disk);
    const auto act = operation.prepare(floor);
    disk.stopAfter(n);
    const bool acknowledged = act();
    const bool through = !disk.isStopped();
    if (through && !acknowledged) return {through, "failed on a sound disk"};
    end(disk, how);
    floor.reopen();
    QString wrong = wrongIn(floor);
    if (wrong.isEmpty()) wrong = operation.wrong(floor, acknowledged);
    if (!wrong.isEmpty()) return {through, wrong};
    // What people have seen after the restart is still there when the power goes then.
    const auto seen = floor.log();
    disk.cutPower();
    floor.reopen();
    if (floor.log() != seen) return {through, "what was shown is lost"};
    wrong = operation.wrong(floor, acknowledged);
    return {through, wrong.isEmpty() ? wrongGoingOn(floor) : wrong};
}

} // namespace

Q_DECLARE_METATYPE(Operation)

class TestCrashPoints final : public QObject {
    Q_OBJECT

private slots:
    void aFullDisk_canStillBeRead();
    void operation_isDoneOrNot_data();
    void operation_isDoneOrNot();
    void failedSave_isNeverCalledSaved_data();
    void failedSave_isNeverCalledSaved();
    void migrationOfTheTablet_isDoneOrNot_data();
    void migrationOfTheTablet_isDoneOrNot();
    void newTablet_keepsTheKeyItHasShown();
    void backup_isWholeOrNone();
};

void TestCrashPoints::operation_isDoneOrNot_data() {
    QTest::addColumn<Operation>("operation");
    QTest::addColumn<int>("how");
    for (const auto& [name, how] : {std::pair{"power cut", End::powerCut}, {"kill", End::kill}}) {
        const auto row = [&](const char* what, const Operation& operation) {
            QTest::addRow("%s, %s", what, name) << operation << static_cast<int>(how);
        };
        row("save", saving());
        row("receipts", keepingReceipts());
        row("feed", keepingFeed());
    }
}

void TestCrashPoints::operation_isDoneOrNot() {
    QFETCH(Operation, operation);
    QFETCH(int, how);
    int points = 0;
    const auto wrong =
        atEveryOperation(tabletWithTwoFacts(), points, [&](Disk& disk, std::uint64_t n) {
            return attemptAt(disk, n, operation, static_cast<End>(how));
        });
    QCOMPARE(wrong, QString());
    QVERIFY2(points >= 8, qPrintable(QString::number(points)));
}

void TestCrashPoints::failedSave_isNeverCalledSaved_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("how");
    for (const auto& [name, how] : {std::pair{"power cut", End::powerCut}, {"kill", End::kill}}) {
        const auto row = [&](const char* what, Disk::Fault fault) {
            QTest::addRow("%s, %s", what, name) << static_cast<int>(fault) << static_cast<int>(how);
        };
        row("no room", Disk::Fault::full);
        row("sync fails", Disk::Fault::syncError);
        row("write fails", Disk::Fault::writeError);
    }
}

void TestCrashPoints::failedSave_isNeverCalledSaved() {
    QFETCH(int, fault);
    QFETCH(int, how);
    const DiskImage image = tabletWithTwoFacts();
    int failures = 0;
    for (bool saved = false; !saved; ++failures) {
        for (std::uint64_t dice = 0; dice < 10; ++dice) {
            Disk disk("machine", static_cast<std::uint64_t>(failures) * 10 + dice);
            disk.restore(image);
            // As on every machine of ours. Told otherwise, SQLite leaves the end of a commit to the
            // next sync, and would not notice if that failed.
            disk.claimPowersafeOverwrite(true);
            Floor floor(disk);
            disk.failOnce(static_cast<Disk::Fault>(fault), static_cast<std::uint64_t>(failures));
            saved = floor.record("c3").ok();
            QCOMPARE(floor.core().workStatus().pending, saved ? 3 : 2);
            if (saved) continue;
            // Now with success, at once or after a restart.
            const bool atOnce = dice % 2 == 0;
            if (atOnce) QVERIFY(floor.record("c4").ok());
            end(disk, static_cast<End>(how));
            floor.reopen();
            if (!atOnce) QVERIFY(floor.record("c4").ok());
            const auto kept = floor.log();
            QVERIFY(kept.size() >= 3);
            disk.cutPower();
            floor.reopen();
            QCOMPARE(wrongIn(floor), QString());
            QVERIFY(std::ranges::includes(floor.log(), kept));
            QCOMPARE(wrongGoingOn(floor), QString());
        }
    }
    QVERIFY(failures > 1);
}

void TestCrashPoints::migrationOfTheTablet_isDoneOrNot_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<int>("how");
    // Each step is a transaction of its own, so that all of them from the beginning show what each
    // does when it is cut; a store that was in use has old pages to be wiped as well.
    const QByteArray used =
        "INSERT INTO identity (id, server, device, site, epoch, token, server_key)"
        " VALUES (1, 'https://register.example', 'd1', 'xidi', 1, 't', zeroblob(32));"
        "INSERT INTO replica (register_seq, fact_id, grade, fact) VALUES (1, 'f1', 'A', '{}')";
    for (const auto how : {End::powerCut, End::kill}) {
        const char* end = how == End::kill ? "kill" : "power cut";
        QTest::addRow("new, %s", end) << 0 << QByteArray() << static_cast<int>(how);
        QTest::addRow("in use, %s", end) << kKeyVersion - 1 << used << static_cast<int>(how);
        QTest::addRow("in use with a key, %s", end) << kKeyVersion << used << static_cast<int>(how);
    }
}

void TestCrashPoints::migrationOfTheTablet_isDoneOrNot() {
    QFETCH(int, version);
    QFETCH(QByteArray, rows);
    QFETCH(int, how);
    QCOMPARE(wrongMigrating(storeMigrations(), static_cast<std::size_t>(version),
                            rows.toStdString(), static_cast<End>(how),
                            [](const std::string& path) { return TabletStore::open(path).ok(); }),
             QString());
}

void TestCrashPoints::newTablet_keepsTheKeyItHasShown() {
    for (const End how : {End::powerCut, End::kill}) {
        int points = 0;
        const auto wrong =
            atEveryOperation({}, points, [&](Disk& disk, std::uint64_t n) -> Attempt {
                World world;
                FakeClock clock(world);
                FakeElapsed elapsed(world);
                SeededRng rng(1);
                const auto open = [&] {
                    return TabletCore::open(disk.path("tablet.db"), {clock, elapsed, rng});
                };
                std::optional<PublicKey> shown;
                disk.stopAfter(n);
                if (const auto core = open()) shown = (*core)->deviceKey();
                const bool through = !disk.isStopped();
                for (const End next : {how, End::powerCut}) {
                    end(disk, next);
                    const auto core = open();
                    if (!core) return {through, "does not open"};
                    if (shown && (*core)->deviceKey() != *shown)
                        return {through, "has another key"};
                    shown = (*core)->deviceKey();
                }
                return {through, {}};
            });
        QCOMPARE(wrong, QString());
        QVERIFY(points > 20);
    }
}

void TestCrashPoints::backup_isWholeOrNone() {
    for (const End how : {End::powerCut, End::kill}) {
        int points = 0;
        const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
            auto source = Database::open(disk.path("tablet.db"));
            if (!source) return {false, "the source does not open"};
            disk.stopAfter(n);
            const bool kept = source->backupTo(disk.path("backup.db")).ok();
            const bool through = !disk.isStopped();
            end(disk, how);
            auto backup = shoujie::test::openedStore(disk.path("backup.db"), OpenMode::readWrite);
            if (!backup) return {through, "the backup does not open"};
            if (kept && !Statement(*backup, "SELECT 1 FROM sqlite_schema").step())
                return {through, "the backup is lost"};
            Statement tables(*backup, "SELECT count(*) FROM sqlite_schema");
            tables.step();
            if (tables.integer(0) > 0) {
                if (!TabletStore::open(disk.path("backup.db"))) return {through, "is no store"};
                if (const auto wrong = wrongIn(*backup, DeviceId("d1")); !wrong.isEmpty())
                    return {through, "backup: " + wrong};
                Statement facts(*backup, "SELECT count(*) FROM log");
                facts.step();
                if (facts.integer(0) != 2) return {through, "facts are missing in the backup"};
            }
            Floor floor(disk);
            return {through, wrongGoingOn(floor)};
        };
        QCOMPARE(atEveryOperation(tabletWithTwoFacts(), points, attempt), QString());
        QVERIFY(points > 20);
    }
}

void TestCrashPoints::aFullDisk_canStillBeRead() {
    const auto twoFacts = tabletWithTwoFacts();
    Disk disk("machine", 2);
    disk.restore(twoFacts);
    disk.setCapacity(1); // nothing grows any more
    TabletBench tablet(Floor::later(), disk.path("tablet.db"));
    QCOMPARE(tablet.core().workStatus().pending, std::int64_t(2));
    const auto write = [&] {
        return tablet.core().record(kS1, call("c3", "s1", customer("陈大文", "13800138000")));
    };
    QCOMPARE_FAILS(write(), storage, "");
    disk.setCapacity(0);
    QCOMPARE_OK(write());
    QCOMPARE(tablet.core().workStatus().pending, std::int64_t(3));
}

QTEST_GUILESS_MAIN(TestCrashPoints)
#include "tst_crash_points.moc"
