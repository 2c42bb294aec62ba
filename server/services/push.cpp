#include "server/services/push.hpp"

#include "server/services/gate.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/planted.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shoujie::server {

namespace {

/// A push whose envelope, chain and signature hold, on its way through the writer.
struct Batch {
    DeviceRow device;
    Instant receivedAt{};
    protocol::PushRequest request;
    std::vector<Hash> chain;                  ///< h of each fact
    std::vector<Result<facts::Fact>> decoded; ///< of each fact
};

/// What the writer decided of one fact.
struct Verdict {
    protocol::PushStatus status = protocol::PushStatus::refused;
    std::int64_t registerSeq = 0;
    std::optional<Error> refusal;
};
struct Taken {
    std::vector<Verdict> verdicts;
    std::int64_t feedSeq = 0;
    bool grown = false;
};

std::string factPath(std::size_t index, std::string_view member) {
    std::string path = "facts[" + std::to_string(index) + "]";
    if (!member.empty()) path.append(".").append(member);
    return path;
}

Result<Batch> openBatch(const DeviceRow& device, std::string_view body, Instant receivedAt) {
    auto request = protocol::decodePushRequest(body);
    if (!request) return request.error();
    Batch batch{device, receivedAt, std::move(*request), {}, {}};

    Hash head = batch.request.previous;
    const auto first = batch.request.facts.front().seq;
    for (std::size_t i = 0; i < batch.request.facts.size(); ++i) {
        const auto& fact = batch.request.facts[i];
        if (fact.device != device.id)
            return Error{ErrorCode::forbidden, factPath(i, "device"),
                         "is not the device that asks"};
        if (fact.seq != first + static_cast<std::int64_t>(i))
            return Error{ErrorCode::conflict, factPath(i, "seq"), "does not follow the one before"};
        head = evidence::extendChain(head, evidence::bodyHash(fact));
        batch.chain.push_back(head);
    }
    const auto message =
        evidence::headMessage(device.id, batch.request.epoch, batch.request.facts.back().seq, head);
    if (!verifySignature(device.key, message, batch.request.signature))
        return Error{ErrorCode::forbidden, "signature", "does not fit the device and these facts"};

    for (const auto& fact : batch.request.facts)
        batch.decoded.push_back(evidence::decodeFact(fact));
    return batch;
}

/// Takes a batch in, on the writer's thread and inside its transaction.
class Intake {
public:
    Intake(Writes& writes, const Batch& batch) : m_writes(writes), m_batch(batch) {}

    Result<Taken> run() {
        // Read anew: another push of this device may have been written since the batch was opened.
        const auto device = m_writes.device(m_batch.device.id);
        if (!device) return Error{ErrorCode::unauthorized, "", "the device is not enrolled"};
        if (auto fits = checkStart(*device); !fits) return fits.error();

        Taken taken;
        for (std::size_t i = 0; i < m_batch.chain.size(); ++i) {
            auto verdict = m_batch.request.facts[i].seq <= device->headSeq ? known(i) : enter(i);
            if (!verdict) return verdict.error();
            if (verdict->status == protocol::PushStatus::received) taken.grown = true;
            taken.verdicts.push_back(std::move(*verdict));
        }
        if (const auto last = m_batch.request.facts.back().seq; last > device->headSeq)
            m_writes.setHead(device->id, last, m_batch.chain.back());
        taken.feedSeq = m_writes.site(device->site)->feedSeq;
        return taken;
    }

private:
    /// The batch must begin where the known chain has the same hash.
    Result<void> checkStart(const DeviceRow& device) {
        if (m_batch.request.epoch != device.epoch)
            return Error{ErrorCode::conflict, "epoch", "is not the device's present epoch"};
        const auto before = m_batch.request.facts.front().seq - 1;
        if (before > device.headSeq)
            return Error{ErrorCode::conflict, factPath(0, "seq"),
                         "leaves a gap: the chain is known up to " +
                             std::to_string(device.headSeq)};
        Hash expected = evidence::chainStart(device.id, device.epoch);
        if (before > 0) {
            const auto link = m_writes.chainLink(device.id, device.epoch, before);
            if (!link) return Error{ErrorCode::corrupt, "", "a link of the device's chain is lost"};
            expected = link->hash;
        }
        if (m_batch.request.previous != expected && !SHOUJIE_PLANTED(chainNotChecked))
            return Error{ErrorCode::conflict, "previous", "is not the hash known at that place"};
        return {};
    }

    /// Sent before: the same answer again, or a fork.
    Result<Verdict> known(std::size_t i) {
        const auto seq = m_batch.request.facts[i].seq;
        auto link = m_writes.chainLink(m_batch.device.id, m_batch.request.epoch, seq);
        if (!link) return Error{ErrorCode::corrupt, "", "a link of the device's chain is lost"};
        if (link->hash != m_batch.chain[i] && !SHOUJIE_PLANTED(chainNotChecked))
            return Error{ErrorCode::conflict, factPath(i, "seq"),
                         "another fact stands at this place of the device's chain"};
        if (link->refusal)
            return Verdict{protocol::PushStatus::refused, 0, std::move(link->refusal)};
        return Verdict{protocol::PushStatus::duplicate, link->registerSeq, std::nullopt};
    }

    Result<Verdict> enter(std::size_t i) {
        const auto& wire = m_batch.request.facts[i];
        auto stamp = evidence::stampFact(wire.at, anchorsFor(wire.at), m_batch.receivedAt);
        if (SHOUJIE_PLANTED(wallClockTrusted)) stamp.at = TimeInterval::exactly(wire.at.wall);
        const auto& decoded = m_batch.decoded[i];
        if (auto error = refusal(m_writes, m_batch.device.site, {wire, decoded, stamp})) {
            m_writes.insertQuarantine(wire, m_batch.request.epoch, m_batch.chain[i],
                                      m_batch.receivedAt, *error);
            return Verdict{protocol::PushStatus::refused, 0, std::move(error)};
        }
        const auto record = m_writes.appendFact(
            {wire, *decoded, m_batch.request.epoch, m_batch.chain[i], m_batch.receivedAt, stamp});
        return Verdict{protocol::PushStatus::received, record.registerSeq, std::nullopt};
    }

    const std::vector<evidence::Anchor>& anchorsFor(const evidence::TimeEvidence& at) {
        const auto key = std::pair(at.bootTag, at.anchor.value_or(""));
        const auto found = m_anchors.find(key);
        if (found != m_anchors.end()) return found->second;
        return m_anchors[key] = m_writes.anchors(m_batch.device.id, at.bootTag, at.anchor);
    }

    Writes& m_writes;
    const Batch& m_batch;
    std::map<std::pair<std::string, std::string>, std::vector<evidence::Anchor>> m_anchors;
};

/// The receipts, from what is on the disk now: a fact sent twice gets the same record, proved in
/// the tree as it stands.
Result<protocol::PushReply> makeReply(Reads& reads, const SigningKey& key, const Batch& batch,
                                      const Taken& taken) {
    const auto site = reads.site(batch.device.site);
    if (!site) return Error{ErrorCode::corrupt, "", "the site is lost"};
    const SqliteNodes nodes(reads.database(), site->id);
    protocol::PushReply reply;
    for (std::size_t i = 0; i < taken.verdicts.size(); ++i) {
        const auto& verdict = taken.verdicts[i];
        protocol::PushResult result;
        result.id = batch.request.facts[i].id;
        result.status = verdict.status;
        if (verdict.refusal) {
            result.error = Error{verdict.refusal->code, factPath(i, verdict.refusal->path),
                                 verdict.refusal->message};
        } else {
            const auto row = reads.factAt(site->id, verdict.registerSeq);
            if (!row) return Error{ErrorCode::corrupt, "", "a line of the register is lost"};
            result.receipt = registry::Receipt{
                row->record, registry::inclusionProof(
                                 nodes, static_cast<std::uint64_t>(row->record.registerSeq - 1),
                                 static_cast<std::uint64_t>(site->registerSize))};
        }
        reply.results.push_back(std::move(result));
    }
    if (std::ranges::all_of(taken.verdicts, [](const Verdict& v) { return v.refusal.has_value(); }))
        reply.error = reply.results.front().error;
    auto proof = consistencyFrom(reads, *site, batch.request.treeSize);
    if (!proof) return proof.error();
    reply.checkpoint = signedCheckpoint(reads, *site, key);
    reply.consistency = std::move(*proof);
    return reply;
}

std::int64_t countOf(const Taken& taken, protocol::PushStatus status) {
    return std::ranges::count(taken.verdicts, status, &Verdict::status);
}

} // namespace

void Push::take(const DeviceRow& device, std::string_view body, Instant receivedAt,
                Answer<protocol::PushReply> answer) const {
    auto opened = openBatch(device, body, receivedAt);
    if (!opened) return answer(opened.error());
    auto batch = std::make_shared<const Batch>(std::move(*opened));

    m_context.writer.submit<Taken>(
        [batch](Writes& writes) { return Intake(writes, *batch).run(); },
        [context = m_context, batch, answer = std::move(answer)](Result<Taken> taken) {
            if (!taken) return answer(taken.error());
            if (taken->grown)
                context.bell.ring({batch->device.site, taken->feedSeq, FeedGrowth::Cause::push});
            // Proofs take many reads: not on the writer's thread.
            context.workers.post([context, batch, answer, done = std::move(*taken)] {
                context.log.write(LogLevel::info, "push",
                                  {{"site", batch->device.site.value},
                                   {"device", batch->device.id.value},
                                   {"received", countOf(done, protocol::PushStatus::received)},
                                   {"duplicate", countOf(done, protocol::PushStatus::duplicate)},
                                   {"refused", countOf(done, protocol::PushStatus::refused)}});
                answer(context.reads.read(
                    [&](Reads& reads) { return makeReply(reads, context.key, *batch, done); }));
            });
        });
}

} // namespace shoujie::server
