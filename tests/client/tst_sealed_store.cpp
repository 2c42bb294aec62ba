// What stands in the files of a tablet, read as somebody would who has found it.
#include "client/store/schema.hpp"
#include "tests/client/locked_bench.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/support/opened_store.hpp"
#include "tests/support/traces.hpp"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using shoujie::test::tracesIn;
using shoujie::test::tracesInFolder;

namespace {

/// Nobody is called so by chance.
const QStringList kCanaries{"卡纳里金丝雀", "Kanarienvogel",  "18577766655",
                            "粤X7K9Q4",     "喜欢朝南的房子", "rotes Sofa"};

facts::Customer canary() {
    facts::Customer person = customer("卡纳里金丝雀", "18577766655");
    person.vehicles = {{std::nullopt, "粤X7K9Q4"}};
    person.note = "喜欢朝南的房子, Kanarienvogel";
    return person;
}

/// Larger than one sealed piece, and with a name in each.
std::string photoWithCanaries() {
    std::string content = "\xff\xd8\xff";
    while (content.size() < 200 * 1024)
        content += "Kanarienvogel auf rotes Sofa ";
    return content;
}

/// Whatever is sealed in the tablet's file, opened.
std::string openedText(const LockedBench& bench) {
    auto database =
        shoujie::test::openedStore(bench.tablet.path(), sqlite::OpenMode::readOnly, "2468");
    std::string all;
    for (const char* sql :
         {"SELECT unseal(wire, 'log/' || fact_id) FROM log",
          "SELECT unseal(fact, 'replica/' || fact_id) FROM replica",
          "SELECT unseal(outcome, 'outcome/' || kind || '/' || subject) FROM outcomes",
          "SELECT unseal(content, 'blob/' || blob || '/' || piece) FROM blob_pieces"}) {
        sqlite::Statement rows(*database, sql);
        while (rows.step())
            all += rows.text(0) + "\n";
    }
    return all;
}

QMap<QString, QByteArray> filesIn(const QString& folder) {
    QMap<QString, QByteArray> files;
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly)) qFatal("a file cannot be read");
        files[info.fileName()] = file.readAll();
    }
    return files;
}

QString folderOf(LockedBench& bench) {
    return QFileInfo(QString::fromStdString(bench.tablet.path())).path();
}

/// Own facts that were received, refused and not sent, what others wrote, and photos.
void plant(LockedBench& bench) {
    const auto record = [&](const char* id) {
        QCOMPARE_OK(bench.core().record(kS1, visit(id, "s1", canary())));
    };
    bench.server.refuse = [](const evidence::WireFact& wire) -> std::optional<Error> {
        if (wire.seq != 2) return std::nullopt;
        return Error{ErrorCode::outOfRange, "data", "is refused"};
    };
    record("v1");
    record("v2");
    bench.server.state("stated", call("c9", "s2", canary()));
    LockedBench::insistOn(bench.sync());
    record("v3");
    QCOMPARE_OK(bench.core().keepPhoto(photoWithCanaries()));
}

std::string keyIn(const std::string& path) {
    auto database = sqlite::Database::open(path, sqlite::OpenMode::readOnly);
    sqlite::Statement key(*database, "SELECT open FROM store_key");
    key.step();
    const auto bytes = key.blob(0);
    return {bytes.begin(), bytes.end()};
}

/// A store as the release before wrote it, with everything of this one's; its key in the clear.
void writeOlderStore(const std::string& from, const std::string& to) {
    auto database = sqlite::Database::open(to);
    QCOMPARE_OK(sqlite::migrate(*database, storeMigrations().first(6)));
    database->useKey(*SecretKey::fromBytes(keyIn(from)));
    database->execute("ATTACH '" + from + "' AS new");
    for (const char* table : {"device_key", "checkpoints", "anchors", "site", "ticks"})
        database->execute(std::string("INSERT INTO ") + table + " SELECT * FROM new." + table);
    database->execute(R"sql(
INSERT INTO identity (id, server, device, site, epoch, token, server_key)
    SELECT id, server, device, site, epoch, unseal(token, 'token'), server_key FROM new.identity;
INSERT INTO log (epoch, seq, fact_id, anchor, wire, body_hash, chain_hash)
    SELECT epoch, seq, fact_id, anchor, unseal(wire, 'log/' || fact_id), body_hash, chain_hash
    FROM new.log;
INSERT INTO outbox (epoch, seq, state, error_code, error_path, error_message)
    SELECT epoch, seq, state, error_code, error_path, error_message FROM new.outbox;
INSERT INTO receipts SELECT * FROM new.receipts;
INSERT INTO replica (register_seq, fact_id, grade, fact, unsupported)
    SELECT register_seq, fact_id, grade, unseal(fact, 'replica/' || fact_id), unsupported
    FROM new.replica;
INSERT INTO outcomes (kind, subject, feed_seq, outcome)
    SELECT kind, subject, feed_seq, unseal(outcome, 'outcome/' || kind || '/' || subject)
    FROM new.outcomes;
UPDATE progress SET feed_cursor = (SELECT feed_cursor FROM new.progress);
CREATE TABLE gone AS SELECT wire FROM log;
DROP TABLE gone;
)sql");
    const std::string photo = photoWithCanaries();
    sqlite::Statement blob(*database, "INSERT INTO blobs (hash, size, content, state)"
                                      " VALUES (?, length(?2), ?2, 'waiting')");
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(photo.data()), photo.size());
    blob.bindBlob(1, sha256(photo)).bindBlob(2, bytes).run();
}

} // namespace

class TestSealedStore final : public QObject {
    Q_OBJECT

private slots:
    void nothing_of_a_customer_is_in_any_file();
    void the_key_stands_open_only_until_somebody_can_sign_in();
    void pins_of_an_older_server_lock_nothing();
    void an_older_store_is_sealed_and_its_traces_are_wiped();
    void what_a_killed_migration_left_to_wipe_is_wiped_later();
    void what_the_office_has_erased_is_gone_here_too();
    void photos_are_read_in_pieces();
};

void TestSealedStore::nothing_of_a_customer_is_in_any_file() {
    LockedBench bench;
    plant(bench);
    // While it is open, and the log is as it was written ...
    QVERIFY(filesIn(folderOf(bench)).size() >= 3);
    QCOMPARE(tracesInFolder(folderOf(bench), kCanaries + QStringList{"token-of-d1"}),
             QStringList());
    // ... and when it is locked, delivers and is told of more that is its own.
    bench.restart();
    bench.server.state("more", call("c8", "s2", canary()));
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(tracesInFolder(folderOf(bench), kCanaries + QStringList{"token-of-d1"}),
             QStringList());
    QCOMPARE_OK(bench.signIn());
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{2});
}

void TestSealedStore::the_key_stands_open_only_until_somebody_can_sign_in() {
    LockedBench bench(false);
    const std::string key = keyIn(bench.tablet.path());
    QCOMPARE(key.size(), std::size_t{32});
    const auto isOnDisk = [&] {
        const auto files = filesIn(folderOf(bench));
        return std::ranges::any_of(files, [&](const QByteArray& bytes) {
            return bytes.contains(QByteArray::fromStdString(key));
        });
    };
    QVERIFY(isOnDisk());
    plant(bench);
    // A PIN of somebody of whom the tablet has not heard yet locks nobody out.
    bench.givePins({{StaffId("s3"), cheapPin("7777")}});
    QCOMPARE_OK(bench.core().keepSite(bench.server.site));
    QCOMPARE(keyIn(bench.tablet.path()), key);
    bench.server.state("joined-3", facts::StaffJoined{StaffId("s3"), "周婷"});
    bench.pull();
    QCOMPARE(keyIn(bench.tablet.path()), std::string());
    QVERIFY(!isOnDisk());
    bench.restart();
    QVERIFY(bench.core().isLocked());
    // It never comes back, though nobody could sign in any more.
    QCOMPARE_OK(bench.signIn("7777", StaffId("s3")));
    bench.givePins({});
    QCOMPARE_OK(bench.core().keepSite(bench.server.site));
    QVERIFY(!isOnDisk());
    bench.restart();
    QVERIFY(bench.core().isLocked());
    bench.givePins({{kS1, cheapPin("2468")}});
    LockedBench::insistOn(bench.sync());
    QCOMPARE_OK(bench.signIn());
}

void TestSealedStore::pins_of_an_older_server_lock_nothing() {
    LockedBench bench(false);
    bench.givePins({{kS1, "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"}});
    QCOMPARE_OK(bench.core().keepSite(bench.server.site));
    QVERIFY(!bench.canSignIn(kS1));
    QCOMPARE_FAILS(bench.signIn(), notFound, "staff");
    bench.restart();
    QVERIFY(!bench.core().isLocked());
}

void TestSealedStore::an_older_store_is_sealed_and_its_traces_are_wiped() {
    LockedBench bench(false);
    plant(bench);
    QTemporaryDir folder;
    const std::string path = folder.filePath("tablet.db").toStdString();
    writeOlderStore(bench.tablet.path(), path);
    QVERIFY(!tracesInFolder(folder.path(), kCanaries).isEmpty());

    TabletBench tablet(bench.world, path);
    QCOMPARE(tracesInFolder(folder.path(), kCanaries + QStringList{"token-of-d1"}), QStringList());
    QVERIFY(!tablet.core().isLocked());
    QCOMPARE(tablet.core().customersOf(kS1).size(), std::size_t{2});
    QCOMPARE(tablet.core().refusedFacts().size(), std::size_t{1});
    QCOMPARE(tablet.core().workStatus().pending, 1);
    QCOMPARE(tablet.core().identity()->token, std::string("token-of-d1"));
    auto piece = tablet.core().nextPhoto();
    QVERIFY(piece && *piece);
    std::string photo;
    for (; (*piece)->offset < (*piece)->size; (*piece)->offset = std::int64_t(photo.size()))
        photo += *tablet.core().photoBytes(**piece);
    QVERIFY(photo == photoWithCanaries());
    // What waits is boxed, and so is the key.
    QVERIFY(*tablet.core().askForLocks());
    auto site = bench.server.site;
    site.credentials = {{kS1, cheapPin("2468")}};
    QCOMPARE_OK(tablet.core().keepSite(site));
    tablet.core().lock();
    QVERIFY(tablet.core().isLocked());
    const auto push = tablet.core().nextPush();
    QVERIFY(push && *push);
    QCOMPARE((*push)->boxed.size(), std::size_t{1});
}

void TestSealedStore::what_a_killed_migration_left_to_wipe_is_wiped_later() {
    LockedBench bench(false);
    plant(bench);
    QTemporaryDir older;
    const std::string path = older.filePath("tablet.db").toStdString();
    writeOlderStore(bench.tablet.path(), path);
    QTemporaryDir folder;
    {
        // Another program reads it, so that its log cannot be emptied.
        auto reader = sqlite::Database::open(path, sqlite::OpenMode::readOnly);
        reader->execute("BEGIN; SELECT count(*) FROM log");
        TabletBench tablet(bench.world, path);
        for (const char* end : {"", "-wal"})
            QVERIFY(QFile::copy(older.filePath(QString("tablet.db") + end),
                                folder.filePath(QString("tablet.db") + end)));
    }
    QVERIFY(!tracesInFolder(folder.path(), kCanaries).isEmpty());
    TabletBench tablet(bench.world, folder.filePath("tablet.db").toStdString());
    QCOMPARE(tracesInFolder(folder.path(), kCanaries), QStringList());
    QCOMPARE(tablet.core().customersOf(kS1).size(), std::size_t{2});
}

void TestSealedStore::what_the_office_has_erased_is_gone_here_too() {
    LockedBench bench;
    const auto signature = bench.core().keepPhoto(std::string("\xff\xd8\xff") + "rotes Sofa");
    QCOMPARE_OK(signature);
    facts::RepairCompleted repair;
    repair.repair.value = "r1";
    repair.residentOpinion = "Kanarienvogel";
    repair.signature = *signature;
    repair.signedBy = "卡纳里金丝雀";
    const auto signedFact = bench.core().record(kS1, repair);
    const auto visitFact = bench.core().record(kS1, visit("v1", "s1", canary()));
    QVERIFY(signedFact && visitFact);
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});

    auto left = visit("v1", "s1", {});
    left.customers[0].erased = {"p00ff"};
    bench.server.erase(*visitFact, left);
    repair.residentOpinion = repair.signedBy = "-";
    bench.server.erase(*signedFact, repair);
    LockedBench::insistOn(bench.sync());
    // All that is sealed in the file, opened.
    QCOMPARE(tracesIn(openedText(bench), kCanaries, "store"), QStringList());
    QCOMPARE(bench.rows("blobs"), std::int64_t{0});
    // The chain goes on behind it, and the verdict stands.
    QCOMPARE_OK(bench.core().record(kS1, visit("v2", "s1", customer("陈大文", "13800138000"))));
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, std::int64_t{0});
    // Nobody is on the list who is nobody any more, but why they were whose can still be told.
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});
    QCOMPARE(bench.core().why(VisitId("v1"))->ownerName, std::string("李娜"));
    bench.restart();
    QCOMPARE_OK(bench.signIn());
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});
    QCOMPARE(tracesIn(openedText(bench), kCanaries, "store"), QStringList());
}

void TestSealedStore::photos_are_read_in_pieces() {
    LockedBench bench;
    const std::string content = photoWithCanaries();
    QCOMPARE_OK(bench.core().keepPhoto(content));
    const auto photo = bench.core().nextPhoto();
    QVERIFY(photo && *photo);
    const auto size = (*photo)->size;
    for (const std::int64_t offset : {std::int64_t{0}, std::int64_t{1}, std::int64_t{65'535},
                                      std::int64_t{65'536}, std::int64_t{100'000}, size - 1}) {
        auto piece = **photo;
        piece.offset = offset;
        const auto bytes = bench.core().photoBytes(piece);
        QCOMPARE_OK(bytes);
        QVERIFY(*bytes ==
                content.substr(static_cast<std::size_t>(offset), protocol::kBlobPieceSent));
    }
    auto beyond = **photo;
    beyond.offset = size;
    QCOMPARE_FAILS(bench.core().photoBytes(beyond), corrupt, "");
    // Damage to one costs the others nothing.
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("UPDATE blob_pieces SET content = zeroblob(200) WHERE piece = 2");
    }
    auto piece = **photo;
    QCOMPARE_OK(bench.core().photoBytes(piece));
    piece.offset = 2 * 64 * 1024;
    QCOMPARE_FAILS(bench.core().photoBytes(piece), corrupt, "");
}

QTEST_GUILESS_MAIN(TestSealedStore)
#include "tst_sealed_store.moc"
