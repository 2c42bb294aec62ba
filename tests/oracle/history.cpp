#include "tests/oracle/history.hpp"

#include "shared/core/time.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace shoujie::oracle {

using nlohmann::json;

namespace {

using std::chrono::minutes;

/// The edges of the windows, and small steps between them.
constexpr std::array kJumps{0, 0, 0, 0,  0,  0,  0,  1,  1,  2,  2,  3, 4,
                            6, 7, 8, 14, 29, 30, 31, 45, 59, 60, 61, 62};

struct Person {
    std::string name;
    std::string surname;
    std::string phone;
    std::string plate;
};

/// Two share a name, two a vehicle's plate and surname.
const std::array<Person, 6> kPeople{{{"郭晓岚", "郭", "13512340000", "粤BA1230"},
                                     {"何俊毅", "何", "13512340001", "粤BA1231"},
                                     {"冯秋月", "冯", "13512340002", "粤BA1232"},
                                     {"郭晓岚", "郭", "13512340003", "粤BA1230"},
                                     {"邵立群", "邵", "13512340004", "粤BA1234"},
                                     {"傅雨桐", "傅", "13512340005", "粤BA1235"}}};

class Writer {
public:
    Writer(std::uint64_t seed, Names names) : m_random(seed), m_names(names) {}

    json write();

private:
    using Step = void (Writer::*)();

    int upTo(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
    bool chance(int percent) { return upTo(100) < percent; }
    template <class List>
    auto any(const List& list) {
        return list[static_cast<std::size_t>(upTo(static_cast<int>(list.size())))];
    }
    std::string staff() { return any(m_staff); }
    json customer();
    json customerOf(const Person& person);
    json policy();
    static std::string text(Instant at) { return formatUtc(at); }
    json& add(Instant at, const std::string& by, const char* kind, json data);
    void advance();

    void visit();
    void startOnly();
    void call();
    void referral();
    void family();
    void confirm();
    void discover();
    void notice();
    void deal();
    void rule();
    void ruleDeal();
    void amend();
    void report();
    void leave();
    void join();
    void duty();
    void roster();
    void followUp();
    void request();

    std::mt19937_64 m_random;
    Names m_names;
    std::vector<std::string> m_staff{"s1", "s2", "s3", "s4"};
    Instant m_now{};
    json m_facts = json::array();
    std::vector<std::size_t> m_visits;
    std::vector<std::size_t> m_deals;
    std::vector<std::string> m_subjects;
    std::vector<std::string> m_used; ///< ruled already
    int m_count = 0;
    int m_people = 6;
};

json& Writer::add(Instant at, const std::string& by, const char* kind, json data) {
    const auto number = m_facts.size() + 1;
    m_facts.push_back({{"id", (number < 10 ? "f0" : "f") + std::to_string(number)},
                       {"at", text(at)},
                       {"by", by},
                       {"kind", kind},
                       {"data", std::move(data)}});
    return m_facts.back();
}

/// On to the next thing: some minutes later in the working day, or on another day.
void Writer::advance() {
    const int jump = any(kJumps);
    if (jump == 0) {
        m_now += minutes(1 + upTo(70));
        return;
    }
    const auto day = std::chrono::floor<std::chrono::days>(m_now + std::chrono::hours(8));
    m_now = Instant(day) + std::chrono::days(jump) - std::chrono::hours(8) +
            minutes(8 * 60 + 1 + upTo(15 * 60));
}

json Writer::customerOf(const Person& person) {
    json who = json::object();
    if (m_names == Names::clear) {
        who["surname"] = person.surname;
        who["phones"] = {person.phone};
        const int more = upTo(10);
        if (more < 2) who["vehicles"] = json::array({{{"plate", person.plate}}});
        if (more == 0) who.erase("phones");
        return who;
    }
    switch (upTo(9)) {
    case 0:
        who["name"] = person.name;
        break;
    case 1:
        who["surname"] = person.surname;
        who["phones"] = {person.phone};
        break;
    case 2:
        who["name"] = person.surname + "女士";
        who["vehicles"] = json::array({{{"plate", person.plate}}});
        break;
    case 3: // another number of theirs: the name alone is weak
        who["name"] = person.name;
        who["phones"] = {"1391234000" + std::to_string(upTo(3))};
        break;
    case 4:
        who["name"] = person.name;
        who["phones"] = {person.phone, "1391234000" + std::to_string(upTo(3))};
        break;
    default:
        who["name"] = person.name;
        who["phones"] = {person.phone};
    }
    if (chance(2)) who = {{"surname", person.surname}, {"title", "先生"}};
    return who;
}

json Writer::customer() {
    return customerOf(kPeople[static_cast<std::size_t>(upTo(m_people))]);
}

json Writer::policy() {
    json policy = json::object();
    if (chance(50)) return policy;
    if (chance(30)) policy["match"]["name_only"] = any(std::array{"refer", "ignore", "accept"});
    if (chance(20)) policy["windows"]["returning_days"] = any(std::array{7, 15, 30, 90});
    if (chance(10)) policy["windows"]["family_days"] = any(std::array{7, 60});
    if (chance(10)) policy["windows"]["referral_claim_days"] = any(std::array{3, 15});
    if (chance(10)) policy["windows"]["deal_discovery_days"] = any(std::array{1, 7});
    if (chance(10)) policy["windows"]["deal_new_customer_days"] = any(std::array{7, 30});
    if (chance(30))
        policy["returning"]["measured_from"] = any(std::array{"last_visit", "last_contact"});
    if (chance(10)) policy["splits"]["helper_bp"] = any(std::array{0, 5000, 10000});
    if (chance(10)) policy["splits"]["unaware_bp"] = any(std::array{0, 3000, 10000});
    if (chance(20)) policy["rotation"]["busy_with_new"] = "hold";
    if (chance(20)) policy["rotation"]["reset"] = "daily";
    if (chance(20)) policy["calls"]["yield_to_reception"] = false;
    if (chance(10)) policy["calls"]["window_days"] = 7;
    if (chance(30)) policy["owner_left"] = "rotation";
    if (chance(10)) policy["registration"]["required"] = json::array({"phones"});
    if (chance(15)) return json::array({{{"from", "2026-04-01"}, {"policy", policy}}});
    return policy;
}

void Writer::visit() {
    const auto id = "v" + std::to_string(++m_count);
    const auto receiver = staff();
    json data{{"visit", id}, {"receiver", receiver}, {"customers", json::array()}};
    for (int members = chance(20) ? 2 + upTo(2) : 1; members > 0; --members)
        data["customers"].push_back(customer());
    if (chance(15)) data["asked_for"] = staff();
    if (chance(8)) data["accompanied_by"] = customer();
    if (chance(5)) data["introduced_by"] = customer();
    if (chance(8))
        data["relatives"] = json::array({{{"relation", "spouse"}, {"customer", customer()}}});
    if (chance(8)) {
        data["public"] = any(std::array{"peer", "developer_tour", "solicitor"});
        if (chance(40)) data["business_card"] = true;
    }
    if (chance(4)) data["group_purchase"] = true;
    if (chance(35)) data["aware"] = chance(70);
    if (chance(30))
        data["original"] = any(
            std::array{"consented", "absent", "unreachable", "handed_back", "present", "present"});
    if (chance(35)) {
        add(m_now, receiver, "visit.started", {{"visit", id}, {"receiver", receiver}});
        m_visits.push_back(m_facts.size());
        add(m_now + minutes(3 + upTo(100)), receiver, "visit.registered", data);
        m_now += minutes(upTo(2));
    } else {
        if (chance(15)) data["started_at"] = text(m_now - minutes(1 + upTo(200)));
        m_visits.push_back(m_facts.size());
        add(m_now, receiver, "visit.registered", data);
    }
    m_subjects.push_back(id);
}

void Writer::startOnly() {
    const auto receiver = staff();
    add(m_now, receiver, "visit.started",
        {{"visit", "v" + std::to_string(++m_count)}, {"receiver", receiver}});
}

void Writer::call() {
    const auto id = "c" + std::to_string(++m_count);
    const auto by = staff();
    json data{{"call", id}, {"answered_by", by}, {"customer", customer()}};
    if (chance(25)) data["asked_for"] = staff();
    add(m_now, by, "call.registered", data);
    m_subjects.push_back(id);
}

void Writer::referral() {
    const auto id = "r" + std::to_string(++m_count);
    add(m_now, staff(), "referral.registered",
        {{"referral", id}, {"introducer", customer()}, {"prospect", customer()}});
    m_subjects.push_back(id);
}

void Writer::family() {
    add(m_now, staff(), "family.declared",
        {{"customers", json::array({customer(), customer()})}, {"relation", "parent"}});
}

void Writer::confirm() {
    if (m_visits.empty()) return;
    add(m_now, "m1", "public.confirmed",
        {{"visit", m_facts[any(m_visits)]["data"]["visit"]},
         {"basis", any(std::array{"peer", "developer_tour"})}});
}

void Writer::discover() {
    if (m_subjects.empty()) return;
    json data{{"subject", chance(50) ? m_subjects.back() : any(m_subjects)}};
    const auto by = chance(50) ? "system" : staff();
    if (by != "system" && chance(70)) data["claimant"] = by;
    add(m_now, by, "conflict.discovered", data);
}

void Writer::notice() {
    if (m_subjects.empty()) return;
    const auto by = staff();
    add(m_now, by, "notice.seen",
        {{"subject", chance(50) ? m_subjects.back() : any(m_subjects)}, {"staff", by}});
}

void Writer::deal() {
    const auto id = "x" + std::to_string(++m_count);
    auto closer = staff();
    json data{{"deal", id},
              {"subscribers", json::array()},
              {"unit", "1-101"},
              {"list_price", 100000},
              {"price", chance(10) ? 90000 : 100000}};
    if (!m_visits.empty() && chance(75)) {
        const auto& visit = m_facts[chance(70) ? m_visits.back() : any(m_visits)]["data"];
        if (chance(80)) closer = visit["receiver"];
        if (chance(50)) data["visit"] = visit["visit"];
        data["subscribers"].push_back(any(visit["customers"].get<std::vector<json>>()));
    }
    if (data["subscribers"].empty() || chance(15)) data["subscribers"].push_back(customer());
    data["closer"] = closer;
    auto deposit = m_now;
    auto signature = m_now;
    if (!m_visits.empty() && chance(25)) { // paid on the day of a visit
        const auto& last = m_facts[any(m_visits)]["at"].get_ref<const std::string&>();
        deposit = std::min(m_now, parseRfc3339(last).value() + minutes(upTo(30)));
        if (chance(40)) std::swap(deposit, signature);
    }
    const int missing = upTo(100);
    if (missing >= 6) data["deposit_paid_at"] = text(deposit);
    if (missing >= 12 || missing < 6) data["agreement_signed_at"] = text(signature);
    if (chance(3)) data["group_purchase"] = true;
    m_deals.push_back(m_facts.size());
    add(m_now, closer, "deal.signed", data);
    m_subjects.push_back(id);
}

void Writer::rule() {
    if (m_visits.empty()) return;
    const std::string subject = m_facts[any(m_visits)]["data"]["visit"];
    const bool again = std::find(m_used.begin(), m_used.end(), subject) != m_used.end();
    if (again && chance(80)) return;
    m_used.push_back(subject);
    add(m_now, "m1", "ruling.made",
        {{"subject", subject}, {"owner", staff()}, {"reason", "heard both"}});
}

void Writer::ruleDeal() {
    if (m_deals.empty()) return;
    const std::string subject = m_facts[any(m_deals)]["data"]["deal"];
    if (std::find(m_used.begin(), m_used.end(), subject) != m_used.end()) return;
    for (const auto& fact : m_facts) // a deposit alone is no deal to be ruled on
        if (fact["data"].value("deal", "") == subject && fact["kind"] == "deal.signed" &&
            !(fact["data"].contains("deposit_paid_at") &&
              fact["data"].contains("agreement_signed_at")))
            return;
    m_used.push_back(subject);
    json data{{"subject", subject}, {"reason", "heard both"}};
    switch (upTo(4)) {
    case 0:
        data["owner"] = staff();
        break;
    case 1:
        data["owner"] = "s1";
        data["shares"] =
            json::array({{{"staff", "s1"}, {"bp", 7000}}, {{"staff", "s2"}, {"bp", 3000}}});
        break;
    case 2:
        data["cancel"] = true;
        data["owner"] = staff();
        if (chance(50)) data["fine"] = 30000;
        break;
    default:
        data["fine"] = any(std::array{20000, 50000, 50001});
    }
    add(m_now, "m1", "ruling.made", data);
}

void Writer::amend() {
    json set = json::object();
    std::size_t target = 0;
    if (!m_deals.empty() && chance(40)) {
        target = any(m_deals);
        set[chance(50) ? "agreement_signed_at" : "deposit_paid_at"] = text(m_now - minutes(1));
    } else if (!m_visits.empty()) {
        target = any(m_visits);
        switch (upTo(5)) {
        case 0:
            set["aware"] = chance(50);
            break;
        case 1:
            set["original"] = any(std::array{"consented", "present", "handed_back"});
            break;
        case 2:
            set["asked_for"] = staff();
            break;
        default:
            set["customers"] = m_facts[target]["data"]["customers"];
            set["customers"][0] = customer();
        }
    } else {
        return;
    }
    if (m_facts[target]["at"].get_ref<const std::string&>() >= text(m_now)) return;
    add(m_now, "m1", "entry.amended",
        {{"target", m_facts[target]["id"]}, {"set", set}, {"reason", "written wrongly"}});
}

void Writer::report() {
    if (m_visits.empty()) return;
    const auto& visit = m_facts[any(m_visits)]["data"];
    const std::string asked = visit.value("asked_for", staff());
    add(m_now, staff(), "conduct.reported",
        {{"subject", visit["visit"]}, {"staff", asked}, {"what", "named himself to the guest"}});
}

void Writer::leave() {
    add(m_now, "m1", "staff.left", {{"staff", staff()}});
}

void Writer::join() {
    add(m_now, "m1", "staff.joined",
        {{"staff", "s5"}, {"name", "罗志明"}, {"role", "salesperson"}});
    if (m_staff.size() < 5) m_staff.push_back("s5");
}

void Writer::duty() {
    add(m_now, "m1", "duty.changed",
        {{"staff", staff()},
         {"duty", any(std::array{"on", "on", "off", "leave", "sick", "assigned"})}});
}

void Writer::roster() {
    auto order = m_staff;
    std::shuffle(order.begin(), order.end(), m_random);
    if (chance(30)) order.pop_back();
    add(m_now, "m1", "roster.set", {{"order", order}});
}

void Writer::followUp() {
    const auto id = "u" + std::to_string(++m_count);
    const auto by = staff();
    add(m_now, by, "follow_up.planned",
        {{"follow_up", id},
         {"customer", customer()},
         {"due_at", text(m_now)},
         {"purpose", "price list"}});
    m_now += minutes(1 + upTo(3000));
    add(m_now, chance(80) ? by : staff(), "follow_up.done",
        {{"follow_up", id}, {"outcome", chance(75) ? "reached" : "no_answer"}});
}

void Writer::request() {
    if (m_deals.empty()) return;
    const auto id = "q" + std::to_string(++m_count);
    add(m_now, staff(), "request.filed",
        {{"request", id},
         {"about", chance(80) ? "discount" : "transfer"},
         {"deal", m_facts[any(m_deals)]["data"]["deal"]},
         {"reason", "asks for less"}});
    m_now += minutes(1);
    add(m_now, "m1", "request.decided", {{"request", id}, {"approved", chance(60)}});
}

json Writer::write() {
    struct Weighted {
        int weight;
        Step step;
    };
    constexpr std::array<Weighted, 19> kSteps{{{36, &Writer::visit},
                                               {2, &Writer::startOnly},
                                               {6, &Writer::call},
                                               {6, &Writer::referral},
                                               {5, &Writer::family},
                                               {3, &Writer::confirm},
                                               {12, &Writer::discover},
                                               {3, &Writer::notice},
                                               {14, &Writer::deal},
                                               {4, &Writer::rule},
                                               {2, &Writer::ruleDeal},
                                               {5, &Writer::amend},
                                               {2, &Writer::report},
                                               {2, &Writer::leave},
                                               {1, &Writer::join},
                                               {6, &Writer::duty},
                                               {2, &Writer::roster},
                                               {2, &Writer::followUp},
                                               {1, &Writer::request}}};
    int total = 0;
    for (const auto& each : kSteps)
        total += each.weight;
    json scenario{{"title", "a random history"}, {"policy", policy()}};
    m_people = 3 + upTo(4);
    m_now = parseRfc3339("2026-03-01T08:00:00+08:00").value();
    if (chance(92)) roster();
    for (int steps = 5 + upTo(20); steps > 0; --steps) {
        advance();
        int pick = upTo(total);
        for (const auto& each : kSteps) {
            if (pick < each.weight) {
                (this->*each.step)();
                break;
            }
            pick -= each.weight;
        }
    }
    if (chance(50)) {
        advance();
        scenario["now"] = text(m_now + minutes(200));
    }
    scenario["facts"] = std::move(m_facts);
    return scenario;
}

} // namespace

json randomHistory(std::uint64_t seed, Names names) {
    return Writer(seed, names).write();
}

} // namespace shoujie::oracle
