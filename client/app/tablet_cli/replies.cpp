#include "client/app/tablet_cli/replies.hpp"

#include "shared/rules/outcome_json.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <string_view>

namespace shoujie::client {
namespace {

using nlohmann::json;

// In the order of the enumerators.
constexpr std::array<std::string_view, 6> kSeatStates{"waiting", "receiving", "assigned",
                                                      "off",     "leave",     "sick"};
constexpr std::array<std::string_view, 7> kVerdicts{
    "unknown", "own", "colleagues", "colleagues_lapsed", "called_in", "referred", "several"};

json toJson(const Error& error) {
    return {{"code", toString(error.code)}, {"path", error.path}, {"message", error.message}};
}

json timeOrNull(const std::optional<Instant>& at, const TimeZone& zone) {
    return at ? json(zone.format(*at)) : json();
}

template <class Id>
json idOrNull(const std::optional<Id>& id) {
    return id ? json(id->value) : json();
}

json seatToJson(const Seat& seat, const TimeZone& zone) {
    return {{"staff", seat.staff.value},
            {"name", seat.name},
            {"state", kSeatStates[static_cast<std::size_t>(seat.state)]},
            {"next", seat.next},
            {"receiving_since", timeOrNull(seat.receivingSince, zone)},
            {"visit", idOrNull(seat.visit)}};
}

/// The number a proof code begins with: the sequence of the newest own fact.
std::int64_t seqOf(const std::string& proofCode) {
    std::int64_t seq = 0;
    std::from_chars(proofCode.data(), proofCode.data() + proofCode.size(), seq);
    return seq;
}

} // namespace

json errorReply(const Error& error) {
    return {{"ok", false}, {"error", toJson(error)}};
}

json syncReply(const SyncReport& report) {
    json reply{{"ok", !report.error.has_value()},
               {"sent", report.sent},
               {"refused", report.refused},
               {"learned", report.learned},
               {"photos", report.photos}};
    if (report.error) reply["error"] = toJson(*report.error);
    if (report.note) reply["note"] = toJson(*report.note);
    return reply;
}

json recordReply(const Tablet& tablet, const FactId& fact) {
    const WorkStatus status = tablet.workStatus();
    return {{"ok", true},
            {"fact", fact.value},
            {"seq", seqOf(status.proofCode)},
            {"proof", status.proofCode}};
}

json statusReply(const Tablet& tablet) {
    const WorkStatus status = tablet.workStatus();
    json refused = json::array();
    for (const RefusedFact& fact : tablet.refusedFacts())
        refused.push_back(
            {{"fact", fact.id.value}, {"kind", fact.kind}, {"error", toJson(fact.error)}});
    return {{"ok", true},
            {"enrolled", status.enrolled},
            {"locked", tablet.isLocked()},
            {"site", tablet.site().value},
            {"site_name", tablet.siteName()},
            {"device", tablet.device().value},
            {"pending", status.pending},
            {"refused", status.refused},
            {"photos_waiting", status.photosWaiting},
            {"photos_refused", status.photosRefused},
            {"storage_full", status.storageFull},
            {"refused_facts", refused},
            {"proof", status.proofCode},
            {"grade", evidence::toWord(status.grade)},
            {"last_sync", timeOrNull(status.lastSync, tablet.zone())},
            {"now", tablet.zone().format(tablet.estimatedNow())}};
}

json staffReply(const Tablet& tablet) {
    json staff = json::array();
    for (const StaffMember& member : tablet.staff())
        staff.push_back({{"staff", member.id.value},
                         {"name", member.name},
                         {"role", facts::toWord(member.role)},
                         {"can_sign_in", member.canSignIn}});
    return {{"ok", true}, {"staff", staff}};
}

json floorReply(const Tablet& tablet) {
    const FloorBoard board = tablet.floorBoard();
    const TimeZone& zone = tablet.zone();
    json queue = json::array();
    for (const Seat& seat : board.queue)
        queue.push_back(seatToJson(seat, zone));
    json others = json::array();
    for (const Seat& seat : board.others)
        others.push_back(seatToJson(seat, zone));
    json owed = json::array();
    for (const OwedTurn& turn : board.owed)
        owed.push_back({{"staff", turn.staff.value},
                        {"name", turn.name},
                        {"earned_by", turn.earnedBy.value},
                        {"articles", turn.articles},
                        {"granted_at", zone.format(turn.grantedAt)}});
    return {{"ok", true},
            {"queue", queue},
            {"others", others},
            {"owed", owed},
            {"next", idOrNull(board.next)},
            {"as_of", zone.format(board.asOf)},
            {"pending_here", board.pendingHere}};
}

json customersReply(const Tablet& tablet, const StaffId& staff) {
    const TimeZone& zone = tablet.zone();
    json cards = json::array();
    for (const CustomerCard& card : tablet.customersOf(staff)) {
        cards.push_back({{"name", card.name},
                         {"phone", card.maskedPhone},
                         {"visit", card.visit.value},
                         {"owner", idOrNull(card.outcome.decision.owner)},
                         {"articles", card.outcome.articles},
                         {"official", card.official},
                         {"visited_at", zone.format(card.visitedAt)},
                         {"protected_until",
                          card.protectedUntil ? json(formatDay(*card.protectedUntil)) : json()},
                         {"days", card.daysUsed},
                         {"limit", card.daysLimit},
                         {"state", card.state}});
    }
    return {{"ok", true}, {"customers", cards}};
}

json whyReply(const Tablet& tablet, const VisitId& visit) {
    const auto why = tablet.why(visit);
    if (!why) return errorReply(why.error());
    json timeline = json::array();
    for (const TimelineItem& item : why->timeline)
        timeline.push_back({{"fact", item.fact.value},
                            {"kind", item.kind},
                            {"who", item.who},
                            {"earliest", tablet.zone().format(item.at.earliest)},
                            {"latest", tablet.zone().format(item.at.latest)},
                            {"own", item.own},
                            {"received", item.received}});
    return {{"ok", true},
            {"visit", why->visit.value},
            {"owner_name", why->ownerName},
            {"official", why->official},
            {"outcome", rules::toJson(why->outcome, tablet.zone())},
            {"timeline", timeline}};
}

json lookUpReply(const Tablet& tablet, const facts::Customer& customer, const StaffId& receiver) {
    const rules::LookUp found = tablet.lookUp(customer, receiver);
    json matches = json::array();
    for (const FactId& fact : found.facts) {
        const auto at = tablet.timeOf(fact);
        json match{{"fact", fact.value}};
        if (at) {
            match["earliest"] = tablet.zone().format(at->earliest);
            match["latest"] = tablet.zone().format(at->latest);
        }
        matches.push_back(std::move(match));
    }
    json reply{{"ok", true},
               {"verdict", kVerdicts[static_cast<std::size_t>(found.verdict)]},
               {"owner", idOrNull(found.owner)},
               {"key", found.key},
               {"facts", matches}};
    if (found.window)
        reply["window"] = {{"from", tablet.zone().format(found.window->from)},
                           {"to", tablet.zone().format(found.window->to)},
                           {"days", found.window->days},
                           {"limit", found.window->limit}};
    return reply;
}

} // namespace shoujie::client
