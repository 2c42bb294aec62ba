#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/adjudicator.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::client {

/// The seams a tablet core runs on; all outlive it.
struct Seams {
    Clock& clock;
    ElapsedClock& elapsed;
    Rng& rng;
};

struct StaffMember {
    StaffId id;
    std::string name;
    facts::Role role = facts::Role::salesperson;
    bool canSignIn = false; ///< a PIN is known on this tablet
};

/// What a tablet keeps back of its disk for what is recorded there (sync.md 6).
inline constexpr std::int64_t kReserveBytes = 64 * 1024 * 1024;

/// Is my work safe? Computed from the outbox, never from the last attempt (sync.md 1.3).
struct WorkStatus {
    std::int64_t pending = 0;       ///< saved here, no receipt yet
    std::int64_t refused = 0;       ///< refused by the server; visible, never dropped
    std::int64_t photosWaiting = 0; ///< photos and signatures that the office does not have yet
    std::int64_t photosRefused = 0; ///< ... and will not take
    bool enrolled = false;
    /// The disk has no room, or only what was kept in reserve for saving (kReserveBytes).
    bool storageFull = false;
    std::string proofCode; ///< evidence::proofCode of the own chain, empty before the first fact
    std::optional<Instant> lastSync; ///< last complete run, wall clock
    /// What a fact written now would get: O/A/B/C words for the time certainty.
    evidence::Grade grade = evidence::Grade::unanchored;
    /// How wide its interval would be; empty where its time is uncertain until the tablet connects.
    std::optional<Duration> timeWidth;
    Instant bootedAt{}; ///< start of this boot, wall clock: since when it is uncertain
};

enum class SeatState { waiting, receiving, assigned, off, leave, sick };

/// One person of the floor board; it never says whom somebody receives (art. 11).
struct Seat {
    StaffId staff;
    std::string name;
    SeatState state = SeatState::waiting;
    bool next = false;
    std::optional<Instant> receivingSince;
    std::optional<VisitId> visit; ///< the running reception
};
/// An open make-up turn and why it is owed.
struct OwedTurn {
    StaffId staff;
    std::string name;
    SubjectId earnedBy;
    std::vector<rules::Article> articles;
    Instant grantedAt{};
};
struct FloorBoard {
    std::vector<Seat> queue;  ///< in turn order, the head first
    std::vector<Seat> others; ///< out of the queue: off, leave, sick
    std::vector<OwedTurn> owed;
    std::optional<StaffId> next;
    Instant asOf{};               ///< last time this tablet heard of the others
    std::int64_t pendingHere = 0; ///< own facts that others do not know yet
};

/// One customer of a salesperson, as their list shows it.
struct CustomerCard {
    std::string name;
    std::string maskedPhone; ///< first 3 and last 4 digits
    VisitId visit;           ///< newest visit of that customer
    rules::VisitOutcome outcome;
    bool official = false; ///< the server's word; else judged on this tablet
    Instant visitedAt{};
    std::optional<Day> protectedUntil;
    std::int64_t daysUsed = 0;
    std::int64_t daysLimit = 0;
    std::string state; ///< "waiting", "received", "disputed", "ruled", "refused"
};

struct TimelineItem {
    FactId fact;
    std::string kind;
    std::string who; ///< name of the author
    TimeInterval at;
    bool own = false;      ///< written on this tablet
    bool received = false; ///< in the register
};
/// The answer to "why is this customer mine, or not?"
struct Why {
    VisitId visit;
    rules::VisitOutcome outcome;
    bool official = false;
    std::string ownerName;
    std::vector<TimelineItem> timeline;
};

struct RefusedFact {
    FactId id;
    std::string kind;
    Error error;
};

/// The tablet without a screen and without a network: local store, recorder, replica and rules.
/// One thread at a time; every call may wait for the disk, so never call it from the UI thread.
class Tablet {
public:
    /// Opens or creates the store (SQLite, FULL sync) and brings its schema up to date.
    static Result<std::unique_ptr<Tablet>> open(const std::string& path, Seams seams);
    virtual ~Tablet() = default;

    /// Saves a fact with its evidence and its place in the outbox in one transaction; once this has
    /// returned, a power cut loses nothing. Refuses what the vocabulary refuses.
    virtual Result<FactId> record(const StaffId& by, facts::FactData data) = 0;
    /// Keeps a photo or a signature (PNG or JPEG, at most 4 MiB) until the office has it, and gives
    /// the name that facts refer to it by: 64 hex digits. Before or after its fact.
    virtual Result<std::string> keepPhoto(const std::string& content) = 0;
    /// A new id for a visit, call, ...
    virtual std::string newId() = 0;

    [[nodiscard]] virtual SiteId site() const = 0;
    [[nodiscard]] virtual DeviceId device() const = 0;
    [[nodiscard]] virtual std::string siteName() const = 0;
    [[nodiscard]] virtual const TimeZone& zone() const = 0;
    /// Best estimate of true time: last anchor plus elapsed time, else the wall clock.
    [[nodiscard]] virtual Instant estimatedNow() const = 0;

    /// After the start, and after `lock`, until somebody signs in: the tablet then tells nothing of
    /// customers, and of its staff only who may sign in. Questions get empty answers, `record` and
    /// `keepPhoto` fail with ErrorCode::forbidden; what waits to be sent goes out all the same.
    [[nodiscard]] virtual bool isLocked() const = 0;
    /// Does nothing while nobody can sign in yet.
    virtual void lock() = 0;
    [[nodiscard]] virtual std::vector<StaffMember> staff() const = 0;
    /// Checks a PIN (Argon2id, about 0.1 s) and opens the tablet if it is locked. Fails with
    /// ErrorCode::unauthorized for a wrong one, notFound for somebody without one or who has left,
    /// tooMany where wrong ones came before: `pinWait` says for how long. What waits to be sent
    /// goes out whoever is signed in or not.
    virtual Result<void> checkPin(const StaffId& staff, const std::string& pin) = 0;
    /// How long nobody can sign in as that person; nothing where only a new PIN from the office
    /// helps.
    [[nodiscard]] virtual std::optional<std::chrono::seconds>
    pinWait(const StaffId& staff) const = 0;

    [[nodiscard]] virtual WorkStatus workStatus() const = 0;
    [[nodiscard]] virtual FloorBoard floorBoard() const = 0;
    [[nodiscard]] virtual rules::LookUp lookUp(const facts::Customer& customer,
                                               const StaffId& receiver) const = 0;
    /// When the entry that a look-up found was registered, for "known since".
    [[nodiscard]] virtual std::optional<TimeInterval> timeOf(const FactId& fact) const = 0;
    [[nodiscard]] virtual std::vector<CustomerCard> customersOf(const StaffId& staff) const = 0;
    [[nodiscard]] virtual Result<Why> why(const VisitId& visit) const = 0;
    [[nodiscard]] virtual std::vector<RefusedFact> refusedFacts() const = 0;
};

} // namespace shoujie::client
