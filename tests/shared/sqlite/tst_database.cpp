#include "shared/sqlite/database.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <array>
#include <functional>

using namespace shoujie;
using namespace shoujie::testing;
using sqlite::Database;
using sqlite::Migration;
using sqlite::OpenMode;
using sqlite::SqliteError;
using sqlite::Statement;
using sqlite::Transaction;

namespace {

std::int64_t integerOf(Database& database, std::string_view sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.integer(0) : -1;
}

std::string textOf(Database& database, std::string_view sql) {
    Statement statement(database, sql);
    return statement.step() ? statement.text(0) : "no row";
}

/// What the failure of `action` becomes at a store's border.
QString failureOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const SqliteError& error) {
        return said(error.toError().code, error.toError().path);
    }
    return "no failure";
}

const QString kConflict = said(ErrorCode::conflict, "");

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT

private slots:
    void init();

    void opened_hasWalAndFullSync();
    void written_isThereAfterReopening();
    void readOnly_readsAndRefusesWrites();
    void openFailure_isAResult_data();
    void openFailure_isAResult();
    void damagedFile_isCorrupt_data();
    void damagedFile_isCorrupt();
    void transaction_rollsBackWithoutCommit();
    void transaction_rollsBackWhenAnExceptionPasses();
    void committed_staysAndIsSeenByOthers();
    void secondWriter_findsTheDatabaseInUse();
    void transaction_survivesARollbackBySqliteItself();
    void brokenConstraint_isAConflict_data();
    void brokenConstraint_isAConflict();
    void nonsenseSql_isAStorageError();
    void texts_comeBackByteByByte_data();
    void texts_comeBackByteByByte();
    void blobs_comeBackByteByByte();
    void integers_keepAll64Bits();
    void null_isNeitherEmptyNorZero();
    void statement_canBeUsedAgain();
    void statement_canBeUsedAgainAfterAFailure();
    void lastInsertIdAndChanges_areThoseOfTheStatement();
    void migrations_runForwardOnce();
    void newerDatabase_isRefused();
    void failingStep_leavesTheOldVersion();
    void migrationOfAReadOnlyDatabase_isAnError();
    void key_sealsAndUnsealsValues();
    void withoutAKey_nothingIsSealed();
    void valueThatDoesNotOpen_isDamage();
    void backup_holdsWhatIsCommitted();
    void backupOverAFile_isAnErrorAndLeavesIt();

private:
    [[nodiscard]] Database open(OpenMode mode = OpenMode::readWrite) const {
        return Database::open(m_path, mode).value();
    }
    void fill(const QByteArray& bytes) const {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

void TestDatabase::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_path = m_folder->filePath("test.db").toStdString();
}

void TestDatabase::opened_hasWalAndFullSync() {
    auto database = open();
    QCOMPARE(shown(textOf(database, "PRAGMA journal_mode")), QStringLiteral("wal"));
    QCOMPARE(integerOf(database, "PRAGMA synchronous"), std::int64_t(2)); // FULL
    QCOMPARE(integerOf(database, "PRAGMA foreign_keys"), std::int64_t(1));
    QCOMPARE(integerOf(database, "PRAGMA trusted_schema"), std::int64_t(0));
    QCOMPARE(integerOf(database, "PRAGMA busy_timeout"), std::int64_t(5000));
}

void TestDatabase::written_isThereAfterReopening() {
    {
        auto database = open();
        database.execute("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (7)");
    }
    auto database = open();
    QCOMPARE(integerOf(database, "SELECT a FROM t"), std::int64_t(7));
    Database moved = std::move(database);
    QCOMPARE(integerOf(moved, "SELECT count(*) FROM t"), std::int64_t(1));
}

void TestDatabase::readOnly_readsAndRefusesWrites() {
    auto writer = open();
    writer.execute("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (7)");
    auto reader = open(OpenMode::readOnly);
    QCOMPARE(integerOf(reader, "SELECT a FROM t"), std::int64_t(7));
    QCOMPARE(failureOf([&] { reader.execute("INSERT INTO t VALUES (8)"); }),
             said(ErrorCode::storage, ""));
    QCOMPARE(integerOf(writer, "SELECT count(*) FROM t"), std::int64_t(1));
}

void TestDatabase::openFailure_isAResult_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("readOnly");
    QTest::newRow("folder that is missing") << QByteArray("missing/test.db") << false;
    QTest::newRow("folder instead of a file") << QByteArray("") << false;
    QTest::newRow("missing file, read only") << QByteArray("test.db") << true;
    QTest::newRow("below a file") << QByteArray("file/test.db") << false;
}

void TestDatabase::openFailure_isAResult() {
    QFETCH(QByteArray, name);
    QFETCH(bool, readOnly);
    QFile file(m_folder->filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto path = m_folder->filePath(name).toStdString();
    QCOMPARE_FAILS(Database::open(path, readOnly ? OpenMode::readOnly : OpenMode::readWrite),
                   storage, "");
    QVERIFY(readOnly ? !QFile::exists(QString::fromStdString(path)) : true);
}

void TestDatabase::damagedFile_isCorrupt_data() {
    QTest::addColumn<bool>("readOnly");
    QTest::newRow("for writing") << false;
    QTest::newRow("read only") << true;
}

void TestDatabase::damagedFile_isCorrupt() {
    QFETCH(bool, readOnly);
    fill(QByteArray("This is no database. ").repeated(500));
    QCOMPARE_FAILS(Database::open(m_path, readOnly ? OpenMode::readOnly : OpenMode::readWrite),
                   corrupt, "");
}

void TestDatabase::transaction_rollsBackWithoutCommit() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER) STRICT");
    {
        Transaction transaction(database);
        database.execute("INSERT INTO t VALUES (1)");
        QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(1));
    }
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(0));
    Transaction next(database); // the connection is free again
    next.commit();
}

void TestDatabase::transaction_rollsBackWhenAnExceptionPasses() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER UNIQUE) STRICT");
    QCOMPARE(failureOf([&] {
                 Transaction transaction(database);
                 database.execute("INSERT INTO t VALUES (1)");
                 database.execute("INSERT INTO t VALUES (1)");
                 transaction.commit();
             }),
             kConflict);
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(0));
}

void TestDatabase::committed_staysAndIsSeenByOthers() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER) STRICT");
    auto other = open(OpenMode::readOnly);
    {
        Transaction transaction(database);
        database.execute("INSERT INTO t VALUES (1)");
        QCOMPARE(integerOf(other, "SELECT count(*) FROM t"), std::int64_t(0));
        transaction.commit();
    }
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(1));
    QCOMPARE(integerOf(other, "SELECT count(*) FROM t"), std::int64_t(1));
}

void TestDatabase::secondWriter_findsTheDatabaseInUse() {
    auto first = open();
    auto second = open();
    second.execute("PRAGMA busy_timeout=0"); // the test shall not wait for it
    const Transaction transaction(first);
    QCOMPARE(failureOf([&] { const Transaction other(second); }), said(ErrorCode::unavailable, ""));
}

void TestDatabase::transaction_survivesARollbackBySqliteItself() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT ROLLBACK) STRICT");
    QCOMPARE(failureOf([&] {
                 Transaction transaction(database);
                 database.execute("INSERT INTO t VALUES (1)");
                 database.execute("INSERT INTO t VALUES (1)");
             }),
             kConflict);
    Transaction transaction(database);
    database.execute("INSERT INTO t VALUES (2)");
    transaction.commit();
    QCOMPARE(integerOf(database, "SELECT a FROM t"), std::int64_t(2));
}

void TestDatabase::brokenConstraint_isAConflict_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("unique") << QByteArray("INSERT INTO t VALUES (1, 'a', 1)");
    QTest::newRow("not null") << QByteArray("INSERT INTO t VALUES (2, NULL, 1)");
    QTest::newRow("check") << QByteArray("INSERT INTO t VALUES (-1, 'a', 1)");
    QTest::newRow("foreign key") << QByteArray("INSERT INTO t VALUES (2, 'a', 9)");
    QTest::newRow("type of a strict table") << QByteArray("INSERT INTO t VALUES ('x', 'a', 1)");
}

void TestDatabase::brokenConstraint_isAConflict() {
    QFETCH(QByteArray, sql);
    auto database = open();
    database.execute("CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT; INSERT INTO p VALUES (1);"
                     "CREATE TABLE t (a INTEGER UNIQUE CHECK (a > 0), b TEXT NOT NULL,"
                     " c INTEGER REFERENCES p (id)) STRICT; INSERT INTO t VALUES (1, 'x', 1)");
    QCOMPARE(failureOf([&] { database.execute(sql.toStdString()); }), kConflict);
    QCOMPARE(failureOf([&] { Statement(database, sql.toStdString()).run(); }), kConflict);
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(1));
}

void TestDatabase::nonsenseSql_isAStorageError() {
    auto database = open();
    QCOMPARE(failureOf([&] { database.execute("SELEKT 1"); }), said(ErrorCode::storage, ""));
    QCOMPARE(failureOf([&] { Statement(database, "SELECT * FROM missing"); }),
             said(ErrorCode::storage, ""));
    QCOMPARE(failureOf([&] { Statement(database, "SELECT ?").bind(2, 1); }),
             said(ErrorCode::storage, ""));
}

void TestDatabase::texts_comeBackByteByByte_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("zero byte inside") << QByteArray("a\0b", 3);
    QTest::newRow("only a zero byte") << QByteArray("\0", 1);
    QTest::newRow("Chinese") << QByteArray("李娜 😀");
    QTest::newRow("quotes") << QByteArray("'; DROP TABLE t; --");
    QTest::newRow("long") << QByteArray(100'000, 'x');
}

void TestDatabase::texts_comeBackByteByByte() {
    QFETCH(QByteArray, text);
    auto database = open();
    database.execute("CREATE TABLE t (a TEXT) STRICT");
    Statement(database, "INSERT INTO t VALUES (?)").bind(1, text.toStdString()).run();
    Statement select(database, "SELECT a, length(CAST(a AS BLOB)) FROM t WHERE a = ?");
    select.bind(1, text.toStdString());
    QVERIFY(select.step());
    QVERIFY(!select.isNull(0));
    QVERIFY(select.text(0) == text.toStdString());
    QCOMPARE(select.integer(1), std::int64_t(text.size()));
    QVERIFY(!select.step());
}

void TestDatabase::blobs_comeBackByteByByte() {
    auto database = open();
    database.execute("CREATE TABLE t (a BLOB) STRICT");
    std::vector<std::uint8_t> all(256);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<std::uint8_t>(i);
    Statement insert(database, "INSERT INTO t VALUES (?)");
    insert.bindBlob(1, all).run();
    insert.bindBlob(1, {}).run();
    insert.bindBlob(1, std::array<std::uint8_t, 1>{0}).run();
    Statement select(database, "SELECT a FROM t ORDER BY rowid");
    QVERIFY(select.step());
    QVERIFY(std::ranges::equal(select.blob(0), all));
    QVERIFY(select.step());
    QVERIFY(!select.isNull(0) && select.blob(0).empty());
    QVERIFY(select.step());
    QVERIFY(select.blob(0).size() == 1 && select.blob(0)[0] == 0);
}

void TestDatabase::integers_keepAll64Bits() {
    auto database = open();
    Statement select(database, "SELECT ?, ?, ?");
    select.bind(1, INT64_MAX).bind(2, INT64_MIN).bind(3, 0);
    QVERIFY(select.step());
    QCOMPARE(select.integer(0), INT64_MAX);
    QCOMPARE(select.integer(1), INT64_MIN);
    QCOMPARE(select.integer(2), std::int64_t(0));
}

void TestDatabase::null_isNeitherEmptyNorZero() {
    auto database = open();
    Statement select(database, "SELECT ?1, ?1 IS NULL, ?2, ?2 IS NULL, ?3 IS NULL, ?4 IS NULL");
    select.bindNull(1).bind(2, std::string_view()).bindBlob(3, {}).bind(4, 0);
    QVERIFY(select.step());
    QVERIFY(select.isNull(0) && select.integer(1) == 1);
    QVERIFY(select.text(0).empty() && select.blob(0).empty() && select.integer(0) == 0);
    QVERIFY(!select.isNull(2) && select.integer(3) == 0);
    QVERIFY(select.integer(4) == 0 && select.integer(5) == 0);
}

void TestDatabase::statement_canBeUsedAgain() {
    auto database = open();
    Statement select(database, "SELECT ?1 WHERE ?1 IS NOT NULL");
    select.bind(1, 1);
    QVERIFY(select.step());
    QVERIFY(!select.step());
    // The end of the rows has reset it, parameters too.
    QVERIFY(!select.step());
    select.bind(1, 2);
    QVERIFY(select.step());
    QCOMPARE(select.integer(0), std::int64_t(2));
    select.reset();
    select.bind(1, 3);
    QVERIFY(select.step());
    QCOMPARE(select.integer(0), std::int64_t(3));
    Statement moved = std::move(select);
    QCOMPARE(moved.integer(0), std::int64_t(3));
}

void TestDatabase::statement_canBeUsedAgainAfterAFailure() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER UNIQUE) STRICT");
    Statement insert(database, "INSERT INTO t VALUES (?)");
    insert.bind(1, 1).run();
    QCOMPARE(failureOf([&] { insert.bind(1, 1).run(); }), kConflict);
    insert.bind(1, 2).run();
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(2));
}

void TestDatabase::lastInsertIdAndChanges_areThoseOfTheStatement() {
    auto database = open();
    database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER) STRICT");
    Statement(database, "INSERT INTO t VALUES (41, 1), (42, 1)").run();
    QCOMPARE(database.lastInsertId(), std::int64_t(42));
    QCOMPARE(database.changes(), std::int64_t(2));
    Statement(database, "UPDATE t SET a = 2 WHERE id = 41").run();
    QCOMPARE(database.changes(), std::int64_t(1));
}

void TestDatabase::migrations_runForwardOnce() {
    const std::array first{Migration{1, "CREATE TABLE t (a INTEGER) STRICT"}};
    const std::array second{first[0], Migration{2, "INSERT INTO t VALUES (1)"},
                            Migration{5, "INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)"}};
    auto database = open();
    QCOMPARE_OK(migrate(database, first));
    QCOMPARE(integerOf(database, "PRAGMA user_version"), std::int64_t(1));
    QCOMPARE_OK(migrate(database, first));
    QCOMPARE_OK(migrate(database, second));
    QCOMPARE_OK(migrate(database, second));
    QCOMPARE(integerOf(database, "PRAGMA user_version"), std::int64_t(5));
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(3));
}

void TestDatabase::newerDatabase_isRefused() {
    const std::array steps{Migration{1, "CREATE TABLE t (a INTEGER) STRICT"},
                           Migration{2, "CREATE TABLE u (a INTEGER) STRICT"}};
    auto database = open();
    QCOMPARE_OK(migrate(database, steps));
    QCOMPARE_FAILS(migrate(database, std::span(steps).first(1)), unsupported, "");
    QCOMPARE(integerOf(database, "PRAGMA user_version"), std::int64_t(2));
}

void TestDatabase::failingStep_leavesTheOldVersion() {
    const std::array steps{
        Migration{1, "CREATE TABLE t (a INTEGER) STRICT"},
        Migration{2, "INSERT INTO t VALUES (1); CREATE TABLE u (a INTEGER); INSERT INTO nowhere "
                     "VALUES (1)"},
        Migration{3, "INSERT INTO t VALUES (2)"}};
    auto database = open();
    QCOMPARE_FAILS(migrate(database, steps), storage, "");
    QCOMPARE(integerOf(database, "PRAGMA user_version"), std::int64_t(1));
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(0));
    QCOMPARE(integerOf(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'u'"),
             std::int64_t(0));
    // The next program has the step repaired.
    const std::array repaired{steps[0], Migration{2, "INSERT INTO t VALUES (1)"}, steps[2]};
    QCOMPARE_OK(migrate(database, repaired));
    QCOMPARE(integerOf(database, "SELECT sum(a) FROM t"), std::int64_t(3));
}

void TestDatabase::migrationOfAReadOnlyDatabase_isAnError() {
    const std::array steps{Migration{1, "CREATE TABLE t (a INTEGER) STRICT"}};
    auto writer = open();
    auto reader = open(OpenMode::readOnly);
    QCOMPARE_FAILS(migrate(reader, steps), storage, "");
    QCOMPARE_OK(migrate(writer, steps));
    QCOMPARE_OK(migrate(reader, steps));
}

void TestDatabase::key_sealsAndUnsealsValues() {
    const auto key = SecretKey::random();
    {
        auto database = open();
        database.useKey(key);
        database.execute("CREATE TABLE t (id TEXT PRIMARY KEY, secret BLOB) STRICT");
        Statement insert(database, "INSERT INTO t VALUES (?1, seal(?2, 't/' || ?1))");
        insert.bind(1, "a").bind(2, "13800138000").run();
        insert.bind(1, "none").bindNull(2).run();
    }
    auto database = open(OpenMode::readOnly);
    database.useKey(key);
    QCOMPARE(textOf(database, "SELECT unseal(secret, 't/' || id) FROM t WHERE id = 'a'"),
             std::string("13800138000"));
    QCOMPARE(textOf(database, "SELECT typeof(unseal(secret, 't/a')) || "
                              "typeof(unseal_blob(secret, 't/a')) FROM t WHERE id = 'a'"),
             std::string("textblob"));
    QCOMPARE(integerOf(database, "SELECT unseal(secret, 't/none') IS NULL AND secret IS NULL "
                                 "FROM t WHERE id = 'none'"),
             std::int64_t{1});
    QCOMPARE(integerOf(database, "SELECT length(secret) FROM t WHERE id = 'a'"),
             static_cast<std::int64_t>(11 + kSealOverhead));
}

void TestDatabase::withoutAKey_nothingIsSealed() {
    auto database = open();
    QCOMPARE(failureOf([&] { (void)textOf(database, "SELECT seal('a', 'b')"); }),
             said(ErrorCode::storage, ""));
}

void TestDatabase::valueThatDoesNotOpen_isDamage() {
    auto database = open();
    database.useKey(SecretKey::random());
    QCOMPARE(failureOf([&] { (void)textOf(database, "SELECT unseal(seal('a', 'b'), 'c')"); }),
             said(ErrorCode::corrupt, ""));
    QCOMPARE(failureOf([&] { (void)textOf(database, "SELECT unseal_blob(x'00', 'c')"); }),
             said(ErrorCode::corrupt, ""));
}

void TestDatabase::backup_holdsWhatIsCommitted() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT;"
                     "INSERT INTO t VALUES (7, '李娜'), (9, ''); PRAGMA user_version=3");
    auto reader = open(OpenMode::readOnly);
    const std::string copy = m_folder->filePath("copy.db").toStdString();
    {
        // Whoever writes goes on, and what is not committed is not in the copy.
        Transaction transaction(database);
        database.execute("DELETE FROM t");
        QCOMPARE_OK(reader.backupTo(copy));
        transaction.commit();
    }
    auto backup = Database::open(copy);
    QCOMPARE_OK(backup);
    QCOMPARE(integerOf(*backup, "PRAGMA user_version"), std::int64_t(3));
    QCOMPARE(integerOf(*backup, "SELECT sum(a) FROM t"), std::int64_t(16));
    QCOMPARE(shown(textOf(*backup, "SELECT b FROM t WHERE a = 7")), QStringLiteral("李娜"));
    QCOMPARE(shown(textOf(*backup, "PRAGMA integrity_check")), QStringLiteral("ok"));
    QCOMPARE(integerOf(database, "SELECT count(*) FROM t"), std::int64_t(0));
}

void TestDatabase::backupOverAFile_isAnErrorAndLeavesIt() {
    auto database = open();
    database.execute("CREATE TABLE t (a INTEGER) STRICT");
    const std::string copy = m_folder->filePath("copy.db").toStdString();
    QCOMPARE_OK(database.backupTo(copy));
    database.execute("INSERT INTO t VALUES (1)");
    QCOMPARE_FAILS(database.backupTo(copy), storage, "");
    auto backup = Database::open(copy);
    QCOMPARE_OK(backup);
    QCOMPARE(integerOf(*backup, "SELECT count(*) FROM t"), std::int64_t(0));
    QCOMPARE_FAILS(database.backupTo("/nowhere/at/all.db"), storage, "");
    // The connection is as it was.
    QCOMPARE(integerOf(database, "PRAGMA synchronous"), std::int64_t(2));
}

QTEST_APPLESS_MAIN(TestDatabase)
#include "tst_database.moc"
