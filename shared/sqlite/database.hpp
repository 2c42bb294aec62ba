#pragma once

#include "shared/core/result.hpp"
#include "shared/core/sealing.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>

/// SQLite behind RAII: the only place that knows sqlite3.h. Inside, failures are exceptions
/// (SqliteError); the stores catch them at their border and give a Result.
namespace shoujie::sqlite {

class SqliteError final : public std::exception {
public:
    SqliteError(int code, std::string message);
    [[nodiscard]] const char* what() const noexcept override { return m_message.c_str(); }
    /// SQLite's extended result code.
    [[nodiscard]] int code() const { return m_code; }
    /// ErrorCode::storage, ErrorCode::corrupt or ErrorCode::conflict (constraint), with words.
    [[nodiscard]] Error toError() const;
    /// Whether there was no room on the disk: once there is some, the same will succeed.
    [[nodiscard]] bool isFull() const;

private:
    int m_code;
    std::string m_message;
};

class Database;

/// A prepared statement. Parameters are bound from 1, columns read from 0.
class Statement {
public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view value); ///< text
    /// Text that stays where it is until the statement has run.
    Statement& bindLent(int index, std::string_view value);
    Statement& bindBlob(int index, std::span<const std::uint8_t> value);
    Statement& bindNull(int index);

    /// True while there is a row; false resets the statement for the next use.
    bool step();
    /// Runs a statement that gives no rows, then resets it.
    void run();
    void reset();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// Lives until the next step, reset or reading of this column.
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;
    [[nodiscard]] bool isNull(int column) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

enum class OpenMode { readWrite, readOnly };

/// One connection: WAL, synchronous=FULL, foreign keys on, 5 s busy timeout. What one that may
/// write finds is durable, also where a killed program had not got as far as that.
class Database {
public:
    static Result<Database> open(const std::string& path, OpenMode mode = OpenMode::readWrite);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    void execute(std::string_view sql); ///< one or more statements without parameters
    /// From now on statements of this connection may call `seal(plain, context)`, which gives a
    /// blob, and `unseal(sealed, context)` and `unseal_blob(sealed, context)`, which give text and
    /// blob again (shared/core/sealing.hpp); NULL stays NULL. What does not open is an error of a
    /// damaged file. Without a key there are no such functions.
    void useKey(const SecretKey& key);
    void forgetKey();

    [[nodiscard]] std::int64_t lastInsertId() const;
    [[nodiscard]] std::int64_t changes() const;

    /// Writes what is committed into a new file that needs no log beside it, while others read and
    /// write on; it is durable on return. ErrorCode::storage where there is something already.
    /// After a failure the file is empty, missing or whole: what is whole is no less a backup.
    Result<void> backupTo(const std::string& path);

private:
    friend class Statement;
    friend class Transaction;
    struct Impl;
    explicit Database(std::unique_ptr<Impl> impl);
    void makeDurable();
    std::unique_ptr<Impl> m_impl;
};

/// How everything is written: a commit that the disk refused may leave a hole in the log, which the
/// next transaction closes before it begins. Begins IMMEDIATE; rolls back when it is destroyed
/// without `commit()`.
class Transaction {
public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& m_database;
    bool m_open = true;
};

/// One step of a schema; steps run in order, each in a transaction of its own together with the
/// new PRAGMA user_version. A database newer than the last step is refused
/// (ErrorCode::unsupported).
struct Migration {
    int version;
    std::string_view sql;
};
Result<void> migrate(Database& database, std::span<const Migration> migrations);

} // namespace shoujie::sqlite
