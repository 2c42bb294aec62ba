#pragma once

#include "shared/rules/book/book.hpp"
#include "shared/rules/outcome.hpp"
#include "shared/rules/time/world.hpp"

#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace shoujie::rules {

/// Owners who are nobody of the staff.
inline constexpr Staff kEverybody = -2;    ///< the pool (art. 7)
inline constexpr Staff kTheDeveloper = -3; ///< art. 18

/// One reason of a verdict, in indices.
struct Reason {
    const char* article = "";
    std::vector<int> facts;
    KeyKind key = KeyKind::none;
    std::optional<Window> window;
};
struct Warning {
    const char* kind = "";
    const char* article = "";
};

/// Why a reception gives its slot back (art. 2).
enum class GivesBack {
    no,
    conflict,  ///< a colleague's customer, received unknowingly: 2.2, once it is known
    ownCall,   ///< 2.1, at registration
    madePublic ///< art. 7, when it is confirmed
};

/// What could have been decided, for the manager (art. 20).
struct VisitOption {
    Staff owner = kNobody;
    bool consumes = true;
    bool makeup = false;
    bool operator==(const VisitOption&) const = default;
};

/// What the articles say of one visit, in one world.
struct VisitVerdict {
    int line = 9; ///< of rules.md 6
    VisitClass visitClass = VisitClass::isNew;
    bool treatedAsNew = false;
    Staff owner = kNobody;     ///< nobody where the case is the manager's
    bool consumes = true;      ///< a slot of the receiver
    std::string_view referred; ///< reason, a word of facts.md; empty where decided
    GivesBack givesBack = GivesBack::no;
    std::optional<Moment> known; ///< when what gives the slot back became known
    bool keepsSlot = false;      ///< no make-up by the policy (`rotation.returning_makeup`)
    bool fault = false;          ///< received a known colleague's customer without a good state
    bool runOut = false;         ///< line 3b
    int judgedPerson = kNone;    ///< the member who decided
    int original = kNone;        ///< visit from which the owner's interest runs
    int linkedOriginal = kNone;  ///< the same, found by a bare name in line 3
    int sourceFact = kNone;      ///< the referral or call that decided (lines 7 and 8)
    std::optional<std::int64_t> openDays; ///< line 7: days from registration in which it may change
    std::vector<int> restsOn;             ///< visits whose decision this one takes for granted
    std::vector<Reason> reasons;
    std::vector<Warning> warnings;
    std::vector<VisitOption> alternatives;

    [[nodiscard]] bool earnsMakeup() const {
        return givesBack != GivesBack::no && known.has_value() && !keepsSlot;
    }
    [[nodiscard]] VisitOption option() const { return {owner, consumes, earnsMakeup()}; }
};

/// Who a person's interest belongs to, and from which visit it runs.
struct Right {
    Staff owner = kNobody;
    int original = kNone;
    int through = kNone;       ///< the last visit that confirmed it
    std::string_view referred; ///< set where that visit is the manager's
    [[nodiscard]] bool exists() const { return original != kNone; }
};

/// Answers that hold in every world, kept while the book is.
struct Memo {
    std::unordered_map<int, VisitVerdict> visits;
    std::unordered_map<std::uint64_t, Right> rights; ///< person << 32 | visit
};

/// Judging in one world.
struct Run {
    const Book& book;
    World& world;
    Memo& memo;
    std::unordered_map<int, VisitVerdict> visits; ///< what depends on this world's choices
    std::unordered_set<int> open;                 ///< being decided
};

/// The verdict on a visit by rules.md 6, without rulings.
const VisitVerdict& decideVisit(int visit, Run& run);

/// The owner whom the latest ruling on a visit names; nobody where there is none (art. 20).
Staff ruledOwner(const Visit& visit, const Book& book);
/// Index of that ruling in the book.
int rulingOf(const Visit& visit, const Book& book);

} // namespace shoujie::rules
