#include "shared/rules/rotation/rotation.hpp"

#include <algorithm>
#include <unordered_set>

namespace shoujie::rules {

namespace {

/// What can change the state, in the order in which it is applied at one moment.
enum class EventKind { employment, duty, roster, takeAway, start, grant };

struct Event {
    Instant at;
    int rank;
    EventKind kind;
    int order; ///< among grants: that of the receptions
    int index; ///< staff, roster, start or reception
    int detail = 0;
};

/// Someone is with a customer; a start that is never registered has no reception.
struct Busy {
    Instant until;
    bool takenInTurn;
};

class Replay {
public:
    Replay(const Book& book, const PolicyTimeline& policies,
           const std::vector<Reception>& receptions)
        : m_book(book)
        , m_policies(policies)
        , m_receptions(receptions)
        , m_duty(book.staff.size(), facts::Duty::on)
        , m_gone(book.staff.size(), false)
        , m_busy(book.staff.size()) {}

    RotationResult run(Instant now) {
        collect();
        for (const auto& event : m_events) {
            passMidnights(event.at);
            apply(event);
        }
        passMidnights(now);
        finish(now);
        return std::move(m_result);
    }

private:
    void collect();
    void apply(const Event& event);
    void applyEmployment(Staff staff, bool left);
    void applyDuty(Staff staff, facts::Duty duty);
    void applyRoster(const RosterFact& roster);
    void applyStart(const Event& event);
    void applyGrant(const Reception& reception, Instant at);
    void applyTakeAway(const Reception& reception);
    void refillQueue();
    void passMidnights(Instant at);
    void passOver(Staff called, Instant at);
    void moveToTail(Staff staff);
    void finish(Instant now);

    /// Works today: in the queue, though work assigned elsewhere keeps one from being called (2.4).
    bool inQueueByDuty(Staff staff) const {
        const auto duty = m_duty[static_cast<std::size_t>(staff)];
        return !m_gone[static_cast<std::size_t>(staff)] &&
               (duty == facts::Duty::on || duty == facts::Duty::assigned);
    }
    bool isBusy(Staff staff, Instant at) const {
        const auto& list = m_busy[static_cast<std::size_t>(staff)];
        return std::any_of(list.begin(), list.end(),
                           [&](const Busy& busy) { return busy.until > at; });
    }
    bool canBeCalled(Staff staff, Instant at) const {
        return !m_gone[static_cast<std::size_t>(staff)] &&
               m_duty[static_cast<std::size_t>(staff)] == facts::Duty::on && !isBusy(staff, at);
    }
    /// The ledger line of the first make-up whose owner can be called; its end where there is none.
    std::vector<std::size_t>::iterator nextMakeup(Instant at) {
        return std::find_if(m_open.begin(), m_open.end(), [&](std::size_t line) {
            return canBeCalled(m_ledger[line].staff, at);
        });
    }
    std::optional<Staff> nextInQueue(Instant at) const {
        for (const Staff staff : m_queue)
            if (canBeCalled(staff, at)) return staff;
        return std::nullopt;
    }
    Instant endOf(const LiveStart& start) const;

    struct Line {
        Staff staff;
        int earnedBy;
        Instant grantedAt;
        int usedBy = kNone;
        bool removed = false;
    };

    const Book& m_book;
    const PolicyTimeline& m_policies;
    const std::vector<Reception>& m_receptions;
    std::vector<Event> m_events;
    std::vector<Staff> m_roster;
    std::vector<Staff> m_queue;
    std::vector<facts::Duty> m_duty;
    std::vector<bool> m_gone;
    std::vector<std::vector<Busy>> m_busy;
    std::vector<Line> m_ledger;
    std::vector<std::size_t> m_open; ///< lines of the ledger, first granted first
    std::optional<Day> m_today;
    RotationResult m_result;
};

void Replay::collect() {
    for (std::size_t s = 0; s < m_book.staff.size(); ++s) {
        const auto staff = static_cast<int>(s);
        for (const auto& fact : m_book.staff[s].employment)
            m_events.push_back({fact.at.at.latest, fact.at.rank, EventKind::employment, 0, staff,
                                fact.left ? 1 : 0});
        for (const auto& fact : m_book.staff[s].duties)
            m_events.push_back({fact.at.at.latest, fact.at.rank, EventKind::duty, 0, staff,
                                static_cast<int>(fact.duty)});
    }
    for (std::size_t i = 0; i < m_book.rosters.size(); ++i)
        m_events.push_back({m_book.rosters[i].at.at.latest, m_book.rosters[i].at.rank,
                            EventKind::roster, 0, static_cast<int>(i)});
    for (std::size_t i = 0; i < m_book.starts.size(); ++i)
        if (m_book.starts[i].registered == kNone)
            m_events.push_back({m_book.starts[i].at.at.latest, m_book.starts[i].at.rank,
                                EventKind::start, 0, static_cast<int>(i), 1});
    for (std::size_t i = 0; i < m_receptions.size(); ++i) {
        const auto& reception = m_receptions[i];
        const auto& start = m_book.visit(reception.visit).start;
        const auto order = static_cast<int>(i);
        m_events.push_back({start.at.latest, start.rank, EventKind::start, 0, order});
        if (reception.grantedAt)
            m_events.push_back({reception.grantedAt->at.latest, reception.grantedAt->rank,
                                EventKind::grant, order, order});
        if (reception.takenAwayAt)
            m_events.push_back({reception.takenAwayAt->at.latest, reception.takenAwayAt->rank,
                                EventKind::takeAway, 0, order});
    }
    std::sort(m_events.begin(), m_events.end(), [](const Event& a, const Event& b) {
        return std::tie(a.at, a.rank, a.kind, a.order) < std::tie(b.at, b.rank, b.kind, b.order);
    });
    // Several make-ups at one time are granted in the order of the receptions, whoever told first.
    for (auto first = m_events.begin(); first != m_events.end();) {
        auto last = std::find_if(first, m_events.end(),
                                 [&](const Event& event) { return event.at != first->at; });
        if (std::count_if(first, last, [](const Event& e) { return e.kind == EventKind::grant; }) >
            1)
            std::stable_sort(first, last, [](const Event& a, const Event& b) {
                const bool grantA = a.kind == EventKind::grant;
                const bool grantB = b.kind == EventKind::grant;
                return grantA != grantB ? grantB : grantA && a.order < b.order;
            });
        first = last;
    }
}

void Replay::apply(const Event& event) {
    switch (event.kind) {
    case EventKind::employment:
        return applyEmployment(event.index, event.detail == 1);
    case EventKind::duty:
        return applyDuty(event.index, static_cast<facts::Duty>(event.detail));
    case EventKind::roster:
        return applyRoster(m_book.rosters[static_cast<std::size_t>(event.index)]);
    case EventKind::start:
        return applyStart(event);
    case EventKind::grant:
        return applyGrant(m_receptions[static_cast<std::size_t>(event.index)], event.at);
    case EventKind::takeAway:
        return applyTakeAway(m_receptions[static_cast<std::size_t>(event.index)]);
    }
}

/// Who leaves the company is out of the queue and loses open make-ups.
void Replay::applyEmployment(Staff staff, bool left) {
    m_gone[static_cast<std::size_t>(staff)] = left;
    if (!left) return;
    std::erase(m_queue, staff);
    std::erase(m_roster, staff);
    std::erase_if(m_open, [&](std::size_t line) { return m_ledger[line].staff == staff; });
}

/// Art. 3: off, on leave or sick is out of the queue; back on duty is at its tail.
void Replay::applyDuty(Staff staff, facts::Duty duty) {
    m_duty[static_cast<std::size_t>(staff)] = duty;
    if (!inQueueByDuty(staff)) {
        std::erase(m_queue, staff);
        return;
    }
    const bool onRoster = std::find(m_roster.begin(), m_roster.end(), staff) != m_roster.end();
    const bool queued = std::find(m_queue.begin(), m_queue.end(), staff) != m_queue.end();
    if (onRoster && !queued) m_queue.push_back(staff);
}

void Replay::refillQueue() {
    m_queue.clear();
    for (const Staff staff : m_roster)
        if (inQueueByDuty(staff)) m_queue.push_back(staff);
}

void Replay::applyRoster(const RosterFact& roster) {
    m_roster.clear();
    for (const Staff staff : roster.order)
        if (!m_gone[static_cast<std::size_t>(staff)]) m_roster.push_back(staff);
    refillQueue();
}

/// Policy `rotation.reset: daily`: the roster's order again each midnight; make-ups stay.
void Replay::passMidnights(Instant at) {
    const Day day = m_policies.zoneAt(at).dayOf(at);
    if (m_today && day > *m_today && m_policies.at(at).rotation.reset == RotationReset::daily)
        refillQueue();
    if (!m_today || day > *m_today) m_today = day;
}

void Replay::moveToTail(Staff staff) {
    const auto place = std::find(m_queue.begin(), m_queue.end(), staff);
    if (place == m_queue.end()) return;
    m_queue.erase(place);
    m_queue.push_back(staff);
}

/// Everybody before the one called: who is busy with a customer taken in turn goes to the tail (1);
/// the others keep the place, and being next when free is the making up (2.1 to 2.4).
void Replay::passOver(Staff called, Instant at) {
    if (m_policies.at(at).rotation.busyWithNew == BusyWithNew::hold) return;
    std::vector<Staff> passed;
    for (const Staff staff : m_queue) {
        if (staff == called) break;
        const auto& list = m_busy[static_cast<std::size_t>(staff)];
        if (std::any_of(list.begin(), list.end(),
                        [&](const Busy& busy) { return busy.until > at && busy.takenInTurn; }))
            passed.push_back(staff);
    }
    for (const Staff staff : passed)
        moveToTail(staff);
}

/// A start that is never registered keeps R busy until R's next act or the end of the day.
Instant Replay::endOf(const LiveStart& start) const {
    const Instant from = start.at.at.latest;
    const auto& zone = m_policies.zoneAt(from);
    Instant end = zone.startOf(zone.dayOf(from) + std::chrono::days(1));
    for (const auto& act : m_book.colleague(start.receiver).acts)
        if (act.rank != start.at.rank && act.at.latest > from) end = std::min(end, act.at.latest);
    return end;
}

void Replay::applyStart(const Event& event) {
    if (event.detail == 1) {
        const auto& start = m_book.starts[static_cast<std::size_t>(event.index)];
        m_busy[static_cast<std::size_t>(start.receiver)].push_back({endOf(start), false});
        return;
    }
    const auto& reception = m_receptions[static_cast<std::size_t>(event.index)];
    const auto& visit = m_book.visit(reception.visit);
    const Staff receiver = visit.receiver;
    const Instant at = event.at;
    auto& busy = m_busy[static_cast<std::size_t>(receiver)];
    std::erase_if(busy, [&](const Busy& entry) { return entry.until <= at; });
    if (!reception.consumes) {
        m_result.slots[reception.visit] = Slot::none;
        busy.push_back({visit.registered.at.latest, false});
        return;
    }
    const auto makeup = nextMakeup(at);
    const auto head = nextInQueue(at);
    if (makeup != m_open.end() && m_ledger[*makeup].staff == receiver) {
        m_ledger[*makeup].usedBy = reception.visit;
        m_open.erase(makeup);
        m_result.slots[reception.visit] = Slot::makeup;
    } else {
        m_result.slots[reception.visit] = Slot::turn;
        if (makeup != m_open.end())
            m_result.outOfTurn[reception.visit] = {m_ledger[*makeup].staff};
        else if (head && *head != receiver)
            m_result.outOfTurn[reception.visit] = {*head};
        else if (head)
            passOver(receiver, at);
        moveToTail(receiver);
    }
    busy.push_back({visit.registered.at.latest, true});
}

void Replay::applyGrant(const Reception& reception, Instant at) {
    const Staff staff = m_book.visit(reception.visit).receiver;
    if (m_gone[static_cast<std::size_t>(staff)]) return;
    m_open.push_back(m_ledger.size());
    m_ledger.push_back({staff, reception.visit, at});
}

void Replay::applyTakeAway(const Reception& reception) {
    const auto line = std::find_if(m_open.begin(), m_open.end(), [&](std::size_t open) {
        return m_ledger[open].earnedBy == reception.visit;
    });
    if (line == m_open.end()) return;
    m_ledger[*line].removed = true;
    m_result.lostMakeup[reception.visit] = true;
    m_open.erase(line);
}

void Replay::finish(Instant now) {
    auto& rotation = m_result.rotation;
    for (const Staff staff : m_queue)
        rotation.order.push_back(m_book.staffId(staff));
    for (const std::size_t line : m_open)
        rotation.makeups.push_back(m_book.staffId(m_ledger[line].staff));
    if (const auto makeup = nextMakeup(now); makeup != m_open.end())
        rotation.next = m_book.staffId(m_ledger[*makeup].staff);
    else if (const auto head = nextInQueue(now))
        rotation.next = m_book.staffId(*head);
    for (const auto& line : m_ledger) {
        if (line.removed) continue;
        MakeUp turn{m_book.staffId(line.staff), SubjectId(m_book.visit(line.earnedBy).id.value),
                    line.grantedAt, std::nullopt};
        if (line.usedBy != kNone) turn.usedBy = m_book.visit(line.usedBy).id;
        rotation.ledger.push_back(std::move(turn));
    }
}

} // namespace

RotationResult replayRotation(const Book& book, const PolicyTimeline& policies,
                              const std::vector<Reception>& receptions, Instant now) {
    return Replay(book, policies, receptions).run(now);
}

} // namespace shoujie::rules
