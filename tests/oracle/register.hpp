#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/policy.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// A second, slow reading of the law (`rules.md`) for exact times, to compare the product with.
/// It shares with it the vocabulary, the policy and the making of keys, and nothing else.
namespace shoujie::oracle {

/// Section 1.1: things are ordered by time, then by the id of the fact that says so.
struct When {
    Instant at{};
    std::string id;
    auto operator<=>(const When&) const = default;
};

/// Where a customer stands in the register.
enum class Role {
    customer,   ///< received at a visit
    caller,     ///< of a call registration
    prospect,   ///< of a referral registration
    subscriber, ///< signed
    relative,   ///< declared, in a visit or by `family.declared`
    mention     ///< companion, introducer, planned follow-up: keys only
};

/// One customer as written at one place of one fact. An amendment may change what stands there.
struct Identity {
    std::size_t fact = 0;
    Role role = Role::mention;
    std::string place; ///< "customers 0"
    int person = 0;    ///< what phones and vehicles connect (section 2)
};

/// What two identities have in common for each other's ruling.
struct Match {
    rules::KeyKind key = rules::KeyKind::none;
    bool weak = false; ///< an equal name against two phones
};

struct Visit {
    std::size_t fact = 0;
    std::string id;
    facts::VisitRegistered data; ///< as last amended
    When registered;
    When start;
    std::vector<std::size_t> members; ///< identities of `customers`
    std::optional<std::size_t> companion;
    std::optional<When> confirmedPublic;
    bool isPublic = false;           ///< line 1, for whatever reason
    bool publicFromTheStart = false; ///< the registration says so
    bool isGroup = false;
    bool isRuled = false; ///< the manager has named an owner

    /// A public visit founds no interest, unless the manager has given it to somebody.
    [[nodiscard]] bool founds() const { return !isPublic || isRuled; }
};

struct Call {
    std::string id;
    StaffId owner;
    When at;
    std::size_t caller = 0;
    std::string answeredBy;
    bool inTurn = true; ///< the caller asked for nobody
};
struct ReferralEntry {
    std::string id;
    StaffId owner;
    When at;
    std::size_t prospect = 0;
};
struct Deal {
    std::size_t fact = 0;
    std::string id;
    facts::DealSigned data; ///< as last amended
    When registered;
    std::optional<When> concluded; ///< the later of deposit and signature (17)
    std::vector<std::size_t> subscribers;
};
/// Two identities declared to be within three generations (art. 6).
struct Declaration {
    std::size_t a = 0;
    std::size_t b = 0;
    std::size_t fact = 0;
};
struct Ruling {
    facts::RulingMade data;
    When at;
};

/// The facts read once: entries as amended, identities and persons. Sections 2, 3 and 9.
class Register {
public:
    Register(rules::PolicyTimeline policy, std::vector<facts::TimedFact> all,
             std::optional<Instant> now);

    rules::PolicyTimeline policies;
    std::vector<facts::TimedFact> facts; ///< in order
    Instant now{};
    std::vector<Identity> identities;
    std::vector<Visit> visits; ///< in the order of their starts
    std::vector<Call> calls;
    std::vector<ReferralEntry> referrals;
    std::vector<Deal> deals;
    std::vector<Declaration> declarations;

    [[nodiscard]] When when(std::size_t fact) const;
    [[nodiscard]] std::int64_t days(Instant from, Instant to) const;
    [[nodiscard]] const facts::FactData& asOf(std::size_t fact, const When& time) const;
    [[nodiscard]] const facts::FactData& asLastAmended(std::size_t fact) const;
    [[nodiscard]] Match match(std::size_t a, std::size_t b) const;
    /// A name that counts under the policy (`match.name_only` may ignore the weak ones).
    [[nodiscard]] bool namesMatch(std::size_t a, std::size_t b, const rules::Policy& policy,
                                  bool* weak) const;
    [[nodiscard]] int personOf(std::size_t identity) const { return identities[identity].person; }
    [[nodiscard]] bool hasLeft(const StaffId& staff, const When& before) const;
    [[nodiscard]] facts::Duty dutyAt(const StaffId& staff, const When& time) const;
    [[nodiscard]] std::optional<Ruling> rulingOn(const std::string& subject) const;
    /// Art. 21: visits whose amendment came too late and would have changed a match.
    [[nodiscard]] bool amendedAfterDispute(std::size_t fact) const;

private:
    struct Version {
        When from;
        facts::FactData data;
    };
    struct Keyed {
        std::map<std::string, rules::CustomerKeys> byPlace;
    };

    void readAmendments();
    void readEntries();
    void readVisit(std::size_t fact);
    void readDeal(std::size_t fact);
    void joinPersons();
    std::size_t addIdentity(std::size_t fact, Role role, const std::string& place);
    [[nodiscard]] std::size_t versionAt(std::size_t fact, const When& time) const;
    [[nodiscard]] const rules::CustomerKeys* keys(std::size_t identity, std::size_t version) const;
    [[nodiscard]] Match compare(std::size_t a, std::size_t versionA, std::size_t b,
                                std::size_t versionB) const;
    [[nodiscard]] bool lateAmendmentMatters(std::size_t fact, std::size_t version) const;

    std::vector<std::vector<Version>> m_versions; ///< by fact, the first as registered
    std::vector<std::vector<Keyed>> m_keys;       ///< by fact and version
    std::map<std::string, facts::PublicConfirmed> m_confirmed;
};

/// The customers of a fact by the place where they stand.
std::vector<std::pair<std::string, facts::Customer>> customersOf(const facts::FactData& data);

} // namespace shoujie::oracle
