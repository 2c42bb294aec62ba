#include "server/services/anchors.hpp"

#include "server/services/device_chain.hpp"
#include "server/services/recovery.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"

#include <utility>

namespace shoujie::server {

namespace {

constexpr std::size_t kNonceBytes = 16;

/// Whether this is the very answer from which the anchor was made.
bool isAnswerOf(const protocol::AnchorRequest& request, const evidence::Anchor& anchor) {
    return request.epoch == anchor.epoch && request.bootTag == anchor.bootTag &&
           request.elapsed == anchor.elapsed && request.headSeq == anchor.headSeq &&
           request.headHash == anchor.headHash && request.tickedSince == anchor.tickedSince;
}

/// What the writer made of an answer. Whatever was found out about the device stays written, also
/// where it gets no anchor.
struct Redeemed {
    Standing standing = Standing::good;
    protocol::AnchorReply reply; ///< where it is good
};

/// Adds the register as it stands, and that it begins with what the tablet has seen of it.
Result<void> showRegister(Reads& reads, const SiteId& id, std::uint64_t seen, const SigningKey& key,
                          protocol::AnchorReply& reply) {
    const auto site = reads.site(id);
    if (!site) return Error{ErrorCode::corrupt, "", "the site is lost"};
    const SqliteNodes nodes(reads.database(), site->id);
    auto proof = consistencyFrom(nodes, *site, seen);
    if (!proof) return proof.error();
    reply.checkpoint = signedCheckpoint(nodes, *site, key);
    reply.consistency = std::move(*proof);
    reply.tail = tailBehind(reads, *site, seen, {}, protocol::kMaxTail);
    return {};
}

} // namespace

protocol::ChallengeReply Anchors::challenge(const DeviceRow& device) {
    Challenge challenge{m_context.rng.makeHex(kNonceBytes), m_context.clock.now()};
    const std::lock_guard lock(m_mutex);
    m_open[device.id] = challenge;
    return {challenge.nonce, challenge.at, device.epoch, device.keptSeq, device.id};
}

std::optional<Anchors::Challenge> Anchors::openChallenge(const DeviceId& device,
                                                         const std::string& nonce) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(device);
    if (found == m_open.end() || found->second.nonce != nonce) return std::nullopt;
    return found->second;
}

void Anchors::close(const DeviceId& device, const std::string& nonce) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_open.find(device);
    if (found != m_open.end() && found->second.nonce == nonce) m_open.erase(found);
}

Result<evidence::Anchor> Anchors::redeem(const DeviceRow& device,
                                         const protocol::AnchorRequest& request,
                                         Instant receivedAt) {
    const Error stale{ErrorCode::conflict, "nonce", "is no open challenge; ask for a new one"};
    const auto open = openChallenge(device.id, request.nonce);
    if (!open) return stale;
    if (receivedAt - open->at > evidence::kAnchorRefusedAfter) {
        close(device.id, request.nonce);
        return stale;
    }
    // A server clock that was set back between the two would make an anchor that ends before it
    // began.
    if (receivedAt < open->at) return stale;
    if (request.epoch != device.epoch)
        return Error{ErrorCode::conflict, "epoch", "is not the device's present epoch"};
    return evidence::Anchor{request.nonce,   device.id,          request.epoch,    request.bootTag,
                            request.elapsed, request.headSeq,    request.headHash, open->at,
                            receivedAt,      request.tickedSince};
}

void Anchors::answer(const DeviceRow& device, std::string_view body, Instant receivedAt,
                     Answer<protocol::AnchorReply> answer) {
    auto request = protocol::decodeAnchorRequest(body);
    if (!request) return answer(request.error());
    if (!verifySignature(device.key, protocol::anchorMessage(device.id, *request),
                         request->signature))
        return answer(Error{ErrorCode::forbidden, "signature", "does not fit the device"});

    auto fresh = redeem(device, *request, receivedAt);
    const auto seen = request->treeSize;
    m_context.writer.submit<Redeemed>(
        [context = m_context, id = device.id, request = std::move(*request),
         fresh](Writes& writes) -> Result<Redeemed> {
            const auto reply = [&](const evidence::Anchor& anchor) {
                Redeemed made;
                made.reply.anchor = anchor;
                made.reply.signature = context.key.sign(protocol::anchorText(anchor));
                return made;
            };
            // Its first answer may have been lost on the way.
            const auto kept = writes.anchor(id, request.nonce);
            if (kept && isAnswerOf(request, *kept)) return reply(*kept);
            if (kept || !fresh)
                return fresh ? Error{ErrorCode::conflict, "nonce", "is used"} : fresh.error();
            const auto known = *writes.device(id); // others may have written since it was let in
            if (known.isOut()) return outError(known);
            // A register that was put back knows less of a device than the device itself.
            if (auto whole = checkSeen(*writes.site(known.site), request.treeSize); !whole)
                return whole.error();
            const auto stands = standingOf(writes, known, request);
            if (!stands) return stands.error();
            const Standing standing = *stands;
            if (standing == Standing::good)
                writes.insertAnchor(*fresh, request.lastNonce);
            else if (standing == Standing::restored)
                writes.beginEpoch(known, request.headSeq, request.lastNonce, fresh->answeredAt);
            else
                writes.freeze(id, fresh->answeredAt);
            if (standing != Standing::good) return Redeemed{standing, {}};
            return reply(*fresh);
        },
        [this, device, seen, answer = std::move(answer)](Result<Redeemed> redeemed) {
            if (!redeemed) {
                logAhead(m_context.log, device.site, redeemed.error());
                return answer(redeemed.error());
            }
            if (redeemed->standing != Standing::good) {
                const bool restored = redeemed->standing == Standing::restored;
                logStanding(m_context.log, device, restored ? "device_restored" : "device_frozen");
                if (!restored) return answer(setAsideError());
                return answer(Error{ErrorCode::conflict, "epoch",
                                    "this tablet was put back from a backup; it goes on in a new "
                                    "epoch, which the next challenge names"});
            }
            close(device.id, redeemed->reply.anchor.nonce);
            // Proofs take many reads: not on the writer's thread.
            m_context.workers.post([context = m_context, site = device.site, seen, answer,
                                    reply = std::move(redeemed->reply)]() mutable {
                auto shown = context.reads.read([&](Reads& reads) {
                    return showRegister(reads, site, seen, context.key, reply);
                });
                if (!shown) {
                    logAhead(context.log, site, shown.error());
                    return answer(shown.error());
                }
                answer(std::move(reply));
            });
        });
}

} // namespace shoujie::server
