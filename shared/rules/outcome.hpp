#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/time.hpp"
#include "shared/facts/fact.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What the rules decide (`facts.md`, "The outcome"), with why.
namespace shoujie::rules {

/// Article and clause as cited: "4", "9.1", "12.3", "2.2".
using Article = std::string;

enum class VisitClass : std::uint8_t {
    isPublic,
    groupPurchase,
    returning,
    family,
    askedFor,
    referred,
    callIn,
    isNew
};
enum class Slot { none, turn, makeup };
enum class Status { isFinal, provisional, referred };
enum class Commission { payable, cancelled, groupBonus, pending, referred };

/// A window as measured: calendar days from one day to another against a limit.
struct Window {
    Instant from{};
    Instant to{};
    std::int64_t days = 0;
    std::int64_t limit = 0;
};

/// One reason of a decision.
struct Because {
    Article article;
    std::vector<FactId> facts;
    std::string key; ///< "name", "phone", "vehicle", empty where no key matters
    std::optional<Window> window;
};

/// A staff id, or "pool" (everybody's, art. 7) or "developer" (art. 18).
using Owner = StaffId;
inline const Owner kPool{"pool"};
inline const Owner kDeveloper{"developer"};

struct VisitDecision {
    std::optional<Owner> owner; ///< empty when referred
    Slot slot = Slot::none;
    bool makeup = false;
    bool operator==(const VisitDecision&) const = default;
};

struct VisitOutcome {
    VisitClass visitClass = VisitClass::isNew;
    bool treatedAsNew = false;
    VisitDecision decision;
    Status status = Status::isFinal;
    bool ruled = false;
    std::vector<Article> articles; ///< sorted, each once
    std::vector<Because> because;
    std::optional<VisitDecision> ruleSays; ///< for ruled visits: what the articles alone say
};

struct Fine {
    StaffId staff;
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::optional<std::int64_t> set;
    bool operator==(const Fine&) const = default;
};

struct DealDecision {
    std::optional<Owner> owner;
    std::vector<facts::Share>
        shares; ///< sorted by staff, no zero entries; sums to 10 000 or is empty
    Commission commission = Commission::payable;
    std::optional<Fine> fine;
    bool operator==(const DealDecision&) const = default;
};

struct DealOutcome {
    DealDecision decision;
    std::optional<StaffId> formalities;
    Status status = Status::isFinal;
    bool ruled = false;
    std::vector<Article> articles;
    std::vector<Because> because;
    std::optional<DealDecision> ruleSays;
};

/// One make-up turn from grant to use (art. 2).
struct MakeUp {
    StaffId staff;
    SubjectId earnedBy;
    Instant grantedAt{};
    std::optional<VisitId> usedBy;
};

/// Whose turn it is to answer the telephone (art. 5).
struct CallRotation {
    std::vector<StaffId> order;
    std::optional<StaffId> next;
};

struct Rotation {
    std::vector<StaffId> order;
    std::vector<StaffId> makeups; ///< open ones, first granted first
    std::optional<StaffId> next;
    std::vector<MakeUp> ledger;
    std::optional<CallRotation> calls; ///< where the policy lets calls rotate
};

/// A case for the sales manager (art. 20).
struct Referral {
    SubjectId subject;
    std::string reason; ///< a word of `facts.md`: "time_order_uncertain", ...
    std::vector<Article> articles;
    /// Visit or deal decisions, whichever the subject is.
    std::optional<VisitDecision> visitProposal;
    std::vector<VisitDecision> visitAlternatives;
    std::optional<DealDecision> dealProposal;
    std::vector<DealDecision> dealAlternatives;
};

struct Alert {
    SubjectId subject;
    std::string kind; ///< a word of `facts.md`: "out_of_turn", ...
    std::vector<Article> articles;
    std::vector<StaffId> due; ///< for out_of_turn: who was due
};

struct Outcome {
    std::map<VisitId, VisitOutcome> visits;
    std::map<DealId, DealOutcome> deals;
    Rotation rotation;
    std::vector<Referral> referrals; ///< sorted by subject, then reason
    std::vector<Alert> alerts;       ///< sorted by subject, then kind
};

} // namespace shoujie::rules
