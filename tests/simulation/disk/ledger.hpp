#pragma once

#include "shared/sqlite/database.hpp"
#include "tests/simulation/disk/disk.hpp"

#include <QtGlobal>

#include <optional>
#include <set>
#include <string>

namespace shoujie::simulation {

/// "ok", or what SQLite finds wrong with the file.
inline std::string integrityOf(sqlite::Database& database) {
    sqlite::Statement check(database, "PRAGMA integrity_check(1)");
    return check.step() ? check.text(0) : "no answer";
}

/// A database whose every commit writes a line and adds up, and what it was told of each.
class Ledger {
public:
    explicit Ledger(Disk& disk, std::string synchronous = "FULL")
        : m_disk(disk), m_synchronous(std::move(synchronous)) {}

    /// False where the disk lets nothing through.
    bool open() {
        m_database.reset();
        auto opened = sqlite::Database::open(m_disk.path("ledger.db"));
        if (!opened) return false;
        m_database.emplace(std::move(*opened));
        try {
            m_database->execute("PRAGMA wal_autocheckpoint=9; PRAGMA synchronous=" + m_synchronous);
            sqlite::Statement known(*m_database,
                                    "SELECT 1 FROM sqlite_schema WHERE name = 'total'");
            // A full disk can still be read.
            if (known.step()) return true;
            sqlite::Transaction transaction(*m_database);
            m_database->execute(
                "CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, body BLOB);"
                "CREATE TABLE IF NOT EXISTS total (n INTEGER);"
                "INSERT INTO total SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM total)");
            transaction.commit();
            return true;
        } catch (const sqlite::SqliteError&) {
            return false;
        }
    }
    void close() { m_database.reset(); }

    /// True only if SQLite has said that the line is safe.
    bool commit() {
        const auto n = std::to_string(++m_newest);
        try {
            sqlite::Transaction transaction(*m_database);
            // Now within a page, now over several.
            m_database->execute("INSERT INTO line VALUES (" + n + ", zeroblob(" + n + " * 2311 % " +
                                "13000)); UPDATE total SET n = n + " + n);
            transaction.commit();
        } catch (const sqlite::SqliteError& error) {
            m_failure = error.toError();
            return false;
        }
        m_acknowledged.insert(m_newest);
        return true;
    }
    /// Commits until the disk fails, at most so many; true if it never did.
    bool commitAll(int count) {
        for (int i = 0; i < count; ++i)
            if (!commit()) return false;
        return true;
    }

    /// What is wrong with the file as it is now; empty for nothing. What it finds is held to be
    /// acknowledged from here on: somebody may have seen it.
    std::string wrong() {
        if (!open()) return "does not open";
        try {
            if (const auto said = integrityOf(*m_database); said != "ok") return said;
            std::set<int> found;
            std::int64_t sum = 0;
            for (sqlite::Statement all(*m_database, "SELECT n FROM line"); all.step();) {
                found.insert(static_cast<int>(all.integer(0)));
                sum += all.integer(0);
            }
            sqlite::Statement total(*m_database, "SELECT n FROM total");
            if (!total.step() || total.integer(0) != sum) return "half a commit";
            for (const int n : m_acknowledged)
                if (!found.contains(n)) return "lost";
            m_acknowledged = std::move(found);
            return {};
        } catch (const sqlite::SqliteError& error) {
            return error.what();
        }
    }

    [[nodiscard]] std::size_t acknowledged() const { return m_acknowledged.size(); }
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }
    [[nodiscard]] sqlite::Database& database() { return *m_database; }

private:
    Disk& m_disk;
    std::string m_synchronous;
    std::optional<sqlite::Database> m_database;
    std::set<int> m_acknowledged;
    std::optional<Error> m_failure;
    int m_newest = 0;
};

} // namespace shoujie::simulation
