#include "server/services/gate.hpp"
#include "server/services/permissions.hpp"
#include "shared/core/limits.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

const Instant kNow = *parseRfc3339("2026-03-01T02:00:00Z");

/// A register at whose gate facts are tried one by one.
class Gate {
public:
    /// "ok", or the refusal's code and path.
    QString attempt(const std::string& by, const facts::FactData& data,
                    TimeInterval at = TimeInterval::exactly(kNow)) {
        auto wire = wireOf(by, data);
        return attempt(wire, at);
    }
    QString attempt(const evidence::WireFact& wire, TimeInterval at = TimeInterval::exactly(kNow)) {
        const auto decoded = evidence::decodeFact(wire);
        const auto error = *bench.look([&](Reads& reads) {
            return refusal(reads, kSite, {wire, decoded, {at, evidence::Grade::online}});
        });
        return error ? shoujie::testing::said(error->code, error->path) : QStringLiteral("ok");
    }
    /// Takes the fact into the register.
    FactId enter(const std::string& by, const facts::FactData& data) {
        auto wire = wireOf(by, data);
        const auto done = bench.writer().run<void>([&](Writes& writes) -> Result<void> {
            wire.device.value.clear();
            const auto fact = evidence::decodeFact(wire);
            writes.appendFact({wire,
                               &*fact,
                               0,
                               evidence::bodyHash(wire),
                               kNow,
                               {TimeInterval::exactly(kNow), evidence::Grade::online}});
            return {};
        });
        assert(done);
        (void)done;
        return wire.id;
    }
    evidence::WireFact wireOf(const std::string& by, const facts::FactData& data) {
        evidence::WireFact wire;
        wire.id.value = "f" + std::to_string(++m_count);
        wire.site = kSite;
        wire.kind = facts::kindOf(data);
        wire.by.value = by;
        wire.device.value = "d1";
        wire.seq = m_count;
        wire.data = evidence::encodeData(data);
        return wire;
    }

    Bench bench;

private:
    int m_count = 0;
};

facts::DealSigned dealAt(std::optional<Instant> signedAt) {
    facts::DealSigned deal;
    deal.deal.value = "x1";
    deal.closer.value = "s1";
    deal.subscribers = visitOf("v", "s1", "13800138000").customers;
    deal.agreementSignedAt = signedAt;
    deal.unit = "3-1201";
    return deal;
}

} // namespace

class TestGate : public QObject {
    Q_OBJECT

private slots:
    void every_kind_has_one_row() {
        std::set<std::string_view> rows;
        for (const auto& rule : kKindRules) {
            QVERIFY2(rows.insert(rule.kind).second, "a kind has two rows");
            QVERIFY(std::ranges::find(facts::kinds(), rule.kind) != facts::kinds().end());
            // A row that lets nobody in would be a kind that cannot be written.
            bool anybody = false;
            for (std::size_t r = 0; r < facts::Words<facts::Role>::kAll.size(); ++r)
                anybody = anybody || rule.authors.has(static_cast<facts::Role>(r));
            const bool ofServer = rule.kind == "register.restored" || rule.kind == "entries.erased";
            QCOMPARE(anybody, !ofServer);
        }
        for (const auto& kind : facts::kinds())
            QVERIFY2(rows.contains(kind), std::string(kind).c_str());
        QVERIFY(!mayWrite(facts::Role::admin, "made.up"));
    }

    void managers_facts_are_managers_alone() {
        using facts::Role;
        for (const char* kind :
             {"ruling.made", "public.confirmed", "roster.set", "request.decided"}) {
            for (std::size_t r = 0; r < facts::Words<Role>::kAll.size(); ++r) {
                const auto role = static_cast<Role>(r);
                QCOMPARE(mayWrite(role, kind), role == Role::salesManager);
            }
        }
        QVERIFY(!mayWrite(Role::salesperson, "staff.joined"));
        QVERIFY(mayWrite(Role::admin, "staff.joined"));
        QVERIFY(!mayWrite(Role::serviceAssistant, "visit.registered"));
    }

    void roles_are_enforced_at_the_kind() {
        Gate gate;
        QCOMPARE(gate.attempt("s1", visitOf("v1", "s1", "13800138000")), "ok");
        QCOMPARE(gate.attempt("a1", visitOf("v1", "s1", "13800138000")), "forbidden at 'kind'");
        QCOMPARE(gate.attempt("s1", facts::RosterSet{{StaffId("s1")}}), "forbidden at 'kind'");
        QCOMPARE(gate.attempt("m1", facts::RosterSet{{StaffId("s1")}}), "ok");
        const facts::RulingMade ruling{SubjectId("v1"), StaffId("s1"), {}, {}, {}, "because"};
        QCOMPARE(gate.attempt("s1", ruling), "forbidden at 'kind'");
        QCOMPARE(gate.attempt("m1", ruling), "ok");
    }

    void authors_are_staff_who_have_joined_and_not_left() {
        Gate gate;
        QCOMPARE(gate.attempt("nobody", visitOf("v1", "s1", "13800138000")), "forbidden at 'by'");
        QCOMPARE(gate.attempt("system", visitOf("v1", "s1", "13800138000")), "forbidden at 'by'");
        gate.enter("m1", facts::StaffLeft{StaffId("s2")});
        const auto visit = visitOf("v2", "s2", "13800138000");
        // Written before leaving, sent afterwards: it counts, and so it does when that is possible.
        QCOMPARE(gate.attempt("s2", visit, TimeInterval::exactly(kNow - std::chrono::hours(1))),
                 "ok");
        QCOMPARE(gate.attempt("s2", visit, {kNow, kNow + std::chrono::hours(1)}), "ok");
        QCOMPARE(gate.attempt("s2", visit, TimeInterval::exactly(kNow + Duration(1))),
                 "forbidden at 'by'");
        gate.enter("m1", facts::StaffJoined{StaffId("s2"), "周航", facts::Role::salesperson});
        QCOMPARE(gate.attempt("s2", visit, TimeInterval::exactly(kNow + Duration(1))), "ok");
    }

    void only_an_admin_makes_an_admin() {
        Gate gate;
        const facts::StaffJoined joined{StaffId("n1"), "新人", facts::Role::admin};
        QCOMPARE(gate.attempt("m1", joined), "forbidden at 'data.role'");
        QCOMPARE(gate.attempt("x1", joined), "ok");
    }

    void the_site_is_the_devices() {
        Gate gate;
        auto wire = gate.wireOf("s1", visitOf("v1", "s1", "13800138000"));
        wire.site.value = "elsewhere";
        QCOMPARE(gate.attempt(wire), "forbidden at 'site'");
    }

    void ids_are_claimed_once() {
        Gate gate;
        const auto id = gate.enter("s1", visitOf("v1", "s1", "13800138000"));
        QCOMPARE(gate.attempt("s2", visitOf("v1", "s2", "13900139000")),
                 "conflict at 'data.visit'");
        auto wire = gate.wireOf("s2", visitOf("v2", "s2", "13900139000"));
        wire.id = id;
        QCOMPARE(gate.attempt(wire), "conflict at 'id'");
    }

    void declared_times_lie_before_the_fact() {
        Gate gate;
        const TimeInterval at{kNow - std::chrono::hours(1), kNow};
        QCOMPARE(gate.attempt("s1", dealAt(kNow), at), "ok");
        QCOMPARE(gate.attempt("s1", dealAt(kNow + Duration(1)), at),
                 "out_of_range at 'data.agreement_signed_at'");
        auto deal = dealAt(kNow);
        deal.depositPaidAt = kNow + Duration(1);
        QCOMPARE(gate.attempt("s1", deal, at), "out_of_range at 'data.deposit_paid_at'");
    }

    void a_declared_start_is_for_managers() {
        Gate gate;
        auto visit = visitOf("v1", "s1", "13800138000");
        visit.startedAt = kNow - std::chrono::hours(2);
        QCOMPARE(gate.attempt("s1", visit), "forbidden at 'data.started_at'");
        QCOMPARE(gate.attempt("m1", visit), "ok");
        visit.startedAt = kNow + Duration(1);
        QCOMPARE(gate.attempt("m1", visit), "out_of_range at 'data.started_at'");
    }

    void people_speak_for_themselves() {
        Gate gate;
        const facts::DutyChanged off{StaffId("s2"), facts::Duty::off};
        QCOMPARE(gate.attempt("s2", off), "ok");
        QCOMPARE(gate.attempt("s1", off), "forbidden at 'data.staff'");
        QCOMPARE(gate.attempt("m1", off), "ok");
        const facts::NoticeSeen seen{SubjectId("v1"), StaffId("s2")};
        QCOMPARE(gate.attempt("s2", seen), "ok");
        QCOMPARE(gate.attempt("s1", seen), "forbidden at 'data.staff'");
        const facts::ConflictDiscovered claim{SubjectId("v1"), StaffId("s2"), {}};
        QCOMPARE(gate.attempt("s2", claim), "ok");
        QCOMPARE(gate.attempt("s1", claim), "forbidden at 'data.claimant'");
    }

    void amendments_keep_to_what_their_author_may_change() {
        Gate gate;
        const auto own = gate.enter("s1", visitOf("v1", "s1", "13800138000"));
        const auto amend = [&](const FactId& target, const char* set) {
            return facts::EntryAmended{target, set, "a slip of the pen"};
        };
        const char* note = R"({"group_purchase":true})";
        QCOMPARE(gate.attempt("s1", amend(own, note)), "ok");
        QCOMPARE(gate.attempt("s2", amend(own, note)), "forbidden at 'data.target'");
        QCOMPARE(gate.attempt("m1", amend(own, note)), "ok");
        QCOMPARE(gate.attempt("v1", amend(own, note)), "forbidden at 'kind'");
        QCOMPARE(gate.attempt("s1", amend(FactId("none"), note)), "not_found at 'data.target'");
        QCOMPARE(gate.attempt("s1", amend(own, R"({"receiver":"s2"})")),
                 "forbidden at 'data.set.receiver'");
        QCOMPARE(gate.attempt("m1", amend(own, R"({"receiver":"s2"})")), "ok");
        QCOMPARE(gate.attempt("m1", amend(own, R"({"visit":"v9"})")), "conflict at 'data.set'");
        QCOMPARE(gate.attempt("m1", amend(own, R"({"started_at":"2030-01-01T00:00:00Z"})")),
                 "out_of_range at 'data.set.started_at'");
        QCOMPARE(gate.attempt("m1", amend(own, R"({"receiver":5})")),
                 "wrong_type at 'data.set.receiver'");
    }

    void an_amendment_makes_no_admin() {
        Gate gate;
        const auto joined =
            gate.enter("m1", facts::StaffJoined{StaffId("n1"), "新人", facts::Role::frontDesk});
        const facts::EntryAmended amendment{joined, R"({"role":"admin"})", "promotion"};
        QCOMPARE(gate.attempt("m1", amendment), "forbidden at 'data.set.role'");
    }

    void a_fact_has_a_largest_size() {
        Gate gate;
        auto visit = visitOf("v1", "s1", "13800138000");
        visit.customers[0].note = std::string(limits::kMaxLongText, 'n');
        visit.customers.resize(14, visit.customers[0]);
        QCOMPARE(gate.attempt("s1", visit), "ok");
        visit.customers.resize(17, visit.customers[0]);
        QCOMPARE(gate.attempt("s1", visit), "too_long at ''");
    }
};

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
