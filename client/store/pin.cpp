#include "client/store/pin.hpp"

#include <sodium.h>

namespace shoujie::client {

Result<void> checkPinHash(const std::string& pin, const std::string& hash) {
    // -1 is failure; 0 and 1 say whether this call did the work.
    if (sodium_init() >= 0 && crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0)
        return {};
    return Error{ErrorCode::unauthorized, "pin", "is not the PIN of this person"};
}

} // namespace shoujie::client
