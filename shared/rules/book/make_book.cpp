#include "shared/facts/fact_json.hpp"
#include "shared/rules/book/book.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

namespace shoujie::rules {

using namespace shoujie::facts;

std::vector<NamedCustomer> namedCustomers(const FactData& data) {
    std::vector<NamedCustomer> named;
    const auto add = [&](Part part, const Customer& customer) {
        named.push_back({part, &customer});
    };
    if (const auto* visit = std::get_if<VisitRegistered>(&data)) {
        for (const auto& customer : visit->customers)
            add(Part::member, customer);
        if (visit->accompaniedBy) add(Part::companion, *visit->accompaniedBy);
        if (visit->introducedBy) add(Part::introducer, *visit->introducedBy);
        for (const auto& relative : visit->relatives)
            add(Part::relative, relative.customer);
    } else if (const auto* call = std::get_if<CallRegistered>(&data)) {
        add(Part::caller, call->customer);
    } else if (const auto* referral = std::get_if<ReferralRegistered>(&data)) {
        add(Part::prospect, referral->prospect);
        add(Part::introducer, referral->introducer);
    } else if (const auto* family = std::get_if<FamilyDeclared>(&data)) {
        for (const auto& customer : family->customers)
            add(Part::relative, customer);
    } else if (const auto* deal = std::get_if<DealSigned>(&data)) {
        for (const auto& subscriber : deal->subscribers)
            add(Part::subscriber, subscriber);
    } else if (const auto* planned = std::get_if<FollowUpPlanned>(&data)) {
        add(Part::contact, planned->customer);
    }
    return named;
}

namespace {

/// Reads fact after fact, in canonical order, into the book.
class BookMaker {
public:
    BookMaker(Book& book, KeyMaker& keys, const PolicyTimeline& policies)
        : m_book(book), m_keys(keys), m_policies(policies) {}

    void make() {
        collectAmendments();
        for (std::size_t i = 0; i < m_book.facts.size(); ++i)
            read(static_cast<int>(i));
        linkSubjects();
    }

private:
    const Fact& factAt(int index) const {
        return m_book.facts[static_cast<std::size_t>(index)]->timed.fact;
    }

    Staff staff(const StaffId& id) {
        const auto [entry, isNew] =
            m_book.staffIds.try_emplace(id.value, static_cast<Staff>(m_book.staff.size()));
        if (isNew) m_book.staff.push_back({id, {}, {}, {}});
        return entry->second;
    }
    Colleague& colleague(const StaffId& id) {
        return m_book.staff[static_cast<std::size_t>(staff(id))];
    }

    void collectAmendments() {
        for (std::size_t i = 0; i < m_book.facts.size(); ++i)
            if (const auto* amendment =
                    std::get_if<EntryAmended>(&factAt(static_cast<int>(i)).data))
                m_amendments[amendment->target.value].push_back(static_cast<int>(i));
    }

    /// The fact's data as last amended; keys of earlier states go to the identities.
    const FactData& readIdentities(int index, int entry);
    void addIdentities(int fact, int entry, const FactData& data,
                       const std::vector<CustomerKeys>& keys, const Moment& from);

    void read(int index);
    void readPeople(int index, const Fact& fact);
    void readVisit(int index);
    void readCall(int index);
    void readReferral(int index);
    void readDeal(int index);
    void readFamily(int index);
    void linkSubjects();
    void linkVisit(const Fact& fact, int index);
    Subject subjectOf(const SubjectId& id) const;
    int visitOf(const std::string& id) const {
        const auto found = m_book.subjects.find(id);
        return found != m_book.subjects.end() && found->second.kind == Subject::Kind::visit
                   ? found->second.index
                   : kNone;
    }

    Book& m_book;
    KeyMaker& m_keys;
    const PolicyTimeline& m_policies;
    std::unordered_map<std::string, std::vector<int>> m_amendments;
    std::unordered_map<std::string, int> m_liveStarts; ///< visit id -> first visit.started
    std::vector<int> m_identitiesOfFact;
};

void BookMaker::addIdentities(int fact, int entry, const FactData& data,
                              const std::vector<CustomerKeys>& keys, const Moment& from) {
    const auto named = namedCustomers(data);
    std::array<int, 8> positions{};
    std::vector<bool> met(m_identitiesOfFact.size(), false);
    for (std::size_t i = 0; i < named.size(); ++i) {
        // The n-th member of a party stays the n-th member when the entry is amended.
        const int position = positions[static_cast<std::size_t>(named[i].part)]++;
        int seen = 0;
        bool known = false;
        for (std::size_t k = 0; k < met.size(); ++k) {
            auto& identity = m_book.identities[static_cast<std::size_t>(m_identitiesOfFact[k])];
            if (identity.part != named[i].part || seen++ != position) continue;
            if (!(identity.versions.back().keys == keys[i]))
                identity.versions.push_back({from, keys[i]});
            met[k] = known = true;
            break;
        }
        if (known) continue;
        m_identitiesOfFact.push_back(static_cast<int>(m_book.identities.size()));
        m_book.identities.push_back({named[i].part, fact, entry, kNone, {{from, keys[i]}}});
    }
    for (std::size_t k = 0; k < met.size(); ++k) {
        auto& identity = m_book.identities[static_cast<std::size_t>(m_identitiesOfFact[k])];
        if (!met[k] && !identity.versions.back().keys.empty())
            identity.versions.push_back({from, {}});
    }
}

const FactData& BookMaker::readIdentities(int index, int entry) {
    const auto& stored = *m_book.facts[static_cast<std::size_t>(index)];
    const auto& fact = stored.timed.fact;
    m_identitiesOfFact.clear();
    addIdentities(index, entry, fact.data, stored.keys, m_book.momentOf(index));
    const auto found = m_amendments.find(fact.id.value);
    if (found == m_amendments.end()) return fact.data;
    const FactData* current = &fact.data;
    for (const int amendment : found->second) {
        auto changed = amendedData(*current, std::get<EntryAmended>(factAt(amendment).data));
        // The gate refuses an amendment that does not fit its target; one that got in changes
        // nothing.
        if (!changed || createdSubject(*changed) != createdSubject(fact.data)) continue;
        m_book.amended.push_back(std::make_unique<FactData>(std::move(changed).value()));
        current = m_book.amended.back().get();
        const auto& policy = m_policies.at(stored.timed.at.latest);
        std::vector<CustomerKeys> keys;
        for (const auto& named : namedCustomers(*current))
            keys.push_back(m_keys.keysOf(*named.customer, policy));
        addIdentities(index, entry, *current, keys, m_book.momentOf(amendment));
    }
    for (const int identity : m_identitiesOfFact)
        if (m_book.identity(identity).versions.size() > 1)
            m_book.amendedIdentities.push_back(identity);
    return *current;
}

void BookMaker::readVisit(int index) {
    const auto entry = static_cast<int>(m_book.visits.size());
    const auto& data = std::get<VisitRegistered>(readIdentities(index, entry));
    Visit visit;
    visit.id = data.visit;
    visit.fact = index;
    visit.data = &data;
    visit.receiver = staff(data.receiver);
    if (data.askedFor) visit.askedFor = staff(*data.askedFor);
    visit.registered = m_book.momentOf(index);
    const auto live = m_liveStarts.find(data.visit.value);
    if (live != m_liveStarts.end()) {
        visit.start = m_book.starts[static_cast<std::size_t>(live->second)].at;
        visit.startedLive = true;
    } else if (data.startedAt) {
        visit.start = {TimeInterval::exactly(*data.startedAt), index, -1, -1, 0};
    } else {
        visit.start = visit.registered;
    }
    // A developer's tour where a card was handed over is an ordinary reception (art. 6 B).
    const auto makesPublic = [&](PublicBasis basis) {
        return basis != PublicBasis::developerTour || !data.businessCard.value_or(false);
    };
    visit.publicAtOnce = data.publicBasis && makesPublic(*data.publicBasis);
    for (const int identity : m_identitiesOfFact) {
        if (m_book.identity(identity).part == Part::member) visit.members.push_back(identity);
        if (m_book.identity(identity).part == Part::companion && data.accompaniedBy)
            visit.companion = identity;
    }
    visit.members.resize(std::min(visit.members.size(), data.customers.size()));
    for (const int identity : m_identitiesOfFact)
        if (m_book.identity(identity).part == Part::relative && !data.relatives.empty())
            m_book.ties.push_back({visit.members.front(), identity, kNone});
    m_book.subjects[data.visit.value] = {Subject::Kind::visit, entry};
    m_book.visits.push_back(std::move(visit));
}

void BookMaker::readCall(int index) {
    const auto entry = static_cast<int>(m_book.calls.size());
    const auto& data = std::get<CallRegistered>(readIdentities(index, entry));
    m_book.calls.push_back(
        {index, staff(data.askedFor.value_or(data.answeredBy)), m_identitiesOfFact.front()});
    m_book.subjects[data.call.value] = {Subject::Kind::call, entry};
}

void BookMaker::readReferral(int index) {
    const auto entry = static_cast<int>(m_book.referrals.size());
    const auto& data = std::get<ReferralRegistered>(readIdentities(index, entry));
    m_book.referrals.push_back({index, staff(factAt(index).by), m_identitiesOfFact.front()});
    m_book.subjects[data.referral.value] = {Subject::Kind::referral, entry};
}

void BookMaker::readDeal(int index) {
    const auto entry = static_cast<int>(m_book.deals.size());
    const auto& data = std::get<DealSigned>(readIdentities(index, entry));
    Deal deal;
    deal.id = data.deal;
    deal.fact = index;
    deal.data = &data;
    deal.closer = staff(data.closer);
    deal.subscribers = m_identitiesOfFact;
    deal.subscribers.resize(std::min(deal.subscribers.size(), data.subscribers.size()));
    if (data.depositPaidAt && data.agreementSignedAt)
        deal.at =
            Moment{TimeInterval::exactly(std::max(*data.depositPaidAt, *data.agreementSignedAt)),
                   index, -1, -1, 0};
    m_book.subjects[data.deal.value] = {Subject::Kind::deal, entry};
    m_book.deals.push_back(std::move(deal));
}

void BookMaker::readFamily(int index) {
    readIdentities(index, kNone);
    if (m_identitiesOfFact.size() == 2)
        m_book.ties.push_back({m_identitiesOfFact[0], m_identitiesOfFact[1], index});
}

void BookMaker::readPeople(int index, const Fact& fact) {
    const auto& at = m_book.momentOf(index);
    if (const auto* joined = std::get_if<StaffJoined>(&fact.data))
        colleague(joined->staff).employment.push_back({at, false});
    else if (const auto* left = std::get_if<StaffLeft>(&fact.data))
        colleague(left->staff).employment.push_back({at, true});
    else if (const auto* duty = std::get_if<DutyChanged>(&fact.data))
        colleague(duty->staff).duties.push_back({at, duty->duty});
    else if (const auto* roster = std::get_if<RosterSet>(&fact.data)) {
        RosterFact entry{at, {}};
        for (const auto& id : roster->order)
            if (const Staff member = staff(id);
                std::find(entry.order.begin(), entry.order.end(), member) == entry.order.end())
                entry.order.push_back(member);
        m_book.rosters.push_back(std::move(entry));
    } else if (const auto* started = std::get_if<VisitStarted>(&fact.data)) {
        const auto place = static_cast<int>(m_book.starts.size());
        if (m_liveStarts.try_emplace(started->visit.value, place).second)
            m_book.starts.push_back({at, started->visit, staff(started->receiver), kNone});
        colleague(started->receiver).acts.push_back(at);
    }
}

void BookMaker::read(int index) {
    const auto& fact = factAt(index);
    colleague(fact.by).acts.push_back(m_book.momentOf(index));
    readPeople(index, fact);
    std::visit(
        [&]<class T>(const T&) {
            if constexpr (std::is_same_v<T, CallRegistered>) readCall(index);
            if constexpr (std::is_same_v<T, ReferralRegistered>) readReferral(index);
            if constexpr (std::is_same_v<T, DealSigned>) readDeal(index);
            if constexpr (std::is_same_v<T, FamilyDeclared>) readFamily(index);
            if constexpr (std::is_same_v<T, FollowUpPlanned>) readIdentities(index, index);
        },
        fact.data);
}

Subject BookMaker::subjectOf(const SubjectId& id) const {
    const auto found = m_book.subjects.find(id.value);
    return found == m_book.subjects.end() ? Subject{} : found->second;
}

void BookMaker::linkVisit(const Fact& fact, int index) {
    const auto change = [&](const std::string& id) {
        const int visit = visitOf(id);
        return visit < 0 ? nullptr : &m_book.visits[static_cast<std::size_t>(visit)];
    };
    if (const auto* confirmed = std::get_if<PublicConfirmed>(&fact.data)) {
        auto* visit = change(confirmed->visit.value);
        if (visit == nullptr || visit->publicLater) return;
        if (confirmed->basis == PublicBasis::developerTour &&
            visit->data->businessCard.value_or(false))
            return;
        visit->publicLater = m_book.momentOf(index);
    } else if (const auto* conduct = std::get_if<ConductReported>(&fact.data)) {
        if (auto* visit = change(conduct->subject.value))
            visit->prompters.push_back(staff(conduct->staff));
    }
}

/// Facts that speak of others, which may come later in the canonical order.
void BookMaker::linkSubjects() {
    // Visits last: their starts are facts of their own, in any order.
    for (std::size_t i = 0; i < m_book.facts.size(); ++i)
        if (std::holds_alternative<VisitRegistered>(factAt(static_cast<int>(i)).data))
            readVisit(static_cast<int>(i));
    for (auto& start : m_book.starts)
        start.registered = visitOf(start.visit.value);
    std::unordered_map<std::string, std::pair<RequestTopic, std::optional<DealId>>> requests;
    for (std::size_t i = 0; i < m_book.facts.size(); ++i) {
        const auto index = static_cast<int>(i);
        const auto& fact = factAt(index);
        linkVisit(fact, index);
        if (const auto* found = std::get_if<ConflictDiscovered>(&fact.data)) {
            m_book.discoveries.push_back({index, subjectOf(found->subject), staff(fact.by),
                                          found->claimant ? staff(*found->claimant) : kNobody});
        } else if (const auto* seen = std::get_if<NoticeSeen>(&fact.data)) {
            m_book.notices.push_back({index, subjectOf(seen->subject), staff(seen->staff)});
        } else if (const auto* ruling = std::get_if<RulingMade>(&fact.data)) {
            const auto subject = subjectOf(ruling->subject);
            const auto place = static_cast<int>(m_book.rulings.size());
            m_book.rulings.push_back(
                {index, ruling, ruling->owner ? staff(*ruling->owner) : kNobody});
            const auto at = static_cast<std::size_t>(subject.index);
            if (subject.kind == Subject::Kind::visit) m_book.visits[at].rulings.push_back(place);
            if (subject.kind == Subject::Kind::deal) m_book.deals[at].rulings.push_back(place);
        } else if (const auto* filed = std::get_if<RequestFiled>(&fact.data)) {
            requests[filed->request.value] = {filed->about, filed->deal};
        }
    }
    for (const auto* stored : m_book.facts) {
        const auto* decided = std::get_if<RequestDecided>(&stored->timed.fact.data);
        if (decided == nullptr) continue;
        const auto request = requests.find(decided->request.value);
        if (request == requests.end() || request->second.first != RequestTopic::discount ||
            !request->second.second)
            continue;
        const auto subject = subjectOf(SubjectId(request->second.second->value));
        if (subject.kind == Subject::Kind::deal)
            m_book.deals[static_cast<std::size_t>(subject.index)].discountApproved =
                decided->approved;
    }
    for (auto& deal : m_book.deals)
        if (deal.data->visit) deal.namedVisit = visitOf(deal.data->visit->value);
}

} // namespace

Book makeBook(const std::vector<const StoredFact*>& facts, KeyMaker& keys,
              const PolicyTimeline& policies, const std::vector<StaffId>& known) {
    Book book;
    for (const auto& id : known) {
        book.staffIds.emplace(id.value, static_cast<Staff>(book.staff.size()));
        book.staff.push_back({id, {}, {}, {}});
    }
    orderFacts(book, facts);
    BookMaker(book, keys, policies).make();
    joinPersons(book);
    return book;
}

} // namespace shoujie::rules
