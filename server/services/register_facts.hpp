#pragma once

#include "server/services/log.hpp"
#include "server/store/rows.hpp"
#include "server/store/writes.hpp"
#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"

namespace shoujie::server {

/// A fact of the register as the rules take it.
Result<facts::TimedFact> timedFact(const FactRow& row);

/// The fact of a row as JSON with its interval (facts::timedFactToJson), whether or not this
/// program knows its kind.
std::string timedFactText(const FactRow& row);
/// Facts of a newer vocabulary that this program knows by now pass the gate, or do not: at start,
/// after an upgrade. Gives how many are judged from now on.
Result<int> admitSupported(Writes& writes, const SiteId& site);
/// Lets the server itself state a fact, at exactly `now`.
registry::Record appendSystemFact(Writes& writes, const SiteId& site, FactId id,
                                  facts::FactData data, Instant now);

/// What everybody is told who would write to a register that is being put together again:
/// ErrorCode::unavailable at "recovery".
Error recoveringError();
Result<void> checkWritable(const SiteRow& site);
/// The register was put back from an older copy, by the word of who asks: ErrorCode::conflict at
/// "tree_size".
Error putBackError();
/// Fails as checkWritable, and with ErrorCode::conflict at "tree_size" where somebody has seen more
/// of the register than there is: it was put back from an older copy, and knows less than those it
/// would judge.
Result<void> checkSeen(const SiteRow& site, std::uint64_t seen);
/// One line of the log for that error; nothing for another.
void logAhead(Log& log, const SiteId& site, const Error& error);
/// That the register begins with its first `seen` records, whoever has seen them; fails as
/// checkSeen. `nodes` are the site's.
Result<std::vector<Hash>> consistencyFrom(const registry::NodeStore& nodes, const SiteRow& site,
                                          std::uint64_t seen);
/// The signed note over a site's whole register; empty while nothing is in it.
std::string signedCheckpoint(const registry::NodeStore& nodes, const SiteRow& site,
                             const SigningKey& key);

} // namespace shoujie::server
