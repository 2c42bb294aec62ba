#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace shoujie {

/// An opaque identifier: 1 to limits::kMaxIdBytes bytes of printable UTF-8, never interpreted.
/// The tag keeps a staff id from being passed where a visit id is meant.
template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}

    [[nodiscard]] bool empty() const { return value.empty(); }
    auto operator<=>(const Id&) const = default;
    bool operator==(const Id&) const = default;
};

using SiteId = Id<struct SiteTag>;
using DeviceId = Id<struct DeviceTag>;
using StaffId = Id<struct StaffTag>;
using FactId = Id<struct FactTag>;
using VisitId = Id<struct VisitTag>;
using CallId = Id<struct CallTag>;
using ReferralId = Id<struct ReferralTag>;
using DealId = Id<struct DealTag>;
using FollowUpId = Id<struct FollowUpTag>;
using RequestId = Id<struct RequestTag>;
using HouseholdId = Id<struct HouseholdTag>;
using ComplaintId = Id<struct ComplaintTag>;
using RepairId = Id<struct RepairTag>;
using PatrolId = Id<struct PatrolTag>;
/// A visit, call, referral, deal, complaint or repair, where a fact may speak of any of them.
using SubjectId = Id<struct SubjectTag>;

/// The author of facts that the server itself states.
inline const StaffId kSystem{"system"};

} // namespace shoujie

template <class Tag>
struct std::hash<shoujie::Id<Tag>> {
    std::size_t operator()(const shoujie::Id<Tag>& id) const noexcept {
        return std::hash<std::string>()(id.value);
    }
};
