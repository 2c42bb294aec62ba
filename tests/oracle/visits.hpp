#pragma once

#include "tests/oracle/register.hpp"

#include <functional>
#include <set>

/// Sections 4 to 6: what a receiver knew, what a visit is, whose it is.
namespace shoujie::oracle {

/// How the owner stood when somebody else received their customer (section 4).
enum class Help { help, handedBack, present, unstated };

/// A person's owner, or the reason why nobody can say yet.
struct Interest {
    std::string owner;        ///< empty while referred
    std::string reason;       ///< of the referred visit it rests on
    std::size_t original = 0; ///< visit from which it runs
    Instant dealsFrom{};      ///< 8.8: the original, or the referral or call behind it
};

/// Which kind of make-up a reception can earn.
enum class Earns { nothing, asColleagues, asPublic, asOwnCall };

/// What sections 4 to 6 say of one visit.
struct VisitVerdict {
    std::string visitClass;
    int line = 9;
    bool treatedAsNew = false;
    std::string owner;  ///< empty when referred
    std::string reason; ///< when referred
    bool consumesSlot = true;
    Earns earns = Earns::nothing;
    bool provisional = false;
    std::set<std::string> alerts;
    bool knew = false;
    std::optional<Help> help; ///< where line 3d was asked
    Instant dealsFrom{};      ///< for who has this visit as original
    std::string ruledOwner;   ///< empty where not ruled
    std::optional<When> ruledAt;
    std::set<int> persons; ///< of the members and those their names led to
    std::set<int> relatives;
    std::set<std::size_t> shownBy; ///< `family.declared` facts that made the relation of line 4
    std::map<int, Interest> after; ///< everybody's interest after this visit

    [[nodiscard]] const std::string& finalOwner() const { return ruledAt ? ruledOwner : owner; }
};

/// A relative somebody has: the persons it may be, and which fact says so.
struct Relative {
    std::size_t identity = 0;
    std::optional<std::size_t> declaredBy;
    bool weak = false; ///< by a weak name on this side
};

/// One member's (or a companion's) standing before a moment.
struct Standing {
    std::set<int> persons; ///< the own person, or those the name leads to
    bool byName = false;
    std::set<int> weak;      ///< of those, the ones by weak names only
    bool known = false;      ///< has any earlier visit (not a public one), call or referral
    bool cameBefore = false; ///< visited, not publicly
    std::vector<std::size_t> callsBefore;
    std::vector<std::size_t> referralsBefore;

    [[nodiscard]] bool isNobody() const { return !known; }
};

/// What line 4 finds among the relatives.
struct Kin {
    std::optional<Interest> interest;
    std::set<int> persons; ///< of the relative found
    bool ranOut = false;   ///< more than the 30 days
    bool several = false;  ///< a bare name leads to different owners
    bool weak = false;
    std::set<std::size_t> shownBy;
};

class Visits {
public:
    explicit Visits(const Register& entries);

    std::vector<VisitVerdict> verdicts; ///< in the order of `Register::visits`

    [[nodiscard]] Standing entriesOf(const std::set<int>& persons, const When& before) const;
    /// What is known of a customer before a moment. Section 2: the same person's entries, else
    /// those linked by name.
    [[nodiscard]] Standing standing(std::size_t identity, const When& before,
                                    const rules::Policy& policy) const;
    [[nodiscard]] std::vector<Relative> relatives(std::size_t identity, const When& before,
                                                  const rules::Policy& policy) const;
    /// The interests of persons after the visits that began before a moment, or after one visit.
    [[nodiscard]] std::map<int, Interest> interestsBefore(const When& time) const;
    /// Line 4 for somebody without an own owner; `exceptDeal` is the deal being judged.
    [[nodiscard]] Kin kin(std::size_t identity, const When& before, Instant daysTo,
                          const rules::Policy& policy, const std::map<int, Interest>& interests,
                          const std::string& exceptDeal) const;
    /// From where the days of an interest count: the original, or the latest visit or contact.
    [[nodiscard]] Instant measuredFrom(const Interest& interest, Instant base,
                                       const std::set<int>& persons, const When& before,
                                       const rules::Policy& policy) const;
    [[nodiscard]] Help help(const Visit& visit, const std::string& owner) const;
    /// The subjects whose discovery counts for these persons and relatives (section 4).
    [[nodiscard]] std::set<std::string> subjectsOf(const std::set<int>& persons) const;
    [[nodiscard]] std::optional<When> firstDiscovery(const std::set<std::string>& subjects) const;
    [[nodiscard]] std::set<std::string> countingSubjects(std::size_t visit) const;

private:
    struct Member;
    void judge(std::size_t index);
    Member judgeMember(std::size_t index, std::size_t identity);
    bool linePublicOrGroup(std::size_t index);
    void line3(std::size_t index, Member& member);
    bool line4(std::size_t index, Member& member);
    bool line5(std::size_t index, Member& member);
    bool line6(std::size_t index, Member& member);
    bool line7(std::size_t index, Member& member);
    bool line8(std::size_t index, Member& member);
    void lineNine(std::size_t index, Member& member) const;
    void ownerLeft(std::size_t index, Member& member) const;
    void knowing(std::size_t index, Member& member, const std::string& owner,
                 bool unstatedIsFree) const;
    void choose(std::size_t index, std::vector<Member>& members);
    void establish(std::size_t index, const std::vector<Member>& members);
    [[nodiscard]] std::string companionsOwner(std::size_t index, std::string* reason) const;
    [[nodiscard]] std::optional<std::string> askedFor(std::size_t index) const;
    [[nodiscard]] bool askedForAnother(std::size_t index) const;
    void classify(std::size_t index, const std::vector<Member>& members);
    [[nodiscard]] Instant lastDeal(const std::set<int>& persons, const When& before,
                                   const std::string& exceptDeal) const;

    const Register& m_entries;
};

} // namespace shoujie::oracle
