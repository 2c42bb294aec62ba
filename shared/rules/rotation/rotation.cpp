#include "shared/rules/rotation/rotation.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace shoujie::rules {

namespace {

/// Events between two kept states, so that a late fact is not replayed from far. Of the older ones
/// one in `kThinned` is kept.
constexpr std::size_t kCheckpointEvery = 8;
constexpr std::size_t kRecent = 64;
constexpr std::size_t kThinned = 64;
/// What is replayed at once keeps only the thinned out states, but for its last days.
constexpr std::chrono::days kRecentDays{2};

template <class T>
T& grown(Table<T>& list, int index) {
    if (list.size() <= static_cast<std::size_t>(index))
        list.resize(static_cast<std::size_t>(index) + 1);
    return list[static_cast<std::size_t>(index)];
}

} // namespace

// ---- events ------------------------------------------------------------------------------------

void TurnKeeper::disturb(Instant at) {
    m_dirtyTo = m_dirtyFrom ? std::max(m_dirtyTo, at) : at;
    m_dirtyFrom = m_dirtyFrom ? std::min(*m_dirtyFrom, at) : at;
}

void TurnKeeper::put(const Event& event, bool present) {
    if (present) {
        m_events.insert(event);
    } else {
        forget(event);
        // Who used it is known until that reception is replayed.
        if (event.kind == EventKind::grant)
            if (const auto line = m_lines.find(event.subject); line != m_lines.end())
                line->second.granted = false;
        m_events.erase(event);
    }
    disturb(event.at);
}

/// Moves, adds or takes away the grant or taking away of a make-up.
void TurnKeeper::setTold(int visit, int& known, int fact, EventKind kind) {
    auto& times = kind == EventKind::grant ? m_grantedAt : m_takenAwayAt;
    const auto at = fact == kNone ? Instant{} : m_book.momentOf(fact).at.latest;
    if (const auto old = times.find(visit); old != times.end()) {
        if (known == fact && old->second == at) return;
        put({old->second, visit, kind}, false);
        times.erase(old);
    }
    known = fact;
    if (fact == kNone) return;
    times.emplace(visit, at);
    put({at, visit, kind}, true);
}

void TurnKeeper::setReception(int visit, const Reception& reception) {
    auto& record = grown(m_records, visit);
    const auto start = m_book.startOf(m_book.visit(visit)).at.latest;
    if (record.present && (record.start != start || record.receiver != receiverOf(visit)))
        dropReception(visit);
    if (!record.present) {
        record = {};
        record.present = true;
        record.start = start;
        record.receiver = receiverOf(visit);
        record.reception.consumes = reception.consumes;
        put({start, visit, EventKind::start}, true);
    } else if (record.reception.consumes != reception.consumes) {
        record.reception.consumes = reception.consumes;
        disturb(start);
    }
    setTold(visit, record.reception.takenAwayBy, reception.takenAwayBy, EventKind::takeAway);
    setTold(visit, record.reception.grantedBy, reception.grantedBy, EventKind::grant);
}

void TurnKeeper::dropReception(int visit) {
    auto& record = grown(m_records, visit);
    if (!record.present) return;
    setTold(visit, record.reception.takenAwayBy, kNone, EventKind::takeAway);
    setTold(visit, record.reception.grantedBy, kNone, EventKind::grant);
    put({record.start, visit, EventKind::start}, false);
    record.present = false;
}

void TurnKeeper::setFact(int fact) {
    const auto& data = m_book.stored(fact).fact.data;
    EventKind kind = EventKind::employment;
    if (std::holds_alternative<facts::DutyChanged>(data)) kind = EventKind::duty;
    if (std::holds_alternative<facts::RosterSet>(data)) kind = EventKind::roster;
    if (std::holds_alternative<facts::VisitStarted>(data)) kind = EventKind::looseStart;
    if (std::holds_alternative<facts::CallRegistered>(data)) kind = EventKind::call;
    const Event event{m_book.momentOf(fact).at.latest, fact, kind};
    m_factEvents.insert_or_assign(fact, event);
    put(event, true);
    if (kind != EventKind::looseStart) return;
    const auto& started = std::get<facts::VisitStarted>(data);
    m_loose[m_book.findStaff(started.receiver.value)].emplace_back(event.at, fact);
}

void TurnKeeper::dropFact(int fact) {
    const auto known = m_factEvents.find(fact);
    if (known == m_factEvents.end()) return;
    put(known->second, false);
    if (known->second.kind == EventKind::looseStart)
        for (auto& [staff, starts] : m_loose)
            std::erase_if(starts, [&](const auto& start) { return start.second == fact; });
    m_factEvents.erase(known);
}

void TurnKeeper::noteAct(Staff staff, Instant at) {
    const auto loose = m_loose.find(staff);
    if (loose == m_loose.end()) return;
    for (const auto& [start, fact] : loose->second)
        if (start < at && at - start < std::chrono::days(2)) disturb(start);
}

/// Takes back what an event has done to the records of make-ups.
void TurnKeeper::forget(const Event& event) {
    if (event.kind != EventKind::start && event.kind != EventKind::takeAway) return;
    auto& known = m_records[static_cast<std::size_t>(event.subject)];
    if (event.kind == EventKind::takeAway) {
        if (std::exchange(known.lost, false)) m_changed.push_back(event.subject);
        if (const auto line = m_lines.find(event.subject); line != m_lines.end())
            line->second.removed = false;
    } else if (event.kind == EventKind::start && known.makeup != kNone) {
        const auto line = m_lines.find(known.makeup);
        if (line != m_lines.end() && line->second.usedBy == event.subject)
            line->second.usedBy = kNone;
        known.makeup = kNone;
    }
}

std::string_view TurnKeeper::rankOf(const Event& event) const {
    switch (event.kind) {
    case EventKind::start:
        return m_book.startOf(m_book.visit(event.subject)).id();
    case EventKind::grant:
        return m_book.momentOf(record(event.subject).reception.grantedBy).id();
    case EventKind::takeAway:
        return m_book.momentOf(record(event.subject).reception.takenAwayBy).id();
    default:
        return m_book.momentOf(event.subject).id();
    }
}

// ---- replay ------------------------------------------------------------------------------------

void TurnKeeper::keepCheckpoint(Instant before, bool recent) {
    std::erase_if(m_state.busy, [&](const Busy& busy) { return busy.until <= before; });
    m_checkpoints.insert_or_assign(before, m_state);
    m_sinceCheckpoint = 0;
    if (recent && ++m_checkpointsMade % kThinned != 0) m_recent.push_back(before);
    if (m_recent.size() <= kRecent) return;
    m_checkpoints.erase(m_recent.front());
    m_recent.pop_front();
}

void TurnKeeper::settle() {
    if (!m_dirtyFrom) return;
    const Instant from = *m_dirtyFrom;
    const Instant to = m_dirtyTo;
    m_dirtyFrom.reset();
    auto event = m_events.begin();
    const bool canStopEarly = m_replayedTo && *m_replayedTo > to;
    State final;
    const auto finalSince = m_sinceCheckpoint;
    if (m_replayedTo && *m_replayedTo < from) {
        event = m_events.upper_bound(
            {*m_replayedTo, std::numeric_limits<int>::max(), EventKind::grant});
    } else {
        final = std::exchange(m_state, {});
        m_sinceCheckpoint = 0;
        if (auto checkpoint = m_checkpoints.upper_bound(from);
            checkpoint != m_checkpoints.begin()) {
            --checkpoint;
            m_state = checkpoint->second;
            event = m_events.lower_bound({checkpoint->first, 0, EventKind::employment});
        }
    }
    std::vector<Event> group;
    auto stale = m_checkpoints.upper_bound(from);
    // Where a state kept by the replay before is reached again, all after it stays as it was.
    const auto reached = [&](Instant at, const State& kept) {
        std::erase_if(m_state.busy, [&](const Busy& busy) { return busy.until <= at; });
        return m_state == kept;
    };
    while (event != m_events.end()) {
        const Instant at = event->at;
        while (stale != m_checkpoints.end() && stale->first <= at) {
            if (canStopEarly && stale->first > to && reached(stale->first, stale->second)) {
                m_state = std::move(final);
                m_sinceCheckpoint = finalSince;
                return;
            }
            stale = m_checkpoints.erase(stale);
        }
        const bool recent = at + kRecentDays > m_events.rbegin()->at;
        if (m_sinceCheckpoint >= (recent ? kCheckpointEvery : kCheckpointEvery * kThinned)) {
            keepCheckpoint(at, recent);
            // It lets an older one go, which may have been the next stale one.
            stale = m_checkpoints.upper_bound(at);
        }
        group.clear();
        for (; event != m_events.end() && event->at == at; ++event)
            group.push_back(*event);
        replay(group);
        m_replayedTo = m_replayedTo ? std::max(*m_replayedTo, at) : at;
    }
    m_replayedTo = m_events.empty() ? std::nullopt : std::optional(m_events.rbegin()->at);
    m_checkpoints.erase(stale, m_checkpoints.end());
}

/// What happens at one time, in the order of the facts that tell it. Several make-ups are granted
/// in the order of their receptions, whoever told first.
void TurnKeeper::replay(std::vector<Event>& group) {
    const auto isGrant = [](const Event& event) {
        return event.kind == EventKind::grant;
    };
    if (group.size() > 1) {
        std::sort(group.begin(), group.end(), [&](const Event& a, const Event& b) {
            const auto left = rankOf(a);
            const auto right = rankOf(b);
            return std::tie(left, a.kind) < std::tie(right, b.kind);
        });
        std::vector<Event> grants;
        std::copy_if(group.begin(), group.end(), std::back_inserter(grants), isGrant);
        std::stable_sort(grants.begin(), grants.end(), [&](const Event& a, const Event& b) {
            return m_book.startedBefore(a.subject, b.subject);
        });
        auto grant = grants.begin();
        for (auto& event : group)
            if (isGrant(event)) event = *grant++;
    }
    passMidnights(m_state, group.front().at);
    m_sinceCheckpoint += group.size();
    for (const auto& event : group) {
        forget(event);
        apply(event);
    }
}

void TurnKeeper::apply(const Event& event) {
    switch (event.kind) {
    case EventKind::employment:
        return applyEmployment(event.subject);
    case EventKind::duty:
        return applyDuty(event.subject);
    case EventKind::roster:
        return applyRoster(event.subject);
    case EventKind::takeAway:
        return applyTakeAway(event.subject);
    case EventKind::looseStart:
        return applyLooseStart(event.subject, event.at);
    case EventKind::call:
        return applyCall(event.subject, event.at);
    case EventKind::start:
        return applyStart(event.subject, event.at);
    case EventKind::grant:
        return applyGrant(event.subject, event.at);
    }
}

// ---- receptions and make-ups -------------------------------------------------------------------

/// A start that is never registered keeps R busy until R's next act or the end of the day.
Instant TurnKeeper::endOfLooseStart(Staff staff, Instant from) const {
    const auto& zone = m_book.policies().zoneAt(from);
    const Instant midnight = zone.startOf(zone.dayOf(from) + std::chrono::days(1));
    const auto& acts = m_book.colleague(staff).acts;
    const auto next = acts.upper_bound(from);
    return next == acts.end() ? midnight : std::min(midnight, *next);
}

void TurnKeeper::applyLooseStart(int fact, Instant at) {
    const auto& started = std::get<facts::VisitStarted>(m_book.stored(fact).fact.data);
    const Staff staff = m_book.findStaff(started.receiver.value);
    m_state.busy.push_back({staff, endOfLooseStart(staff, at), false});
}

void TurnKeeper::take(int visit, Slot slot, Staff due) {
    auto& known = m_records[static_cast<std::size_t>(visit)];
    if (known.slot != slot || known.due != due) m_changed.push_back(visit);
    known.slot = slot;
    known.due = due;
}

void TurnKeeper::applyStart(int visit, Instant at) {
    const Staff receiver = receiverOf(visit);
    const Instant registered = m_book.registeredAt(m_book.visit(visit)).at.latest;
    std::erase_if(m_state.busy, [&](const Busy& busy) { return busy.until <= at; });
    const bool consumes = record(visit).reception.consumes;
    if (!consumes) {
        take(visit, Slot::none, kNobody);
    } else if (const auto place = nextMakeup(m_state, at);
               place < m_state.open.size() && m_state.open[place].staff == receiver) {
        m_lines.at(m_state.open[place].visit).usedBy = visit;
        m_records[static_cast<std::size_t>(visit)].makeup = m_state.open[place].visit;
        m_state.open.erase(m_state.open.begin() + static_cast<std::ptrdiff_t>(place));
        take(visit, Slot::makeup, kNobody);
    } else {
        const Staff head = nextIn(m_state.queue, m_state, at);
        const Staff next = place < m_state.open.size() ? m_state.open[place].staff : head;
        take(visit, Slot::turn, next == receiver ? kNobody : next);
        if (next == receiver) passOver(receiver, at);
        moveToTail(m_state.queue, receiver);
    }
    m_state.busy.push_back({receiver, registered, consumes});
}

void TurnKeeper::applyGrant(int visit, Instant at) {
    if (isGone(m_state, receiverOf(visit))) {
        m_lines[visit].granted = false;
        return;
    }
    m_state.open.push_back({visit, receiverOf(visit)});
    auto& line = m_lines[visit];
    line.grantedAt = at;
    line.granted = true;
}

void TurnKeeper::applyTakeAway(int visit) {
    const auto open =
        std::find(m_state.open.begin(), m_state.open.end(), Open{visit, receiverOf(visit)});
    if (open == m_state.open.end()) return;
    m_state.open.erase(open);
    m_lines.at(visit).removed = true;
    m_records[static_cast<std::size_t>(visit)].lost = true;
    m_changed.push_back(visit);
}

bool TurnKeeper::earnedMakeup(int visit) const {
    const auto& known = record(visit);
    return known.reception.grantedBy != kNone && !known.lost;
}

Rotation TurnKeeper::rotationAt(Instant now) const {
    State state = m_state;
    passMidnights(state, now);
    Rotation rotation;
    for (const Staff staff : state.queue)
        rotation.order.push_back(m_book.staffId(staff));
    for (const auto& makeup : state.open)
        rotation.makeups.push_back(m_book.staffId(makeup.staff));
    if (const auto place = nextMakeup(state, now); place < state.open.size())
        rotation.next = m_book.staffId(state.open[place].staff);
    else if (const Staff head = nextIn(state.queue, state, now); head != kNobody)
        rotation.next = m_book.staffId(head);
    if (m_book.policies().at(now).calls.rotation) {
        auto& calls = rotation.calls.emplace();
        for (const Staff staff : state.calls)
            calls.order.push_back(m_book.staffId(staff));
        if (const Staff head = nextIn(state.calls, state, now); head != kNobody)
            calls.next = m_book.staffId(head);
    }
    std::vector<std::pair<Instant, int>> lines;
    for (const auto& [visit, line] : m_lines)
        if (line.granted && !line.removed) lines.emplace_back(line.grantedAt, visit);
    std::sort(lines.begin(), lines.end(), [&](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : m_book.startedBefore(a.second, b.second);
    });
    for (const auto& [at, visit] : lines) {
        const auto& line = m_lines.at(visit);
        MakeUp turn{m_book.staffId(receiverOf(visit)),
                    SubjectId(m_book.idText(m_book.visit(visit))), at, std::nullopt};
        if (line.usedBy != kNone) turn.usedBy = VisitId(m_book.idText(m_book.visit(line.usedBy)));
        rotation.ledger.push_back(std::move(turn));
    }
    return rotation;
}

std::size_t TurnKeeper::bytes() const {
    std::size_t total = m_events.size() * (sizeof(Event) + 2) + m_records.size() * sizeof(Record) +
                        m_lines.capacity() * (sizeof(Line) + sizeof(int) + 1) +
                        m_grantedAt.capacity() * (sizeof(Instant) * 2 + 1);
    for (const auto& [at, state] : m_checkpoints)
        total += sizeof(State) + 64 +
                 (state.queue.capacity() + state.calls.capacity() + state.roster.capacity()) *
                     sizeof(Staff) +
                 state.duty.capacity() * sizeof(facts::Duty) +
                 state.busy.capacity() * sizeof(Busy) + state.open.capacity() * sizeof(Open);
    return total;
}

} // namespace shoujie::rules
