#include "tests/simulation/disk/locks.hpp"

#include <algorithm>

namespace shoujie::simulation {

bool FileLocks::othersReach(const void* who, int level) const {
    return std::ranges::any_of(
        m_levels, [&](const auto& held) { return held.first != who && held.second >= level; });
}

bool FileLocks::acquire(const void* who, int level) {
    int& held = m_levels[who];
    if (held >= level) return true;
    if (level == kShared) {
        if (othersReach(who, kPending)) return false;
    } else if (othersReach(who, kReserved)) {
        return false;
    } else if (level == kExclusive) {
        held = kPending;
        if (othersReach(who, kShared)) return false;
    }
    held = level;
    return true;
}

void FileLocks::release(const void* who, int level) {
    if (level == kNone)
        m_levels.erase(who);
    else
        m_levels[who] = std::min(m_levels[who], level);
}

void* SharedMemory::region(std::size_t index, std::size_t size, bool extend) {
    if (index >= m_regions.size() && !extend) return nullptr;
    while (index >= m_regions.size())
        m_regions.push_back(std::make_unique<std::byte[]>(size));
    return m_regions[index].get();
}

bool SharedMemory::othersHold(const void* who, unsigned slots, bool exclusiveOnly) const {
    return std::ranges::any_of(m_held, [&](const auto& one) {
        const unsigned held = one.second.exclusive | (exclusiveOnly ? 0 : one.second.shared);
        return one.first != who && (held & slots) != 0;
    });
}

bool SharedMemory::lockShared(const void* who, unsigned slots) {
    if (othersHold(who, slots, true)) return false;
    m_held[who].shared |= slots;
    return true;
}

bool SharedMemory::lockExclusive(const void* who, unsigned slots) {
    if (othersHold(who, slots, false)) return false;
    m_held[who].exclusive |= slots;
    return true;
}

void SharedMemory::unlock(const void* who, unsigned slots) {
    Held& held = m_held[who];
    held.shared &= ~slots;
    held.exclusive &= ~slots;
    if ((held.shared | held.exclusive) == 0) m_held.erase(who);
}

} // namespace shoujie::simulation
