#include "server/app/backup.hpp"
#include "server/app/export.hpp"
#include "server/store/store_key.hpp"
#include "server/tls/tls_folder.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace fs = std::filesystem;

namespace {

/// A server that holds its folder, with an authority and some receptions; room for copies.
struct Floor {
    Floor() {
        const auto prepared = TlsFolder(data()).prepare({"office.example"}, now());
        const auto reply =
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)));
        assert(prepared && reply.status == 200);
        tablet.enrolled(reply.body);
        visits(3);
    }
    void visits(int count) {
        const auto first = static_cast<std::int64_t>(tablet.facts().size()) + 1;
        for (int i = 0; i < count; ++i)
            tablet.write("s1", visitOf("v" + std::to_string(++made), "s1", "13800138000"));
        const auto reply = bench.ask("POST", "/v1/facts", tablet.pushBody(first), tablet.token);
        assert(reply.status == 200);
        (void)reply;
    }
    Instant now() { return bench.seams().clock.now(); }
    std::string data() const { return fs::path(bench.databasePath()).parent_path().string(); }
    std::string key() const { return storeKeyFile(data()); }
    std::string path(const char* name) const { return folder.filePath(name).toStdString(); }

    QTemporaryDir folder;
    Bench bench;
    FakeTablet tablet{1};
    int made = 0;
};

std::string exported(const std::string& folder) {
    std::ostringstream out;
    const auto written = exportRegister(folder, kSite, out);
    return written ? out.str() : describe(written.error());
}

/// Files and folders below it, with their modes, in one line.
QString inventory(const fs::path& folder) {
    QStringList all;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        all.append(QString("%1 %2").arg(
            QString::fromStdString(fs::relative(entry.path(), folder).string()),
            QString::number(static_cast<unsigned>(entry.status().permissions()), 8)));
    all.sort();
    return all.join(", ");
}

} // namespace

class TestBackup final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aBackup_isTheServerOfItsMoment();
    void aBackup_overwritesNothing_data();
    void aBackup_overwritesNothing();
    void aDamagedRegister_isNotCalledABackup();
    void aDamagedBackup_restoresNothing();
    void aRestore_wantsAnEmptyFolder();
    void aRestore_wantsTheKeyOfWhatWasBackedUp();
};

void TestBackup::initTestCase() {
    ::umask(0077); // as the program does
}

void TestBackup::aBackup_isTheServerOfItsMoment() {
    Floor floor;
    const auto before = exported(floor.data());
    std::ostringstream said;
    QCOMPARE_OK(backUp(floor.data(), floor.path("copy/") + "/", said));
    QCOMPARE(
        inventory(floor.path("copy")),
        QString(
            "shoujie.sqlite 600, tls 700, tls/ca.key.sealed 600, tls/ca.pem 600, tls/names 600"));
    QVERIFY(QString::fromStdString(said.str()).startsWith("site xidi 9 records, root "));
    floor.visits(1);
    QVERIFY(exported(floor.data()) != before);

    std::ostringstream ignored;
    QCOMPARE_OK(restore(floor.path("copy"), floor.key(), floor.path("restored"), ignored));
    QCOMPARE(ignored.str(), said.str());
    QCOMPARE(exported(floor.path("restored")), before);
    QCOMPARE(*serverKeyText(floor.path("restored")), *serverKeyText(floor.data()));
    QVERIFY(*TlsFolder(floor.path("restored")).authorityFingerprint() ==
            *TlsFolder(floor.data()).authorityFingerprint());
    QCOMPARE_OK(TlsFolder(floor.path("restored")).identity(floor.now()));
    // The tablet's token is known there, and the register grows on.
    auto dir = DataDir::open(floor.path("restored"));
    QCOMPARE_OK(dir);
    Bench second(std::move(*dir), std::make_shared<Seams>());
    QCOMPARE(second.ask("POST", "/v1/facts", floor.tablet.pushBody(4), floor.tablet.token).status,
             200);
}

void TestBackup::aBackup_overwritesNothing_data() {
    QTest::addColumn<QString>("there");
    for (const char* there : {"copy", "copy/", "copy/file", "copy.new/"})
        QTest::newRow(there) << there;
}

void TestBackup::aBackup_overwritesNothing() {
    QFETCH(QString, there);
    Floor floor;
    const fs::path path = floor.path(qPrintable(there));
    if (there.endsWith('/')) {
        fs::create_directories(path);
    } else {
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "mine";
    }
    const auto before = inventory(floor.folder.path().toStdString());
    std::ostringstream ignored;
    QCOMPARE_FAILS(backUp(floor.data(), floor.path("copy"), ignored), notAllowed, "--to");
    QCOMPARE(inventory(floor.folder.path().toStdString()), before);
}

void TestBackup::aDamagedRegister_isNotCalledABackup() {
    Floor floor;
    const auto damaged = floor.bench.writer().run<int>([](Writes& writes) -> Result<int> {
        writes.database().execute(
            "UPDATE fact SET data = seal(replace(unseal(data, 'fact/' || site || '/' || id), "
            "'13800138000', '13900139000'), 'fact/' || site || '/' || id)");
        return 0;
    });
    QCOMPARE_OK(damaged);
    std::ostringstream said;
    QCOMPARE_FAILS(backUp(floor.data(), floor.path("copy"), said), corrupt, "");
    QVERIFY(fs::is_empty(floor.folder.path().toStdString()));
}

void TestBackup::aDamagedBackup_restoresNothing() {
    Floor floor;
    std::ostringstream ignored;
    QCOMPARE_OK(backUp(floor.data(), floor.path("copy"), ignored));
    fs::create_directory(floor.path("bad"));
    fs::copy(floor.path("copy"), floor.path("bad"), fs::copy_options::recursive);
    {
        auto database = sqlite::Database::open(floor.path("bad/shoujie.sqlite"));
        QCOMPARE_OK(database);
        database->execute("UPDATE tree_node SET hash = zeroblob(32) WHERE level = 0 AND idx = 0");
    }
    QCOMPARE_FAILS(restore(floor.path("bad"), floor.key(), floor.path("restored"), ignored),
                   corrupt, "");
    QVERIFY(fs::is_empty(floor.path("restored")));
    QCOMPARE_OK(restore(floor.path("copy"), floor.key(), floor.path("restored"), ignored));
}

void TestBackup::aRestore_wantsTheKeyOfWhatWasBackedUp() {
    Floor floor;
    const Floor other;
    std::ostringstream ignored;
    QCOMPARE_OK(backUp(floor.data(), floor.path("copy"), ignored));
    QCOMPARE_FAILS(restore(floor.path("copy"), other.key(), floor.path("restored"), ignored),
                   corrupt, "");
    QVERIFY(fs::is_empty(floor.path("restored")));
    QCOMPARE_FAILS(restore(floor.path("copy"), floor.path("none"), floor.path("restored"), ignored),
                   notFound, "store.key");
    QCOMPARE_OK(restore(floor.path("copy"), floor.key(), floor.path("restored"), ignored));
    // Without its key a folder is served no more, and none is made in its place.
    fs::remove(storeKeyFile(floor.path("restored")));
    QCOMPARE_FAILS(DataDir::open(floor.path("restored")), notFound, "store.key");
    QVERIFY(!fs::exists(storeKeyFile(floor.path("restored"))));
    std::ofstream(storeKeyFile(floor.path("restored"))) << std::string(64, 'x') << "\n";
    QCOMPARE_FAILS(DataDir::open(floor.path("restored")), corrupt, "store.key");
    fs::remove(storeKeyFile(floor.path("restored")));
    fs::copy_file(floor.key(), storeKeyFile(floor.path("restored")));
    fs::permissions(storeKeyFile(floor.path("restored")), fs::perms::group_read,
                    fs::perm_options::add);
    QCOMPARE_FAILS(DataDir::open(floor.path("restored")), forbidden, "store.key");
}

void TestBackup::aRestore_wantsAnEmptyFolder() {
    Floor floor;
    std::ostringstream ignored;
    QCOMPARE_FAILS(restore(floor.path("none"), floor.key(), floor.path("restored"), ignored),
                   notFound, "--from");
    QCOMPARE_OK(backUp(floor.data(), floor.path("copy"), ignored));
    QCOMPARE_FAILS(restore(floor.path("copy"), floor.key(), floor.data(), ignored), notAllowed,
                   "--data");
    QCOMPARE_FAILS(
        restore(floor.path("copy"), floor.key(), floor.path("copy/shoujie.sqlite"), ignored),
        notAllowed, "--data");
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
