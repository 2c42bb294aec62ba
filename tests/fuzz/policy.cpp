// Policy files: taken whole, or refused with words.
#include "shared/rules/policy.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "tests/fuzz/json_mutator.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

using namespace shoujie;
using fuzz::demand;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutateLines(data, size, most, seed);
}

namespace {

void isWithinRange(const rules::Policy& policy) {
    constexpr std::int64_t kMostDays = 36'500;
    const auto& windows = policy.windows;
    for (const auto days : {windows.returningDays, windows.familyDays, windows.referralClaimDays,
                            windows.dealDiscoveryDays, windows.dealNewCustomerDays,
                            policy.calls.windowDays.value_or(0)})
        demand(days >= 0 && days <= kMostDays, "days are from 0 to 36500");
    const auto& splits = policy.splits;
    for (const auto bp : {splits.helperBp, splits.absentBp.value_or(0), splits.unawareBp})
        demand(bp >= 0 && bp <= 10'000, "shares are from 0 to 10000");
    demand(policy.snatching.fineMin <= policy.snatching.fineMax, "the least fine is the smaller");
    demand(TimeZone::find(policy.timezone).ok(), "the zone is known");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const auto text = in.rest();
    const auto timeline = rules::readPolicy(text);
    if (!timeline) {
        demand(!timeline.error().message.empty(), "an error has words");
        return 0;
    }
    const Instant first = Instant();
    const Instant last = *parseRfc3339("9999-12-31T23:59:59Z");
    const auto all = timeline->between(first, last);
    demand(!all.empty(), "there is a policy at any time");
    for (const auto* policy : all)
        isWithinRange(*policy);
    demand(timeline->at(last) == *all.back(), "the newest holds at the end");
    (void)timeline->zoneAt(first).dayOf(first);
    (void)timeline->zone().format(last);

    const auto json = parseJson(text, {limits::kMaxJsonDepth, SIZE_MAX});
    demand(json && rules::PolicyTimeline::fromJson(*json, "policy").ok(), "both ways read it");
    return 0;
}
