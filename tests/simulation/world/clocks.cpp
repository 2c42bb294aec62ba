#include "tests/simulation/world/clocks.hpp"

#include "shared/core/bytes.hpp"

#include <array>

namespace shoujie::simulation {

using std::chrono::nanoseconds;

BootClock::BootClock(const EventQueue& world, Dice dice, std::int64_t driftPpm)
    : m_world(world), m_dice(std::move(dice)), m_driftPpm(driftPpm) {
    reboot();
    // It has been on for a while.
    m_start += nanoseconds(m_dice.between(0, std::chrono::hours(50) / nanoseconds(1)));
}

nanoseconds BootClock::elapsed() const {
    const nanoseconds passed = m_world.now() - m_bootedAt;
    return m_start + passed + passed / 1'000'000 * m_driftPpm + m_shift;
}

void BootClock::reboot() {
    m_bootedAt = m_world.now();
    m_start = nanoseconds(0);
    m_shift = nanoseconds(0);
    std::array<std::uint8_t, 16> tag{};
    for (auto& byte : tag)
        byte = static_cast<std::uint8_t>(m_dice.below(256));
    m_bootTag = toHex(tag);
}

} // namespace shoujie::simulation
