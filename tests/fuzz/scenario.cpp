// Imports: a scenario file as shoujie-rules reads it; what is accepted is judged, in two orders.
#include "shared/rules/tool/scenario.hpp"

#include "tests/fuzz/json_mutator.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

using namespace shoujie;
using fuzz::demand;

namespace {

// More say nothing new and take long: up to 4,096 orders of uncertain times are weighed.
constexpr std::size_t kMostFacts = 24;
constexpr std::ptrdiff_t kMostUncertain = 3;
constexpr std::size_t kMostBytes = 8 * 1024;

bool isSmall(const std::vector<facts::TimedFact>& facts) {
    return facts.size() <= kMostFacts && std::ranges::count_if(facts, [](const auto& fact) {
                                             return !fact.at.isExact();
                                         }) <= kMostUncertain;
}

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutateLines(data, size, most, seed);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > kMostBytes) return 0;
    fuzz::Input in(data, size);
    const auto scenario = rules::readScenario(in.rest());
    if (!scenario) {
        demand(!scenario.error().message.empty(), "an error has words");
        return 0;
    }
    if (!isSmall(scenario->facts)) return 0;
    std::vector<std::size_t> order(scenario->facts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto outcome = rules::decideScenario(*scenario, order);
    // The order in which facts come does not matter, unless two of them claim the same.
    std::vector<std::size_t> backwards(order.rbegin(), order.rend());
    const auto other = rules::decideScenario(*scenario, backwards);
    demand(outcome.ok() == other.ok(), "a claim made twice is refused in any order");
    demand(!outcome || *outcome == *other, "facts are judged the same in any order");
    return 0;
}
