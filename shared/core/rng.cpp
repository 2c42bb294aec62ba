#include "shared/core/bytes.hpp"
#include "shared/core/seams.hpp"

#include <sodium.h>

#include <array>
#include <chrono>

namespace shoujie {

std::string Rng::makeUlid(Instant at) {
    static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::array<std::byte, 16> bytes{};
    fill(bytes);
    const auto millis =
        std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
    for (int i = 0; i < 6; ++i)
        bytes[static_cast<std::size_t>(i)] =
            static_cast<std::byte>((millis >> (40 - 8 * i)) & 0xff);

    // 128 bits as 26 digits of 5 bits: the first digit holds the two bits left over.
    std::string text(26, '0');
    unsigned int buffer = 0;
    int bits = 2; // two zero bits in front make 130 = 26 * 5
    std::size_t next = 0;
    for (auto& digit : text) {
        while (bits < 5) {
            buffer = (buffer << 8) | std::to_integer<unsigned int>(bytes[next++]);
            bits += 8;
        }
        digit = kAlphabet[(buffer >> (bits - 5)) & 31U];
        bits -= 5;
        buffer &= (1U << bits) - 1U;
    }
    return text;
}

std::string Rng::makeHex(std::size_t bytes) {
    std::vector<std::uint8_t> random(bytes);
    fill(std::as_writable_bytes(std::span(random)));
    return toHex(random);
}

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void SystemRng::fill(std::span<std::byte> out) {
    randombytes_buf(out.data(), out.size());
}

} // namespace shoujie
