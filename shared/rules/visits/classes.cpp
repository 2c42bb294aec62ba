#include "shared/rules/visits/classes.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

bool received(int person, const Hearing& hearing) {
    const auto& visits = hearing.book().person(person).visits;
    return std::any_of(visits.begin(), visits.end(), [&](int visit) {
        return visit != hearing.index && !hearing.book().visit(visit).isPublic() &&
               hearing.world().before(hearing.book().startOf(hearing.book().visit(visit)),
                                      hearing.start);
    });
}

/// Earlier entries of one part of whom the member may be, earliest first: identities.
std::vector<int> earlierEntries(const Hearing& hearing, const Acquaintance& known, Part part) {
    const auto& book = hearing.book();
    std::vector<int> found;
    const auto moment = [&](int identity) {
        return book.momentOf(book.identity(identity).fact);
    };
    for (const auto& link : known.links)
        book.eachOther(link.person, part, [&](int identity) {
            if (hearing.world().before(moment(identity), hearing.start)) found.push_back(identity);
        });
    std::sort(found.begin(), found.end(),
              [&](int a, int b) { return a != b && canonicallyBefore(moment(a), moment(b)); });
    // What uncertain times leave open is this world's to say.
    for (std::size_t i = 1; i < found.size(); ++i)
        for (std::size_t k = i;
             k > 0 && hearing.world().before(moment(found[k]), moment(found[k - 1])); --k)
            std::swap(found[k], found[k - 1]);
    return found;
}

bool relativeReceived(const Hearing& hearing, int member) {
    const int person = hearing.book().identity(member).person;
    const auto related = relativesOf(member, hearing.start, hearing.index, hearing.run);
    return std::any_of(related.begin(), related.end(), [&](const auto& relative) {
        return relative.person != person && received(relative.person, hearing);
    });
}

} // namespace

bool visitedBefore(const Hearing& hearing, std::size_t member) {
    const auto& links = hearing.members[member].links;
    return std::any_of(links.begin(), links.end(),
                       [&](const auto& link) { return received(link.person, hearing); });
}

std::vector<int> referralsOf(const Hearing& hearing, const Acquaintance& known) {
    auto found = earlierEntries(hearing, known, Part::prospect);
    for (int& entry : found)
        entry = hearing.book().entryOf(hearing.book().identity(entry));
    return found;
}

std::vector<int> callsOf(const Hearing& hearing, const Acquaintance& known) {
    auto found = earlierEntries(hearing, known, Part::caller);
    for (int& entry : found)
        entry = hearing.book().entryOf(hearing.book().identity(entry));
    return found;
}

VisitClass classOf(const Hearing& hearing) {
    const auto& visit = hearing.visit;
    if (visit.isPublic()) return VisitClass::isPublic;
    if (visit.group) return VisitClass::groupPurchase;
    const auto& members = hearing.members;
    for (std::size_t member = 0; member < members.size(); ++member)
        if (visitedBefore(hearing, member)) return VisitClass::returning;
    for (std::size_t member = 0; member < members.size(); ++member)
        if (relativeReceived(hearing, hearing.identity(member))) return VisitClass::family;
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
