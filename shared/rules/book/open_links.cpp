// Whom an entry matches may hang on times that are open: whether an amendment came before another
// entry (art. 21), which of two amendments came last, by which policy its keys are made (1.4).
// Persons are joined as the canonical order has it; here is noted whose company that leaves open.
#include "shared/rules/book/book.hpp"
#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

constexpr std::uint64_t kPhones = 1ULL << 32U;
constexpr std::uint64_t kVehicles = 2ULL << 32U;

/// Keys of every kind as one kind of number.
absl::InlinedVector<std::uint64_t, 4> numbersOf(const KeysView& keys) {
    absl::InlinedVector<std::uint64_t, 4> numbers;
    if (keys.name >= 0) numbers.push_back(static_cast<std::uint64_t>(keys.name));
    for (const int phone : keys.phones)
        numbers.push_back(kPhones | static_cast<std::uint64_t>(phone));
    for (const auto& vehicle : keys.vehicles)
        numbers.push_back(kVehicles | static_cast<std::uint64_t>(vehicle.plateAndSurname));
    return numbers;
}

/// A link, and whether a name is a weak sign of it.
std::pair<Link, bool> signOf(const KeysView& a, const KeysView& b) {
    const auto link = linkOf(a, b);
    return {link, link == Link::name && phonesDisagree(a, b)};
}

} // namespace

/// By the policies that may have been in force instead of the one that was taken.
std::vector<CustomerKeys> Book::otherKeysOf(int fact, const facts::Customer& customer) {
    const auto& at = saidTime(fact);
    const auto& taken = m_policies.at(at.latest);
    std::vector<CustomerKeys> others;
    if (&m_policies.at(at.earliest) == &taken) return others; // nearly always
    const auto keys = m_keys.keysOf(customer, taken);
    for (const auto* policy : m_policies.between(at.earliest, at.latest))
        if (auto other = m_keys.keysOf(customer, *policy); !(other == keys))
            others.push_back(std::move(other));
    return others;
}

bool Book::isLoose(int index) const {
    return isAmended(identity(index)) || m_otherKeys.contains(index);
}

/// All keys that may have counted when the later of two entries was registered.
absl::InlinedVector<KeysView, 2> Book::possibleKeys(int index, int toward) const {
    const auto& who = identity(index);
    absl::InlinedVector<KeysView, 2> possible;
    const bool anyOrder = amendmentsAreOpen(who.fact);
    const auto own = momentOf(who.fact);
    const auto other = momentOf(identity(toward).fact);
    const auto mayCount = [&](const std::vector<KeyVersion>& versions, std::size_t version,
                              const Moment& later) {
        const auto from = [&](std::size_t k) {
            return momentOf(versions[k].from);
        };
        return (version == 0 || !certainlyBefore(later, from(version))) &&
               (version + 1 == versions.size() || !certainlyBefore(from(version + 1), later));
    };
    if (who.history == kNone) {
        possible.push_back(ownKeys(who));
    } else {
        const auto& versions = m_histories[static_cast<std::size_t>(who.history)];
        for (std::size_t k = 0; k < versions.size(); ++k)
            if (anyOrder || (!certainlyBefore(own, other) && mayCount(versions, k, own)) ||
                (!certainlyBefore(other, own) && mayCount(versions, k, other)))
                possible.push_back(versions[k].keys);
    }
    if (const auto others = m_otherKeys.find(index); others != m_otherKeys.end())
        possible.insert(possible.end(), others->second.begin(), others->second.end());
    return possible;
}

bool Book::isLinkOpen(int left, int right) const {
    std::optional<std::pair<Link, bool>> link;
    for (const auto& a : possibleKeys(left, right))
        for (const auto& b : possibleKeys(right, left)) {
            const auto here = signOf(a, b);
            if (link && *link != here) return true;
            link = here;
        }
    return false;
}

/// Which of several amendments of an entry was the last.
bool Book::amendmentsAreOpen(int fact) const {
    const auto found = m_amendments.find(fact);
    if (found == m_amendments.end()) return false;
    const auto& amendments = found->second;
    for (std::size_t i = 1; i < amendments.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (!certainlyBefore(momentOf(amendments[k]), momentOf(amendments[i]))) return true;
    return false;
}

void Book::countOpen(int index, int by) {
    const int person = identity(index).person;
    m_persons[static_cast<std::size_t>(person)].openLinks += by;
    ripple(person, kAlways);
}

/// Notes with whom the company of a newly written identity is open.
void Book::openLinks(int index) {
    const auto note = [&](int other) {
        m_openLinks[index].push_back(other);
        countOpen(index, 1);
        if (other == index) return;
        m_openLinks[other].push_back(index);
        countOpen(other, 1);
    };
    const bool loose = isLoose(index);
    if (amendmentsAreOpen(identity(index).fact)) note(index);
    if (!loose && m_looseCarriers.empty()) return;
    Indices others;
    const auto keys = everyKeyOf(index);
    for (const auto& each : keys) {
        if (loose) {
            for (const int other : carriersOf(each))
                if (other != index) addOnce(others, other);
        }
        for (const auto number : numbersOf(each)) {
            if (const auto list = m_looseCarriers.find(number); list != m_looseCarriers.end())
                for (const int other : list->second)
                    if (other != index) addOnce(others, other);
        }
    }
    if (loose)
        for (const auto& each : keys)
            for (const auto number : numbersOf(each))
                addOnce(m_looseCarriers[number], index);
    for (const int other : others)
        if (isLinkOpen(index, other)) note(other);
}

/// The reverse, before an identity is taken out.
void Book::closeLinks(int index) {
    if (isLoose(index))
        for (const auto& each : everyKeyOf(index))
            for (const auto number : numbersOf(each)) {
                const auto list = m_looseCarriers.find(number);
                if (list == m_looseCarriers.end()) continue;
                takeOut(list->second, index);
                if (list->second.empty()) m_looseCarriers.erase(list);
            }
    const auto found = m_openLinks.find(index);
    if (found == m_openLinks.end()) return;
    const auto others = found->second;
    countOpen(index, -static_cast<int>(others.size()));
    m_openLinks.erase(found);
    for (const int other : others) {
        if (other == index) continue;
        auto& back = m_openLinks[other];
        takeOut(back, index);
        if (back.empty()) m_openLinks.erase(other);
        countOpen(other, -1);
    }
}

absl::InlinedVector<KeysView, 2> Book::everyKeyOf(int index) const {
    auto keys = allKeys(identity(index));
    if (const auto others = m_otherKeys.find(index); others != m_otherKeys.end())
        keys.insert(keys.end(), others->second.begin(), others->second.end());
    return keys;
}

int Book::openLinksOf(int index) const {
    const auto found = m_openLinks.find(index);
    return found == m_openLinks.end() ? 0 : static_cast<int>(found->second.size());
}

} // namespace shoujie::rules
