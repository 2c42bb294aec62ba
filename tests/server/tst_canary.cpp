#include "server/app/backup.hpp"
#include "server/services/adjudication.hpp"
#include "server/store/schema.hpp"
#include "server/store/store_key.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/protocol/blobs.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/support/traces.hpp"

#include <QtTest>

#include <sstream>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace shoujie::testing;

namespace {

/// Said by or of invented customers, and to be found nowhere.
const QStringList kCanaries{"金丝雀甲",    "13977700011", "沪A·C4N4RY",       "麻雀路四十二号",
                            "鹦鹉商行",    "金丝雀乙",    "13977700012",      "金丝雀丙",
                            "13977700013", "金丝雀丁",    "photo of a canary"};

facts::Customer customer(int n) {
    facts::Customer one;
    one.name = kCanaries[n == 0 ? 0 : 4 + n * 2 - 1].toStdString();
    one.phones = {kCanaries[n == 0 ? 1 : 4 + n * 2].toStdString()};
    one.vehicles = {{std::string("brand"), kCanaries[2].toStdString()}};
    one.address = kCanaries[3].toStdString();
    one.employer = kCanaries[4].toStdString();
    return one;
}

facts::VisitRegistered visit(const char* id, int n) {
    auto data = visitOf(id, "s1", "");
    data.customers = {customer(n)};
    return data;
}

/// A server that has heard of them in every way there is.
struct Floor {
    Floor() {
        for (auto* one : {&tablet, &other})
            one->enrolled(
                bench.ask("POST", "/v1/enrol", one->enrolBody(*bench.office().makeEnrolCode(kSite)))
                    .body);
        tablet.write("s1", visit("v1", 0));
        tablet.write("nobody", visit("v2", 1));                      // refused
        tablet.writeRaw("s1", "visit.sung", R"({"by":"金丝雀丁"})"); // of a newer vocabulary
        auto push = tablet.push(1);
        push.vocabulary = facts::kVocabulary + 1;
        (void)bench.ask("POST", "/v1/facts", protocol::encode(push), tablet.token);
        (void)bench.ask("POST", "/v1/facts", R"({"facts":"金丝雀丁"})", tablet.token);
        (void)bench.ask("GET", "/v1/feed?after=金丝雀丁", {}, tablet.token);
        const auto photo = std::string("\x89PNG\r\n\x1a\n", 8) + "photo of a canary";
        (void)bench.ask("PUT", protocol::targetOf({sha256(photo), 0, std::int64_t(photo.size())}),
                        photo, tablet.token);
        // Set aside: a copy with another past.
        FakeTablet copy(2);
        copy.device = other.device;
        copy.token = other.token;
        other.write("s2", visit("v3", 2));
        copy.write("s2", visit("v4", 3));
        (void)bench.ask("POST", "/v1/facts", other.pushBody(1), other.token);
        (void)bench.ask("POST", "/v1/facts", copy.pushBody(1), copy.token);
        Adjudication adjudication(bench.context());
        QCOMPARE_OK(adjudication.judge(kSite));
    }
    [[nodiscard]] QString data() const { return QString::fromStdString(bench.dataDir()); }
    std::int64_t rows(const std::string& table) {
        return *bench.look([&](Reads& reads) {
            sqlite::Statement count(reads.database(), "SELECT count(*) FROM " + table);
            count.step();
            return count.integer(0);
        });
    }

    Bench bench;
    FakeTablet tablet{1};
    FakeTablet other{2};
};

} // namespace

/// What customers have said is on the server's disk, in its log and in its backups for nobody who
/// has not the store's key.
class TestCanary : public QObject {
    Q_OBJECT

private slots:
    void traces_are_found_where_there_are_any() {
        QTemporaryDir folder;
        const QString word = kCanaries[0];
        for (const auto& writing : test::writings(word)) {
            QFile file(folder.filePath("file"));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("before ");
            file.write(writing.data(), static_cast<qint64>(writing.size()));
            file.close();
            QCOMPARE(test::tracesInFolder(folder.path(), {word, "another"}).size(), 1);
        }
        // Base 64 of a longer text holds it too.
        for (const char* before : {"", "a", "ab", "abc"}) {
            const auto text = before + word.toStdString() + "behind";
            const auto encoded = toBase64(
                std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
            QCOMPARE(test::tracesIn(encoded, {word}, "").size(), 1);
        }
    }

    void nothing_that_was_said_stands_in_the_clear() {
        Floor floor;
        // All of it is there.
        QCOMPARE(floor.rows("quarantine"), std::int64_t(1));
        QCOMPARE(floor.rows("unsupported"), std::int64_t(1));
        QCOMPARE(floor.rows("set_aside"), std::int64_t(1));
        QCOMPARE(floor.rows("blob_piece"), std::int64_t(1));
        QCOMPARE(floor.rows("outcome"), std::int64_t(2));
        // In the log of the database as well, which is not folded yet.
        QVERIFY(QFile(floor.data() + "/shoujie.sqlite-wal").size() > 0);
        QCOMPARE(test::tracesInFolder(floor.data(), kCanaries), QStringList());
        QCOMPARE(test::tracesIn(floor.bench.seams().log.text(), kCanaries, "log"), QStringList());
    }

    void nothing_of_it_is_in_a_backup() {
        Floor floor;
        QTemporaryDir folder;
        std::ostringstream said;
        const auto copy = folder.filePath("copy");
        QCOMPARE_OK(backUp(floor.bench.dataDir(), copy.toStdString(), said));
        QCOMPARE(test::tracesInFolder(folder.path(), kCanaries), QStringList());
        QCOMPARE(test::tracesIn(said.str(), kCanaries, "what it says"), QStringList());
        // Nor is what would let its finder be this server.
        QFile key(floor.data() + "/store.key");
        QVERIFY(key.open(QIODevice::ReadOnly));
        const auto digits = QString::fromLatin1(key.readAll().trimmed());
        const auto bytes = floor.bench.look([](Reads& reads) { return *reads.serverSeed(); });
        QCOMPARE(
            test::tracesInFolder(folder.path(), {digits, QString::fromStdString(toHex(*bytes))}),
            QStringList());
        const std::string seed(bytes->begin(), bytes->end());
        QFile database(copy + "/shoujie.sqlite");
        QVERIFY(database.open(QIODevice::ReadOnly));
        QVERIFY(database.readAll().toStdString().find(seed) == std::string::npos);
    }

    void an_older_database_is_sealed_and_wiped() {
        QTemporaryDir folder;
        const auto path = folder.filePath("shoujie.sqlite").toStdString();
        {
            auto database = sqlite::Database::open(path);
            QCOMPARE_OK(database);
            QCOMPARE_OK(sqlite::migrate(*database, migrations().first(7)));
            database->execute(
                "INSERT INTO server_key VALUES (1, zeroblob(32));"
                "INSERT INTO site (id, name, policy, created_at) VALUES ('xidi', 'x', '[]', 0);"
                "INSERT INTO device (id, site, token_hash, public_key, epoch, head_seq, head_hash, "
                "enrolled_at) VALUES ('d1', 'xidi', zeroblob(32), zeroblob(32), 1, 0, zeroblob(32),"
                " 0);"
                "INSERT INTO fact VALUES ('xidi', 1, 1, 'f1', 'visit.registered', 's1', NULL, NULL,"
                " NULL, 'b', 0, NULL, 0, '{\"name\":\"金丝雀甲\"}', zeroblob(32), 0, 0, 0, 'A', 0, "
                "NULL, NULL);"
                "INSERT INTO quarantine VALUES ('d1', 1, 1, 'xidi', '{\"p\":\"13977700012\"}', "
                "zeroblob(32), 0, 'malformed', '', '');"
                "INSERT INTO set_aside VALUES ('d1', 1, 1, zeroblob(32), '金丝雀丙', 0);"
                "INSERT INTO recovery_link VALUES (zeroblob(32), zeroblob(32), 'd1', 1, 1, "
                "'金丝雀丁', NULL, NULL, NULL);"
                "INSERT INTO blob VALUES (1, 'xidi', zeroblob(32), 'd1', 17, 17, 0, NULL);"
                "INSERT INTO blob_piece VALUES (1, 0, CAST('photo of a canary' AS BLOB))");
        }
        QCOMPARE(test::tracesInFolder(folder.path(), kCanaries).size(), 5);
        SystemRng rng;
        {
            auto dir = DataDir::open(folder.path().toStdString());
            QCOMPARE_OK(dir);
            auto database = dir->openDatabase();
            QCOMPARE_OK(database);
            QCOMPARE(test::tracesInFolder(folder.path(), kCanaries), QStringList());
            Reads reads(*database);
            QCOMPARE(QString::fromStdString(reads.factAt(kSite, 1)->wire.data),
                     QString(R"({"name":"金丝雀甲"})"));
            QVERIFY(reads.serverSeed() == (std::array<std::uint8_t, 32>{}));
        }
        QCOMPARE(test::tracesInFolder(folder.path(), kCanaries), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
