#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/time/moment.hpp"

#include <absl/container/btree_set.h>
#include <absl/container/inlined_vector.h>
#include <cstdint>
#include <optional>
#include <vector>

/// What the book keeps of each thing: small records that name each other by number.
namespace shoujie::rules {

using Staff = int;
inline constexpr Staff kNobody = -1;
inline constexpr int kNone = -1;
inline constexpr Instant kAlways = Instant::min(); ///< before every moment

using Indices = absl::InlinedVector<int, 4>;

/// In which part somebody is named. The first three are entries of the register (art. 4, 5, 10), a
/// subscriber is who bought (art. 17), all the others are mentions, which found nothing.
enum class Part : std::uint8_t {
    member,     ///< of a party received
    caller,     ///< of a call registration
    prospect,   ///< of a referral registration
    subscriber, ///< of a deal
    companion,  ///< came along (`accompanied_by`)
    introducer,
    relative, ///< named in a visit's `relatives` or a `family.declared`
    contact   ///< of a follow-up
};
inline bool isEntry(Part part) {
    return part == Part::member || part == Part::caller || part == Part::prospect;
}

struct NamedCustomer {
    Part part;
    const facts::Customer* customer;
};
/// Everybody a fact names, in a fixed order.
absl::InlinedVector<NamedCustomer, 4> namedCustomers(const facts::FactData& data);

/// A fact, as far as order and subject go. Its number is that of its id.
struct FactRecord {
    TimeInterval at;      ///< narrowed by the device's own order
    std::int64_t seq = 0; ///< in the device's chain
    int device = kNone;
    int place = kNone; ///< the fact whose id it is ordered by among equal times
    int entry = kNone; ///< what it made: a visit, call, referral, deal or mention, by its kind
    Staff by = kNobody;
    int subject = kNone;   ///< whose id it creates
    std::uint8_t kind = 0; ///< index in facts::FactData
    bool present = false;
};

/// Keys as they stood from some fact on: at registration, and after each amendment (art. 21).
struct KeyVersion {
    int from;
    CustomerKeys keys;
};

/// One customer in one entry.
struct Identity {
    int fact = kNone;
    int person = kNone;
    int name = -1;  ///< where there is no `history`, as `phone`
    int phone = -1; ///< at most one; -1: none
    int history = kNone;
    Part part = Part::member;
};

/// The identities of one fact stand beside each other: members of a party first.
struct Block {
    int first = kNone;
    int count = 0;
};

struct Visit {
    Instant startedAt{}; ///< where `declared`
    int fact = kNone;
    int subject = kNone;
    int startFact = kNone; ///< its visit.started
    Staff receiver = kNobody;
    Staff askedFor = kNobody;
    Block people;
    int memberCount = 0;
    int relativeCount = 0;
    int companion = kNone;          ///< identity
    int publicFact = kNone;         ///< confirmed as public afterwards (art. 7)
    int ruling = kNone;             ///< the latest ruling that names an owner
    Staff ruledOwner = kNobody;     ///< whom it names
    bool severalRulings = false;    ///< another may be the latest
    std::uint16_t missing = 0;      ///< members of `customers` somebody lacks (customerMembers)
    std::int8_t original = kUnsaid; ///< facts::OriginalState
    bool declared = false;          ///< `started_at` is its start
    bool publicAtOnce = false;      ///< registered as public (art. 6)
    bool group = false;             ///< art. 18
    bool aware = false;
    bool businessCard = false;

    static constexpr std::int8_t kUnsaid = -1;
    [[nodiscard]] bool isPublic() const { return publicAtOnce || publicFact != kNone; }
    /// A public visit founds no interest (7), unless the manager gives it to somebody (20).
    [[nodiscard]] bool foundsNothing() const { return isPublic() && ruledOwner == kNobody; }
};

/// The members of a customer that a site may require (policy `registration.required`), in the order
/// of the bits of Visit::missing.
const std::vector<std::string_view>& customerMembers();

struct Call {
    int fact = kNone;
    int subject = kNone;
    Staff owner = kNobody; ///< asked for by the caller, else who answered (art. 5)
    Staff answeredBy = kNobody;
    bool askedFor = false;
    Block people;
};
struct ReferralNote {
    int fact = kNone;
    int subject = kNone;
    Staff owner = kNobody;
    Block people; ///< the prospect, the introducer
};
struct Deal {
    int fact = kNone;
    int subject = kNone;
    Staff closer = kNobody;
    std::optional<Instant> deposit;
    std::optional<Instant> agreement;
    int namedSubject = kNone; ///< the visit it names
    Block people;
    int subscriberCount = 0;
    std::int64_t listPrice = 0;
    std::int64_t price = 0;
    bool group = false;

    [[nodiscard]] bool isComplete() const { return deposit && agreement; } ///< art. 17
};
/// A family.declared or follow_up.planned.
struct Mention {
    int fact = kNone;
    Block people;
};

/// What a subject id stands for.
struct Subject {
    enum class Kind : std::uint8_t { unknown, visit, call, referral, deal };
    Kind kind = Kind::unknown;
    int index = kNone;
    int maker = kNone;   ///< the fact that claims the id
    int remarks = kNone; ///< facts that speak of it
};

/// Entries that phone or vehicle keys connect (rules.md 2).
struct Person {
    Indices visits;            ///< received at, by start in canonical order
    Indices others;            ///< identities that are no members of a visit now, in order
    int openLinks = 0;         ///< open times may give them other company (open_links.cpp)
    bool visitsOrdered = true; ///< no two starts overlap
    bool related = false;      ///< somebody is declared a relative, or came along in a party
    bool entered = false;      ///< has an entry of the register, not only mentions

    void clear() {
        visits.clear();
        others.clear();
        visitsOrdered = true;
        openLinks = 0;
        related = entered = false;
    }
};

struct Employment {
    int fact;
    bool left;
};
struct DutyFact {
    int fact;
    facts::Duty duty;
};
struct Colleague {
    std::vector<Employment> employment; ///< canonical order
    std::vector<DutyFact> duties;
    /// Latest times of facts they wrote and receptions they began. Of somebody who has many, those
    /// of several tablets come in any order.
    absl::btree_multiset<Instant> acts;
};

} // namespace shoujie::rules
