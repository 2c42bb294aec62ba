#pragma once

#include "tests/oracle/visits.hpp"

/// Section 7: the queue and the make-up list.
namespace shoujie::oracle {

struct MakeUpTurn {
    std::string staff;
    std::string earnedBy;
    When granted;
    std::size_t reception = 0; ///< several granted at once go in the order of the receptions
    std::optional<When> takenBack;
    std::optional<std::string> usedBy;
    bool lost = false;   ///< its owner left the company, or a ruling took it back unused
    bool undone = false; ///< the ruling
};

class Rotation {
public:
    Rotation(const Register& entries, const Visits& visits);

    std::vector<std::string> queue;
    std::vector<MakeUpTurn> turns; ///< all ever granted, in order
    std::optional<std::string> next;
    std::vector<std::string> calls; ///< the queue of those who answer the telephone (art. 5)
    std::optional<std::string> nextCall;
    std::map<std::string, std::string> slots;                  ///< by visit: turn or makeup
    std::map<std::string, std::vector<std::string>> outOfTurn; ///< by visit: who was due

    [[nodiscard]] bool earned(const std::string& visit) const;
    [[nodiscard]] std::vector<std::string> open() const;

private:
    enum class Busy { no, keeps, inTurn };
    struct Event {
        When at;
        int rank = 0; ///< of one fact: what it says itself, then what it grants
        std::size_t index = 0;
        enum class Kind { midnight, fact, call, start, grant, takeBack } kind = Kind::fact;
        bool operator<(const Event& other) const {
            return std::tie(at, rank, index) < std::tie(other.at, other.rank, other.index);
        }
    };

    void grantAll();
    [[nodiscard]] std::optional<When> grantedAt(std::size_t visit) const;
    void happen(const Event& event);
    void fact(std::size_t index);
    void start(std::size_t index);
    void midnight(Instant at);
    void call(std::size_t index);
    void keepCalls();
    void passOver(const std::string& called, const When& at);
    [[nodiscard]] bool onDuty(const std::string& staff) const;
    [[nodiscard]] bool atWork(const std::string& staff) const;
    [[nodiscard]] Busy busy(const std::string& staff, const When& at) const;
    [[nodiscard]] std::optional<std::string> due(const When& at) const;
    [[nodiscard]] MakeUpTurn* openTurn(const std::string& staff);
    [[nodiscard]] std::optional<std::string> dueByMakeUp(const When& at) const;
    void toTheTail(const std::string& staff);
    void leaveQueue(const std::string& staff);

    const Register& m_entries;
    const Visits& m_visits;
    std::vector<MakeUpTurn> m_toGrant;
    std::vector<std::string> m_roster;
    std::map<std::string, facts::Duty> m_duty;
    std::set<std::string> m_gone;
    std::set<std::string> m_earned; ///< visits, also of those who had left before
};

} // namespace shoujie::oracle
