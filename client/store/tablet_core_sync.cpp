// What a sync run does with the tablet.
#include "client/store/store_values.hpp"
#include "client/store/tablet_core.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/json_text.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/planted.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <future>
#include <utility>
#include <variant>

namespace shoujie::client {
namespace {

/// A page with so many rows is stored and judged at the same time; a smaller one is not worth a
/// thread.
constexpr std::size_t kLargePage = 1'000;
/// Room that the envelope of a push takes beside its facts.
constexpr std::size_t kEnvelopeBytes = 1024;

bool answers(const evidence::Anchor& anchor, const DeviceId& device,
             const protocol::AnchorRequest& answered) {
    return anchor.nonce == answered.nonce && anchor.device == device &&
           anchor.epoch == answered.epoch && anchor.bootTag == answered.bootTag &&
           anchor.elapsed == answered.elapsed && anchor.headSeq == answered.headSeq &&
           anchor.headHash == answered.headHash && anchor.tickedSince == answered.tickedSince &&
           anchor.challengedAt <= anchor.answeredAt;
}

bool sameSite(const protocol::SiteReply& a, const protocol::SiteReply& b) {
    const auto sameCredential = [](const protocol::Credential& x, const protocol::Credential& y) {
        return x.staff == y.staff && x.pinHash == y.pinHash;
    };
    return a.site == b.site && a.name == b.name && a.policy == b.policy &&
           std::equal(a.credentials.begin(), a.credentials.end(), b.credentials.begin(),
                      b.credentials.end(), sameCredential);
}

Error noIdentity() {
    return {ErrorCode::unauthorized, "", "this tablet is not enrolled"};
}

} // namespace

Result<void> TabletCore::adopt(const std::string& server, const protocol::EnrolReply& reply,
                               std::vector<std::uint8_t> authority) {
    if (m_identity) return Error{ErrorCode::conflict, "", "this tablet belongs to a site already"};
    Identity identity{server,      reply.device,    reply.site,         reply.epoch,
                      reply.token, reply.serverKey, reply.deliverToken, std::move(authority)};
    if (auto kept = m_store.keepIdentity(identity); !kept) return kept;
    m_head = {0, evidence::chainStart(identity.device, identity.epoch)};
    m_identity = std::move(identity);
    tell(false);
    return {};
}

Result<void> TabletCore::keepDeliverToken(const std::string& token) {
    if (token.empty() || token == m_identity->deliverToken) return {};
    if (auto kept = m_store.keepDeliverToken(token); !kept) return kept;
    m_identity->deliverToken = token;
    return {};
}

Result<void> TabletCore::tick() {
    const evidence::NotedTicks noted = m_time.note();
    m_store.keepReserve();
    auto kept = m_store.keepTicks(noted);
    if (kept) m_time.setNoted(noted);
    tellOfRoom();
    return kept;
}

bool TabletCore::anchorDue() const {
    const auto since = m_time.sinceAnchor();
    return !since || *since >= kAnchorInterval || workStatus().pending > 0;
}

Result<protocol::AnchorRequest> TabletCore::answer(const protocol::ChallengeReply& challenge) {
    if (!m_identity) return noIdentity();
    if (!challenge.device.empty() && challenge.device != m_identity->device)
        return Error{ErrorCode::corrupt, "device", "is not the device that asked"};
    // What waits takes other places in the chain then, and has to be read for it.
    if (challenge.epoch > m_identity->epoch && isLocked()) return lockedError();
    if (challenge.epoch > m_identity->epoch)
        if (auto moved = moveToEpoch(challenge.epoch, challenge.keptSeq); !moved)
            return moved.error();
    protocol::AnchorRequest answer;
    answer.nonce = challenge.nonce;
    answer.epoch = m_identity->epoch;
    answer.bootTag = m_seams.elapsed.bootTag();
    answer.headSeq = m_head.seq;
    answer.headHash = m_head.hash;
    const auto seen = m_store.seenSize();
    if (!seen) return seen.error();
    answer.treeSize = *seen;
    answer.lastNonce = m_time.newestNonce();
    const evidence::TimeEvidence reading = m_time.reading();
    answer.elapsed = reading.elapsed;
    answer.tickedSince = reading.ticks->since;
    answer.signature = m_key.sign(protocol::anchorMessage(m_identity->device, answer));
    return answer;
}

Result<void> TabletCore::moveToEpoch(std::int64_t epoch, std::int64_t keptSeq) {
    if (auto moved = m_store.moveToEpoch(*m_identity, epoch, keptSeq); !moved) return moved;
    m_identity->epoch = epoch;
    const auto head = m_store.head(*m_identity);
    if (!head) return head.error();
    m_head = *head;
    return {};
}

Result<void> TabletCore::keepAnchor(const protocol::AnchorRequest& answered,
                                    const protocol::AnchorReply& reply) {
    if (!m_identity) return noIdentity();
    if (!answers(reply.anchor, m_identity->device, answered))
        return Error{ErrorCode::corrupt, "anchor", "is not for the answer that was given"};
    if (!verifySignature(m_identity->serverKey, protocol::anchorText(reply.anchor),
                         reply.signature))
        return Error{ErrorCode::corrupt, "signature", "is not the server's"};
    const auto shown = witness(answered.treeSize, reply.checkpoint, reply.consistency);
    if (!shown) return shown.error();
    std::vector<WitnessedRecord> lines;
    if (*shown) {
        auto told =
            linesOf(reply.tail, {}, answered.treeSize, (*shown)->checkpoint, reply.consistency);
        if (!told) return told.error();
        lines = std::move(*told);
    }
    if (auto kept = m_store.settle({}, *shown, lines); !kept) return kept;
    // What was signed is a note of the clock as well: nothing later may lie before it.
    const evidence::NotedTicks noted = m_time.note();
    if (auto kept = m_store.keepAnchor(reply.anchor, reply.signature, noted); !kept) return kept;
    m_time.setNoted(noted);
    m_time.add(reply.anchor);
    tell(false);
    return {};
}

/// The server's signed checkpoint, if the register still begins with what this tablet had seen of
/// it when it asked (sync.md 1, guarantee 6). Nothing where none is shown and none was seen.
Result<std::optional<SignedCheckpoint>>
TabletCore::witness(std::uint64_t seen, const std::string& note, const std::vector<Hash>& proof) {
    using Shown = std::optional<SignedCheckpoint>;
    if (note.empty() && seen == 0) return Shown();
    if (note.empty()) return Error{ErrorCode::corrupt, "checkpoint", "of the register is missing"};
    auto opened = registry::openCheckpoint(note, m_identity->serverKey);
    if (!opened) return opened.error();
    if (opened->origin != registry::originOf(m_identity->site))
        return Error{ErrorCode::corrupt, "checkpoint", "is of another site"};
    const auto restores = seenRestores();
    if (!restores) return restores.error();
    if (opened->restores < *restores)
        return Error{ErrorCode::corrupt, "checkpoint",
                     "is of a register that the office has given up"};
    if (seen > 0) {
        const auto root = m_store.seenRoot(seen);
        if (!root) return root.error();
        if (!*root || !registry::verifyConsistency(seen, **root, opened->size, opened->root, proof))
            return Error{ErrorCode::corrupt, "consistency",
                         "the register does not begin with what this tablet has seen of it"};
    }
    return Shown(SignedCheckpoint{std::move(*opened), note});
}

bool TabletCore::siteDue() const {
    return !m_site || !m_siteFetchedAt ||
           m_seams.elapsed.elapsed() - *m_siteFetchedAt >= kSiteInterval;
}

Result<void> TabletCore::keepSite(const protocol::SiteReply& site) {
    if (!m_identity) return noIdentity();
    if (isLocked()) return lockedError();
    if (site.site != m_identity->site)
        return Error{ErrorCode::corrupt, "site", "is not the site of this tablet"};
    const bool changed = !m_site || !sameSite(*m_site, site);
    if (changed) {
        const bool otherPolicy = !m_site || m_site->policy != site.policy;
        auto json = parseJson(site.policy);
        if (!json) return json.error();
        auto policy = rules::PolicyTimeline::fromJson(*json, "policy");
        if (!policy) return policy.error();
        if (auto kept = m_store.keepSite(site); !kept) return kept;
        m_site = site;
        if (auto loaded = loadLocks(); !loaded) return loaded;
        if (otherPolicy) {
            m_policy = std::move(*policy);
            if (auto loaded = loadReplica(); !loaded) return loaded;
        }
        tell(false);
    }
    m_siteFetchedAt = m_seams.elapsed.elapsed();
    return {};
}

Result<std::optional<protocol::PushRequest>> TabletCore::nextPush() {
    using Next = std::optional<protocol::PushRequest>;
    if (!m_identity) return noIdentity();
    if (isLocked()) return nextBoxes();
    auto run = m_store.waitingRun(*m_identity, limits::kMaxPushFacts,
                                  limits::kMaxBodyBytes - kEnvelopeBytes);
    if (!run) return run.error();
    if (run->facts.empty()) return Next();
    const LogEntry& last = run->facts.back();
    auto push =
        signedPush(last.epoch, run->previous, {last.wire.id, last.wire.seq, last.chainHash});
    if (!push) return push.error();
    for (LogEntry& entry : run->facts)
        push->facts.push_back(std::move(entry.wire));
    return Next(std::move(*push));
}

Result<std::optional<protocol::PushRequest>> TabletCore::nextBoxes() {
    using Next = std::optional<protocol::PushRequest>;
    // In base64 three bytes are four.
    auto run = m_store.waitingBoxes(*m_identity, limits::kMaxPushFacts,
                                    (limits::kMaxBodyBytes - kEnvelopeBytes) / 4 * 3);
    if (!run) return run.error();
    if (run->boxes.empty()) return Next();
    auto push = signedPush(run->epoch, run->previous, run->last);
    if (!push) return push.error();
    push->boxed = std::move(run->boxes);
    return Next(std::move(*push));
}

/// All of a push but its facts.
Result<protocol::PushRequest> TabletCore::signedPush(std::int64_t epoch, const Hash& previous,
                                                     const ChainPlace& last) {
    protocol::PushRequest push;
    const auto seen = m_store.seenSize();
    if (!seen) return seen.error();
    push.treeSize = *seen;
    push.epoch = epoch;
    push.vocabulary = facts::kVocabulary;
    push.sharedProofs = true;
    push.previous = previous;
    push.signature =
        m_key.sign(evidence::headMessage(m_identity->device, epoch, last.seq, last.chainHash));
    return push;
}

/// Where the facts of a push stand in the own chain.
Result<std::vector<ChainPlace>> TabletCore::placesOf(const protocol::PushRequest& sent) const {
    if (!sent.boxed.empty())
        return m_store.placesBehind(sent.epoch, sent.previous, sent.boxed.size());
    std::vector<ChainPlace> places;
    Hash chain = sent.previous;
    for (const auto& fact : sent.facts) {
        chain = evidence::extendChain(chain, evidence::bodyHash(fact));
        places.push_back({fact.id, fact.seq, chain});
    }
    return places;
}

Result<Settled> TabletCore::settledBy(std::int64_t epoch, const ChainPlace& fact,
                                      const protocol::PushResult& result,
                                      const std::optional<SignedCheckpoint>& proof) const {
    if (result.id != fact.id)
        return Error{ErrorCode::corrupt, "results", "do not follow the order of the facts"};
    Settled settled{epoch, fact.seq, std::nullopt, std::nullopt};
    if (result.status == protocol::PushStatus::refused) {
        settled.refusal = result.error.value_or(Error{ErrorCode::malformed, "", "was refused"});
        return settled;
    }
    if (!proof || !result.receipt)
        return Error{ErrorCode::corrupt, "receipt", "is missing or has no checkpoint"};
    auto checked = registry::checkReceipt(*result.receipt, proof->checkpoint, m_identity->device,
                                          fact.seq, fact.chainHash);
    if (!checked && !SHOUJIE_PLANTED(receiptNotChecked)) return checked.error();
    settled.receipt = result.receipt;
    return settled;
}

Result<PushTally> TabletCore::keepReply(const protocol::PushRequest& sent,
                                        protocol::PushReply reply) {
    if (!m_identity) return noIdentity();
    const auto places = placesOf(sent);
    if (!places) return places.error();
    if (reply.results.size() != places->size())
        return Error{ErrorCode::corrupt, "results", "are not one for each fact"};
    auto shown = witness(sent.treeSize, reply.checkpoint, reply.consistency);
    if (!shown) return shown.error();
    const auto& proof = *shown;
    if (proof && reply.beside) {
        std::vector<registry::Receipt*> receipts;
        for (auto& result : reply.results)
            if (result.receipt) receipts.push_back(&*result.receipt);
        registry::unfoldProofs(receipts, *reply.beside, proof->checkpoint.size);
    }
    // One bad receipt must not keep the others from counting; it is told when they are safe.
    std::optional<Error> bad;
    std::vector<Settled> settled;
    for (std::size_t i = 0; i < places->size(); ++i) {
        auto one = settledBy(sent.epoch, (*places)[i], reply.results[i], proof);
        if (one)
            settled.push_back(std::move(*one));
        else if (!bad)
            bad = one.error();
    }
    std::vector<WitnessedRecord> lines;
    if (proof) {
        auto told =
            linesOf(reply.tail, settled, sent.treeSize, proof->checkpoint, reply.consistency);
        if (told)
            lines = std::move(*told);
        else if (!bad)
            bad = told.error();
    }
    // Lines that a bad receipt or tail leaves out are missing to nobody but a server that is put
    // back: what is proven counts all the same.
    if (auto kept = m_store.settle(settled, proof, lines); !kept) return kept.error();

    PushTally tally;
    for (const Settled& one : settled) {
        const FactId& id = (*places)[static_cast<std::size_t>(one.seq - places->front().seq)].id;
        ++(one.receipt ? tally.received : tally.refused);
        if (one.refusal) m_replica.removeOwn(id);
        const bool inFeed = m_replica.find(id) != nullptr && !m_replica.isOwnEstimate(id);
        if (inFeed)
            m_unsettled.erase(id);
        else
            m_unsettled[id] = one.receipt ? Delivery::received : Delivery::refused;
    }
    tell(false);
    if (bad) return *bad;
    return tally;
}

Result<TabletCore::FeedPage> TabletCore::pageOf(protocol::FeedReply feed) const {
    FeedPage page;
    FeedRows& rows = page.rows;
    std::int64_t previous = m_progress.feedCursor;
    for (protocol::FeedEntry& entry : feed.entries) {
        // A page that was asked for with an older cursor brings rows again.
        if (entry.seq <= m_progress.feedCursor) continue;
        if (entry.seq <= previous)
            return Error{ErrorCode::corrupt, "entries", "do not grow in sequence"};
        previous = entry.seq;
        if (!entry.fact && entry.factText.empty()) {
            rows.outcomes.push_back({std::move(entry.outcomeKind), std::move(entry.subject),
                                     entry.seq, std::move(entry.outcome)});
            continue;
        }
        if (entry.factText.empty()) entry.factText = dumpJson(facts::timedFactToJson(*entry.fact));
        rows.facts.push_back({entry.registerSeq,
                              entry.fact ? entry.fact->fact.id : std::move(entry.unsupportedId),
                              std::move(entry.grade), std::move(entry.factText),
                              entry.fact       ? Judged::here
                              : entry.ofServer ? Judged::nowhere
                                               : Judged::notHere,
                              entry.erased});
        if (!entry.fact) continue;
        const auto& data = entry.fact->fact.data;
        if (const auto* joined = std::get_if<facts::StaffJoined>(&data))
            rows.staff.push_back({{joined->staff, joined->name, joined->role}, false});
        else if (const auto* left = std::get_if<facts::StaffLeft>(&data))
            rows.staff.push_back({{left->staff, {}}, true});
        page.judged.push_back(std::move(*entry.fact));
    }
    const bool standsStill = feed.next <= m_progress.feedCursor && feed.more;
    if (feed.next < previous || standsStill)
        return Error{ErrorCode::corrupt, "next", "does not lead on"};
    return page;
}

Result<std::int64_t> TabletCore::keepFeed(protocol::FeedReply feed) {
    const std::int64_t next = feed.next;
    if (isLocked()) return lockedError();
    auto page = pageOf(std::move(feed));
    if (!page) return page.error();
    if (next == m_progress.feedCursor) return std::int64_t{0};
    const FeedRows& rows = page->rows;
    const auto keep = [&] {
        return m_store.keepFeed(rows, next);
    };
    const auto judge = [&] {
        for (facts::TimedFact& fact : page->judged)
            m_replica.addRegistered(std::move(fact));
        for (const OfficialOutcome& outcome : rows.outcomes)
            m_outcomes.keepOfficial(outcome);
    };
    const bool large = rows.facts.size() + rows.outcomes.size() >= kLargePage;
    // What the office has said of a large page is known even where the disk then refuses it: the
    // cursor stays, and the page will come again.
    auto keeping =
        large ? std::async(std::launch::async, keep) : std::async(std::launch::deferred, keep);
    if (large) judge();
    const auto moved = keeping.get();
    if (!moved) return moved.error();
    if (!large) judge();

    m_progress.feedCursor = next;
    for (const FeedFact& fact : rows.facts) {
        // The feed alone is no receipt: a fact that waits for one goes on waiting.
        if (isWaiting(fact.id)) continue;
        m_unsettled.erase(fact.id);
        // The office does not judge it yet, so nobody does.
        if (fact.judged != Judged::here && m_replica.isOwnEstimate(fact.id))
            m_replica.removeOwn(fact.id);
    }
    if (!rows.staff.empty()) m_siteFetchedAt.reset();
    if (*moved) {
        if (auto loaded = loadReplica(); !loaded) return loaded.error();
    }
    tell(false);
    return static_cast<std::int64_t>(rows.facts.size());
}

Result<std::optional<protocol::BlobPiece>> TabletCore::nextPhoto() {
    return m_store.waitingBlob();
}

Result<std::string> TabletCore::photoBytes(const protocol::BlobPiece& piece) {
    if (isLocked()) return lockedError();
    return m_store.blobBytes(piece);
}

Result<void> TabletCore::settlePhoto(const Hash& hash, const std::optional<Error>& refusal) {
    auto settled = m_store.settleBlob(hash, refusal);
    tell(false);
    return settled;
}

Result<void> TabletCore::offerPhotosAgain() {
    auto offered = m_store.offerBlobsAgain();
    tell(false);
    return offered;
}

Result<void> TabletCore::markSynced() {
    const Instant now = m_seams.clock.now();
    if (auto kept = m_store.keepLastSync(now); !kept) return kept;
    m_progress.lastSync = now;
    tell(false);
    return {};
}

} // namespace shoujie::client
