#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

/// The closed lists of words of the vocabulary (`facts.md`).
namespace shoujie::facts {

enum class Role {
    salesperson,
    salesManager,
    callDesk,
    frontDesk,
    serviceAssistant,
    serviceSupervisor,
    admin
};
enum class Duty { on, off, leave, sick, assigned };
/// Why a visitor is everybody's (art. 6).
enum class PublicBasis { peer, developerTour, marketingGuest, solicitor };
/// How the original salesperson stood when somebody else received their customer (art. 9, 12, 13).
enum class OriginalState { consented, absent, unreachable, handedBack, present };
enum class Relation { grandparent, parent, child, sibling, spouse, grandchild };
enum class FollowUpOutcome { reached, notConvenient, noAnswer, wrongNumber };
enum class RequestTopic { discount, resaleListing, transfer, other };
enum class ComplaintChannel { desk, phone, visit, letterbox };
enum class ViolationAction { educated, corrected, stopped };

/// The words of one list, in the order of its enumerators.
template <class Enum>
struct Words;

template <>
struct Words<Role> {
    static constexpr std::array<std::string_view, 7> kAll{
        "salesperson",       "sales_manager",      "call_desk", "front_desk",
        "service_assistant", "service_supervisor", "admin"};
};
template <>
struct Words<Duty> {
    static constexpr std::array<std::string_view, 5> kAll{"on", "off", "leave", "sick", "assigned"};
};
template <>
struct Words<PublicBasis> {
    static constexpr std::array<std::string_view, 4> kAll{"peer", "developer_tour",
                                                          "marketing_guest", "solicitor"};
};
template <>
struct Words<OriginalState> {
    static constexpr std::array<std::string_view, 5> kAll{"consented", "absent", "unreachable",
                                                          "handed_back", "present"};
};
template <>
struct Words<Relation> {
    static constexpr std::array<std::string_view, 6> kAll{"grandparent", "parent", "child",
                                                          "sibling",     "spouse", "grandchild"};
};
template <>
struct Words<FollowUpOutcome> {
    static constexpr std::array<std::string_view, 4> kAll{"reached", "not_convenient", "no_answer",
                                                          "wrong_number"};
};
template <>
struct Words<RequestTopic> {
    static constexpr std::array<std::string_view, 4> kAll{"discount", "resale_listing", "transfer",
                                                          "other"};
};
template <>
struct Words<ComplaintChannel> {
    static constexpr std::array<std::string_view, 4> kAll{"desk", "phone", "visit", "letterbox"};
};
template <>
struct Words<ViolationAction> {
    static constexpr std::array<std::string_view, 3> kAll{"educated", "corrected", "stopped"};
};

/// The word of an enumerator: toWord(Duty::leave) is "leave".
template <class Enum>
constexpr std::string_view toWord(Enum value) {
    return Words<Enum>::kAll[static_cast<std::size_t>(value)];
}

} // namespace shoujie::facts
