#include "tests/properties/property.hpp"
#include "tests/properties/reading.hpp"

#include <algorithm>
#include <map>
#include <set>

/// What can be read off the rotation: rules.md 11.4 and 11.5.
namespace shoujie::properties {

using namespace shoujie::facts;
using rules::MakeUp;
using rules::Slot;

namespace {

/// The last of some facts about one member of the staff, if nothing leaves open which that is.
template <class T>
class Latest {
public:
    void meet(const TimedFact& fact, const T& data) {
        if (m_fact == nullptr || comesBefore(*m_fact, fact)) {
            m_open = m_fact != nullptr && !certainlyBefore(*m_fact, fact);
            m_fact = &fact;
            m_data = &data;
        } else {
            m_open = m_open || !certainlyBefore(fact, *m_fact);
        }
    }
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] const T* data() const { return m_data; }
    [[nodiscard]] const TimedFact* fact() const { return m_fact; }

    static bool certainlyBefore(const TimedFact& a, const TimedFact& b) {
        return a.at.latest < b.at.earliest;
    }

private:
    static bool comesBefore(const TimedFact& a, const TimedFact& b) {
        return std::tie(a.at.latest, a.fact.id) < std::tie(b.at.latest, b.fact.id);
    }
    const TimedFact* m_fact = nullptr;
    const T* m_data = nullptr;
    bool m_open = false;
};

struct Standing {
    Latest<DutyChanged> duty;
    bool everLeft = false;
};

struct Staff {
    std::map<StaffId, Standing> standings;
    Latest<RosterSet> roster;

    explicit Staff(const History& history) {
        for (const auto& fact : history.facts) {
            if (const auto* duty = std::get_if<DutyChanged>(&fact.fact.data))
                standings[duty->staff].duty.meet(fact, *duty);
            else if (const auto* left = std::get_if<StaffLeft>(&fact.fact.data))
                standings[left->staff].everLeft = true;
            else if (const auto* set = std::get_if<RosterSet>(&fact.fact.data))
                roster.meet(fact, *set);
        }
    }
};

bool worksToday(const Standing& standing) {
    const auto* duty = standing.duty.data();
    return duty == nullptr || duty->duty == Duty::on || duty->duty == Duty::assigned;
}

Finding wrongTurn(const MakeUp& turn, const Judged& judged,
                  const std::map<VisitId, VisitReading>& visits) {
    const auto& outcome = judged.outcome;
    const auto earned = outcome.visits.find(VisitId(turn.earnedBy.value));
    if (earned == outcome.visits.end()) return "earned by nothing that was received";
    if (!earned->second.decision.makeup) return "earned by what earned none";
    const auto& visit = visits.at(earned->first);
    if (!visit.receivers.contains(turn.staff)) return "given to who did not receive";
    if (turn.grantedAt < visit.fact->at.earliest) return "granted before it was registered";
    if (!turn.usedBy) return std::nullopt;
    const auto used = outcome.visits.find(*turn.usedBy);
    if (used == outcome.visits.end()) return "used by nothing";
    if (used->second.decision.slot != Slot::makeup) return "used by what took no make-up";
    if (!visits.at(used->first).receivers.contains(turn.staff)) return "used by somebody else";
    return std::nullopt;
}

} // namespace

Finding makeupsAreEarnedOnce(const Judged& judged, Dice&) {
    const auto& outcome = judged.outcome;
    const auto visits = readVisits(judged.history);
    const Staff staff(judged.history);
    const auto stayed = [&](const StaffId& id) {
        const auto found = staff.standings.find(id);
        return found == staff.standings.end() || !found->second.everLeft;
    };
    std::set<std::string> earned;
    std::set<std::string> used;
    std::vector<StaffId> open;
    for (std::size_t i = 0; i < outcome.rotation.ledger.size(); ++i) {
        const auto& turn = outcome.rotation.ledger[i];
        const auto name = "make-up of " + turn.earnedBy.value + ": ";
        if (!earned.insert(turn.earnedBy.value).second) return name + "a second one";
        if (turn.usedBy && !used.insert(turn.usedBy->value).second) return name + "used twice";
        if (auto wrong = wrongTurn(turn, judged, visits)) return name + *wrong;
        if (i > 0 && turn.grantedAt < outcome.rotation.ledger[i - 1].grantedAt)
            return name + "not in the order of the grants";
        if (!turn.usedBy && stayed(turn.staff)) open.push_back(turn.staff);
    }
    std::vector<StaffId> listed;
    for (const auto& id : outcome.rotation.makeups)
        if (stayed(id)) listed.push_back(id);
    if (!judged.isAfterAll()) return std::nullopt;
    if (listed != open) return "the open make-ups are not those of the ledger";
    for (const auto& [id, visit] : outcome.visits) {
        if ((visit.decision.slot == Slot::makeup) != used.contains(id.value))
            return id.value + ": taken as a make-up, or not";
        const auto& receivers = visits.at(id).receivers;
        // Who has left by then has nothing to be given.
        if (visit.decision.makeup && !earned.contains(id.value) &&
            std::all_of(receivers.begin(), receivers.end(), stayed))
            return id.value + ": its make-up is nowhere";
    }
    return std::nullopt;
}

Finding queueHoldsWhoIsOnDuty(const Judged& judged, Dice&) {
    const auto& rotation = judged.outcome.rotation;
    if (judged.history.flavour == Flavour::hostile || !judged.isAfterAll()) return std::nullopt;
    const std::set<StaffId> queued(rotation.order.begin(), rotation.order.end());
    if (queued.size() != rotation.order.size()) return "somebody is queued twice";
    const Staff staff(judged.history);
    const auto* roster = staff.roster.data();
    const auto isIn = [](const auto& list, const StaffId& id) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    for (const auto& id : queued)
        if (roster == nullptr) return id.value + ": queued without a roster";
    for (const auto& [id, standing] : staff.standings)
        if (!standing.duty.isOpen() && !worksToday(standing) && queued.contains(id))
            return id.value + ": queued, but off duty";
    if (roster != nullptr && !staff.roster.isOpen()) {
        for (const auto& id : queued)
            if (!isIn(roster->order, id)) return id.value + ": queued, but not on the roster";
        for (const auto& id : roster->order) {
            const auto found = staff.standings.find(id);
            const bool known = found == staff.standings.end() ||
                               (!found->second.everLeft && !found->second.duty.isOpen());
            if (known && (found == staff.standings.end() || worksToday(found->second)) &&
                !queued.contains(id))
                return id.value + ": on duty, but not queued";
        }
    }
    if (!rotation.next) return std::nullopt;
    const auto next = *rotation.next;
    if (!queued.contains(next) && !isIn(rotation.makeups, next))
        return next.value + ": next, but neither queued nor owed a turn";
    const auto found = staff.standings.find(next);
    if (found == staff.standings.end() || found->second.duty.isOpen()) return std::nullopt;
    const auto* duty = found->second.duty.data();
    if (duty != nullptr && duty->duty != Duty::on) return next.value + ": next, but not on duty";
    return std::nullopt;
}

} // namespace shoujie::properties
