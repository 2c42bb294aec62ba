#pragma once

#include "shared/rules/visits/rights.hpp"

namespace shoujie::rules {

/// What is established about a visit before the lines of section 6 are tried.
struct Hearing {
    Run& run;
    int index;
    const Visit& visit;
    Moment start; ///< of the reception
    const Policy& policy;
    absl::InlinedVector<Acquaintance, 1> members{}; ///< whom each of the party may be, in order
    Staff askedFor = kNobody; ///< nobody too where the one asked for has left, or art. 7 says so
    std::optional<Held> companions{}; ///< right to who came along (9.1)
    bool companionSeveral = false;
    bool companionOld = false; ///< who came along had visited before
    bool knew = false;         ///< awareness of the receiver (13, 15, 16)

    [[nodiscard]] Staff receiver() const { return visit.receiver; }
    [[nodiscard]] const Book& book() const { return run.book; }
    World& world() const { return run.world; }
    [[nodiscard]] int identity(std::size_t member) const {
        return visit.people.first + static_cast<int>(member);
    }
};

Hearing openHearing(int visit, Run& run);

/// How the original salesperson stood (art. 9, 12, 13); nothing where nobody said and they were on
/// duty.
std::optional<facts::OriginalState> originalState(const Visit& visit, Staff owner, Run& run);

/// Whether a person had been received publicly before (art. 7), by the given colleague if any.
bool publicBefore(int identity, const Moment& at, Staff by, Run& run);

} // namespace shoujie::rules
