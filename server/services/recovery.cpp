#include "server/services/recovery.hpp"

#include "server/services/put_back.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace shoujie::server {

namespace {

/// What a tablet says, as far as it can be checked without the register.
struct Report {
    protocol::RecoveryRequest request;
    registry::Checkpoint seen; ///< size 0 where it has seen none
    std::vector<registry::Record> records;
    std::vector<HandedLink> links;
};

Result<std::vector<HandedLink>> linksOf(const DeviceRow& device,
                                        const protocol::ChainPiece& piece) {
    std::vector<HandedLink> links;
    const auto& push = piece.push;
    Hash head = push.previous;
    for (std::size_t i = 0; i < push.facts.size(); ++i) {
        const auto& wire = push.facts[i];
        if (wire.device != device.id ||
            wire.seq != push.facts.front().seq + static_cast<std::int64_t>(i))
            return Error{ErrorCode::forbidden, "chain.facts[" + std::to_string(i) + "]",
                         "is not the next of the asker's own chain"};
        const Hash next = evidence::extendChain(head, evidence::bodyHash(wire));
        links.push_back({next, head, push.epoch, wire, std::nullopt});
        head = next;
    }
    const auto message = evidence::headMessage(device.id, push.epoch, push.facts.back().seq, head);
    if (!verifySignature(device.key, message, push.signature))
        return Error{ErrorCode::forbidden, "chain.signature", "does not fit the device"};
    for (const auto& [seq, error] : piece.refused) {
        const auto place = seq - push.facts.front().seq;
        if (place >= 0 && std::cmp_less(place, links.size()))
            links[static_cast<std::size_t>(place)].refusal = error;
    }
    return links;
}

Result<Report> openReport(const DeviceRow& device, std::string_view body, const SigningKey& key) {
    auto request = protocol::decodeRecoveryRequest(body);
    if (!request) return request.error();
    Report report;
    if (!request->checkpoint.empty()) {
        auto seen = registry::openCheckpoint(request->checkpoint, key.publicKey());
        if (!seen || seen->origin != registry::originOf(device.site))
            return Error{ErrorCode::forbidden, "checkpoint",
                         "is not signed by this server for the asker's site"};
        report.seen = std::move(*seen);
    }
    auto records = registry::recordsFromBytes(request->tail.records);
    if (!records) return records.error();
    report.records = std::move(*records);
    if (request->chain) {
        auto links = linksOf(device, *request->chain);
        if (!links) return links.error();
        report.links = std::move(*links);
    }
    for (std::size_t i = 0; i < request->anchors.size(); ++i) {
        const auto& [anchor, signature] = request->anchors[i];
        if (anchor.device != device.id ||
            !verifySignature(key.publicKey(), protocol::anchorText(anchor), signature))
            return Error{ErrorCode::forbidden, "anchors[" + std::to_string(i) + "]",
                         "is not one that this server gave the asker"};
    }
    report.request = std::move(*request);
    return report;
}

/// What came of a report, for those who have to be told.
struct Taken {
    protocol::RecoveryReply reply;
    bool began = false;
    bool ended = false;
    std::int64_t feedSeq = 0;
    std::int64_t size = 0;
};

/// Takes a report in, on the writer's thread and inside its transaction.
class Hearing {
public:
    Hearing(Writes& writes, const DeviceRow& device, const Report& report, const Context& context)
        : m_writes(writes)
        , m_device(device)
        , m_report(report)
        , m_context(context)
        , m_store(writes.database(), device.site) {}

    Result<Taken> run() {
        const auto& seen = m_report.seen;
        auto site = *m_writes.site(m_device.site);
        if (!site.recoveringSince) {
            if (seen.restores < site.restores) return wayOn(site);
            if (!isAhead(site)) return Taken{};
            m_writes.settle();
            m_store.begin(m_context.clock.now());
            m_taken.began = true;
        }
        const bool meant = site.recoveringSince && m_report.request.recovery == nameOf(site);
        if (meant) {
            if (auto kept = keep(site); !kept) return kept.error();
        }
        if (meant && m_report.request.all) {
            auto done = goOnIfComplete(m_writes, m_device.site, m_context.clock.now());
            if (!done) return done.error();
            m_taken.ended = *done;
        }
        site = *m_writes.site(m_device.site);
        m_taken.feedSeq = site.feedSeq;
        m_taken.size = site.registerSize;
        m_taken.reply.recovering = site.recoveringSince.has_value();
        if (m_taken.reply.recovering) tellWhere(site);
        return std::move(m_taken);
    }

private:
    /// When it began tells one recovery from another.
    static std::int64_t nameOf(const SiteRow& site) {
        return site.recoveringSince->time_since_epoch().count();
    }

    /// Whether the checkpoint, or an anchor that nobody knows of here, proves that this is an older
    /// copy.
    bool isAhead(const SiteRow& site) {
        const auto& seen = m_report.seen;
        for (const auto& [anchor, signature] : m_report.request.anchors)
            if (!m_writes.anchor(m_device.id, anchor.nonce)) return true;
        if (seen.size == 0) return false;
        if (seen.restores > site.restores || std::cmp_greater(seen.size, site.registerSize))
            return true;
        const SqliteNodes nodes(m_writes.database(), site.id);
        return registry::rootHash(nodes, seen.size) != seen.root;
    }

    Result<void> keep(const SiteRow& site) {
        const auto& request = m_report.request;
        const auto size = static_cast<std::int64_t>(m_report.seen.size);
        auto witness = m_store.witness(m_device.id).value_or(WitnessRow{m_device.id});
        const bool again = witness.size == size && witness.root == m_report.seen.root &&
                           witness.epoch == request.epoch;
        witness.epoch = request.epoch;
        // A number that leaves no room above it is no cursor of ours.
        if (request.feedCursor < INT64_MAX / 2) witness.feedCursor = request.feedCursor;
        witness.size = size;
        witness.root = m_report.seen.root;
        witness.restores = m_report.seen.restores;
        if (!again) witness.state = WitnessState::handing;
        if (request.all && witness.state == WitnessState::handing)
            witness.state = WitnessState::all;
        m_store.put(witness);

        std::size_t stated = 0;
        for (const auto& record : m_report.records) {
            HandedRecord line{record, {}};
            if (record.device.empty() && stated < request.tail.stated.size())
                line.stated = protocol::encodeStated(request.tail.stated[stated++]);
            if (record.registerSeq > site.registerSize && record.registerSeq <= size)
                m_store.putRecord(m_device.id, line);
        }
        if (!m_report.links.empty() && m_store.countLinks(m_device.id) >= kMostHandedLinks)
            return Error{ErrorCode::tooMany, "chain", "is longer than can be handed in"};
        for (const auto& link : m_report.links)
            m_store.putLink(link);
        keepAnchors();
        return {};
    }

    void keepAnchors() {
        for (const auto& [anchor, signature] : m_report.request.anchors)
            if (!m_writes.anchor(m_device.id, anchor.nonce))
                m_writes.insertAnchor(anchor, std::nullopt);
    }

    /// What the asker has still to hand in.
    void tellWhere(const SiteRow& site) {
        auto& reply = m_taken.reply;
        const auto device = *m_writes.device(m_device.id);
        const auto witness = m_store.witness(m_device.id);
        reply.recovery = nameOf(site);
        reply.heard = witness && witness->state != WitnessState::handing &&
                      std::cmp_equal(witness->size, m_report.seen.size) &&
                      witness->root == m_report.seen.root;
        reply.recordsAfter = std::max(site.registerSize, m_store.lastRecord(m_device.id));
        const auto last = m_store.lastLink(m_device.id);
        reply.epoch = std::max(device.epoch, last.epoch);
        reply.headSeq = device.epoch < last.epoch ? last.seq : std::max(device.headSeq, last.seq);
        reply.lastNonce = device.anchorLast.value_or("");
    }

    /// To a tablet that has seen what was given up for lost: how the register goes on, and from
    /// which of its checkpoints.
    Result<Taken> wayOn(const SiteRow& site) {
        const SqliteNodes nodes(m_writes.database(), site.id);
        keepAnchors();
        auto& reply = m_taken.reply;
        for (const auto& one : m_report.request.seen) {
            if (std::cmp_greater(one.size, site.registerSize)) continue;
            if (registry::rootHash(nodes, one.size) != one.root) continue;
            reply.from = std::max(reply.from, one.size);
        }
        reply.checkpoint = signedCheckpoint(nodes, site, m_context.key);
        reply.consistency = registry::consistencyProof(
            nodes, reply.from, static_cast<std::uint64_t>(site.registerSize));
        return std::move(m_taken);
    }

    Writes& m_writes;
    const DeviceRow& m_device;
    const Report& m_report;
    const Context& m_context;
    RecoveryStore m_store;
    Taken m_taken;
};

} // namespace

void RecoveryDesk::take(const DeviceRow& device, std::string_view body,
                        Answer<protocol::RecoveryReply> answer) const {
    auto opened = openReport(device, body, m_context.key);
    if (!opened) return answer(opened.error());
    auto report = std::make_shared<const Report>(std::move(*opened));
    // What hands in all may put everything back.
    const std::size_t weight =
        report->request.all ? protocol::kMaxTail : report->records.size() + report->links.size();
    m_context.writer.submit<Taken>(
        [context = m_context, device, report](Writes& writes) {
            return Hearing(writes, device, *report, context).run();
        },
        [context = m_context, site = device.site, answer = std::move(answer)](Result<Taken> taken) {
            if (!taken) return answer(taken.error());
            if (taken->began)
                context.log.write(LogLevel::error, "recovery_began", {{"site", site.value}});
            if (taken->ended) {
                context.log.write(LogLevel::warning, "recovery_ended",
                                  {{"site", site.value}, {"size", taken->size}});
                context.bell.ring({site, taken->feedSeq, FeedGrowth::Cause::push});
            }
            answer(std::move(taken->reply));
        },
        weight);
}

protocol::Tail tailBehind(Reads& reads, const SiteRow& site, std::uint64_t seen,
                          const std::vector<std::int64_t>& told, std::uint64_t most) {
    protocol::Tail tail;
    const auto size = static_cast<std::uint64_t>(site.registerSize);
    if (size <= seen || size - seen > most + told.size()) return tail;
    const auto left = static_cast<std::int64_t>(size - seen);
    for (const auto& row : reads.factsAfter(site.id, static_cast<std::int64_t>(seen), left)) {
        if (std::ranges::binary_search(told, row.record.registerSeq)) continue;
        tail.records += registry::recordBytes(row.record);
        if (row.wire.device.empty()) tail.stated.push_back(row.wire);
    }
    return tail;
}

} // namespace shoujie::server
