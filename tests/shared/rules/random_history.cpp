#include "tests/shared/rules/random_history.hpp"

#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace shoujie::testing {

using namespace shoujie::facts;
using namespace std::chrono;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_random(seed) {}
    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }
    bool oneIn(int count) { return below(count) == 0; }
    template <class Range>
    const auto& from(const Range& range) {
        return range[static_cast<std::size_t>(below(static_cast<int>(range.size())))];
    }

private:
    std::mt19937_64 m_random;
};

Customer person(Dice& dice) {
    constexpr std::array<const char*, 5> kNames{"郭晓岚", "何俊毅", "冯秋月", "邵立群", "傅雨桐"};
    constexpr std::array<const char*, 5> kPhones{"13512340001", "13512340002", "13512340003",
                                                 "13512340004", "13512340005"};
    const int who = dice.below(5);
    Customer customer;
    const auto at = static_cast<std::size_t>(who);
    if (!dice.oneIn(5)) customer.name = kNames[dice.oneIn(12) ? (at + 1) % 5 : at];
    if (!dice.oneIn(4)) customer.phones.push_back(kPhones[at]);
    if (dice.oneIn(25)) customer.phones.push_back(kPhones[(at + 1) % 5]);
    if (dice.oneIn(6)) {
        customer.vehicles.push_back({std::nullopt, "粤BA000" + std::to_string(who)});
        if (!customer.name) customer.surname = "郭";
    }
    return customer;
}

class Teller {
public:
    Teller(std::uint64_t seed, bool vague) : m_dice(seed), m_vague(vague) {}

    RandomHistory tell() {
        RandomHistory history;
        history.policy = m_dice.from(std::array<const char*, 6>{
            "{}", "{}", R"({"owner_left":"rotation"})",
            R"({"windows":{"returning_days":7},"returning":{"measured_from":"last_contact"}})",
            R"({"calls":{"yield_to_reception":false,"window_days":10},)"
            R"("match":{"name_only":"refer"}})",
            R"({"rotation":{"reset":"daily","busy_with_new":"hold"},)"
            R"("match":{"name_only":"ignore"}})"});
        add("m1", RosterSet{{StaffId("s1"), StaffId("s2"), StaffId("s3"), StaffId("s4")}});
        const int count = 6 + m_dice.below(14);
        for (int i = 0; i < count; ++i) {
            pass();
            happen();
        }
        history.facts = std::move(m_facts);
        return history;
    }

private:
    StaffId staff() { return StaffId("s" + std::to_string(1 + m_dice.below(4))); }

    void pass() {
        // Mostly the same day, sometimes to the edge of a window.
        if (m_dice.oneIn(4))
            m_now += days(m_dice.from(std::array<int, 8>{1, 3, 4, 7, 8, 30, 31, 60}));
        m_now += minutes(1 + m_dice.below(90));
    }

    FactId add(const std::string& by, FactData data) {
        TimedFact timed;
        timed.fact.id = FactId("f" + std::to_string(10 + m_facts.size()));
        timed.fact.by = StaffId(by);
        timed.fact.data = std::move(data);
        timed.at = TimeInterval::exactly(m_now);
        if (m_vague && m_dice.oneIn(3))
            timed.at = {m_now - minutes(m_dice.below(120)), m_now + minutes(m_dice.below(120))};
        m_facts.push_back(timed);
        return timed.fact.id;
    }

    void visit() {
        VisitRegistered visit;
        visit.visit = VisitId("v" + std::to_string(m_visits.size()));
        visit.receiver = staff();
        visit.customers.push_back(person(m_dice));
        if (m_dice.oneIn(8)) visit.customers.push_back(person(m_dice));
        if (m_dice.oneIn(5)) visit.askedFor = staff();
        if (m_dice.oneIn(8)) visit.accompaniedBy = person(m_dice);
        if (m_dice.oneIn(8)) visit.relatives.push_back({Relation::child, person(m_dice)});
        if (m_dice.oneIn(12)) visit.publicBasis = PublicBasis::peer;
        if (m_dice.oneIn(15)) visit.groupPurchase = true;
        if (m_dice.oneIn(5)) visit.aware = true;
        if (m_dice.oneIn(4)) visit.original = static_cast<OriginalState>(m_dice.below(5));
        m_visits.push_back(visit.visit.value);
        if (m_dice.oneIn(4)) {
            add(visit.receiver.value, VisitStarted{visit.visit, visit.receiver});
            m_now += minutes(5 + m_dice.below(40));
        }
        if (!m_dice.oneIn(15)) m_visitFacts.push_back(add(visit.receiver.value, visit));
    }

    void deal() {
        DealSigned deal;
        deal.deal = DealId("x" + std::to_string(m_deals++));
        deal.closer = staff();
        if (!m_visits.empty() && m_dice.oneIn(2)) deal.visit = VisitId(m_visits.back());
        deal.subscribers.push_back(person(m_dice));
        deal.depositPaidAt = m_now - minutes(10);
        if (!m_dice.oneIn(8)) deal.agreementSignedAt = m_now;
        deal.unit = "1-101";
        deal.listPrice = deal.price = 100;
        add(deal.closer.value, deal);
    }

    SubjectId subject() {
        if (m_deals > 0 && m_dice.oneIn(4))
            return SubjectId("x" + std::to_string(m_dice.below(m_deals)));
        return SubjectId(m_visits.empty() ? "v0" : m_dice.from(m_visits));
    }

    void happen() {
        const int what = m_dice.below(20);
        if (what < 9) return visit();
        if (what < 11) return deal();
        if (what == 11) {
            const auto by = staff();
            CallRegistered call{
                CallId("c" + std::to_string(m_facts.size())), by, {}, person(m_dice), {}, {}};
            add(by.value, call);
        } else if (what == 12) {
            add(staff().value, ReferralRegistered{ReferralId("r" + std::to_string(m_facts.size())),
                                                  person(m_dice), person(m_dice)});
        } else if (what < 16) {
            add("system", ConflictDiscovered{subject(), {}, {}});
        } else if (what == 16) {
            add("m1", DutyChanged{staff(), static_cast<Duty>(m_dice.below(5))});
        } else if (what == 17) {
            rareThing();
        } else if (what == 18) {
            add("m1", RulingMade{subject(), staff(), {}, {}, {}, "heard both"});
        } else {
            amend();
        }
    }

    void rareThing() {
        switch (m_dice.below(4)) {
        case 0:
            add("m1", StaffLeft{staff()});
            break;
        case 1:
            add(staff().value, FamilyDeclared{{person(m_dice), person(m_dice)}, Relation::spouse});
            break;
        case 2:
            if (!m_visits.empty())
                add("m1", PublicConfirmed{VisitId(m_dice.from(m_visits)), PublicBasis::peer});
            break;
        default:
            add(staff().value, NoticeSeen{subject(), staff()});
        }
    }

    void amend() {
        // Whether an amendment came before another entry is taken by the canonical order (law.md).
        if (m_visitFacts.empty() || m_vague) return;
        nlohmann::json set{{"customers", nlohmann::json::array({customerToJson(person(m_dice))})}};
        add("m1", EntryAmended{m_dice.from(m_visitFacts), set.dump(), "written down wrongly"});
    }

    Dice m_dice;
    bool m_vague;
    Instant m_now = sys_days(year(2026) / 3 / 1) + hours(1);
    std::vector<TimedFact> m_facts;
    std::vector<std::string> m_visits;
    std::vector<FactId> m_visitFacts;
    int m_deals = 0;
};

} // namespace

RandomHistory makeHistory(std::uint64_t seed, bool vague) {
    return Teller(seed, vague).tell();
}

std::string asScenario(const RandomHistory& history) {
    nlohmann::json scenario{{"policy", nlohmann::json::parse(history.policy)},
                            {"facts", nlohmann::json::array()}};
    for (const auto& fact : history.facts)
        scenario["facts"].push_back(timedFactToJson(fact));
    return scenario.dump(1);
}

} // namespace shoujie::testing
