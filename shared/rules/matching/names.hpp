#pragma once

#include "shared/facts/customer.hpp"
#include "shared/rules/matching/folding.hpp"

#include <array>
#include <string>
#include <string_view>

namespace shoujie::rules {

/// What art. 4 can use of a name. Empty text where there is nothing.
struct NameParts {
    std::string fullName; ///< the name key; empty for "Mr Wang", "王先生", "Peter" or "王"
    std::string surname;  ///< the surname, given or read off the name
};

/// Reads the full name and the surname out of what was written down.
NameParts readName(const facts::Customer& customer, const Folding& folding);

/// A full name of a few Chinese characters and digits without title, kept without allocating.
struct PlainName {
    std::array<char, 24> bytes{};
    std::size_t length = 0;
    std::size_t surnameLength = 0; ///< in bytes
    [[nodiscard]] std::string_view surname() const { return {bytes.data(), surnameLength}; }
    [[nodiscard]] std::string_view text() const { return {bytes.data(), length}; }
};
/// Reads the plainest kind of name: what readName gives for it, in a fraction of the time. False
/// where the name is of another kind. Held equal to readName by `plainNames_sameAsReadInFull`.
bool readPlainName(std::string_view written, const Folding& folding, PlainName& name);

} // namespace shoujie::rules
