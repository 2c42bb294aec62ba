#include "shared/rules/visits/rights.hpp"

#include "shared/rules/book/sorted.hpp"

#include <algorithm>

namespace shoujie::rules {

int rulingOn(const Visit& visit, Run& run) {
    if (!visit.severalRulings) return visit.ruling;
    int latest = kNone;
    for (const int ruling : run.book.latestRulings(visit.subject))
        if (latest == kNone ||
            run.world.before(run.book.momentOf(latest), run.book.momentOf(ruling)))
            latest = ruling;
    return latest;
}

Staff ruledOwnerOf(const Visit& visit, Run& run) {
    if (!visit.severalRulings) return visit.ruledOwner;
    const auto& ruling = run.book.stored(rulingOn(visit, run)).fact.data;
    return run.book.findStaff(std::get<facts::RulingMade>(ruling).owner->value);
}

Right rightThrough(const Right& brought, int person, int index, const VisitFinding& finding,
                   Run& run) {
    const auto& book = run.book;
    const auto& visit = book.visit(index);
    Staff owner = ruledOwnerOf(visit, run);
    const bool ruled = owner != kNobody;
    if (!ruled) {
        // Neither a public visit (7) nor a group purchase (18) founds an interest.
        if (visit.isPublic() || visit.group) return brought;
        if (finding.referred != Doubtful::no) return {kNobody, index, index, finding.referred};
        owner = finding.owner;
    }
    if (owner < 0) return brought;
    if (brought.exists() && brought.owner == owner)
        return {owner, brought.original, index, Doubtful::no};
    if (!ruled && finding.linked &&
        book.identity(visit.people.first + finding.judgedMember).person == person)
        return {owner, finding.original, index, Doubtful::no};
    return {owner, index, index, Doubtful::no};
}

namespace {

Right afterVisit(const Right& brought, int person, int index, Run& run) {
    const auto& visit = run.book.visit(index);
    const bool asks = visit.ruledOwner == kNobody && !visit.isPublic() && !visit.group;
    return rightThrough(brought, person, index, asks ? decideVisit(index, run) : VisitFinding{},
                        run);
}

/// The visits of a person that began before `at`, in this world's order.
std::vector<int> visitsBefore(const Person& person, const Moment& at, int except, Run& run) {
    const auto start = [&](int visit) {
        return run.book.startOf(run.book.visit(visit));
    };
    std::vector<int> earlier;
    for (const int visit : person.visits) {
        if (visit == except || !run.world.before(start(visit), at)) continue;
        auto place = earlier.end();
        while (place != earlier.begin() && run.world.before(start(visit), start(*(place - 1))))
            --place;
        earlier.insert(place, visit);
    }
    return earlier;
}

} // namespace

Right rightAfter(int person, int visit, Run& run) {
    if (const auto* known = run.findings.after(person, visit))
        if (run.world.isCanonical() || run.findings.ofVisit(visit).certain) {
            if (!run.findings.ofVisit(visit).certain) run.world.addDoubt();
            return *known;
        }
    const auto brought = rightBefore(person, run.book.startOf(run.book.visit(visit)), visit, run);
    return afterVisit(brought, person, visit, run);
}

Right rightBefore(int person, const Moment& at, int except, Run& run) {
    const auto& who = run.book.person(person);
    if (who.visitsOrdered || run.world.isCanonical()) {
        for (auto visit = who.visits.rbegin(); visit != who.visits.rend(); ++visit)
            if (*visit != except && run.world.before(run.book.startOf(run.book.visit(*visit)), at))
                return rightAfter(person, *visit, run);
        return {};
    }
    Right right;
    for (const int visit : visitsBefore(who, at, except, run))
        right = afterVisit(right, person, visit, run);
    return right;
}

// ---- who this may be (art. 4) ------------------------------------------------------------------

namespace {

bool isEarlierEntry(const Identity& identity, const Moment& at, int exceptVisit, Run& run) {
    if (identity.part == Part::member) {
        const int entry = run.book.entryOf(identity);
        if (entry == exceptVisit || run.book.visit(entry).foundsNothing()) return false;
    }
    return run.world.before(run.book.entryMoment(identity), at);
}

bool knownThemselves(const Person& person, const Moment& at, int exceptVisit, Run& run) {
    const auto& book = run.book;
    for (const int visit : person.visits)
        if (visit != exceptVisit && !book.visit(visit).foundsNothing() &&
            run.world.before(book.startOf(book.visit(visit)), at))
            return true;
    return std::any_of(person.others.begin(), person.others.end(), [&](int index) {
        const auto& identity = book.identity(index);
        return (identity.part == Part::caller || identity.part == Part::prospect) &&
               run.world.before(book.momentOf(identity.fact), at);
    });
}

/// Candidates beyond this many do not make the manager's choice clearer.
constexpr std::size_t kMaxNamesakes = 64;

} // namespace

Acquaintance acquaintance(int index, const Moment& at, int exceptVisit, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    Acquaintance known;
    if (book.isOpen(identity.person)) run.world.leaveOpen();
    if (knownThemselves(book.person(identity.person), at, exceptVisit, run)) {
        known.links.push_back({identity.person, index, false});
        return known;
    }
    const int name = book.ownKeys(identity).name;
    const auto& namesakes = book.entriesNamed(name);
    if (namesakes.empty()) return known;
    const auto policy = run.world.policyAt(at).match.nameOnly;
    for (const int other : namesakes) {
        const auto& candidate = book.identity(other);
        if (candidate.person == identity.person || candidate.fact == identity.fact) continue;
        if (!isEarlierEntry(candidate, at, exceptVisit, run)) continue;
        if (book.pairKey(index, other) != KeyKind::name) continue;
        if (book.isOpen(candidate.person)) run.world.leaveOpen();
        const bool weak = book.pairIsWeak(index, other);
        if (weak && policy == NameOnly::ignore) continue;
        const auto same =
            std::find_if(known.links.begin(), known.links.end(),
                         [&](const auto& link) { return link.person == candidate.person; });
        if (same == known.links.end()) {
            if (known.links.size() == kMaxNamesakes) {
                known.tooMany = true;
                break;
            }
            known.links.push_back({candidate.person, other, weak});
        } else if (same->weak && !weak) {
            *same = {candidate.person, other, false};
        }
    }
    known.byName = !known.links.empty();
    known.weakRefused =
        policy == NameOnly::refer && std::any_of(known.links.begin(), known.links.end(),
                                                 [](const auto& link) { return link.weak; });
    return known;
}

Claims claimsOn(const Acquaintance& known, const Moment& at, int exceptVisit, Run& run) {
    Claims claims;
    claims.byName = known.byName;
    for (const auto& link : known.links) {
        const auto right = rightBefore(link.person, at, exceptVisit, run);
        if (!right.exists()) continue;
        for (const auto& other : claims.held)
            if (other.right.owner != right.owner || right.referred != Doubtful::no)
                claims.several = true;
        claims.held.push_back(
            {right, link.person, known.byName ? link.identity : kNone, link.weak, {}});
    }
    if (known.tooMany && !claims.held.empty()) claims.several = true;
    const auto firstReceived = [&](const Held& a, const Held& b) {
        return a.right.original != b.right.original &&
               run.world.before(run.book.startOf(run.book.visit(a.right.original)),
                                run.book.startOf(run.book.visit(b.right.original)));
    };
    if (claims.held.size() > 1)
        std::stable_sort(claims.held.begin(), claims.held.end(), firstReceived);
    if (!claims.held.empty())
        for (const auto& link : known.links)
            claims.held.front().people.push_back(link.person);
    return claims;
}

// ---- relatives (art. 6, 14) --------------------------------------------------------------------

namespace {

/// The other side of a declaration about somebody.
struct Kin {
    int identity;
    int declared; ///< the family.declared that shows it
    bool weak;    ///< declared under a name that is a weak sign of them
};

/// What was declared about a person, or under their name (art. 4: any one key does).
std::vector<Kin> declaredRelatives(int index, const Moment& at, Run& run) {
    const auto& book = run.book;
    const auto& identity = book.identity(index);
    std::vector<Kin> kin;
    for (const auto& side : book.tiesOf(identity.person))
        kin.push_back({side.identity, side.declared, false});
    const auto addNamed = [&](int other) {
        const auto& mention = book.identity(other);
        const bool declared = mention.part == Part::relative || mention.part == Part::member;
        if (!declared || mention.person == identity.person) return;
        if (book.pairKey(index, other) != KeyKind::name) return;
        const bool weak = book.pairIsWeak(index, other);
        if (weak && run.world.policyAt(at).match.nameOnly == NameOnly::ignore) return;
        for (const auto& side : book.tiesOf(mention.person))
            if (side.self == other && side.identity != index)
                kin.push_back({side.identity, side.declared, weak});
    };
    // A declaration may come later than an amendment of the name.
    for (const int name : book.namesOf(identity))
        for (const int other : book.mentionsNamed(name))
            addNamed(other);
    return kin;
}

/// Identities received as one party with the person, up to and including `at`.
std::vector<int> partyOf(int person, const Moment& at, int visit, Run& run) {
    std::vector<int> party;
    if (!run.book.person(person).related) return party;
    for (const int index : run.book.person(person).visits) {
        const auto& together = run.book.visit(index);
        if (together.memberCount < 2 || together.isPublic()) continue;
        if (index != visit && !run.world.before(run.book.startOf(together), at)) continue;
        const int first = together.people.first;
        for (int member = first; member < first + together.memberCount; ++member)
            if (run.book.identity(member).person != person) party.push_back(member);
    }
    return party;
}

} // namespace

std::vector<RelativeClaim> relativeClaims(int index, const Moment& at, int visit, Run& run) {
    const int self = run.book.identity(index).person;
    std::vector<RelativeClaim> claims;
    const auto add = [&](int other, int declared, bool weak) {
        auto found = claimsOn(acquaintance(other, at, visit, run), at, visit, run);
        if (found.held.empty() || found.held.front().person == self) return;
        auto& held = found.held.front();
        held.weak = held.weak || weak;
        for (auto& known : claims)
            if (known.held.person == held.person) {
                if (known.declared == kNone) known.declared = declared;
                known.held.weak = known.held.weak && held.weak;
                return;
            }
        claims.push_back({held, declared, found.several});
    };
    for (const auto& kin : declaredRelatives(index, at, run))
        add(kin.identity, kin.declared, kin.weak);
    for (const int member : partyOf(self, at, visit, run))
        add(member, kNone, false);
    std::stable_sort(claims.begin(), claims.end(), [&](const auto& a, const auto& b) {
        const auto& left = a.held.right.original;
        const auto& right = b.held.right.original;
        return left != right && run.world.before(run.book.startOf(run.book.visit(left)),
                                                 run.book.startOf(run.book.visit(right)));
    });
    // Received at once, they count together: what either shows, and the days of both.
    for (std::size_t i = 1; i < claims.size(); ++i) {
        auto& first = claims.front();
        if (claims[i].held.right.original != first.held.right.original) break;
        const int declared = claims[i].declared;
        if (declared != kNone &&
            (first.declared == kNone || run.book.factBefore(declared, first.declared)))
            first.declared = declared;
        for (const int person : claims[i].held.people)
            addOnce(first.held.people, person);
    }
    return claims;
}

std::vector<Relative> relativesOf(int index, const Moment& at, int visit, Run& run) {
    std::vector<Relative> related;
    for (const auto& kin : declaredRelatives(index, at, run)) {
        related.push_back({run.book.identity(kin.identity).person, kin.weak});
        for (const auto& link : acquaintance(kin.identity, at, visit, run).links)
            related.push_back({link.person, kin.weak || link.weak});
    }
    for (const int member : partyOf(run.book.identity(index).person, at, visit, run))
        related.push_back({run.book.identity(member).person, false});
    return related;
}

// ---- windows -----------------------------------------------------------------------------------

namespace {

/// The owner's latest visit from somebody, or with `contacts` also call or follow-up, before a
/// moment; `start` if that is later.
Moment latestOf(int person, const Right& right, Moment start, const Moment& before, bool contacts,
                Run& run) {
    const auto& book = run.book;
    const auto consider = [&](const Moment& moment) {
        if (run.world.before(moment, before) && run.world.before(start, moment)) start = moment;
    };
    const auto& who = book.person(person);
    for (const int visit : who.visits) {
        const auto& other = book.visit(visit);
        if (visit == right.original || !run.world.before(book.startOf(other), before)) continue;
        if (other.ruledOwner == kNobody && (other.isPublic() || other.group)) continue;
        const Staff owner =
            other.ruledOwner != kNobody ? ruledOwnerOf(other, run) : decideVisit(visit, run).owner;
        if (owner == right.owner) consider(book.registeredAt(other));
    }
    if (!contacts) return start;
    for (const int index : who.others) {
        const auto& identity = book.identity(index);
        if (identity.part == Part::caller) {
            if (book.call(book.entryOf(identity)).owner == right.owner)
                consider(book.momentOf(identity.fact));
        } else if (identity.part == Part::contact) {
            const auto& planned =
                std::get<facts::FollowUpPlanned>(book.stored(identity.fact).fact.data);
            for (const int done :
                 book.remarksOn<facts::FollowUpDone>(book.findSubject(planned.followUp.value))) {
                const auto& contact = book.stored(done).fact;
                if (std::get<facts::FollowUpDone>(contact.data).outcome ==
                        facts::FollowUpOutcome::reached &&
                    book.fact(done).by == right.owner)
                    consider(book.momentOf(done));
            }
        }
    }
    return start;
}

} // namespace

Moment windowStart(const Held& held, const Moment& before, const Policy& policy, Run& run) {
    Moment start = run.book.registeredAt(run.book.visit(held.right.original));
    if (policy.measuredFrom == MeasuredFrom::originalRegistration) return start;
    const bool contacts = policy.measuredFrom == MeasuredFrom::lastContact;
    for (const int person : held.people)
        start = latestOf(person, held.right, start, before, contacts, run);
    return start;
}

namespace {

/// Deals by which a person bought: as a subscriber, or by a bare name where nothing else is known.
std::vector<int> dealsOf(int person, Run& run) {
    const auto& book = run.book;
    std::vector<int> deals;
    const auto add = [&](int subscriber) {
        const int deal = book.entryOf(book.identity(subscriber));
        if (std::find(deals.begin(), deals.end(), deal) == deals.end()) deals.push_back(deal);
    };
    book.eachOther(person, Part::subscriber, add);
    const auto addNamed = [&](int entry) {
        if (!isEntry(book.identity(entry).part)) return;
        for (const int name : book.namesOf(book.identity(entry)))
            for (const int other : book.mentionsNamed(name)) {
                const auto& mention = book.identity(other);
                if (mention.part != Part::subscriber) continue;
                if (book.isOpen(mention.person)) run.world.leaveOpen();
                if (!book.person(mention.person).entered &&
                    book.pairKey(entry, other) == KeyKind::name)
                    add(other);
            }
    };
    for (const int visit : book.person(person).visits) {
        const auto& people = book.visit(visit).people;
        for (int i = people.first; i < people.first + book.visit(visit).memberCount; ++i)
            if (book.identity(i).person == person) addNamed(i);
    }
    for (const int other : book.person(person).others)
        addNamed(other);
    return deals;
}

} // namespace

Moment familyWindowStart(const Held& held, const Moment& before, const Policy& policy, Run& run) {
    auto from = windowStart(held, before, policy, run);
    for (const int person : held.people)
        for (const int index : dealsOf(person, run)) {
            const auto& deal = run.book.deal(index);
            if (!deal.isComplete()) continue;
            const auto closed = run.book.closedAt(deal);
            if (run.world.before(closed, before) && run.world.before(from, closed)) from = closed;
        }
    return from;
}

// ---- staff -------------------------------------------------------------------------------------

namespace {

/// The last entry of a list in canonical order that came before a moment, in this world's order.
template <class Entry>
const Entry* lastBefore(const std::vector<Entry>& entries, const Moment& at, Run& run) {
    const Entry* last = nullptr;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto moment = run.book.momentOf(entry->fact);
        if (last != nullptr && certainlyBefore(moment, run.book.momentOf(last->fact))) break;
        if (!run.world.before(moment, at)) continue;
        if (last == nullptr || run.world.before(run.book.momentOf(last->fact), moment))
            last = &*entry;
    }
    return last;
}

} // namespace

bool hasLeft(Staff staff, const Moment& at, Run& run) {
    if (staff < 0) return false;
    const auto* entry = lastBefore(run.book.colleague(staff).employment, at, run);
    return entry != nullptr && entry->left;
}

facts::Duty dutyAt(Staff staff, const Moment& at, Run& run) {
    const auto* entry = lastBefore(run.book.colleague(staff).duties, at, run);
    return entry == nullptr ? facts::Duty::on : entry->duty;
}

} // namespace shoujie::rules
