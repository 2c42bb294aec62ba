#pragma once

#include "shared/rules/book/book.hpp"
#include "shared/rules/outcome.hpp"
#include "shared/rules/time/world.hpp"

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>
#include <cstdint>
#include <optional>
#include <string_view>
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
/// Alerts of a verdict, as bits.
enum Warning : std::uint8_t {
    kWeakNameMatch = 1,
    kStateMissing = 2,
    kSnatching = 4,
    kUnapproved = 8
};

/// Why a case is the manager's; the words are those of `facts.md`.
enum class Doubtful : std::uint8_t {
    no,
    timeOrder,
    window,
    severalCandidates,
    weakNameMatch,
    ownerLeft,
    noRegisterEntry,
    closingVisitMissing,
    closedAfterHandBack,
    originalStateMissing,
    promptedNaming
};
std::string_view wordOf(Doubtful reason);

/// Why a reception gives its slot back (art. 2).
enum class GivesBack : std::uint8_t {
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

/// What the articles say of one visit, in one world: what other decisions build on.
struct VisitFinding {
    Staff owner = kNobody;  ///< nobody where the case is the manager's
    int known = kNone;      ///< the fact by which what gives the slot back is known; not before V
    int original = kNone;   ///< visit from which the owner's interest runs
    int restsOn = kNone;    ///< visit whose decision this one takes for granted
    int sourceFact = kNone; ///< the referral or call that decided (lines 7 and 8)
    std::int32_t openDays = kClosed;  ///< line 7: days from registration in which it may change
    std::int8_t judgedMember = kNone; ///< place in the party of who decided (at most kMaxParty)
    std::int8_t line = 9;             ///< of rules.md 6
    VisitClass visitClass = VisitClass::isNew;
    Doubtful referred = Doubtful::no;
    GivesBack givesBack = GivesBack::no;
    std::uint8_t warnings = 0;
    bool treatedAsNew = false;
    bool consumes = true;         ///< a slot of the receiver
    bool fault = false;           ///< received a known colleague's customer without a good state
    bool runOut = false;          ///< line 3b
    bool keepsSlot = false;       ///< no make-up by the policy (`rotation.returning_makeup`)
    bool linked = false;          ///< `original` was found by a bare name in line 3
    bool knew = false;            ///< awareness of the receiver (13, 15, 16)
    bool readDiscoveries = false; ///< a discovery could have changed it

    static constexpr std::int32_t kClosed = -1;
    [[nodiscard]] bool earnsMakeup() const {
        return givesBack != GivesBack::no && known != kNone && !keepsSlot;
    }
    [[nodiscard]] VisitOption option() const { return {owner, consumes, earnsMakeup()}; }
    bool operator==(const VisitFinding&) const = default;
};

/// The same with the reasons, which are written down only where somebody asks.
struct VisitVerdict : VisitFinding {
    std::vector<Reason> reasons;
    std::vector<VisitOption> alternatives;
};

/// Who a person's interest belongs to, and from which visit it runs.
struct Right {
    Staff owner = kNobody;
    int original = kNone;
    int through = kNone;              ///< the last visit that confirmed it
    Doubtful referred = Doubtful::no; ///< set where that visit is the manager's
    [[nodiscard]] bool exists() const { return original != kNone; }
    bool operator==(const Right&) const = default;
};

/// What is known already of the visits of a book. A finding that no uncertain time could change
/// holds in every world; the others hold in the canonical one only.
class Findings {
public:
    virtual ~Findings() = default;
    struct Known {
        const VisitFinding* finding = nullptr; ///< none: not judged yet
        bool certain = false;
    };
    [[nodiscard]] virtual Known ofVisit(int visit) const = 0;
    /// The right of a person after a visit, under the same conditions.
    [[nodiscard]] virtual const Right* after(int person, int visit) const = 0;
};

/// Judging in one world.
struct Run {
    const Book& book;
    World& world;
    const Findings& findings;
    bool explaining = false; ///< whether reasons are wanted
    /// What was decided on the way; what is certain holds beyond this world.
    struct Decided {
        VisitFinding finding;
        bool certain;
    };
    absl::flat_hash_map<int, Decided> visits;
    absl::InlinedVector<int, 8> open; ///< being decided
};

/// The finding on a visit by rules.md 6, without rulings.
VisitFinding decideVisit(int visit, Run& run);
/// The same anew and with reasons, whatever is known.
VisitVerdict judgeVisit(int visit, Run& run);

} // namespace shoujie::rules
