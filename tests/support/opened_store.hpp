#pragma once

#include "shared/sqlite/database.hpp"

#include <string>

namespace shoujie::test {

/// A tablet's file, with its key where that stands in the file: nobody can sign in on
/// that tablet yet.
inline Result<sqlite::Database> openedStore(const std::string& path,
                                            sqlite::OpenMode mode = sqlite::OpenMode::readOnly) {
    auto database = sqlite::Database::open(path, mode);
    if (!database) return database;
    sqlite::Statement made(*database, "SELECT 1 FROM sqlite_schema WHERE name = 'store_key'");
    if (!made.step()) return database;
    made.reset();
    sqlite::Statement open(*database, "SELECT open FROM store_key");
    if (!open.step()) return database;
    const auto blob = open.blob(0);
    const std::string bytes(blob.begin(), blob.end());
    open.reset();
    if (const auto key = SecretKey::fromBytes(bytes)) database->useKey(*key);
    return database;
}

} // namespace shoujie::test
