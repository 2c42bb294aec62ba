#pragma once

#include "shared/core/boxed.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/time.hpp"
#include "shared/facts/customer.hpp"
#include "shared/facts/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The vocabulary: everything that happens is a fact, written once and never changed (`facts.md`).
/// Money is in minor units of the site's currency. Optional members are absent, never empty.
namespace shoujie::facts {

// ---- sales ---------------------------------------------------------------------------------

struct StaffJoined {
    StaffId staff;
    std::string name;
    Role role = Role::salesperson;
};
struct StaffLeft {
    StaffId staff;
};
struct RosterSet {
    std::vector<StaffId> order;
};
struct DutyChanged {
    StaffId staff;
    Duty duty = Duty::on;
};
/// A reception has begun; it holds the turn and says nothing of the customer (art. 11).
struct VisitStarted {
    VisitId visit;
    StaffId receiver;
};
/// What the customer needs, as prepared for by the reception training.
struct Needs {
    std::optional<std::string> information;
    std::optional<std::string> environment;
    std::optional<std::string> emotion;
};
struct RelativeMention {
    Relation relation = Relation::parent;
    Customer customer;
};
struct VisitRegistered {
    VisitId visit;
    StaffId receiver;
    std::optional<Instant> startedAt;
    std::vector<Customer> customers; ///< 1 to limits::kMaxParty
    std::optional<StaffId> askedFor;
    std::optional<Boxed<Customer>> accompaniedBy;
    std::optional<Boxed<Customer>> introducedBy;
    std::vector<RelativeMention> relatives; ///< of the first of `customers`
    std::optional<PublicBasis> publicBasis;
    std::optional<bool> businessCard;
    std::optional<bool> groupPurchase;
    std::optional<bool> aware;
    std::optional<OriginalState> original;
    std::optional<Boxed<Needs>> needs;
};
struct CallRegistered {
    CallId call;
    StaffId answeredBy;
    std::optional<StaffId> askedFor;
    Boxed<Customer> customer;
    std::optional<std::int64_t> rings;
    std::optional<Instant> callbackAt;
};
struct ReferralRegistered {
    ReferralId referral;
    Boxed<Customer> introducer;
    Boxed<Customer> prospect;
};
struct FamilyDeclared {
    std::vector<Customer> customers; ///< exactly 2
    Relation relation = Relation::parent;
};
struct PublicConfirmed {
    VisitId visit;
    PublicBasis basis = PublicBasis::peer;
};
struct ConflictDiscovered {
    SubjectId subject;
    std::optional<StaffId> claimant;
    std::vector<FactId> evidence;
};
struct NoticeSeen {
    SubjectId subject;
    StaffId staff;
};
struct DealSigned {
    DealId deal;
    StaffId closer;
    std::optional<VisitId> visit;
    std::vector<Customer> subscribers; ///< 1 to limits::kMaxParty
    std::optional<Instant> depositPaidAt;
    std::optional<Instant> agreementSignedAt;
    std::string unit;
    std::int64_t listPrice = 0;
    std::int64_t price = 0;
    std::optional<bool> groupPurchase;
};
struct DealTransferred {
    DealId deal;
    Boxed<Customer> to;
};
struct FollowUpPlanned {
    FollowUpId followUp;
    Boxed<Customer> customer;
    Instant dueAt{};
    std::string purpose;
};
struct FollowUpDone {
    FollowUpId followUp;
    FollowUpOutcome outcome = FollowUpOutcome::reached;
    std::optional<Instant> callbackAt; ///< required with notConvenient
    std::optional<std::string> note;
};
struct RequestFiled {
    RequestId request;
    RequestTopic about = RequestTopic::other;
    std::optional<DealId> deal;
    std::optional<std::int64_t> amount;
    std::string reason;
};
struct RequestDecided {
    RequestId request;
    bool approved = false;
};
struct ConductReported {
    SubjectId subject;
    StaffId staff;
    std::string what;
};
struct Share {
    StaffId staff;
    std::int64_t bp = 0; ///< basis points, 0 to 10 000
    bool operator==(const Share&) const = default;
};
struct RulingMade {
    SubjectId subject;
    std::optional<StaffId> owner;
    std::optional<std::vector<Share>> shares;
    std::optional<bool> cancel;
    std::optional<std::int64_t> fine;
    std::string reason;
};
struct EntryAmended {
    FactId target;
    /// A JSON object: whole members of the target's `data`, as canonical text.
    std::string set;
    std::string reason;
};

// ---- resident service ----------------------------------------------------------------------

struct HouseholdRecorded {
    HouseholdId household;
    std::string building;
    std::string unit;
    std::vector<Customer> residents;
    std::optional<Instant> moveIn;
    StaffId areaOf;
};
struct HouseholdVisited {
    HouseholdId household;
    StaffId by;
    std::vector<std::string> topics;
    std::optional<std::string> opinions;
    std::optional<std::string> suggestions;
    std::optional<bool> absent;
};
struct ComplaintOpened {
    ComplaintId complaint;
    std::optional<HouseholdId> household;
    Boxed<Customer> customer;
    ComplaintChannel channel = ComplaintChannel::desk;
    std::string category;
    std::string content;
    std::optional<Instant> promisedBy;
};
struct ComplaintAnswered {
    ComplaintId complaint;
    std::string answer;
};
struct ComplaintDispatched {
    ComplaintId complaint;
    std::string department;
    std::string category;
};
struct RepairOrdered {
    RepairId repair;
    std::optional<ComplaintId> complaint;
    HouseholdId household;
    std::string plan;
    std::string liability;
    std::int64_t cost = 0;
    std::vector<std::string> workers;
};
struct RepairProgressed {
    RepairId repair;
    std::string note;
};
struct RepairCompleted {
    RepairId repair;
    std::int64_t cost = 0;
    std::optional<std::string> residentOpinion;
    std::optional<bool> paid;
    std::optional<std::string> signature; ///< hash of the signature's image
    std::optional<std::string> signedBy;
};
struct RepairArchived {
    RepairId repair;
};
struct RevisitDone {
    SubjectId subject;
    std::int64_t satisfaction = 0; ///< 1 to 5
    bool qualityOk = false;
    bool needsRework = false;
    std::optional<std::string> note;
};
struct FeedbackGiven {
    ComplaintId complaint;
    std::string note;
};
struct Finding {
    std::string what;
    std::optional<std::string> handled;
    std::optional<std::string> escalated;
};
struct PatrolReported {
    PatrolId patrol;
    std::string date; ///< calendar day, "2026-03-01"
    std::string area;
    std::string focus;
    std::vector<Finding> findings;
};
struct PatrolReturned {
    PatrolId patrol;
    std::string comment;
};
struct ViolationRecorded {
    HouseholdId household;
    std::string rule;
    ViolationAction action = ViolationAction::educated;
    std::optional<std::string> note;
};
struct HandoverItem {
    std::string what;
    bool ok = false;
    std::optional<std::string> note;
};
struct HandoverRecorded {
    HouseholdId household;
    std::vector<HandoverItem> items;
    std::int64_t keys = 0;
    std::optional<std::string> signature;
};
struct FeeReminded {
    HouseholdId household;
    std::string period;
    std::int64_t amount = 0;
    std::string result;
};
struct MonthReported {
    std::string month; ///< "2026-03"
    std::string summary;
    std::string plan;
};

/// The register was put back from a copy and goes on without what could not be put together again.
/// Written by the server alone, for everybody to see.
struct RegisterRestored {
    std::int64_t size = 0; ///< records that stand where they stood
    std::int64_t seen = 0; ///< how many somebody had been shown
};

/// What a customer has said in these entries was erased at their wish; that there were entries, of
/// whom and when, stays. Written by the server alone.
struct EntriesErased {
    std::vector<FactId> entries;
    std::string reason;
};

/// What happened. The order of the alternatives is the order of `kinds()`.
using FactData = std::variant<
    StaffJoined, StaffLeft, RosterSet, DutyChanged, VisitStarted, VisitRegistered, CallRegistered,
    ReferralRegistered, FamilyDeclared, PublicConfirmed, ConflictDiscovered, NoticeSeen, DealSigned,
    DealTransferred, FollowUpPlanned, FollowUpDone, RequestFiled, RequestDecided, ConductReported,
    RulingMade, EntryAmended, HouseholdRecorded, HouseholdVisited, ComplaintOpened,
    ComplaintAnswered, ComplaintDispatched, RepairOrdered, RepairProgressed, RepairCompleted,
    RepairArchived, RevisitDone, FeedbackGiven, PatrolReported, PatrolReturned, ViolationRecorded,
    HandoverRecorded, FeeReminded, MonthReported, RegisterRestored, EntriesErased>;

/// "visit.registered" for a VisitRegistered.
std::string_view kindOf(const FactData& data);
/// All kinds, in the order of FactData's alternatives.
const std::vector<std::string_view>& kinds();

/// Who says what. When it happened is said beside it: by the tablet's evidence on the wire
/// (`evidence::TimeEvidence`), by the register's interval afterwards (`TimedFact`).
struct Fact {
    FactId id;
    SiteId site;
    StaffId by;
    std::optional<DeviceId> device;
    std::optional<std::int64_t> seq; ///< position in the device's own chain, from 1
    FactData data;
};

/// A fact with its authoritative time: what the rules judge.
struct TimedFact {
    Fact fact;
    TimeInterval at;
};

/// The subject a fact creates ("v1" of visit.registered, "x1" of deal.signed), empty for others.
/// Where two facts claim one subject id, the first has it.
std::string_view createdSubject(const FactData& data);

} // namespace shoujie::facts
