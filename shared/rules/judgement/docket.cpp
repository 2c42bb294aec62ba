#include "shared/rules/judgement/docket.hpp"

#include "shared/rules/visits/rights.hpp"

#include <algorithm>

namespace shoujie::rules {

using namespace shoujie::facts;

// ---- facts in and out --------------------------------------------------------------------------

void Docket::take(int fact) {
    if (!m_everSettled) return takeUnjudged(fact);
    const int target = rewritten(fact);
    if (target != kNone) unwrite(target);
    m_book.admit(fact);
    touchRipples();
    if (target != kNone) {
        m_book.enter(target);
        touchRipples();
        written(target);
    }
    written(fact);
    touchRemark(fact);
    touchStaff(fact);
    keepTurns(fact, true);
}

/// As long as nothing is judged, everything waits to be: there is nobody to be touched.
void Docket::takeUnjudged(int fact) {
    const int target = rewritten(fact);
    if (target != kNone) {
        m_book.withdraw(target);
        m_book.admit(fact);
        m_book.enter(target);
        await(target);
    } else {
        m_book.admit(fact);
    }
    m_book.dropRipples();
    await(fact);
    keepTurns(fact, true);
}

void Docket::await(int fact) {
    if (const int visit = m_book.visitOf(fact); visit != kNone) {
        touchVisit(visit);
        looseStarts(m_book.visit(visit).subject);
    } else if (const int deal = m_book.dealOf(fact); deal != kNone) {
        touchDeal(deal);
    } else if (std::holds_alternative<CallRegistered>(m_book.stored(fact).fact.data)) {
        m_turns.setFact(fact);
    }
}

void Docket::release(int fact) {
    const int target = rewritten(fact);
    if (target != kNone) unwrite(target);
    touchRemark(fact);
    touchStaff(fact);
    keepTurns(fact, false);
    unwrite(fact);
    m_book.dismiss(fact);
    touchRipples();
    if (target != kNone) {
        m_book.enter(target);
        touchRipples();
        written(target);
    }
    if (const auto* started = std::get_if<VisitStarted>(&m_book.stored(fact).fact.data))
        looseStarts(m_book.findSubject(started->visit.value));
}

/// An entry stands in the book, new or anew.
void Docket::written(int fact) {
    if (const int index = m_book.visitOf(fact); index != kNone) {
        touchVisit(index);
        const int subject = m_book.visit(index).subject;
        for (const int deal : m_book.remarksOn<DealSigned>(subject))
            if (m_book.fact(deal).entry != kNone) touchDeal(m_book.fact(deal).entry);
        looseStarts(subject);
    } else if (const int deal = m_book.dealOf(fact); deal != kNone) {
        touchBuyers(deal);
    } else if (std::holds_alternative<CallRegistered>(m_book.stored(fact).fact.data)) {
        m_turns.setFact(fact);
    }
    touchRemarked(fact);
    if (m_book.fact(fact).entry != kNone) {
        touchBoughtByName(fact);
        touchTies(fact);
    }
    spread();
}

/// Takes an entry out of the book; whoever has read it is touched before that and after.
void Docket::unwrite(int fact) {
    if (m_book.fact(fact).entry == kNone) return;
    touchBlock(fact);
    touchRemarked(fact);
    touchBoughtByName(fact);
    touchTies(fact);
    const int visit = m_book.visitOf(fact);
    const int deal = m_book.dealOf(fact);
    int subject = kNone;
    if (visit != kNone) {
        subject = m_book.visit(visit).subject;
        report(subject);
        m_turns.dropReception(visit);
        const bool pending = m_visits[static_cast<std::size_t>(visit)].pending;
        m_visits[static_cast<std::size_t>(visit)] = {};
        m_visits[static_cast<std::size_t>(visit)].pending = pending; // it stands in the batch
        m_rests.erase(visit);
        ++m_rewritten[visit];
        for (const int named : m_book.remarksOn<DealSigned>(subject))
            if (m_book.fact(named).entry != kNone) touchDeal(m_book.fact(named).entry);
    } else if (deal != kNone) {
        report(m_book.deal(deal).subject);
        m_deals[static_cast<std::size_t>(deal)].judged = false;
        m_deals[static_cast<std::size_t>(deal)].byRuledOwner.reset();
    } else {
        m_turns.dropFact(fact); // a call's
    }
    m_conflicts.erase(fact);
    m_book.withdraw(fact);
    touchRipples();
    if (subject != kNone) looseStarts(subject);
}

/// A visit.started holds the turn while its visit is not registered; of several the first counts.
void Docket::looseStarts(int subject) {
    const bool registered = m_book.subject(subject).kind == Subject::Kind::visit;
    bool first = true;
    for (const int start : m_book.remarksOn<VisitStarted>(subject)) {
        m_turns.dropFact(start);
        if (first && !registered) m_turns.setFact(start);
        first = false;
    }
}

void Docket::keepTurns(int fact, bool present) {
    const auto& data = m_book.stored(fact).fact.data;
    const Instant at = m_book.momentOf(fact).at.latest;
    m_turns.noteAct(m_book.fact(fact).by, at);
    if (const auto* started = std::get_if<VisitStarted>(&data)) {
        m_turns.noteAct(m_book.findStaff(started->receiver.value), at);
        m_turns.dropFact(fact);
        if (present) looseStarts(m_book.findSubject(started->visit.value));
        return;
    }
    if (!std::holds_alternative<RosterSet>(data) && !std::holds_alternative<DutyChanged>(data) &&
        !std::holds_alternative<StaffJoined>(data) && !std::holds_alternative<StaffLeft>(data))
        return;
    if (const auto* roster = std::get_if<RosterSet>(&data); roster && present)
        for (const auto& staff : roster->order)
            (void)m_book.staffOf(staff);
    if (present)
        m_turns.setFact(fact);
    else
        m_turns.dropFact(fact);
}

bool isRulingOpen(int index, const Book& book) {
    const auto& visit = book.visit(index);
    if (!visit.severalRulings) return false;
    const auto rulings = book.latestRulings(visit.subject);
    return std::any_of(rulings.begin(), rulings.end(), [&](int fact) {
        const auto& ruling = std::get<RulingMade>(book.stored(fact).fact.data);
        return ruling.owner->value != book.staffText(visit.ruledOwner);
    });
}

// ---- judging -----------------------------------------------------------------------------------

void Docket::settle() {
    m_everSettled = true;
    std::sort(m_batch.begin(), m_batch.end(),
              [](const Waiting& a, const Waiting& b) { return b > a; });
    m_settling = true;
    m_reached = kAlways;
    std::size_t next = 0;
    do {
        while (next < m_batch.size() || !m_late.empty()) {
            int visit = kNone;
            if (next == m_batch.size() || (!m_late.empty() && m_batch[next] > m_late.top())) {
                visit = m_late.top().visit;
                m_late.pop();
            } else {
                visit = m_batch[next++].visit;
            }
            judge(visit);
        }
        // Those judged before, since they may have come first, hear once of all that they may rest
        // on: of each by itself they would be judged again for every other of the crowd.
        for (const int visit : std::exchange(m_restedUpon, {}))
            touchReadersOf(visit);
    } while (!m_late.empty());
    m_batch.clear();
    m_settling = false;
    for (std::size_t i = 0; i < m_waitingDeals.size(); ++i)
        judgeDeal(m_waitingDeals[i]);
    m_waitingDeals.clear();
    m_turns.settle();
}

Findings::Known Docket::ofVisit(int index) const {
    const auto at = static_cast<std::size_t>(index);
    if (at >= m_visits.size() || !m_visits[at].judged || m_visits[at].pending) return {};
    return {&m_visits[at].finding, m_visits[at].certain};
}

const Right* Docket::after(int person, int index) const {
    const auto known = ofVisit(index);
    if (known.finding == nullptr) return nullptr;
    const auto& visit = m_book.visit(index);
    if (m_book.identity(visit.people.first).person == person)
        return &m_visits[static_cast<std::size_t>(index)].after;
    for (int i = 1; i < visit.memberCount; ++i)
        if (m_book.identity(visit.people.first + i).person == person) {
            const auto right = m_partyRights.find(static_cast<std::uint64_t>(index) << 8U |
                                                  static_cast<unsigned>(i));
            return right == m_partyRights.end() ? nullptr : &right->second;
        }
    return nullptr;
}

/// What the visit leaves its people, for those who come after it.
void Docket::keepRights(int index) {
    const auto& visit = m_book.visit(index);
    auto& judged = m_visits[static_cast<std::size_t>(index)];
    World world(m_book.policies());
    Run run{m_book, world, *this, false, {}, {}};
    judged.rewritten = 0;
    for (int i = 0; i < visit.memberCount; ++i) {
        const int person = m_book.identity(visit.people.first + i).person;
        const auto brought = rightBefore(person, m_book.startOf(visit), index, run);
        const auto right = rightThrough(brought, person, index, judged.finding, run);
        if (const auto anew = m_rewritten.find(right.original); anew != m_rewritten.end())
            judged.rewritten += anew->second;
        if (i == 0)
            judged.after = right;
        else
            m_partyRights.insert_or_assign(
                static_cast<std::uint64_t>(index) << 8U | static_cast<unsigned>(i), right);
    }
    // Of a public visit or a ruled one the decision may be certain and what it leaves behind not.
    judged.certain = judged.certain && world.doubts() == 0;
}

/// On what a visit may rest, where that is more than the canonical world says.
void Docket::keepRests(int index, const Rests& rests) {
    auto& judged = m_visits[static_cast<std::size_t>(index)];
    m_rests.erase(index);
    judged.loose = rests != restsOf(index);
    if (judged.loose) m_rests.emplace(index, rests);
    for (const int other : rests)
        judged.loose = judged.loose || ofVisit(other).finding == nullptr ||
                       m_visits[static_cast<std::size_t>(other)].loose;
}

Rests Docket::restsOf(int index) const {
    if (const auto several = m_rests.find(index); several != m_rests.end()) return several->second;
    const int only = m_visits[static_cast<std::size_t>(index)].finding.restsOn;
    return only == kNone ? Rests{} : Rests{only};
}

/// What may rest on a referred visit is referred with its reason until that is ruled. Where times
/// are open visits may rest on each other, in one order or the other: those are followed to where
/// the doubt is, of all others it is known.
Doubtful Docket::inherited(Rests open) const {
    Doubtful reason = Doubtful::no;
    absl::flat_hash_set<int> met;
    while (!open.empty()) {
        const int index = open.back();
        open.pop_back();
        if (m_book.visit(index).ruling != kNone && !isRulingOpen(index, m_book)) continue;
        const auto& judged = m_visits[static_cast<std::size_t>(index)];
        const Doubtful told = m_book.visit(index).ruling != kNone ? Doubtful::timeOrder
                              : judged.loose                      ? judged.own
                                                                  : judged.referred;
        if (told != Doubtful::no) {
            reason = reason == Doubtful::no ? told : std::min(reason, told);
        } else if (judged.loose && met.insert(index).second) {
            const auto rests = restsOf(index);
            open.insert(open.end(), rests.begin(), rests.end());
        }
    }
    return reason;
}

void Docket::judge(int index) {
    auto& judged = m_visits[static_cast<std::size_t>(index)];
    const auto& visit = m_book.visit(index);
    if (!judged.pending || visit.fact == kNone) {
        judged.pending = false;
        return;
    }
    judged.pending = false;
    const Instant start = m_book.startOf(visit).at.latest;
    // Its readers come after it; where one has come before, it has to hear of it.
    const bool tooLate = m_reached >= start;
    const bool besides = m_reached >= m_book.startOf(visit).at.earliest;
    m_reached = std::max(m_reached, start);
    const auto weighed = weighVisit(index, m_book, *this, false);
    const JudgedVisit before = judged;
    const auto restedOn = restsOf(index);
    judged.finding = weighed.verdict;
    judged.own = judged.referred = weighed.referred;
    judged.certain = weighed.certain;
    judged.openConflict = weighed.openConflict;
    keepRests(index, weighed.rests);
    if (judged.referred == Doubtful::no) judged.referred = inherited(weighed.rests);
    judged.judged = true;
    keepRights(index);
    if (judged.openConflict && visit.ruling == kNone)
        m_conflicts.insert(visit.fact);
    else
        m_conflicts.erase(visit.fact);
    if (judged.finding.openDays != VisitFinding::kClosed && visit.ruling == kNone)
        m_closing.emplace(closesAt(m_book.registeredAt(visit), judged.finding.openDays),
                          visit.subject);
    m_turns.setReception(index, receptionOf(index));
    report(visit.subject);
    const bool same = before.judged && before.finding == judged.finding &&
                      before.after == judged.after && before.referred == judged.referred &&
                      before.rewritten == judged.rewritten && before.own == judged.own &&
                      before.loose == judged.loose && before.certain == judged.certain &&
                      restedOn == weighed.rests;
    if (same) return;
    if (before.judged || tooLate)
        touchReadersOf(index);
    else if (besides && (judged.loose || judged.referred != Doubtful::no))
        m_restedUpon.push_back(index);
}

void Docket::touchReadersOf(int visit) {
    touchMembers(visit, {m_book.startOf(m_book.visit(visit)).at.earliest, false, false});
    spread();
}

/// The first instant after the days within which something may still change.
Instant Docket::closesAt(const Moment& from, std::int32_t days) const {
    const auto& zone = m_book.policies().zoneAt(from.at.latest);
    return zone.startOf(zone.dayOf(from.at.latest) + std::chrono::days(days + 1));
}

void Docket::judgeDeal(int index) {
    auto& judged = m_deals[static_cast<std::size_t>(index)];
    judged.pending = false;
    const auto& deal = m_book.deal(index);
    if (deal.fact == kNone) return;
    const auto weighed = weighDeal(index, kNobody, m_book, *this, false);
    judged.finding = weighed.verdict;
    judged.referred = weighed.referred;
    if (judged.referred == Doubtful::no) judged.referred = inherited(weighed.rests);
    judged.judged = true;
    judged.byRuledOwner.reset();
    const int ruling = m_book.rulingOn(deal);
    if (ruling != kNone) {
        const auto& data = std::get<RulingMade>(m_book.stored(ruling).fact.data);
        if (data.owner) {
            const auto ruled = weighDeal(index, m_book.staffOf(*data.owner), m_book, *this, false);
            judged.byRuledOwner = ruled.verdict;
            judged.byRuledOwner->referred = ruled.referred;
        }
    }
    if (weighed.openConflict && ruling == kNone)
        m_conflicts.insert(deal.fact);
    else
        m_conflicts.erase(deal.fact);
    for (const auto* finding :
         {&judged.finding, judged.byRuledOwner ? &*judged.byRuledOwner : &judged.finding})
        if (finding->openDays != VisitFinding::kClosed)
            m_closing.emplace(closesAt(m_book.closedAt(deal), finding->openDays), deal.subject);
    report(deal.subject);
}

/// Slot and make-up of a visit, with what a ruling changes about them (rules.md 7).
Reception Docket::receptionOf(int index) const {
    const auto& visit = m_book.visit(index);
    const auto& judged = this->visit(index);
    const auto& finding = judged.finding;
    Reception reception{finding.consumes || !judged.hasProposal()};
    const int granted = finding.earnsMakeup() ? finding.known : kNone;
    if (visit.ruling == kNone) {
        if (judged.referred == Doubtful::no) reception.grantedBy = granted;
        return reception;
    }
    if (visit.ruledOwner == visit.receiver) {
        if (finding.givesBack == GivesBack::ownCall) {
            reception.grantedBy = granted;
        } else if (granted != kNone && m_book.factBefore(granted, visit.ruling)) {
            reception.grantedBy = granted;
            reception.takenAwayBy = visit.ruling;
        }
        return reception;
    }
    const bool earnsNone = finding.fault || finding.keepsSlot;
    if (!reception.consumes || (earnsNone && judged.hasProposal())) return reception;
    const int byRuling = m_book.factBefore(visit.ruling, visit.fact) ? visit.fact : visit.ruling;
    reception.grantedBy =
        granted != kNone && m_book.factBefore(granted, byRuling) ? granted : byRuling;
    return reception;
}

// ---- what has changed --------------------------------------------------------------------------

void Docket::report(int subject) {
    if (subject != kNone) m_changed.push_back(subject);
}

std::vector<int> Docket::takeChanged(Instant now) {
    for (const int visit : m_turns.takeChanged())
        if (m_book.visit(visit).fact != kNone) report(m_book.visit(visit).subject);
    while (!m_closing.empty() && m_closing.begin()->first <= now) {
        report(m_closing.begin()->second);
        m_closing.erase(m_closing.begin());
    }
    std::sort(m_changed.begin(), m_changed.end());
    m_changed.erase(std::unique(m_changed.begin(), m_changed.end()), m_changed.end());
    return std::exchange(m_changed, {});
}

std::size_t Docket::bytes() const {
    return m_visits.size() * sizeof(JudgedVisit) + m_deals.size() * sizeof(JudgedDeal) +
           m_partyRights.capacity() * (sizeof(std::uint64_t) + sizeof(Right) + 1) +
           m_rewritten.capacity() * (2 * sizeof(int) + 1) +
           m_rests.capacity() * (sizeof(int) + sizeof(Rests) + 1) +
           m_batch.capacity() * sizeof(Waiting) + m_changed.capacity() * sizeof(int) +
           m_conflicts.size() * 8 + m_closing.size() * 20;
}

} // namespace shoujie::rules
