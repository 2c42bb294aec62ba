#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

/// Storage whose power can be cut: what SQLite believes to be a disk.
namespace shoujie::simulation {

/// Files as they stand on the medium, by name: what a backup or a stolen copy holds.
using DiskImage = std::map<std::string, std::string>;

class Medium;

/// The storage of one machine, kept in memory. While any Disk exists, SQLite's default VFS routes
/// each path "/NAME/file" to the disk of that name; no code above SQLite knows of it. All
/// randomness comes from the seed, SQLite's own too.
///
/// A write is in the cache until the file is synced. A power cut keeps, drops or tears each
/// unsynced write by itself (per 512-byte sector, any subset, so also in another order), and the
/// same holds for sizes, creations and deletions that were not made durable. Synced content stays.
/// The calls of several threads are put in a row, but which comes first is not in the seed.
class Disk {
public:
    Disk(std::string name, std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    /// "/NAME/file": what to open.
    [[nodiscard]] std::string path(const std::string& file) const;

    /// The power goes: the cache is settled as above, every open handle is dead (each operation
    /// fails) until its connection is closed; connections opened afterwards see what is left.
    void cutPower();
    /// The process dies (kill -9), the machine lives: handles are dead, locks are gone, the cache
    /// is kept.
    void killProcess();

    /// Reads, writes, syncs, truncations, deletions and openings so far.
    [[nodiscard]] std::uint64_t operations() const;
    /// The n-th operation from now (1 = the next) and all that follow fail, as if the power were
    /// going: call cutPower() or killProcess() next. 0 takes it back. A write at that moment may be
    /// torn.
    void stopAfter(std::uint64_t operationsFromNow);
    [[nodiscard]] bool isStopped() const;

    enum class Fault { readError, writeError, syncError, full };
    /// One operation of that sort fails, `skip` of them from now, once. A failed sync leaves it
    /// open which of the unsynced writes are on the medium, and they do not become durable by a
    /// later sync that succeeds (as on Linux).
    void failOnce(Fault fault, std::uint64_t skip = 0);
    /// Takes back what `failOnce` has announced and has not come about.
    void failNoMore();
    /// No growth beyond so many bytes in all files: ENOSPC. 0: no limit.
    void setCapacity(std::uint64_t bytes);
    /// What is in all files, durable or not.
    [[nodiscard]] std::uint64_t used() const;

    /// What is durable, as a backup of the medium would find it with the power off.
    [[nodiscard]] DiskImage image() const;
    /// Puts an image back, as after restoring a backup; handles are dead.
    void restore(const DiskImage& image);

    /// Planted fault, to prove that simulations find it: syncs succeed and do nothing.
    void lieAboutSync(bool lie);
    /// Says what SQLite's own VFS says of every disk of a Unix machine: a write that is torn leaves
    /// the bytes beside it alone. Otherwise it may damage the sectors that it covers in part, and
    /// SQLite is told nothing of the kind.
    void claimPowersafeOverwrite(bool powersafe);

private:
    std::string m_name;
    std::shared_ptr<Medium> m_medium;
};

} // namespace shoujie::simulation
