#include "tests/simulation/disk/vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstring>
#include <map>
#include <new>
#include <span>
#include <string_view>
#include <thread>
#include <utility>

namespace shoujie::simulation {

namespace {

/// What SQLite holds of an open file.
struct Open {
    std::shared_ptr<Medium> medium;
    FilePtr file;
    std::uint64_t generation = 0;
    bool syncsDirectory = false; ///< with its first sync, as SQLite's VFS for Unix does
    bool deleteOnClose = false;
    std::string name;
    std::shared_ptr<SharedMemory> shared;

    [[nodiscard]] bool isDead() const {
        return medium->isStopped() || generation != medium->generation();
    }
};
struct Handle {
    sqlite3_file base;
    Open* open;
};

Open& of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file)->open;
}

/// Every Disk there is.
struct Mounts {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Medium>, std::less<>> media;
    Dice dice{0};
    sqlite3_vfs vfs{};
    sqlite3_vfs* original = nullptr;
};
Mounts& mounts() {
    static Mounts all;
    return all;
}

struct Place {
    std::shared_ptr<Medium> medium; ///< nullptr: not on a simulated disk
    std::string name;
};

/// The mutex is held.
Place placeOf(const char* path) {
    const std::string_view whole = path == nullptr ? "" : path;
    if (!whole.starts_with('/')) return {};
    const auto slash = whole.find('/', 1);
    if (slash == std::string_view::npos) return {};
    const auto found = mounts().media.find(whole.substr(1, slash - 1));
    if (found == mounts().media.end()) return {};
    return {found->second, std::string(whole.substr(slash + 1))};
}

// ---- a file ----

int closeFile(sqlite3_file* file) {
    auto* handle = reinterpret_cast<Handle*>(file);
    const auto held = holdMedia();
    Open& open = *handle->open;
    if (!open.isDead()) {
        open.file->locks.release(&open, FileLocks::kNone);
        if (open.deleteOnClose) open.medium->remove(open.name, false);
    }
    delete handle->open;
    file->pMethods = nullptr;
    return SQLITE_OK;
}

int readFile(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_READ;
    const std::span to(static_cast<char*>(out), static_cast<std::size_t>(size));
    switch (open.medium->read(*open.file, static_cast<std::uint64_t>(offset), to)) {
    case Medium::Outcome::ok:
        return SQLITE_OK;
    case Medium::Outcome::shortRead:
        return SQLITE_IOERR_SHORT_READ;
    default:
        return SQLITE_IOERR_READ;
    }
}

int writeFile(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_WRITE;
    const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
    switch (open.medium->write(*open.file, static_cast<std::uint64_t>(offset), bytes)) {
    case Medium::Outcome::ok:
        return SQLITE_OK;
    case Medium::Outcome::full:
        return SQLITE_FULL;
    default:
        return SQLITE_IOERR_WRITE;
    }
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    const auto held = holdMedia();
    Open& open = of(file);
    const bool done =
        !open.isDead() &&
        open.medium->truncate(*open.file, static_cast<std::uint64_t>(size)) == Medium::Outcome::ok;
    return done ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int syncFile(sqlite3_file* file, int) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead() || open.medium->sync(*open.file, open.syncsDirectory) != Medium::Outcome::ok)
        return SQLITE_IOERR_FSYNC;
    open.syncsDirectory = false;
    return SQLITE_OK;
}

int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(open.file->cache.size());
    return SQLITE_OK;
}

int lockFile(sqlite3_file* file, int level) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_LOCK;
    return open.file->locks.acquire(&open, level) ? SQLITE_OK : SQLITE_BUSY;
}

int unlockFile(sqlite3_file* file, int level) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_UNLOCK;
    open.file->locks.release(&open, level);
    return SQLITE_OK;
}

int checkReservedLock(sqlite3_file* file, int* reserved) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *reserved = open.file->locks.isReserved() ? 1 : 0;
    return SQLITE_OK;
}

int fileControl(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sectorSize(sqlite3_file*) {
    return 512;
}

int deviceCharacteristics(sqlite3_file* file) {
    const auto held = holdMedia();
    return of(file).medium->isPowersafe() ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

// ---- the index of its WAL ----

int mapShared(sqlite3_file* file, int index, int size, int extend, void volatile** out) {
    const auto held = holdMedia();
    Open& open = of(file);
    *out = nullptr;
    if (open.isDead()) return SQLITE_IOERR_SHMMAP;
    if (!open.shared) {
        open.shared = open.file->shared.lock();
        if (!open.shared) open.file->shared = open.shared = std::make_shared<SharedMemory>();
    }
    *out = open.shared->region(static_cast<std::size_t>(index), static_cast<std::size_t>(size),
                               extend != 0);
    return SQLITE_OK;
}

int lockShared(sqlite3_file* file, int first, int count, int flags) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.isDead()) return SQLITE_IOERR_SHMLOCK;
    const unsigned slots = ((1U << count) - 1U) << first;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        open.shared->unlock(&open, slots);
        return SQLITE_OK;
    }
    const bool locked = (flags & SQLITE_SHM_SHARED) != 0 ? open.shared->lockShared(&open, slots)
                                                         : open.shared->lockExclusive(&open, slots);
    return locked ? SQLITE_OK : SQLITE_BUSY;
}

void sharedBarrier(sqlite3_file*) {
    std::atomic_thread_fence(std::memory_order_seq_cst);
}

int unmapShared(sqlite3_file* file, int) {
    const auto held = holdMedia();
    Open& open = of(file);
    if (open.shared) open.shared->unlock(&open, ~0U);
    open.shared.reset();
    return SQLITE_OK;
}

constexpr sqlite3_io_methods kMethods{2,
                                      closeFile,
                                      readFile,
                                      writeFile,
                                      truncateFile,
                                      syncFile,
                                      sizeOfFile,
                                      lockFile,
                                      unlockFile,
                                      checkReservedLock,
                                      fileControl,
                                      sectorSize,
                                      deviceCharacteristics,
                                      mapShared,
                                      lockShared,
                                      sharedBarrier,
                                      unmapShared,
                                      nullptr,
                                      nullptr};

// ---- the file system ----

int openFile(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* outFlags) {
    auto held = holdMedia();
    Place place = placeOf(path);
    if (!place.medium) {
        auto* original = mounts().original;
        // Not held meanwhile: for the name of a temporary file it asks us for randomness.
        held.unlock();
        return original->xOpen(original, path, file, flags, outFlags);
    }
    file->pMethods = nullptr;
    FilePtr opened = place.medium->open(place.name, (flags & SQLITE_OPEN_CREATE) != 0,
                                        (flags & SQLITE_OPEN_EXCLUSIVE) != 0);
    if (!opened) return SQLITE_CANTOPEN;
    constexpr int kJournals =
        SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    auto* handle = reinterpret_cast<Handle*>(file);
    handle->open = new Open{place.medium,
                            std::move(opened),
                            place.medium->generation(),
                            (flags & SQLITE_OPEN_CREATE) != 0 && (flags & kJournals) != 0,
                            (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                            std::move(place.name),
                            nullptr};
    file->pMethods = &kMethods;
    if (outFlags != nullptr) *outFlags = flags;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs*, const char* path, int syncDirectory) {
    auto held = holdMedia();
    const Place place = placeOf(path);
    if (!place.medium) {
        auto* original = mounts().original;
        held.unlock();
        return original->xDelete(original, path, syncDirectory);
    }
    switch (place.medium->remove(place.name, syncDirectory != 0)) {
    case Medium::Outcome::ok:
        return SQLITE_OK;
    case Medium::Outcome::missing:
        return SQLITE_IOERR_DELETE_NOENT;
    default:
        return SQLITE_IOERR_DELETE;
    }
}

int accessFile(sqlite3_vfs*, const char* path, int flags, int* result) {
    auto held = holdMedia();
    const Place place = placeOf(path);
    if (!place.medium) {
        auto* original = mounts().original;
        held.unlock();
        return original->xAccess(original, path, flags, result);
    }
    if (place.medium->isStopped()) return SQLITE_IOERR_ACCESS;
    const FilePtr file = place.medium->find(place.name);
    // As for SQLite's VFS for Unix, a file without content is none.
    *result = file && (flags != SQLITE_ACCESS_EXISTS || !file->cache.empty()) ? 1 : 0;
    return SQLITE_OK;
}

int fullPath(sqlite3_vfs*, const char* path, int size, char* out) {
    const auto held = holdMedia();
    if (!placeOf(path).medium) {
        auto* original = mounts().original;
        return original->xFullPathname(original, path, size, out);
    }
    const std::size_t length = std::strlen(path) + 1;
    if (length > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, length);
    return SQLITE_OK;
}

int fillRandom(sqlite3_vfs*, int size, char* out) {
    const auto held = holdMedia();
    mounts().dice.fill({out, static_cast<std::size_t>(size)});
    return size;
}

int letOthersRun(sqlite3_vfs*, int microseconds) {
    std::this_thread::yield();
    return microseconds;
}

/// 2026-01-01, for ever: milliseconds of Julian days.
constexpr sqlite3_int64 kToday = 212'633'985'600'000;

int currentTime(sqlite3_vfs*, double* days) {
    *days = static_cast<double>(kToday) / 86'400'000.0;
    return SQLITE_OK;
}

int currentTimeInt64(sqlite3_vfs*, sqlite3_int64* milliseconds) {
    *milliseconds = kToday;
    return SQLITE_OK;
}

int lastError(sqlite3_vfs*, int, char*) {
    return 0;
}

void registerVfs(Mounts& all) {
    all.original = sqlite3_vfs_find(nullptr);
    // What is not said here, loading of extensions and the like, is the original's.
    all.vfs = *all.original;
    all.vfs.pNext = nullptr;
    all.vfs.zName = "shoujie-simulated";
    all.vfs.szOsFile = std::max(all.original->szOsFile, static_cast<int>(sizeof(Handle)));
    all.vfs.xOpen = openFile;
    all.vfs.xDelete = deleteFile;
    all.vfs.xAccess = accessFile;
    all.vfs.xFullPathname = fullPath;
    all.vfs.xRandomness = fillRandom;
    all.vfs.xSleep = letOthersRun;
    all.vfs.xCurrentTime = currentTime;
    all.vfs.xCurrentTimeInt64 = currentTimeInt64;
    all.vfs.xGetLastError = lastError;
    sqlite3_vfs_register(&all.vfs, 1);
}

} // namespace

std::unique_lock<std::mutex> holdMedia() {
    return std::unique_lock(mounts().mutex);
}

void mount(const std::string& name, std::shared_ptr<Medium> medium, std::uint64_t seed) {
    auto& all = mounts();
    {
        const auto held = holdMedia();
        [[maybe_unused]] const bool fresh = all.media.emplace(name, std::move(medium)).second;
        assert(fresh);
        all.dice = Dice(seed ^ 0x5eed);
        if (all.media.size() == 1) registerVfs(all);
    }
    // SQLite draws anew: salts and names depend on the seed alone.
    sqlite3_randomness(0, nullptr);
}

void unmount(const std::string& name) {
    auto& all = mounts();
    {
        const auto held = holdMedia();
        all.media.erase(name);
        if (all.media.empty()) sqlite3_vfs_unregister(&all.vfs);
    }
    sqlite3_randomness(0, nullptr);
}

} // namespace shoujie::simulation
