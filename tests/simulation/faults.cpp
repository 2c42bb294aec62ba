#include "tests/simulation/faults.hpp"

#include <array>

namespace shoujie::simulation {

namespace {

constexpr std::array<std::string_view, kFaults> kNames{
    "requestLost",      "replyLost",      "requestTwice",  "delayed",         "replyCut",
    "resetAfterCommit", "offline",        "forged",        "replayed",        "tabletKilled",
    "tabletPowerCut",   "tabletStopped",  "tabletDisk",    "tabletSuspended", "tabletRebooted",
    "serverKilled",     "serverPowerCut", "serverStopped", "serverDisk",      "serverStepped",
    "wallJumps",        "drift",          "timeNamespace", "sameCustomer",    "staffLeaves",
    "tabletRestored",   "tabletCloned",   "serverRestored"};

} // namespace

std::string_view nameOf(Fault fault) {
    return kNames[static_cast<std::size_t>(fault)];
}

Faults chooseFaults(Dice& dice) {
    // Few in one seed, many in another.
    const int chance = static_cast<int>(dice.between(100, 700));
    Faults faults;
    for (std::size_t i = 0; i < kFaults; ++i)
        faults[i] = dice.permille(chance);
    return faults;
}

std::string describe(const Faults& faults) {
    std::string text;
    for (std::size_t i = 0; i < kFaults; ++i)
        if (faults[i]) text.append(text.empty() ? "" : " ").append(kNames[i]);
    return text.empty() ? "none" : text;
}

} // namespace shoujie::simulation
