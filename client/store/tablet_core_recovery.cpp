// What a tablet does for a register that the office has lost and puts together again.
#include "client/store/store_values.hpp"
#include "client/store/tablet_core.hpp"
#include "shared/core/limits.hpp"

#include <algorithm>
#include <utility>

namespace shoujie::client {
namespace {

/// What one request hands in at most, so that its body stays below limits::kMaxBodyBytes.
constexpr std::size_t kHandedRecords = 500;
constexpr std::int64_t kShownAnchors = 100; ///< with a question
constexpr std::size_t kHandedBytes = 128 * 1024;

Error wrongTail() {
    return {ErrorCode::corrupt, "tail", "is not what the register holds"};
}

} // namespace

/// The lines behind `seen` that an answer shows: its tail and its receipts together. Nothing where
/// they are not all of them; an error where they are not those of the checkpoint.
Result<std::vector<WitnessedRecord>>
TabletCore::linesOf(const protocol::Tail& tail, const std::vector<Settled>& settled,
                    std::uint64_t seen, const registry::Checkpoint& checkpoint,
                    const std::vector<Hash>& consistency) const {
    auto records = registry::recordsFromBytes(tail.records);
    if (!records) return records.error();
    std::vector<WitnessedRecord> lines;
    auto stated = tail.stated.begin();
    for (auto& record : *records) {
        WitnessedRecord line{std::move(record), {}};
        if (line.record.device.empty()) {
            if (stated == tail.stated.end()) return wrongTail();
            auto fact = *stated++;
            fact.site = m_identity->site;
            if (evidence::bodyHash(fact) != line.record.chainHash) return wrongTail();
            line.stated = protocol::encodeStated(fact);
        }
        lines.push_back(std::move(line));
    }
    if (lines.empty() && seen == 0) return lines;
    for (const Settled& one : settled)
        if (one.receipt && std::cmp_greater(one.receipt->record.registerSeq, seen))
            lines.push_back({one.receipt->record, {}});
    std::ranges::sort(lines, {}, [](const auto& line) { return line.record.registerSeq; });
    if (lines.size() != checkpoint.size - seen) return std::vector<WitnessedRecord>();
    std::vector<Hash> leaves;
    for (const auto& line : lines)
        leaves.push_back(registry::leafHash(registry::recordBytes(line.record)));
    if (!registry::verifyTail(seen, checkpoint.size, checkpoint.root, consistency, leaves))
        return wrongTail();
    return lines;
}

protocol::EnrolRequest TabletCore::introduction() const {
    return {"", deviceKey(), {{m_identity->device, m_identity->site, m_identity->token}}};
}

Result<protocol::RecoveryRequest> TabletCore::askAboutRegister() {
    auto note = m_store.newestNote();
    if (!note) return note.error();
    auto seen = m_store.seenRoots(protocol::kMaxSeenRoots);
    if (!seen) return seen.error();
    protocol::RecoveryRequest request;
    request.checkpoint = std::move(*note);
    request.epoch = m_identity->epoch;
    request.seen = std::move(*seen);
    // One that the server does not know of is a proof as well.
    if (const auto newest = m_time.newestNonce(); !newest.empty()) {
        const auto ordinal = m_store.anchorOrdinal(newest);
        if (!ordinal) return ordinal.error();
        auto anchors = m_store.anchorsAfter(m_identity->device, *ordinal - kShownAnchors,
                                            static_cast<std::size_t>(kShownAnchors));
        if (!anchors) return anchors.error();
        for (auto& one : *anchors)
            request.anchors.push_back(std::move(one.anchor));
    }
    return request;
}

Result<protocol::RecoveryRequest> TabletCore::nextHandIn(const protocol::RecoveryReply& told,
                                                         HandIn& progress) {
    if (isLocked()) return lockedError();
    protocol::RecoveryRequest request;
    auto note = m_store.newestNote();
    if (!note) return note.error();
    request.checkpoint = std::move(*note);
    request.epoch = m_identity->epoch;
    request.recovery = told.recovery;
    request.feedCursor = m_progress.feedCursor;
    if (progress.recovery != told.recovery) progress = {told.recovery, 0, {}, std::nullopt};
    progress.records = std::max(progress.records, told.recordsAfter);
    auto lines = m_store.recordsAfter(progress.records, kHandedRecords, kHandedBytes);
    if (!lines) return lines.error();
    if (!lines->empty()) {
        for (const auto& line : *lines) {
            request.tail.records += registry::recordBytes(line.record);
            if (!line.record.device.empty()) continue;
            auto fact = protocol::decodeStated(line.stated);
            if (!fact) return fact.error();
            request.tail.stated.push_back(std::move(*fact));
        }
        progress.records = lines->back().record.registerSeq;
        return request;
    }

    progress.chain = std::max(progress.chain, std::pair(told.epoch, told.headSeq));
    auto chain = handInChain(progress.chain);
    if (!chain) return chain.error();
    if (*chain) {
        request.chain = std::move(**chain);
        progress.chain = {request.chain->push.epoch, request.chain->push.facts.back().seq};
        return request;
    }

    if (!progress.anchor) {
        auto held = m_store.anchorOrdinal(told.lastNonce);
        if (!held) return held.error();
        progress.anchor = *held;
    }
    auto anchors =
        m_store.anchorsAfter(m_identity->device, *progress.anchor, protocol::kMaxHandedAnchors);
    if (!anchors) return anchors.error();
    for (auto& one : *anchors) {
        progress.anchor = one.ordinal;
        request.anchors.push_back(std::move(one.anchor));
    }
    request.all = anchors->empty();
    return request;
}

/// The next stretch of the own chain, signed; nothing behind its head.
Result<std::optional<protocol::ChainPiece>>
TabletCore::handInChain(std::pair<std::int64_t, std::int64_t> behind) {
    using Piece = std::optional<protocol::ChainPiece>;
    auto stretch = m_store.chainAfter(*m_identity, behind.first, behind.second,
                                      limits::kMaxPushFacts, kHandedBytes);
    if (!stretch) return stretch.error();
    if (stretch->facts.empty()) return Piece();
    protocol::ChainPiece piece;
    const LogEntry& last = stretch->facts.back().entry;
    piece.push.epoch = last.epoch;
    piece.push.previous = stretch->previous;
    piece.push.signature = m_key.sign(
        evidence::headMessage(m_identity->device, last.epoch, last.wire.seq, last.chainHash));
    for (OwnFact& own : stretch->facts) {
        if (own.refusal) piece.refused.emplace_back(own.entry.wire.seq, *own.refusal);
        piece.push.facts.push_back(std::move(own.entry.wire));
    }
    return Piece(std::move(piece));
}

Result<void> TabletCore::goOnFrom(const protocol::RecoveryReply& reply) {
    if (isLocked()) return lockedError();
    auto opened = registry::openCheckpoint(reply.checkpoint, m_identity->serverKey);
    if (!opened) return opened.error();
    const auto restores = seenRestores();
    if (!restores) return restores.error();
    if (opened->origin != registry::originOf(m_identity->site) || opened->restores <= *restores)
        return Error{ErrorCode::corrupt, "checkpoint",
                     "does not say that the office has given records up for lost"};
    if (reply.from > 0) {
        const auto root = m_store.seenRoot(reply.from);
        if (!root) return root.error();
        if (!*root || !registry::verifyConsistency(reply.from, **root, opened->size, opened->root,
                                                   reply.consistency))
            return Error{ErrorCode::corrupt, "consistency",
                         "the register does not begin with what this tablet has seen of it"};
    }
    if (auto gone = m_store.goOnFrom(reply.from); !gone) return gone;
    m_outcomes = {};
    auto progress = m_store.progress();
    if (!progress) return progress.error();
    m_progress = *progress;
    if (auto loaded = loadReplica(); !loaded) return loaded;
    tell(true);
    return {};
}

/// Checkpoint::restores of the newest checkpoint held.
Result<std::int64_t> TabletCore::seenRestores() {
    const auto note = m_store.newestNote();
    if (!note) return note.error();
    if (note->empty()) return std::int64_t{0};
    const auto newest = registry::openCheckpoint(*note, m_identity->serverKey);
    if (!newest) return newest.error();
    return newest->restores;
}

} // namespace shoujie::client
