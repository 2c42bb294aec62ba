#include "shared/facts/fact_json.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::rules;
using nlohmann::json;

namespace {

Instant at(const char* time) {
    return parseRfc3339(time).value();
}

facts::TimedFact fact(const char* id, const char* time, const char* by, facts::FactData data) {
    facts::TimedFact timed;
    timed.fact.id = FactId(id);
    timed.fact.by = StaffId(by);
    timed.fact.data = std::move(data);
    timed.at = TimeInterval::exactly(at(time));
    return timed;
}

facts::Customer customer(const char* phone) {
    facts::Customer who;
    who.phones = {phone};
    return who;
}

facts::VisitRegistered visit(const char* id, const char* receiver, const char* phone) {
    facts::VisitRegistered data;
    data.visit = VisitId(id);
    data.receiver = StaffId(receiver);
    data.customers = {customer(phone)};
    return data;
}

/// By s2, of 2026-03-05.
facts::DealSigned dealWith(const char* phone) {
    facts::DealSigned deal;
    deal.deal = DealId("x1");
    deal.closer = StaffId("s2");
    deal.subscribers = {customer(phone)};
    deal.depositPaidAt = deal.agreementSignedAt = at("2026-03-05T11:00:00+08:00");
    deal.unit = std::string("1-101");
    return deal;
}

Adjudicator twoVisits() {
    Adjudicator adjudicator{PolicyTimeline()};
    (void)adjudicator.add(
        fact("f1", "2026-03-02T10:00:00+08:00", "s1", visit("v1", "s1", "13512340001")));
    (void)adjudicator.add(
        fact("f2", "2026-03-05T10:00:00+08:00", "s2", visit("v2", "s2", "+86 135 1234 0001")));
    return adjudicator;
}

} // namespace

class TestAdjudicator : public QObject {
    Q_OBJECT

private slots:
    void secondClaimOfAnId_isRefusedAndChangesNothing() {
        auto adjudicator = twoVisits();
        const auto before = toJson(adjudicator.outcome(), PolicyTimeline().zone());
        QCOMPARE_FAILS(adjudicator.add(fact("f1", "2026-03-06T10:00:00+08:00", "s3",
                                            visit("v3", "s3", "13512340002"))),
                       conflict, "id");
        QCOMPARE_FAILS(adjudicator.add(fact("f3", "2026-03-06T10:00:00+08:00", "s3",
                                            visit("v1", "s3", "13512340002"))),
                       conflict, "data");
        QVERIFY(toJson(adjudicator.outcome(), PolicyTimeline().zone()) == before);
        QVERIFY(adjudicator.find(FactId("f3")) == nullptr);
    }

    void takenBack_theSubjectIsFreeAgain() {
        auto adjudicator = twoVisits();
        adjudicator.remove(FactId("f1"));
        QCOMPARE(adjudicator.outcome().visits.size(), std::size_t(1));
        QCOMPARE_OK(adjudicator.add(
            fact("f9", "2026-03-02T10:00:00+08:00", "s1", visit("v1", "s1", "13512340001"))));
        QCOMPARE(adjudicator.outcome().visits.at(VisitId("v2")).decision.owner->value,
                 std::string("s1"));
    }

    void conflictThatNobodyStated_isNamedOnceWithItsEvidence() {
        auto adjudicator = twoVisits();
        const auto conflicts = adjudicator.undiscoveredConflicts();
        QCOMPARE(conflicts.size(), std::size_t(1));
        QCOMPARE(conflicts[0].subject.value, std::string("v2"));
        QCOMPARE(conflicts[0].evidence, (std::vector<FactId>{FactId("f2"), FactId("f1")}));
        (void)adjudicator.add(fact("f3", "2026-03-05T10:00:05+08:00", "system",
                                   facts::ConflictDiscovered{conflicts[0].subject, {}, {}}));
        QVERIFY(adjudicator.undiscoveredConflicts().empty());
        QVERIFY(adjudicator.outcome().visits.at(VisitId("v2")).decision.makeup);
    }

    void dealOfAColleaguesCustomer_isAConflictToo() {
        auto adjudicator = twoVisits();
        const auto deal = dealWith("13512340001");
        (void)adjudicator.add(fact("f3", "2026-03-05T11:00:00+08:00", "s2", deal));
        std::vector<std::string> subjects;
        for (const auto& conflict : adjudicator.undiscoveredConflicts())
            subjects.push_back(conflict.subject.value);
        QCOMPARE(subjects, (std::vector<std::string>{"v2", "x1"}));
    }

    void lookUp_tellsWhoseAndHowLong() {
        auto adjudicator = twoVisits();
        const auto ask = [&](const char* phone, const char* receiver, const char* time) {
            return adjudicator.lookUp(customer(phone), StaffId(receiver), at(time));
        };
        const auto known = ask("13512340001", "s3", "2026-03-14T10:00:00+08:00");
        QCOMPARE(known.verdict, LookUp::Verdict::colleagues);
        QCOMPARE(known.owner->value, std::string("s1"));
        QCOMPARE(known.key, std::string("phone"));
        QCOMPARE(known.window->days, 12);
        QCOMPARE(known.facts.size(), std::size_t(2));
        QCOMPARE(ask("13512340001", "s1", "2026-03-14T10:00:00+08:00").verdict,
                 LookUp::Verdict::own);
        QCOMPARE(ask("13512340001", "s3", "2026-05-02T10:00:00+08:00").verdict,
                 LookUp::Verdict::colleaguesLapsed);
        QCOMPARE(ask("13512340009", "s3", "2026-03-14T10:00:00+08:00").verdict,
                 LookUp::Verdict::unknown);
    }

    /// By what the book has read of them already, or anew where another policy is in force by now.
    void lookUp_ofARegisteredVisit_isThatOfItsFirstCustomer() {
        const auto day = at("2026-03-14T10:00:00+08:00");
        const auto later = json::parse(R"([{"from":"2026-01-01","policy":{}},
            {"from":"2026-03-10","policy":{"phone_region":"HK"}}])");
        const auto timeline = PolicyTimeline::fromJson(later, "policy");
        for (const bool changed : {false, true}) {
            if (changed) QCOMPARE_OK(timeline);
            Adjudicator adjudicator{changed ? *timeline : PolicyTimeline()};
            QVERIFY(adjudicator.add(
                fact("f1", "2026-03-02T10:00:00+08:00", "s1", visit("v1", "s1", "13512340001"))));
            QVERIFY(adjudicator.add(fact("f2", "2026-03-05T10:00:00+08:00", "s2",
                                         visit("v2", "s2", "+86 135 1234 0001"))));
            for (const auto* phone : {"13512340001", "+86 135 1234 0001"}) {
                const bool first = *phone == '1';
                const auto asked = adjudicator.lookUp(customer(phone), StaffId("s3"), day);
                const auto known =
                    adjudicator.lookUp(VisitId(first ? "v1" : "v2"), StaffId("s3"), day);
                QCOMPARE(known.verdict, asked.verdict);
                QCOMPARE(known.owner, asked.owner);
                QCOMPARE(known.key, asked.key);
                QCOMPARE(known.facts, asked.facts);
                QCOMPARE(known.verdict == LookUp::Verdict::unknown, changed && first);
            }
            QCOMPARE(adjudicator.lookUp(VisitId("v9"), StaffId("s3"), day).verdict,
                     LookUp::Verdict::unknown);
        }
    }

    void lookUp_ofACaller() {
        Adjudicator adjudicator{PolicyTimeline()};
        (void)adjudicator.add(
            fact("f1", "2026-03-02T10:00:00+08:00", "s1",
                 facts::CallRegistered{
                     CallId("c1"), StaffId("s1"), {}, customer("13512340001"), {}, {}}));
        const auto known = adjudicator.lookUp(customer("13512340001"), StaffId("s2"),
                                              at("2026-03-03T10:00:00+08:00"));
        QCOMPARE(known.verdict, LookUp::Verdict::calledIn);
        QCOMPARE(known.owner->value, std::string("s1"));
    }

    void lookUp_byVehicleAndByName_namesTheKey() {
        auto adjudicator = twoVisits();
        facts::Customer driver;
        driver.name = "温晓明";
        driver.vehicles = {{std::nullopt, std::string("粤BA1234")}};
        auto entry = visit("v3", "s3", "13512340009");
        entry.customers = {driver};
        (void)adjudicator.add(fact("f3", "2026-03-06T10:00:00+08:00", "s3", entry));
        const auto ask = [&](const facts::Customer& who) {
            return adjudicator.lookUp(who, StaffId("s1"), at("2026-03-07T10:00:00+08:00"));
        };
        auto known = driver;
        known.name.reset();
        known.surname = "温";
        QCOMPARE(ask(known).key, std::string("vehicle"));
        QCOMPARE(ask(known).owner->value, std::string("s3"));
        known = {};
        known.name = driver.name;
        QCOMPARE(ask(known).key, std::string("name"));
        QCOMPARE(ask(known).verdict, LookUp::Verdict::colleagues);
    }

    void lookUp_keysOfTwoOwners_several() {
        auto adjudicator = twoVisits();
        (void)adjudicator.add(
            fact("f3", "2026-03-06T10:00:00+08:00", "s3", visit("v3", "s3", "13512340002")));
        auto both = customer("13512340001");
        both.phones.push_back("13512340002");
        const auto known = adjudicator.lookUp(both, StaffId("s2"), at("2026-03-07T10:00:00+08:00"));
        QCOMPARE(known.verdict, LookUp::Verdict::several);
        QVERIFY(!known.owner);
        QCOMPARE(known.facts, (std::vector<FactId>{FactId("f1"), FactId("f2"), FactId("f3")}));
    }

    /// Whose customer it is lies with the manager: nobody is named at the door.
    void lookUp_ofAReferredCase_several() {
        auto adjudicator = twoVisits();
        (void)adjudicator.add(
            fact("f0", "2026-03-04T10:00:00+08:00", "m1", facts::StaffLeft{StaffId("s1")}));
        const auto known = adjudicator.lookUp(customer("13512340001"), StaffId("s3"),
                                              at("2026-03-07T10:00:00+08:00"));
        QCOMPARE(known.verdict, LookUp::Verdict::several);
        QVERIFY(!known.owner);
    }

    void lookUp_referredAndCalledIn_theEarliestReferral() {
        Adjudicator adjudicator{PolicyTimeline()};
        const auto refer = [&](const char* id, const char* time, const char* by) {
            (void)adjudicator.add(
                fact(id, time, by,
                     facts::ReferralRegistered{ReferralId(id), customer("13512340008"),
                                               customer("13512340001")}));
        };
        (void)adjudicator.add(
            fact("f1", "2026-03-01T10:00:00+08:00", "s1",
                 facts::CallRegistered{
                     CallId("c1"), StaffId("s1"), {}, customer("13512340001"), {}, {}}));
        refer("r2", "2026-03-03T10:00:00+08:00", "s3");
        refer("r1", "2026-03-02T10:00:00+08:00", "s2");
        const auto known = adjudicator.lookUp(customer("13512340001"), StaffId("s4"),
                                              at("2026-03-04T10:00:00+08:00"));
        QCOMPARE(known.verdict, LookUp::Verdict::referred);
        QCOMPARE(known.owner->value, std::string("s2"));
        QCOMPARE(known.facts.size(), std::size_t(3));
        // Who only introduced somebody is in no entry of their own.
        QCOMPARE(
            adjudicator
                .lookUp(customer("13512340008"), StaffId("s4"), at("2026-03-04T10:00:00+08:00"))
                .verdict,
            LookUp::Verdict::unknown);
    }

    void referralThatNobodyStated_namesTheReferral() {
        Adjudicator adjudicator{PolicyTimeline()};
        (void)adjudicator.add(
            fact("f1", "2026-03-02T10:00:00+08:00", "s2",
                 facts::ReferralRegistered{ReferralId("r1"), customer("13512340008"),
                                           customer("13512340001")}));
        (void)adjudicator.add(
            fact("f2", "2026-03-03T10:00:00+08:00", "s1", visit("v1", "s1", "13512340001")));
        const auto conflicts = adjudicator.undiscoveredConflicts();
        QCOMPARE(conflicts.size(), std::size_t(1));
        QCOMPARE(conflicts[0].evidence, (std::vector<FactId>{FactId("f2"), FactId("f1")}));
    }

    void oneCase_askedForByItself() {
        auto adjudicator = twoVisits();
        (void)adjudicator.add(
            fact("f3", "2026-03-04T10:00:00+08:00", "m1", facts::StaffLeft{StaffId("s1")}));
        const auto deal = dealWith("13512340009");
        (void)adjudicator.add(fact("f4", "2026-03-05T11:00:00+08:00", "s2", deal));
        const auto now = at("2026-03-06T10:00:00+08:00");
        QCOMPARE(adjudicator.visit(VisitId("v1"), now)->decision.owner->value, std::string("s1"));
        QVERIFY(!adjudicator.referral(SubjectId("v1"), now));
        QCOMPARE(adjudicator.referral(SubjectId("v2"), now)->reason, std::string("owner_left"));
        QCOMPARE(adjudicator.deal(DealId("x1"), now)->decision.commission, Commission::referred);
        QCOMPARE(adjudicator.referral(SubjectId("x1"), now)->reason,
                 std::string("no_register_entry"));
        // An id of another kind, or of nothing.
        QVERIFY(!adjudicator.visit(VisitId("x1"), now));
        QVERIFY(!adjudicator.deal(DealId("v1"), now));
        QVERIFY(!adjudicator.referral(SubjectId("v9"), now));
    }

    void changed_allAtFirstThenWhatIsTouchedOrPast() {
        Adjudicator adjudicator{PolicyTimeline()};
        const auto changed = [&](const char* time) {
            std::vector<std::string> ids;
            for (const auto& id : adjudicator.takeChanged(at(time)))
                ids.push_back(id.value);
            std::sort(ids.begin(), ids.end());
            return ids;
        };
        (void)adjudicator.add(
            fact("f1", "2026-03-02T10:00:00+08:00", "s2",
                 facts::ReferralRegistered{ReferralId("r1"), customer("13512340008"),
                                           customer("13512340001")}));
        (void)adjudicator.add(
            fact("f2", "2026-03-03T10:00:00+08:00", "s1", visit("v1", "s1", "13512340001")));
        (void)adjudicator.add(
            fact("f3", "2026-03-03T11:00:00+08:00", "s2", visit("v2", "s2", "13512340002")));
        using Ids = std::vector<std::string>;
        QCOMPARE(changed("2026-03-04T10:00:00+08:00"), (Ids{"v1", "v2"}));
        QCOMPARE(changed("2026-03-10T23:59:59+08:00"), Ids{});
        // The referral may be claimed for seven days.
        QCOMPARE(changed("2026-03-11T00:00:00+08:00"), Ids{"v1"});
        adjudicator.remove(FactId("f3"));
        QCOMPARE(changed("2026-03-11T00:00:00+08:00"), Ids{"v2"});
        adjudicator.remove(FactId("f9"));
        QCOMPARE(changed("2026-03-11T00:00:00+08:00"), Ids{});
    }

    void rosterThatNamesSomebodyTwice_countsThemOnce() {
        Adjudicator adjudicator{PolicyTimeline()};
        (void)adjudicator.add(
            fact("f1", "2026-03-02T10:00:00+08:00", "m1",
                 facts::RosterSet{{StaffId("s1"), StaffId("s2"), StaffId("s1")}}));
        QCOMPARE(adjudicator.rotation(at("2026-03-02T11:00:00+08:00")).order,
                 (std::vector<StaffId>{StaffId("s1"), StaffId("s2")}));
    }

    void movedTo_decidesAsBefore() {
        auto adjudicator = twoVisits();
        Adjudicator other{PolicyTimeline()};
        other = std::move(adjudicator);
        other.settle();
        QCOMPARE(other.outcome().visits.size(), std::size_t(2));
        QVERIFY(other.indexBytes() > Adjudicator{PolicyTimeline()}.indexBytes());
    }

    void outcomeJson_hasTheMembersOfTheVocabulary() {
        auto adjudicator = twoVisits();
        const auto out = toJson(adjudicator.outcome(), PolicyTimeline().zone());
        const auto& v2 = out["visits"]["v2"];
        QCOMPARE(v2["class"].get<std::string>(), std::string("returning"));
        QCOMPARE(v2["status"].get<std::string>(), std::string("final"));
        bool window = false;
        for (const auto& because : v2["because"])
            if (because.contains("window"))
                window = because["window"] ==
                         json::parse(R"({"from":"2026-03-02T10:00:00+08:00","days":3,"limit":60,
                                         "to":"2026-03-05T10:00:00+08:00"})");
        QVERIFY(window);
        QVERIFY(out["rotation"]["next"].is_null());
        QVERIFY(!out["rotation"].contains("calls"));
        QVERIFY(out["referrals"].empty());
    }

    /// Far more happens after each than there are kept states of the rotation to go back to.
    void lateReceptions_leaveTheRotationOfAllAtOnce() {
        constexpr int kReceptions = 1'500;
        const Instant opening = at("2026-03-02T09:00:00+08:00");
        const std::vector<StaffId> staff{StaffId("s1"), StaffId("s2"), StaffId("s3"),
                                         StaffId("s4")};
        std::vector<facts::TimedFact> history;
        const auto tell = [&](std::string id, Instant when, std::string by, facts::FactData data) {
            auto told = fact(id.c_str(), "2026-03-02T09:00:00+08:00", by.c_str(), std::move(data));
            told.at = TimeInterval::exactly(when);
            history.push_back(std::move(told));
        };
        for (const auto& who : staff)
            tell("join-" + who.value, opening - std::chrono::hours(1), "m1",
                 facts::StaffJoined{who, who.value});
        tell("roster", opening - std::chrono::minutes(30), "m1", facts::RosterSet{staff});
        const auto receive = [&](int number, Instant when) {
            const std::string name = std::to_string(number);
            const auto& who = staff[static_cast<std::size_t>(number * 7 % 4)].value;
            tell("f" + name, when, who,
                 visit(("v" + name).c_str(), who.c_str(),
                       ("139" + std::to_string(10'000'000 + number)).c_str()));
        };
        for (int i = 0; i < kReceptions; ++i)
            receive(i, opening + std::chrono::seconds(20) * i);
        Adjudicator growing{PolicyTimeline()};
        for (const auto& told : history)
            QVERIFY(growing.add(told));
        const Instant closing = opening + std::chrono::hours(12);
        (void)growing.rotation(closing);
        for (const int late : {700, 300, 20, 1'100}) {
            receive(kReceptions + late,
                    opening + std::chrono::seconds(20) * late + std::chrono::seconds(7));
            QVERIFY(growing.add(history.back()));
            Adjudicator fresh{PolicyTimeline()};
            for (const auto& told : history)
                QVERIFY(fresh.add(told));
            const auto expected = fresh.rotation(closing);
            const auto found = growing.rotation(closing);
            QVERIFY(found.order == expected.order && found.next == expected.next &&
                    found.makeups == expected.makeups);
        }
    }
};

QTEST_GUILESS_MAIN(TestAdjudicator)
#include "tst_adjudicator.moc"
