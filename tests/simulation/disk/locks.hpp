#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

/// What the connections of one file share besides its content. Holders are told apart by address.
namespace shoujie::simulation {

/// The levels of a rollback journal's lock, numbered as SQLite does.
class FileLocks {
public:
    static constexpr int kNone = 0;
    static constexpr int kShared = 1;
    static constexpr int kReserved = 2;
    static constexpr int kPending = 3;
    static constexpr int kExclusive = 4;

    /// False where somebody else is in the way. Who waits for readers keeps new ones out.
    bool acquire(const void* who, int level);
    /// Down to `level`.
    void release(const void* who, int level);
    [[nodiscard]] bool isReserved() const { return othersReach(nullptr, kReserved); }

private:
    [[nodiscard]] bool othersReach(const void* who, int level) const;

    std::map<const void*, int> m_levels;
};

/// The index of a WAL and the locks on its slots, a mask of which is given.
class SharedMemory {
public:
    /// Zeroed at first; nullptr where it does not exist and is not to be made.
    void* region(std::size_t index, std::size_t size, bool extend);
    bool lockShared(const void* who, unsigned slots);
    bool lockExclusive(const void* who, unsigned slots);
    void unlock(const void* who, unsigned slots);

private:
    struct Held {
        unsigned shared = 0;
        unsigned exclusive = 0;
    };
    [[nodiscard]] bool othersHold(const void* who, unsigned slots, bool exclusiveOnly) const;

    std::vector<std::unique_ptr<std::byte[]>> m_regions;
    std::map<const void*, Held> m_held;
};

} // namespace shoujie::simulation
