#pragma once

#include "tests/simulation/faults.hpp"
#include "tests/simulation/trace.hpp"
#include "tests/simulation/world/clocks.hpp"
#include "tests/simulation/world/event_queue.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace shoujie::simulation {

/// A guarantee that does not hold; unwinds to the end of the run.
class Violation final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What everything in one world shares.
struct Scene {
    std::uint64_t seed;
    Faults faults;
    EventQueue queue;
    Trace trace;
    std::string violation;
    bool healed = false; ///< no more faults from here on
    bool quiet = false;  ///< nobody is at work: tablets that start go to sleep

    [[nodiscard]] bool has(Fault fault) const {
        return !healed && faults[static_cast<std::size_t>(fault)];
    }
    void note(std::string_view who, std::string_view what) { trace.note(queue.now(), who, what); }
    [[noreturn]] void violated(const std::string& what) {
        note("violation", what);
        // Kept, should product code on the way catch it.
        if (violation.empty()) violation = what;
        throw Violation(what);
    }
};

/// The matters that draw from dice of their own.
enum Matter : std::uint64_t {
    kSwarm = 1,
    kPeople,
    kNetwork,
    kCalamities,
    kServer,
    kAttacker,
    kTablets = 100
};

} // namespace shoujie::simulation
