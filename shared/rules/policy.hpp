#pragma once

#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::rules {

enum class NameOnly { accept, refer, ignore };
enum class MeasuredFrom { originalRegistration, lastVisit, lastContact };
enum class BusyWithNew { pass, hold };
enum class RotationReset { never, daily };
enum class OwnerLeft { refer, rotation };

/// The numbers and knobs of a site (`rules.md` 10, docs/policy.md); the defaults are the
/// document's.
struct Policy {
    std::string timezone = "Asia/Shanghai";
    std::string phoneRegion = "CN";
    struct Match {
        NameOnly nameOnly = NameOnly::accept;
        std::map<std::string, std::string> brandAliases{{"宝马", "BMW"}};
        bool operator==(const Match&) const = default;
    } match;
    struct Windows {
        std::int64_t returningDays = 60;
        std::int64_t familyDays = 30;
        std::int64_t referralClaimDays = 7;
        std::int64_t dealDiscoveryDays = 3;
        std::int64_t dealNewCustomerDays = 60;
        bool operator==(const Windows&) const = default;
    } windows;
    MeasuredFrom measuredFrom = MeasuredFrom::originalRegistration;
    struct Splits {
        std::int64_t helperBp = 2000;
        std::optional<std::int64_t> absentBp; ///< none: as any helper
        std::int64_t unawareBp = 5000;
        bool operator==(const Splits&) const = default;
    } splits;
    struct Snatching {
        std::int64_t fineMin = 20000;
        std::int64_t fineMax = 50000;
        std::string currency = "CNY";
        bool operator==(const Snatching&) const = default;
    } snatching;
    struct RotationRules {
        BusyWithNew busyWithNew = BusyWithNew::pass;
        RotationReset reset = RotationReset::never;
        bool returningMakeup = true; ///< 2.2 for a colleague's returning customer
        bool operator==(const RotationRules&) const = default;
    } rotation;
    struct Calls {
        bool rotation = false;
        bool yieldToReception = true;
        std::optional<std::int64_t> windowDays;
        bool operator==(const Calls&) const = default;
    } calls;
    OwnerLeft ownerLeft = OwnerLeft::refer;
    std::vector<std::string> requiredRegistration;
    bool operator==(const Policy&) const = default;
};

/// Policies by the day from which they hold. A visit or a deal is judged by the one of its own
/// time.
class PolicyTimeline {
public:
    /// The document's numbers for all time.
    PolicyTimeline();
    /// {..overrides} for all time, or [{"from": "2026-03-01", "policy": {..}}] in rising order;
    /// before the first `from` the defaults hold. Errors name the member's path below `path`.
    static Result<PolicyTimeline> fromJson(const nlohmann::json& json, const std::string& path);

    [[nodiscard]] const Policy& at(Instant when) const;
    /// All that hold at some time of an interval, the earliest first.
    [[nodiscard]] std::vector<const Policy*> between(Instant first, Instant last) const;
    /// Zone in force at that time: calendar days are counted in it.
    [[nodiscard]] const TimeZone& zoneAt(Instant when) const;
    /// Zone of the newest policy: it shapes what is printed.
    [[nodiscard]] const TimeZone& zone() const;

private:
    struct Entry {
        Instant from;
        Policy policy;
        TimeZone zone;
    };
    [[nodiscard]] const Entry& entryAt(Instant when) const;
    std::vector<Entry> m_entries;
};

} // namespace shoujie::rules
