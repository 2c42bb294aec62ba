#include "shared/sqlite/reserve.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace shoujie::sqlite {

namespace {

/// As large as a page may be: SQLite's layer for Unix writes no more at once.
constexpr int kPiece = 64 * 1024;

/// A file of SQLite's own layer below the databases.
class File {
public:
    File(const std::string& path, int flags) : m_room(static_cast<std::size_t>(vfs()->szOsFile)) {
        m_open = vfs()->xOpen(vfs(), path.c_str(), file(), flags | SQLITE_OPEN_MAIN_JOURNAL,
                              nullptr) == SQLITE_OK;
    }
    ~File() {
        if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] std::int64_t size() {
        sqlite3_int64 size = 0;
        return file()->pMethods->xFileSize(file(), &size) == SQLITE_OK ? size : 0;
    }
    bool write(const std::vector<char>& bytes, std::int64_t size, std::int64_t at) {
        return file()->pMethods->xWrite(file(), bytes.data(), static_cast<int>(size), at) ==
               SQLITE_OK;
    }
    static sqlite3_vfs* vfs() { return sqlite3_vfs_find(nullptr); }

private:
    sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(m_room.data()); }

    std::vector<char> m_room; // from operator new: aligned for anything
    bool m_open = false;
};

} // namespace

Reserve::Reserve(const std::string& database, std::int64_t bytes)
    : m_path(database + "-reserve"), m_bytes(bytes), m_whole(isThere()) {}

bool Reserve::isThere() const {
    if (m_bytes == 0) return true;
    int there = 0;
    auto* vfs = File::vfs();
    if (vfs->xAccess(vfs, m_path.c_str(), SQLITE_ACCESS_EXISTS, &there) != SQLITE_OK || there == 0)
        return false;
    File file(m_path, SQLITE_OPEN_READWRITE);
    return file.isOpen() && file.size() >= m_bytes;
}

bool Reserve::make() {
    if (m_whole) return true;
    bool done = false;
    {
        File file(m_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (!file.isOpen()) return false;
        // What cannot be compressed, for there are disks that would.
        std::vector<char> bytes(kPiece);
        sqlite3_randomness(kPiece, bytes.data());
        done = true;
        for (std::int64_t at = file.size(); done && at < m_bytes; at += kPiece)
            done = file.write(bytes, std::min<std::int64_t>(kPiece, m_bytes - at), at);
    }
    if (!done) giveUp();
    m_whole = done;
    return done;
}

bool Reserve::giveUp() {
    if (m_bytes == 0) return false;
    m_whole = false;
    auto* vfs = File::vfs();
    return vfs->xDelete(vfs, m_path.c_str(), 0) == SQLITE_OK;
}

} // namespace shoujie::sqlite
