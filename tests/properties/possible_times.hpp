#pragma once

#include "tests/properties/dice.hpp"
#include "tests/properties/history.hpp"

#include <vector>

namespace shoujie::properties {

/// The times at which the facts of a history may have happened: inside their intervals, in the
/// order of each device, and a reception begun before it was registered.
class PossibleTimes {
public:
    explicit PossibleTimes(const History& history);

    /// False where the orders of the devices contradict the intervals.
    [[nodiscard]] bool exist() const { return m_exist; }
    /// One choice, an exact time for each fact.
    [[nodiscard]] std::vector<Instant> choose(Dice& dice) const;
    /// The history with intervals narrowed, each by chance, around one possible choice.
    [[nodiscard]] History narrowed(Dice& dice) const;

private:
    void bound();
    [[nodiscard]] Instant pick(const TimeInterval& bounds, Dice& dice) const;

    const History* m_history;
    std::vector<TimeInterval> m_bounds;
    std::vector<std::vector<int>> m_after; ///< facts that came after each
    std::vector<int> m_order;              ///< such that none comes before one it is after
    std::vector<Instant> m_marks;          ///< where something may change: ends, midnights
    bool m_exist = true;
};

} // namespace shoujie::properties
