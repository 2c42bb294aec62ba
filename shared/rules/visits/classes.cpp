#include "shared/rules/visits/classes.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

bool received(int person, const Hearing& hearing) {
    const auto& visits = hearing.book().person(person).visits;
    return std::any_of(visits.begin(), visits.end(), [&](int visit) {
        return visit != hearing.index && !hearing.book().visit(visit).isPublic() &&
               hearing.world().before(hearing.book().visit(visit).start, hearing.visit.start);
    });
}

/// Earlier entries of one kind of whom the member may be, earliest first.
template <class Entry>
std::vector<int> earlierEntries(const Hearing& hearing, const Acquaintance& known,
                                std::vector<int> Person::*list, const std::vector<Entry>& entries) {
    std::vector<int> found;
    for (const auto& link : known.links)
        for (const int index : hearing.book().person(link.person).*list) {
            const int fact = entries[static_cast<std::size_t>(index)].fact;
            if (hearing.world().before(hearing.book().momentOf(fact), hearing.visit.start))
                found.push_back(index);
        }
    std::sort(found.begin(), found.end(), [&](int a, int b) {
        return a != b && hearing.world().before(
                             hearing.book().momentOf(entries[static_cast<std::size_t>(a)].fact),
                             hearing.book().momentOf(entries[static_cast<std::size_t>(b)].fact));
    });
    return found;
}

bool relativeReceived(const Hearing& hearing, int member) {
    const auto& visit = hearing.visit;
    const int person = hearing.book().identity(member).person;
    const auto related = relativePersons(member, visit.start, hearing.index, hearing.run);
    return std::any_of(related.begin(), related.end(), [&](int relative) {
        return relative != person && received(relative, hearing);
    });
}

} // namespace

bool visitedBefore(const Hearing& hearing, std::size_t member) {
    const auto& links = hearing.members[member].links;
    return std::any_of(links.begin(), links.end(),
                       [&](const auto& link) { return received(link.person, hearing); });
}

std::vector<int> referralsOf(const Hearing& hearing, const Acquaintance& known) {
    return earlierEntries(hearing, known, &Person::referrals, hearing.book().referrals);
}

std::vector<int> callsOf(const Hearing& hearing, const Acquaintance& known) {
    return earlierEntries(hearing, known, &Person::calls, hearing.book().calls);
}

VisitClass classOf(const Hearing& hearing) {
    const auto& visit = hearing.visit;
    if (visit.isPublic()) return VisitClass::isPublic;
    if (visit.isGroup()) return VisitClass::groupPurchase;
    const auto& members = hearing.members;
    for (std::size_t member = 0; member < members.size(); ++member)
        if (visitedBefore(hearing, member)) return VisitClass::returning;
    if (std::any_of(visit.members.begin(), visit.members.end(),
                    [&](int member) { return relativeReceived(hearing, member); }))
        return VisitClass::family;
    if (hearing.askedFor != kNobody) return VisitClass::askedFor;
    const auto any = [&](auto holds) {
        return std::any_of(members.begin(), members.end(), holds);
    };
    if (hearing.companionOld ||
        any([&](const auto& known) { return !referralsOf(hearing, known).empty(); }))
        return VisitClass::referred;
    if (any([&](const auto& known) { return !callsOf(hearing, known).empty(); }))
        return VisitClass::callIn;
    return VisitClass::isNew;
}

} // namespace shoujie::rules
