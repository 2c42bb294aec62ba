#pragma once

#include "shared/rules/visits/verdict.hpp"

#include <absl/container/inlined_vector.h>
#include <cstdint>
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
    absl::InlinedVector<std::pair<Staff, std::int64_t>, 2> shares; ///< basis points
    Commission commission = Commission::payable;
    std::optional<FineRange> fine;
    bool operator==(const DealOption&) const = default;
};

/// What the articles say of one deal, in one world.
struct DealFinding {
    DealOption decision;
    Staff formalities = kNobody;
    int original = kNone;
    int restsOn = kNone;
    int closingVisit = kNone;
    std::int32_t openDays = VisitFinding::kClosed; ///< line 8: days in which it may change
    std::int8_t line = 0;                          ///< of rules.md 8; 0 while it is pending
    Doubtful referred = Doubtful::no;
    std::uint8_t warnings = 0;
    bool operator==(const DealFinding&) const = default;
};

/// The same with the reasons, which are written down only where somebody asks.
struct DealVerdict : DealFinding {
    std::vector<Reason> reasons;
    std::vector<DealOption> alternatives;
};

/// The verdict by rules.md 8; `ruledOwner` is whom a ruling names that sets nothing but the owner.
DealVerdict judgeDeal(int deal, Staff ruledOwner, Run& run);

} // namespace shoujie::rules
