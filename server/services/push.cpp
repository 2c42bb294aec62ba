#include "server/services/push.hpp"

#include "server/services/device_chain.hpp"
#include "server/services/gate.hpp"
#include "server/services/recovery.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/core/planted.hpp"
#include "shared/core/sealing.hpp"
#include "shared/facts/fact_json.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shoujie::server {

namespace {

/// Facts kept of one device that was set aside: far more than a tablet can hold unsent.
constexpr std::int64_t kMostSetAside = 10'000;

/// What a locked tablet sends only this server can read.
Result<void> openBoxes(protocol::PushRequest& request, const SigningKey& key) {
    for (std::size_t i = 0; i < request.boxed.size(); ++i) {
        const auto path = "boxed[" + std::to_string(i) + "]";
        const auto text = openBox(key, request.boxed[i]);
        if (!text) return Error{text.error().code, path, text.error().message};
        auto fact = protocol::decodeWireFact(*text);
        if (!fact) return Error{fact.error().code, path, fact.error().message};
        request.facts.push_back(std::move(*fact));
    }
    request.boxed.clear();
    return {};
}

Result<PushBatch> openBatch(const DeviceRow& device, std::string_view body, Instant receivedAt,
                            const SigningKey& key) {
    auto request = protocol::decodePushRequest(body);
    if (!request) return request.error();
    if (auto opened = openBoxes(*request, key); !opened) return opened.error();
    PushBatch batch{device, receivedAt, std::move(*request), {}, {}};

    Hash head = batch.request.previous;
    const auto first = batch.request.facts.front().seq;
    for (std::size_t i = 0; i < batch.request.facts.size(); ++i) {
        const auto& fact = batch.request.facts[i];
        if (fact.device != device.id)
            return Error{ErrorCode::forbidden, factPath(i, "device"),
                         "is not the device that asks"};
        if (fact.seq - first != static_cast<std::int64_t>(i)) // both are from 1: no overflow
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
    Intake(Writes& writes, const PushBatch& batch) : m_writes(writes), m_batch(batch) {}

    Result<PushTaken> run() {
        // Read anew: another push of this device may have been written since the batch was opened.
        const auto device = m_writes.device(m_batch.device.id);
        if (!device) return Error{ErrorCode::unauthorized, "", "the device is not enrolled"};
        const auto& request = m_batch.request;
        // A register that was put back knows less of a device than the device itself.
        if (auto whole = checkSeen(*m_writes.site(device->site), request.treeSize); !whole)
            return whole.error();
        if (request.epoch > device->epoch)
            return Error{ErrorCode::conflict, "epoch", "is not the device's present epoch"};
        if (device->isOut()) return setAside(*device);
        // In an epoch that is over nothing new can be written.
        const bool over = request.epoch < device->epoch;
        const auto first = request.facts.front().seq;
        if (!over && first - 1 > device->headSeq)
            return Error{ErrorCode::conflict, factPath(0, "seq"),
                         "leaves a gap: the chain is known up to " +
                             std::to_string(device->headSeq)};
        auto fits = continuesChain(*device, over);
        if (!fits) return fits.error();
        if (!*fits) return setAside(*device);
        return over ? takeKnown() : takeNew(*device);
    }

private:
    std::optional<ChainLink> link(std::size_t i) {
        return m_writes.chainLink(m_batch.device.id, m_batch.request.epoch,
                                  m_batch.request.facts[i].seq);
    }

    /// Whether all that is known of this stretch of the chain is what the batch says of it. If not,
    /// the device's key has signed two different pasts: two of it are in use.
    Result<bool> continuesChain(const DeviceRow& device, bool over) {
        if (SHOUJIE_PLANTED(chainNotChecked)) return true;
        const auto& request = m_batch.request;
        const auto first = request.facts.front().seq;
        const auto last = request.facts.back().seq;
        if (first == 1 || !over || m_writes.chainLink(device.id, request.epoch, first - 1)) {
            const auto before = knownHash(m_writes, device.id, request.epoch, first - 1);
            if (!before) return before.error();
            if (request.previous != *before) return false;
        }
        for (std::size_t i = 0; i < m_batch.chain.size(); ++i) {
            const bool expected = over || request.facts[i].seq <= device.headSeq;
            if (!expected) break;
            const auto known = link(i);
            if (!known && !over)
                return Error{ErrorCode::corrupt, "", "a link of the device's chain is lost"};
            if (!known || known->hash != m_batch.chain[i]) return false;
        }
        m_heads = m_writes.anchorsOfHeads(device.id, request.epoch, first, last);
        return std::ranges::all_of(m_heads, [&](const evidence::Anchor& anchor) {
            return anchor.headHash ==
                   m_batch.chain[static_cast<std::size_t>(anchor.headSeq - first)];
        });
    }

    Result<PushTaken> takeKnown() {
        PushTaken taken;
        for (std::size_t i = 0; i < m_batch.chain.size(); ++i)
            taken.verdicts.push_back(known(*link(i)));
        return finished(std::move(taken));
    }

    Result<PushTaken> takeNew(const DeviceRow& device) {
        PushTaken taken;
        const auto& facts = m_batch.request.facts;
        const auto held = std::ranges::count_if(
            facts, [&](const auto& fact) { return fact.seq <= device.headSeq; });
        const auto begin = static_cast<std::size_t>(held);
        for (std::size_t i = 0; i < begin; ++i)
            taken.verdicts.push_back(known(*link(i)));
        const auto stamps = stampsFrom(begin);
        for (std::size_t i = begin; i < facts.size(); ++i) {
            taken.verdicts.push_back(enter(i, stamps[i - begin]));
            if (taken.verdicts.back().status == protocol::PushStatus::received) taken.grown = true;
        }
        if (begin < facts.size())
            m_writes.setHead(device.id, facts.back().seq, m_batch.chain.back());
        return finished(std::move(taken));
    }

    /// Keeps what is not known yet outside of the chain; the device is set aside from now on.
    Result<PushTaken> setAside(const DeviceRow& device) {
        if (m_writes.setAsideOf(device.id, kMostSetAside) >= kMostSetAside)
            return Error{ErrorCode::tooMany, "device", "has sent too much since it was set aside"};
        PushTaken taken;
        taken.frozen = !device.isOut();
        if (taken.frozen) m_writes.freeze(device.id, m_batch.receivedAt);
        for (std::size_t i = 0; i < m_batch.chain.size(); ++i) {
            const auto held = link(i);
            if (held && held->hash == m_batch.chain[i]) {
                taken.verdicts.push_back(known(*held));
                continue;
            }
            m_writes.setAside(m_batch.request.facts[i], m_batch.request.epoch, m_batch.chain[i],
                              m_batch.receivedAt);
            taken.verdicts.push_back({protocol::PushStatus::refused, 0, outError(device)});
        }
        return finished(std::move(taken));
    }

    Result<PushTaken> finished(PushTaken taken) {
        taken.feedSeq = m_writes.site(m_batch.device.site)->feedSeq;
        return taken;
    }

    /// Sent before: the same answer again.
    static PushVerdict known(const ChainLink& link) {
        if (link.refusal) return {protocol::PushStatus::refused, 0, link.refusal};
        return {protocol::PushStatus::duplicate, link.registerSeq, std::nullopt};
    }

    /// The intervals of the batch's facts from that one on.
    std::vector<evidence::Stamp> stampsFrom(std::size_t begin) {
        const auto& request = m_batch.request;
        std::vector<evidence::Link> links;
        for (std::size_t i = begin; i < request.facts.size(); ++i)
            links.push_back({request.facts[i].seq, request.facts[i].at});
        if (links.empty()) return {};

        const auto& device = m_batch.device.id;
        evidence::Stretch stretch;
        stretch.epoch = request.epoch;
        stretch.links = links;
        stretch.receivedAt = m_batch.receivedAt;
        if (const auto row = m_writes.factBefore(device, request.epoch, links.front().seq)) {
            const auto place = row->epoch == request.epoch ? row->wire.seq : 0;
            stretch.before = {{place, row->wire.at}, row->record.stamp.at.earliest};
        }
        auto named = links;
        if (stretch.before) named.push_back(stretch.before->link);
        const auto anchors = anchorsOf(links, named);
        stretch.anchors = anchors;
        std::vector<std::string> torn;
        for (const auto& [tag, range] : bootsOf(links))
            if (m_writes.boot(device, tag).torn) torn.push_back(tag);
        stretch.torn = torn;
        std::vector<evidence::ShownHead> heads;
        for (const auto& anchor : m_heads)
            heads.push_back({anchor.headSeq, anchor.answeredAt});
        stretch.heads = heads;
        return evidence::stampStretch(stretch);
    }

    using Range = std::pair<std::chrono::nanoseconds, std::chrono::nanoseconds>;
    /// Tags of the boots in which the links were written, and the range of their readings.
    static std::map<std::string, Range> bootsOf(const std::vector<evidence::Link>& links) {
        std::map<std::string, Range> boots;
        for (const auto& link : links) {
            const auto [boot, fresh] =
                boots.try_emplace(link.at.bootTag, link.at.elapsed, link.at.elapsed);
            boot->second.first = std::min(boot->second.first, link.at.elapsed);
            boot->second.second = std::max(boot->second.second, link.at.elapsed);
        }
        return boots;
    }

    /// Those nearest to the links, and those that others name.
    std::vector<evidence::Anchor> anchorsOf(const std::vector<evidence::Link>& links,
                                            const std::vector<evidence::Link>& naming) {
        const auto& device = m_batch.device.id;
        std::map<std::string, evidence::Anchor> anchors; // by nonce
        for (const auto& [tag, range] : bootsOf(links))
            for (auto& anchor : m_writes.anchorsAround(device, tag, range.first, range.second))
                anchors.emplace(anchor.nonce, std::move(anchor));
        for (const auto& link : naming) {
            if (!link.at.anchor || anchors.contains(*link.at.anchor)) continue;
            if (auto named = m_writes.anchor(device, *link.at.anchor))
                anchors.emplace(named->nonce, std::move(*named));
        }
        std::vector<evidence::Anchor> all;
        for (auto& [nonce, anchor] : anchors)
            all.push_back(std::move(anchor));
        return all;
    }

    PushVerdict enter(std::size_t i, evidence::Stamp stamp) {
        const auto& wire = m_batch.request.facts[i];
        if (SHOUJIE_PLANTED(wallClockTrusted)) stamp.at = TimeInterval::exactly(wire.at.wall);
        const auto& decoded = m_batch.decoded[i];
        if (auto error =
                refusal(m_writes, m_batch.device.site,
                        {wire, decoded, stamp, m_batch.request.vocabulary > facts::kVocabulary})) {
            m_writes.insertQuarantine(wire, m_batch.request.epoch, m_batch.chain[i],
                                      m_batch.receivedAt, *error);
            return {protocol::PushStatus::refused, 0, std::move(error)};
        }
        const facts::Fact* fact = decoded ? &*decoded : nullptr;
        const auto record = m_writes.appendFact(
            {wire, fact, m_batch.request.epoch, m_batch.chain[i], m_batch.receivedAt, stamp});
        return {protocol::PushStatus::received, record.registerSeq, std::nullopt, record};
    }

    Writes& m_writes;
    const PushBatch& m_batch;
    std::vector<evidence::Anchor> m_heads; ///< that showed a head inside the batch
};

} // namespace

void Push::take(const DeviceRow& device, std::string_view body, Instant receivedAt,
                Answer<protocol::PushReply> answer) const {
    auto opened = openBatch(device, body, receivedAt, m_context.key);
    if (!opened) return answer(opened.error());
    auto batch = std::make_shared<const PushBatch>(std::move(*opened));
    const auto weight = batch->request.facts.size();

    m_context.writer.submit<PushTaken>(
        [batch](Writes& writes) { return Intake(writes, *batch).run(); },
        [context = m_context, replies = m_replies, batch,
         answer = std::move(answer)](Result<PushTaken> taken) {
            if (!taken) {
                logAhead(context.log, batch->device.site, taken.error());
                return answer(taken.error());
            }
            if (taken->frozen) logStanding(context.log, batch->device, "device_frozen");
            if (taken->grown)
                context.bell.ring({batch->device.site, taken->feedSeq, FeedGrowth::Cause::push});
            replies->owe({batch, std::move(*taken), answer});
        },
        weight);
}

} // namespace shoujie::server
