#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>

namespace shoujie::properties {

/// Randomness from a seed: the same seed throws the same for ever.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_random(seed) {}

    /// 0 to `limit` - 1.
    int below(int limit) {
        return static_cast<int>(m_random() % static_cast<std::uint64_t>(limit));
    }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(m_random() %
                                                 (static_cast<std::uint64_t>(most - least) + 1));
    }
    bool oneIn(int count) { return below(count) == 0; }
    bool percent(int chance) { return below(100) < chance; }
    template <class Range>
    const auto& from(const Range& range) {
        return range[static_cast<std::size_t>(below(static_cast<int>(std::size(range))))];
    }
    template <class Range>
    void shuffle(Range& range) {
        for (auto left = static_cast<int>(std::size(range)); left > 1; --left)
            std::swap(range[static_cast<std::size_t>(left - 1)],
                      range[static_cast<std::size_t>(below(left))]);
    }

private:
    std::mt19937_64 m_random;
};

} // namespace shoujie::properties
