// 1.5 Wall clocks decide nothing, and true time lies inside each honest interval.
// 4   Who runs the app under another time gains at most what passed since the last anchor.
#include "tests/simulation/invariants/invariants.hpp"

namespace shoujie::simulation {

void checkTimes(const End& end) {
    // Where the server's own clock was stepped, it is off by no more than that.
    const Duration least = end.server.clock().least();
    const Duration most = end.server.clock().most();
    for (const auto& row : end.rows) {
        const Saved* fact = end.ledger.find(row.wire.id);
        if (fact == nullptr) continue;
        const auto& interval = row.record.stamp.at;
        const std::string told = fact->kind + " " + fact->id.value + " of " + formatUtc(fact->at) +
                                 ": [" + formatUtc(interval.earliest) + ", " +
                                 formatUtc(interval.latest) + "]";
        const bool honest =
            !end.ledger.cheatedBoots.contains(fact->boot) && !end.doubtful.contains(fact->tablet);
        if (honest && (fact->at + most < interval.earliest || fact->at + least > interval.latest))
            end.scene.violated("true time is outside the interval of " + told);
        if (!honest && !end.doubtful.contains(fact->tablet) &&
            interval.latest < fact->anchoredAt - (most - least))
            end.scene.violated("a cheat gained more than since the last anchor: " + told);
    }
}

} // namespace shoujie::simulation
