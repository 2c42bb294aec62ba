#pragma once

#include "shared/facts/words.hpp"

#include <array>
#include <initializer_list>
#include <string_view>

/// Who may write what (`sync.md` 6): deny by default, one row a kind. Held by
/// tst_gate::every_kind_has_one_row.
namespace shoujie::server {

class RoleSet {
public:
    constexpr RoleSet(std::initializer_list<facts::Role> roles) {
        for (const auto role : roles)
            m_bits |= 1U << static_cast<unsigned>(role);
    }
    [[nodiscard]] constexpr bool has(facts::Role role) const {
        return (m_bits >> static_cast<unsigned>(role) & 1U) != 0;
    }

private:
    unsigned m_bits = 0;
};

struct KindRule {
    std::string_view kind;
    RoleSet authors;
};

namespace roles {
using enum facts::Role;
inline constexpr RoleSet kNobody{}; ///< the server itself
inline constexpr RoleSet kOffice{admin, salesManager};
inline constexpr RoleSet kManager{salesManager};
inline constexpr RoleSet kSales{salesperson, salesManager};
inline constexpr RoleSet kFloor{salesperson, frontDesk, salesManager};
inline constexpr RoleSet kPhones{salesperson, callDesk, frontDesk, salesManager};
inline constexpr RoleSet kService{serviceAssistant, serviceSupervisor};
inline constexpr RoleSet kDesk{serviceAssistant, serviceSupervisor, frontDesk, callDesk};
inline constexpr RoleSet kSupervisor{serviceSupervisor};
inline constexpr RoleSet kWriters{salesperson, salesManager,     callDesk,
                                  frontDesk,   serviceAssistant, serviceSupervisor};
} // namespace roles

inline constexpr std::array<KindRule, 40> kKindRules{{
    {"staff.joined", roles::kOffice},        {"staff.left", roles::kOffice},
    {"roster.set", roles::kManager},         {"duty.changed", roles::kFloor},
    {"visit.started", roles::kFloor},        {"visit.registered", roles::kFloor},
    {"call.registered", roles::kPhones},     {"referral.registered", roles::kSales},
    {"family.declared", roles::kFloor},      {"public.confirmed", roles::kManager},
    {"conflict.discovered", roles::kSales},  {"notice.seen", roles::kPhones},
    {"deal.signed", roles::kSales},          {"deal.transferred", roles::kSales},
    {"follow_up.planned", roles::kPhones},   {"follow_up.done", roles::kPhones},
    {"request.filed", roles::kSales},        {"request.decided", roles::kManager},
    {"conduct.reported", roles::kPhones},    {"ruling.made", roles::kManager},
    {"entry.amended", roles::kWriters},      {"household.recorded", roles::kService},
    {"household.visited", roles::kService},  {"complaint.opened", roles::kDesk},
    {"complaint.answered", roles::kDesk},    {"complaint.dispatched", roles::kDesk},
    {"repair.ordered", roles::kService},     {"repair.progressed", roles::kService},
    {"repair.completed", roles::kService},   {"repair.archived", roles::kService},
    {"revisit.done", roles::kService},       {"feedback.given", roles::kDesk},
    {"patrol.reported", roles::kService},    {"patrol.returned", roles::kSupervisor},
    {"violation.recorded", roles::kService}, {"handover.recorded", roles::kService},
    {"fee.reminded", roles::kService},       {"month.reported", roles::kSupervisor},
    {"register.restored", roles::kNobody},   {"entries.erased", roles::kNobody},
}};

/// Whether that role may write facts of that kind; no for a kind without a row.
constexpr bool mayWrite(facts::Role role, std::string_view kind) {
    for (const auto& rule : kKindRules) {
        if (rule.kind == kind) return rule.authors.has(role);
    }
    return false;
}

/// Those who may correct what colleagues wrote, and the members that decide a case.
constexpr bool isManager(facts::Role role) {
    return role == facts::Role::salesManager || role == facts::Role::serviceSupervisor;
}

} // namespace shoujie::server
