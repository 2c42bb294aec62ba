#include "shared/rules/judgement/judgement.hpp"

#include <algorithm>
#include <numeric>
#include <type_traits>

namespace shoujie::rules {

namespace {

std::uint64_t mix(std::uint64_t value) {
    // The finaliser of splitmix64: every bit of the input reaches every bit of the output.
    value += 0x9E3779B97F4A7C15U;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

/// Facts that can reach each other through people, names or subjects; no decision looks further,
/// except at staff.
class Groups {
public:
    explicit Groups(const Book& book) : m_book(book), m_parent(book.facts.size()) {
        std::iota(m_parent.begin(), m_parent.end(), 0);
        joinPeople();
        joinSubjects();
        collectStaffFacts();
        sign();
    }

    std::uint64_t signatureOf(int fact) {
        return m_signatures[static_cast<std::size_t>(root(fact))];
    }

private:
    int root(int node) {
        while (m_parent[static_cast<std::size_t>(node)] != node) {
            auto& parent = m_parent[static_cast<std::size_t>(node)];
            parent = m_parent[static_cast<std::size_t>(parent)];
            node = parent;
        }
        return node;
    }
    void join(int a, int b) {
        a = root(a);
        b = root(b);
        if (a != b) m_parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }

    void joinPeople() {
        for (const auto& person : m_book.persons)
            for (const int identity : person.identities)
                join(m_book.identity(identity).fact,
                     m_book.identity(person.identities.front()).fact);
        for (const auto& [name, identities] : m_book.namesakes)
            for (const int identity : identities)
                join(m_book.identity(identity).fact, m_book.identity(identities.front()).fact);
    }

    int factOf(const std::string& subject) const {
        const auto found = m_book.subjects.find(subject);
        if (found == m_book.subjects.end()) return kNone;
        const auto at = static_cast<std::size_t>(found->second.index);
        switch (found->second.kind) {
        case Subject::Kind::visit:
            return m_book.visits[at].fact;
        case Subject::Kind::call:
            return m_book.calls[at].fact;
        case Subject::Kind::referral:
            return m_book.referrals[at].fact;
        case Subject::Kind::deal:
            return m_book.deals[at].fact;
        case Subject::Kind::unknown:
            break;
        }
        return kNone;
    }

    /// Facts that speak of another fact belong to its group.
    void joinSubjects() {
        std::unordered_map<std::string, int> made; ///< fact ids, follow-ups and requests
        for (std::size_t i = 0; i < m_book.facts.size(); ++i)
            collectMade(static_cast<int>(i), made);
        if (m_amendments)
            for (std::size_t i = 0; i < m_book.facts.size(); ++i)
                if (const auto wanted = made.find("f|" + m_book.facts[i]->timed.fact.id.value);
                    wanted != made.end())
                    wanted->second = static_cast<int>(i);
        const auto attach = [&](int index, int other) {
            if (other != kNone) join(index, other);
        };
        const auto known = [&](const std::string& id) {
            const auto found = made.find(id);
            return found == made.end() ? kNone : found->second;
        };
        for (std::size_t i = 0; i < m_book.facts.size(); ++i) {
            const auto index = static_cast<int>(i);
            std::visit(
                [&]<class T>(const T& data) {
                    using namespace facts;
                    if constexpr (requires { data.subject; })
                        attach(index, factOf(data.subject.value));
                    if constexpr (std::is_same_v<T, VisitStarted> ||
                                  std::is_same_v<T, PublicConfirmed>)
                        attach(index, factOf(data.visit.value));
                    if constexpr (std::is_same_v<T, DealSigned>)
                        if (data.visit) attach(index, factOf(data.visit->value));
                    if constexpr (std::is_same_v<T, EntryAmended>)
                        attach(index, known("f|" + data.target.value));
                    if constexpr (std::is_same_v<T, FollowUpDone>)
                        attach(index, known("u|" + data.followUp.value));
                    if constexpr (std::is_same_v<T, RequestFiled>)
                        if (data.deal) attach(index, factOf(data.deal->value));
                    if constexpr (std::is_same_v<T, RequestDecided>)
                        attach(index, known("q|" + data.request.value));
                },
                m_book.facts[i]->timed.fact.data);
        }
        for (const auto& deal : m_book.deals)
            if (deal.namedVisit != kNone) join(deal.fact, m_book.visit(deal.namedVisit).fact);
    }

    void collectMade(int index, std::unordered_map<std::string, int>& made) {
        const auto& data = m_book.facts[static_cast<std::size_t>(index)]->timed.fact.data;
        if (const auto* amendment = std::get_if<facts::EntryAmended>(&data)) {
            made.try_emplace("f|" + amendment->target.value, kNone);
            m_amendments = true;
        } else if (const auto* planned = std::get_if<facts::FollowUpPlanned>(&data))
            made.emplace("u|" + planned->followUp.value, index);
        else if (const auto* filed = std::get_if<facts::RequestFiled>(&data))
            made.emplace("q|" + filed->request.value, index);
    }

    std::uint64_t hashOf(int fact) const {
        const auto at = static_cast<std::size_t>(fact);
        const auto& moment = m_book.moments[at].at;
        return mix(m_book.facts[at]->serial ^
                   mix(static_cast<std::uint64_t>(moment.earliest.time_since_epoch().count()) ^
                       mix(static_cast<std::uint64_t>(moment.latest.time_since_epoch().count()))));
    }

    /// Who had left and who was on duty: facts that can have come before a moment.
    void collectStaffFacts() {
        for (std::size_t i = 0; i < m_book.facts.size(); ++i) {
            const auto& data = m_book.facts[i]->timed.fact.data;
            if (std::holds_alternative<facts::StaffJoined>(data) ||
                std::holds_alternative<facts::StaffLeft>(data) ||
                std::holds_alternative<facts::DutyChanged>(data))
                m_staffFacts.emplace_back(m_book.moments[i].at.earliest,
                                          hashOf(static_cast<int>(i)));
        }
        std::sort(m_staffFacts.begin(), m_staffFacts.end());
        for (std::size_t i = 1; i < m_staffFacts.size(); ++i)
            m_staffFacts[i].second += m_staffFacts[i - 1].second;
    }

    void sign() {
        m_signatures.assign(m_parent.size(), 0);
        std::vector<Instant> last(m_parent.size(), Instant::min());
        const auto reach = [&](int fact, Instant at) {
            auto& latest = last[static_cast<std::size_t>(root(fact))];
            latest = std::max(latest, at);
        };
        for (std::size_t i = 0; i < m_parent.size(); ++i) {
            const auto index = static_cast<int>(i);
            m_signatures[static_cast<std::size_t>(root(index))] += hashOf(index);
            reach(index, m_book.moments[i].at.latest);
        }
        for (const auto& visit : m_book.visits)
            reach(visit.fact, visit.start.at.latest);
        for (const auto& deal : m_book.deals)
            if (deal.at) reach(deal.fact, deal.at->at.latest);
        for (std::size_t i = 0; i < m_parent.size(); ++i) {
            const auto after =
                std::upper_bound(m_staffFacts.begin(), m_staffFacts.end(), last[i],
                                 [](Instant at, const auto& fact) { return at < fact.first; });
            if (after != m_staffFacts.begin()) m_signatures[i] += mix((after - 1)->second);
        }
    }

    const Book& m_book;
    std::vector<int> m_parent; ///< by fact
    bool m_amendments = false;
    std::vector<std::uint64_t> m_signatures;
    std::vector<std::pair<Instant, std::uint64_t>> m_staffFacts; ///< sums of hashes, by time
};

} // namespace

void signGroups(const Book& book, Judgement& judgement) {
    Groups groups(book);
    for (const auto& visit : book.visits)
        judgement.visitSignatures.push_back(groups.signatureOf(visit.fact));
    for (const auto& deal : book.deals)
        judgement.dealSignatures.push_back(groups.signatureOf(deal.fact));
}

} // namespace shoujie::rules
