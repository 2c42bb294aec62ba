#pragma once

#include "tests/simulation/dice.hpp"

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

namespace shoujie::simulation {

/// What can go wrong. Each seed switches a random subset on (swarm testing): a fault that is
/// always there hides what happens without it.
enum class Fault {
    // network
    requestLost,
    replyLost,
    requestTwice,     ///< the same request again, up to 72 h later
    delayed,          ///< up to 72 h
    replyCut,         ///< at byte n
    resetAfterCommit, ///< the connection breaks when the answer is ready
    offline,          ///< a tablet for minutes to days
    forged,           ///< altered, by strangers, by colleagues, with a stolen key but a wrong chain
    replayed,         ///< an older answer of the same route
    // machines
    tabletKilled,
    tabletPowerCut,
    tabletStopped, ///< at any operation of its disk, also while it recovers from the last time
    tabletDisk,    ///< EIO, ENOSPC, a failing fsync
    tabletSuspended,
    tabletRebooted,
    serverKilled,
    serverPowerCut,
    serverStopped,
    serverDisk,
    serverStepped, ///< its clock
    // clocks of tablets
    wallJumps,
    drift,
    timeNamespace, ///< a cheat: the elapsed clock is shifted
    // people
    sameCustomer, ///< on all tablets within a second
    staffLeaves,
    // whole machines put back
    tabletRestored, ///< from an old image of its disk
    tabletCloned,
    serverRestored, ///< from a backup
    count
};

inline constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::count);
using Faults = std::bitset<kFaults>;

[[nodiscard]] std::string_view nameOf(Fault fault);
[[nodiscard]] Faults chooseFaults(Dice& dice);
/// Their names, for people.
[[nodiscard]] std::string describe(const Faults& faults);

} // namespace shoujie::simulation
