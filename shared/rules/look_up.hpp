#pragma once

#include "shared/rules/adjudicator.hpp"
#include "shared/rules/visits/verdict.hpp"

namespace shoujie::rules {

/// What the register says at `at` of somebody with these keys, before anything is saved.
LookUp lookUpCustomer(const KeysView& keys, const StaffId& receiver, Instant at, const Book& book,
                      const Findings& findings);

} // namespace shoujie::rules
