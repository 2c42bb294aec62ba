#include "server/services/put_back.hpp"

#include "server/services/device_chain.hpp"
#include "server/services/register_facts.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/protocol/messages.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace shoujie::server {

namespace {

using Lines = std::map<std::int64_t, HandedRecord>;

/// A site's tree with leaves behind it that are not written.
class LongerTree final : public registry::NodeStore {
public:
    LongerTree(sqlite::Database& database, const SiteRow& site)
        : m_nodes(database, site.id), m_size(static_cast<std::uint64_t>(site.registerSize)) {}

    [[nodiscard]] Hash node(int level, std::uint64_t index) const override {
        const auto added = m_added.find({level, index});
        return added != m_added.end() ? added->second : m_nodes.node(level, index);
    }
    void put(int level, std::uint64_t index, const Hash& hash) override {
        m_added[{level, index}] = hash;
    }

    /// Root of the first `size` leaves; nothing where `lines` has a gap below.
    std::optional<Hash> root(std::uint64_t size, const Lines& lines) {
        for (; m_size < size; ++m_size) {
            const auto line = lines.find(static_cast<std::int64_t>(m_size) + 1);
            if (line == lines.end()) return std::nullopt;
            registry::appendLeaf(*this, m_size,
                                 registry::leafHash(registry::recordBytes(line->second.record)));
        }
        return registry::rootHash(*this, size);
    }

private:
    SqliteNodes m_nodes;
    std::uint64_t m_size;
    std::map<std::pair<int, std::uint64_t>, Hash> m_added;
};

/// Where a device's chain ends.
struct ChainEnd {
    std::int64_t epoch = 1;
    Hash hash{};
};

/// The links of a device's chain from `end` to the one of a line, that one last; nothing where one
/// of them is not here.
std::optional<std::vector<HandedLink>>
linksTo(const RecoveryStore& store, const registry::Record& record, const ChainEnd& end) {
    std::vector<HandedLink> links;
    auto one = store.link(record.chainHash);
    if (!one || one->epoch < end.epoch) return std::nullopt;
    const auto epoch = one->epoch;
    const Hash begin = epoch == end.epoch ? end.hash : evidence::chainStart(record.device, epoch);
    while (one && one->epoch == epoch) {
        const Hash before = one->previous;
        links.push_back(std::move(*one));
        if (before == begin) {
            std::ranges::reverse(links);
            return links;
        }
        one = store.link(before);
    }
    return std::nullopt;
}

/// Which facts of lines are here, asked in the order of the register.
class FactCheck {
public:
    FactCheck(Reads& reads, const RecoveryStore& store) : m_reads(reads), m_store(store) {}

    bool has(const HandedRecord& line) {
        const auto& device = line.record.device;
        if (device.empty()) return !line.stated.empty();
        auto end = m_ends.find(device);
        if (end == m_ends.end()) {
            const auto known = m_reads.device(device);
            if (!known) return false;
            end = m_ends.emplace(device, ChainEnd{known->epoch, known->headHash}).first;
        }
        const auto links = linksTo(m_store, line.record, end->second);
        if (!links) return false;
        end->second = {links->back().epoch, links->back().chainHash};
        return true;
    }

private:
    Reads& m_reads;
    const RecoveryStore& m_store;
    std::map<DeviceId, ChainEnd> m_ends;
};

/// Writes lines to the register as they once were.
class Restorer {
public:
    Restorer(Writes& writes, SiteId site, Instant now)
        : m_writes(writes), m_store(writes.database(), site), m_site(std::move(site)), m_now(now) {}

    Result<void> run(std::int64_t until) {
        m_writes.settle();
        m_store.liftFeed();
        const auto lines = m_store.proven();
        const auto size = m_writes.site(m_site)->registerSize;
        for (auto place = size + 1; place <= until; ++place) {
            const auto& line = lines.at(place);
            auto done = line.record.device.empty() ? state(line) : follow(line);
            if (!done) return done;
        }
        for (const auto& witness : m_store.witnesses()) {
            closeEpoch(witness.device);
            m_store.enterEpoch(witness.device, witness.epoch, m_now);
        }
        m_writes.settle();
        m_store.tellOutcomesAnew();
        return {};
    }

private:
    static Error changed() {
        return {ErrorCode::corrupt, "", "a record would not come out as it was"};
    }

    Result<void> write(const HandedRecord& line, const evidence::WireFact& wire,
                       std::int64_t epoch) {
        const auto fact = evidence::decodeFact(wire);
        // One of a newer vocabulary was let in unjudged, perhaps for a subject that is taken.
        const SubjectId subject(fact ? std::string(facts::createdSubject(fact->data)) : "");
        const bool judged = fact && (subject.empty() || !m_writes.hasSubject(m_site, subject));
        const auto written =
            m_writes.appendFact({wire, judged ? &*fact : nullptr, epoch, line.record.chainHash,
                                 line.record.receivedAt, line.record.stamp});
        if (written != line.record) return changed();
        return {};
    }

    /// A fact of the server itself.
    Result<void> state(const HandedRecord& line) {
        auto wire = protocol::decodeStated(line.stated);
        if (!wire) return wire.error();
        wire->site = m_site;
        if (evidence::bodyHash(*wire) != line.record.chainHash) return changed();
        return write(line, *wire, 0);
    }

    /// The next fact of a device. What stands in its chain before it and has no line was refused.
    Result<void> follow(const HandedRecord& line) {
        const auto& device = line.record.device;
        const auto known = m_writes.device(device);
        if (!known) return changed();
        auto links = linksTo(m_store, line.record, {known->epoch, known->headHash});
        if (!links) return changed();
        const auto link = std::move(links->back());
        links->pop_back();
        if (link.epoch > known->epoch) {
            closeEpoch(device);
            m_store.enterEpoch(device, link.epoch, m_now);
        }
        for (const auto& one : *links)
            refuse(one);
        m_writes.setHead(device, link.wire.seq, link.chainHash);
        return write(line, link.wire, link.epoch);
    }

    void refuse(const HandedLink& link) {
        const Error words = link.refusal.value_or(
            Error{ErrorCode::conflict, "", "was refused before the register was put back"});
        m_writes.insertQuarantine(link.wire, link.epoch, link.chainHash, m_now, words);
    }

    /// Behind the last line of a device's chain stands what it was told is refused, and what the
    /// server has not answered: only the former belongs to the chain that the server knows.
    void closeEpoch(const DeviceId& device) {
        for (auto known = *m_writes.device(device);; known = *m_writes.device(device)) {
            auto next = m_store.linksBehind(known.headHash);
            std::erase_if(next, [&](const auto& one) { return one.wire.device != device; });
            if (next.size() != 1 || !next.front().refusal) return;
            refuse(next.front());
            m_writes.setHead(device, next.front().wire.seq, next.front().chainHash);
        }
    }

    Writes& m_writes;
    RecoveryStore m_store;
    SiteId m_site;
    Instant m_now;
};

/// The greatest number of restores that a proven checkpoint names.
std::int64_t restoresOf(const RecoveryStore& store, const SiteRow& site) {
    auto most = site.restores;
    for (const auto& witness : store.witnesses())
        if (witness.state == WitnessState::proven) most = std::max(most, witness.restores);
    return most;
}

/// The site goes on; so many more times was something given up for lost.
void end(Writes& writes, const SiteId& site, std::int64_t givenUp) {
    RecoveryStore store(writes.database(), site);
    const auto restores = restoresOf(store, *writes.site(site)) + givenUp;
    writes.settle();
    store.end(restores);
}

} // namespace

Result<void> checkRecovering(const SiteRow* site) {
    if (site == nullptr) return Error{ErrorCode::notFound, "site", "there is no such site"};
    if (!site->recoveringSince)
        return Error{ErrorCode::conflict, "site", "is not being recovered: its register is whole"};
    return {};
}

void prove(Writes& writes, const SiteId& id) {
    RecoveryStore store(writes.database(), id);
    const auto site = *writes.site(id);
    // By size: what a smaller checkpoint proves fills gaps of those who hold a greater one.
    for (bool more = true; more;) {
        more = false;
        for (auto& witness : store.witnesses()) {
            if (witness.state != WitnessState::all) continue;
            LongerTree tree(writes.database(), site);
            const auto root =
                tree.root(static_cast<std::uint64_t>(witness.size), store.records(witness.device));
            if (!root) continue;
            const bool holds = witness.size == 0 || *root == witness.root;
            if (holds)
                store.prove(witness.device, witness.size);
            else
                store.forgetRecords(witness.device);
            witness.state = holds ? WitnessState::proven : WitnessState::other;
            store.put(witness);
            more = true;
        }
    }
}

Recovery standOf(Reads& reads, const SiteId& id) {
    const RecoveryStore store(reads.database(), id);
    const auto site = *reads.site(id);
    Recovery stand;
    stand.size = stand.proven = stand.whole = stand.seen = site.registerSize;
    const auto restores = restoresOf(store, site);
    std::set<DeviceId> heard;
    for (const auto& witness : store.witnesses()) {
        // A register that the office has given up for lost before is no longer waited for.
        const bool old = witness.restores < restores;
        if (!old) stand.seen = std::max(stand.seen, witness.size);
        if (witness.state == WitnessState::other && !old) stand.others.push_back(witness.device);
        if (witness.state != WitnessState::handing && (witness.state != WitnessState::all || old))
            heard.insert(witness.device);
        if (witness.state == WitnessState::proven)
            stand.proven = std::max(stand.proven, witness.size);
    }
    for (auto& device : store.devices())
        if (!heard.contains(device)) stand.unheard.push_back(std::move(device));
    const auto lines = store.proven();
    FactCheck facts(reads, store);
    for (auto place = stand.size + 1; place <= stand.proven; ++place) {
        const auto& line = lines.at(place);
        if (!facts.has(line))
            stand.missing.push_back(line.record);
        else if (stand.whole == place - 1)
            stand.whole = place;
    }
    return stand;
}

Result<void> putBack(Writes& writes, const SiteId& site, std::int64_t until, Instant now) {
    return Restorer(writes, site, now).run(until);
}

Result<bool> goOnIfComplete(Writes& writes, const SiteId& site, Instant now) {
    prove(writes, site);
    const auto stand = standOf(writes, site);
    if (!stand.complete()) return false;
    if (auto done = putBack(writes, site, stand.whole, now); !done) return done.error();
    end(writes, site, 0);
    return true;
}

Result<Recovery> giveUpTheRest(Writes& writes, const SiteId& site, FactId id, Instant now) {
    prove(writes, site);
    const auto stand = standOf(writes, site);
    if (auto done = putBack(writes, site, stand.whole, now); !done) return done.error();
    end(writes, site, 1);
    appendSystemFact(writes, site, std::move(id), facts::RegisterRestored{stand.whole, stand.seen},
                     now);
    return stand;
}

} // namespace shoujie::server
