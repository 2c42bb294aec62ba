#pragma once

#include "shared/core/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie {

/// A SHA-256 value (FIPS 180-4).
using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);

/// Lower-case hexadecimal, both ways. Decoding fails with ErrorCode::malformed.
std::string toHex(std::span<const std::uint8_t> bytes);
Result<std::vector<std::uint8_t>> fromHex(std::string_view text);
Result<Hash> hashFromHex(std::string_view text);

/// Standard base 64 with padding (RFC 4648, section 4), both ways.
std::string toBase64(std::span<const std::uint8_t> bytes);
Result<std::vector<std::uint8_t>> fromBase64(std::string_view text);

/// Builds byte strings in a fixed order, so that two programs hash the same bytes:
/// integers big-endian in 8 bytes, texts as 8 bytes of length and then the bytes.
class ByteWriter {
public:
    ByteWriter& raw(std::string_view bytes);
    ByteWriter& raw(std::span<const std::uint8_t> bytes);
    ByteWriter& text(std::string_view bytes);
    ByteWriter& integer(std::int64_t value);
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Ed25519 (RFC 8032).
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class SigningKey {
public:
    /// From 32 secret random bytes.
    static SigningKey fromSeed(std::span<const std::uint8_t, 32> seed);
    [[nodiscard]] Signature sign(std::string_view message) const;
    [[nodiscard]] const PublicKey& publicKey() const { return m_public; }
    /// As libsodium keeps it: the seed, then the public key.
    [[nodiscard]] std::span<const std::uint8_t, 64> secret() const { return m_secret; }

private:
    std::array<std::uint8_t, 64> m_secret{};
    PublicKey m_public{};
};

[[nodiscard]] bool verifySignature(const PublicKey& key, std::string_view message,
                                   const Signature& signature);

} // namespace shoujie
