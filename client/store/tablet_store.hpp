#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/sqlite/database.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::client {

/// Who this tablet is, by its enrolment.
struct Identity {
    std::string server; ///< base address, "https://register.example:8443"
    DeviceId device;
    SiteId site;
    std::int64_t epoch = 1;
    std::string token;
    PublicKey serverKey{};
    /// The pinned certificate, DER, that alone may vouch for the server; none where it speaks plain
    /// text on this machine.
    std::vector<std::uint8_t> authority;
};

enum class Delivery { waiting, refused, received };

/// A line of the tablet's own log.
struct LogEntry {
    std::int64_t epoch = 1;
    evidence::WireFact wire;
    Hash bodyHash{};
    Hash chainHash{};
};
/// ... and what became of it.
struct OwnFact {
    LogEntry entry;
    Delivery delivery = Delivery::waiting;
    std::optional<evidence::Stamp> stamp; ///< of the receipt
    std::optional<Error> refusal;
};

/// The newest fact of the own chain; seq 0 and the chain's start before the first.
struct ChainHead {
    std::int64_t seq = 0;
    Hash hash{};
};

/// Consecutive facts that wait for the server, and the hash of the one before them.
struct WaitingRun {
    Hash previous{};
    std::vector<LogEntry> facts;
};

/// The server's answer to one fact of a push, already checked.
struct Settled {
    std::int64_t epoch = 1;
    std::int64_t seq = 0;
    std::optional<registry::Receipt> receipt;
    std::optional<Error> refusal; ///< exactly one of the two
};

struct SignedCheckpoint {
    registry::Checkpoint checkpoint;
    std::string note;
};

/// A fact of the feed as it is kept.
struct ReplicaFact {
    std::int64_t registerSeq = 0;
    std::string grade;
    facts::TimedFact fact;
};
/// A fact of the feed that is kept and not judged: it comes from a newer vocabulary.
struct UnsupportedFact {
    std::int64_t registerSeq = 0;
    std::string grade;
    FactId id;
    std::string json;      ///< as the server told it
    bool ofServer = false; ///< the server does not judge it; else only this program cannot
};
struct OfficialOutcome {
    std::string kind; ///< "visit" or "deal"
    SubjectId subject;
    std::int64_t feedSeq = 0;
    std::string json;
};

struct Progress {
    std::int64_t feedCursor = 0;
    std::optional<Instant> lastSync;
};

struct OutboxCounts {
    std::int64_t waiting = 0;
    std::int64_t refused = 0;
};

/// The tablet's SQLite file: rows in, rows out, no decisions. Every change is one transaction;
/// after a failure (ErrorCode::storage, corrupt, ...) nothing of it is kept.
class TabletStore {
public:
    static Result<TabletStore> open(const std::string& path);

    /// The secret of the device key, made with `rng` the first time.
    Result<std::array<std::uint8_t, 32>> deviceSeed(Rng& rng);

    Result<std::optional<Identity>> identity();
    Result<void> keepIdentity(const Identity& identity);

    Result<std::optional<protocol::SiteReply>> site();
    Result<void> keepSite(const protocol::SiteReply& site);

    /// The head of the chain of this device and epoch.
    Result<ChainHead> head(const Identity& identity);
    /// Fact, place in the outbox and with them the new head, in one transaction; with it a note of
    /// the clock, which the fact's own reading is.
    Result<void> append(const LogEntry& entry);
    Result<std::optional<evidence::NotedTicks>> ticks();
    Result<void> keepTicks(const evidence::NotedTicks& noted);
    /// The tablet goes on in another epoch of its chain. What waits and lies behind `keptSeq` of
    /// the epoch before takes its first places: the server has never seen it.
    Result<void> moveToEpoch(const Identity& identity, std::int64_t epoch, std::int64_t keptSeq);
    /// Own facts without a receipt or not brought back by the feed yet, in the order of the chain.
    Result<std::vector<OwnFact>> unsettled();
    Result<std::vector<OwnFact>> refused();
    Result<OutboxCounts> outboxCounts();
    /// The oldest waiting fact and those that follow it without a gap: at most `maxFacts`, and at
    /// most `maxBytes` of JSON unless the first alone is larger. Empty when nothing waits.
    Result<WaitingRun> waitingRun(const Identity& identity, std::size_t maxFacts,
                                  std::size_t maxBytes);
    /// Keeps receipts with the checkpoint that holds them and lets go of their outbox rows; marks
    /// the refused. Settling a fact twice changes nothing. ErrorCode::corrupt if a checkpoint of
    /// that size with another root is already held: the server shows two registers. `checkpoint` is
    /// there where any receipt is.
    Result<void> settle(const std::vector<Settled>& settled,
                        const std::optional<SignedCheckpoint>& checkpoint);

    /// Size of the largest register the server has shown; 0 for none.
    Result<std::uint64_t> seenSize();
    /// Root of a checkpoint that is held; nothing where none of that size is.
    Result<std::optional<Hash>> seenRoot(std::uint64_t size);

    /// With it a note of the clock.
    Result<void> keepAnchor(const evidence::Anchor& anchor, const Signature& signature,
                            const evidence::NotedTicks& noted);
    /// The newest anchors, oldest first.
    Result<std::vector<evidence::Anchor>> anchors(const DeviceId& device);

    /// Rows of one page of the feed and the cursor behind them, in one transaction. Facts already
    /// held stay as they are, unless the office did not judge them; of two outcomes the one later
    /// in the feed is kept.
    Result<void> keepFeed(const std::vector<ReplicaFact>& facts,
                          const std::vector<UnsupportedFact>& unsupported,
                          const std::vector<OfficialOutcome>& outcomes, std::int64_t cursor);
    /// Facts that are judged, by register sequence; what an older program could not read and this
    /// one can is among them.
    Result<void> eachReplicaFact(const std::function<void(ReplicaFact)>& use);
    Result<void> eachOutcome(const std::function<void(OfficialOutcome)>& use);

    Result<Progress> progress();
    Result<void> keepLastSync(Instant at);

private:
    explicit TabletStore(sqlite::Database database);
    /// Inside a transaction; throws as all of SQLite here.
    void putTicks(const evidence::NotedTicks& noted);
    sqlite::Database m_database;
};

/// How many anchors are held besides those that facts of the log refer to: at one a minute about
/// eight hours online.
inline constexpr std::int64_t kAnchorsHeld = 500;

} // namespace shoujie::client
