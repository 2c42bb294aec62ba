#include "shared/rules/adjudicator.hpp"

#include "shared/rules/judgement/judgement.hpp"
#include "shared/rules/look_up.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace shoujie::rules {

struct Adjudicator::Impl {
    explicit Impl(PolicyTimeline timeline) : policies(std::move(timeline)) {}

    PolicyTimeline policies;
    KeyMaker keys;
    std::unordered_map<std::string, std::unique_ptr<StoredFact>> facts; ///< by fact id
    std::unordered_map<std::string, std::string> owners; ///< created subject id -> fact id
    std::uint64_t serial = 0;
    bool stale = true;
    bool judged = false;
    std::vector<StaffId> staff; ///< numbers in the book, kept from one book to the next
    Book book;
    Judgement judgement;
    Instant describedAt{};
    bool described = false;
    bool outcomeIsOfBefore = false; ///< it tells what was kept, in the same words
    Outcome outcome;
    /// Facts taken back since the last judgement: the old book still points to them.
    std::vector<std::unique_ptr<StoredFact>> gone;

    void judge() {
        if (!stale) return;
        std::vector<const StoredFact*> all;
        all.reserve(facts.size());
        for (const auto& [id, fact] : facts)
            all.push_back(fact.get());
        auto fresh = makeBook(all, keys, policies, staff);
        judgement = judged ? judgeAgain(fresh, policies, book, std::move(judgement))
                           : judgeAll(fresh, policies);
        book = std::move(fresh);
        for (std::size_t i = staff.size(); i < book.staff.size(); ++i)
            staff.push_back(book.staff[i].id);
        gone.clear();
        outcomeIsOfBefore = described;
        judged = true;
        stale = described = false;
    }

    const Outcome& outcomeAt(std::optional<Instant> now) {
        judge();
        Instant at = now.value_or(Instant{});
        if (!now)
            for (const auto& [id, fact] : facts)
                at = std::max(at, fact->timed.at.latest);
        if (!described || at != describedAt) {
            // What was kept since the outcome before is taken over from it.
            outcome = describe(book, policies, judgement, at,
                               outcomeIsOfBefore ? std::move(outcome) : Outcome{});
            outcomeIsOfBefore = true;
            describedAt = at;
            described = true;
        }
        return outcome;
    }
};

Adjudicator::Adjudicator(PolicyTimeline policy)
    : m_impl(std::make_unique<Impl>(std::move(policy))) {}
Adjudicator::~Adjudicator() = default;
Adjudicator::Adjudicator(Adjudicator&&) noexcept = default;
Adjudicator& Adjudicator::operator=(Adjudicator&&) noexcept = default;

Result<void> Adjudicator::add(facts::TimedFact fact) {
    const std::string id = fact.fact.id.value;
    const std::string subject(facts::createdSubject(fact.fact.data));
    if (m_impl->facts.contains(id))
        return Error{ErrorCode::conflict, "id", "is the id of another fact"};
    if (!subject.empty() && m_impl->owners.contains(subject))
        return Error{ErrorCode::conflict, "data", "claims a subject id that another fact has"};
    auto stored = std::make_unique<StoredFact>();
    stored->timed = std::move(fact);
    stored->serial = ++m_impl->serial;
    const auto& policy = m_impl->policies.at(stored->timed.at.latest);
    for (const auto& named : namedCustomers(stored->timed.fact.data))
        stored->keys.push_back(m_impl->keys.keysOf(*named.customer, policy));
    if (!subject.empty()) m_impl->owners.emplace(subject, id);
    m_impl->facts.emplace(id, std::move(stored));
    m_impl->stale = true;
    return {};
}

void Adjudicator::remove(const FactId& id) {
    const auto found = m_impl->facts.find(id.value);
    if (found == m_impl->facts.end()) return;
    const std::string subject(facts::createdSubject(found->second->timed.fact.data));
    if (!subject.empty()) m_impl->owners.erase(subject);
    m_impl->gone.push_back(std::move(found->second));
    m_impl->facts.erase(found);
    m_impl->stale = true;
}

const facts::TimedFact* Adjudicator::find(const FactId& id) const {
    const auto found = m_impl->facts.find(id.value);
    return found == m_impl->facts.end() ? nullptr : &found->second->timed;
}

const Outcome& Adjudicator::outcome(std::optional<Instant> now) const {
    return m_impl->outcomeAt(now);
}

std::vector<UndiscoveredConflict> Adjudicator::undiscoveredConflicts() const {
    m_impl->judge();
    const auto& book = m_impl->book;
    std::vector<UndiscoveredConflict> conflicts;
    const auto evidence = [&](int fact, int original, int source) {
        std::vector<FactId> ids{book.idOf(fact)};
        if (original != kNone) ids.push_back(book.idOf(book.visit(original).fact));
        if (source != kNone && original == kNone) ids.push_back(book.idOf(source));
        return ids;
    };
    for (std::size_t i = 0; i < book.visits.size(); ++i) {
        const auto& judged = m_impl->judgement.visits[i];
        const auto& visit = book.visits[i];
        if (!judged.openConflict || rulingOf(visit, book) != kNone) continue;
        conflicts.push_back(
            {SubjectId(visit.id.value),
             evidence(visit.fact, judged.verdict.original, judged.verdict.sourceFact)});
    }
    for (std::size_t i = 0; i < book.deals.size(); ++i) {
        const auto& verdict = m_impl->judgement.deals[i].verdict;
        const auto& deal = book.deals[i];
        if (!verdict.openDays || rulingOn(deal, book) != nullptr) continue;
        conflicts.push_back(
            {SubjectId(deal.id.value), evidence(deal.fact, verdict.original, kNone)});
    }
    return conflicts;
}

LookUp Adjudicator::lookUp(const facts::Customer& customer, const StaffId& receiver,
                           Instant at) const {
    m_impl->judge();
    const auto keys = m_impl->keys.keysOf(customer, m_impl->policies.at(at));
    return lookUpCustomer(keys, receiver, at, m_impl->book, m_impl->policies);
}

} // namespace shoujie::rules
