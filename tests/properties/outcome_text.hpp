#pragma once

#include "shared/rules/outcome.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// Outcomes as text that compares fast and tells where two differ.
namespace shoujie::properties {

/// All that the outcome says, one line for each thing said.
std::string textOf(const rules::Outcome& outcome);
std::string textOf(const rules::VisitOutcome& visit);
std::string textOf(const rules::DealOutcome& deal);
std::string textOf(const rules::Referral& referral);
std::string textOf(const rules::Rotation& rotation);
/// Lines in no order of theirs.
std::string textOf(std::vector<std::string> lines);

/// What is said of each visit and deal, rotation aside: a slot is taken or not, but not how.
std::map<std::string, std::string> textBySubject(const rules::Outcome& outcome);

/// The first line that differs, of both.
std::string firstDifference(const std::string& expected, const std::string& actual);

// ---- what uncertain times may not change (rules.md 1.3)
struct VisitEssence {
    std::optional<rules::Owner> owner;
    bool consumes = false;
    bool makeup = false;
    bool operator==(const VisitEssence&) const = default;
};
VisitEssence essenceOf(const rules::VisitOutcome& visit);

std::string textOf(const VisitEssence& essence);
std::string textOf(const rules::DealDecision& decision);

} // namespace shoujie::properties
