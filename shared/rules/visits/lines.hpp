#pragma once

#include "shared/rules/visits/hearing.hpp"

#include <initializer_list>
#include <optional>
#include <vector>

/// What the lines of rules.md 6 have in common, and those of them for people who have no owner yet.
namespace shoujie::rules {

void cite(VisitVerdict& verdict, const Run& run, const char* article,
          std::initializer_list<int> facts = {}, KeyKind key = KeyKind::none,
          std::optional<Window> window = std::nullopt);
/// Something else that the manager could decide.
void propose(VisitVerdict& verdict, const Run& run, const VisitOption& option);
VisitVerdict referredCase(int line, Doubtful reason, const Run& run);

/// Line 9, and what other lines fall back to: owner R, taken in turn (1).
VisitVerdict inTurn(const Hearing& hearing, int line);
/// Line 3a and its likes: an own customer, no slot (2.1).
VisitVerdict ownCustomer(const Hearing& hearing, int line);
/// Line 3c: whose right it is has left the company.
VisitVerdict ownerHasLeft(const Hearing& hearing, int line);
/// Line 3d (13): R knew that the customer is O's. Where the customer asked for O or came with O's
/// customer (9.1, 9.3), an unstated answer costs no slot.
VisitVerdict knewOf(const Hearing& hearing, Staff owner, int line, bool unstatedConsumes);
/// 2.2: the slot comes back once the conflict is known, by a discovery, a declaration or a ruling.
void giveBack(VisitVerdict& verdict, const Hearing& hearing, int declared = kNone);
/// Persons whose discoveries count for a visit: the party, its relatives, and whom a name led to.
std::vector<int> scopeOf(const Hearing& hearing);

/// Line 5: the customer asked for somebody during the first visit (9.2, 9.3, 12.2, 12.3).
std::optional<VisitVerdict> lineOfAskedFor(const Hearing& hearing, std::size_t member);
/// Line 6: came with an old customer (8, 9.1).
std::optional<VisitVerdict> lineOfCompanion(const Hearing& hearing);
/// Line 7: somebody registered that they would come (10).
std::optional<VisitVerdict> lineOfReferral(const Hearing& hearing, std::size_t member);
/// Line 8: they called before (12.1): the call yields to the reception, unless the policy says no.
std::optional<VisitVerdict> lineOfCall(const Hearing& hearing, std::size_t member);

} // namespace shoujie::rules
