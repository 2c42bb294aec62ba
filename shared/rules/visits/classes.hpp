#pragma once

#include "shared/rules/visits/hearing.hpp"

#include <vector>

namespace shoujie::rules {

/// What the visitors are (art. 6, rules.md 5), whatever the windows say.
VisitClass classOf(const Hearing& hearing);

/// The person of a member (by place in the party), or whom the name led to, had been received
/// before, not publicly.
bool visitedBefore(const Hearing& hearing, std::size_t member);
/// Referral registrations that match a member, earliest first (art. 10).
std::vector<int> referralsOf(const Hearing& hearing, const Acquaintance& known);
/// Call registrations that match a member, earliest first (art. 12).
std::vector<int> callsOf(const Hearing& hearing, const Acquaintance& known);

} // namespace shoujie::rules
