// Persons: entries that phone or vehicle keys connect (rules.md 2).
#include "shared/rules/book/book.hpp"
#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

// ---- who carries which key ---------------------------------------------------------------------

void Book::carryName(int index, bool present) {
    const auto& who = identity(index);
    const auto byTime = [&](int a, int b) {
        const auto& left = identity(a);
        const auto& right = identity(b);
        return left.fact == right.fact ? a < b
                                       : canonicallyBefore(entryMoment(left), entryMoment(right));
    };
    for (const int name : namesOf(who)) {
        const auto at = static_cast<std::size_t>(name);
        if (m_names.size() <= at) m_names.resize(at + 1);
        auto& bucket = m_names[at];
        const auto change = [&](Indices& list) {
            if (present)
                insertSorted(list, index, byTime);
            else
                takeOut(list, index);
        };
        if (isEntry(who.part)) change(bucket.entries);
        if (isEntry(who.part) && !hasRelatives(index)) continue;
        if (bucket.mentions == kNone) {
            bucket.mentions = static_cast<int>(m_nameMentions.size());
            m_nameMentions.emplace_back();
        }
        change(m_nameMentions[static_cast<std::size_t>(bucket.mentions)]);
    }
}

/// Whether relatives are declared with this one of a party.
bool Book::hasRelatives(int index) const {
    const auto& who = identity(index);
    if (who.part != Part::member) return false;
    const auto& received = visit(entryOf(who));
    return index == received.people.first && received.relativeCount > 0;
}

/// Those who carry a key for ever are one person: one of them stands for all. Those whose entries
/// were amended are met one by one.
void Book::carry(int index, bool present) {
    const auto& who = identity(index);
    const bool forEver = !isAmended(who);
    const auto change = [&](Indices& list) {
        if (present)
            addOnce(list, index);
        else
            takeOut(list, index);
    };
    const auto each = [&](const KeysView& keys) {
        for (const int phone : keys.phones) {
            const auto at = static_cast<std::size_t>(phone);
            if (m_phoneCarrier.size() <= at) m_phoneCarrier.resize(at + 1, kNone);
            if (!forEver)
                change(m_amendedByPhone[phone]);
            else if (present && m_phoneCarrier[at] == kNone)
                m_phoneCarrier[at] = index;
            else if (!present && m_phoneCarrier[at] == index)
                m_phoneCarrier[at] = kNone;
        }
        for (const auto& vehicle : keys.vehicles) {
            if (!forEver) {
                change(m_amendedByVehicle[vehicle.plateAndSurname]);
                continue;
            }
            auto& list = m_vehicleCarriers[vehicle.plateAndSurname];
            const auto same = std::find_if(list.begin(), list.end(), [&](const auto& carrier) {
                return carrier.brand == vehicle.brand;
            });
            if (present && same == list.end()) list.push_back({vehicle.brand, index});
            if (!present && same != list.end() && same->identity == index) list.erase(same);
        }
    };
    for (const auto& keys : allKeys(who))
        each(keys);
}

// ---- joining -----------------------------------------------------------------------------------

Indices Book::identitiesOf(int index) const {
    const auto& who = person(index);
    Indices all = who.others;
    for (const int visitIndex : who.visits) {
        const auto& received = visit(visitIndex);
        for (int i = received.people.first; i < received.people.first + received.memberCount; ++i)
            if (identity(i).person == index) all.push_back(i);
    }
    return all;
}

bool Book::isMemberNow(int index) const {
    const auto& who = identity(index);
    if (who.part != Part::member) return false;
    const auto& received = visit(entryOf(who));
    return index - received.people.first < received.memberCount;
}

/// Hangs an identity on its person.
void Book::hang(int index) {
    const auto& who = identity(index);
    auto& person = m_persons[static_cast<std::size_t>(who.person)];
    person.entered = person.entered || isEntry(who.part);
    person.related = person.related || who.part == Part::relative;
    if (!m_openLinks.empty()) person.openLinks += openLinksOf(index);
    if (!isMemberNow(index)) {
        insertSorted(person.others, index, [&](int a, int b) {
            const int left = identity(a).fact;
            const int right = identity(b).fact;
            return left == right ? a < b : factBefore(left, right);
        });
        return;
    }
    const int entry = entryOf(who);
    const auto& received = visit(entry);
    person.related = person.related || received.memberCount > 1 || received.relativeCount > 0;
    auto& visits = person.visits;
    const auto place = std::lower_bound(visits.begin(), visits.end(), entry,
                                        [&](int a, int b) { return startedBefore(a, b); });
    if (place != visits.end() && *place == entry) return; // twice in one party
    const auto overlaps = [&](int a, int b) {
        const auto first = startOf(visit(a)).at;
        const auto second = startOf(visit(b)).at;
        return !(first.isExact() && second.isExact()) && first.latest >= second.earliest;
    };
    if (place != visits.end() && overlaps(entry, *place)) person.visitsOrdered = false;
    if (place != visits.begin() && overlaps(*(place - 1), entry)) person.visitsOrdered = false;
    visits.insert(place, entry);
}

bool Book::merge(int a, int b) {
    if (a == b) return false;
    const auto weight = [&](int index) {
        return person(index).visits.size() + person(index).others.size();
    };
    if (weight(a) < weight(b)) std::swap(a, b);
    const auto moved = identitiesOf(b);
    m_persons[static_cast<std::size_t>(b)].clear();
    m_freePersons.push_back(b);
    for (const int index : moved) {
        m_identities[static_cast<std::size_t>(index)].person = a;
        hang(index);
    }
    return true;
}

/// Meets one who carries a key of `index` for ever; an amended entry has to be compared with each
/// of that person's, as both stood when the later was registered.
bool Book::joinCarrier(int index, int carrier) {
    const int other = identity(carrier).person;
    if (other == identity(index).person) return false;
    if (isAmended(identity(index))) {
        const auto all = identitiesOf(other);
        if (std::none_of(all.begin(), all.end(),
                         [&](int known) { return pairKey(index, known) > KeyKind::name; }))
            return false;
    }
    return merge(identity(index).person, other);
}

/// Makes a person of an identity and joins it with those it shares a phone or vehicle with. True
/// where it brought persons together that were apart, or people into the register who had only
/// been mentioned: decisions made before then may change.
bool Book::join(int index) {
    m_identities[static_cast<std::size_t>(index)].person = allot(m_persons, m_freePersons);
    hang(index);
    const bool enters = isEntry(identity(index).part);
    int merged = 0;
    bool entered = false;
    const auto count = [&](int other, auto joined) {
        const bool known = person(identity(other).person).entered;
        if (!joined()) return;
        ++merged;
        entered = entered || known != enters;
    };
    const auto meetAmended = [&](const absl::flat_hash_map<int, Indices>& lists, int key) {
        const auto list = lists.find(key);
        if (list == lists.end()) return;
        for (const int other : list->second)
            if (other != index && identity(other).person != kNone &&
                identity(other).person != identity(index).person &&
                pairKey(index, other) > KeyKind::name)
                count(other, [&] { return merge(identity(index).person, identity(other).person); });
    };
    const auto meet = [&](const KeysView& keys) {
        for (const int phone : keys.phones) {
            if (static_cast<std::size_t>(phone) < m_phoneCarrier.size())
                if (const int carrier = m_phoneCarrier[static_cast<std::size_t>(phone)];
                    carrier != kNone)
                    count(carrier, [&] { return joinCarrier(index, carrier); });
            meetAmended(m_amendedByPhone, phone);
        }
        for (const auto& vehicle : keys.vehicles) {
            if (const auto carriers = m_vehicleCarriers.find(vehicle.plateAndSurname);
                carriers != m_vehicleCarriers.end())
                for (const auto& carrier : carriers->second)
                    if (brandsAgree(carrier.brand, vehicle.brand))
                        count(carrier.identity,
                              [&] { return joinCarrier(index, carrier.identity); });
            meetAmended(m_amendedByVehicle, vehicle.plateAndSurname);
        }
    };
    for (const auto& keys : allKeys(identity(index)))
        meet(keys);
    carry(index, true);
    return merged > 1 || (merged == 1 && entered && enters);
}

/// The people of a newly written entry, and what it may change: from its own time on, or from
/// always where it says something timeless.
void Book::settleBlock(const Block& block, bool timeless) {
    for (int i = block.first; i < block.first + block.count; ++i) {
        carryName(i, true);
        timeless = join(i) || timeless;
    }
    for (int i = block.first; i < block.first + block.count; ++i)
        openLinks(i);
    for (int i = block.first; i < block.first + block.count; ++i)
        ripple(identity(i).person, timeless ? kAlways : entryMoment(identity(i)).at.earliest);
}

/// With one key and no past an identity holds nobody together, but for those whose entries were
/// amended: they are met one by one.
bool Book::cannotConnect(const Identity& identity) const {
    const auto amended = m_amendedByPhone.find(identity.phone);
    return identity.history == kNone &&
           (amended == m_amendedByPhone.end() || amended->second.empty());
}

/// Takes an identity off its person.
void Book::unhang(int index) {
    const auto& who = identity(index);
    auto& person = m_persons[static_cast<std::size_t>(who.person)];
    if (!isMemberNow(index)) {
        takeOut(person.others, index);
        return;
    }
    const int entry = entryOf(who);
    const auto& received = visit(entry);
    for (int i = received.people.first; i < received.people.first + received.memberCount; ++i)
        if (i != index && identity(i).person == who.person) return;
    takeOut(person.visits, entry);
}

/// Takes an identity out of the book's people; who was one person through it is joined anew.
void Book::handOver(int index) {
    closeLinks(index);
    carryName(index, false);
    const int old = identity(index).person;
    auto all = identitiesOf(old);
    carry(index, false);
    unhang(index);
    m_identities[static_cast<std::size_t>(index)].person = kNone;
    takeOut(all, index);
    const bool wasEntered = person(old).entered;
    if (cannotConnect(identity(index)) && all.size() > 8) {
        // Too many to be joined anew for nothing: another carries the phone for all from now on.
        const int phone = identity(index).phone;
        auto& carrier = m_phoneCarrier[static_cast<std::size_t>(phone)];
        for (const int other : all)
            if (carrier == kNone && !isAmended(identity(other)) &&
                absl::c_linear_search(ownKeys(identity(other)).phones, phone))
                carrier = other;
        auto& person = m_persons[static_cast<std::size_t>(old)];
        person.entered = std::any_of(all.begin(), all.end(),
                                     [&](int other) { return isEntry(identity(other).part); });
        ripple(old,
               person.entered == wasEntered ? entryMoment(identity(index)).at.earliest : kAlways);
        return;
    }
    for (const int other : all)
        carry(other, false);
    m_persons[static_cast<std::size_t>(old)].clear();
    m_freePersons.push_back(old);
    for (const int other : all)
        m_identities[static_cast<std::size_t>(other)].person = kNone;
    for (const int other : all)
        (void)join(other);
    Indices persons;
    for (const int other : all)
        addOnce(persons, identity(other).person);
    const bool same = persons.size() == 1 && person(persons.front()).entered == wasEntered;
    for (const int who : persons)
        ripple(who, same && !isAmended(identity(index)) ? entryMoment(identity(index)).at.earliest
                                                        : kAlways);
}

std::vector<Book::OtherSide> Book::tiesOf(int index) const {
    std::vector<OtherSide> ties;
    const auto& who = person(index);
    if (!who.related) return ties;
    const auto sideOf = [&](const Visit& received, int relative) {
        return relative < received.people.first + received.people.count &&
               identity(relative).part == Part::relative;
    };
    const auto relativesOf = [&](const Visit& received, auto each) {
        int left = received.relativeCount;
        for (int i = received.people.first;
             left > 0 && i < received.people.first + received.people.count; ++i)
            if (sideOf(received, i)) {
                each(i);
                --left;
            }
    };
    for (const int visitIndex : who.visits) {
        const auto& received = visit(visitIndex);
        const int first = received.people.first;
        if (received.relativeCount == 0 || identity(first).person != index) continue;
        relativesOf(received, [&](int relative) { ties.push_back({first, relative, kNone}); });
    }
    eachOther(index, Part::relative, [&](int self) {
        const int fact = identity(self).fact;
        if (const int entry = visitOf(fact); entry != kNone) {
            relativesOf(visit(entry), [&](int relative) {
                if (relative == self) ties.push_back({self, visit(entry).people.first, kNone});
            });
            return;
        }
        const auto& block = m_mentions[static_cast<std::size_t>(this->fact(fact).entry)].people;
        for (int i = block.first; i < block.first + block.count; ++i)
            if (i != self) ties.push_back({self, i, fact});
    });
    std::stable_sort(ties.begin(), ties.end(), [&](const OtherSide& a, const OtherSide& b) {
        const int left = identity(a.self).fact;
        const int right = identity(b.self).fact;
        return left == right ? std::tie(a.identity, a.self) < std::tie(b.identity, b.self)
                             : factBefore(left, right);
    });
    return ties;
}

// ---- memory ------------------------------------------------------------------------------------

namespace {

template <class List>
std::size_t heapOf(const List& list) {
    return list.capacity() > 4 ? list.capacity() * sizeof(int) : 0;
}

template <class Record>
std::size_t bytesOf(const std::vector<Record>& records) {
    return records.capacity() * sizeof(Record);
}

/// A deque's blocks hold 512 bytes and cost two words each beside them.
template <class Record>
std::size_t bytesOf(const Table<Record>& records) {
    constexpr std::size_t kBlock = 512;
    return records.size() * sizeof(Record) * (kBlock + 2 * sizeof(void*)) / kBlock;
}

} // namespace

std::size_t Book::bytes() const {
    std::size_t total = m_keys.bytes() + m_factIds.bytes() + m_staffIds.bytes() +
                        m_deviceIds.bytes() + m_subjectIds.bytes() + bytesOf(m_facts) +
                        bytesOf(m_subjects) + bytesOf(m_remarks) + bytesOf(m_visits) +
                        bytesOf(m_calls) + bytesOf(m_referrals) + bytesOf(m_deals) +
                        bytesOf(m_mentions) + bytesOf(m_identities) + bytesOf(m_persons) +
                        bytesOf(m_names) + bytesOf(m_nameMentions) + bytesOf(m_phoneCarrier) +
                        bytesOf(m_histories) + bytesOf(m_freePersons) + bytesOf(m_freeVisits);
    for (const auto& list : m_remarks)
        total += heapOf(list);
    for (const auto& bucket : m_names)
        total += heapOf(bucket.entries);
    for (const auto& list : m_nameMentions)
        total += heapOf(list);
    for (const auto& person : m_persons)
        total += heapOf(person.visits) + heapOf(person.others);
    for (const auto& chain : m_devices)
        total += bytesOf(chain);
    for (const auto& colleague : m_staff)
        total +=
            sizeof(Colleague) + colleague.acts.size() * sizeof(Instant) + bytesOf(colleague.duties);
    for (const auto& versions : m_histories)
        total += versions.capacity() * sizeof(KeyVersion);
    total += m_vehicleCarriers.capacity() *
             (sizeof(int) * 2 + sizeof(absl::InlinedVector<VehicleCarrier, 1>));
    total += m_otherKeys.capacity() * (2 * sizeof(int) + sizeof(std::vector<CustomerKeys>)) +
             m_looseCarriers.capacity() * (sizeof(std::uint64_t) + sizeof(Indices) + 1) +
             m_openLinks.capacity() * (2 * sizeof(int) + sizeof(Indices));
    total += (m_amendedByPhone.capacity() + m_amendedByVehicle.capacity()) *
             (sizeof(int) * 2 + sizeof(Indices));
    return total;
}

} // namespace shoujie::rules
