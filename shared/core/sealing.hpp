#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// Data at rest (`sync.md` 6), by libsodium alone.
namespace shoujie {

/// 32 secret bytes, wiped when they are no longer needed.
class SecretKey {
public:
    static SecretKey random();
    /// ErrorCode::malformed unless there are 32 bytes.
    static Result<SecretKey> fromBytes(std::string_view bytes);
    ~SecretKey();
    SecretKey(const SecretKey&) = default;
    SecretKey& operator=(const SecretKey&) = default;
    [[nodiscard]] const std::uint8_t* data() const { return m_bytes.data(); }
    [[nodiscard]] std::string_view bytes() const;

private:
    SecretKey() = default;
    std::array<std::uint8_t, 32> m_bytes{};
};

/// How much longer a sealed text is.
inline constexpr std::size_t kSealOverhead = 24 + 32 + 16 + 16;

/// Seals `plain` under a key of its own, which stands before it, sealed by `key`
/// (XChaCha20-Poly1305, twice). So one text can be destroyed for good with its few bytes, and `key`
/// be changed without touching the texts. `context` says where it stands: it opens nowhere else.
std::string seal(const SecretKey& key, std::string_view plain, std::string_view context);
/// ErrorCode::corrupt for another key, another context, or a byte that has changed.
Result<std::string> unseal(const SecretKey& key, std::string_view sealed, std::string_view context);

/// Sealed to whoever has the secret of an Ed25519 key (as X25519, libsodium's sealed box): who
/// writes it cannot read it again.
std::string boxFor(const PublicKey& key, std::string_view plain);
/// ErrorCode::malformed for what is no box for this key.
Result<std::string> openBox(const SigningKey& key, std::string_view box);

/// What a PIN has opened.
class PinKey {
public:
    /// ErrorCode::corrupt for what was not boxed by this PIN's lock.
    [[nodiscard]] Result<SecretKey> unbox(std::string_view box) const;

private:
    friend class PinLock;
    PinKey(const PublicKey& key, const SecretKey& secret) : m_public(key), m_secret(secret) {}
    PublicKey m_public{};
    SecretKey m_secret;
};

/// What is kept of a PIN: it tells the right PIN, and anybody can lock a key with it that only the
/// PIN opens. An X25519 key made from the PIN by Argon2id at the interactive cost (64 MiB, about
/// 0.1 s), and its salt. Who has it can try PINs at that cost each.
class PinLock {
public:
    /// ErrorCode::unavailable where there is not enough memory, for `open` as well.
    static Result<PinLock> make(std::string_view pin);
    /// From `text`; ErrorCode::malformed. Costs above 8 passes or 256 MiB are refused.
    static Result<PinLock> read(std::string_view text);
    /// One line of printable ASCII, below 200 characters.
    [[nodiscard]] std::string text() const;
    /// ErrorCode::unauthorized at "pin" for another PIN.
    [[nodiscard]] Result<PinKey> open(std::string_view pin) const;
    [[nodiscard]] std::string box(const SecretKey& key) const;

private:
    [[nodiscard]] Result<PinKey> derive(std::string_view pin) const;
    std::uint64_t m_passes = 0;
    std::uint64_t m_kibibytes = 0;
    std::array<std::uint8_t, 16> m_salt{};
    PublicKey m_public{};
};

} // namespace shoujie
