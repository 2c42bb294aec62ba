#pragma once

#include "shared/core/bytes.hpp"

#include <QtGlobal>
#include <sodium.h>

#include <array>
#include <string>
#include <string_view>

namespace shoujie::client::test {

/// Text of a PinLock at the lowest cost there is: what is tested is the way to it, not its
/// strength. Another `salt` makes another lock of the same PIN.
inline std::string cheapPin(std::string_view pin, std::uint8_t salt = 1) {
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salted{salt};
    std::array<std::uint8_t, crypto_box_SEEDBYTES> seed{};
    PublicKey key{};
    std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret{};
    if (sodium_init() < 0 ||
        crypto_pwhash(seed.data(), seed.size(), pin.data(), pin.size(), salted.data(), 1, 8 * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0 ||
        crypto_box_seed_keypair(key.data(), secret.data(), seed.data()) != 0)
        qFatal("libsodium does not work");
    return "shoujie-pin-1$1$8$" + toBase64(salted) + "$" + toBase64(key);
}

} // namespace shoujie::client::test
