#include "shared/facts/fact_json.hpp"
#include "tests/properties/teller.hpp"

#include <nlohmann/json.hpp>

namespace shoujie::properties {

using namespace shoujie::facts;
using namespace std::chrono;
using nlohmann::json;

void Teller::amend() {
    const int what = m_dice.below(10);
    EntryAmended amended;
    amended.reason = "written down wrongly";
    if (what < 6 && !m_visits.empty()) {
        const auto& visit = m_dice.from(m_visits);
        amended.target = visit.fact;
        amended.set = newPartOfVisit(visit);
    } else if (what < 8 && !m_deals.empty()) {
        amended.target = m_dice.from(m_deals).fact;
        amended.set = newPartOfDeal();
    } else if (!m_others.empty()) {
        const auto& entry = m_dice.from(m_others);
        amended.target = entry.fact;
        if (entry.subject.front() == 'r')
            amended.set = json{{"prospect", customerToJson(person())}}.dump();
        else if (m_dice.oneIn(2))
            amended.set = json{{"customer", customerToJson(person())}}.dump();
        else
            amended.set = json{{"asked_for", staff().value}}.dump();
    } else {
        return visit();
    }
    add("m1", std::move(amended));
}

std::string Teller::newPartOfVisit(const Entry& visit) {
    json set = json::object();
    switch (m_dice.below(8)) {
    case 0:
        set["receiver"] = staff().value;
        break;
    case 1:
        set["asked_for"] = staff().value;
        break;
    case 2:
        set["original"] = toWord(static_cast<OriginalState>(m_dice.below(5)));
        break;
    case 3:
        set["started_at"] = formatUtc(visit.known.earliest - minutes(m_dice.below(300)));
        break;
    case 4:
        set["aware"] = m_dice.oneIn(2);
        break;
    default: {
        auto& customers = set["customers"] = json::array();
        customers.push_back(customerToJson(known(m_dice.oneIn(3) ? someone() : visit.who)));
        if (m_dice.oneIn(8)) customers.push_back(customerToJson(person()));
    }
    }
    return set.dump();
}

std::string Teller::newPartOfDeal() {
    json set = json::object();
    switch (m_dice.below(4)) {
    case 0:
        set["closer"] = staff().value;
        break;
    case 1:
        if (!m_visits.empty()) set["visit"] = m_dice.from(m_visits).subject;
        break;
    case 2:
        set["subscribers"] = json::array({customerToJson(person())});
        break;
    default:
        // The other half of a pending deal, or another day.
        set[m_dice.oneIn(2) ? "agreement_signed_at" : "deposit_paid_at"] =
            formatUtc(m_at.earliest - minutes(m_dice.below(20)));
    }
    return set.dump();
}

} // namespace shoujie::properties
