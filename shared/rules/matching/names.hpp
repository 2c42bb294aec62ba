#pragma once

#include "shared/facts/customer.hpp"
#include "shared/rules/matching/folding.hpp"

#include <string>

namespace shoujie::rules {

/// What art. 4 can use of a name. Empty text where there is nothing.
struct NameParts {
    std::string fullName; ///< the name key; empty for "Mr Wang", "王先生", "Peter" or "王"
    std::string surname;  ///< the surname, given or read off the name
};

/// Reads the full name and the surname out of what was written down.
NameParts readName(const facts::Customer& customer, const Folding& folding);

} // namespace shoujie::rules
