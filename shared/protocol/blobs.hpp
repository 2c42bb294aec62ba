#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Photos and signatures on their way: named by the SHA-256 of their content, which facts refer to,
/// and carried in pieces so that a cut costs no more than one (docs/protocol.md).
namespace shoujie::protocol {

/// Of one photo or signature.
inline constexpr std::size_t kMaxBlobBytes = 4 * 1024 * 1024;
/// Of one piece, up or down.
inline constexpr std::size_t kMaxBlobPiece = 256 * 1024;
/// What a tablet sends at once: a body has 15 s, which takes 4.4 KiB/s.
inline constexpr std::size_t kBlobPieceSent = 64 * 1024;

inline constexpr std::string_view kBlobsPath = "/v1/blobs/"; ///< and 64 hex digits

// ---- PUT /v1/blobs/HASH?offset=N&size=M, the body being the bytes from there on ----------------
struct BlobPiece {
    Hash hash{};
    std::int64_t offset = 0;
    std::int64_t size = 0; ///< of the whole
};
struct BlobState {
    std::int64_t have = 0; ///< bytes from the beginning that are safe; all of them: it is whole
};

/// "/v1/blobs/HASH?offset=N&size=M".
std::string targetOf(const BlobPiece& piece);
std::string encode(const BlobState& state);
Result<BlobState> decodeBlobState(std::string_view text);

/// What a photo or signature may be: 1 byte to kMaxBlobBytes that begin as PNG or JPEG do
/// (ISO/IEC 15948, 5.2; ITU-T T.81, B.1.1.3). Fails with ErrorCode::tooLong, tooShort or notAllowed
/// at "content".
Result<void> checkBlob(std::string_view content);

} // namespace shoujie::protocol
