#include "shared/protocol/blobs.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/object_reader.hpp"

#include <nlohmann/json.hpp>

namespace shoujie::protocol {

std::string targetOf(const BlobPiece& piece) {
    return std::string(kBlobsPath) + toHex(piece.hash) + "?offset=" + std::to_string(piece.offset) +
           "&size=" + std::to_string(piece.size);
}

std::string encode(const BlobState& state) {
    return nlohmann::json{{"have", state.have}}.dump();
}

Result<BlobState> decodeBlobState(std::string_view text) {
    const auto json = parseJson(text);
    if (!json) return json.error();
    ObjectReader in(*json, "");
    BlobState state;
    in.integer("have", state.have, 0, static_cast<std::int64_t>(kMaxBlobBytes));
    if (auto read = in.finish(ObjectReader::Unread::skipped); !read) return read.error();
    return state;
}

Result<void> checkBlob(std::string_view content) {
    if (content.empty()) return Error{ErrorCode::tooShort, "content", "must not be empty"};
    if (content.size() > kMaxBlobBytes)
        return Error{ErrorCode::tooLong, "content", "is larger than 4 MiB"};
    if (!content.starts_with("\x89PNG\r\n\x1a\n") && !content.starts_with("\xff\xd8\xff"))
        return Error{ErrorCode::notAllowed, "content", "is no PNG and no JPEG"};
    return {};
}

} // namespace shoujie::protocol
