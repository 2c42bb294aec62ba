#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/fact_source.hpp"
#include "shared/rules/outcome.hpp"
#include "shared/rules/policy.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::rules {

/// A right of somebody else that the register shows and nobody has discovered yet: for the server
/// to state as a `conflict.discovered` by `system` (rules.md 4). `evidence` are the two entries.
struct UndiscoveredConflict {
    SubjectId subject;
    std::vector<FactId> evidence;
};

/// What the register says of somebody who stands at the door, before anything is saved.
struct LookUp {
    enum class Verdict {
        unknown,          ///< nobody like this: a new customer
        own,              ///< the receiver's own old customer (2.1)
        colleagues,       ///< a colleague's, whose right still lives (13)
        colleaguesLapsed, ///< a colleague's, whose days have run out (15)
        calledIn,         ///< no visit, but a call registration matches (12)
        referred,         ///< no visit, but a referral registration matches (10)
        several           ///< entries of different owners match
    };
    Verdict verdict = Verdict::unknown;
    std::optional<StaffId> owner;
    std::string key;              ///< what matched first: "phone", "vehicle", "name"
    std::optional<Window> window; ///< days since the original, and the limit
    std::vector<FactId> facts;    ///< the entries that matched
};

/// Decides by the 21 articles, one fact at a time (`rules.md`). The outcome is a pure function of
/// the policy and the set of facts held, whatever their order; a fact costs what it touches. Not
/// thread-safe.
class Adjudicator {
public:
    /// Keeps all facts in memory, unless they can be had again from a source.
    explicit Adjudicator(PolicyTimeline policy, FactSource source = {});
    ~Adjudicator();
    Adjudicator(Adjudicator&&) noexcept;
    Adjudicator& operator=(Adjudicator&&) noexcept;

    /// Takes a fact in. Fails with ErrorCode::conflict for a fact id or a created subject id that
    /// another fact already has, and changes nothing then.
    Result<void> add(facts::TimedFact fact);
    Result<void> add(std::unique_ptr<const facts::TimedFact> fact);
    /// Takes a fact back (a tablet replaces its own provisional time by the server's).
    void remove(const FactId& id);
    /// Judges what the facts since the last judgement touch. Whoever asks is answered from settled
    /// decisions, so this only chooses when the work is done.
    void settle() const;

    /// The whole outcome at `now`, by default just after the last fact. Costs all there is; where
    /// one case is wanted, or what has changed, ask for that.
    [[nodiscard]] Outcome outcome(std::optional<Instant> now = std::nullopt) const;
    [[nodiscard]] std::optional<VisitOutcome> visit(const VisitId& id, Instant now) const;
    [[nodiscard]] std::optional<DealOutcome> deal(const DealId& id, Instant now) const;
    /// What a visit or deal puts before the manager; nothing where it is decided.
    [[nodiscard]] std::optional<Referral> referral(const SubjectId& id, Instant now) const;
    [[nodiscard]] Rotation rotation(Instant now) const;
    /// Visits and deals whose outcome may have changed since this was last asked, by a fact or by
    /// time alone; all of them the first time. Also those that are gone.
    [[nodiscard]] std::vector<SubjectId> takeChanged(Instant now);
    [[nodiscard]] std::vector<UndiscoveredConflict> undiscoveredConflicts() const;
    [[nodiscard]] LookUp lookUp(const facts::Customer& customer, const StaffId& receiver,
                                Instant at) const;
    /// The same of the first customer of a visit, as they were registered; unknown where the visit
    /// is.
    [[nodiscard]] LookUp lookUp(const VisitId& visit, const StaffId& receiver, Instant at) const;

    /// Stays where it is until the next fact is added or removed.
    [[nodiscard]] const facts::TimedFact* find(const FactId& id) const;
    /// Memory of all that is kept beside the facts themselves, in bytes.
    [[nodiscard]] std::size_t indexBytes() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::rules
