#include "tests/oracle/rotation.hpp"

#include <algorithm>
#include <chrono>

namespace shoujie::oracle {

using namespace facts;

Rotation::Rotation(const Register& entries, const Visits& visits)
    : m_entries(entries), m_visits(visits) {
    grantAll();
    std::vector<Event> events;
    const auto add = [&](When at, int rank, std::size_t index, Event::Kind kind) {
        if (at.at <= m_entries.now) events.push_back({std::move(at), rank, index, kind});
    };
    for (std::size_t i = 0; i < m_entries.facts.size(); ++i)
        add(m_entries.when(i), 1, i, Event::Kind::fact);
    for (std::size_t i = 0; i < m_entries.visits.size(); ++i)
        add(m_entries.visits[i].start, 1, i, Event::Kind::start);
    for (std::size_t i = 0; i < m_entries.calls.size(); ++i)
        add(m_entries.calls[i].at, 1, i, Event::Kind::call);
    for (std::size_t i = 0; i < m_toGrant.size(); ++i) {
        add(m_toGrant[i].granted, 2, i, Event::Kind::grant);
        if (m_toGrant[i].takenBack) add(*m_toGrant[i].takenBack, 2, i, Event::Kind::takeBack);
    }
    if (!m_entries.facts.empty()) {
        const auto& zone = m_entries.policies.zone();
        const auto last = zone.dayOf(m_entries.now);
        for (auto day = zone.dayOf(m_entries.facts.front().at.latest); day <= last;
             day += std::chrono::days(1))
            add({zone.startOf(day), ""}, 0, 0, Event::Kind::midnight);
    }
    std::sort(events.begin(), events.end());
    for (const auto& event : events)
        happen(event);
    next = due({m_entries.now, "\x7f"});
    for (const auto& staff : calls)
        if (!nextCall && onDuty(staff) && busy(staff, {m_entries.now, "\x7f"}) == Busy::no)
            nextCall = staff;
}

void Rotation::happen(const Event& event) {
    switch (event.kind) {
    case Event::Kind::midnight:
        midnight(event.at.at);
        break;
    case Event::Kind::fact:
        fact(event.index);
        keepCalls();
        break;
    case Event::Kind::call:
        call(event.index);
        break;
    case Event::Kind::start:
        start(event.index);
        break;
    case Event::Kind::grant:
        m_earned.insert(m_toGrant[event.index].earnedBy);
        if (!m_gone.contains(m_toGrant[event.index].staff)) turns.push_back(m_toGrant[event.index]);
        break;
    case Event::Kind::takeBack:
        for (auto& turn : turns)
            if (turn.earnedBy == m_toGrant[event.index].earnedBy && !turn.usedBy && !turn.lost)
                turn.lost = turn.undone = true;
        break;
    }
}

// ---- make-ups --------------------------------------------------------------------------------

/// When the make-up of V's own line exists; a ruling is looked at apart.
std::optional<When> Rotation::grantedAt(std::size_t index) const {
    const auto& visit = m_entries.visits[index];
    const auto& verdict = m_visits.verdicts[index];
    switch (verdict.earns) {
    case Earns::nothing:
        return std::nullopt;
    case Earns::asPublic:
        return std::max(*visit.confirmedPublic, visit.registered);
    case Earns::asOwnCall:
        return visit.registered;
    case Earns::asColleagues:
        break;
    }
    auto known = m_visits.firstDiscovery(m_visits.countingSubjects(index));
    for (const auto shown : verdict.shownBy)
        if (!known || m_entries.when(shown) < *known) known = m_entries.when(shown);
    if (!known) return std::nullopt;
    return std::max(*known, visit.registered);
}

void Rotation::grantAll() {
    for (std::size_t i = 0; i < m_entries.visits.size(); ++i) {
        const auto& visit = m_entries.visits[i];
        const auto& verdict = m_visits.verdicts[i];
        auto granted = grantedAt(i);
        std::optional<When> takenBack;
        if (verdict.ruledAt) {
            const bool early = granted && *granted < *verdict.ruledAt;
            const bool fault =
                verdict.help && (*verdict.help == Help::present || *verdict.help == Help::unstated);
            if (verdict.ruledOwner != visit.data.receiver.value) {
                const auto& policy = m_entries.policies.at(visit.start.at);
                // 3e with `rotation.returning_makeup: false`: what it cost is never made up.
                const bool kept = verdict.line == 3 && verdict.owner != visit.data.receiver.value &&
                                  !verdict.owner.empty() && !policy.rotation.returningMakeup;
                if (!early && verdict.consumesSlot && !fault && !kept)
                    granted = std::max(*verdict.ruledAt, visit.registered);
            } else if (verdict.earns != Earns::asOwnCall) { // the reason is taken away
                if (!early) granted.reset();
                takenBack = verdict.ruledAt;
            }
        }
        if (!granted) continue;
        m_toGrant.push_back(
            {visit.data.receiver.value, visit.id, *granted, i, takenBack, {}, false, false});
    }
    std::sort(m_toGrant.begin(), m_toGrant.end(), [](const auto& a, const auto& b) {
        return std::tie(a.granted, a.reception) < std::tie(b.granted, b.reception);
    });
}

bool Rotation::earned(const std::string& visit) const {
    return m_earned.contains(visit) &&
           std::none_of(turns.begin(), turns.end(), [&](const MakeUpTurn& turn) {
               return turn.earnedBy == visit && turn.undone;
           });
}

std::vector<std::string> Rotation::open() const {
    std::vector<std::string> staff;
    for (const auto& turn : turns)
        if (!turn.usedBy && !turn.lost) staff.push_back(turn.staff);
    return staff;
}

MakeUpTurn* Rotation::openTurn(const std::string& staff) {
    for (auto& turn : turns)
        if (turn.staff == staff && !turn.usedBy && !turn.lost) return &turn;
    return nullptr;
}

// ---- who is there ----------------------------------------------------------------------------

bool Rotation::onDuty(const std::string& staff) const {
    const auto duty = m_duty.find(staff);
    return !m_gone.contains(staff) && (duty == m_duty.end() || duty->second == Duty::on);
}

/// Other work given by the project keeps the place in the queue (2.4); leave does not (3).
bool Rotation::atWork(const std::string& staff) const {
    const auto duty = m_duty.find(staff);
    return !m_gone.contains(staff) &&
           (duty == m_duty.end() || duty->second == Duty::on || duty->second == Duty::assigned);
}

/// Whether a reception of theirs runs at that time, and whether it was taken in turn.
Rotation::Busy Rotation::busy(const std::string& staff, const When& at) const {
    auto found = Busy::no;
    for (std::size_t i = 0; i < m_entries.visits.size(); ++i) {
        const auto& visit = m_entries.visits[i];
        if (visit.data.receiver.value != staff) continue;
        if (!(visit.start < at) || visit.registered.at <= at.at) continue;
        const auto& verdict = m_visits.verdicts[i];
        const bool inTurn = verdict.consumesSlot && verdict.earns != Earns::asOwnCall;
        if (inTurn)
            found = Busy::inTurn;
        else if (found == Busy::no)
            found = Busy::keeps;
    }
    for (std::size_t i = 0; i < m_entries.facts.size(); ++i) {
        const auto* started = std::get_if<VisitStarted>(&m_entries.facts[i].fact.data);
        if (started == nullptr || started->receiver.value != staff) continue;
        if (!(m_entries.when(i) < at)) continue;
        if (std::any_of(m_entries.visits.begin(), m_entries.visits.end(),
                        [&](const Visit& visit) { return visit.data.visit == started->visit; }))
            continue;
        // Never registered: until the next act or the end of the day.
        const auto& zone = m_entries.policies.zoneAt(at.at);
        bool over = zone.dayOf(m_entries.when(i).at) != zone.dayOf(at.at);
        for (std::size_t j = i + 1; j < m_entries.facts.size() && m_entries.when(j).at <= at.at;
             ++j)
            over = over || m_entries.facts[j].fact.by.value == staff;
        if (!over && found == Busy::no) found = Busy::keeps;
    }
    return found;
}

std::optional<std::string> Rotation::dueByMakeUp(const When& at) const {
    for (const auto& turn : turns)
        if (!turn.usedBy && !turn.lost && onDuty(turn.staff) && busy(turn.staff, at) == Busy::no)
            return turn.staff;
    return std::nullopt;
}

std::optional<std::string> Rotation::due(const When& at) const {
    if (auto first = dueByMakeUp(at)) return first;
    for (const auto& staff : queue)
        if (onDuty(staff) && busy(staff, at) == Busy::no) return staff;
    return std::nullopt;
}

// ---- what happens ----------------------------------------------------------------------------

void Rotation::leaveQueue(const std::string& staff) {
    std::erase(queue, staff);
}

void Rotation::toTheTail(const std::string& staff) {
    leaveQueue(staff);
    const bool member = std::find(m_roster.begin(), m_roster.end(), staff) != m_roster.end();
    if (member && atWork(staff)) queue.push_back(staff);
}

void Rotation::midnight(Instant at) {
    if (m_entries.policies.at(at).rotation.reset != rules::RotationReset::daily) return;
    queue.clear();
    for (const auto& staff : m_roster)
        toTheTail(staff);
    calls = queue;
}

/// Who answers a call for nobody in particular has had a turn.
void Rotation::call(std::size_t index) {
    const auto& call = m_entries.calls[index];
    const auto place = std::find(calls.begin(), calls.end(), call.answeredBy);
    if (!m_entries.policies.at(call.at.at).calls.rotation || !call.inTurn || place == calls.end())
        return;
    calls.erase(place);
    calls.push_back(call.answeredBy);
}

/// Those who wait for receptions wait for calls too; who is new among them at the tail.
void Rotation::keepCalls() {
    std::erase_if(calls, [&](const auto& staff) {
        return std::find(queue.begin(), queue.end(), staff) == queue.end();
    });
    for (const auto& staff : queue)
        if (std::find(calls.begin(), calls.end(), staff) == calls.end()) calls.push_back(staff);
}

void Rotation::fact(std::size_t index) {
    const auto& data = m_entries.facts[index].fact.data;
    if (const auto* roster = std::get_if<RosterSet>(&data)) {
        m_roster.clear();
        queue.clear();
        for (const auto& staff : roster->order)
            m_roster.push_back(staff.value);
        for (const auto& staff : m_roster)
            toTheTail(staff);
        calls = queue;
    } else if (const auto* changed = std::get_if<DutyChanged>(&data)) {
        m_duty[changed->staff.value] = changed->duty;
        const bool queued =
            std::find(queue.begin(), queue.end(), changed->staff.value) != queue.end();
        if (!atWork(changed->staff.value))
            leaveQueue(changed->staff.value);
        else if (!queued)
            toTheTail(changed->staff.value);
    } else if (const auto* leaver = std::get_if<StaffLeft>(&data)) {
        m_gone.insert(leaver->staff.value);
        leaveQueue(leaver->staff.value);
        for (auto& turn : turns)
            if (turn.staff == leaver->staff.value && !turn.usedBy) turn.lost = true;
        std::erase(m_roster, leaver->staff.value);
    } else if (const auto* joiner = std::get_if<StaffJoined>(&data)) {
        m_gone.erase(joiner->staff.value);
    }
}

/// Everybody before the one called: who is busy with a customer taken in turn goes to the tail.
void Rotation::passOver(const std::string& called, const When& at) {
    if (m_entries.policies.at(at.at).rotation.busyWithNew == rules::BusyWithNew::hold) return;
    std::vector<std::string> passed;
    for (const auto& staff : queue) {
        if (staff == called) break;
        if (busy(staff, at) == Busy::inTurn) passed.push_back(staff);
    }
    for (const auto& staff : passed)
        toTheTail(staff);
}

void Rotation::start(std::size_t index) {
    const auto& visit = m_entries.visits[index];
    if (!m_visits.verdicts[index].consumesSlot) return;
    const auto& receiver = visit.data.receiver.value;
    const auto byMakeUp = dueByMakeUp(visit.start);
    const auto called = due(visit.start);
    slots[visit.id] = "turn";
    if (byMakeUp && *byMakeUp == receiver) {
        openTurn(receiver)->usedBy = visit.id;
        slots[visit.id] = "makeup";
        return;
    }
    if (called && *called == receiver)
        passOver(receiver, visit.start);
    else if (called)
        outOfTurn[visit.id] = {*called};
    toTheTail(receiver);
}

} // namespace shoujie::oracle
