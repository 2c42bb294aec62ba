#pragma once

#include <array>
#include <string_view>

namespace shoujie::rules::explanation {

/// One text of a catalogue; {placeholders} in it are filled by name.
struct Message {
    std::string_view key;
    std::string_view text;
};

} // namespace shoujie::rules::explanation
