#include "shared/core/limits.hpp"
#include "tests/properties/cast.hpp"
#include "tests/properties/teller.hpp"

#include <algorithm>

namespace shoujie::properties {

using namespace shoujie::facts;
using namespace std::chrono;

namespace {

/// The rules take seconds for 20 overlapping receptions of one phone (findings/README.md); once
/// they do not, this may be 300.
constexpr int kLargestCrowd = 7;

const Instant kFirst{};
const Instant kLast = sys_days(year(9999) / 12 / 31) + hours(24) - microseconds(1);

class Spice {
public:
    Spice(History& history, Dice& dice) : m_history(history), m_dice(dice) {
        m_base = history.facts.empty() ? sys_days(year(2026) / 3 / 1) + hours(0)
                                       : history.facts.back().at.latest;
    }

    void add() {
        switch (m_dice.below(7)) {
        case 0:
            return crowd();
        case 1:
            return amendmentsOfAmendments();
        case 2:
            return selfReferences();
        case 3:
            return unknownSubjects();
        case 4:
            return endsOfTime();
        case 5:
            return brokenDevices();
        default:
            return strangeStaff();
        }
    }

private:
    FactId put(FactData data, const TimeInterval& at, std::optional<std::int64_t> seq = {}) {
        TimedFact timed;
        timed.fact.id = FactId("h" + std::to_string(m_serial++));
        timed.fact.by = StaffId("m1");
        if (seq) timed.fact.device = DeviceId("d1");
        timed.fact.seq = seq;
        timed.fact.data = std::move(data);
        timed.at = at;
        m_history.facts.push_back(std::move(timed));
        return m_history.facts.back().fact.id;
    }
    TimeInterval around() {
        return {m_base - minutes(m_dice.below(3000)), m_base + minutes(m_dice.below(3000))};
    }
    StaffId staff() { return StaffId("s" + std::to_string(1 + m_dice.below(5))); }
    VisitRegistered visit(int who) {
        VisitRegistered visit;
        visit.visit = VisitId("hv" + std::to_string(m_serial));
        visit.receiver = staff();
        visit.customers.push_back(mention(who, m_dice));
        return visit;
    }
    EntryAmended amendment(const FactId& target, std::string set) {
        return {target, std::move(set), "again"};
    }

    /// One phone, received by everybody at what may have been one time.
    void crowd() {
        const int count = m_dice.oneIn(6) ? kLargestCrowd : 2 + m_dice.below(kLargestCrowd - 1);
        const TimeInterval at{m_base, m_base + hours(30)};
        for (int i = 0; i < count; ++i) {
            auto one = visit(0);
            one.customers.front().phones = {"13512340001"};
            if (m_dice.oneIn(10)) one.askedFor = staff();
            put(std::move(one), at,
                m_dice.oneIn(3) ? std::optional<std::int64_t>(1000 + i) : std::nullopt);
        }
        DealSigned deal;
        deal.deal = DealId("hx" + std::to_string(m_serial));
        deal.closer = staff();
        deal.subscribers.push_back(visit(0).customers.front());
        deal.depositPaidAt = deal.agreementSignedAt = m_base + hours(15);
        deal.unit = "1-1";
        put(std::move(deal), at);
    }

    void amendmentsOfAmendments() {
        FactId target("nobody");
        if (!m_history.facts.empty()) target = m_dice.from(m_history.facts).fact.id;
        for (int i = 0; i < 4; ++i)
            target = put(amendment(target, "{}"), around());
        target = put(visit(1), around());
        const auto first = put(amendment(target, R"({"aware":true})"), around());
        put(amendment(first, R"({"reason":"not so"})"), around());
        for (int i = 0; i < 12; ++i)
            put(amendment(target, R"({"customers":[{"phones":["1351234000)" +
                                      std::to_string(1 + i % 6) + "\"]}]}"),
                around());
    }

    void selfReferences() {
        auto self = visit(3);
        const auto customer = self.customers.front();
        self.customers = {customer, customer, customer};
        self.accompaniedBy = self.introducedBy = customer;
        self.relatives = {{Relation::spouse, customer}, {Relation::child, customer}};
        put(std::move(self), around());
        put(FamilyDeclared{{customer, customer}, Relation::sibling}, around());
        // A circle: each is a parent of the next.
        for (int i = 0; i < kPeople; ++i)
            put(FamilyDeclared{{mention(i, m_dice), mention((i + 1) % kPeople, m_dice)},
                               Relation::parent},
                around());
        ReferralRegistered referral;
        referral.referral = ReferralId("hr" + std::to_string(m_serial));
        referral.introducer = referral.prospect = customer;
        put(std::move(referral), around());
    }

    void unknownSubjects() {
        const SubjectId nobody("nobody");
        RulingMade ruling;
        ruling.subject = nobody;
        ruling.owner = staff();
        ruling.reason = "?";
        put(ruling, around());
        if (!m_history.facts.empty()) {
            ruling.subject = SubjectId(m_dice.from(m_history.facts).fact.id.value);
            put(ruling, around());
        }
        put(ConflictDiscovered{nobody, staff(), {FactId("nothing")}}, around());
        put(NoticeSeen{nobody, staff()}, around());
        put(PublicConfirmed{VisitId("nobody"), PublicBasis::peer}, around());
        put(ConductReported{nobody, staff(), "?"}, around());
        put(RequestDecided{RequestId("nobody"), true}, around());
        put(DealTransferred{DealId("nobody"), {}}, around());
        put(FollowUpDone{FollowUpId("nobody"), FollowUpOutcome::reached, {}, {}}, around());
        put(VisitStarted{VisitId("nobody"), staff()}, around());
        DealSigned deal;
        deal.deal = DealId("hx" + std::to_string(m_serial));
        deal.closer = staff();
        deal.visit = VisitId(deal.deal.value);
        deal.subscribers.push_back(mention(m_dice.below(kPeople), m_dice));
        deal.depositPaidAt = deal.agreementSignedAt = m_base;
        deal.unit = "1-1";
        put(std::move(deal), around());
    }

    void endsOfTime() {
        const TimeInterval ever{kFirst, kLast};
        for (const auto& at : {TimeInterval::exactly(kFirst), TimeInterval::exactly(kLast), ever}) {
            auto one = visit(m_dice.below(kPeople));
            one.startedAt = kFirst;
            put(std::move(one), at);
            put(visit(m_dice.below(kPeople)), at);
            put(RosterSet{{staff()}}, at);
            DealSigned deal;
            deal.deal = DealId("hx" + std::to_string(m_serial));
            deal.closer = staff();
            deal.subscribers.push_back(mention(m_dice.below(kPeople), m_dice));
            deal.depositPaidAt = kFirst;
            deal.agreementSignedAt = at.latest;
            deal.unit = "1-1";
            deal.listPrice = limits::kMaxMoney;
            put(std::move(deal), at);
        }
        m_history.now = m_dice.oneIn(2) ? kFirst : kLast;
    }

    /// A device whose order contradicts the times, repeats itself, or runs backwards.
    void brokenDevices() {
        for (int i = 0; i < 8; ++i)
            put(visit(m_dice.below(2)),
                m_dice.oneIn(2) ? around() : TimeInterval::exactly(m_base - minutes(i)),
                m_dice.oneIn(3) ? 1 : 100 + i);
    }

    void strangeStaff() {
        for (const auto* id : {"system", "pool", "developer", "员工 一", "m1"}) {
            auto one = visit(m_dice.below(kPeople));
            one.receiver = StaffId(id);
            one.askedFor = StaffId(m_dice.oneIn(2) ? id : "nobody");
            put(std::move(one), around());
            put(StaffLeft{StaffId(id)}, around());
            put(DutyChanged{StaffId(id), Duty::leave}, around());
            put(StaffLeft{StaffId(id)}, around());
        }
        put(RosterSet{{}}, around());
        put(RosterSet{{StaffId("pool"), StaffId("s1"), StaffId("system")}}, around());
        for (int i = 1; i < 6; ++i)
            put(DutyChanged{StaffId("s" + std::to_string(i)), static_cast<Duty>(1 + i % 4)},
                around());
    }

    History& m_history;
    Dice& m_dice;
    Instant m_base;
    int m_serial = 100;
};

} // namespace

void addHostility(History& history, Dice& dice) {
    Spice spice(history, dice);
    for (int i = 1 + dice.below(3); i > 0; --i)
        spice.add();
}

} // namespace shoujie::properties
