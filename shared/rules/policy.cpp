#include "shared/rules/policy.hpp"

#include "shared/rules/policy/schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>

namespace shoujie::rules {

using nlohmann::json;

// The words are the schema's; a test holds that each says something else.
NLOHMANN_JSON_SERIALIZE_ENUM(NameOnly, {{NameOnly::accept, "accept"},
                                        {NameOnly::refer, "refer"},
                                        {NameOnly::ignore, "ignore"}})
NLOHMANN_JSON_SERIALIZE_ENUM(MeasuredFrom,
                             {{MeasuredFrom::originalRegistration, "original_registration"},
                              {MeasuredFrom::lastVisit, "last_visit"},
                              {MeasuredFrom::lastContact, "last_contact"}})
NLOHMANN_JSON_SERIALIZE_ENUM(BusyWithNew,
                             {{BusyWithNew::pass, "pass"}, {BusyWithNew::hold, "hold"}})
NLOHMANN_JSON_SERIALIZE_ENUM(RotationReset,
                             {{RotationReset::never, "never"}, {RotationReset::daily, "daily"}})
NLOHMANN_JSON_SERIALIZE_ENUM(OwnerLeft,
                             {{OwnerLeft::refer, "refer"}, {OwnerLeft::rotation, "rotation"}})

namespace {

// ---- what the schema has allowed is read without looking again ---------------------------------

template <class Value>
void read(const json& object, const char* member, Value& out) {
    if (const auto found = object.find(member); found != object.end()) found->get_to(out);
}

template <class Value>
void read(const json& object, const char* member, std::optional<Value>& out) {
    const auto found = object.find(member);
    if (found == object.end()) return;
    out = found->is_null() ? std::nullopt : std::optional(found->get<Value>());
}

json section(const json& policy, const char* member) {
    return policy.value(member, json::object());
}

Policy policyOf(const json& source) {
    Policy policy;
    read(source, "timezone", policy.timezone);
    read(source, "phone_region", policy.phoneRegion);
    const auto match = section(source, "match");
    read(match, "name_only", policy.match.nameOnly);
    read(match, "brand_aliases", policy.match.brandAliases);
    const auto windows = section(source, "windows");
    read(windows, "returning_days", policy.windows.returningDays);
    read(windows, "family_days", policy.windows.familyDays);
    read(windows, "referral_claim_days", policy.windows.referralClaimDays);
    read(windows, "deal_discovery_days", policy.windows.dealDiscoveryDays);
    read(windows, "deal_new_customer_days", policy.windows.dealNewCustomerDays);
    read(section(source, "returning"), "measured_from", policy.measuredFrom);
    const auto splits = section(source, "splits");
    read(splits, "helper_bp", policy.splits.helperBp);
    read(splits, "absent_bp", policy.splits.absentBp);
    read(splits, "unaware_bp", policy.splits.unawareBp);
    const auto snatching = section(source, "snatching");
    read(snatching, "fine_min", policy.snatching.fineMin);
    read(snatching, "fine_max", policy.snatching.fineMax);
    read(snatching, "currency", policy.snatching.currency);
    const auto rotation = section(source, "rotation");
    read(rotation, "busy_with_new", policy.rotation.busyWithNew);
    read(rotation, "reset", policy.rotation.reset);
    read(rotation, "returning_makeup", policy.rotation.returningMakeup);
    const auto calls = section(source, "calls");
    read(calls, "rotation", policy.calls.rotation);
    read(calls, "yield_to_reception", policy.calls.yieldToReception);
    read(calls, "window_days", policy.calls.windowDays);
    read(source, "owner_left", policy.ownerLeft);
    read(section(source, "registration"), "required", policy.requiredRegistration);
    return policy;
}

struct Zoned {
    Policy policy;
    TimeZone zone;
};

/// What the schema cannot say: one member against another, and which zones there are.
Result<Zoned> zonedPolicyOf(const json& source, const std::string& path) {
    auto policy = policyOf(source);
    if (policy.snatching.fineMin > policy.snatching.fineMax)
        return Error{ErrorCode::outOfRange, memberPath(path, "snatching.fine_min"),
                     "is above fine_max"};
    auto zone = TimeZone::find(policy.timezone);
    if (!zone) return Error{zone.error().code, memberPath(path, "timezone"), zone.error().message};
    return Zoned{std::move(policy), std::move(zone).value()};
}

} // namespace

PolicyTimeline::PolicyTimeline() {
    const Policy standard;
    auto zone = TimeZone::find(standard.timezone);
    assert(zone.ok());
    m_entries.push_back({Instant::min(), standard, std::move(zone).value()});
}

Result<PolicyTimeline> PolicyTimeline::fromJson(const json& source, const std::string& path) {
    if (auto checked = checkAgainstSchema(source, path); !checked) return checked.error();
    PolicyTimeline timeline;
    if (!source.is_array()) {
        auto zoned = zonedPolicyOf(source, path);
        if (!zoned) return std::move(zoned).error();
        timeline.m_entries.front() = {Instant::min(), zoned->policy, zoned->zone};
        return timeline;
    }
    for (std::size_t i = 0; i < source.size(); ++i) {
        const auto itemPath = path + "[" + std::to_string(i) + "]";
        auto day = parseDay(source[i]["from"].get<std::string>());
        if (!day) return Error{day.error().code, itemPath + ".from", day.error().message};
        auto zoned = zonedPolicyOf(source[i]["policy"], itemPath + ".policy");
        if (!zoned) return std::move(zoned).error();
        const Instant start = zoned->zone.startOf(*day);
        if (start <= timeline.m_entries.back().from)
            return Error{ErrorCode::outOfRange, itemPath + ".from", "is not after the one before"};
        timeline.m_entries.push_back({start, zoned->policy, zoned->zone});
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

std::vector<const Policy*> PolicyTimeline::between(Instant first, Instant last) const {
    std::vector<const Policy*> found;
    for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) {
        if (entry->from <= last) found.push_back(&entry->policy);
        if (entry->from <= first) break;
    }
    std::reverse(found.begin(), found.end());
    return found;
}

const TimeZone& PolicyTimeline::zoneAt(Instant when) const {
    return entryAt(when).zone;
}

const TimeZone& PolicyTimeline::zone() const {
    return m_entries.back().zone;
}

} // namespace shoujie::rules
