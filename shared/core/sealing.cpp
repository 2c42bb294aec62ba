#include "shared/core/sealing.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace shoujie {

namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
static_assert(kSealOverhead == kNonce + kKey + kTag + kTag);

unsigned char* at(std::string& text, std::size_t place) {
    return reinterpret_cast<unsigned char*>(text.data() + place);
}
const unsigned char* at(std::string_view text, std::size_t place) {
    return reinterpret_cast<const unsigned char*>(text.data() + place);
}

void encrypt(unsigned char* out, std::string_view plain, std::string_view context,
             const unsigned char* nonce, const unsigned char* key) {
    crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, at(plain, 0), plain.size(),
                                               at(context, 0), context.size(), nullptr, nonce, key);
}
bool decrypt(unsigned char* out, std::string_view sealed, std::string_view context,
             const unsigned char* nonce, const unsigned char* key) {
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, at(sealed, 0),
                                                      sealed.size(), at(context, 0), context.size(),
                                                      nonce, key) == 0;
}

/// A key that seals one text only needs no nonce.
constexpr std::array<unsigned char, kNonce> kOnce{};

Error notALock() {
    return {ErrorCode::malformed, "", "is not what is kept of a PIN"};
}

constexpr std::string_view kLockName = "shoujie-pin-1";

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('$', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::optional<std::uint64_t> numberIn(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > most)
        return std::nullopt;
    return value;
}

template <std::size_t N>
bool readBytes(std::string_view text, std::array<std::uint8_t, N>& out) {
    const auto bytes = fromBase64(text);
    if (!bytes || bytes->size() != N) return false;
    std::ranges::copy(*bytes, out.begin());
    return true;
}

} // namespace

SecretKey SecretKey::random() {
    SecretKey key;
    randombytes_buf(key.m_bytes.data(), key.m_bytes.size());
    return key;
}

Result<SecretKey> SecretKey::fromBytes(std::string_view bytes) {
    SecretKey key;
    if (bytes.size() != key.m_bytes.size())
        return Error{ErrorCode::malformed, "", "is not a key of 32 bytes"};
    std::ranges::copy(bytes, key.m_bytes.begin());
    return key;
}

SecretKey::~SecretKey() {
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

std::string_view SecretKey::bytes() const {
    return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()};
}

std::string seal(const SecretKey& key, std::string_view plain, std::string_view context) {
    // nonce | own key, sealed | text, sealed
    std::string sealed(plain.size() + kSealOverhead, '\0');
    std::array<unsigned char, kNonce + kKey> fresh{};
    randombytes_buf(fresh.data(), fresh.size());
    std::copy_n(fresh.begin(), kNonce, at(sealed, 0));
    const unsigned char* own = fresh.data() + kNonce;
    encrypt(at(sealed, kNonce), {reinterpret_cast<const char*>(own), kKey}, context, fresh.data(),
            key.data());
    encrypt(at(sealed, kNonce + kKey + kTag), plain, context, kOnce.data(), own);
    sodium_memzero(fresh.data(), fresh.size());
    return sealed;
}

Result<std::string> unseal(const SecretKey& key, std::string_view sealed,
                           std::string_view context) {
    const Error wrong{ErrorCode::corrupt, "", "a sealed text does not open"};
    if (sealed.size() < kSealOverhead) return wrong;
    std::array<unsigned char, kKey> own{};
    if (!decrypt(own.data(), sealed.substr(kNonce, kKey + kTag), context, at(sealed, 0),
                 key.data()))
        return wrong;
    const auto text = sealed.substr(kNonce + kKey + kTag);
    std::string plain(text.size() - kTag, '\0');
    const bool right = decrypt(at(plain, 0), text, context, kOnce.data(), own.data());
    sodium_memzero(own.data(), own.size());
    if (!right) return wrong;
    return plain;
}

std::string boxFor(const PublicKey& key, std::string_view plain) {
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> to{};
    std::string box(plain.size() + crypto_box_SEALBYTES, '\0');
    // Fails for bytes that are no Ed25519 key; then there is nobody to read it, which the empty box
    // says.
    if (crypto_sign_ed25519_pk_to_curve25519(to.data(), key.data()) != 0 ||
        crypto_box_seal(at(box, 0), at(plain, 0), plain.size(), to.data()) != 0)
        return {};
    return box;
}

Result<std::string> openBox(const SigningKey& key, std::string_view box) {
    const Error wrong{ErrorCode::malformed, "", "is not sealed to this server"};
    if (box.size() < crypto_box_SEALBYTES) return wrong;
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> own{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    std::string plain(box.size() - crypto_box_SEALBYTES, '\0');
    const bool opened =
        crypto_sign_ed25519_pk_to_curve25519(own.data(), key.publicKey().data()) == 0 &&
        crypto_sign_ed25519_sk_to_curve25519(secret.data(), key.secret().data()) == 0 &&
        crypto_box_seal_open(at(plain, 0), at(box, 0), box.size(), own.data(), secret.data()) == 0;
    sodium_memzero(secret.data(), secret.size());
    if (!opened) return wrong;
    return plain;
}

Result<SecretKey> PinKey::unbox(std::string_view box) const {
    const Error wrong{ErrorCode::corrupt, "", "what the PIN should open is damaged"};
    std::string plain(kKey, '\0');
    if (box.size() != plain.size() + crypto_box_SEALBYTES ||
        crypto_box_seal_open(at(plain, 0), at(box, 0), box.size(), m_public.data(),
                             m_secret.data()) != 0)
        return wrong;
    auto key = SecretKey::fromBytes(plain);
    sodium_memzero(plain.data(), plain.size());
    return key;
}

Result<PinKey> PinLock::derive(std::string_view pin) const {
    std::array<unsigned char, crypto_box_SEEDBYTES> seed{};
    if (crypto_pwhash(seed.data(), seed.size(), pin.data(), pin.size(), m_salt.data(), m_passes,
                      static_cast<std::size_t>(m_kibibytes) * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{ErrorCode::unavailable, "pin", "there is not enough memory to hash it"};
    PublicKey key{};
    std::string secret(crypto_box_SECRETKEYBYTES, '\0');
    crypto_box_seed_keypair(key.data(), at(secret, 0), seed.data());
    sodium_memzero(seed.data(), seed.size());
    auto held = SecretKey::fromBytes(secret);
    sodium_memzero(secret.data(), secret.size());
    return PinKey(key, *held);
}

Result<PinLock> PinLock::make(std::string_view pin) {
    PinLock lock;
    lock.m_passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    lock.m_kibibytes = crypto_pwhash_MEMLIMIT_INTERACTIVE / 1024;
    randombytes_buf(lock.m_salt.data(), lock.m_salt.size());
    auto key = lock.derive(pin);
    if (!key) return key.error();
    lock.m_public = key->m_public;
    return lock;
}

Result<PinLock> PinLock::read(std::string_view text) {
    constexpr std::uint64_t kMostPasses = 8;
    constexpr std::uint64_t kMostKibibytes = std::uint64_t{256} * 1024;
    const auto parts = split(text);
    if (parts.size() != 5 || parts[0] != kLockName) return notALock();
    const auto passes = numberIn(parts[1], kMostPasses);
    const auto kibibytes = numberIn(parts[2], kMostKibibytes);
    PinLock lock;
    if (!passes || *passes < 1 || !kibibytes || *kibibytes < 8 ||
        !readBytes(parts[3], lock.m_salt) || !readBytes(parts[4], lock.m_public))
        return notALock();
    lock.m_passes = *passes;
    lock.m_kibibytes = *kibibytes;
    return lock;
}

std::string PinLock::text() const {
    return std::string(kLockName) + "$" + std::to_string(m_passes) + "$" +
           std::to_string(m_kibibytes) + "$" + toBase64(m_salt) + "$" + toBase64(m_public);
}

Result<PinKey> PinLock::open(std::string_view pin) const {
    auto key = derive(pin);
    if (!key) return key;
    if (sodium_memcmp(key->m_public.data(), m_public.data(), m_public.size()) != 0)
        return Error{ErrorCode::unauthorized, "pin", "is not the PIN of this person"};
    return key;
}

std::string PinLock::box(const SecretKey& key) const {
    std::string box(kKey + crypto_box_SEALBYTES, '\0');
    if (crypto_box_seal(at(box, 0), key.data(), kKey, m_public.data()) != 0) return {};
    return box;
}

} // namespace shoujie
