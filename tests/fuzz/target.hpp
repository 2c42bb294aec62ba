#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

/// What a fuzz target says of an input: LLVMFuzzerTestOneInput, called by libFuzzer (preset "fuzz")
/// or by driver.cpp (all others), which both want the same of it: no state from input to input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace shoujie::fuzz {

/// What must hold of every input; where it does not, the input is a finding.
inline void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
    std::abort();
}

/// Cuts numbers and texts off an input. At its end there are only zeros and empty texts.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size)
        : m_left(reinterpret_cast<const char*>(data), size) {}

    template <class T>
    T number() {
        T value{};
        const auto size = std::min(sizeof value, m_left.size());
        std::memcpy(&value, m_left.data(), size);
        m_left.remove_prefix(size);
        return value;
    }
    /// One of 0 to `count` - 1.
    std::size_t below(std::size_t count) { return number<std::uint8_t>() % count; }
    bool flag() { return below(2) == 1; }
    std::string_view bytes(std::size_t size) {
        const auto cut = m_left.substr(0, size);
        m_left.remove_prefix(cut.size());
        return cut;
    }
    /// Up to the next newline, which is dropped.
    std::string_view line() {
        const auto cut = bytes(std::min(m_left.find('\n'), m_left.size()));
        bytes(1);
        return cut;
    }
    std::string_view rest() { return bytes(m_left.size()); }
    [[nodiscard]] bool empty() const { return m_left.empty(); }

private:
    std::string_view m_left;
};

} // namespace shoujie::fuzz
