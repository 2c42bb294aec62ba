#pragma once

#include "client/store/replica.hpp"
#include "client/store/tablet.hpp"
#include "client/store/tablet_store.hpp"
#include "client/store/time_keeper.hpp"
#include "client/store/visit_outcomes.hpp"
#include "shared/protocol/messages.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shoujie::client {

/// How a push ended, fact by fact.
struct PushTally {
    std::int64_t received = 0;
    std::int64_t refused = 0;
};

/// How far a tablet has come with handing in, within one run.
struct HandIn {
    std::int64_t recovery = 0;                     ///< RecoveryReply's
    std::int64_t records = 0;                      ///< last place of the register
    std::pair<std::int64_t, std::int64_t> chain{}; ///< last epoch and place of the own chain
    std::optional<std::int64_t> anchor;            ///< last ordinal
};

/// The tablet: what people see of it (Tablet), and what a sync run may do with it. It does no
/// network and reads no clock but its seams. Whatever it has answered with success is on disk.
class TabletCore final : public Tablet {
public:
    static Result<std::unique_ptr<TabletCore>> open(const std::string& path, Seams seams,
                                                    std::int64_t reserveBytes = 0);
    ~TabletCore() override;

    Result<FactId> record(const StaffId& by, facts::FactData data) override;
    Result<std::string> keepPhoto(const std::string& content) override;
    std::string newId() override;
    [[nodiscard]] SiteId site() const override;
    [[nodiscard]] DeviceId device() const override;
    [[nodiscard]] std::string siteName() const override;
    [[nodiscard]] const TimeZone& zone() const override;
    [[nodiscard]] Instant estimatedNow() const override;
    [[nodiscard]] bool isLocked() const override { return m_store.isLocked(); }
    void lock() override;
    [[nodiscard]] std::vector<StaffMember> staff() const override;
    Result<void> checkPin(const StaffId& staff, const std::string& pin) override;
    [[nodiscard]] std::optional<std::chrono::seconds> pinWait(const StaffId& staff) const override;
    [[nodiscard]] WorkStatus workStatus() const override;
    [[nodiscard]] FloorBoard floorBoard() const override;
    [[nodiscard]] rules::LookUp lookUp(const facts::Customer& customer,
                                       const StaffId& receiver) const override;
    [[nodiscard]] std::optional<TimeInterval> timeOf(const FactId& fact) const override;
    [[nodiscard]] std::vector<CustomerCard> customersOf(const StaffId& staff) const override;
    [[nodiscard]] Result<Why> why(const VisitId& visit) const override;
    [[nodiscard]] std::vector<RefusedFact> refusedFacts() const override;

    // ---- enrolment ----
    [[nodiscard]] const std::optional<Identity>& identity() const { return m_identity; }
    [[nodiscard]] PublicKey deviceKey() const { return m_key.publicKey(); }
    /// Becomes the device the server says; fails with ErrorCode::conflict if it is one already.
    /// `authority` is Identity's.
    Result<void> adopt(const std::string& server, const protocol::EnrolReply& reply,
                       std::vector<std::uint8_t> authority = {});

    /// What to say to a server that does not know this device: it was put back to before the
    /// enrolment.
    [[nodiscard]] protocol::EnrolRequest introduction() const;

    Result<void> keepDeliverToken(const std::string& token);

    // ---- time ----
    /// Notes the elapsed clock on the disk (evidence::Ticks); call every evidence::kTickEvery while
    /// the program runs.
    Result<void> tick();
    // ---- anchors ----
    /// Whether this boot has no anchor, or none for kAnchorInterval, or facts wait to be sent.
    [[nodiscard]] bool anchorDue() const;
    /// The signed answer to a challenge: reads the elapsed clock, so send it at once. Where the
    /// challenge names a newer epoch, this tablet was put back from a backup and goes on in that.
    [[nodiscard]] Result<protocol::AnchorRequest> answer(const protocol::ChallengeReply& challenge);
    /// Keeps the anchor if the server signed it, it says what was answered, and the register still
    /// begins with what this tablet has seen of it; else corrupt.
    Result<void> keepAnchor(const protocol::AnchorRequest& answered,
                            const protocol::AnchorReply& reply);

    // ---- the site's bundle ----
    /// Whether there is none, or staff joined or left since, or it is older than kSiteInterval.
    [[nodiscard]] bool siteDue() const;
    Result<void> keepSite(const protocol::SiteReply& site);
    /// What a locked tablet asks for instead: its key, locked anew. Empty where the server cannot
    /// open it either.
    [[nodiscard]] Result<std::optional<protocol::UnlockRequest>> askForLocks();
    /// They take the place of those there are; an empty reply changes nothing.
    Result<void> keepLocks(const protocol::UnlockReply& reply);

    // ---- push ----
    /// The next facts to send, signed, and boxed while the tablet is locked; empty when nothing
    /// waits.
    [[nodiscard]] Result<std::optional<protocol::PushRequest>> nextPush();
    /// Checks every receipt and keeps what is proven; refused facts stay and are shown. Fails with
    /// ErrorCode::corrupt if a receipt is not for its fact, is not in the checkpoint, or the
    /// checkpoint is not the server's: those facts stay in the outbox.
    Result<PushTally> keepReply(const protocol::PushRequest& sent, protocol::PushReply reply);

    // ---- a register that the office has lost and puts together again ----
    /// The question that says what this tablet has seen of the register.
    [[nodiscard]] Result<protocol::RecoveryRequest> askAboutRegister();
    /// The next piece to hand in: lines of the register, the own chain, anchors; `all` where there
    /// is no more. `progress` is that of this run, and begins empty.
    [[nodiscard]] Result<protocol::RecoveryRequest> nextHandIn(const protocol::RecoveryReply& told,
                                                               HandIn& progress);
    /// The office has given up for lost what this tablet has seen: it goes on from the newest
    /// checkpoint that still holds. Void receipts stay as evidence and their facts wait again.
    /// Corrupt, with nothing changed, unless the server's signed checkpoint says so and begins with
    /// that one.
    Result<void> goOnFrom(const protocol::RecoveryReply& reply);

    // ---- pull ----
    [[nodiscard]] std::int64_t feedCursor() const { return m_progress.feedCursor; }
    /// Keeps a page of the feed and its cursor; what is held already changes nothing. Gives the
    /// number of new facts. Fails with ErrorCode::corrupt for a page that goes backwards or stands
    /// still.
    Result<std::int64_t> keepFeed(protocol::FeedReply feed);
    // ---- photos ----
    /// The next one to send, from its beginning; empty when none waits.
    [[nodiscard]] Result<std::optional<protocol::BlobPiece>> nextPhoto();
    /// What to send from the piece's place on.
    [[nodiscard]] Result<std::string> photoBytes(const protocol::BlobPiece& piece);
    /// The office has all of it, or refuses it for good.
    Result<void> settlePhoto(const Hash& hash, const std::optional<Error>& refusal = {});
    /// The office was put back from an older copy: what it had may be gone.
    Result<void> offerPhotosAgain();

    /// A run has gone all the way through.
    Result<void> markSynced();

    /// Called after every change that a screen may show; `recorded` if a fact waits to be sent.
    void onChange(std::function<void(bool recorded)> listener) { m_listener = std::move(listener); }

private:
    TabletCore(TabletStore store, Seams seams, SigningKey key);
    Result<void> load();
    Result<void> loadSite();
    Result<void> loadLocks();
    /// What only an open tablet knows.
    Result<void> loadSealed();
    Result<void> loadReplica();
    /// Keeps who works here for a locked tablet to show, where that has changed.
    Result<void> noteStaff();
    Result<void> unlock(const SecretKey& key);
    /// A page of the feed, sorted by who takes it.
    struct FeedPage {
        FeedRows rows;
        std::vector<facts::TimedFact> judged; ///< those of its facts that are judged here
    };
    [[nodiscard]] Result<FeedPage> pageOf(protocol::FeedReply feed) const;
    Result<void> moveToEpoch(std::int64_t epoch, std::int64_t keptSeq);
    [[nodiscard]] facts::TimedFact estimated(facts::Fact fact, const OwnFact& own) const;
    [[nodiscard]] bool isWaiting(const FactId& id) const;
    /// Of somebody who may sign in; else nullptr.
    [[nodiscard]] const protocol::UnlockReply::Lock* lockOf(const StaffId& staff) const;
    [[nodiscard]] Result<PinAttempts> attemptsOf(const StaffId& staff,
                                                 const std::string& hash) const;
    Result<void> countAttempt(const StaffId& staff, const PinAttempts& attempts);
    Result<void> forgetAttempts(const StaffId& staff);
    Result<std::optional<SignedCheckpoint>> witness(std::uint64_t seen, const std::string& note,
                                                    const std::vector<Hash>& proof);
    [[nodiscard]] Result<std::vector<WitnessedRecord>>
    linesOf(const protocol::Tail& tail, const std::vector<Settled>& settled, std::uint64_t seen,
            const registry::Checkpoint& checkpoint, const std::vector<Hash>& consistency) const;
    Result<std::optional<protocol::ChainPiece>>
    handInChain(std::pair<std::int64_t, std::int64_t> behind);
    Result<std::int64_t> seenRestores();
    Result<std::optional<protocol::PushRequest>> nextBoxes();
    [[nodiscard]] Result<protocol::PushRequest> signedPush(std::int64_t epoch, const Hash& previous,
                                                           const ChainPlace& last);
    [[nodiscard]] Result<std::vector<ChainPlace>> placesOf(const protocol::PushRequest& sent) const;
    [[nodiscard]] Result<Settled> settledBy(std::int64_t epoch, const ChainPlace& fact,
                                            const protocol::PushResult& result,
                                            const std::optional<SignedCheckpoint>& proof) const;
    void tell(bool recorded);
    /// Tells when the disk has become full, or is no more.
    void tellOfRoom();

    // Views do not change the tablet, but reading the disk needs the connection.
    mutable TabletStore m_store;
    Seams m_seams;
    SigningKey m_key;
    TimeKeeper m_time;
    std::optional<Identity> m_identity;
    std::optional<protocol::SiteReply> m_site;
    std::optional<std::chrono::nanoseconds> m_siteFetchedAt; ///< elapsed, in this process
    std::vector<protocol::UnlockReply::Lock> m_locks;        ///< of those who have a PIN
    std::vector<StaffMember> m_shown; ///< who works here, as a locked tablet knows it
    rules::PolicyTimeline m_policy;
    Progress m_progress;
    ChainHead m_head;
    Replica m_replica;
    VisitOutcomes m_outcomes;
    /// Own facts without a receipt or not brought back by the feed, and how far each has come.
    std::map<FactId, Delivery> m_unsettled;
    std::map<StaffId, PinAttempts> m_uncounted; ///< that a full disk had no room for
    std::function<void(bool)> m_listener;
    bool m_toldFull = false;
};

/// The site's bundle is asked for again after this long.
inline constexpr std::chrono::minutes kSiteInterval{10};

} // namespace shoujie::client
