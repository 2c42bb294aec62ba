#pragma once

#include "shared/sqlite/database.hpp"

#include <string>
#include <string_view>

namespace shoujie::test {

/// Of s1 on the demo site.
inline constexpr const char* kDemoPin = "1111";

/// A tablet's file, opened with somebody's PIN or, with none, with its key where that stands in the
/// file: nobody can sign in on that tablet yet.
inline Result<sqlite::Database> openedStore(const std::string& path,
                                            sqlite::OpenMode mode = sqlite::OpenMode::readOnly,
                                            std::string_view pin = {}) {
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
    if (pin.empty() || !bytes.empty()) return database;
    sqlite::Statement locks(*database, "SELECT pin_hash, box FROM credentials");
    while (locks.step()) {
        const auto lock = PinLock::read(locks.text(0));
        const auto opened = lock ? lock->open(pin) : Result<PinKey>(lock.error());
        const auto box = locks.blob(1);
        const auto key = opened ? opened->unbox(std::string(box.begin(), box.end()))
                                : Result<SecretKey>(opened.error());
        if (!key) continue;
        locks.reset();
        database->useKey(*key);
        break;
    }
    return database;
}

} // namespace shoujie::test
