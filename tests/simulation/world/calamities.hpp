#pragma once

#include "tests/simulation/world/people.hpp"
#include "tests/simulation/world/server_machine.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace shoujie::simulation {

/// Everybody and everything there is.
struct Cast {
    Scene& scene;
    Ledger& ledger;
    People& people;
    Network& network;
    ServerMachine& server;
    std::vector<std::unique_ptr<TabletMachine>>& tablets;
    /// Tablets whose disk was put back or copied, or whose key was stolen: what they owe is not
    /// demanded.
    std::set<int>& doubtful;
    std::function<void()> serverPutBack; ///< called before a copy takes the server's place
};

/// Lets things go wrong: each call is one of the seed's faults, on a machine of its choice.
class Calamities {
public:
    explicit Calamities(Cast cast);

    /// Nothing if the seed has no fault of the kinds that strike at a moment.
    void strike();
    /// Ends what lasts: networks are back, disks have room.
    void heal();

private:
    void strike(Fault fault);
    void strikeTablet(Fault fault, TabletMachine& tablet);
    void strikeServer(Fault fault);
    void failDisk(Disk& disk);
    void tamper(TabletMachine& tablet);
    void sameCustomer();
    void forge();
    void replay();
    void stealKey(TabletMachine& tablet);
    void restore(TabletMachine& tablet);
    void clone(TabletMachine& tablet);
    [[nodiscard]] TabletMachine& anyTablet();
    [[nodiscard]] Duration aWhile(std::chrono::seconds most);

    Cast m_cast;
    Scene& m_scene;
    Dice m_dice;
    Dice m_attacker;
    std::map<int, DiskImage> m_images;
    std::optional<DiskImage> m_serverImage;
};

} // namespace shoujie::simulation
