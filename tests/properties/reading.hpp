#pragma once

#include "tests/properties/history.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

/// What can be said of a history without judging it. Where times or amendments leave something
/// open, all that it may be.
namespace shoujie::properties {

struct VisitReading {
    const facts::TimedFact* fact = nullptr;
    const facts::TimedFact* started = nullptr; ///< its visit.started
    std::set<StaffId> receivers;               ///< as registered and as amended
    Instant startEarliest{};                   ///< bounds of the start of the reception
    Instant startLatest{};
};
std::map<VisitId, VisitReading> readVisits(const History& history);

/// `data` of a fact as registered, and as each amendment of it alone would have it.
std::vector<facts::FactData> versionsOf(const facts::TimedFact& fact, const History& history);

/// For each visit, deal, call and referral the number of its group: those of two groups share no
/// key and no relation, whatever the policy makes of keys.
std::map<std::string, int> groupsOf(const History& history);

} // namespace shoujie::properties
