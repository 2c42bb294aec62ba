#include "shared/facts/fact.hpp"

#include <array>
#include <type_traits>

namespace shoujie::facts {

namespace {

constexpr std::array<std::string_view, std::variant_size_v<FactData>> kKinds{
    "staff.joined",       "staff.left",           "roster.set",          "duty.changed",
    "visit.started",      "visit.registered",     "call.registered",     "referral.registered",
    "family.declared",    "public.confirmed",     "conflict.discovered", "notice.seen",
    "deal.signed",        "deal.transferred",     "follow_up.planned",   "follow_up.done",
    "request.filed",      "request.decided",      "conduct.reported",    "ruling.made",
    "entry.amended",      "household.recorded",   "household.visited",   "complaint.opened",
    "complaint.answered", "complaint.dispatched", "repair.ordered",      "repair.progressed",
    "repair.completed",   "repair.archived",      "revisit.done",        "feedback.given",
    "patrol.reported",    "patrol.returned",      "violation.recorded",  "handover.recorded",
    "fee.reminded",       "month.reported",       "register.restored",   "entries.erased"};

} // namespace

std::string_view kindOf(const FactData& data) {
    return kKinds[data.index()];
}

const std::vector<std::string_view>& kinds() {
    static const std::vector<std::string_view> all(kKinds.begin(), kKinds.end());
    return all;
}

std::string_view createdSubject(const FactData& data) {
    return std::visit(
        []<class T>(const T& fact) -> std::string_view {
            if constexpr (std::is_same_v<T, VisitRegistered>) return fact.visit.value;
            if constexpr (std::is_same_v<T, CallRegistered>) return fact.call.value;
            if constexpr (std::is_same_v<T, ReferralRegistered>) return fact.referral.value;
            if constexpr (std::is_same_v<T, DealSigned>) return fact.deal.value;
            if constexpr (std::is_same_v<T, FollowUpPlanned>) return fact.followUp.value;
            if constexpr (std::is_same_v<T, RequestFiled>) return fact.request.value;
            if constexpr (std::is_same_v<T, HouseholdRecorded>) return fact.household.value;
            if constexpr (std::is_same_v<T, ComplaintOpened>) return fact.complaint.value;
            if constexpr (std::is_same_v<T, RepairOrdered>) return fact.repair.value;
            if constexpr (std::is_same_v<T, PatrolReported>) return fact.patrol.value;
            return {};
        },
        data);
}

} // namespace shoujie::facts
