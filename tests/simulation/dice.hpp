#pragma once

#include "shared/core/seams.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <span>

namespace shoujie::simulation {

/// All chance of one matter, from a seed. Matters that draw from dice of their own do not disturb
/// each other when one of them changes.
class Dice {
public:
    Dice(std::uint64_t seed, std::uint64_t matter) {
        std::seed_seq mixed{static_cast<std::uint32_t>(seed),
                            static_cast<std::uint32_t>(seed >> 32),
                            static_cast<std::uint32_t>(matter)};
        m_random.seed(mixed);
    }

    std::uint64_t number() { return m_random(); }
    /// 0 to `limit` - 1.
    int below(int limit) {
        return static_cast<int>(m_random() % static_cast<std::uint64_t>(limit));
    }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        const auto span = static_cast<std::uint64_t>(most - least) + 1;
        return least + static_cast<std::int64_t>(m_random() % span);
    }
    Duration between(Duration least, Duration most) {
        return Duration(between(least.count(), most.count()));
    }
    bool oneIn(int count) { return below(count) == 0; }
    bool permille(int chance) { return below(1000) < chance; }
    template <class Range>
    const auto& from(const Range& range) {
        return range[static_cast<std::size_t>(below(static_cast<int>(std::size(range))))];
    }

private:
    std::mt19937_64 m_random;
};

/// What the product draws from.
class SeededRng final : public Rng {
public:
    SeededRng(std::uint64_t seed, std::uint64_t matter) : m_dice(seed, matter) {}
    void fill(std::span<std::byte> out) override {
        for (auto& byte : out)
            byte = static_cast<std::byte>(m_dice.number() >> 56);
    }

private:
    Dice m_dice;
};

} // namespace shoujie::simulation
