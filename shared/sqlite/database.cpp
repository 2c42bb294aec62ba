#include "shared/sqlite/database.hpp"

#include <sqlite3.h>

#include <cassert>
#include <map>
#include <string>
#include <utility>

namespace shoujie::sqlite {

SqliteError::SqliteError(int code, std::string message)
    : m_code(code), m_message(std::move(message)) {}

bool SqliteError::isFull() const {
    // The other one is of the log's index, which grows as well.
    return (m_code & 0xff) == SQLITE_FULL || m_code == SQLITE_IOERR_SHMSIZE;
}

Error SqliteError::toError() const {
    if (isFull()) return {ErrorCode::storage, "", "the disk is full: make room and try again"};
    switch (m_code & 0xff) {
    case SQLITE_CONSTRAINT:
        return {ErrorCode::conflict, "", "contradicts what is stored"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::corrupt, "", "the database file is damaged: " + m_message};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::unavailable, "", "the database is in use by another program"};
    default:
        return {ErrorCode::storage, "", "the database refused: " + m_message};
    }
}

namespace {

/// Prepared statements that nobody uses at present: to prepare one costs more than to run it. What
/// a statement's text reads is checked again by SQLite when the schema has changed.
class IdleStatements {
public:
    using Node = std::multimap<std::string, sqlite3_stmt*, std::less<>>::node_type;

    Node take(std::string_view sql) {
        const auto found = m_idle.find(sql);
        return found == m_idle.end() ? Node() : m_idle.extract(found);
    }
    Node add(std::string_view sql, sqlite3_stmt* statement) {
        return m_idle.extract(m_idle.emplace(sql, statement));
    }
    /// Takes a statement back as it was when it was new.
    void give(Node node) {
        sqlite3_reset(node.mapped());
        sqlite3_clear_bindings(node.mapped());
        if (m_closed || m_idle.size() >= kMost)
            sqlite3_finalize(node.mapped());
        else
            m_idle.insert(std::move(node));
    }
    void close() {
        m_closed = true;
        for (const auto& [sql, statement] : m_idle)
            sqlite3_finalize(statement);
        m_idle.clear();
    }

private:
    static constexpr std::size_t kMost = 200;
    std::multimap<std::string, sqlite3_stmt*, std::less<>> m_idle;
    bool m_closed = false;
};

} // namespace

struct Database::Impl {
    sqlite3* handle = nullptr;
    /// Shared, for a statement may outlive its connection.
    std::shared_ptr<IdleStatements> idle = std::make_shared<IdleStatements>();
    /// The log may have a hole: the disk has refused a commit, or had no room to empty it into.
    bool distrusted = false;
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        idle->close();
        sqlite3_close_v2(handle);
    }

    [[noreturn]] void fail() const {
        throw SqliteError(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
    }
    void check(int result) const {
        if (result != SQLITE_OK) fail();
    }
};

Database::Database(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Result<Database> Database::open(const std::string& path, OpenMode mode) {
    // SQLite's own count of its memory, which nobody reads, takes a lock at every allocation. Only
    // possible before its first use, and refused without harm later.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    auto impl = std::make_unique<Impl>();
    const int flags = SQLITE_OPEN_NOMUTEX |
                      (mode == OpenMode::readOnly ? SQLITE_OPEN_READONLY
                                                  : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    try {
        impl->check(sqlite3_open_v2(path.c_str(), &impl->handle, flags, nullptr));
        impl->check(sqlite3_extended_result_codes(impl->handle, 1));
        impl->check(sqlite3_busy_timeout(impl->handle, 5'000));
        Database database(std::move(impl));
        // FULL: in WAL mode anything less may lose an acknowledged commit at a power cut
        // (sync.md 1.1).
        if (mode == OpenMode::readWrite) {
            database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            try {
                database.makeDurable();
            } catch (const SqliteError& error) {
                // A full disk can still be read; whoever writes makes up for it first. Somebody
                // else who is writing does no harm.
                if (!error.isFull() && (error.code() & 0xff) != SQLITE_BUSY) throw;
                database.m_impl->distrusted = error.isFull();
            }
        }
        database.execute("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;");
        // Read-only, nothing above has looked into the file: one that is none is found here.
        Statement(database, "PRAGMA schema_version").step();
        return database;
    } catch (const SqliteError& error) {
        return error.toError();
    }
}

/// A program killed between writing a commit and syncing it, or told that the sync has failed,
/// leaves the commit in the system's cache, where we find it as if it were safe. Before anybody is
/// told so it goes to the disk, and a new log begins: an old one of which the disk has a part only
/// would hide what is in the file (tst_disk).
void Database::makeDurable() {
    Statement checkpoint(*this, "PRAGMA wal_checkpoint(PASSIVE)");
    const bool found = checkpoint.step() && checkpoint.integer(1) > 0;
    checkpoint.reset();
    if (found) {
        Statement version(*this, "PRAGMA user_version");
        version.step();
        const auto same = std::to_string(version.integer(0));
        version.reset();
        execute("PRAGMA user_version=" + same);
    }
    m_impl->distrusted = false;
}

void Database::execute(std::string_view sql) {
    m_impl->check(
        sqlite3_exec(m_impl->handle, std::string(sql).c_str(), nullptr, nullptr, nullptr));
}

Result<void> Database::backupTo(const std::string& path) {
    try {
        // The copy is written with a journal that would undo it, so the journal's deletion has to
        // be durable too. For our own log EXTRA is no other than FULL.
        execute("PRAGMA synchronous=EXTRA");
        Result<void> done;
        try {
            Statement vacuum(*this, "VACUUM INTO ?");
            vacuum.bind(1, path).run();
        } catch (const SqliteError& error) {
            done = error.toError();
        }
        execute("PRAGMA synchronous=FULL");
        return done;
    } catch (const SqliteError& error) {
        return error.toError();
    }
}

namespace {

std::string_view argument(sqlite3_value* value) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

const SecretKey& keyOf(sqlite3_context* call) {
    return *static_cast<const SecretKey*>(sqlite3_user_data(call));
}

// An exception must not pass through SQLite; only a lack of memory can throw here.
void sealValue(sqlite3_context* call, int, sqlite3_value** values) noexcept {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(call);
    const auto sealed = seal(keyOf(call), argument(values[0]), argument(values[1]));
    sqlite3_result_blob64(call, sealed.data(), sealed.size(), SQLITE_TRANSIENT);
}

template <bool asText>
void unsealValue(sqlite3_context* call, int, sqlite3_value** values) noexcept {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(call);
    const auto plain = unseal(keyOf(call), argument(values[0]), argument(values[1]));
    if (!plain) {
        sqlite3_result_error(call, plain.error().message.c_str(), -1);
        return sqlite3_result_error_code(call, SQLITE_CORRUPT);
    }
    if (asText)
        sqlite3_result_text64(call, plain->data(), plain->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_result_blob64(call, plain->data(), plain->size(), SQLITE_TRANSIENT);
}

} // namespace

void Database::useKey(const SecretKey& key) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    const auto define = [&](const char* name, auto* function) {
        m_impl->check(sqlite3_create_function_v2(
            m_impl->handle, name, 2, kFlags, new SecretKey(key), function, nullptr, nullptr,
            [](void* held) { delete static_cast<SecretKey*>(held); }));
    };
    define("seal", sealValue);
    define("unseal", unsealValue<true>);
    define("unseal_blob", unsealValue<false>);
}

void Database::forgetKey() {
    for (const char* name : {"seal", "unseal", "unseal_blob"})
        m_impl->check(sqlite3_create_function_v2(m_impl->handle, name, 2, SQLITE_UTF8, nullptr,
                                                 nullptr, nullptr, nullptr, nullptr));
}

std::int64_t Database::lastInsertId() const {
    return sqlite3_last_insert_rowid(m_impl->handle);
}
std::int64_t Database::changes() const {
    return sqlite3_changes64(m_impl->handle);
}

struct Statement::Impl {
    sqlite3_stmt* handle = nullptr;
    sqlite3* database = nullptr;
    std::shared_ptr<IdleStatements> idle;
    IdleStatements::Node node;
    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        if (node) idle->give(std::move(node));
    }

    void check(int result) const {
        if (result != SQLITE_OK)
            throw SqliteError(sqlite3_extended_errcode(database), sqlite3_errmsg(database));
    }
};

Statement::Statement(Database& database, std::string_view sql) : m_impl(std::make_unique<Impl>()) {
    m_impl->database = database.m_impl->handle;
    m_impl->idle = database.m_impl->idle;
    m_impl->node = m_impl->idle->take(sql);
    if (!m_impl->node) {
        sqlite3_stmt* made = nullptr;
        m_impl->check(sqlite3_prepare_v3(m_impl->database, sql.data(), static_cast<int>(sql.size()),
                                         SQLITE_PREPARE_PERSISTENT, &made, nullptr));
        m_impl->node = m_impl->idle->add(sql, made);
    }
    m_impl->handle = m_impl->node.mapped();
}
Statement::~Statement() = default;
Statement::Statement(Statement&&) noexcept = default;
Statement& Statement::operator=(Statement&&) noexcept = default;

Statement& Statement::bind(int index, std::int64_t value) {
    m_impl->check(sqlite3_bind_int64(m_impl->handle, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
    // A null pointer would bind NULL, and an empty view may have one.
    const char* data = value.data() != nullptr ? value.data() : "";
    m_impl->check(sqlite3_bind_text64(m_impl->handle, index, data, value.size(), SQLITE_TRANSIENT,
                                      SQLITE_UTF8));
    return *this;
}

Statement& Statement::bindLent(int index, std::string_view value) {
    const char* data = value.data() != nullptr ? value.data() : "";
    m_impl->check(
        sqlite3_bind_text64(m_impl->handle, index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bindBlob(int index, std::span<const std::uint8_t> value) {
    static constexpr std::uint8_t kNothing = 0;
    const void* data = value.empty() ? &kNothing : value.data();
    m_impl->check(sqlite3_bind_blob64(m_impl->handle, index, data, value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindNull(int index) {
    m_impl->check(sqlite3_bind_null(m_impl->handle, index));
    return *this;
}

bool Statement::step() {
    const int result = sqlite3_step(m_impl->handle);
    if (result == SQLITE_ROW) return true;
    if (result != SQLITE_DONE) {
        // Taken before the reset, which may change them.
        SqliteError error(sqlite3_extended_errcode(m_impl->database),
                          sqlite3_errmsg(m_impl->database));
        reset();
        throw error;
    }
    reset();
    return false;
}

void Statement::run() {
    [[maybe_unused]] const bool row = step();
    assert(!row);
}

void Statement::reset() {
    // Its result repeats the failure that step() has thrown already.
    sqlite3_reset(m_impl->handle);
    sqlite3_clear_bindings(m_impl->handle);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(m_impl->handle, column);
}

std::string Statement::text(int column) const {
    const auto* data = sqlite3_column_text(m_impl->handle, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_impl->handle, column));
    return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

std::span<const std::uint8_t> Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(m_impl->handle, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_impl->handle, column))};
}

bool Statement::isNull(int column) const {
    return sqlite3_column_type(m_impl->handle, column) == SQLITE_NULL;
}

Transaction::Transaction(Database& database) : m_database(database) {
    // After a sync that failed nothing that follows it in the log is safe (tst_disk).
    if (m_database.m_impl->distrusted) m_database.makeDurable();
    Statement(m_database, "BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    if (!m_open) return;
    try {
        Statement(m_database, "ROLLBACK").run();
    } catch (const SqliteError&) {
        // SQLite has rolled back by itself after the error that brought us here.
    }
}

void Transaction::commit() {
    try {
        Statement(m_database, "COMMIT").run();
    } catch (const SqliteError&) {
        m_database.m_impl->distrusted = true;
        throw;
    }
    m_open = false;
}

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
    try {
        std::int64_t version = 0;
        {
            Statement current(database, "PRAGMA user_version");
            current.step();
            version = current.integer(0);
        }
        if (!migrations.empty() && version > migrations.back().version)
            return Error{ErrorCode::unsupported, "",
                         "this file was written by a newer version of the program: update it"};
        for (const Migration& migration : migrations) {
            if (migration.version <= version) continue;
            Transaction transaction(database);
            database.execute(migration.sql);
            database.execute("PRAGMA user_version=" + std::to_string(migration.version));
            transaction.commit();
        }
        return {};
    } catch (const SqliteError& error) {
        return error.toError();
    }
}

} // namespace shoujie::sqlite
