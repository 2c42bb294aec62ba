#pragma once

#include "client/store/tablet.hpp"
#include "shared/facts/fact.hpp"
#include "shared/rules/adjudicator.hpp"

#include <absl/container/flat_hash_map.h>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace shoujie::client {

/// The facts this tablet knows, judged: those of the register with the register's time, and its own
/// that are not there yet with an estimate. Never holds more than one version of a fact.
class Replica {
public:
    explicit Replica(rules::PolicyTimeline policy);

    /// Takes in an own fact with an estimated time. Fails with ErrorCode::conflict where its
    /// subject or id is taken; nothing changes then.
    Result<void> addOwn(facts::TimedFact fact);
    /// Takes in a fact of the register: it replaces the own estimate of the same fact, and an own
    /// fact that claims the same subject yields to it.
    void addRegistered(facts::TimedFact fact);
    /// Takes an own fact out: the server has refused it.
    void removeOwn(const FactId& id);

    [[nodiscard]] const facts::TimedFact* find(const FactId& id) const { return m_judge.find(id); }
    [[nodiscard]] bool isOwnEstimate(const FactId& id) const { return m_own.contains(id); }
    /// Ids of all facts of a kind / that speak of a subject (a visit, call, referral, deal) / by
    /// somebody.
    template <class Data>
    [[nodiscard]] const std::set<FactId>& ofKind() const {
        static const facts::FactData sample{Data{}};
        static const std::size_t kind = sample.index();
        return m_byKind[kind];
    }
    [[nodiscard]] const std::set<FactId>& ofSubject(const std::string& subject) const;
    [[nodiscard]] const std::set<FactId>& ofAuthor(const StaffId& staff) const;
    /// Whether an own fact that the register does not show yet speaks of the subject.
    [[nodiscard]] bool touchedByOwn(const std::string& subject) const;

    /// Who works here, by the facts, in the order of their ids; those who left are not in it.
    [[nodiscard]] std::vector<StaffMember> staff() const;
    /// The name of a staff member, also of one who left; the id where there is none.
    [[nodiscard]] std::string nameOf(const StaffId& staff) const;

    [[nodiscard]] const rules::Adjudicator& judge() const { return m_judge; }

private:
    void index(const facts::TimedFact& fact);
    void remove(const FactId& id);

    rules::Adjudicator m_judge;
    std::set<FactId> m_own;
    std::vector<std::set<FactId>> m_byKind;
    absl::flat_hash_map<std::string, std::set<FactId>> m_bySubject;
    std::unordered_map<StaffId, std::set<FactId>> m_byAuthor;
    /// What the target of an amendment spoke of when that came.
    std::unordered_map<FactId, std::vector<std::string>> m_amended;
};

/// The subjects a fact creates or speaks of; an amendment speaks of those of its target, which the
/// replica knows and this function does not.
std::vector<std::string> subjectsOf(const facts::FactData& data);

/// An order of what happened for lists that people read: by latest, then earliest; one device's own
/// entries of one moment as written. What decides is the rules' own order.
[[nodiscard]] bool happenedBefore(const facts::TimedFact& a, const facts::TimedFact& b);

} // namespace shoujie::client
