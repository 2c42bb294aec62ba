#pragma once

#include "shared/facts/fact.hpp"
#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/policy.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shoujie::rules::explanation {

using FactRef = const facts::TimedFact*;

/// Everybody whom a fact names, in the order of the vocabulary.
std::vector<const facts::Customer*> peopleOf(const facts::FactData& data);
/// Whom an entry is about: the party, the caller, the prospect, the buyers.
std::vector<const facts::Customer*> principalsOf(const facts::FactData& data);
/// The visit, call, referral or deal that a fact speaks of or creates; empty for others.
SubjectId subjectOf(const facts::FactData& data);

/// The facts of a site, in the canonical order, by what they have to do with each other.
class History {
public:
    History(std::vector<facts::TimedFact> facts, const PolicyTimeline& policies);
    History(const History&) = delete;
    History& operator=(const History&) = delete;

    [[nodiscard]] const std::vector<facts::TimedFact>& facts() const { return m_facts; }
    [[nodiscard]] FactRef find(const FactId& id) const;
    /// The fact that creates a subject.
    [[nodiscard]] FactRef entryOf(const SubjectId& id) const;
    /// As written, and then as each amendment left it.
    [[nodiscard]] std::vector<facts::FactData> versionsOf(const facts::TimedFact& fact) const;
    /// As it stood at a time, amendments until then included.
    [[nodiscard]] facts::FactData versionAt(const facts::TimedFact& fact, Instant when) const;
    [[nodiscard]] facts::FactData currentOf(const facts::TimedFact& fact) const {
        return versionsOf(fact).back();
    }
    [[nodiscard]] const std::vector<FactRef>& amendmentsOf(const FactId& id) const;

    /// All facts that can have a bearing on `fact`: those connected with it by any key, mention or
    /// subject, over any number of others, and what concerns staff and turns.
    [[nodiscard]] std::vector<FactRef> around(const facts::TimedFact& fact) const;
    /// The persons whom phones and plates make of somebody's data, as written at a fact's time.
    [[nodiscard]] std::set<int> personsOf(const std::vector<const facts::Customer*>& people,
                                          Instant at) const;
    /// The persons whom an entry is about, as written at first and as amended.
    [[nodiscard]] std::set<int> personsOf(const facts::TimedFact& entry) const;
    /// The keys of somebody as written at a fact's time; equal numbers are equal keys.
    [[nodiscard]] CustomerKeys keysOf(const facts::Customer& customer, Instant at) const;

    /// The name by which staff are known, with the id where two share a name.
    [[nodiscard]] std::string staffName(const StaffId& staff) const;

private:
    /// Which numbers were connected with which.
    class Groups {
    public:
        int add();
        int rootOf(int member) const;
        void connect(int a, int b);

    private:
        mutable std::vector<int> m_parents;
    };
    /// A node for each distinct text.
    int nodeOf(const std::string& text);
    static std::vector<std::string> strongKeys(const CustomerKeys& keys);
    int indexOf(const facts::TimedFact& fact) const;
    void connect(const facts::TimedFact& fact);
    void connectPeople(int own, const facts::FactData& data, Instant at);
    void nameStaff();

    const PolicyTimeline* m_policies;
    std::vector<facts::TimedFact> m_facts;
    std::unordered_map<std::string, int> m_byId;
    std::unordered_map<std::string, int> m_bySubject;
    std::unordered_map<std::string, std::vector<FactRef>> m_amendments;
    std::unordered_map<std::string, int> m_nodes;
    Groups m_connected; ///< by anything
    Groups m_persons;   ///< keys by the people who carry them; the same numbers
    std::unordered_map<int, std::vector<int>> m_members; ///< facts by their group
    std::vector<int> m_staffFacts;
    std::map<StaffId, std::string> m_staffNames;
    mutable KeyMaker m_keys;
};

} // namespace shoujie::rules::explanation
