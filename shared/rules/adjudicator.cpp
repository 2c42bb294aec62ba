#include "shared/rules/adjudicator.hpp"

#include "shared/rules/judgement/describe.hpp"
#include "shared/rules/look_up.hpp"

#include <algorithm>

namespace shoujie::rules {

struct Adjudicator::Impl {
    Impl(PolicyTimeline timeline, FactSource source)
        : policies(std::move(timeline))
        , book(policies, std::move(source))
        , turns(book)
        , docket(book, turns) {}

    PolicyTimeline policies;
    Book book;
    TurnKeeper turns;
    Docket docket;

    /// Puts facts at their places in time: those that are moved are taken out and in again.
    void settleInTime(const std::vector<Placement>& placements, int newFact) {
        for (const auto& placement : placements)
            if (placement.fact != newFact) docket.release(placement.fact);
        for (const auto& placement : placements)
            book.place(placement);
        for (const auto& placement : placements)
            docket.take(placement.fact);
    }
    Clerk clerk(Instant now) {
        docket.settle();
        return {book, docket, turns, now};
    }
    /// Subject of that id and kind.
    std::optional<int> indexOf(const std::string& id, Subject::Kind kind) const {
        const int subject = book.findSubject(id);
        if (subject == kNone || book.subject(subject).kind != kind) return std::nullopt;
        return book.subject(subject).index;
    }
};

Adjudicator::Adjudicator(PolicyTimeline policy, FactSource source)
    : m_impl(std::make_unique<Impl>(std::move(policy), std::move(source))) {}
Adjudicator::~Adjudicator() = default;
Adjudicator::Adjudicator(Adjudicator&&) noexcept = default;
Adjudicator& Adjudicator::operator=(Adjudicator&&) noexcept = default;

Result<void> Adjudicator::add(facts::TimedFact fact) {
    return add(std::make_unique<const facts::TimedFact>(std::move(fact)));
}

Result<void> Adjudicator::add(std::unique_ptr<const facts::TimedFact> fact) {
    const auto shelved = m_impl->book.shelve(std::move(fact));
    if (!shelved) return shelved.error();
    m_impl->settleInTime(m_impl->book.placements(*shelved), *shelved);
    return {};
}

void Adjudicator::remove(const FactId& id) {
    const int fact = m_impl->book.findFact(id);
    if (fact == kNone) return;
    m_impl->docket.release(fact);
    m_impl->book.unshelve(fact);
    m_impl->settleInTime(m_impl->book.placements(fact), kNone);
}

void Adjudicator::settle() const {
    m_impl->docket.settle();
}

const facts::TimedFact* Adjudicator::find(const FactId& id) const {
    const int fact = m_impl->book.findFact(id);
    return fact == kNone ? nullptr : &m_impl->book.stored(fact);
}

Outcome Adjudicator::outcome(std::optional<Instant> now) const {
    return m_impl->clerk(now.value_or(m_impl->book.lastTime())).all();
}

std::optional<VisitOutcome> Adjudicator::visit(const VisitId& id, Instant now) const {
    const auto index = m_impl->indexOf(id.value, Subject::Kind::visit);
    if (!index) return std::nullopt;
    return m_impl->clerk(now).visit(*index).outcome;
}

std::optional<DealOutcome> Adjudicator::deal(const DealId& id, Instant now) const {
    const auto index = m_impl->indexOf(id.value, Subject::Kind::deal);
    if (!index) return std::nullopt;
    return m_impl->clerk(now).deal(*index).outcome;
}

std::optional<Referral> Adjudicator::referral(const SubjectId& id, Instant now) const {
    if (const auto visit = m_impl->indexOf(id.value, Subject::Kind::visit))
        return m_impl->clerk(now).visit(*visit).referral;
    if (const auto deal = m_impl->indexOf(id.value, Subject::Kind::deal))
        return m_impl->clerk(now).deal(*deal).referral;
    return std::nullopt;
}

Rotation Adjudicator::rotation(Instant now) const {
    m_impl->docket.settle();
    return m_impl->turns.rotationAt(now);
}

std::vector<SubjectId> Adjudicator::takeChanged(Instant now) {
    m_impl->docket.settle();
    std::vector<SubjectId> changed;
    for (const int subject : m_impl->docket.takeChanged(now))
        changed.emplace_back(std::string(m_impl->book.subjectText(subject)));
    return changed;
}

std::vector<UndiscoveredConflict> Adjudicator::undiscoveredConflicts() const {
    m_impl->docket.settle();
    const auto& book = m_impl->book;
    std::vector<int> facts(m_impl->docket.openConflicts().begin(),
                           m_impl->docket.openConflicts().end());
    std::sort(facts.begin(), facts.end(), [&](int a, int b) { return book.factBefore(a, b); });
    std::vector<UndiscoveredConflict> conflicts;
    for (const int fact : facts) {
        const int visit = book.visitOf(fact);
        UndiscoveredConflict conflict{{}, {book.idOf(fact)}};
        int original = kNone;
        int source = kNone;
        if (visit != kNone) {
            const auto& finding = m_impl->docket.visit(visit).finding;
            conflict.subject = SubjectId(book.idText(book.visit(visit)));
            original = finding.original;
            source = finding.sourceFact;
        } else {
            const int deal = book.dealOf(fact);
            conflict.subject = SubjectId(book.idText(book.deal(deal)));
            original = m_impl->docket.deal(deal).finding.original;
        }
        if (original != kNone)
            conflict.evidence.push_back(book.idOf(book.visit(original).fact));
        else if (source != kNone)
            conflict.evidence.push_back(book.idOf(source));
        conflicts.push_back(std::move(conflict));
    }
    return conflicts;
}

LookUp Adjudicator::lookUp(const facts::Customer& customer, const StaffId& receiver,
                           Instant at) const {
    m_impl->docket.settle();
    const auto keys = m_impl->book.keysOf(customer, m_impl->policies.at(at));
    return lookUpCustomer(keys, receiver, at, m_impl->book, m_impl->docket);
}

LookUp Adjudicator::lookUp(const VisitId& visit, const StaffId& receiver, Instant at) const {
    m_impl->docket.settle();
    auto& book = m_impl->book;
    const auto index = m_impl->indexOf(visit.value, Subject::Kind::visit);
    if (!index) return {};
    const auto& registered = book.stored(book.visit(*index).fact);
    const auto& first = book.identity(book.visit(*index).people.first);
    const auto& policy = m_impl->policies.at(at);
    // The book has read them already, if by the same policy.
    if (&policy == &m_impl->policies.at(registered.at.latest))
        return lookUpCustomer(book.ownKeys(first), receiver, at, book, m_impl->docket);
    const auto& data = std::get<facts::VisitRegistered>(registered.fact.data);
    const auto keys = book.keysOf(data.customers.front(), policy);
    return lookUpCustomer(keys, receiver, at, book, m_impl->docket);
}

std::size_t Adjudicator::indexBytes() const {
    return m_impl->book.bytes() + m_impl->docket.bytes() + m_impl->turns.bytes();
}

} // namespace shoujie::rules
