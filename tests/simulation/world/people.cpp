#include "tests/simulation/world/people.hpp"

#include <array>
#include <utility>

namespace shoujie::simulation {

namespace {

/// Few customers, so that people meet the same ones.
constexpr int kCustomers = 14;
constexpr std::array<const char*, 7> kNames{"王建国", "李梅", "陈晓东", "赵敏",
                                            "孙丽",   "周涛", "吴静"};

} // namespace

People::People(Scene& scene, Ledger& ledger)
    : m_scene(scene), m_ledger(ledger), m_dice(scene.seed, kPeople) {}

const std::vector<StaffId>& People::salespeople() {
    static const std::vector<StaffId> all{StaffId("s1"), StaffId("s2"), StaffId("s3"),
                                          StaffId("s4"), StaffId("s5")};
    return all;
}
const StaffId& People::manager() {
    static const StaffId id("m1");
    return id;
}

bool People::record(TabletMachine& tablet, const StaffId& by, facts::FactData data) {
    const std::string kind(facts::kindOf(data));
    Saved fact{{},
               tablet.number(),
               by,
               kind,
               m_scene.queue.now(),
               tablet.anchoredAt(),
               tablet.boot().bootTag(),
               m_forbidden};
    auto saved = tablet.core().record(by, std::move(data));
    if (!saved) {
        m_scene.note(tablet.name(),
                     by.value + " cannot save " + kind + ": " + describe(saved.error()));
        ++m_ledger.unsaved[tablet.number()];
        return false;
    }
    m_scene.note(tablet.name(), by.value + " saves " + kind + " " + saved->value);
    fact.id = m_lastSaved.emplace(*saved);
    m_ledger.add(std::move(fact));
    return true;
}

facts::Customer People::customer(int number) {
    facts::Customer person;
    person.name = kNames[static_cast<std::size_t>(number) % kNames.size()];
    if (m_dice.below(10) < 8) person.phones.push_back("1380000" + std::to_string(1000 + number));
    if (m_dice.oneIn(6)) person.intent = "三室两厅";
    return person;
}

void People::receive(TabletMachine& tablet, int number) {
    facts::VisitRegistered data;
    const StaffId by = m_dice.from(salespeople());
    data.visit = VisitId(tablet.core().newId());
    data.receiver = by;
    if (!m_begun.empty() && m_dice.oneIn(2)) {
        data.visit = m_begun.back().first;
        data.receiver = m_begun.back().second;
        m_begun.pop_back();
    }
    data.customers.push_back(customer(number));
    if (m_dice.oneIn(5)) data.askedFor = m_dice.from(salespeople());
    if (m_dice.oneIn(8)) data.introducedBy = customer(m_dice.below(kCustomers));
    const VisitId visit = data.visit;
    if (record(tablet, by, std::move(data)))
        m_visits.push_back({visit, *m_lastSaved, tablet.number(), by});
}

void People::begin(TabletMachine& tablet) {
    const StaffId by = m_dice.from(salespeople());
    const VisitId visit(tablet.core().newId());
    if (record(tablet, by, facts::VisitStarted{visit, by})) m_begun.emplace_back(visit, by);
}

void People::call(TabletMachine& tablet) {
    facts::CallRegistered data;
    data.call = CallId(tablet.core().newId());
    data.answeredBy = m_dice.from(salespeople());
    data.customer = customer(m_dice.below(kCustomers));
    data.rings = m_dice.between(1, 6);
    const StaffId by = data.answeredBy;
    record(tablet, by, std::move(data));
}

void People::followUp(TabletMachine& tablet) {
    const StaffId by = m_dice.from(salespeople());
    if (!m_followUps.empty() && m_dice.oneIn(2)) {
        facts::FollowUpDone done;
        done.followUp = m_dice.from(m_followUps);
        record(tablet, by, std::move(done));
        return;
    }
    facts::FollowUpPlanned planned;
    planned.followUp = FollowUpId(tablet.core().newId());
    planned.customer = customer(m_dice.below(kCustomers));
    planned.dueAt = tablet.core().estimatedNow() + std::chrono::hours(24);
    planned.purpose = "回访";
    const FollowUpId id = planned.followUp;
    if (record(tablet, by, std::move(planned))) m_followUps.push_back(id);
}

void People::sign(TabletMachine& tablet) {
    facts::DealSigned data;
    data.deal = DealId(tablet.core().newId());
    data.closer = m_dice.from(salespeople());
    if (!m_visits.empty() && m_dice.oneIn(2)) data.visit = m_dice.from(m_visits).id;
    data.subscribers.push_back(customer(m_dice.below(kCustomers)));
    data.unit = "3-1802";
    data.listPrice = 300'000'000;
    data.price = 295'000'000;
    const StaffId by = data.closer;
    record(tablet, by, std::move(data));
}

void People::amend(TabletMachine& tablet) {
    // On the tablet that wrote the entry, so that it stands in the register before its amendment.
    for (const auto& visit : m_visits) {
        if (visit.tablet != tablet.number() || !m_dice.oneIn(4)) continue;
        record(tablet, visit.by,
               facts::EntryAmended{visit.fact, R"({"needs":{"information":"学区"}})", "补充"});
        return;
    }
}

void People::speakOf(TabletMachine& tablet, const Visit& visit) {
    const SubjectId subject(visit.id.value);
    const StaffId by = m_dice.from(salespeople());
    switch (m_dice.below(4)) {
    case 0:
        record(tablet, by, facts::ConflictDiscovered{subject, by, {}});
        break;
    case 1:
        record(tablet, by, facts::NoticeSeen{subject, by});
        break;
    case 2:
        record(tablet, by, facts::ConductReported{subject, m_dice.from(salespeople()), "抢客"});
        break;
    default:
        facts::RulingMade ruling;
        ruling.subject = subject;
        ruling.owner = m_dice.from(salespeople());
        ruling.reason = "现场核实";
        record(tablet, manager(), std::move(ruling));
        break;
    }
}

void People::dismiss(TabletMachine& tablet) {
    const StaffId who = m_dice.from(salespeople());
    if (m_ledger.leftAt.contains(who) || m_ledger.leftAt.size() > 2) return;
    const Instant now = m_scene.queue.now();
    // Also where the saving fails: it may have gone through all the same.
    m_ledger.leftAt[who] = now;
    record(tablet, manager(), facts::StaffLeft{who});
}

void People::changeDuty(TabletMachine& tablet) {
    const StaffId by = m_dice.from(salespeople());
    const StaffId whose = m_dice.oneIn(3) ? m_dice.from(salespeople()) : by;
    // A colleague's is not theirs to change: the register refuses it.
    m_forbidden = whose != by;
    record(tablet, by, facts::DutyChanged{whose, facts::Duty::on});
    m_forbidden = false;
}

void People::act(TabletMachine& tablet) {
    const int what = m_dice.below(100);
    if (what < 45)
        receive(tablet, m_dice.below(kCustomers));
    else if (what < 55)
        begin(tablet);
    else if (what < 63)
        call(tablet);
    else if (what < 70)
        followUp(tablet);
    else if (what < 76)
        sign(tablet);
    else if (what < 82)
        amend(tablet);
    else if (what < 87)
        changeDuty(tablet);
    else if (!m_visits.empty())
        speakOf(tablet, m_dice.from(m_visits));
}

} // namespace shoujie::simulation
