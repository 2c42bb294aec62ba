#include "client/store/pin.hpp"
#include "shared/core/limits.hpp"
#include "tests/client/locked_bench.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

using Words = std::vector<std::string>;

/// Everything that screens can ask about customers, as one text to be compared.
std::string toldBy(const Tablet& tablet) {
    std::string told;
    for (const CustomerCard& card : tablet.customersOf(kS1)) {
        told += card.name + "|" + card.maskedPhone + "|" + card.visit.value + "|" + card.state +
                "|" + std::to_string(card.official) + "|" +
                (card.outcome.decision.owner ? card.outcome.decision.owner->value : "-") + "\n";
        const auto why = tablet.why(card.visit);
        told += why ? why->ownerName + std::to_string(why->timeline.size()) : "no why";
        told += "\n";
    }
    for (const RefusedFact& fact : tablet.refusedFacts())
        told += "refused " + fact.kind + " " + fact.error.message + "\n";
    const rules::LookUp found = tablet.lookUp(customer("陈大文", "13800138000"), kS2);
    told += std::to_string(static_cast<int>(found.verdict)) + found.key;
    return told;
}

} // namespace

class TestLockedTablet final : public QObject {
    Q_OBJECT

private slots:
    void after_a_restart_it_is_locked_and_tells_nothing();
    void the_right_pin_opens_it_and_all_is_as_before();
    void locking_it_is_as_good_as_a_restart();
    void nothing_is_recorded_while_it_is_locked();
    void wrong_pins_wait_and_lock_out_and_cost_no_fact();
    void it_delivers_and_its_receipts_settle();
    void what_it_delivers_may_be_cut_anywhere();
    void more_than_one_request_holds_is_delivered_too();
    void it_asks_for_nothing_else();
    void it_asks_for_its_key_no_more_often_than_for_the_bundle();
    void a_new_pin_from_the_office_opens_it();
    void who_has_come_meanwhile_opens_it();
    void who_has_left_opens_it_no_more();
    void another_epoch_waits_for_somebody_to_sign_in();
    void a_run_that_the_lock_interrupts_leaves_the_rest_to_the_next();
    void a_tablet_of_an_older_server_gets_its_token_for_delivering();
    void a_damaged_lock_opens_nothing_and_costs_nothing();
};

void TestLockedTablet::after_a_restart_it_is_locked_and_tells_nothing() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    QVERIFY(!bench.core().isLocked());
    bench.restart();
    const Tablet& tablet = bench.core();
    QVERIFY(tablet.isLocked());
    QVERIFY(tablet.customersOf(kS1).empty());
    QVERIFY(tablet.refusedFacts().empty());
    QVERIFY(tablet.lookUp(customer("陈大文", "13800138000"), kS2).verdict ==
            rules::LookUp::Verdict::unknown);
    QCOMPARE_FAILS(tablet.why(VisitId("v1")), forbidden, "");
    QVERIFY(tablet.floorBoard().queue.empty());
    QVERIFY(bench.core().identity()->token.empty());
    // Who may sign in, whose it is, and whether the work is safe, it does tell.
    QCOMPARE(tablet.siteName(), std::string("Xidi show unit"));
    const auto staff = tablet.staff();
    QCOMPARE(staff.size(), std::size_t{2});
    QCOMPARE(staff[0].name, std::string("李娜"));
    QVERIFY(staff[0].canSignIn && staff[1].canSignIn);
    QCOMPARE(tablet.workStatus().pending, 1);
    QVERIFY(tablet.workStatus().enrolled);
    QVERIFY(tablet.workStatus().proofCode.starts_with("1-"));
}

void TestLockedTablet::the_right_pin_opens_it_and_all_is_as_before() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.server.refuse = [](const evidence::WireFact& wire) -> std::optional<Error> {
        if (wire.seq != 2) return std::nullopt;
        return Error{ErrorCode::outOfRange, "data", "is refused"};
    };
    bench.recordVisit("v2", "李小明", "13900139000");
    LockedBench::insistOn(bench.sync());
    bench.recordVisit("v3", "赵敏", "13700137000");
    const std::string before = toldBy(bench.core());
    QVERIFY(before.find("陈大文") != std::string::npos);
    bench.restart();
    QVERIFY(toldBy(bench.core()).find("陈大文") == std::string::npos);
    QCOMPARE_OK(bench.signIn("1357", kS2));
    QVERIFY(!bench.core().isLocked());
    QCOMPARE(toldBy(bench.core()), before);
    QVERIFY(!bench.core().identity()->token.empty());
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestLockedTablet::locking_it_is_as_good_as_a_restart() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    const std::string before = toldBy(bench.core());
    for (int round = 0; round < 2; ++round) {
        bench.core().lock();
        QVERIFY(bench.core().isLocked());
        QVERIFY(bench.core().customersOf(kS1).empty());
        QVERIFY(bench.core().identity()->token.empty());
        QVERIFY(bench.canSignIn(kS1));
        QCOMPARE_OK(bench.signIn());
        QCOMPARE(toldBy(bench.core()), before);
    }
    // Who cannot be asked for a PIN locks nothing.
    LockedBench open(false);
    open.core().lock();
    QVERIFY(!open.core().isLocked());
    open.restart();
    QVERIFY(!open.core().isLocked());
}

void TestLockedTablet::nothing_is_recorded_while_it_is_locked() {
    LockedBench bench;
    bench.restart();
    QCOMPARE_FAILS(bench.core().record(kS1, started("v1", "s1")), forbidden, "");
    QCOMPARE_FAILS(bench.core().keepPhoto("\xff\xd8\xff..."), forbidden, "");
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE_OK(bench.signIn());
    QCOMPARE_OK(bench.core().record(kS1, started("v1", "s1")));
}

void TestLockedTablet::wrong_pins_wait_and_lock_out_and_cost_no_fact() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.restart();
    for (int i = 0; i < kMostPinFailures; ++i) {
        if (i == 3) {
            QCOMPARE(bench.core().pinWait(kS1)->count(), 5);
            QCOMPARE_FAILS(bench.signIn(), tooMany, "pin");
            bench.restart();
            QCOMPARE_FAILS(bench.signIn(), tooMany, "pin");
        }
        bench.world.pass(*bench.core().pinWait(kS1));
        QCOMPARE_FAILS(bench.signIn("0000"), unauthorized, "pin");
        QVERIFY(bench.core().isLocked());
    }
    QVERIFY(!bench.core().pinWait(kS1));
    bench.world.pass(24h);
    QCOMPARE_FAILS(bench.signIn(), tooMany, "pin");
    QCOMPARE(bench.core().workStatus().pending, 1);
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
    QCOMPARE(bench.server.registered().size(), std::size_t{3});
    // The colleague's PIN is another matter.
    QCOMPARE_OK(bench.signIn("1357", kS2));
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});
}

void TestLockedTablet::it_delivers_and_its_receipts_settle() {
    LockedBench bench;
    for (const char* id : {"v1", "v2", "v3"})
        bench.recordVisit(id, std::string("客人") + id, "13800138000");
    bench.server.refuse = [](const evidence::WireFact& wire) -> std::optional<Error> {
        if (wire.seq != 2) return std::nullopt;
        return Error{ErrorCode::outOfRange, "data", "is refused"};
    };
    for (const bool sharedProofs : {false, true}) {
        bench.server.sharesProofs = sharedProofs;
        bench.restart();
        QCOMPARE(bench.core().workStatus().pending, sharedProofs ? 1 : 3);
        const SyncReport report = bench.sync();
        QVERIFY(!report.error);
        QCOMPARE(report.sent, sharedProofs ? 1 : 2);
        QCOMPARE(bench.core().workStatus().pending, 0);
        QCOMPARE(bench.core().workStatus().refused, 1);
        QVERIFY(bench.core().isLocked());
        QCOMPARE_OK(bench.signIn());
        if (!sharedProofs) bench.recordVisit("v4", "客人v4", "13800138000");
    }
    QCOMPARE(bench.rows("receipts"), 3);
    QCOMPARE(bench.rows("outbox"), 1);
    QCOMPARE(bench.core().refusedFacts().size(), std::size_t{1});
    LockedBench::insistOn(bench.sync());
    for (const CustomerCard& card : bench.core().customersOf(kS1))
        QCOMPARE(card.state, std::string(card.visit == VisitId("v2") ? "refused" : "received"));
    QCOMPARE(bench.server.registered().size(), std::size_t{5});
}

void TestLockedTablet::what_it_delivers_may_be_cut_anywhere() {
    for (int cut = 0; cut < 4; ++cut) {
        for (const Fault what : {Fault::requestLost, Fault::replyLost}) {
            LockedBench bench;
            bench.recordVisit("v1", "陈大文", "13800138000");
            bench.recordVisit("v2", "李小明", "13900139000");
            bench.restart();
            const int first = bench.line.count();
            bench.line.fault = [&](int number, const HttpRequest&) {
                return number == first + cut ? what : Fault::none;
            };
            QVERIFY(bench.sync().error);
            bench.restart();
            LockedBench::insistOn(bench.sync());
            QCOMPARE(bench.core().workStatus().pending, 0);
            QCOMPARE(bench.rows("receipts"), 2);
            QCOMPARE(bench.server.registered().size(), std::size_t{4});
        }
    }
}

void TestLockedTablet::more_than_one_request_holds_is_delivered_too() {
    LockedBench bench;
    facts::Customer person = customer("陈大文", "13800138000");
    person.note = std::string(limits::kMaxLongText, 'x');
    const int many = static_cast<int>(2 * limits::kMaxBodyBytes / limits::kMaxLongText);
    for (int i = 0; i < many; ++i)
        QCOMPARE_OK(bench.core().record(kS1, call("c" + std::to_string(i), "s1", person)));
    bench.restart();
    std::size_t largest = 0;
    bench.server.intercept = [&](const HttpRequest& request) {
        largest = std::max(largest, request.body.size());
        return std::optional<HttpResponse>();
    };
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
    QVERIFY(largest <= limits::kMaxBodyBytes);
    QVERIFY(largest > limits::kMaxBodyBytes / 2);
}

void TestLockedTablet::it_asks_for_nothing_else() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    QCOMPARE_OK(bench.core().keepPhoto("\xff\xd8\xff..."));
    bench.restart();
    bench.listen();
    LockedBench::insistOn(bench.sync());
    QVERIFY((bench.asked == Words{"Deliver POST /v1/anchors/challenge", "Deliver POST /v1/anchors",
                                  "Deliver POST /v1/unlock", "Deliver POST /v1/facts"}));
    // Whom the server does not know does not show what is sealed.
    bench.asked.clear();
    bench.world.pass(2min);
    bench.server.intercept = [&](const HttpRequest& request) {
        bench.asked.push_back(request.path);
        return std::optional(HttpResponse{401, {}});
    };
    const auto report = bench.sync();
    QVERIFY(report.error && report.error->code == ErrorCode::unauthorized);
    QVERIFY((bench.asked == Words{"/v1/anchors/challenge"}));
    bench.server.intercept = nullptr;
    QCOMPARE_OK(bench.signIn());
    QCOMPARE(bench.core().workStatus().photosWaiting, 1);
}

void TestLockedTablet::it_asks_for_its_key_no_more_often_than_for_the_bundle() {
    LockedBench bench;
    bench.restart();
    bench.listen();
    const auto times = [&] {
        LockedBench::insistOn(bench.sync());
        return std::ranges::count(bench.asked, "Deliver POST /v1/unlock");
    };
    QCOMPARE(times(), 1);
    bench.world.pass(kSiteInterval - 1s);
    QCOMPARE(times(), 1);
    bench.world.pass(1s);
    QCOMPARE(times(), 2);
}

void TestLockedTablet::a_new_pin_from_the_office_opens_it() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.restart();
    bench.world.pass(1min);
    QCOMPARE_FAILS(bench.signIn("9999"), unauthorized, "pin");
    bench.givePins({{kS1, cheapPin("9999", 7)}, {kS2, cheapPin("1357")}});
    LockedBench::insistOn(bench.sync());
    QCOMPARE_FAILS(bench.signIn("2468"), unauthorized, "pin");
    bench.restart();
    QCOMPARE_OK(bench.signIn("9999"));
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});
    // An open one gets it with the site's bundle.
    bench.givePins({{kS1, cheapPin("8888", 9)}, {kS2, cheapPin("1357")}});
    bench.world.pass(kSiteInterval);
    LockedBench::insistOn(bench.sync());
    bench.restart();
    QCOMPARE_FAILS(bench.signIn("9999"), unauthorized, "pin");
    QCOMPARE_OK(bench.signIn("8888"));
}

void TestLockedTablet::who_has_come_meanwhile_opens_it() {
    LockedBench bench;
    bench.restart();
    bench.server.state("joined-3", facts::StaffJoined{StaffId("s3"), "周婷"});
    bench.givePins({{StaffId("s3"), cheapPin("7777")}});
    LockedBench::insistOn(bench.sync());
    QVERIFY(bench.canSignIn(StaffId("s3")));
    QCOMPARE_OK(bench.signIn("7777", StaffId("s3")));
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().staff().back().name, std::string("周婷"));
    QCOMPARE_OK(bench.signIn("7777", StaffId("s3")));
}

void TestLockedTablet::who_has_left_opens_it_no_more() {
    // By the key's locks, which an unlocking brings ...
    LockedBench bench;
    bench.restart();
    bench.givePins({{kS2, cheapPin("1357")}});
    LockedBench::insistOn(bench.sync());
    QVERIFY(!bench.canSignIn(kS1));
    QCOMPARE_FAILS(bench.signIn(), notFound, "staff");
    QVERIFY(bench.canSignIn(kS2));
    // ... by the feed alone, if the program ends before the bundle comes ...
    LockedBench early;
    early.server.state("left", facts::StaffLeft{kS1});
    early.pull();
    early.restart();
    QVERIFY(early.core().isLocked());
    QVERIFY(!early.canSignIn(kS1));
    QCOMPARE_FAILS(early.signIn(), notFound, "staff");
    // ... and by the bundle: then there is no lock left that their PIN would open.
    QCOMPARE_OK(early.signIn("1357", kS2));
    early.givePins({{kS2, cheapPin("1357")}});
    LockedBench::insistOn(early.sync());
    QCOMPARE(early.rows("credentials"), 1);
    early.restart();
    QCOMPARE_FAILS(early.signIn(), notFound, "staff");
}

void TestLockedTablet::another_epoch_waits_for_somebody_to_sign_in() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.restart();
    const protocol::ChallengeReply challenge{"n", bench.world.now, 2, 0, DeviceId("d1")};
    bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        if (request.path != protocol::kChallengePath) return std::nullopt;
        return HttpResponse{200, protocol::encode(challenge)};
    };
    const auto report = bench.sync();
    QVERIFY(report.error && report.error->code == ErrorCode::forbidden);
    QCOMPARE(bench.core().identity()->epoch, 1);
    QCOMPARE(bench.core().workStatus().pending, 1);
    QCOMPARE_OK(bench.signIn());
    QCOMPARE_OK(bench.core().answer(challenge));
    QCOMPARE(bench.core().identity()->epoch, 2);
    QCOMPARE(bench.core().workStatus().pending, 1);
    // What has taken a new place is boxed with it.
    bench.restart();
    const auto push = bench.core().nextPush();
    QVERIFY(push && *push);
    QCOMPARE((*push)->boxed.size(), std::size_t{1});
    const auto wire = protocol::decodeWireFact(*openBox(officeKey(), (*push)->boxed.front()));
    QCOMPARE(wire->seq, 1);
}

void TestLockedTablet::a_run_that_the_lock_interrupts_leaves_the_rest_to_the_next() {
    LockedBench bench;
    bench.server.state("news", facts::StaffJoined{StaffId("s3"), "周婷"});
    bench.world.pass(1min);
    // Locked and opened at each step of a run, which goes on as what the tablet is by then.
    for (int step = 0; step < 6; ++step) {
        for (const bool locked : {false, true}) {
            bench.recordVisit("v" + std::to_string(2 * step + locked), "陈大文", "13800138000");
            if (locked) bench.core().lock();
            bench.begin();
            for (int i = 0; i < step && bench.line.step(); ++i) {
            }
            const bool ended = bench.report.has_value();
            if (locked)
                QCOMPARE_OK(bench.signIn());
            else
                bench.core().lock();
            bench.line.run();
            QVERIFY(bench.report && !bench.report->error);
            QCOMPARE(bench.report->more, !ended);
            LockedBench::insistOn(bench.sync());
            QCOMPARE(bench.core().workStatus().pending, 0);
            if (!locked) QCOMPARE_OK(bench.signIn());
        }
    }
    QCOMPARE(bench.core().staff().size(), std::size_t{3});
}

void TestLockedTablet::a_tablet_of_an_older_server_gets_its_token_for_delivering() {
    LockedBench bench;
    bench.server.givesDeliverTokens = false;
    QCOMPARE_OK(bench.core().keepDeliverToken("gone"));
    bench.restart();
    QVERIFY(bench.sync().error);
    QCOMPARE_OK(bench.signIn());
    {
        auto database = sqlite::Database::open(bench.tablet.path());
        database->execute("UPDATE identity SET deliver_token = ''");
    }
    bench.restart();
    QCOMPARE_OK(bench.signIn());
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().identity()->deliverToken, std::string());
    bench.server.givesDeliverTokens = true;
    bench.world.pass(kSiteInterval);
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().identity()->deliverToken, std::string("may-deliver-d1"));
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.restart();
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
}

void TestLockedTablet::a_damaged_lock_opens_nothing_and_costs_nothing() {
    LockedBench bench;
    bench.recordVisit("v1", "陈大文", "13800138000");
    bench.restart();
    // Of somebody who would have the tablet throw its own locks away.
    protocol::UnlockReply forged;
    forged.locks.push_back({{kS1, "no lock"}, std::string(80, 'x')});
    QCOMPARE_FAILS(bench.core().keepLocks(forged), malformed, "");
    QCOMPARE_OK(bench.core().keepLocks({}));
    QVERIFY(bench.canSignIn(kS1));
    forged.locks.front().credential.pinHash = cheapPin("2468", 5);
    QCOMPARE_OK(bench.core().keepLocks(forged));
    QCOMPARE_FAILS(bench.signIn(), corrupt, "");
    QVERIFY(bench.core().isLocked());
    // The server can open the key for the right ones again, and what waits is delivered anyway.
    LockedBench::insistOn(bench.sync());
    QCOMPARE(bench.core().workStatus().pending, 0);
    bench.world.pass(kSiteInterval);
    LockedBench::insistOn(bench.sync());
    QCOMPARE_OK(bench.signIn());
}

QTEST_GUILESS_MAIN(TestLockedTablet)
#include "tst_locked_tablet.moc"
