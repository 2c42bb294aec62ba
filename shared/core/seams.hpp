#pragma once

#include "shared/core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace shoujie {

/// The wall clock. On the server it is the authority; on a tablet a hint for display only.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// Time elapsed since the device booted, sleep included, which the user cannot set (sync.md 3).
class ElapsedClock {
public:
    virtual ~ElapsedClock() = default;
    [[nodiscard]] virtual std::chrono::nanoseconds elapsed() const = 0;
    /// Names the current boot: equal readings of two boots are not comparable. Lower-case hex.
    [[nodiscard]] virtual std::string bootTag() const = 0;
};

/// Randomness for ids, nonces and keys.
class Rng {
public:
    virtual ~Rng() = default;
    virtual void fill(std::span<std::byte> out) = 0;
    /// 26 characters of Crockford base 32: 48 bits of milliseconds since 1970, 80 random bits.
    std::string makeUlid(Instant at);
    /// `bytes` random bytes as lower-case hex.
    std::string makeHex(std::size_t bytes);
};

/// The real ones. Only `app` folders and tests name them.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
};
class SystemRng final : public Rng {
public:
    void fill(std::span<std::byte> out) override;
};

} // namespace shoujie
