#pragma once

#include "client/store/replica.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/rules/outcome.hpp"

#include <absl/container/flat_hash_map.h>
#include <functional>
#include <optional>
#include <string>

namespace shoujie::client {

/// A visit's outcome and whose word it is.
struct JudgedVisit {
    rules::VisitOutcome outcome;
    bool official = false;
};

/// The outcome of each visit as this tablet shows it: the server's, unless an own fact that the
/// server has not judged yet speaks of the visit; else what the rules say here.
class VisitOutcomes {
public:
    /// Takes in an outcome of the feed; one that this program cannot read leaves the visit to the
    /// rules on this tablet.
    void keepOfficial(const OfficialOutcome& outcome);
    /// At `now`; empty for a visit nobody knows.
    [[nodiscard]] std::optional<JudgedVisit> of(const VisitId& visit, const Replica& replica,
                                                Instant now) const;

private:
    absl::flat_hash_map<VisitId, rules::VisitOutcome, std::hash<VisitId>> m_official;
};

} // namespace shoujie::client
