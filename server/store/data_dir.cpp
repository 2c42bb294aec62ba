#include "server/store/data_dir.hpp"

#include "server/store/schema.hpp"
#include "server/store/store_key.hpp"
#include "server/store/writes.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <span>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace shoujie::server {

namespace fs = std::filesystem;

namespace {

/// The mark (application_id) of a database that has no page left from before it was sealed.
constexpr std::int64_t kWiped = 0x53484a38;

/// Whether a database is of a program that seals.
Result<bool> isSealed(const std::string& file) {
    constexpr std::int64_t kSealedSince = 8; // version of the schema
    auto database = sqlite::Database::open(file, sqlite::OpenMode::readOnly);
    if (!database) return database.error();
    try {
        sqlite::Statement version(*database, "PRAGMA user_version");
        version.step();
        return version.integer(0) >= kSealedSince;
    } catch (const sqlite::SqliteError& error) {
        return error.toError();
    }
}

/// The key beside a database; made where nothing has been sealed yet.
Result<SecretKey> keyOf(const std::string& path) {
    auto held = readStoreKey(path);
    if (held || held.error().code != ErrorCode::notFound) return held;
    const auto file = DataDir::databaseFile(path);
    if (fs::exists(file)) {
        const auto sealed = isSealed(file);
        if (!sealed) return sealed.error();
        if (*sealed) return held;
    }
    return makeStoreKey(path);
}

Error noServerThere() {
    return {ErrorCode::notFound, "", "there is no server data here; run 'init' or 'demo' first"};
}

} // namespace

Result<void> bringUpToDate(sqlite::Database& database) {
    try {
        database.execute("PRAGMA secure_delete=ON");
        sqlite::Statement version(database, "PRAGMA user_version");
        version.step();
        const bool isNew = version.integer(0) == 0;
        version.reset();
        if (auto done = sqlite::migrate(database, migrations()); !done) return done;
        sqlite::Statement wiped(database, "PRAGMA application_id");
        wiped.step();
        if (wiped.integer(0) == kWiped) return {};
        wiped.reset();
        if (!isNew) {
            database.execute("VACUUM");
            sqlite::Statement truncate(database, "PRAGMA wal_checkpoint(TRUNCATE)");
            // Somebody reads the log: the next opening empties it.
            if (!truncate.step() || truncate.integer(0) != 0) return {};
            truncate.reset();
        }
        database.execute("PRAGMA application_id=" + std::to_string(kWiped));
        return {};
    } catch (const sqlite::SqliteError& error) {
        return error.toError();
    }
}

Result<SigningKey> loadServerKey(sqlite::Database& database) {
    try {
        const auto seed = Reads(database).serverSeed();
        if (!seed) return Error{ErrorCode::corrupt, "", "the server's key is missing"};
        return SigningKey::fromSeed(*seed);
    } catch (const sqlite::SqliteError& error) {
        return error.toError();
    }
}

Result<void> setUpDatabase(sqlite::Database& database, Rng& rng) {
    if (auto done = bringUpToDate(database); !done) return done;
    try {
        sqlite::Transaction transaction(database);
        Writes writes(database);
        if (!writes.serverSeed()) {
            std::array<std::uint8_t, 32> seed{};
            rng.fill(std::as_writable_bytes(std::span(seed)));
            writes.insertServerSeed(seed);
        }
        transaction.commit();
        return {};
    } catch (const sqlite::SqliteError& error) {
        return error.toError();
    }
}

std::string DataDir::databaseFile(const std::string& path) {
    return (fs::path(path) / "shoujie.sqlite").string();
}

DataDir::DataDir(SealedDatabase database, int lock)
    : m_database(std::move(database)), m_lock(lock) {}

DataDir::DataDir(DataDir&& other) noexcept
    : m_database(std::move(other.m_database)), m_lock(std::exchange(other.m_lock, -1)) {}

DataDir::~DataDir() {
    if (m_lock >= 0) ::close(m_lock);
}

Result<DataDir> DataDir::lock(const std::string& path) {
    const std::string file = (fs::path(path) / "lock").string();
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return Error{ErrorCode::storage, "",
                     std::string("cannot open the lock file: ") + std::strerror(errno)};
    }
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return Error{ErrorCode::unavailable, "",
                     "another process (a running server?) holds this data folder; stop it first"};
    }
    auto key = keyOf(path);
    if (!key) {
        ::close(fd);
        return key.error();
    }
    return DataDir({databaseFile(path), *key}, fd);
}

Result<DataDir> DataDir::create(const std::string& path, Rng& rng) {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed)
        return Error{ErrorCode::storage, "", "cannot create the folder: " + failed.message()};
    fs::permissions(path, fs::perms::owner_all, failed);
    if (failed)
        return Error{ErrorCode::storage, "", "cannot protect the folder: " + failed.message()};

    auto dir = lock(path);
    if (!dir) return dir;
    auto database = dir->openDatabase();
    if (!database) return database.error();
    if (auto done = setUpDatabase(*database, rng); !done) return done.error();
    return dir;
}

Result<DataDir> DataDir::open(const std::string& path) {
    if (!fs::exists(databaseFile(path))) return noServerThere();
    return lock(path);
}

Result<SealedDatabase> DataDir::databaseIn(const std::string& path) {
    if (!fs::exists(databaseFile(path))) return noServerThere();
    auto key = readStoreKey(path);
    if (!key) return key.error();
    return SealedDatabase{databaseFile(path), *key};
}

std::string DataDir::path() const {
    return fs::path(m_database.file).parent_path().string();
}

Result<sqlite::Database> DataDir::openDatabase() const {
    auto database = sqlite::Database::open(m_database.file);
    if (!database) return database;
    database->useKey(m_database.key);
    if (auto done = bringUpToDate(*database); !done) return done.error();
    // A group of large pushes changes more pages than the usual 2 MB hold; what does not fit would
    // be written to the WAL again and again within one transaction.
    database->execute("PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000; "
                      "PRAGMA temp_store=MEMORY");
    return database;
}

} // namespace shoujie::server
