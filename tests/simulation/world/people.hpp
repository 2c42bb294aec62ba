#pragma once

#include "tests/simulation/world/ledger.hpp"
#include "tests/simulation/world/tablet_machine.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::simulation {

/// Who works at the show units: they receive, call, follow up, sign and correct, on whichever
/// tablet is at hand, and remember what they have seen to refer to it.
class People {
public:
    People(Scene& scene, Ledger& ledger);

    /// Somebody does something on that tablet, which is awake and enrolled.
    void act(TabletMachine& tablet);
    /// Receives the given customer there.
    void receive(TabletMachine& tablet, int customer);
    /// A manager notes that one of the salespeople has left.
    void dismiss(TabletMachine& tablet);
    /// What the office sets up: salespeople in the order of turns, the manager last.
    static const std::vector<StaffId>& salespeople();
    static const StaffId& manager();

private:
    struct Visit {
        VisitId id;
        FactId fact;
        int tablet;
        StaffId by;
    };
    bool record(TabletMachine& tablet, const StaffId& by, facts::FactData data);
    [[nodiscard]] facts::Customer customer(int number);
    void begin(TabletMachine& tablet);
    void call(TabletMachine& tablet);
    void followUp(TabletMachine& tablet);
    void sign(TabletMachine& tablet);
    void amend(TabletMachine& tablet);
    void changeDuty(TabletMachine& tablet);
    void speakOf(TabletMachine& tablet, const Visit& visit);

    Scene& m_scene;
    Ledger& m_ledger;
    Dice m_dice;
    std::optional<FactId> m_lastSaved;
    std::vector<Visit> m_visits;
    std::vector<std::pair<VisitId, StaffId>> m_begun;
    std::vector<FollowUpId> m_followUps;
    bool m_forbidden = false;
};

} // namespace shoujie::simulation
