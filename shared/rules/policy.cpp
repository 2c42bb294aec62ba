#include "shared/rules/policy.hpp"

#include "shared/core/object_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

namespace shoujie::rules {

namespace {

using nlohmann::json;

constexpr std::int64_t kMaxDays = 36'500;
constexpr std::int64_t kWholeShare = 10'000;

/// The index of a member's word among `words`; leaves `out` alone where the member is absent.
template <class Enum, std::size_t N>
void word(ObjectReader& in, std::string_view member, Enum& out,
          const std::array<std::string_view, N>& words) {
    std::optional<std::string> text;
    in.text(member, text, limits::kMaxShortText);
    if (!text) return;
    const auto found = std::find(words.begin(), words.end(), *text);
    if (found == words.end())
        in.fail(ErrorCode::notAllowed, in.pathOf(member), "is not one of the allowed words");
    else
        out = static_cast<Enum>(found - words.begin());
}

void days(ObjectReader& in, std::string_view member, std::int64_t& out) {
    in.integer(member, out, 0, kMaxDays, false);
}

/// Reads a nested object of the policy, if it is there.
template <class Read>
void section(ObjectReader& in, std::string_view member, Read read) {
    const auto* value = in.take(member, false);
    if (value == nullptr) return;
    ObjectReader inner(*value, in.pathOf(member));
    read(inner);
    if (auto done = inner.finish(); !done) in.fail(done.error());
}

void readMatch(ObjectReader& in, Policy& policy) {
    word(in, "name_only", policy.match.nameOnly,
         std::array<std::string_view, 3>{"accept", "refer", "ignore"});
    const auto* aliases = in.take("brand_aliases", false);
    if (aliases == nullptr) return;
    const auto path = in.pathOf("brand_aliases");
    if (!aliases->is_object()) return in.fail(ErrorCode::wrongType, path, "must be an object");
    policy.match.brandAliases.clear();
    for (const auto& [from, to] : aliases->items()) {
        auto brand = textFromJson(to, path + "." + from, limits::kMaxShortText);
        if (!brand) return in.fail(std::move(brand).error());
        policy.match.brandAliases.emplace(from, std::move(brand).value());
    }
}

void readWindows(ObjectReader& in, Policy& policy) {
    days(in, "returning_days", policy.windows.returningDays);
    days(in, "family_days", policy.windows.familyDays);
    days(in, "referral_claim_days", policy.windows.referralClaimDays);
    days(in, "deal_discovery_days", policy.windows.dealDiscoveryDays);
    days(in, "deal_new_customer_days", policy.windows.dealNewCustomerDays);
}

void readCalls(ObjectReader& in, Policy& policy) {
    in.boolean("rotation", policy.calls.rotation, false);
    in.boolean("yield_to_reception", policy.calls.yieldToReception, false);
    const auto* window = in.take("window_days", false);
    if (window == nullptr || window->is_null()) return;
    if (!window->is_number_integer())
        return in.fail(ErrorCode::wrongType, in.pathOf("window_days"),
                       "must be an integer or null");
    const auto value = window->get<std::int64_t>();
    if (value < 0 || value > kMaxDays)
        return in.fail(ErrorCode::outOfRange, in.pathOf("window_days"), "is outside its range");
    policy.calls.windowDays = value;
}

void readSnatching(ObjectReader& in, Policy& policy) {
    in.integer("fine_min", policy.snatching.fineMin, 0, limits::kMaxMoney, false);
    in.integer("fine_max", policy.snatching.fineMax, 0, limits::kMaxMoney, false);
    in.text("currency", policy.snatching.currency, limits::kMaxShortText, false);
    if (policy.snatching.fineMin > policy.snatching.fineMax)
        in.fail(ErrorCode::outOfRange, in.pathOf("fine_min"), "is above fine_max");
    const auto& currency = policy.snatching.currency;
    if (currency.size() != 3 ||
        !std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        in.fail(ErrorCode::notAllowed, in.pathOf("currency"), "is not an ISO 4217 code");
}

void readRegistration(ObjectReader& in, Policy& policy) {
    // The members of a customer (facts.md) whose absence a site may want to be told of.
    constexpr std::array<std::string_view, 10> kMembers{"name",     "surname",  "title",   "phones",
                                                        "vehicles", "employer", "address", "intent",
                                                        "source",   "note"};
    in.texts("required", policy.requiredRegistration, limits::kMaxShortText, kMembers.size(),
             false);
    for (std::size_t i = 0; i < policy.requiredRegistration.size(); ++i)
        if (std::find(kMembers.begin(), kMembers.end(), policy.requiredRegistration[i]) ==
            kMembers.end())
            in.fail(ErrorCode::notAllowed, in.pathOf("required") + "[" + std::to_string(i) + "]",
                    "is not a member of a customer");
}

Result<Policy> policyFromJson(const json& source, const std::string& path) {
    Policy policy;
    ObjectReader in(source, path);
    in.text("timezone", policy.timezone, limits::kMaxShortText, false);
    in.text("phone_region", policy.phoneRegion, limits::kMaxShortText, false);
    const auto& region = policy.phoneRegion;
    if (region.size() != 2 ||
        !std::all_of(region.begin(), region.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        in.fail(ErrorCode::notAllowed, in.pathOf("phone_region"), "is not a region such as CN");
    section(in, "match", [&](ObjectReader& inner) { readMatch(inner, policy); });
    section(in, "windows", [&](ObjectReader& inner) { readWindows(inner, policy); });
    section(in, "returning", [&](ObjectReader& inner) {
        word(
            inner, "measured_from", policy.measuredFrom,
            std::array<std::string_view, 3>{"original_registration", "last_visit", "last_contact"});
    });
    section(in, "splits", [&](ObjectReader& inner) {
        inner.integer("helper_bp", policy.splits.helperBp, 0, kWholeShare, false);
        inner.integer("unaware_bp", policy.splits.unawareBp, 0, kWholeShare, false);
    });
    section(in, "snatching", [&](ObjectReader& inner) { readSnatching(inner, policy); });
    section(in, "rotation", [&](ObjectReader& inner) {
        word(inner, "busy_with_new", policy.rotation.busyWithNew,
             std::array<std::string_view, 2>{"pass", "hold"});
        word(inner, "reset", policy.rotation.reset,
             std::array<std::string_view, 2>{"never", "daily"});
    });
    section(in, "calls", [&](ObjectReader& inner) { readCalls(inner, policy); });
    word(in, "owner_left", policy.ownerLeft, std::array<std::string_view, 2>{"refer", "rotation"});
    section(in, "registration", [&](ObjectReader& inner) { readRegistration(inner, policy); });
    if (auto done = in.finish(); !done) return done.error();
    return policy;
}

Result<TimeZone> zoneOf(const Policy& policy, const std::string& path) {
    auto zone = TimeZone::find(policy.timezone);
    if (!zone)
        return Error{zone.error().code, path.empty() ? "timezone" : path + ".timezone",
                     zone.error().message};
    return zone;
}

} // namespace

PolicyTimeline::PolicyTimeline() {
    const Policy standard;
    auto zone = TimeZone::find(standard.timezone);
    assert(zone.ok());
    m_entries.push_back({Instant::min(), standard, std::move(zone).value()});
}

Result<PolicyTimeline> PolicyTimeline::fromJson(const json& source, const std::string& path) {
    PolicyTimeline timeline;
    if (!source.is_array()) {
        auto policy = policyFromJson(source, path);
        if (!policy) return std::move(policy).error();
        auto zone = zoneOf(*policy, path);
        if (!zone) return std::move(zone).error();
        timeline.m_entries.front() = {Instant::min(), *policy, *zone};
        return timeline;
    }
    for (std::size_t i = 0; i < source.size(); ++i) {
        const auto itemPath = path + "[" + std::to_string(i) + "]";
        ObjectReader in(source[i], itemPath);
        std::string from;
        in.text("from", from, limits::kMaxShortText);
        const auto* overrides = in.take("policy", true);
        if (auto done = in.finish(); !done) return done.error();
        auto day = parseDay(from);
        if (!day) return Error{day.error().code, itemPath + ".from", day.error().message};
        auto policy = policyFromJson(*overrides, itemPath + ".policy");
        if (!policy) return std::move(policy).error();
        auto zone = zoneOf(*policy, itemPath + ".policy");
        if (!zone) return std::move(zone).error();
        const Instant start = zone->startOf(*day);
        if (start <= timeline.m_entries.back().from)
            return Error{ErrorCode::outOfRange, itemPath + ".from", "is not after the one before"};
        timeline.m_entries.push_back({start, *policy, *zone});
    }
    return timeline;
}

const PolicyTimeline::Entry& PolicyTimeline::entryAt(Instant when) const {
    auto entry = m_entries.rbegin();
    while (entry->from > when)
        ++entry;
    return *entry;
}

const Policy& PolicyTimeline::at(Instant when) const {
    return entryAt(when).policy;
}

const TimeZone& PolicyTimeline::zoneAt(Instant when) const {
    return entryAt(when).zone;
}

const TimeZone& PolicyTimeline::zone() const {
    return m_entries.back().zone;
}

} // namespace shoujie::rules
