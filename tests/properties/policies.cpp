#include "tests/properties/policies.hpp"

#include "tests/properties/dice.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace shoujie::properties {

using nlohmann::json;

namespace {

constexpr std::array<int, 9> kDays{0, 1, 3, 7, 10, 15, 30, 60, 90};
constexpr std::array<int, 6> kShares{0, 1, 2000, 3333, 5000, 10'000};

json matching(Dice& dice) {
    json section = json::object();
    if (dice.oneIn(2))
        section["name_only"] = dice.from(std::array<const char*, 3>{"accept", "refer", "ignore"});
    if (dice.oneIn(3)) section["brand_aliases"] = {{"特斯拉", "Tesla"}, {"Audi", "BMW"}};
    return section;
}

json windows(Dice& dice) {
    json section = json::object();
    for (const auto* member : {"returning_days", "family_days", "referral_claim_days",
                               "deal_discovery_days", "deal_new_customer_days"})
        if (dice.oneIn(2)) section[member] = dice.from(kDays);
    return section;
}

json calls(Dice& dice) {
    json section{{"yield_to_reception", dice.oneIn(3)}, {"rotation", dice.oneIn(3)}};
    if (dice.oneIn(2)) section["window_days"] = dice.from(kDays);
    return section;
}

json money(Dice& dice) {
    const int least = dice.below(3) * 10'000;
    return {{"fine_min", least}, {"fine_max", least + dice.below(3) * 10'000}, {"currency", "HKD"}};
}

json knobs(Dice& dice) {
    json policy = json::object();
    if (dice.oneIn(4)) policy["match"] = matching(dice);
    if (dice.oneIn(3)) policy["windows"] = windows(dice);
    if (dice.oneIn(3))
        policy["returning"] = {
            {"measured_from", dice.from(std::array<const char*, 3>{"original_registration",
                                                                   "last_visit", "last_contact"})}};
    if (dice.oneIn(5))
        policy["splits"] = {{"helper_bp", dice.from(kShares)}, {"unaware_bp", dice.from(kShares)}};
    if (dice.oneIn(6)) policy["snatching"] = money(dice);
    if (dice.oneIn(8)) policy["splits"]["absent_bp"] = dice.from(kShares);
    if (dice.oneIn(4))
        policy["rotation"] = {
            {"returning_makeup", !dice.oneIn(4)},
            {"busy_with_new", dice.from(std::array<const char*, 2>{"pass", "hold"})},
            {"reset", dice.from(std::array<const char*, 2>{"never", "daily"})}};
    if (dice.oneIn(3)) policy["calls"] = calls(dice);
    if (dice.oneIn(3)) policy["owner_left"] = "rotation";
    if (dice.oneIn(10)) policy["registration"] = {{"required", {"phones", "source"}}};
    if (dice.oneIn(10))
        policy["timezone"] = dice.from(std::array<const char*, 4>{
            "Asia/Hong_Kong", "America/New_York", "Europe/London", "Pacific/Auckland"});
    if (dice.oneIn(12)) policy["phone_region"] = "HK";
    return policy;
}

std::string makePolicy(int number) {
    if (number % 5 < 2) return "{}";
    Dice dice(static_cast<std::uint64_t>(number));
    if (number % 5 < 4) return knobs(dice).dump();
    constexpr std::array<const char*, 5> kFrom{"2026-03-01", "2026-03-04", "2026-03-31",
                                               "2026-04-30", "2026-06-01"};
    json dated = json::array();
    for (const auto* from : kFrom)
        if (dice.oneIn(2)) dated.push_back({{"from", from}, {"policy", knobs(dice)}});
    return dated.dump();
}

} // namespace

const std::string& policyText(int number) {
    static const auto kAll = [] {
        std::vector<std::string> texts;
        for (int i = 0; i < kPolicies; ++i)
            texts.push_back(makePolicy(i));
        return texts;
    }();
    return kAll[static_cast<std::size_t>(number % kPolicies)];
}

} // namespace shoujie::properties
