#include "client/store/tablet_core.hpp"

#include "client/store/customer_views.hpp"
#include "client/store/floor_board.hpp"
#include "client/store/store_values.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

namespace shoujie::client {
namespace {

Result<rules::PolicyTimeline> policyOf(const protocol::SiteReply& site) {
    auto json = parseJson(site.policy);
    if (!json) return json.error();
    return rules::PolicyTimeline::fromJson(*json, "policy");
}

Error notEnrolled() {
    return {ErrorCode::unauthorized, "", "this tablet belongs to no site yet: enrol it first"};
}

/// What the vocabulary says to data built by a program: the same check that its JSON gets
/// elsewhere.
Result<void> checkData(const facts::FactData& data) {
    auto read = facts::dataFromJson(facts::kindOf(data), facts::dataToJson(data), "data", "kind");
    if (!read) return read.error();
    return {};
}

Result<void> checkAuthor(const StaffId& by) {
    if (by.empty()) return Error{ErrorCode::tooShort, "by", "must not be empty"};
    auto text = textFromJson(by.value, "by", limits::kMaxIdBytes);
    if (!text) return text.error();
    return {};
}

} // namespace

Result<std::unique_ptr<Tablet>> Tablet::open(const std::string& path, Seams seams) {
    auto core = TabletCore::open(path, seams);
    if (!core) return core.error();
    return std::unique_ptr<Tablet>(std::move(*core));
}

TabletCore::TabletCore(TabletStore store, Seams seams, SigningKey key)
    : m_store(std::move(store))
    , m_seams(seams)
    , m_key(std::move(key))
    , m_time(seams.clock, seams.elapsed)
    , m_replica(m_policy) {}

TabletCore::~TabletCore() = default;

Result<std::unique_ptr<TabletCore>> TabletCore::open(const std::string& path, Seams seams,
                                                     std::int64_t reserveBytes) {
    auto store = TabletStore::open(path, reserveBytes);
    if (!store) return store.error();
    auto seed = store->deviceSeed(seams.rng);
    if (!seed) return seed.error();
    std::unique_ptr<TabletCore> core(
        new TabletCore(std::move(*store), seams, SigningKey::fromSeed(*seed)));
    if (auto loaded = core->load(); !loaded) return loaded.error();
    return core;
}

Result<void> TabletCore::load() {
    auto identity = m_store.identity();
    if (!identity) return identity.error();
    m_identity = std::move(*identity);
    auto progress = m_store.progress();
    if (!progress) return progress.error();
    m_progress = *progress;
    if (m_identity) {
        auto anchors = m_store.anchors(m_identity->device);
        if (!anchors) return anchors.error();
        m_time.setAnchors(std::move(*anchors));
        auto head = m_store.head(*m_identity);
        if (!head) return head.error();
        m_head = *head;
        auto noted = m_store.ticks();
        if (!noted) return noted.error();
        m_time.setNoted(std::move(*noted));
        // A full disk can still be read. The note that is missing then grades what is written next;
        // saving it fails by itself and says so.
        (void)tick();
    }
    if (auto site = loadSite(); !site) return site;
    return isLocked() ? loadLocks() : loadSealed();
}

Result<void> TabletCore::loadSite() {
    auto site = m_store.site();
    if (!site) return site.error();
    m_site = std::move(*site);
    if (!m_site) return {};
    auto policy = policyOf(*m_site);
    if (!policy) return policy.error();
    m_policy = std::move(*policy);
    return {};
}

Result<void> TabletCore::loadSealed() {
    auto identity = m_store.identity();
    if (!identity) return identity.error();
    m_identity = std::move(*identity);
    m_outcomes = {};
    auto outcomes =
        m_store.eachOutcome([this](const OfficialOutcome& one) { m_outcomes.keepOfficial(one); });
    if (!outcomes) return outcomes;
    if (auto loaded = loadReplica(); !loaded) return loaded;
    // A full disk can still be read; what has no box yet waits until somebody signs in.
    (void)m_store.fillBoxes();
    return loadLocks();
}

Result<void> TabletCore::loadReplica() {
    Replica replica(m_policy);
    auto read = m_store.eachReplicaFact(
        [&](facts::TimedFact fact) { replica.addRegistered(std::move(fact)); });
    if (!read) return read;
    auto unsettled = m_store.unsettled();
    if (!unsettled) return unsettled.error();
    m_unsettled.clear();
    for (const OwnFact& own : *unsettled) {
        m_unsettled[own.entry.wire.id] = own.delivery;
        if (own.delivery == Delivery::refused) continue;
        auto fact = evidence::decodeFact(own.entry.wire);
        if (!fact) return fact.error();
        // Where somebody else has the subject by now, the server will say so when the fact arrives.
        (void)replica.addOwn(estimated(std::move(*fact), own));
    }
    m_replica = std::move(replica);
    return noteStaff();
}

facts::TimedFact TabletCore::estimated(facts::Fact fact, const OwnFact& own) const {
    const evidence::Stamp stamp = own.stamp ? *own.stamp : m_time.estimate(own.entry.wire.at);
    return {std::move(fact), stamp.at};
}

Result<FactId> TabletCore::record(const StaffId& by, facts::FactData data) {
    if (!m_identity) return notEnrolled();
    if (isLocked()) return lockedError();
    if (auto author = checkAuthor(by); !author) return author.error();
    if (auto checked = checkData(data); !checked) return checked.error();

    OwnFact own;
    own.entry.epoch = m_identity->epoch;
    evidence::WireFact& wire = own.entry.wire;
    wire.id = FactId(newId());
    wire.site = m_identity->site;
    wire.kind = std::string(facts::kindOf(data));
    wire.by = by;
    wire.device = m_identity->device;
    wire.seq = m_head.seq + 1;
    wire.at = m_time.reading();
    wire.data = evidence::encodeData(data);
    // A server that is too old to know of it refuses it; it knows of no token for delivering
    // either.
    if (!m_identity->deliverToken.empty())
        m_seams.rng.fill(std::as_writable_bytes(std::span(wire.salt.emplace())));
    if (protocol::encode(wire).size() > limits::kMaxFactBytes)
        return Error{ErrorCode::tooLong, "data", "makes the entry larger than an entry may be"};
    own.entry.bodyHash = evidence::bodyHash(wire);
    own.entry.chainHash = evidence::extendChain(m_head.hash, own.entry.bodyHash);

    auto fact = evidence::decodeFact(wire);
    if (!fact) return fact.error();
    // The rules first: they know whether the subject is taken, and can take a fact back.
    if (auto added = m_replica.addOwn(estimated(std::move(*fact), own)); !added)
        return added.error();
    if (auto saved = m_store.append(own.entry); !saved) {
        m_replica.removeOwn(wire.id);
        tellOfRoom();
        return saved.error();
    }
    m_head = {wire.seq, own.entry.chainHash};
    const evidence::Ticks& ticks = *wire.at.ticks;
    m_time.setNoted({{wire.at.bootTag, {ticks.since, std::max(ticks.last, wire.at.elapsed)}}});
    m_unsettled[wire.id] = Delivery::waiting;
    tell(true);
    return wire.id;
}

Result<std::string> TabletCore::keepPhoto(const std::string& content) {
    if (isLocked()) return lockedError();
    if (auto good = protocol::checkBlob(content); !good) return good.error();
    const Hash hash = sha256(content);
    if (auto kept = m_store.keepBlob(hash, content); !kept) {
        tellOfRoom();
        return kept.error();
    }
    tell(true);
    return toHex(hash);
}

std::string TabletCore::newId() {
    return m_seams.rng.makeUlid(estimatedNow());
}

SiteId TabletCore::site() const {
    return m_identity ? m_identity->site : SiteId();
}
DeviceId TabletCore::device() const {
    return m_identity ? m_identity->device : DeviceId();
}
std::string TabletCore::siteName() const {
    return m_site ? m_site->name : std::string();
}
const TimeZone& TabletCore::zone() const {
    return m_policy.zone();
}
Instant TabletCore::estimatedNow() const {
    return m_time.estimatedNow();
}

bool TabletCore::isWaiting(const FactId& id) const {
    const auto own = m_unsettled.find(id);
    return own != m_unsettled.end() && own->second == Delivery::waiting;
}

WorkStatus TabletCore::workStatus() const {
    WorkStatus status;
    const auto count = [&](Delivery delivery) {
        return std::count_if(m_unsettled.begin(), m_unsettled.end(),
                             [&](const auto& own) { return own.second == delivery; });
    };
    if (auto counts = m_store.outboxCounts()) {
        status.pending = counts->waiting;
        status.refused = counts->refused;
    } else {
        // The disk does not answer: what was committed is known all the same.
        status.pending = count(Delivery::waiting);
        status.refused = count(Delivery::refused);
    }
    if (auto photos = m_store.blobCounts()) {
        status.photosWaiting = photos->waiting;
        status.photosRefused = photos->refused;
    }
    status.storageFull = m_store.isFull();
    status.enrolled = m_identity.has_value();
    if (m_head.seq > 0) status.proofCode = evidence::proofCode(m_head.seq, m_head.hash);
    status.lastSync = m_progress.lastSync;
    status.grade = m_time.gradeNow();
    status.timeWidth = m_time.widthNow();
    status.bootedAt = m_time.bootedAt();
    return status;
}

FloorBoard TabletCore::floorBoard() const {
    FloorBoard board = makeFloorBoard(m_replica, m_time.latestNow(), zone());
    board.asOf = m_progress.lastSync.value_or(Instant{});
    board.pendingHere = workStatus().pending;
    return board;
}

rules::LookUp TabletCore::lookUp(const facts::Customer& customer, const StaffId& receiver) const {
    return m_replica.judge().lookUp(customer, receiver, m_time.latestNow());
}

std::optional<TimeInterval> TabletCore::timeOf(const FactId& fact) const {
    const facts::TimedFact* found = m_replica.find(fact);
    if (found == nullptr) return std::nullopt;
    return found->at;
}

std::vector<CustomerCard> TabletCore::customersOf(const StaffId& staff) const {
    if (isLocked()) return {};
    std::vector<facts::Fact> refused;
    if (auto own = m_store.refused())
        for (const OwnFact& one : *own)
            if (auto fact = evidence::decodeFact(one.entry.wire)) refused.push_back(*fact);
    return makeCustomerCards({m_replica, m_outcomes, zone(), m_time.latestNow(),
                              [this](const FactId& id) { return isWaiting(id); }, device()},
                             staff, refused);
}

Result<Why> TabletCore::why(const VisitId& visit) const {
    if (isLocked()) return lockedError();
    return explainVisit({m_replica, m_outcomes, zone(), m_time.latestNow(),
                         [this](const FactId& id) { return isWaiting(id); }, device()},
                        visit);
}

std::vector<RefusedFact> TabletCore::refusedFacts() const {
    if (isLocked()) return {};
    std::vector<RefusedFact> refused;
    if (auto own = m_store.refused())
        for (const OwnFact& one : *own)
            refused.push_back(
                {one.entry.wire.id, one.entry.wire.kind, one.refusal.value_or(Error{})});
    return refused;
}

void TabletCore::tellOfRoom() {
    if (m_toldFull != m_store.isFull()) tell(false);
}

void TabletCore::tell(bool recorded) {
    m_toldFull = m_store.isFull();
    if (m_listener) m_listener(recorded);
}

} // namespace shoujie::client
