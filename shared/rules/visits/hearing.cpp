#include "shared/rules/visits/hearing.hpp"

#include <algorithm>

namespace shoujie::rules {

using facts::OriginalState;

std::optional<OriginalState> originalState(const Visit& visit, Staff owner, Run& run) {
    if (visit.original != Visit::kUnsaid) return static_cast<OriginalState>(visit.original);
    if (dutyAt(owner, run.book.startOf(visit), run) != facts::Duty::on)
        return OriginalState::absent;
    return std::nullopt;
}

bool publicBefore(int index, const Moment& at, Staff by, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    const auto earlier = [&](int visit) {
        return run.world.before(book.startOf(book.visit(visit)), at);
    };
    const auto fits = [&](int visit) {
        return book.visit(visit).isPublic() && book.visit(visit).receiver == by && earlier(visit);
    };
    // A name has to do only for who was never here (rules.md 2).
    const auto& own = book.person(identity.person).visits;
    if (std::any_of(own.begin(), own.end(), earlier))
        return std::any_of(own.begin(), own.end(), fits);
    const auto& namesakes = book.entriesNamed(book.ownKeys(identity).name);
    return std::any_of(namesakes.begin(), namesakes.end(), [&](int other) {
        const auto& candidate = book.identity(other);
        if (candidate.part != Part::member || candidate.person == identity.person ||
            !fits(book.entryOf(candidate)) || book.pairKey(index, other) != KeyKind::name)
            return false;
        if (book.isOpen(candidate.person)) run.world.leaveOpen();
        return true;
    });
}

namespace {

/// 9.2, 9.3, 7: whom the customer asked for, as far as it counts.
Staff countedAskedFor(const Hearing& hearing) {
    const Staff asked = hearing.visit.askedFor;
    if (asked == kNobody || hasLeft(asked, hearing.start, hearing.run)) return kNobody;
    for (std::size_t member = 0; member < hearing.members.size(); ++member)
        if (publicBefore(hearing.identity(member), hearing.start, asked, hearing.run))
            return kNobody;
    return asked;
}

/// 9.1: the right to the one who came along, by line 3 or else through a relative within 30 days.
void readCompanion(Hearing& hearing) {
    const int companion = hearing.visit.companion;
    if (companion == kNone) return;
    const auto& book = hearing.book();
    const auto known = acquaintance(companion, hearing.start, hearing.index, hearing.run);
    for (const auto& link : known.links)
        for (const int earlier : book.person(link.person).visits)
            if (earlier != hearing.index && !book.visit(earlier).isPublic() &&
                hearing.world().before(book.startOf(book.visit(earlier)), hearing.start))
                hearing.companionOld = true;
    const auto claims = claimsOn(known, hearing.start, hearing.index, hearing.run);
    hearing.companionSeveral = claims.several;
    if (!claims.held.empty()) {
        hearing.companions = claims.held.front();
        return;
    }
    const auto relatives = relativeClaims(companion, hearing.start, hearing.index, hearing.run);
    if (relatives.empty()) return;
    const auto& first = relatives.front();
    const auto from = familyWindowStart(first.held, hearing.start, hearing.policy, hearing.run);
    if (!hearing.world().measure(from, hearing.start, hearing.policy.windows.familyDays).inside)
        return;
    hearing.companions = first.held;
    hearing.companionSeveral = first.several;
}

} // namespace

Hearing openHearing(int index, Run& run) {
    const auto& visit = run.book.visit(index);
    const auto start = run.book.startOf(visit);
    Hearing hearing{run, index, visit, start, run.world.policyAt(start)};
    for (int member = 0; member < visit.memberCount; ++member)
        hearing.members.push_back(acquaintance(visit.people.first + member, start, index, run));
    hearing.askedFor = countedAskedFor(hearing);
    readCompanion(hearing);
    const Staff companionOwner = hearing.companions ? hearing.companions->right.owner : kNobody;
    hearing.knew = visit.aware ||
                   (hearing.askedFor != kNobody && hearing.askedFor != visit.receiver) ||
                   (companionOwner != kNobody && companionOwner != visit.receiver);
    return hearing;
}

} // namespace shoujie::rules
