#pragma once

#include "shared/rules/book/book.hpp"
#include "shared/rules/outcome.hpp"

#include <absl/container/btree_set.h>
#include <absl/container/flat_hash_map.h>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace shoujie::rules {

/// What the rotation needs to know of a decided visit.
struct Reception {
    bool consumes = true;
    /// The fact from which on it has earned a make-up; none where it earns none or none yet.
    int grantedBy = kNone;
    /// The ruling that takes the reason of the make-up away (section 7).
    int takenAwayBy = kNone;
    bool operator==(const Reception&) const = default;
};

/// The queue and the make-up list (art. 1, 2, 3, 7), replayed from the facts alone. A change is
/// replayed from its own time on, until nothing differs any more.
class TurnKeeper {
public:
    explicit TurnKeeper(const Book& book) : m_book(book) {}

    // ---- what happens, in any order ----
    void setReception(int visit, const Reception& reception);
    void dropReception(int visit);
    /// A roster.set, duty.changed, staff.joined, staff.left, unregistered visit.started or
    /// call.registered.
    void setFact(int fact);
    void dropFact(int fact);
    /// Somebody did something: a reception of theirs that was begun and not registered is over.
    void noteAct(Staff staff, Instant at);

    // ---- what it comes to ----
    void settle();
    /// How a reception's turn was taken; asked after `settle`.
    [[nodiscard]] Slot slotOf(int visit) const { return record(visit).slot; }
    /// Who was due instead (alert `out_of_turn`); nobody where it was in order.
    [[nodiscard]] Staff dueInsteadOf(int visit) const { return record(visit).due; }
    [[nodiscard]] bool earnedMakeup(int visit) const;
    [[nodiscard]] Rotation rotationAt(Instant now) const;
    /// Visits whose slot, due colleague or make-up has changed since it was last asked.
    [[nodiscard]] std::vector<int> takeChanged() { return std::move(m_changed); }
    /// Visits that began at or after a time.
    template <class Each>
    void eachStartFrom(Instant from, Each each) const {
        for (auto event = m_events.lower_bound({from, 0, EventKind::employment});
             event != m_events.end(); ++event)
            if (event->kind == EventKind::start) each(event->subject);
    }
    [[nodiscard]] std::size_t bytes() const;

private:
    enum class EventKind : std::uint8_t {
        employment,
        duty,
        roster,
        takeAway,
        looseStart,
        call,
        start,
        grant
    };
    /// `subject` is a visit for the kinds takeAway, start and grant, else a fact.
    struct Event {
        Instant at;
        int subject;
        EventKind kind;
        auto operator<=>(const Event&) const = default;
    };
    struct Record {
        Instant start{};
        Reception reception;
        Staff receiver = kNobody;
        Staff due = kNobody;
        int makeup = kNone; ///< the reception whose make-up it used
        Slot slot = Slot::none;
        bool present = false;
        bool lost = false; ///< its make-up was taken away unused
    };
    /// Someone is with a customer.
    struct Busy {
        Staff staff;
        Instant until;
        bool takenInTurn;
        bool operator==(const Busy&) const = default;
    };
    /// A make-up, and whose it is: an amendment may give the visit another receiver.
    struct Open {
        int visit;
        Staff staff;
        bool operator==(const Open&) const = default;
    };
    struct State {
        std::vector<Staff> roster;
        std::vector<Staff> queue;
        std::vector<Staff> calls; ///< the queue of those who answer the telephone (art. 5)
        std::vector<facts::Duty> duty;
        std::vector<bool> gone;
        std::vector<Busy> busy;
        std::vector<Open> open; ///< make-ups not used yet, first granted first
        std::optional<Day> today;
        bool operator==(const State&) const = default;
    };
    struct Line {
        Instant grantedAt{};
        int usedBy = kNone;
        bool granted = false; ///< else its grant is gone, or about to be replayed
        bool removed = false;
    };

    void put(const Event& event, bool present);
    void setTold(int visit, int& known, int fact, EventKind kind);
    void forget(const Event& event);
    void disturb(Instant at);
    [[nodiscard]] std::string_view rankOf(const Event& event) const;
    void replay(std::vector<Event>& group);
    void apply(const Event& event);
    void applyDuty(int fact);
    void applyEmployment(int fact);
    void applyRoster(int fact);
    void applyLooseStart(int fact, Instant at);
    void applyCall(int fact, Instant at);
    void applyStart(int visit, Instant at);
    void applyGrant(int visit, Instant at);
    void applyTakeAway(int visit);
    void passMidnights(State& state, Instant at) const;
    void passOver(Staff called, Instant at);
    static void moveToTail(std::vector<Staff>& queue, Staff staff);
    void take(int visit, Slot slot, Staff due);
    void keepCheckpoint(Instant before, bool recent);

    [[nodiscard]] static bool isGone(const State& state, Staff staff);
    [[nodiscard]] static bool inQueueByDuty(const State& state, Staff staff);
    [[nodiscard]] static bool canBeCalled(const State& state, Staff staff, Instant at);
    static void refillQueues(State& state);
    [[nodiscard]] std::size_t nextMakeup(const State& state, Instant at) const;
    [[nodiscard]] static Staff nextIn(const std::vector<Staff>& queue, const State& state,
                                      Instant at);
    [[nodiscard]] Instant endOfLooseStart(Staff staff, Instant from) const;
    [[nodiscard]] const Record& record(int visit) const {
        return m_records[static_cast<std::size_t>(visit)];
    }
    [[nodiscard]] Staff receiverOf(int visit) const { return m_book.visit(visit).receiver; }

    const Book& m_book;
    absl::btree_set<Event> m_events;
    Table<Record> m_records;                ///< by visit
    absl::flat_hash_map<int, Line> m_lines; ///< make-ups, by the visit that earned them
    absl::flat_hash_map<int, Event> m_factEvents;
    /// When make-ups are granted and taken away, by visit; as the events have it.
    absl::flat_hash_map<int, Instant> m_grantedAt;
    absl::flat_hash_map<int, Instant> m_takenAwayAt;
    std::map<Instant, State> m_checkpoints; ///< the state before all events of that time
    std::deque<Instant> m_recent;           ///< checkpoints that will be thinned out
    std::size_t m_checkpointsMade = 0;
    State m_state; ///< after the events replayed so far
    std::optional<Instant> m_replayedTo;
    std::size_t m_sinceCheckpoint = 0;
    std::optional<Instant> m_dirtyFrom;
    Instant m_dirtyTo{};
    absl::flat_hash_map<Staff, std::vector<std::pair<Instant, int>>> m_loose;
    std::vector<int> m_changed;
};

} // namespace shoujie::rules
