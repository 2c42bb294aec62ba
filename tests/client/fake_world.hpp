#pragma once

#include "client/store/tablet_core.hpp"
#include "shared/core/seams.hpp"

#include <QtGlobal>

#include <chrono>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace shoujie::client::test {

/// True time, moved by the test alone.
struct World {
    Instant now = parseRfc3339("2026-03-02T09:00:00+08:00").value();
    void pass(Duration span) { now += span; }
};

/// A wall clock that is `skew` ahead of true time.
class FakeClock final : public Clock {
public:
    explicit FakeClock(const World& world, Duration skew = {}) : m_world(world), m_skew(skew) {}
    [[nodiscard]] Instant now() const override { return m_world.now + m_skew; }

private:
    const World& m_world;
    Duration m_skew;
};

/// An elapsed clock that runs true.
class FakeElapsed final : public ElapsedClock {
public:
    explicit FakeElapsed(const World& world)
        : m_world(world), m_bootedAt(world.now - std::chrono::hours(1)) {}
    [[nodiscard]] std::chrono::nanoseconds elapsed() const override {
        return m_world.now - m_bootedAt;
    }
    [[nodiscard]] std::string bootTag() const override { return "b0" + std::to_string(m_boots); }
    /// As a time namespace does it: the same boot, another reading.
    void shift(Duration by) { m_bootedAt -= by; }
    void reboot() {
        m_bootedAt = m_world.now;
        ++m_boots;
    }

private:
    const World& m_world;
    Instant m_bootedAt;
    int m_boots = 1;
};

/// The same numbers in every run.
class SeededRng final : public Rng {
public:
    explicit SeededRng(std::uint64_t seed) : m_engine(seed) {}
    void fill(std::span<std::byte> out) override {
        for (std::byte& byte : out)
            byte = static_cast<std::byte>(m_engine() & 0xff);
    }

private:
    std::mt19937_64 m_engine;
};

/// One tablet: its file, its clocks, and the core while it is open.
class TabletBench {
public:
    TabletBench(const World& world, std::string path, std::uint64_t seed = 1,
                std::int64_t reserveBytes = 0)
        : clock(world)
        , elapsed(world)
        , rng(seed)
        , m_path(std::move(path))
        , m_reserveBytes(reserveBytes) {
        reopen();
    }

    /// As if the program had been killed and started again.
    void reopen() {
        m_core.reset();
        auto opened = TabletCore::open(m_path, {clock, elapsed, rng}, m_reserveBytes);
        if (!opened) qFatal("%s", describe(opened.error()).c_str());
        m_core = std::move(*opened);
    }
    TabletCore& core() { return *m_core; }
    [[nodiscard]] const std::string& path() const { return m_path; }

    FakeClock clock;
    FakeElapsed elapsed;
    SeededRng rng;

private:
    std::string m_path;
    std::int64_t m_reserveBytes;
    std::unique_ptr<TabletCore> m_core;
};

} // namespace shoujie::client::test
