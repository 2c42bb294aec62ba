#include "tests/properties/cast.hpp"
#include "tests/properties/teller.hpp"

namespace shoujie::properties {

using namespace shoujie::facts;
using namespace std::chrono;

void Teller::happen() {
    const int what = m_dice.below(100);
    if (what < 40) return visit();
    if (what < 53) return deal();
    if (what < 57) return call();
    if (what < 61) return referral();
    if (what < 68) return discovery();
    if (what < 71) return notice();
    if (what < 77) return ruling();
    if (what < 84) return amend();
    if (what < 90) return staffThing();
    if (what < 93) return followUp();
    return rareThing();
}

// ---- receptions --------------------------------------------------------------------------------

void Teller::fillVisit(VisitRegistered& visit) {
    if (m_dice.oneIn(5)) visit.askedFor = staff();
    if (m_dice.oneIn(9)) visit.accompaniedBy = person();
    if (m_dice.oneIn(14)) visit.introducedBy = person();
    while (m_dice.oneIn(9))
        visit.relatives.push_back({static_cast<Relation>(m_dice.below(6)), person()});
    if (m_dice.oneIn(10)) {
        visit.publicBasis = static_cast<PublicBasis>(m_dice.below(4));
        if (m_dice.oneIn(2)) visit.businessCard = m_dice.oneIn(2);
    }
    if (m_dice.oneIn(16)) visit.groupPurchase = !m_dice.oneIn(5);
    if (m_dice.oneIn(4)) visit.aware = !m_dice.oneIn(5);
    if (m_dice.oneIn(3)) visit.original = static_cast<OriginalState>(m_dice.below(5));
}

void Teller::visit() {
    VisitRegistered visit;
    visit.visit = VisitId(newId("v"));
    visit.receiver = staff();
    const int who = someone();
    visit.customers.push_back(known(who));
    while (m_dice.oneIn(7) && visit.customers.size() < 3)
        visit.customers.push_back(person());
    fillVisit(visit);
    registerVisit(std::move(visit), who);
}

/// Live, told afterwards, or at once; a reception may also begin and never be registered.
void Teller::registerVisit(VisitRegistered visit, int who) {
    const int device = m_dice.oneIn(2) ? m_dice.below(3) : -1;
    const int how = m_dice.below(100);
    if (how < 20) {
        add(visit.receiver.value, VisitStarted{visit.visit, visit.receiver}, m_at, device);
        if (m_dice.oneIn(8)) return;
        m_now += minutes(5 + m_dice.below(60));
        // On the tablet, or by somebody in the office who may know the time better or worse.
        m_at = look(true);
    } else if (how < 35) {
        visit.startedAt = m_at.earliest - minutes(m_dice.below(90));
        if (m_dice.oneIn(6)) *visit.startedAt -= days(1 + m_dice.below(3));
    }
    const auto by = m_dice.oneIn(10) ? staff() : visit.receiver;
    const auto id = visit.visit.value;
    const auto fact =
        add(by.value, std::move(visit), m_at, how < 20 && m_dice.oneIn(5) ? -1 : device);
    m_visits.push_back({id, fact, m_now, m_at, who});
}

void Teller::call() {
    CallRegistered call;
    call.call = CallId(newId("c"));
    call.answeredBy = staff();
    if (m_dice.oneIn(3)) call.askedFor = staff();
    const int who = someone();
    call.customer = known(who);
    if (m_dice.oneIn(8)) call.rings = m_dice.below(6);
    const auto by = call.answeredBy.value;
    const auto id = call.call.value;
    m_others.push_back({id, add(by, std::move(call)), m_now, m_at, who});
}

void Teller::referral() {
    ReferralRegistered referral;
    referral.referral = ReferralId(newId("r"));
    referral.introducer = person();
    const int who = someone();
    referral.prospect = known(who);
    const auto id = referral.referral.value;
    m_others.push_back({id, add(staff().value, std::move(referral)), m_now, m_at, who});
}

// ---- deals -------------------------------------------------------------------------------------

void Teller::deal() {
    DealSigned deal;
    deal.deal = DealId(newId("x"));
    deal.closer = staff();
    int who = someone();
    if (!m_visits.empty() && !m_dice.oneIn(4)) {
        // Mostly who was here last, and mostly closed by who received them.
        const auto& last = m_dice.oneIn(3) ? m_dice.from(m_visits) : m_visits.back();
        who = last.who;
        if (m_dice.oneIn(2)) deal.visit = VisitId(last.subject);
        for (const auto& fact : m_facts)
            if (const auto* visit = std::get_if<VisitRegistered>(&fact.fact.data);
                visit != nullptr && visit->visit.value == last.subject && !m_dice.oneIn(4))
                deal.closer = visit->receiver;
    }
    deal.subscribers.push_back(known(who));
    while (m_dice.oneIn(6) && deal.subscribers.size() < 3)
        deal.subscribers.push_back(person());
    // Declared times are never after what is known of the fact that declares them.
    const int pending = m_dice.below(12);
    if (pending != 0) {
        deal.agreementSignedAt = m_at.earliest - minutes(m_dice.below(20));
        if (m_dice.oneIn(8)) *deal.agreementSignedAt -= days(m_dice.below(9));
    }
    if (pending != 1) {
        deal.depositPaidAt = m_at.earliest - minutes(m_dice.below(20));
        if (m_dice.oneIn(6)) *deal.depositPaidAt -= days(m_dice.below(9));
    }
    deal.unit = "1-101";
    deal.listPrice = deal.price = 100;
    if (m_dice.oneIn(6)) deal.price = 90;
    if (m_dice.oneIn(14)) deal.groupPurchase = true;
    const auto id = deal.deal.value;
    const auto by = deal.closer.value;
    m_deals.push_back({id, add(by, std::move(deal)), m_now, m_at, who});
}

// ---- what is found out, and what the manager says ----------------------------------------------

void Teller::discovery() {
    ConflictDiscovered found;
    found.subject = subject();
    const bool system = m_dice.oneIn(2);
    const auto by = system ? kSystem : staff();
    if (!system && !m_dice.oneIn(4)) found.claimant = m_dice.oneIn(6) ? staff() : by;
    if (!m_visits.empty() && m_dice.oneIn(3)) found.evidence.push_back(m_dice.from(m_visits).fact);
    add(by.value, std::move(found));
}

void Teller::notice() {
    const auto reader = staff();
    add(reader.value, NoticeSeen{subject(), reader});
}

void Teller::ruling() {
    RulingMade ruling;
    ruling.subject = subject();
    ruling.reason = "heard both";
    if (ruling.subject.value.front() == 'x')
        rulingOnDeal(ruling);
    else
        ruling.owner = staff();
    add("m1", std::move(ruling));
}

void Teller::rulingOnDeal(RulingMade& ruling) {
    const int how = m_dice.below(6);
    if (how < 2 || m_dice.oneIn(3)) ruling.owner = staff();
    if (how == 2 || how == 3) {
        const auto one = staff();
        const auto other = staff();
        const std::int64_t bp = m_dice.from(std::array<std::int64_t, 4>{10'000, 5000, 2000, 3333});
        ruling.shares.emplace();
        ruling.shares->push_back({one, one == other ? 10'000 : bp});
        if (one != other) ruling.shares->push_back({other, 10'000 - bp});
    }
    if (how == 4) ruling.cancel = !m_dice.oneIn(6);
    if (how == 5 || m_dice.oneIn(6)) ruling.fine = m_dice.below(7) * 10'000;
}

// ---- the rest ----------------------------------------------------------------------------------

void Teller::staffThing() {
    const auto who = staff();
    const int what = m_dice.below(10);
    if (what < 6) {
        const int duty = m_dice.below(7);
        add(m_dice.oneIn(2) ? "m1" : who.value,
            DutyChanged{who, duty < 5 ? static_cast<Duty>(duty) : Duty::on});
    } else if (what < 8) {
        add("m1", StaffLeft{who});
    } else if (what < 9) {
        add("m1", StaffJoined{who, "新人", Role::salesperson});
    } else {
        std::vector<StaffId> order;
        for (int i = 1; i <= m_staff; ++i)
            if (!m_dice.oneIn(8)) order.emplace_back("s" + std::to_string(i));
        m_dice.shuffle(order);
        add("m1", RosterSet{std::move(order)});
    }
}

void Teller::followUp() {
    if (!m_followUps.empty() && !m_dice.oneIn(3)) {
        FollowUpDone done;
        done.followUp = FollowUpId(m_dice.from(m_followUps).subject);
        done.outcome = static_cast<FollowUpOutcome>(m_dice.oneIn(3) ? m_dice.below(4) : 0);
        if (done.outcome == FollowUpOutcome::notConvenient) done.callbackAt = m_now + days(1);
        add(staff().value, std::move(done));
        return;
    }
    const int who = someone();
    const auto id = newId("u");
    const auto fact =
        add(staff().value, FollowUpPlanned{FollowUpId(id), known(who), m_now + days(2), "call"});
    m_followUps.push_back({id, fact, m_now, m_at, who});
}

void Teller::request() {
    if (!m_requests.empty() && m_dice.oneIn(2)) {
        add("m1", RequestDecided{RequestId(m_dice.from(m_requests)), m_dice.oneIn(2)});
        return;
    }
    RequestFiled filed;
    filed.request = RequestId(newId("q"));
    filed.about = m_dice.oneIn(3) ? RequestTopic::transfer : RequestTopic::discount;
    if (!m_deals.empty()) filed.deal = DealId(m_dice.from(m_deals).subject);
    filed.amount = 10;
    filed.reason = "asked by the customer";
    m_requests.push_back(filed.request.value);
    add(staff().value, std::move(filed));
}

/// Facts of the other half of the house, which the law does not read.
void Teller::serviceThing() {
    const auto id = newId("k");
    add("a1",
        ComplaintOpened{
            ComplaintId(id), {}, person(), ComplaintChannel::desk, "noise", "the lift hums", {}});
}

void Teller::rareThing() {
    switch (m_dice.below(7)) {
    case 0:
    case 1:
        add(staff().value,
            FamilyDeclared{{person(), person()}, static_cast<Relation>(m_dice.below(6))});
        break;
    case 2:
    case 3:
        add("m1", PublicConfirmed{VisitId(subject(false).value),
                                  static_cast<PublicBasis>(m_dice.below(4))});
        break;
    case 4:
        add(staff().value, ConductReported{subject(false), staff(), "led the customer on"});
        break;
    case 5:
        if (m_dice.oneIn(3) && !m_deals.empty())
            add(staff().value, DealTransferred{DealId(m_dice.from(m_deals).subject), person()});
        else
            request();
        break;
    default:
        serviceThing();
    }
}

} // namespace shoujie::properties
