// Which decisions a change can reach: those that have read the persons it is about.
//
// A visit reads the persons of its party and of who came along, their namesakes where a name has to
// do, the relatives of both, and the earlier decisions on all these. A deal reads the same of its
// subscribers. So a change about a person reaches the visits and deals of that person, of the
// people named the same, and of the relatives; if a decision comes out otherwise, it is a change
// about its own persons in turn.
#include "shared/rules/judgement/docket.hpp"
#include "shared/rules/visits/discovery.hpp"

#include <algorithm>

namespace shoujie::rules {

using namespace shoujie::facts;

namespace {

template <class T>
T& grown(Table<T>& list, int index) {
    if (list.size() <= static_cast<std::size_t>(index))
        list.resize(static_cast<std::size_t>(index) + 1);
    return list[static_cast<std::size_t>(index)];
}

} // namespace

void Docket::touchVisit(int index) {
    auto& judged = grown(m_visits, index);
    if (judged.pending) return;
    const auto& visit = m_book.visit(index);
    const auto start = m_book.startOf(visit).at;
    judged.pending = true;
    if (m_settling)
        m_late.push({start.latest, index});
    else
        m_batch.push_back({start.latest, index});
    // Who reads an uncertain decision reads what it has read.
    if (judged.judged && !judged.certain)
        for (int i = visit.people.first; i < visit.people.first + visit.memberCount; ++i)
            m_spreading.push_back({m_book.identity(i).person, start.earliest});
}

void Docket::touchVisit(int index, const Reach& reach) {
    if (m_book.startOf(m_book.visit(index)).at.latest < reach.from) return;
    if (reach.discoverersOnly) {
        const auto& judged = grown(m_visits, index);
        if (judged.judged && judged.certain && !judged.finding.readDiscoveries) return;
    }
    touchVisit(index);
}

void Docket::touchDeal(int index) {
    auto& judged = grown(m_deals, index);
    if (judged.pending) return;
    judged.pending = true;
    m_waitingDeals.push_back(index);
}

void Docket::touchDeal(int index, const Reach& reach) {
    const auto& deal = m_book.deal(index);
    if (!deal.isComplete()) return touchDeal(index);
    // The visit that a deal names may begin after it, but on one of its two days.
    if (m_book.closedAt(deal).at.latest + std::chrono::days(2) < reach.from) return;
    touchDeal(index);
}

/// Visits and deals of a person, and visits to which they came along.
void Docket::touchReaders(int index, const Reach& reach) {
    const auto& person = m_book.person(index);
    for (auto visit = person.visits.rbegin(); visit != person.visits.rend(); ++visit) {
        if (m_book.startOf(m_book.visit(*visit)).at.latest < reach.from) break;
        touchVisit(*visit, reach);
    }
    for (const int other : person.others) {
        const auto& identity = m_book.identity(other);
        if (identity.part == Part::companion) touchVisit(m_book.entryOf(identity), reach);
        if (identity.part == Part::subscriber) touchDeal(m_book.entryOf(identity), reach);
    }
}

/// Those who may have been taken for somebody of this name.
void Docket::touchNamed(int name, const Reach& reach, bool knownToo) {
    const auto& entries = m_book.entriesNamed(name);
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        const auto& identity = m_book.identity(*entry);
        if (m_book.entryMoment(identity).at.latest < reach.from) break;
        if (identity.part != Part::member) continue;
        const int visit = m_book.entryOf(identity);
        touchVisit(visit, reach);
        if (reach.from == kAlways) touchClosedAt(visit, identity.person, name);
    }
    for (const int mention : m_book.mentionsNamed(name)) {
        const auto& identity = m_book.identity(mention);
        const int entry = m_book.entryOf(identity);
        if (identity.part == Part::companion) touchVisit(entry, reach);
        if (identity.part != Part::subscriber) continue;
        const auto& deal = m_book.deal(entry);
        if (knownToo || !deal.isComplete() ||
            !isKnownBefore(identity.person, m_book.closedAt(deal), kNone))
            touchDeal(entry, reach);
    }
}

/// Deals of one who may have been taken for a namesake at the visit: what is found out about the
/// namesake counts for them.
void Docket::touchClosedAt(int visit, int person, int sharedName) {
    if (isKnownBefore(person, m_book.startOf(m_book.visit(visit)), visit)) return;
    m_book.eachOther(person, Part::subscriber, [&](int subscriber) {
        touchDeal(m_book.entryOf(m_book.identity(subscriber)));
    });
    for (const int name : namesOf(person)) {
        if (name == sharedName) continue; // the buyers of that name are touched by who asks
        for (const int mention : m_book.mentionsNamed(name))
            if (const auto& identity = m_book.identity(mention); identity.part == Part::subscriber)
                touchDeal(m_book.entryOf(identity));
    }
}

/// Who certainly was in the register before is never looked for by name.
bool Docket::isKnownBefore(int index, const Moment& at, int exceptVisit) const {
    const auto& person = m_book.person(index);
    for (const int visit : person.visits)
        if (visit != exceptVisit && !m_book.visit(visit).isPublic() &&
            m_book.startOf(m_book.visit(visit)).at.latest < at.at.earliest)
            return true;
    return std::any_of(person.others.begin(), person.others.end(), [&](int other) {
        const auto& identity = m_book.identity(other);
        return (identity.part == Part::caller || identity.part == Part::prospect) &&
               m_book.momentOf(identity.fact).at.latest < at.at.earliest;
    });
}

/// Those whose relative of this name may have been taken for somebody else who has it. The names
/// under which they were declared are gathered: each is asked for once, whoever has it.
void Docket::touchFarSidesNamed(int name, const Reach& reach, Names& declared) {
    for (const int mention : m_book.mentionsNamed(name)) {
        const auto& identity = m_book.identity(mention);
        if (identity.part != Part::relative && identity.part != Part::member) continue;
        for (const auto& tie : m_book.tiesOf(identity.person))
            if (tie.self == mention) touchFarSide(tie.identity, reach, declared);
    }
}

/// Those to whom somebody is declared a relative.
void Docket::touchFarSide(int index, const Reach& reach, Names& declared) {
    const auto& identity = m_book.identity(index);
    touchReaders(identity.person, reach);
    const auto names = m_book.namesOf(identity);
    declared.insert(names.begin(), names.end());
}

/// A declaration counts by name too, known to the register or not.
void Docket::touchDeclared(const Names& declared, const Reach& reach) {
    for (const int name : declared)
        touchNamed(name, reach, true);
}

void Docket::touchPerson(int index, const Reach& reach) {
    const auto& person = m_book.person(index);
    touchReaders(index, reach);
    if (person.visits.size() == 1 && person.others.empty() && !person.related) {
        // The usual newcomer: nobody but their namesakes can have read of them.
        const auto& only = m_book.identity(m_book.visit(person.visits.front()).people.first);
        Names declared;
        for (const int name : m_book.namesOf(only)) {
            touchNamed(name, reach);
            touchFarSidesNamed(name, reach, declared);
        }
        touchDeclared(declared, reach);
        return;
    }
    for (const int name : namesOf(index))
        touchNamed(name, reach);
    touchKin(index, reach);
    if (reach.from == kAlways && !reach.namesakesToo) touchNamesakesOfBuyers(index);
}

/// Whether a subscriber is known otherwise decides if their deal may be a namesake's.
void Docket::touchNamesakesOfBuyers(int index) {
    m_book.eachOther(index, Part::subscriber, [&](int subscriber) {
        for (const int name : m_book.namesOf(m_book.identity(subscriber)))
            for (const int entry : m_book.entriesNamed(name))
                if (const int other = m_book.identity(entry).person; other != index)
                    touchBought(other);
    });
}

/// All names under which a person was ever written down.
Indices Docket::namesOf(int index) const {
    Indices names;
    const auto collect = [&](int identity) {
        for (const int name : m_book.namesOf(m_book.identity(identity)))
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    const auto& person = m_book.person(index);
    for (const int visitIndex : person.visits) {
        const auto& people = m_book.visit(visitIndex).people;
        for (int i = people.first; i < people.first + m_book.visit(visitIndex).memberCount; ++i)
            if (m_book.identity(i).person == index) collect(i);
    }
    for (const int other : person.others)
        collect(other);
    return names;
}

/// Deals of who may have been taken for somebody by name: what is found out about the relatives of
/// that person counts for them too.
void Docket::touchBuyersTakenFor(int index, const Reach& reach) {
    for (const int name : namesOf(index))
        for (const int mention : m_book.mentionsNamed(name)) {
            const auto& identity = m_book.identity(mention);
            if (identity.part != Part::subscriber) continue;
            const auto& deal = m_book.deal(m_book.entryOf(identity));
            if (deal.isComplete() && !isKnownBefore(identity.person, m_book.closedAt(deal), kNone))
                touchDeal(m_book.entryOf(identity), reach);
        }
}

/// Relatives of a person, and those of whom only the name is known and who may be that person.
void Docket::touchKin(int index, const Reach& reach) {
    for (const int visitIndex : m_book.person(index).visits) {
        const auto& visit = m_book.visit(visitIndex);
        for (int i = visit.people.first; i < visit.people.first + visit.memberCount; ++i)
            if (const int other = m_book.identity(i).person; other != index) { // one party
                touchReaders(other, reach);
                touchBuyersTakenFor(other, reach);
            }
    }
    Names declared;
    for (const int name : namesOf(index))
        touchFarSidesNamed(name, reach, declared);
    for (const auto& tie : m_book.tiesOf(index))
        touchFarSide(tie.identity, reach, declared);
    touchDeclared(declared, reach);
}

/// Also who is a member no more: as an earlier entry they are still met by their keys of then.
void Docket::touchMembers(int index, const Reach& reach) {
    const auto& people = m_book.visit(index).people;
    for (int i = people.first; i < people.first + people.count; ++i)
        if (m_book.identity(i).part == Part::member) touchPerson(m_book.identity(i).person, reach);
}

/// Touches until nothing new is found: see touchVisit.
void Docket::spread() {
    while (!m_spreading.empty()) {
        const auto [person, from] = m_spreading.back();
        m_spreading.pop_back();
        touchPerson(person, {from, false, false});
    }
}

void Docket::touchRipples() {
    for (const auto& [person, from] : m_book.takeRipples())
        touchPerson(person, {from, false, false});
    spread();
}

void Docket::touchSubject(int index, const Reach& reach) {
    if (index == kNone) return;
    const auto& subject = m_book.subject(index);
    switch (subject.kind) {
    case Subject::Kind::visit:
        return touchMembers(subject.index, reach);
    case Subject::Kind::call:
        return touchPerson(m_book.identity(m_book.callerOf(m_book.call(subject.index))).person,
                           reach);
    case Subject::Kind::referral:
        return touchPerson(
            m_book.identity(m_book.prospectOf(m_book.referral(subject.index))).person, reach);
    case Subject::Kind::deal: {
        const auto& deal = m_book.deal(subject.index);
        for (int i = deal.people.first; i < deal.people.first + deal.subscriberCount; ++i)
            for (const int person : buyersBehind(i, m_book))
                touchPerson(person, reach);
        return;
    }
    case Subject::Kind::unknown:
        return;
    }
}

/// What is said of a visit, deal or other entry.
void Docket::touchRemark(int fact) {
    const auto& data = m_book.stored(fact).fact.data;
    const auto subjectIn = [&](const std::string& id) {
        return m_book.findSubject(id);
    };
    const auto visitIn = [&](const std::string& id) {
        const int subject = subjectIn(id);
        return subject != kNone && m_book.subject(subject).kind == Subject::Kind::visit
                   ? m_book.subject(subject).index
                   : kNone;
    };
    const auto dealIn = [&](const std::string& id) {
        const int subject = subjectIn(id);
        return subject != kNone && m_book.subject(subject).kind == Subject::Kind::deal
                   ? m_book.subject(subject).index
                   : kNone;
    };
    const auto heard = [&](int visit) {
        if (visit == kNone) return;
        touchVisit(visit);
        touchMembers(visit, {m_book.startOf(m_book.visit(visit)).at.earliest, false, false});
    };
    if (const auto* confirmed = std::get_if<PublicConfirmed>(&data)) {
        heard(visitIn(confirmed->visit.value));
    } else if (const auto* conduct = std::get_if<ConductReported>(&data)) {
        heard(visitIn(conduct->subject.value));
    } else if (const auto* ruling = std::get_if<RulingMade>(&data)) {
        heard(visitIn(ruling->subject.value));
        if (const int deal = dealIn(ruling->subject.value); deal != kNone) touchDeal(deal);
        touchSubject(subjectIn(ruling->subject.value),
                     {kAlways, true, false}); // it shows a conflict
        report(subjectIn(ruling->subject.value));
    } else if (const auto* found = std::get_if<ConflictDiscovered>(&data)) {
        touchSubject(subjectIn(found->subject.value), {kAlways, true, false});
        report(subjectIn(found->subject.value));
    } else if (const auto* seen = std::get_if<NoticeSeen>(&data)) {
        touchSubject(subjectIn(seen->subject.value), {kAlways, true, false});
    } else if (const auto* done = std::get_if<FollowUpDone>(&data)) {
        const int subject = subjectIn(done->followUp.value);
        if (const int planned = m_book.subject(subject).maker;
            planned != kNone && m_book.fact(planned).entry != kNone)
            touchPerson(m_book.identity(m_book.blockOf(planned).first).person,
                        {m_book.momentOf(fact).at.earliest, false, false});
    } else if (const auto* filed = std::get_if<RequestFiled>(&data); filed && filed->deal) {
        if (const int deal = dealIn(filed->deal->value); deal != kNone) touchDeal(deal);
    } else if (const auto* decided = std::get_if<RequestDecided>(&data)) {
        if (const int maker = m_book.subject(subjectIn(decided->request.value)).maker;
            maker != kNone)
            if (const auto* request = std::get_if<RequestFiled>(&m_book.stored(maker).fact.data);
                request && request->deal)
                if (const int deal = dealIn(request->deal->value); deal != kNone) touchDeal(deal);
    }
    spread();
}

/// Who has left, and who was on duty: asked about at the start of receptions and at deals.
void Docket::touchStaff(int fact) {
    const auto& data = m_book.stored(fact).fact.data;
    if (!std::holds_alternative<StaffJoined>(data) && !std::holds_alternative<StaffLeft>(data) &&
        !std::holds_alternative<DutyChanged>(data))
        return;
    const Instant from = m_book.momentOf(fact).at.earliest;
    m_turns.eachStartFrom(from, [&](int visit) { touchVisit(visit); });
    for (int deal = 0; deal < m_book.dealBound(); ++deal)
        if (m_book.deal(deal).fact != kNone && m_book.deal(deal).isComplete() &&
            m_book.closedAt(m_book.deal(deal)).at.latest >= from)
            touchDeal(deal);
    spread();
}

/// Who bought: their relatives' days count from then (art. 14).
void Docket::touchBuyers(int index) {
    const auto& deal = m_book.deal(index);
    touchDeal(index);
    if (!deal.isComplete()) return;
    const Instant from = m_book.closedAt(deal).at.earliest;
    for (int i = deal.people.first; i < deal.people.first + deal.subscriberCount; ++i)
        for (const int person : buyersBehind(i, m_book))
            touchKin(person, {from, false, false});
}

/// Everybody whose decisions read an entry, before it is taken out.
void Docket::touchBlock(int fact) {
    if (m_book.fact(fact).entry == kNone) return;
    const auto& block = m_book.blockOf(fact);
    Instant from = Instant::max();
    for (int i = block.first; i < block.first + block.count; ++i) {
        const auto& identity = m_book.identity(i);
        from = std::min(
            from, m_book.isAmended(identity) ? kAlways : m_book.entryMoment(identity).at.earliest);
    }
    for (int i = block.first; i < block.first + block.count; ++i)
        touchPerson(m_book.identity(i).person, {from, false, false});
    if (const int deal = m_book.dealOf(fact); deal != kNone) touchBuyers(deal);
    spread();
}

/// A declaration counts always: for the two it is about, and for whoever has the bare name of one
/// of whom nothing else is known.
void Docket::touchTies(int fact) {
    const auto& block = m_book.blockOf(fact);
    const auto isSide = [&](int index) {
        return m_book.identity(index).part == Part::relative ||
               (index == block.first && m_book.identity(index).part == Part::member);
    };
    for (int near = block.first; near < block.first + block.count; ++near) {
        if (!isSide(near)) continue;
        bool tied = false;
        Instant from = Instant::max();
        for (int far = block.first; far < block.first + block.count; ++far) {
            if (far == near || !isSide(far)) continue;
            tied = true;
            from = std::min(from, firstEntryOf(far));
        }
        if (tied) touchNearSide(near, from);
    }
}

/// Before this nobody can have found the person in the register, by whatever key.
Instant Docket::firstEntryOf(int index) const {
    const auto& who = m_book.identity(index);
    Instant first = Instant::max();
    for (const int visit : m_book.person(who.person).visits)
        first = std::min(first, m_book.startOf(m_book.visit(visit)).at.earliest);
    for (const int name : m_book.namesOf(who))
        for (const int entry : m_book.entriesNamed(name))
            first = std::min(first, m_book.entryMoment(m_book.identity(entry)).at.earliest);
    return first;
}

/// Whether a declaration can change a decision: those without relatives in the register by then
/// have no use for it, nor has somebody alone whom line 3 certainly judges. What is found out about
/// a relative counts whenever they came.
bool Docket::mayReadRelatives(int index, Instant from) {
    const auto& judged = grown(m_visits, index);
    const auto& finding = judged.finding;
    if (!judged.judged || !judged.certain || finding.readDiscoveries) return true;
    const auto& visit = m_book.visit(index);
    if (m_book.startOf(visit).at.latest < from) return false;
    return visit.memberCount != 1 || finding.line != 3 ||
           finding.visitClass != VisitClass::returning;
}

/// One side of a declaration, of which the other is not in the register before `from`.
void Docket::touchNearSide(int index, Instant from) {
    const auto& near = m_book.identity(index);
    touchReaders(near.person, {kAlways, false, false});
    const auto bareName = [&](int other) {
        return m_book.pairKey(index, other) == KeyKind::name;
    };
    for (const int name : m_book.namesOf(near)) {
        for (const int entry : m_book.entriesNamed(name)) {
            const auto& identity = m_book.identity(entry);
            if (identity.part == Part::member && mayReadRelatives(m_book.entryOf(identity), from) &&
                bareName(entry))
                touchVisit(m_book.entryOf(identity));
        }
        for (const int mention : m_book.mentionsNamed(name)) {
            const auto& identity = m_book.identity(mention);
            if (mention == index || !bareName(mention)) continue;
            if (identity.part == Part::companion) touchVisit(m_book.entryOf(identity));
            if (identity.part == Part::subscriber) touchDeal(m_book.entryOf(identity));
        }
    }
}

/// What a deal of theirs changes: what is found out about it, and their relatives' days.
void Docket::touchBought(int person) {
    touchPerson(person, {kAlways, true, true});
    touchKin(person, {kAlways, false, true});
}

/// A deal under a bare name counts for whoever has that name by any entry: for those of whom
/// there was more than this one, from always.
void Docket::touchBoughtByName(int fact) {
    const auto& block = m_book.blockOf(fact);
    for (int i = block.first; i < block.first + block.count; ++i) {
        const auto& identity = m_book.identity(i);
        const auto& person = m_book.person(identity.person);
        if (!isEntry(identity.part) || person.visits.size() + person.others.size() < 2) continue;
        for (const int name : m_book.namesOf(identity)) {
            const auto& mentions = m_book.mentionsNamed(name);
            if (std::any_of(mentions.begin(), mentions.end(), [&](int mention) {
                    const auto& other = m_book.identity(mention);
                    return other.part == Part::subscriber && !m_book.person(other.person).entered;
                }))
                touchBought(identity.person);
        }
    }
}

/// What was said of an entry, in whatever order it came, counts for its people from always.
void Docket::touchRemarked(int fact) {
    const int subject = m_book.fact(fact).subject;
    if (subject == kNone || m_book.remarksOn(subject).empty()) return;
    if (std::holds_alternative<FollowUpPlanned>(m_book.stored(fact).fact.data))
        touchPerson(m_book.identity(m_book.blockOf(fact).first).person, {});
    else
        touchSubject(subject, {kAlways, true, false});
}

/// The entry that a fact changes: it is written anew around it.
int Docket::rewritten(int fact) const {
    const auto& data = m_book.stored(fact).fact.data;
    int target = kNone;
    if (const auto* amendment = std::get_if<EntryAmended>(&data)) {
        target = m_book.findFact(amendment->target);
    } else if (const auto* started = std::get_if<VisitStarted>(&data)) {
        if (const int subject = m_book.findSubject(started->visit.value);
            subject != kNone && m_book.subject(subject).kind == Subject::Kind::visit)
            target = m_book.visit(m_book.subject(subject).index).fact;
    }
    return target != kNone && m_book.fact(target).entry != kNone ? target : kNone;
}

} // namespace shoujie::rules
