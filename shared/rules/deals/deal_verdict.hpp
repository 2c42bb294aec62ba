#pragma once

#include "shared/rules/visits/verdict.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace shoujie::rules {

struct FineRange {
    Staff staff = kNobody;
    std::int64_t min = 0;
    std::int64_t max = 0;
    bool operator==(const FineRange&) const = default;
};

/// What could have been decided on a deal, for the manager (art. 20).
struct DealOption {
    Staff owner = kNobody;
    std::vector<std::pair<Staff, std::int64_t>> shares; ///< basis points
    Commission commission = Commission::payable;
    std::optional<FineRange> fine;
    bool operator==(const DealOption&) const = default;
};

/// What the articles say of one deal, in one world.
struct DealVerdict {
    int line = 0; ///< of rules.md 8; 0 while it is pending
    DealOption decision;
    std::string_view referred; ///< reason; empty where decided
    Staff formalities = kNobody;
    Staff claimedBy = kNobody;            ///< the O of line 8
    std::optional<std::int64_t> openDays; ///< line 8: days from the deal in which it may change
    int original = kNone;
    std::vector<int> restsOn;
    std::vector<Reason> reasons;
    std::vector<Warning> warnings;
    std::vector<DealOption> alternatives;
};

/// The verdict by rules.md 8; `ruledOwner` is whom a ruling names that sets nothing but the owner.
DealVerdict decideDeal(int deal, Staff ruledOwner, Run& run);

} // namespace shoujie::rules
