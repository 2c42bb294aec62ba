#pragma once

#include "shared/rules/visits/verdict.hpp"

#include <vector>

namespace shoujie::rules {

/// The right to a person as it stood at `at`; visit `except` is left out.
Right rightBefore(int person, const Moment& at, int except, Run& run);
/// The right as a visit of this person left it.
Right rightAfter(int person, int visit, Run& run);
/// What a visit, as found, makes of the right that one of its persons brought along (rules.md 6, "A
/// party").
Right rightThrough(const Right& brought, int person, int visit, const VisitFinding& finding,
                   Run& run);
/// The latest ruling on a visit, and whom it names; none, nobody where it is not ruled.
int rulingOn(const Visit& visit, Run& run);
Staff ruledOwnerOf(const Visit& visit, Run& run);

/// The persons whom somebody in an entry may be (art. 4): the one whom phone or vehicle tell, if
/// the register knows them already; else everybody of that full name, for this ruling only.
struct Acquaintance {
    struct Link {
        int person = kNone;
        int identity = kNone; ///< through whom a name led there
        bool weak = false;
    };
    absl::InlinedVector<Link, 1> links;
    bool byName = false;
    bool tooMany = false;     ///< more namesakes than anybody could choose among
    bool weakRefused = false; ///< a weak match, and the policy leaves those to the manager
};
Acquaintance acquaintance(int identity, const Moment& at, int exceptVisit, Run& run);

/// A right that somebody's data lead to.
struct Held {
    Right right;
    int person = kNone;
    int link = kNone; ///< identity through which a bare name led there
    bool weak = false;
    /// Everybody whom the data lead to: for this ruling their entries count together. Of several
    /// claims only the first has them.
    std::vector<int> people;
};
struct Claims {
    absl::InlinedVector<Held, 1> held; ///< first received first
    bool byName = false;
    bool several = false; ///< of different owners: nobody can tell
};
Claims claimsOn(const Acquaintance& known, const Moment& at, int exceptVisit, Run& run);

/// A relative of a person (art. 6), found through declarations and parties; direct links only.
struct RelativeClaim {
    Held held;
    int declared = kNone; ///< the family.declared that shows it
    bool several = false;
};
/// Relatives with a right at `at`, first received first.
std::vector<RelativeClaim> relativeClaims(int identity, const Moment& at, int visit, Run& run);
struct Relative {
    int person = kNone;
    bool weak = false; ///< a weak name led to the declaration, or from it
};
/// Everybody related to somebody, with or without a right.
std::vector<Relative> relativesOf(int identity, const Moment& at, int visit, Run& run);

/// From where days are counted under the policy (`returning.measured_from`).
Moment windowStart(const Held& held, const Moment& before, const Policy& policy, Run& run);
/// The same, or their last deal where that was later (art. 14).
Moment familyWindowStart(const Held& held, const Moment& before, const Policy& policy, Run& run);

bool hasLeft(Staff staff, const Moment& at, Run& run);
/// Duty as the facts say it; `on` until one says otherwise.
facts::Duty dutyAt(Staff staff, const Moment& at, Run& run);

} // namespace shoujie::rules
