#pragma once

#include "shared/rules/deals/deal_verdict.hpp"
#include "shared/rules/visits/hearing.hpp"

namespace shoujie::rules {

/// Who bought (art. 17), and the visit at which R closed with them.
struct Buyers {
    struct Buyer {
        int identity = kNone;
        Acquaintance known;
    };
    absl::InlinedVector<Buyer, 1> buyers;
    int closingVisit = kNone;
    bool registered = false; ///< at least one matches an entry (art. 21)
};

Buyers findBuyers(const Deal& deal, Run& run);

/// Whose customers the buyers are after the closing visit (rules.md 8, line 3).
struct BuyersOwner {
    absl::InlinedVector<Held, 1> owners; ///< of each owner the interest first received
    bool several = false;                ///< nobody can tell whose
    bool weak = false;                   ///< a weak name led to one of them
    bool weakRefused = false;
};
BuyersOwner ownerOfBuyers(const Deal& deal, const Buyers& buyers, const Policy& policy, Run& run);

/// Persons whose discoveries and notices count for the deal.
std::vector<int> scopeOfDeal(const Deal& deal, const Buyers& buyers, Run& run);

} // namespace shoujie::rules
