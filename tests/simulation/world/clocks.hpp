#pragma once

#include "shared/core/seams.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/world/event_queue.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace shoujie::simulation {

/// The server's clock: true time and what it is off.
class ServerClock final : public Clock {
public:
    explicit ServerClock(const EventQueue& world) : m_world(world) {}
    [[nodiscard]] Instant now() const override { return m_world.now() + m_offset; }
    void step(Duration by) {
        m_offset += by;
        m_least = std::min(m_least, m_offset);
        m_most = std::max(m_most, m_offset);
    }
    /// The least and the most it was ever off.
    [[nodiscard]] Duration least() const { return m_least; }
    [[nodiscard]] Duration most() const { return m_most; }

private:
    const EventQueue& m_world;
    Duration m_offset{};
    Duration m_least{};
    Duration m_most{};
};

/// A tablet's wall clock, which its owner may set to anything.
class WallClock final : public Clock {
public:
    explicit WallClock(const EventQueue& world) : m_world(world) {}
    [[nodiscard]] Instant now() const override { return m_world.now() + m_offset; }
    void jump(Duration by) { m_offset += by; }

private:
    const EventQueue& m_world;
    Duration m_offset{};
};

/// Time since the tablet booted, sleep included, at the rate of its crystal.
class BootClock final : public ElapsedClock {
public:
    BootClock(const EventQueue& world, Dice dice, std::int64_t driftPpm);

    [[nodiscard]] std::chrono::nanoseconds elapsed() const override;
    [[nodiscard]] std::string bootTag() const override { return m_bootTag; }
    /// Off and on again: no reading of the new boot counts what passed before.
    void reboot();
    /// What a program started in a time namespace reads: a cheat.
    void shift(std::chrono::nanoseconds by) { m_shift += by; }

private:
    const EventQueue& m_world;
    Dice m_dice;
    std::int64_t m_driftPpm;
    Instant m_bootedAt{};
    std::chrono::nanoseconds m_start{}; ///< reading when the world began to watch this boot
    std::chrono::nanoseconds m_shift{};
    std::string m_bootTag;
};

} // namespace shoujie::simulation
