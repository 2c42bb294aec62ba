#pragma once

#include "server/services/context.hpp"
#include "server/store/rows.hpp"
#include "shared/protocol/blobs.hpp"

#include <cstdint>
#include <string>

namespace shoujie::server {

/// Photos and signatures: taken in piece by piece, named by the SHA-256 of their content, and given
/// out to the tablets of the same site (docs/protocol.md).
class Blobs {
public:
    explicit Blobs(const Context& context) : m_context(context) {}

    /// A piece of a device's upload; answered once it is on the disk. A piece whose place is not
    /// the next changes nothing; an empty one is a question. With the last one the whole is
    /// checked: what has another hash is dropped and ErrorCode::notAllowed at "hash", what is no
    /// PNG and no JPEG at "content". ErrorCode::outOfRange at "size" or "offset",
    /// ErrorCode::tooMany beyond the day's quota. With another size than before it begins anew.
    void take(const DeviceRow& device, const protocol::BlobPiece& piece, std::string bytes,
              Answer<protocol::BlobState> answer) const;

    /// At most protocol::kMaxBlobPiece bytes of what is whole, from there on; fewer are the end.
    /// ErrorCode::notFound where the device's site has no such blob.
    Result<std::string> read(const DeviceRow& device, const Hash& hash, std::int64_t from) const;

private:
    Context m_context;
};

} // namespace shoujie::server
