#include "server/services/administration.hpp"
#include "server/services/context.hpp"
#include "server/services/devices.hpp"
#include "server/services/push.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/register/receipt.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/store_key.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/simulation/crash_points.hpp"
#include "tests/simulation/disk/disk.hpp"

#include <QtTest>

#include <array>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <vector>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace shoujie::simulation;
using namespace shoujie::testing;
using sqlite::Database;
using sqlite::Statement;

namespace {

const SiteId kSite{"xidi"};
constexpr const char* kFile = "shoujie.sqlite";

class FixedClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_now; }

private:
    Instant m_now = parseRfc3339("2026-03-01T02:00:00Z").value();
};
class SeededRng final : public Rng {
public:
    void fill(std::span<std::byte> out) override {
        for (std::byte& byte : out)
            byte = static_cast<std::byte>(m_engine() & 0xff);
    }

private:
    std::mt19937_64 m_engine{1};
};
class NoLog final : public Log {
public:
    void write(LogLevel, std::string_view, std::initializer_list<Field>) override {}
};

SigningKey officeKey() {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(9);
    return SigningKey::fromSeed(seed);
}

/// As DataDir does it, but for the folder and its lock, which a simulated disk has not.
Result<Database> openStore(const std::string& path) {
    auto database = Database::open(path);
    if (!database) return database;
    database->useKey(shoujie::testing::storeKey());
    if (auto ready = bringUpToDate(*database); !ready) return ready.error();
    return database;
}

Database opened(const Disk& disk) {
    auto database = openStore(disk.path(kFile));
    if (!database) qFatal("%s", describe(database.error()).c_str());
    return std::move(*database);
}

/// What takes pushes, on a simulated disk: one writer and one worker, so that a run repeats.
struct Office {
    explicit Office(const Disk& disk)
        : reads({disk.path(kFile), shoujie::testing::storeKey()})
        , writer(opened(disk), {})
        , workers(1) {}

    FixedClock clock;
    SeededRng rng;
    NoLog log;
    SigningKey key = officeKey();
    ReadPool reads;
    Writer writer;
    Workers workers;
    FeedBell bell;
    Context context{clock, rng, log, writer, reads, workers, bell, key};
    Push push{context};
};

using Reply = Result<protocol::PushReply>;

/// Two tablets of the site, of which the first has sent one fact; what each sends next.
struct Tablets {
    struct One {
        FakeTablet tablet;
        std::int64_t head = 0; ///< once everything is sent
        std::string body;
    };
    std::array<One, 2> all{One{FakeTablet(1), 3, {}}, One{FakeTablet(2), 1, {}}};
    DiskImage image;

    Tablets() {
        Disk disk("machine", 1);
        Office office(disk);
        Administration administration(office.writer, office.clock, office.rng);
        if (!administration.addSite(kSite, "西堤国际", "[]") ||
            !administration.addStaff(kSite, StaffId("s1"), "李娜", facts::Role::salesperson, {}))
            qFatal("there is no site");
        for (auto& one : all) {
            std::promise<Result<protocol::EnrolReply>> enrolled;
            Devices(office.context)
                .enrol(one.tablet.enrolBody(*administration.makeEnrolCode(kSite)),
                       [&](Result<protocol::EnrolReply> reply) {
                           enrolled.set_value(std::move(reply));
                       });
            one.tablet.enrolled(protocol::encode(*enrolled.get_future().get()));
        }
        all[0].tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        if (!send(office, all[0].tablet, all[0].tablet.pushBody(1)).get()) qFatal("no receipt");
        all[0].tablet.write("s1", visitOf("v2", "s1", "13800138001"));
        all[0].tablet.write("s1", visitOf("v3", "s1", "13800138002"));
        all[0].body = all[0].tablet.pushBody(2);
        all[1].tablet.write("s1", visitOf("v4", "s1", "13800138003"));
        all[1].body = all[1].tablet.pushBody(1);
        image = disk.image();
    }

    static std::future<Reply> send(Office& office, const FakeTablet& tablet,
                                   const std::string& body) {
        auto promise = std::make_shared<std::promise<Reply>>();
        const auto answer = [promise](Reply reply) {
            promise->set_value(std::move(reply));
        };
        const auto device =
            office.reads.read([&](Reads& reads) { return *reads.device(tablet.device); });
        if (device)
            office.push.take(*device, body, office.clock.now(), answer);
        else
            answer(device.error());
        return promise->get_future();
    }

    /// Both pushes, in one group of the writer. `begin` comes when they have queued up.
    std::vector<Reply> sendTogether(Office& office, const std::function<void()>& begin) const {
        std::promise<void> held;
        std::promise<void> free;
        office.writer.submit<void>(
            [&](Writes&) -> Result<void> {
                held.set_value();
                free.get_future().wait();
                return {};
            },
            [](const Result<void>&) {});
        held.get_future().wait();
        std::vector<std::future<Reply>> waiting;
        for (const auto& one : all)
            waiting.push_back(send(office, one.tablet, one.body));
        begin();
        free.set_value();
        std::vector<Reply> replies;
        for (auto& one : waiting)
            replies.push_back(one.get());
        return replies;
    }
};

/// Register, tree, feed and chains of devices as they belong together.
QString wrongIn(Reads& reads, const Tablets& tablets) {
    Statement check(reads.database(), "PRAGMA integrity_check(1)");
    check.step();
    if (check.text(0) != "ok") return QString::fromStdString(check.text(0));
    if (Statement(reads.database(), "PRAGMA foreign_key_check").step())
        return "a reference leads nowhere";
    const auto site = reads.site(kSite);
    const auto facts = reads.factsAfter(kSite, 0, 1'000);
    if (!site || site->registerSize != static_cast<std::int64_t>(facts.size()))
        return "the register has another size";
    registry::MemoryNodeStore tree;
    std::map<std::string, std::int64_t> sent;
    for (const auto& fact : facts) {
        const auto index = static_cast<std::uint64_t>(fact.record.registerSeq - 1);
        registry::appendLeaf(tree, index, registry::leafHash(registry::recordBytes(fact.record)));
        if (fact.record.deviceSeq != 0 && ++sent[fact.record.device.value] != fact.record.deviceSeq)
            return "a device's facts are not in a row";
        if (fact.feedSeq > site->feedSeq) return "the feed is ahead of its counter";
    }
    if (registry::rootHash(tree, facts.size()) !=
        registry::rootHash(SqliteNodes(reads.database(), kSite), facts.size()))
        return "the tree is not the register's";
    for (const auto& one : tablets.all) {
        const auto device = reads.device(one.tablet.device);
        if (!device || device->headSeq != sent[one.tablet.device.value] ||
            device->headHash != one.tablet.chainAt(device->headSeq))
            return "the head is not the chain's";
    }
    return {};
}

QString wrongIn(Office& office, const Tablets& tablets) {
    const auto wrong = office.reads.read([&](Reads& reads) { return wrongIn(reads, tablets); });
    return wrong ? *wrong : QString::fromStdString(describe(wrong.error()));
}

/// Whether what was answered with receipts is in the register at that very place.
QString wrongWith(Office& office, const Tablets& tablets, const std::vector<Reply>& replies) {
    for (std::size_t i = 0; i < replies.size(); ++i) {
        if (!replies[i]) continue;
        const auto& one = tablets.all[i];
        const auto checkpoint =
            registry::openCheckpoint(replies[i]->checkpoint, office.key.publicKey());
        if (!checkpoint) return "the checkpoint is not signed";
        auto seq = one.head - static_cast<std::int64_t>(replies[i]->results.size());
        for (const auto& result : replies[i]->results) {
            ++seq;
            if (!result.receipt ||
                !registry::checkReceipt(*result.receipt, *checkpoint, one.tablet.device, seq,
                                        one.tablet.chainAt(seq)))
                return "a receipt does not prove its fact";
        }
        const auto kept = office.reads.read([&](Reads& reads) {
            return reads.device(one.tablet.device)->headSeq == one.head &&
                   reads.site(kSite)->registerSize >= static_cast<std::int64_t>(checkpoint->size) &&
                   registry::rootHash(SqliteNodes(reads.database(), kSite), checkpoint->size) ==
                       checkpoint->root;
        });
        if (!kept || !*kept) return "what has a receipt is lost";
    }
    return {};
}

/// After the end: what was acknowledged is there, the group is whole; sent again, everything gets
/// its receipts, and those hold although the power goes at once.
QString wrongAfter(Disk& disk, const Tablets& tablets, const std::vector<Reply>& replies) {
    std::vector<Reply> again;
    {
        Office office(disk);
        QString wrong = wrongIn(office, tablets);
        if (wrong.isEmpty()) wrong = wrongWith(office, tablets, replies);
        if (!wrong.isEmpty()) return wrong;
        const auto entered = [&](const Tablets::One& one) {
            return *office.reads.read(
                [&](Reads& reads) { return reads.device(one.tablet.device)->headSeq == one.head; });
        };
        if (entered(tablets.all[0]) != entered(tablets.all[1])) return "half a group";
        again = tablets.sendTogether(office, [] {});
        for (const auto& reply : again)
            if (!reply) return "sent again: " + QString::fromStdString(describe(reply.error()));
        disk.cutPower();
    }
    Office office(disk);
    const QString wrong = wrongIn(office, tablets);
    return wrong.isEmpty() ? wrongWith(office, tablets, again) : wrong;
}

} // namespace

class TestCrashPointsServer final : public QObject {
    Q_OBJECT

private slots:
    void groupCommit_isWholeOrNotThere_data();
    void groupCommit_isWholeOrNotThere();
    void failedGroup_isNeverAcknowledged_data();
    void failedGroup_isNeverAcknowledged();
    void migration_isDoneOrNot_data();
    void migration_isDoneOrNot();
    void backupBesideAWriter_isWholeOrNone_data();
    void backupBesideAWriter_isWholeOrNone();

private:
    Tablets m_tablets;
};

namespace {
void addEnds() {
    QTest::addColumn<int>("how");
    QTest::newRow("power cut") << static_cast<int>(End::powerCut);
    QTest::newRow("kill") << static_cast<int>(End::kill);
}
} // namespace

void TestCrashPointsServer::groupCommit_isWholeOrNotThere_data() {
    addEnds();
}

void TestCrashPointsServer::groupCommit_isWholeOrNotThere() {
    QFETCH(int, how);
    int points = 0;
    const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
        std::vector<Reply> replies;
        bool through = false;
        {
            Office office(disk);
            replies = m_tablets.sendTogether(office, [&] { disk.stopAfter(n); });
            through = !disk.isStopped();
            end(disk, static_cast<End>(how));
        }
        if (through && (!replies[0] || !replies[1])) return {through, "failed on a sound disk"};
        return {through, wrongAfter(disk, m_tablets, replies)};
    };
    QCOMPARE(atEveryOperation(m_tablets.image, points, attempt), QString());
    QVERIFY2(points >= 15, qPrintable(QString::number(points)));
}

void TestCrashPointsServer::failedGroup_isNeverAcknowledged_data() {
    QTest::addColumn<int>("fault");
    QTest::newRow("no room") << static_cast<int>(Disk::Fault::full);
    QTest::newRow("sync fails") << static_cast<int>(Disk::Fault::syncError);
    QTest::newRow("write fails") << static_cast<int>(Disk::Fault::writeError);
}

void TestCrashPointsServer::failedGroup_isNeverAcknowledged() {
    QFETCH(int, fault);
    for (const End how : {End::powerCut, End::kill}) {
        std::uint64_t failures = 0;
        for (bool done = false; !done; ++failures) {
            for (std::uint64_t dice = 0; dice < 6; ++dice) {
                Disk disk("machine", failures * 10 + dice);
                disk.claimPowersafeOverwrite(true);
                disk.restore(m_tablets.image);
                std::vector<Reply> replies;
                {
                    Office office(disk);
                    replies = m_tablets.sendTogether(
                        office, [&] { disk.failOnce(static_cast<Disk::Fault>(fault), failures); });
                    done = replies[0].ok() && replies[1].ok();
                    const bool full = static_cast<Disk::Fault>(fault) == Disk::Fault::full;
                    QCOMPARE(office.writer.failure().has_value(), !done && !full);
                    QCOMPARE(office.writer.isFull(), !done && full);
                    // Once there is room it takes in again, without a new start.
                    if (!done && full && dice % 2 == 0) {
                        const auto again = m_tablets.sendTogether(office, [] {});
                        QVERIFY(again[0].ok() && again[1].ok() && !office.writer.isFull());
                        end(disk, how);
                        QCOMPARE(wrongAfter(disk, m_tablets, again), QString());
                        continue;
                    }
                    end(disk, how);
                }
                if (done) break;
                QVERIFY(!replies[0] && !replies[1]);
                QCOMPARE(wrongAfter(disk, m_tablets, replies), QString());
            }
        }
        QVERIFY(failures > 1);
    }
}

void TestCrashPointsServer::migration_isDoneOrNot_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("how");
    // From nothing all steps are gone through; the last one with rows in the tables.
    for (const std::size_t done : {std::size_t{0}, migrations().size() - 1}) {
        const int version = static_cast<int>(done);
        QTest::addRow("%d steps done, power cut", version)
            << version << static_cast<int>(End::powerCut);
        QTest::addRow("%d steps done, kill", version) << version << static_cast<int>(End::kill);
    }
}

void TestCrashPointsServer::migration_isDoneOrNot() {
    QFETCH(int, version);
    QFETCH(int, how);
    QCOMPARE(wrongMigrating(migrations(), static_cast<std::size_t>(version),
                            "INSERT INTO server_key (id, seed) VALUES (1, zeroblob(32))",
                            static_cast<End>(how),
                            [](const std::string& path) { return openStore(path).ok(); }),
             QString());
}

void TestCrashPointsServer::backupBesideAWriter_isWholeOrNone_data() {
    addEnds();
}

void TestCrashPointsServer::backupBesideAWriter_isWholeOrNone() {
    QFETCH(int, how);
    int points = 0;
    const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
        bool kept = false;
        bool through = false;
        {
            Office office(disk);
            auto reader = Database::open(disk.path(kFile), sqlite::OpenMode::readOnly);
            // Both pushes wait for the writer, whose transaction is open.
            const auto replies = m_tablets.sendTogether(office, [&] {
                disk.stopAfter(n);
                kept = reader->backupTo(disk.path("backup.sqlite")).ok();
                through = !disk.isStopped();
                end(disk, static_cast<End>(how));
            });
            if (replies[0] || replies[1]) return {through, "a dead disk has taken a push"};
        }
        auto backup = Database::open(disk.path("backup.sqlite"));
        if (backup) backup->useKey(shoujie::testing::storeKey());
        if (!backup) return {through, "the backup does not open"};
        if (Statement(*backup, "SELECT 1 FROM sqlite_schema").step()) {
            Reads reads(*backup);
            if (const auto wrong = wrongIn(reads, m_tablets); !wrong.isEmpty())
                return {through, "backup: " + wrong};
            if (reads.device(m_tablets.all[0].tablet.device)->headSeq != 1)
                return {through, "the backup is not of that time"};
        } else if (kept) {
            return {through, "the backup is lost"};
        }
        return {through, wrongAfter(disk, m_tablets, {})};
    };
    QCOMPARE(atEveryOperation(m_tablets.image, points, attempt), QString());
    QVERIFY(points > 50);
}

QTEST_GUILESS_MAIN(TestCrashPointsServer)
#include "tst_crash_points_server.moc"
