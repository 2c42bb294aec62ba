#pragma once

#include "shared/rules/explanation/case.hpp"
#include "shared/rules/explanation/trial.hpp"

namespace shoujie::rules::explanation {

/// What would have been otherwise, found by judging changed histories: at most five sentences, only
/// such whose result differs from the actual one.
std::vector<std::string> tellOtherwise(const Case& about, Trial& trial);

/// Whether the reception would earn a make-up turn if the conflict were recorded now.
bool earnsMakeupOnceKnown(const Case& about, Trial& trial);

/// The days of a relative's right that has run out (art. 14): the outcome says that it has, not
/// from when. Found by judging the visit as if it had been soon after each earlier entry.
std::optional<Because> familyDaysRunOut(const Case& about, Trial& trial);

/// Whether the trial, left as it is, gives what was decided.
bool agrees(const Case& about, Trial& trial);

} // namespace shoujie::rules::explanation
