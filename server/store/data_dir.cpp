#include "server/store/data_dir.hpp"

#include "server/store/schema.hpp"
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

Error noServerThere() {
    return {ErrorCode::notFound, "", "there is no server data here; run 'init' or 'demo' first"};
}

} // namespace

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
    if (auto done = sqlite::migrate(database, migrations()); !done) return done;
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

DataDir::DataDir(std::string databasePath, int lock)
    : m_databasePath(std::move(databasePath)), m_lock(lock) {}

DataDir::DataDir(DataDir&& other) noexcept
    : m_databasePath(std::move(other.m_databasePath)), m_lock(std::exchange(other.m_lock, -1)) {}

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
    return DataDir(databaseFile(path), fd);
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

Result<std::string> DataDir::databaseIn(const std::string& path) {
    if (!fs::exists(databaseFile(path))) return noServerThere();
    return databaseFile(path);
}

std::string DataDir::path() const {
    return fs::path(m_databasePath).parent_path().string();
}

Result<sqlite::Database> DataDir::openDatabase() const {
    auto database = sqlite::Database::open(m_databasePath);
    if (!database) return database;
    if (auto done = sqlite::migrate(*database, migrations()); !done) return done.error();
    // A group of large pushes changes more pages than the usual 2 MB hold; what does not fit would
    // be written to the WAL again and again within one transaction.
    database->execute("PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000; "
                      "PRAGMA temp_store=MEMORY");
    return database;
}

} // namespace shoujie::server
