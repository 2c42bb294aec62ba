#include "shared/rules/book/book.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace shoujie::rules {

namespace {

class Union {
public:
    explicit Union(std::size_t size) : m_parent(size) {
        std::iota(m_parent.begin(), m_parent.end(), 0);
    }
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
        // The smaller index stays the root, so that persons are numbered by their first entry.
        if (a != b) m_parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }

private:
    std::vector<int> m_parent;
};

/// Somebody who carries a key from one amendment to the next (or for ever).
struct Carrier {
    int identity;
    int brand; ///< of a vehicle; -1 where none was written or the key is a phone
    Moment from;
    std::optional<Moment> until;
};

bool brandsAgree(int a, int b) {
    return a == b || a < 0 || b < 0;
}

/// Joins by one kind of key. Identities are met in the order of registration; each is compared with
/// the earlier ones as those stood at that moment (art. 21).
class KeyJoin {
public:
    explicit KeyJoin(Union& people) : m_people(people) {}

    void meet(int index, int key, int brand, const Moment& registered) {
        for (const auto& carrier : m_carriers[key]) {
            if (!brandsAgree(carrier.brand, brand)) continue;
            if (canonicallyBefore(registered, carrier.from)) continue;
            if (carrier.until && !canonicallyBefore(registered, *carrier.until)) continue;
            m_people.join(carrier.identity, index);
        }
    }
    void carry(const Carrier& carrier, int key) {
        auto& list = m_carriers[key];
        // Those who carry it for ever are one person already: one of them stands for all.
        if (!carrier.until)
            for (const auto& other : list)
                if (!other.until && other.brand == carrier.brand &&
                    !canonicallyBefore(carrier.from, other.from) &&
                    m_people.root(other.identity) == m_people.root(carrier.identity))
                    return;
        list.push_back(carrier);
    }

private:
    Union& m_people;
    std::unordered_map<int, std::vector<Carrier>> m_carriers;
};

void joinByKeys(const Book& book, Union& people) {
    KeyJoin phones(people);
    KeyJoin vehicles(people);
    std::vector<int> order(book.identities.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return book.identity(a).fact < book.identity(b).fact; });
    for (const int index : order) {
        const auto& identity = book.identity(index);
        const auto& registered = book.momentOf(identity.fact);
        const auto& own = book.keysAt(identity, identity.fact);
        for (const int phone : own.phones)
            phones.meet(index, phone, -1, registered);
        for (const auto& vehicle : own.vehicles)
            vehicles.meet(index, vehicle.plateAndSurname, vehicle.brand, registered);
        for (std::size_t v = 0; v < identity.versions.size(); ++v) {
            const auto& version = identity.versions[v];
            std::optional<Moment> until;
            if (v + 1 < identity.versions.size()) until = identity.versions[v + 1].from;
            for (const int phone : version.keys.phones)
                phones.carry({index, -1, version.from, until}, phone);
            for (const auto& vehicle : version.keys.vehicles)
                vehicles.carry({index, vehicle.brand, version.from, until},
                               vehicle.plateAndSurname);
        }
    }
}

void addOnce(std::vector<int>& list, int value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void numberPersons(Book& book, Union& people) {
    std::vector<int> personOfRoot(book.identities.size(), kNone);
    for (std::size_t i = 0; i < book.identities.size(); ++i) {
        const auto index = static_cast<int>(i);
        auto& person = personOfRoot[static_cast<std::size_t>(people.root(index))];
        if (person == kNone) {
            person = static_cast<int>(book.persons.size());
            book.persons.emplace_back();
        }
        book.identities[i].person = person;
        book.persons[static_cast<std::size_t>(person)].identities.push_back(index);
        for (const auto& version : book.identities[i].versions)
            if (version.keys.name >= 0) addOnce(book.namesakes[version.keys.name], index);
    }
}

/// The persons whom a subscriber may be: themselves, or those of that name where nothing else is
/// known.
std::vector<int> buyers(const Book& book, int subscriber) {
    const auto& identity = book.identity(subscriber);
    std::vector<int> persons{identity.person};
    if (book.person(identity.person).hasEntries()) return persons;
    const int name = book.keysAt(identity, identity.fact).name;
    const auto namesakes = book.namesakes.find(name);
    if (name < 0 || namesakes == book.namesakes.end()) return persons;
    for (const int other : namesakes->second)
        if (isEntry(book.identity(other).part) && book.pairKey(subscriber, other) == KeyKind::name)
            addOnce(persons, book.identity(other).person);
    return persons;
}

void hangEntries(Book& book) {
    const auto personOf = [&](int identity) -> Person& {
        return book.persons[static_cast<std::size_t>(book.identity(identity).person)];
    };
    for (std::size_t i = 0; i < book.visits.size(); ++i)
        for (const int member : book.visits[i].members)
            addOnce(personOf(member).visits, static_cast<int>(i));
    for (std::size_t i = 0; i < book.calls.size(); ++i)
        personOf(book.calls[i].caller).calls.push_back(static_cast<int>(i));
    for (std::size_t i = 0; i < book.referrals.size(); ++i)
        personOf(book.referrals[i].prospect).referrals.push_back(static_cast<int>(i));
    for (std::size_t i = 0; i < book.deals.size(); ++i)
        for (const int subscriber : book.deals[i].subscribers)
            for (const int person : buyers(book, subscriber))
                addOnce(book.persons[static_cast<std::size_t>(person)].deals, static_cast<int>(i));
    for (std::size_t i = 0; i < book.ties.size(); ++i) {
        personOf(book.ties[i].left).ties.emplace_back(static_cast<int>(i), 0);
        personOf(book.ties[i].right).ties.emplace_back(static_cast<int>(i), 1);
    }
    for (auto& person : book.persons) {
        std::sort(person.visits.begin(), person.visits.end(), [&](int a, int b) {
            return canonicallyBefore(book.visit(a).start, book.visit(b).start);
        });
        for (std::size_t i = 1; i < person.visits.size(); ++i) {
            const auto& a = book.visit(person.visits[i - 1]).start;
            const auto& b = book.visit(person.visits[i]).start;
            const bool bothExact = a.at.isExact() && b.at.isExact();
            if (!bothExact && a.at.latest >= b.at.earliest) person.visitsOrdered = false;
        }
    }
}

/// The persons of whom a subject speaks.
std::vector<int> personsOf(const Book& book, const Subject& subject) {
    std::vector<int> persons;
    const auto at = static_cast<std::size_t>(subject.index);
    switch (subject.kind) {
    case Subject::Kind::visit:
        for (const int member : book.visits[at].members)
            addOnce(persons, book.identity(member).person);
        break;
    case Subject::Kind::call:
        persons.push_back(book.identity(book.calls[at].caller).person);
        break;
    case Subject::Kind::referral:
        persons.push_back(book.identity(book.referrals[at].prospect).person);
        break;
    case Subject::Kind::deal:
        for (const int subscriber : book.deals[at].subscribers)
            for (const int person : buyers(book, subscriber))
                addOnce(persons, person);
        break;
    case Subject::Kind::unknown:
        break;
    }
    return persons;
}

void hangWords(Book& book) {
    for (std::size_t i = 0; i < book.discoveries.size(); ++i)
        for (const int person : personsOf(book, book.discoveries[i].subject))
            book.persons[static_cast<std::size_t>(person)].discoveries.push_back(
                static_cast<int>(i));
    for (std::size_t i = 0; i < book.notices.size(); ++i)
        for (const int person : personsOf(book, book.notices[i].subject))
            book.persons[static_cast<std::size_t>(person)].notices.push_back(static_cast<int>(i));
    std::unordered_map<std::string, int> planned;
    for (std::size_t i = 0; i < book.identities.size(); ++i)
        if (book.identities[i].part == Part::contact) {
            const auto fact = static_cast<std::size_t>(book.identities[i].fact);
            const auto& data = std::get<facts::FollowUpPlanned>(book.facts[fact]->timed.fact.data);
            planned.emplace(data.followUp.value, book.identities[i].person);
        }
    for (std::size_t i = 0; i < book.facts.size(); ++i) {
        const auto& fact = book.facts[i]->timed.fact;
        const auto* done = std::get_if<facts::FollowUpDone>(&fact.data);
        if (done == nullptr || done->outcome != facts::FollowUpOutcome::reached) continue;
        const auto found = planned.find(done->followUp.value);
        if (found != planned.end())
            book.persons[static_cast<std::size_t>(found->second)].contacts.push_back(
                {static_cast<int>(i), book.staffIds.at(fact.by.value)});
    }
}

} // namespace

const Moment& Book::entryMoment(const Identity& identity) const {
    if (identity.part == Part::member) return visit(identity.entry).start;
    return momentOf(identity.fact);
}

const CustomerKeys& Book::keysAt(const Identity& identity, int fact) const {
    const Moment& at = momentOf(fact);
    std::size_t version = 0;
    while (version + 1 < identity.versions.size() &&
           !canonicallyBefore(at, identity.versions[version + 1].from))
        ++version;
    return identity.versions[version].keys;
}

KeyKind Book::pairKey(int left, int right) const {
    const auto& a = identity(left);
    const auto& b = identity(right);
    const int later = std::max(a.fact, b.fact);
    return sharedKey(keysAt(a, later), keysAt(b, later));
}

bool Book::pairIsWeak(int left, int right) const {
    const auto& a = identity(left);
    const auto& b = identity(right);
    const int later = std::max(a.fact, b.fact);
    return phonesDisagree(keysAt(a, later), keysAt(b, later));
}

void joinPersons(Book& book) {
    Union people(book.identities.size());
    joinByKeys(book, people);
    numberPersons(book, people);
    hangEntries(book);
    hangWords(book);
}

} // namespace shoujie::rules
