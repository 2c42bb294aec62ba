#pragma once

#include "shared/rules/adjudicator.hpp"
#include "shared/rules/explanation/history.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace shoujie::rules::explanation {

/// How a history is made to differ from what happened.
struct Change {
    std::vector<FactId> without;
    std::vector<facts::TimedFact> with; ///< new, or in the place of the one with its id
    std::int64_t laterDays = 0;         ///< how much later the outcome is asked for

    Change& drop(const facts::TimedFact& fact) {
        without.push_back(fact.fact.id);
        return *this;
    }
    Change& put(facts::TimedFact fact) {
        with.push_back(std::move(fact));
        return *this;
    }
};

/// Judges histories that differ a little from what happened.
class Trial {
public:
    Trial(const PolicyTimeline& policies, const std::vector<FactRef>& facts, Instant now);

    /// Nothing where the change contradicts itself.
    std::optional<Outcome> outcome(const Change& change = {});

private:
    Adjudicator m_adjudicator;
    std::map<FactId, FactRef> m_facts;
    Instant m_now;
};

/// Adds to `change` that an entry says something else: `edit` changes its data, and what amendments
/// say of `members` is left out.
void rewrite(Change& change, const History& history, const facts::TimedFact& entry,
             const std::vector<std::string>& members,
             const std::function<void(facts::FactData&)>& edit);
/// The fact some calendar days later or earlier, at the same time of day.
facts::TimedFact moved(facts::TimedFact fact, std::int64_t days, const PolicyTimeline& policies);
Instant moved(Instant at, std::int64_t days, const PolicyTimeline& policies);

} // namespace shoujie::rules::explanation
