#pragma once

#include "shared/core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shoujie::simulation {

/// What happened, as one number: two runs that agree in it went the same way. With text, also as
/// lines on standard output.
class Trace {
public:
    explicit Trace(bool text) : m_text(text) {}

    void note(Instant at, std::string_view who, std::string_view what);
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }
    [[nodiscard]] std::uint64_t lines() const { return m_lines; }

private:
    bool m_text;
    std::uint64_t m_hash = 0xcbf29ce484222325; ///< FNV-1a
    std::uint64_t m_lines = 0;
};

} // namespace shoujie::simulation
