#pragma once

#include "client/store/pin.hpp"
#include "client/store/tablet.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/sealing.hpp"
#include "shared/core/seams.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/protocol/blobs.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/sqlite/reserve.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace shoujie::client {

/// Who this tablet is, by its enrolment.
struct Identity {
    std::string server; ///< base address, "https://register.example:8443"
    DeviceId device;
    SiteId site;
    std::int64_t epoch = 1;
    std::string token; ///< empty while the tablet is locked
    PublicKey serverKey{};
    std::string deliverToken{}; ///< what a locked tablet shows instead; older servers give none
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

/// Where a fact stands in the own chain.
struct ChainPlace {
    FactId id;
    std::int64_t seq = 0;
    Hash chainHash{};
};
/// As WaitingRun, of a tablet that cannot read them itself.
struct BoxedRun {
    std::int64_t epoch = 1;
    Hash previous{};
    std::vector<std::string> boxes;
    ChainPlace last;
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

/// A line of the register as it was shown.
struct WitnessedRecord {
    registry::Record record;
    std::string stated; ///< the fact, where it is the server's own (protocol::encodeStated)
};
/// Consecutive facts of the own chain, whatever became of them.
struct ChainStretch {
    Hash previous{};
    std::vector<OwnFact> facts;
};
struct HeldAnchor {
    std::int64_t ordinal = 0;
    protocol::SignedAnchor anchor;
};

/// Who judges a fact of the feed.
enum class Judged {
    here,    ///< and everywhere
    notHere, ///< this program does not know its kind or a member
    nowhere, ///< nor does the office, which will deliver it anew
};
/// A fact of the feed as it is kept.
struct FeedFact {
    std::int64_t registerSeq = 0;
    FactId id;
    std::string grade;
    std::string json; ///< as the server told it
    Judged judged = Judged::here;
    /// A customer wished to be forgotten: what is left takes the place of what was told, and of
    /// what this tablet itself has written.
    bool erased = false;
};
struct OfficialOutcome {
    std::string kind; ///< "visit" or "deal"
    SubjectId subject;
    std::int64_t feedSeq = 0;
    std::string json;
};

/// Of whom the feed has told that they work here, or no longer.
struct KnownStaff {
    StaffMember member;
    bool hasLeft = false;
};
/// What a page of the feed leaves behind.
struct FeedRows {
    std::vector<FeedFact> facts;
    std::vector<OfficialOutcome> outcomes;
    std::vector<KnownStaff> staff; ///< news of them, in the register's order
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
/// after a failure (ErrorCode::storage, corrupt, ...) nothing of it is kept. What may name a
/// customer is sealed under the store's key (sync.md 6, tst_locked_tablet): while it is locked,
/// that can neither be read nor written, and trying is ErrorCode::forbidden or storage.
class TabletStore {
public:
    /// With so much room on its disk kept back for what is recorded and delivered (sync.md 6).
    static Result<TabletStore> open(const std::string& path, std::int64_t reserveBytes = 0);

    /// Takes the reserve again where it was given up and there is room for it twice; else it would
    /// be given up by the next save.
    void keepReserve();
    /// There is no room on the disk, or only what the reserve has left behind.
    [[nodiscard]] bool isFull() const { return m_noRoom || !m_reserve.isWhole(); }

    /// The secret of the device key, made with `rng` the first time.
    Result<std::array<std::uint8_t, 32>> deviceSeed(Rng& rng);

    // ---- the key ----
    [[nodiscard]] bool isLocked() const { return !m_key; }
    /// Opens a store that is locked; whether it is the right key is told by what is read with it.
    void unlock(const SecretKey& key);
    /// Forgets the key. False, with nothing done, where nobody could open the store again: no PIN
    /// is known here yet, and the key stands in the file.
    bool lock();
    /// Who can open it: their PINs' locks, each with the key in it.
    Result<std::vector<protocol::UnlockReply::Lock>> locks();
    /// Instead of those there are, from a server that has opened the escrow.
    Result<void> keepLocks(const std::vector<protocol::UnlockReply::Lock>& locks);
    /// The key for the server's eyes; empty before the enrolment.
    Result<std::string> escrow();
    /// Boxes for the server what an older program has left without.
    Result<void> fillBoxes();

    /// Everybody of whom the feed has told, by their ids.
    Result<std::vector<KnownStaff>> staff();
    /// Instead of what was known of them.
    Result<void> keepStaff(const std::vector<KnownStaff>& staff);

    Result<std::optional<Identity>> identity();
    Result<void> keepIdentity(const Identity& identity);
    Result<void> keepDeliverToken(const std::string& token);

    Result<std::optional<protocol::SiteReply>> site();
    /// With it the key is locked anew for everybody who has a PIN.
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
    /// As `waitingRun`, boxed; empty also where the oldest has no box.
    Result<BoxedRun> waitingBoxes(const Identity& identity, std::size_t maxFacts,
                                  std::size_t maxBytes);
    /// So many places of the own chain behind the one with that hash.
    Result<std::vector<ChainPlace>> placesBehind(std::int64_t epoch, const Hash& previous,
                                                 std::size_t count);
    /// Keeps receipts with the checkpoint that holds them and lets go of their outbox rows; marks
    /// the refused. Settling a fact twice changes nothing. ErrorCode::corrupt if a checkpoint of
    /// that size with another root is already held: the server shows two registers. `checkpoint` is
    /// there where any receipt is; `records` are others' lines that it holds. Of those, a store
    /// that is locked keeps no facts of the server.
    Result<void> settle(const std::vector<Settled>& settled,
                        const std::optional<SignedCheckpoint>& checkpoint,
                        const std::vector<WitnessedRecord>& records = {});

    /// Size of the largest register the server has shown; 0 for none.
    Result<std::uint64_t> seenSize();
    /// Root of a checkpoint that is held; nothing where none of that size is.
    Result<std::optional<Hash>> seenRoot(std::uint64_t size);

    // ---- what is handed back to a server that was put back from an older copy ----
    /// The newest signed note; empty for none.
    Result<std::string> newestNote();
    /// Some of the checkpoints, largest first, the more of them the newer; at most `most`.
    Result<std::vector<protocol::SeenRoot>> seenRoots(std::size_t most);
    /// Lines of the register behind that place, in its order, as many as fit.
    Result<std::vector<WitnessedRecord>> recordsAfter(std::int64_t registerSeq, std::size_t most,
                                                      std::size_t maxBytes);
    /// The own chain behind that place, within one epoch; as `waitingRun`.
    Result<ChainStretch> chainAfter(const Identity& identity, std::int64_t epoch, std::int64_t seq,
                                    std::size_t maxFacts, std::size_t maxBytes);
    /// Anchors that were kept after that one, oldest first.
    Result<std::vector<HeldAnchor>> anchorsAfter(const DeviceId& device, std::int64_t ordinal,
                                                 std::size_t most);
    /// Ordinal of an anchor; 0 where it is not held.
    Result<std::int64_t> anchorOrdinal(const std::string& nonce);
    /// The server goes on from the checkpoint of size `from` without what it had signed for behind
    /// it. Receipts that lead elsewhere become evidence, their facts and all that were refused
    /// behind them wait again, and the feed begins anew.
    Result<void> goOnFrom(std::uint64_t from);

    /// With it a note of the clock.
    Result<void> keepAnchor(const evidence::Anchor& anchor, const Signature& signature,
                            const evidence::NotedTicks& noted);
    /// The newest anchors, oldest first.
    Result<std::vector<evidence::Anchor>> anchors(const DeviceId& device);

    /// Rows of one page of the feed and the cursor behind them, in one transaction. Facts already
    /// held stay as they are, unless the office did not judge them or has erased a customer's data
    /// (then that is gone here too, also from the own log); of two outcomes the one later
    /// in the feed is kept. True where a fact stands at another place than before, or another in
    /// its place: the office has lost records that nobody was shown, and has put them anew.
    /// ErrorCode::storage while the reserve is not whole: the room is for the outbox.
    Result<bool> keepFeed(const FeedRows& rows, std::int64_t cursor);
    /// Facts that are judged, by register sequence; what an older program could not read and this
    /// one can is among them.
    Result<void> eachReplicaFact(const std::function<void(facts::TimedFact)>& use);
    Result<void> eachOutcome(const std::function<void(OfficialOutcome)>& use);

    // ---- signing in ----
    /// Wrong PINs of that person since the last right one.
    Result<std::optional<PinAttempts>> pinAttempts(const StaffId& staff);
    Result<void> keepPinAttempts(const StaffId& staff, const PinAttempts& attempts);
    Result<void> forgetPinAttempts(const StaffId& staff);

    // ---- photos and signatures ----
    /// Keeps one until the office has it; the same again changes nothing. ErrorCode::storage for a
    /// large one while the reserve is not whole.
    Result<void> keepBlob(const Hash& hash, std::string_view content);
    /// The oldest that waits, from its beginning; empty when none does.
    Result<std::optional<protocol::BlobPiece>> waitingBlob();
    /// Its bytes from the piece's place on, as many as one piece holds.
    Result<std::string> blobBytes(const protocol::BlobPiece& piece);
    /// The office has it, or refuses it for good. Lets go of the oldest that it has.
    Result<void> settleBlob(const Hash& hash, const std::optional<Error>& refusal);
    /// Those that the office had and this tablet still holds wait again.
    Result<void> offerBlobsAgain();
    Result<OutboxCounts> blobCounts();

    Result<Progress> progress();
    Result<void> keepLastSync(Instant at);

private:
    TabletStore(sqlite::Database database, std::string path, std::int64_t reserveBytes);
    Result<void> bringUpToDate();
    void findKey();
    /// Overwrites what has no place in the file any more, if there is room; else the next opening
    /// does.
    void wipe();
    /// As guarded(), and remembers whether there was room.
    template <class Work>
    auto written(Work work);
    /// ... for what must not wait for room: gives up the reserve for it and tries once more.
    template <class Work>
    auto urgent(Work work);
    /// Inside a transaction; throws as all of SQLite here.
    void putTicks(const evidence::NotedTicks& noted);
    void putRecord(const WitnessedRecord& line);
    void insertEntry(const LogEntry& entry);
    void boxOutbox();
    void putStaff(const std::vector<KnownStaff>& staff);
    void forgetErased(const FeedFact& left);
    /// Takes the key out of the file as soon as somebody known here can sign in; `wipe` then has
    /// something to do.
    void closeKey();
    sqlite::Database m_database;
    std::string m_path;
    sqlite::Reserve m_reserve;
    bool m_noRoom = false; ///< for the last thing that was written
    std::optional<SecretKey> m_key;
    std::optional<PublicKey> m_server; ///< whom the boxes are for
};

template <class Work>
auto TabletStore::written(Work work) {
    using Done = std::invoke_result_t<Work>;
    try {
        Done done = work();
        m_noRoom = false;
        return done;
    } catch (const sqlite::SqliteError& error) {
        m_noRoom = error.isFull();
        return Done(error.toError());
    }
}

template <class Work>
auto TabletStore::urgent(Work work) {
    auto done = written(work);
    if (done || !m_noRoom || !m_reserve.giveUp()) return done;
    return written(work);
}

/// How many anchors are held besides those that facts of the log refer to: at one a minute about
/// eight hours online.
inline constexpr std::int64_t kAnchorsHeld = 500;
/// What is larger is not saved from the reserve: a signature is smaller, a photo is not.
inline constexpr std::size_t kLargestUrgentBlob = 128 * 1024;
/// How many photos are held that the office has: what it may lose between two backups, and about
/// 60 MiB.
inline constexpr std::int64_t kBlobsHeld = 200;

} // namespace shoujie::client
