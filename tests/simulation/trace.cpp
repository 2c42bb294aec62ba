#include "tests/simulation/trace.hpp"

#include <cstdio>

namespace shoujie::simulation {

void Trace::note(Instant at, std::string_view who, std::string_view what) {
    const std::string line = formatUtc(at).append(" ").append(who).append(" ").append(what) + "\n";
    for (const char c : line)
        m_hash = (m_hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
    ++m_lines;
    if (m_text) std::fputs(line.c_str(), stdout);
}

} // namespace shoujie::simulation
