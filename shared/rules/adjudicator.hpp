#pragma once

#include "shared/core/result.hpp"
#include "shared/facts/fact.hpp"
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
/// the policy and the set of facts added, whatever their order. Not thread-safe.
class Adjudicator {
public:
    explicit Adjudicator(PolicyTimeline policy);
    ~Adjudicator();
    Adjudicator(Adjudicator&&) noexcept;
    Adjudicator& operator=(Adjudicator&&) noexcept;

    /// Takes a fact in. Fails with ErrorCode::conflict for a fact id or a created subject id that
    /// an other fact already has, and changes nothing then.
    Result<void> add(facts::TimedFact fact);
    /// Takes a fact back (a tablet replaces its own provisional time by the server's).
    void remove(const FactId& id);

    /// The outcome at `now`, by default just after the last fact.
    [[nodiscard]] const Outcome& outcome(std::optional<Instant> now = std::nullopt) const;
    [[nodiscard]] std::vector<UndiscoveredConflict> undiscoveredConflicts() const;
    [[nodiscard]] LookUp lookUp(const facts::Customer& customer, const StaffId& receiver,
                                Instant at) const;

    [[nodiscard]] const facts::TimedFact* find(const FactId& id) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shoujie::rules
