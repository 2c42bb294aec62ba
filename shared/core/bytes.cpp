#include "shared/core/bytes.hpp"

#include <sodium.h>

#include <algorithm>

namespace shoujie {

namespace {

const unsigned char* unsignedData(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Error notHex() {
    return {ErrorCode::malformed, "", "is not lower-case hexadecimal"};
}

} // namespace

Hash sha256(std::string_view bytes) {
    Hash hash{};
    crypto_hash_sha256(hash.data(), unsignedData(bytes), bytes.size());
    return hash;
}

std::string toHex(std::span<const std::uint8_t> bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

Result<std::vector<std::uint8_t>> fromHex(std::string_view text) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    if (text.size() % 2 != 0) return notHex();
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return notHex();
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

Result<Hash> hashFromHex(std::string_view text) {
    auto bytes = fromHex(text);
    if (!bytes) return std::move(bytes).error();
    if (bytes->size() != Hash().size())
        return Error{ErrorCode::malformed, "", "is not a hash of 64 hexadecimal digits"};
    Hash hash{};
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

std::string toBase64(std::span<const std::uint8_t> bytes) {
    constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
    text.pop_back(); // the terminating zero is counted
    return text;
}

Result<std::vector<std::uint8_t>> fromBase64(std::string_view text) {
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(),
                                         nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    bytes.resize(size);
    // Compared, because libsodium 1.0.18 reads some bytes above 0x7f as letters of the alphabet.
    if (failed != 0 || toBase64(bytes) != text)
        return Error{ErrorCode::malformed, "", "is not base 64"};
    return bytes;
}

ByteWriter& ByteWriter::raw(std::string_view bytes) {
    m_bytes += bytes;
    return *this;
}

ByteWriter& ByteWriter::raw(std::span<const std::uint8_t> bytes) {
    m_bytes.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return *this;
}

ByteWriter& ByteWriter::text(std::string_view bytes) {
    return integer(static_cast<std::int64_t>(bytes.size())).raw(bytes);
}

ByteWriter& ByteWriter::integer(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    for (int shift = 56; shift >= 0; shift -= 8)
        m_bytes += static_cast<char>(static_cast<std::uint8_t>(bits >> shift));
    return *this;
}

SigningKey SigningKey::fromSeed(std::span<const std::uint8_t, 32> seed) {
    SigningKey key;
    crypto_sign_seed_keypair(key.m_public.data(), key.m_secret.data(), seed.data());
    return key;
}

Signature SigningKey::sign(std::string_view message) const {
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, unsignedData(message), message.size(),
                         m_secret.data());
    return signature;
}

bool verifySignature(const PublicKey& key, std::string_view message, const Signature& signature) {
    return crypto_sign_verify_detached(signature.data(), unsignedData(message), message.size(),
                                       key.data()) == 0;
}

} // namespace shoujie
