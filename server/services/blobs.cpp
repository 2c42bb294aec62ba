#include "server/services/blobs.hpp"

#include "server/store/blob_rows.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace shoujie::server {

namespace {

/// What one device may begin to bring within a day: about 800 photos of 300 KiB.
constexpr std::int64_t kQuotaBytes = 256 * 1024 * 1024;
constexpr std::chrono::hours kQuotaTime{24};

Result<BlobRow> begin(BlobRows& rows, const DeviceRow& device, const protocol::BlobPiece& piece,
                      Instant now) {
    if (rows.announcedSince(device.id, now - kQuotaTime) + piece.size > kQuotaBytes)
        return Error{ErrorCode::tooMany, "size",
                     "is more than this device may bring within a day; send it tomorrow"};
    return rows.begin(device.site, piece.hash, device.id, piece.size, now);
}

/// What was announced has come: whole, or dropped.
Result<bool> finish(BlobRows& rows, const BlobRow& blob, const Hash& hash, Instant now) {
    const auto content = rows.content(blob, 0, blob.size);
    auto good = protocol::checkBlob(content);
    if (good && sha256(content) != hash)
        good = Error{ErrorCode::notAllowed, "hash", "is not that of what has come"};
    if (!good) {
        rows.remove(blob);
        return good.error();
    }
    rows.finish(blob, now);
    return true;
}

} // namespace

void Blobs::take(const DeviceRow& device, const protocol::BlobPiece& piece, std::string bytes,
                 Answer<protocol::BlobState> answer) const {
    const auto length = static_cast<std::int64_t>(bytes.size());
    // As much as so many rows of a push.
    const std::size_t weight = 1 + bytes.size() / 1024;
    if (piece.offset > piece.size - length)
        return answer(Error{ErrorCode::outOfRange, "offset", "the piece ends behind the whole"});

    // Dropping what turned out wrong is a change that stays, so the job succeeds and tells.
    using Outcome = std::pair<protocol::BlobState, std::optional<Error>>;
    m_context.writer.submit<Outcome>(
        [device, piece, bytes = std::move(bytes),
         now = m_context.clock.now()](Writes& writes) -> Result<Outcome> {
            BlobRows rows(writes.database());
            auto blob = rows.begun(device.site, piece.hash, device.id);
            if (const auto whole = rows.whole(device.site, piece.hash)) {
                if (blob) rows.remove(*blob); // somebody else was faster
                return Outcome{{whole->size}, std::nullopt};
            }
            // One content has one size: what was begun with another leads nowhere.
            if (blob && blob->size != piece.size) rows.remove(*std::exchange(blob, std::nullopt));
            if (!blob) {
                if (bytes.empty()) return Outcome{};
                auto begun = begin(rows, device, piece, now);
                if (!begun) return begun.error();
                blob = *begun;
            }
            if (blob->have != piece.offset || bytes.empty())
                return Outcome{{blob->have}, std::nullopt};
            rows.append(*blob, bytes);
            if (blob->have < blob->size) return Outcome{{blob->have}, std::nullopt};
            auto finished = finish(rows, *blob, piece.hash, now);
            if (!finished) return Outcome{{0}, finished.error()};
            return Outcome{{blob->have}, std::nullopt};
        },
        [answer = std::move(answer)](Result<Outcome> outcome) {
            if (!outcome) return answer(outcome.error());
            if (outcome->second) return answer(*outcome->second);
            answer(outcome->first);
        },
        weight);
}

Result<std::string> Blobs::read(const DeviceRow& device, const Hash& hash,
                                std::int64_t from) const {
    return m_context.reads.read([&](Reads& reads) -> Result<std::string> {
        BlobRows rows(reads.database());
        const auto blob = rows.whole(device.site, hash);
        if (!blob)
            return Error{ErrorCode::notFound, "hash", "there is no such photo, or not all of it"};
        if (from > blob->size) return Error{ErrorCode::outOfRange, "offset", "lies behind the end"};
        return rows.content(*blob, from, static_cast<std::int64_t>(protocol::kMaxBlobPiece));
    });
}

} // namespace shoujie::server
