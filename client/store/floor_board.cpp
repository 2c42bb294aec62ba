#include "client/store/floor_board.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace shoujie::client {
namespace {

using facts::TimedFact;

template <class Data>
const Data& as(const TimedFact& fact) {
    return std::get<Data>(fact.fact.data);
}

void keepNewest(std::map<StaffId, const TimedFact*>& newest, const StaffId& staff,
                const TimedFact* fact) {
    const TimedFact*& held = newest[staff];
    if (held == nullptr || happenedBefore(*held, *fact)) held = fact;
}

std::map<StaffId, facts::Duty> duties(const Replica& replica) {
    std::map<StaffId, const TimedFact*> newest;
    for (const FactId& id : replica.ofKind<facts::DutyChanged>()) {
        const TimedFact* fact = replica.find(id);
        keepNewest(newest, as<facts::DutyChanged>(*fact).staff, fact);
    }
    std::map<StaffId, facts::Duty> duties;
    for (const auto& [staff, fact] : newest)
        duties[staff] = as<facts::DutyChanged>(*fact).duty;
    return duties;
}

bool isRegistered(const Replica& replica, const VisitId& visit) {
    const auto& about = replica.ofSubject(visit.value);
    return std::any_of(about.begin(), about.end(), [&](const FactId& id) {
        return std::holds_alternative<facts::VisitRegistered>(replica.find(id)->fact.data);
    });
}

/// Who has begun a reception today, has not registered it and has written nothing since is
/// receiving (rules.md 7).
std::map<StaffId, const TimedFact*> runningReceptions(const Replica& replica, Instant now,
                                                      const TimeZone& zone) {
    std::map<StaffId, const TimedFact*> newest;
    for (const FactId& id : replica.ofKind<facts::VisitStarted>()) {
        const TimedFact* fact = replica.find(id);
        keepNewest(newest, as<facts::VisitStarted>(*fact).receiver, fact);
    }
    std::erase_if(newest, [&](const auto& entry) {
        const TimedFact& start = *entry.second;
        if (zone.dayOf(start.at.latest) != zone.dayOf(now)) return true;
        if (isRegistered(replica, as<facts::VisitStarted>(start).visit)) return true;
        const auto& acts = replica.ofAuthor(entry.first);
        return std::any_of(acts.begin(), acts.end(), [&](const FactId& id) {
            return id != start.fact.id && replica.find(id)->at.latest > start.at.latest;
        });
    });
    return newest;
}

SeatState seatState(facts::Duty duty) {
    switch (duty) {
    case facts::Duty::on:
        return SeatState::waiting;
    case facts::Duty::off:
        return SeatState::off;
    case facts::Duty::leave:
        return SeatState::leave;
    case facts::Duty::sick:
        return SeatState::sick;
    case facts::Duty::assigned:
        return SeatState::assigned;
    }
    return SeatState::waiting;
}

std::vector<OwedTurn> owedTurns(const Replica& replica, const rules::Rotation& rotation,
                                Instant now) {
    std::vector<OwedTurn> owed;
    for (const rules::MakeUp& turn : rotation.ledger) {
        if (turn.usedBy) continue;
        OwedTurn one{turn.staff, replica.nameOf(turn.staff), turn.earnedBy, {}, turn.grantedAt};
        if (const auto visit = replica.judge().visit(VisitId(turn.earnedBy.value), now))
            one.articles = visit->articles;
        owed.push_back(std::move(one));
    }
    return owed;
}

} // namespace

FloorBoard makeFloorBoard(const Replica& replica, Instant now, const TimeZone& zone) {
    const rules::Rotation rotation = replica.judge().rotation(now);
    const auto running = runningReceptions(replica, now, zone);
    const auto dutyOf = duties(replica);

    const auto seatOf = [&](const StaffId& staff) {
        Seat seat{staff, replica.nameOf(staff), SeatState::waiting, false, {}, {}};
        if (const auto duty = dutyOf.find(staff); duty != dutyOf.end())
            seat.state = seatState(duty->second);
        if (const auto busy = running.find(staff); busy != running.end()) {
            seat.state = SeatState::receiving;
            seat.receivingSince = busy->second->at.latest;
            seat.visit = as<facts::VisitStarted>(*busy->second).visit;
        }
        seat.next = rotation.next == staff;
        return seat;
    };

    FloorBoard board;
    board.next = rotation.next;
    board.owed = owedTurns(replica, rotation, now);
    for (const StaffId& staff : rotation.order)
        board.queue.push_back(seatOf(staff));
    for (const StaffMember& member : replica.staff()) {
        const auto& order = rotation.order;
        if (std::find(order.begin(), order.end(), member.id) != order.end()) continue;
        if (dutyOf.contains(member.id)) board.others.push_back(seatOf(member.id));
    }
    return board;
}

} // namespace shoujie::client
