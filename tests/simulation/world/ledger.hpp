#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/time.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shoujie::simulation {

/// What the world knows and the product does not: what was really saved, and when.
struct Saved {
    FactId id;
    int tablet = 0;
    StaffId by;
    std::string kind;
    Instant at{};           ///< true time
    Instant anchoredAt{};   ///< server time of the newest anchor that its tablet certainly held
    std::string boot;       ///< its tablet's boot tag
    bool forbidden = false; ///< the author may not say this; the register has to refuse it
};

struct Ledger {
    std::vector<Saved> saved; ///< in the order of true time
    std::map<FactId, std::size_t> places;
    /// Attempts that ended in an error: the fact may be there, but nobody was told so.
    std::map<int, int> unsaved;
    std::set<std::string> cheatedBoots; ///< in which the elapsed clock was tampered with
    std::map<StaffId, Instant> leftAt;  ///< true time at which it was recorded that they left

    void add(Saved fact) {
        places[fact.id] = saved.size();
        saved.push_back(std::move(fact));
    }
    [[nodiscard]] const Saved* find(const FactId& id) const {
        const auto found = places.find(id);
        return found == places.end() ? nullptr : &saved[found->second];
    }
};

} // namespace shoujie::simulation
