#pragma once

#include "shared/facts/customer.hpp"
#include "tests/properties/dice.hpp"

/// The invented people of random histories.
namespace shoujie::properties {

inline constexpr int kPeople = 6;

/// What somebody wrote down about one of the six: other keys and other spellings each time. Two of
/// them have one name, two share a phone at times, two drive cars of one plate but two makes.
facts::Customer mention(int who, Dice& dice);

/// One of the many whom nobody of the six shares a key with.
facts::Customer stranger(int who, Dice& dice);

} // namespace shoujie::properties
