#pragma once

#include "shared/core/bytes.hpp"

#include <string>
#include <string_view>

namespace shoujie::testing {

/// The eight leaves of the Certificate Transparency reference tests, as hexadecimal digits.
inline constexpr std::string_view kPublishedLeaves[] = {"",
                                                        "00",
                                                        "10",
                                                        "2021",
                                                        "3031",
                                                        "40414243",
                                                        "5051525354555657",
                                                        "606162636465666768696a6b6c6d6e6f"};
inline std::string bytesOf(std::string_view hex) {
    const auto bytes = fromHex(hex);
    return {bytes->begin(), bytes->end()};
}

} // namespace shoujie::testing
