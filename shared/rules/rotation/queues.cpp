// Who is in the queues of receptions and of calls, and who of them is next (art. 1, 3, 5).
#include "shared/rules/rotation/rotation.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

bool contains(const std::vector<Staff>& list, Staff staff) {
    return std::find(list.begin(), list.end(), staff) != list.end();
}

facts::Duty dutyOf(const std::vector<facts::Duty>& duty, Staff staff) {
    return static_cast<std::size_t>(staff) < duty.size() ? duty[static_cast<std::size_t>(staff)]
                                                         : facts::Duty::on;
}

} // namespace

bool TurnKeeper::isGone(const State& state, Staff staff) {
    return static_cast<std::size_t>(staff) < state.gone.size() &&
           state.gone[static_cast<std::size_t>(staff)];
}

/// Works today: in the queue, though work assigned elsewhere keeps one from being called (2.4).
bool TurnKeeper::inQueueByDuty(const State& state, Staff staff) {
    const auto duty = dutyOf(state.duty, staff);
    return !isGone(state, staff) && (duty == facts::Duty::on || duty == facts::Duty::assigned);
}

bool TurnKeeper::canBeCalled(const State& state, Staff staff, Instant at) {
    return !isGone(state, staff) && dutyOf(state.duty, staff) == facts::Duty::on &&
           std::none_of(state.busy.begin(), state.busy.end(),
                        [&](const Busy& busy) { return busy.staff == staff && busy.until > at; });
}

/// Place in `open` of the first make-up whose owner can be called; its size where there is none.
std::size_t TurnKeeper::nextMakeup(const State& state, Instant at) const {
    // Of one who cannot be called there may be many.
    absl::InlinedVector<Staff, 16> refused;
    std::size_t place = 0;
    for (; place < state.open.size(); ++place) {
        const Staff staff = state.open[place].staff;
        if (std::find(refused.begin(), refused.end(), staff) != refused.end()) continue;
        if (canBeCalled(state, staff, at)) break;
        refused.push_back(staff);
    }
    return place;
}

Staff TurnKeeper::nextIn(const std::vector<Staff>& queue, const State& state, Instant at) {
    for (const Staff staff : queue)
        if (canBeCalled(state, staff, at)) return staff;
    return kNobody;
}

/// Who leaves the company is out of the queue and loses open make-ups.
void TurnKeeper::applyEmployment(int fact) {
    const auto& data = m_book.stored(fact).fact.data;
    const auto* left = std::get_if<facts::StaffLeft>(&data);
    const Staff staff = m_book.findStaff(
        left != nullptr ? left->staff.value : std::get<facts::StaffJoined>(data).staff.value);
    if (m_state.gone.size() <= static_cast<std::size_t>(staff))
        m_state.gone.resize(static_cast<std::size_t>(staff) + 1);
    m_state.gone[static_cast<std::size_t>(staff)] = left != nullptr;
    if (left == nullptr) return;
    for (auto* list : {&m_state.queue, &m_state.calls, &m_state.roster})
        std::erase(*list, staff);
    std::erase_if(m_state.open, [&](const Open& makeup) { return makeup.staff == staff; });
}

/// Art. 3: off, on leave or sick is out of the queue; back on duty is at its tail.
void TurnKeeper::applyDuty(int fact) {
    const auto& changed = std::get<facts::DutyChanged>(m_book.stored(fact).fact.data);
    const Staff staff = m_book.findStaff(changed.staff.value);
    if (m_state.duty.size() <= static_cast<std::size_t>(staff))
        m_state.duty.resize(static_cast<std::size_t>(staff) + 1, facts::Duty::on);
    m_state.duty[static_cast<std::size_t>(staff)] = changed.duty;
    for (auto* queue : {&m_state.queue, &m_state.calls})
        if (!inQueueByDuty(m_state, staff))
            std::erase(*queue, staff);
        else if (contains(m_state.roster, staff) && !contains(*queue, staff))
            queue->push_back(staff);
}

void TurnKeeper::refillQueues(State& state) {
    state.queue.clear();
    for (const Staff staff : state.roster)
        if (inQueueByDuty(state, staff)) state.queue.push_back(staff);
    state.calls = state.queue;
}

void TurnKeeper::applyRoster(int fact) {
    m_state.roster.clear();
    for (const auto& id : std::get<facts::RosterSet>(m_book.stored(fact).fact.data).order)
        if (const Staff staff = m_book.findStaff(id.value);
            !isGone(m_state, staff) && !contains(m_state.roster, staff))
            m_state.roster.push_back(staff);
    refillQueues(m_state);
}

/// Policy `rotation.reset: daily`: the roster's order again each midnight; make-ups stay.
void TurnKeeper::passMidnights(State& state, Instant at) const {
    const Day day = m_book.policies().zoneAt(at).dayOf(at);
    if (state.today && day <= *state.today) return;
    if (state.today && m_book.policies().at(at).rotation.reset == RotationReset::daily)
        refillQueues(state);
    state.today = day;
}

void TurnKeeper::moveToTail(std::vector<Staff>& queue, Staff staff) {
    if (const auto place = std::find(queue.begin(), queue.end(), staff); place != queue.end())
        std::rotate(place, place + 1, queue.end());
}

/// Everybody before the one called: who is busy with a customer taken in turn goes to the tail (1);
/// the others keep the place, and being next when free is the making up (2.1 to 2.4).
void TurnKeeper::passOver(Staff called, Instant at) {
    if (m_book.policies().at(at).rotation.busyWithNew == BusyWithNew::hold) return;
    std::vector<Staff> passed;
    for (const Staff staff : m_state.queue) {
        if (staff == called) break;
        if (std::any_of(m_state.busy.begin(), m_state.busy.end(), [&](const Busy& busy) {
                return busy.staff == staff && busy.until > at && busy.takenInTurn;
            }))
            passed.push_back(staff);
    }
    for (const Staff staff : passed)
        moveToTail(m_state.queue, staff);
}

/// Art. 5, where telephones are few: who answered in turn goes to the tail. A caller who asked for
/// somebody was nobody's turn.
void TurnKeeper::applyCall(int fact, Instant at) {
    const auto& call = m_book.call(m_book.fact(fact).entry);
    if (m_book.policies().at(at).calls.rotation && !call.askedFor)
        moveToTail(m_state.calls, call.answeredBy);
}

} // namespace shoujie::rules
