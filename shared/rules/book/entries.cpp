// Entries: what the facts that name people write into the register, with their amendments.
#include "shared/facts/fact_json.hpp"
#include "shared/rules/book/book.hpp"
#include "shared/rules/book/sorted.hpp"

#include <algorithm>
#include <array>

namespace shoujie::rules {

using namespace shoujie::facts;

absl::InlinedVector<NamedCustomer, 4> namedCustomers(const FactData& data) {
    absl::InlinedVector<NamedCustomer, 4> named;
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

const std::vector<std::string_view>& customerMembers() {
    static const std::vector<std::string_view> kMembers{"name",     "surname",  "title",   "phones",
                                                        "vehicles", "employer", "address", "intent",
                                                        "source",   "note"};
    return kMembers;
}

namespace {

std::uint16_t missingMembers(const Customer& customer) {
    if (!customer.erased.empty()) return 0; // who registered them is not to blame
    const std::array<bool, 10> missing{
        !customer.name,          !customer.surname,         !customer.title,
        customer.phones.empty(), customer.vehicles.empty(), !customer.employer,
        !customer.address,       !customer.intent,          !customer.source,
        !customer.note};
    unsigned bits = 0;
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (missing[i]) bits |= 1U << i;
    return static_cast<std::uint16_t>(bits);
}

bool namesPeople(std::uint8_t kind) {
    static const auto kKinds = [] {
        std::array<bool, std::variant_size_v<FactData>> kinds{};
        for (const FactData& data : {FactData(VisitRegistered{}), FactData(CallRegistered{}),
                                     FactData(ReferralRegistered{}), FactData(FamilyDeclared{}),
                                     FactData(DealSigned{}), FactData(FollowUpPlanned{})})
            kinds[data.index()] = true;
        return kinds;
    }();
    return kKinds[kind];
}

} // namespace

/// A fact with its amendments, in canonical order.
struct Book::Reading {
    struct Named {
        Part part;
        int position; ///< the n-th of its part stays the n-th when the entry is amended
        absl::InlinedVector<KeyVersion, 1> versions;
        std::vector<CustomerKeys> others; ///< by the policies that may have been in force instead
    };
    absl::InlinedVector<Named, 2> people;
    const FactData* data = nullptr; ///< as last amended
    std::vector<std::unique_ptr<FactData>> kept;
};

void Book::read(int index, Reading& reading) {
    const auto& fact = stored(index).fact;
    const auto& policy = m_policies.at(saidTime(index).latest);
    const auto take = [&](const FactData& data, int from) {
        std::array<int, 8> positions{};
        absl::InlinedVector<bool, 4> met(reading.people.size(), false);
        for (const auto& named : namedCustomers(data)) {
            const int position = positions[static_cast<std::size_t>(named.part)]++;
            auto keys = m_keys.keysOf(*named.customer, policy);
            std::size_t known = 0;
            while (known < met.size() && (reading.people[known].part != named.part ||
                                          reading.people[known].position != position))
                ++known;
            if (known == met.size()) {
                reading.people.push_back({named.part,
                                          position,
                                          {{from, std::move(keys)}},
                                          otherKeysOf(index, *named.customer)});
                continue;
            }
            met[known] = true;
            for (auto& other : otherKeysOf(index, *named.customer))
                reading.people[known].others.push_back(std::move(other));
            auto& versions = reading.people[known].versions;
            if (!(versions.back().keys == keys)) versions.push_back({from, std::move(keys)});
        }
        for (std::size_t known = 0; known < met.size(); ++known)
            if (auto& versions = reading.people[known].versions;
                !met[known] && !versions.back().keys.empty())
                versions.push_back({from, {}});
    };
    reading.data = &fact.data;
    take(fact.data, index);
    const auto amendments = m_amendments.find(index);
    if (amendments == m_amendments.end()) return;
    for (const int amendment : amendments->second) {
        auto changed =
            amendedData(*reading.data, std::get<EntryAmended>(stored(amendment).fact.data));
        // The gate refuses an amendment that does not fit its target; one that got in changes
        // nothing.
        if (!changed || createdSubject(*changed) != createdSubject(fact.data)) continue;
        reading.kept.push_back(std::make_unique<FactData>(std::move(changed).value()));
        reading.data = reading.kept.back().get();
        take(*reading.data, amendment);
    }
    const auto byPart = [](const auto& a, const auto& b) {
        return a.part < b.part;
    };
    if (!std::is_sorted(reading.people.begin(), reading.people.end(), byPart))
        std::stable_sort(reading.people.begin(), reading.people.end(), byPart);
}

int Book::allotBlock(int count) {
    const auto size = static_cast<std::size_t>(count);
    if (size < m_freeBlocks.size() && !m_freeBlocks[size].empty()) {
        const int first = m_freeBlocks[size].back();
        m_freeBlocks[size].pop_back();
        return first;
    }
    const auto first = static_cast<int>(m_identities.size());
    m_identities.resize(m_identities.size() + size);
    return first;
}

Block Book::writeIdentities(int fact, const Reading& reading) {
    const auto count = static_cast<int>(reading.people.size());
    const Block block{allotBlock(count), count};
    for (int i = 0; i < count; ++i) {
        const auto& named = reading.people[static_cast<std::size_t>(i)];
        auto& identity = m_identities[static_cast<std::size_t>(block.first + i)];
        identity = {};
        identity.fact = fact;
        identity.part = named.part;
        if (!named.others.empty()) m_otherKeys.emplace(block.first + i, named.others);
        const auto& keys = named.versions.front().keys;
        if (named.versions.size() == 1 && keys.vehicles.empty() && keys.phones.size() <= 1) {
            identity.name = keys.name;
            identity.phone = keys.phones.empty() ? -1 : keys.phones.front();
            continue;
        }
        identity.history = allot(m_histories, m_freeHistories);
        m_histories[static_cast<std::size_t>(identity.history)].assign(named.versions.begin(),
                                                                       named.versions.end());
    }
    return block;
}

void Book::eraseIdentities(const Block& block) {
    for (int i = block.first; i < block.first + block.count; ++i) {
        auto& identity = m_identities[static_cast<std::size_t>(i)];
        m_otherKeys.erase(i);
        if (identity.history != kNone) {
            m_histories[static_cast<std::size_t>(identity.history)].clear();
            m_freeHistories.push_back(identity.history);
        }
        identity = {};
    }
    const auto size = static_cast<std::size_t>(block.count);
    if (m_freeBlocks.size() <= size) m_freeBlocks.resize(size + 1);
    if (block.count > 0) m_freeBlocks[size].push_back(block.first);
}

const Block& Book::blockOf(int index) const {
    const auto& record = fact(index);
    const auto at = static_cast<std::size_t>(record.entry);
    const auto& data = stored(index).fact.data;
    if (std::holds_alternative<VisitRegistered>(data)) return m_visits[at].people;
    if (std::holds_alternative<CallRegistered>(data)) return m_calls[at].people;
    if (std::holds_alternative<ReferralRegistered>(data)) return m_referrals[at].people;
    if (std::holds_alternative<DealSigned>(data)) return m_deals[at].people;
    return m_mentions[at].people;
}

void Book::enterVisit(int index, const Reading& reading) {
    const auto& data = std::get<VisitRegistered>(*reading.data);
    const int entry = allot(m_visits, m_freeVisits);
    m_facts[static_cast<std::size_t>(index)].entry = entry;
    Visit visit;
    visit.fact = index;
    visit.subject = fact(index).subject;
    visit.receiver = staffOf(data.receiver);
    if (data.askedFor) visit.askedFor = staffOf(*data.askedFor);
    const auto started = remarksOn<VisitStarted>(visit.subject);
    if (!started.empty()) {
        visit.startFact = started.front();
    } else if (data.startedAt) {
        visit.declared = true;
        visit.startedAt = *data.startedAt;
    }
    visit.businessCard = data.businessCard.value_or(false);
    visit.publicAtOnce = data.publicBasis &&
                         (*data.publicBasis != PublicBasis::developerTour || !visit.businessCard);
    visit.group = data.groupPurchase.value_or(false);
    visit.aware = data.aware.value_or(false);
    if (data.original) visit.original = static_cast<std::int8_t>(*data.original);
    for (const auto& customer : data.customers)
        visit.missing = static_cast<std::uint16_t>(visit.missing | missingMembers(customer));
    visit.people = writeIdentities(index, reading);
    visit.memberCount = static_cast<int>(data.customers.size());
    visit.relativeCount = static_cast<int>(data.relatives.size());
    for (int i = 0; i < visit.people.count && data.accompaniedBy; ++i)
        if (reading.people[static_cast<std::size_t>(i)].part == Part::companion)
            visit.companion = visit.people.first + i;
    m_visits[static_cast<std::size_t>(entry)] = visit;
    auto& subject = m_subjects[static_cast<std::size_t>(visit.subject)];
    subject.kind = Subject::Kind::visit;
    subject.index = entry;
    relink(visit.subject);
}

void Book::enterDeal(int index, const Reading& reading) {
    const auto& data = std::get<DealSigned>(*reading.data);
    const int entry = allot(m_deals, m_freeDeals);
    m_facts[static_cast<std::size_t>(index)].entry = entry;
    Deal deal;
    deal.fact = index;
    deal.subject = fact(index).subject;
    deal.closer = staffOf(data.closer);
    deal.deposit = data.depositPaidAt;
    deal.agreement = data.agreementSignedAt;
    if (data.visit) deal.namedSubject = subjectOf(data.visit->value);
    deal.people = writeIdentities(index, reading);
    deal.subscriberCount = static_cast<int>(data.subscribers.size());
    deal.listPrice = data.listPrice;
    deal.price = data.price;
    deal.group = data.groupPurchase.value_or(false);
    m_deals[static_cast<std::size_t>(entry)] = deal;
    auto& subject = m_subjects[static_cast<std::size_t>(deal.subject)];
    subject.kind = Subject::Kind::deal;
    subject.index = entry;
}

void Book::enter(int index) {
    if (!namesPeople(fact(index).kind)) return;
    Reading reading;
    read(index, reading);
    const auto claim = [&](Subject::Kind kind, int entry) {
        const int subject = fact(index).subject;
        m_subjects[static_cast<std::size_t>(subject)].kind = kind;
        m_subjects[static_cast<std::size_t>(subject)].index = entry;
        return subject;
    };
    auto& entry = m_facts[static_cast<std::size_t>(index)].entry;
    if (std::holds_alternative<VisitRegistered>(*reading.data)) {
        enterVisit(index, reading);
    } else if (std::holds_alternative<DealSigned>(*reading.data)) {
        enterDeal(index, reading);
    } else if (const auto* call = std::get_if<CallRegistered>(reading.data)) {
        entry = allot(m_calls, m_freeCalls);
        const int subject = claim(Subject::Kind::call, entry);
        m_calls[static_cast<std::size_t>(entry)] = {
            index,
            subject,
            staffOf(call->askedFor.value_or(call->answeredBy)),
            staffOf(call->answeredBy),
            call->askedFor.has_value(),
            writeIdentities(index, reading)};
    } else if (std::holds_alternative<ReferralRegistered>(*reading.data)) {
        entry = allot(m_referrals, m_freeReferrals);
        const int subject = claim(Subject::Kind::referral, entry);
        m_referrals[static_cast<std::size_t>(entry)] = {index, subject, fact(index).by,
                                                        writeIdentities(index, reading)};
    } else {
        entry = allot(m_mentions, m_freeMentions);
        m_mentions[static_cast<std::size_t>(entry)] = {index, writeIdentities(index, reading)};
    }
    settleBlock(blockOf(index), !reading.kept.empty());
}

void Book::withdraw(int index) {
    auto& record = m_facts[static_cast<std::size_t>(index)];
    if (record.entry == kNone) return;
    const Block block = blockOf(index);
    const auto first = m_ripples.size();
    Instant from = Instant::max();
    for (int i = block.first; i < block.first + block.count; ++i)
        handOver(i);
    // Persons may have been taken apart more than once: the earliest counts for all.
    for (std::size_t i = first; i < m_ripples.size(); ++i)
        from = std::min(from, m_ripples[i].from);
    for (std::size_t i = first; i < m_ripples.size(); ++i)
        m_ripples[i].from = from;
    const auto& data = stored(index).fact.data;
    if (record.subject != kNone) {
        auto& subject = m_subjects[static_cast<std::size_t>(record.subject)];
        subject.kind = Subject::Kind::unknown;
        subject.index = kNone;
    }
    eraseIdentities(block);
    const auto at = static_cast<std::size_t>(record.entry);
    if (std::holds_alternative<VisitRegistered>(data)) {
        m_visits[at] = {};
        m_freeVisits.push_back(record.entry);
    } else if (std::holds_alternative<CallRegistered>(data)) {
        m_freeCalls.push_back(record.entry);
    } else if (std::holds_alternative<ReferralRegistered>(data)) {
        m_freeReferrals.push_back(record.entry);
    } else if (std::holds_alternative<DealSigned>(data)) {
        m_deals[at] = {};
        m_freeDeals.push_back(record.entry);
    } else {
        m_freeMentions.push_back(record.entry);
    }
    record.entry = kNone;
}

int Book::visitOf(int index) const {
    return std::holds_alternative<VisitRegistered>(stored(index).fact.data) ? fact(index).entry
                                                                            : kNone;
}

int Book::dealOf(int index) const {
    return std::holds_alternative<DealSigned>(stored(index).fact.data) ? fact(index).entry : kNone;
}

} // namespace shoujie::rules
