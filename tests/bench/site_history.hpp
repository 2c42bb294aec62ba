#pragma once

#include "shared/facts/fact.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace shoujie::testing {

/// A large show unit, told fact by fact in the order of time: 40 salespeople, about 550 receptions
/// a day. Invented people; of a hundred new guests one has one of `kCommonNames` names that many
/// share. Three in ten receptions are of people who were here before, mostly by their owner; one in
/// ten guests comes with a relative or has called; one reception in fifty is another's customer and
/// is discovered; one in forty leads to a deal.
class SiteHistory {
public:
    static constexpr int kStaff = 40;
    static constexpr int kCommonNames = 10;

    explicit SiteHistory(std::uint64_t seed) : m_random(seed) {}

    facts::TimedFact next();
    /// A visit that has just ended, by a new guest or an old one: what a benchmark adds.
    facts::TimedFact nextVisit();

private:
    struct Guest {
        std::uint32_t number;
        std::uint8_t owner;
    };

    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }
    bool oneIn(int count) { return below(count) == 0; }
    facts::TimedFact wrap(int by, facts::FactData data);
    facts::Customer customer(std::uint32_t number);
    facts::TimedFact visit();
    facts::TimedFact deal(const Guest& guest);
    facts::TimedFact call();
    void pass();

    std::mt19937_64 m_random;
    std::uint64_t m_facts = 0;
    std::uint64_t m_visits = 0;
    std::uint64_t m_others = 0;
    std::uint32_t m_guests = 0;
    int m_turn = 0;
    Instant m_now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(1);
    std::vector<Guest> m_recent; ///< who may come back
    std::vector<facts::TimedFact> m_waiting;
};

} // namespace shoujie::testing
