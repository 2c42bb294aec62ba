#pragma once

#ifdef SHOUJIE_PLANTED_BUGS
#include <optional>
#endif

/// Faults that exist in the simulator's build only, to prove that it would find them: a hook is
/// `if (SHOUJIE_PLANTED(chainNotChecked)) ...` at the place, and plain `false` in the product.
/// Held by the test `product_has_no_planted_bugs`.
#ifdef SHOUJIE_PLANTED_BUGS
namespace shoujie::planted {

enum class Bug {
    lostFsync,            ///< the disk says "synced" and has not (no hook: the simulated disk lies)
    cursorBeforeRows,     ///< a page's cursor is kept before its rows
    outboxClearedOnBatch, ///< an answered push lets go of all that waits
    arrivalOrderWinner,   ///< the server judges by when facts arrived
    chainNotChecked,      ///< facts enter whatever stands before them in the device's chain
    wallClockTrusted,     ///< the interval is the tablet's wall clock
    outboxApart,          ///< a fact and its place in the outbox are two transactions
    receiptNotChecked,    ///< a tablet takes any receipt
    refusedDropped,       ///< a refused fact leaves the tablet
    feedBelowCursor       ///< a changed outcome keeps its place in the feed
};

inline std::optional<Bug> active;

} // namespace shoujie::planted
#define SHOUJIE_PLANTED(bug) (::shoujie::planted::active == ::shoujie::planted::Bug::bug)
#else
#define SHOUJIE_PLANTED(bug) false
#endif
