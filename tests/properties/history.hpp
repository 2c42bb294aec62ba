#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/adjudicator.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::properties {

enum class Flavour {
    exact,  ///< every time is known
    vague,  ///< many times are intervals, of minutes to days
    hostile ///< what nobody would write down, but a broken or malicious tablet might
};

/// What is judged, as a scenario file holds it.
struct History {
    std::string policy = "{}"; ///< overrides or dated list, as JSON
    std::optional<Instant> now;
    std::vector<facts::TimedFact> facts;
    Flavour flavour = Flavour::vague; ///< of a file: vague
};

/// The history of a seed, and only of it: a small site with few people, so that keys, windows and
/// turns meet often.
History makeHistory(std::uint64_t seed);

/// As a scenario file; `title` says what it is about.
std::string asScenario(const History& history, const std::string& title);
Result<History> fromScenario(std::string_view text);

/// The policies of a history; made once for each text. The text is a valid policy.
const rules::PolicyTimeline& policiesOf(const History& history);

/// When a history is judged unless it says otherwise: just after its last fact.
Instant judgedAt(const History& history);

/// An adjudicator that has taken in all facts. Throws std::logic_error where it refuses one: ids
/// and created subjects of a history are distinct.
rules::Adjudicator told(const History& history, rules::FactSource source = {});
rules::Outcome decide(const History& history, Instant now);

} // namespace shoujie::properties
