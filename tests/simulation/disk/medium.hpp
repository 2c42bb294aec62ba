#pragma once

#include "tests/simulation/disk/disk.hpp"
#include "tests/simulation/disk/locks.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::simulation {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_engine(seed) {}
    std::uint64_t below(std::uint64_t limit) { return m_engine() % limit; }
    bool chance(std::uint64_t percent) { return below(100) < percent; }
    void fill(std::span<char> out) {
        for (char& byte : out)
            byte = static_cast<char>(m_engine() & 0xff);
    }

private:
    std::mt19937_64 m_engine;
};

/// A write (bytes from `offset`) or a new size, not synced yet.
struct Change {
    std::uint64_t offset = 0; ///< or the new size
    std::optional<std::string> bytes;
};

struct File {
    std::string cache;           ///< what processes read
    std::string durable;         ///< what a power cut cannot take
    std::vector<Change> changes; ///< from `durable` to `cache`, unless a sync has failed
    FileLocks locks;
    std::weak_ptr<SharedMemory> shared;
};
using FilePtr = std::shared_ptr<File>;

/// Files, what of them is durable, and all that can befall them. Knows nothing of SQLite.
class Medium {
public:
    explicit Medium(std::uint64_t seed) : m_dice(seed) {}

    enum class Outcome { ok, shortRead, failed, full, missing };

    /// nullptr where it is missing and `create` is not said, or where the disk fails.
    FilePtr open(const std::string& name, bool create, bool exclusive);
    Outcome read(const File& file, std::uint64_t offset, std::span<char> out);
    Outcome write(File& file, std::uint64_t offset, std::string_view bytes);
    Outcome truncate(File& file, std::uint64_t size);
    /// With `directory`, also the creations and deletions so far.
    Outcome sync(File& file, bool directory);
    Outcome remove(const std::string& name, bool syncDirectory);
    [[nodiscard]] bool exists(const std::string& name) const { return m_names.contains(name); }
    [[nodiscard]] FilePtr find(const std::string& name) const;

    void cutPower();
    void killProcess();
    /// Handles of an older one are dead.
    [[nodiscard]] std::uint64_t generation() const { return m_generation; }

    [[nodiscard]] std::uint64_t operations() const { return m_operations; }
    void stopAfter(std::uint64_t operationsFromNow);
    [[nodiscard]] bool isStopped() const { return m_stopped; }
    void failOnce(Disk::Fault fault, std::uint64_t skip);
    void failNoMore() { m_faults = {}; }
    void setCapacity(std::uint64_t bytes) { m_capacity = bytes; }
    [[nodiscard]] std::uint64_t used() const;
    void lieAboutSync(bool lie) { m_lies = lie; }
    void setPowersafe(bool powersafe) { m_powersafe = powersafe; }
    [[nodiscard]] bool isPowersafe() const { return m_powersafe; }

    [[nodiscard]] DiskImage image() const;
    void restore(const DiskImage& image);

private:
    using Names = std::map<std::string, FilePtr>;
    /// A name that stands for another file now, or for none.
    struct NameChange {
        std::string name;
        FilePtr file;
    };
    /// How much of what is not synced a cut leaves, in percent.
    struct Mood {
        std::uint64_t kept = 0;
        std::uint64_t torn = 0;
    };
    enum class Fate { happens, halfway, never };

    Fate nextOperation();
    bool hits(Disk::Fault fault);
    [[nodiscard]] Mood drawMood();
    void put(File& file, std::uint64_t offset, std::string_view bytes);
    void putPart(File& file, std::uint64_t offset, std::string_view bytes);
    void resize(File& file, std::uint64_t size);
    void rename(const std::string& name, FilePtr file);
    void settle(File& file, const Mood& mood);
    void settleTorn(std::string& durable, const Change& change);
    void settleNames(const Mood& mood);
    void syncNames();
    void endHandles();

    Dice m_dice;
    Names m_names;
    Names m_durableNames;
    std::vector<NameChange> m_nameChanges;
    std::uint64_t m_generation = 0;
    std::uint64_t m_operations = 0;
    std::uint64_t m_stopAt = 0;
    bool m_stopped = false;
    std::array<std::optional<std::uint64_t>, 4> m_faults; ///< operations of that sort until then
    std::uint64_t m_capacity = 0;
    bool m_lies = false;
    bool m_powersafe = false;
};

} // namespace shoujie::simulation
