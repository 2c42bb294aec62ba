#include "shared/rules/visits/hearing.hpp"

#include <algorithm>

namespace shoujie::rules {

using facts::OriginalState;

std::optional<OriginalState> originalState(const Visit& visit, Staff owner, Run& run) {
    if (visit.data->original) return visit.data->original;
    if (dutyAt(owner, visit.start, run) != facts::Duty::on) return OriginalState::absent;
    return std::nullopt;
}

bool isHelp(OriginalState state) {
    return state == OriginalState::consented || state == OriginalState::absent ||
           state == OriginalState::unreachable;
}

bool publicBefore(int index, const Moment& at, Staff by, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    const auto fits = [&](int visit) {
        const auto& earlier = book.visit(visit);
        return earlier.isPublic() && earlier.receiver == by && run.world.before(earlier.start, at);
    };
    const auto& own = book.person(identity.person).visits;
    if (std::any_of(own.begin(), own.end(), fits)) return true;
    if (own.size() > 1) return false;
    const auto namesakes = book.namesakes.find(book.keysAt(identity, identity.fact).name);
    if (namesakes == book.namesakes.end()) return false;
    return std::any_of(namesakes->second.begin(), namesakes->second.end(), [&](int other) {
        const auto& candidate = book.identity(other);
        return candidate.part == Part::member && candidate.person != identity.person &&
               fits(candidate.entry) && book.pairKey(index, other) == KeyKind::name;
    });
}

namespace {

/// 9.2, 9.3, 7: whom the customer asked for, as far as it counts.
Staff countedAskedFor(const Visit& visit, Run& run) {
    const Staff asked = visit.askedFor;
    if (asked == kNobody || hasLeft(asked, visit.start, run)) return kNobody;
    for (const int member : visit.members)
        if (publicBefore(member, visit.start, asked, run)) return kNobody;
    return asked;
}

/// 9.1: the right to the one who came along, by line 3 or else through a relative within 30 days.
void readCompanion(Hearing& hearing) {
    const auto& visit = hearing.visit;
    if (visit.companion == kNone) return;
    const auto known = acquaintance(visit.companion, visit.start, hearing.index, hearing.run);
    for (const auto& link : known.links)
        for (const int earlier : hearing.book().person(link.person).visits)
            if (earlier != hearing.index && !hearing.book().visit(earlier).isPublic() &&
                hearing.world().before(hearing.book().visit(earlier).start, visit.start))
                hearing.companionOld = true;
    const auto claims = claimsOn(known, visit.start, hearing.index, hearing.run);
    hearing.companionSeveral = claims.several;
    if (!claims.held.empty()) {
        hearing.companions = claims.held.front();
        return;
    }
    const auto relatives = relativeClaims(visit.companion, visit.start, hearing.index, hearing.run);
    if (relatives.empty()) return;
    const auto& first = relatives.front();
    auto from =
        windowStart(first.held.right, first.held.person, visit.start, hearing.policy, hearing.run);
    if (const auto deal = lastDeal(first.held.person, visit.start, hearing.run);
        deal && hearing.world().before(from, *deal))
        from = *deal;
    if (!hearing.world().measure(from, visit.start, hearing.policy.windows.familyDays).inside)
        return;
    hearing.companions = first.held;
    hearing.companionSeveral = first.several;
}

} // namespace

Hearing openHearing(int index, Run& run) {
    const auto& visit = run.book.visit(index);
    Hearing hearing{run,   index, visit, run.world.policyAt(visit.start), {}, kNobody, {},
                    false, false, false};
    for (const int member : visit.members)
        hearing.members.push_back(acquaintance(member, visit.start, index, run));
    hearing.askedFor = countedAskedFor(visit, run);
    readCompanion(hearing);
    const Staff companionOwner = hearing.companions ? hearing.companions->right.owner : kNobody;
    hearing.knew = visit.data->aware.value_or(false) ||
                   (hearing.askedFor != kNobody && hearing.askedFor != visit.receiver) ||
                   (companionOwner != kNobody && companionOwner != visit.receiver);
    return hearing;
}

} // namespace shoujie::rules
