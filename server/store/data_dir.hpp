#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/sealing.hpp"
#include "shared/core/seams.hpp"
#include "shared/sqlite/database.hpp"

#include <string>

namespace shoujie::server {

/// A database and the key that opens what is sealed in it.
struct SealedDatabase {
    std::string file;
    SecretKey key;
};

/// The server's own key, kept sealed in its database.
Result<SigningKey> loadServerKey(sqlite::Database& database);
/// Brings the schema up to date; what was deleted, or was there before the first sealing, is
/// overwritten. The connection has the store's key (Database::useKey).
Result<void> bringUpToDate(sqlite::Database& database);
/// The same, and makes the server's key where there is none.
Result<void> setUpDatabase(sqlite::Database& database, Rng& rng);

/// The folder that holds everything the server must not lose, locked for one process. Others may
/// read the database meanwhile, nobody else may write.
class DataDir {
public:
    /// Creates the folder (readable by its owner only), the database and both keys where they do
    /// not exist. Fails with ErrorCode::unavailable while another process holds the lock.
    static Result<DataDir> create(const std::string& path, Rng& rng);
    /// Opens an existing one; ErrorCode::notFound where there is none.
    static Result<DataDir> open(const std::string& path);
    /// Where a folder's database is, if there is one.
    static std::string databaseFile(const std::string& path);
    /// The database of an existing folder, for reading beside a running server.
    static Result<SealedDatabase> databaseIn(const std::string& path);

    ~DataDir();
    DataDir(DataDir&& other) noexcept;
    DataDir& operator=(DataDir&&) = delete;

    [[nodiscard]] const std::string& databasePath() const { return m_database.file; }
    [[nodiscard]] const SealedDatabase& database() const { return m_database; }
    /// The folder itself.
    [[nodiscard]] std::string path() const;
    /// The writing connection, its schema up to date.
    [[nodiscard]] Result<sqlite::Database> openDatabase() const;

private:
    DataDir(SealedDatabase database, int lock);
    static Result<DataDir> lock(const std::string& path);

    SealedDatabase m_database;
    int m_lock = -1;
};

} // namespace shoujie::server
