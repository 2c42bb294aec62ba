#pragma once

#include <array>
#include <string_view>

/// The words of an outcome (`facts.md`), in the order of the enumerators of `outcome.hpp`.
namespace shoujie::rules::words {

inline constexpr std::array<std::string_view, 8> kClasses{
    "public", "group_purchase", "returning", "family", "asked_for", "referred", "call_in", "new"};
inline constexpr std::array<std::string_view, 3> kSlots{"none", "turn", "makeup"};
inline constexpr std::array<std::string_view, 3> kStatuses{"final", "provisional", "referred"};
inline constexpr std::array<std::string_view, 5> kCommissions{"payable", "cancelled", "group_bonus",
                                                              "pending", "referred"};

} // namespace shoujie::rules::words
