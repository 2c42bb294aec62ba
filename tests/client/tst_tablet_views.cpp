#include "client/store/customer_views.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

const StaffId kS1{"s1"};
const StaffId kS2{"s2"};

struct Folder {
    QTemporaryDir folder;
};

/// A show unit with a small history: yesterday s2 received 陈大文.
struct Bench : private Folder, public EnrolledTablet {
    Bench() : EnrolledTablet(folder.filePath("tablet.db")) {
        world.now = at("2026-03-01T08:00:00+08:00");
        using facts::Role;
        server.state("f1", facts::StaffJoined{kS1, "张伟", Role::salesperson});
        server.state("f2", facts::StaffJoined{kS2, "李娜", Role::salesperson});
        server.state("f3", facts::StaffJoined{StaffId("s3"), "赵敏", Role::salesperson});
        server.state("f4", facts::StaffJoined{StaffId("m1"), "王经理", Role::salesManager});
        server.state("f5", facts::RosterSet{{kS2, kS1, StaffId("s3")}});
        server.state("f6", facts::DutyChanged{StaffId("s3"), facts::Duty::leave});
        world.now = at("2026-03-01T10:00:00+08:00");
        server.state("f7", started("v0", "s2"));
        world.pass(30min);
        server.state("f8", visit("v0", "s2", customer("陈大文", "13800138000")));
        world.now = at("2026-03-02T09:00:00+08:00");
        anchor();
        pull();
    }
    static Instant at(const char* text) { return parseRfc3339(text).value(); }

    FactId record(facts::FactData data) {
        auto saved = core().record(kS1, std::move(data));
        if (!saved) qFatal("%s", describe(saved.error()).c_str());
        world.pass(1min);
        return *saved;
    }
};

std::vector<std::string> names(const std::vector<Seat>& seats) {
    std::vector<std::string> names;
    for (const Seat& seat : seats)
        names.push_back(seat.name);
    return names;
}

bool cites(const std::vector<rules::Article>& articles, const char* article) {
    return std::ranges::find(articles, article) != articles.end();
}

} // namespace

class TestTabletViews final : public QObject {
    Q_OBJECT

private slots:
    void floor_shows_the_queue_who_is_next_and_who_is_off();
    void floor_shows_who_receives_since_when_and_not_whom();
    void reception_begun_yesterday_and_never_registered_is_over();
    void reception_is_over_when_its_receiver_does_something_else();
    void floor_shows_what_is_owed_and_why();
    void floor_says_how_old_its_news_are();
    void look_up_finds_a_colleagues_customer_by_any_spelling();
    void look_up_of_a_stranger_finds_nobody();
    void customer_card_counts_the_days();
    void customer_goes_from_waiting_to_received();
    void refused_reception_is_shown_to_its_receiver();
    void customer_who_came_twice_has_one_card();
    void customer_of_a_colleague_is_not_mine();
    void why_tells_owner_articles_and_timeline();
    void why_of_an_unknown_visit_is_not_found();
    void official_word_replaces_the_local_one();
    void staff_who_left_are_gone_but_keep_their_names();
    void phone_is_masked_data();
    void phone_is_masked();
};

void TestTabletViews::floor_shows_the_queue_who_is_next_and_who_is_off() {
    Bench bench;
    const FloorBoard board = bench.core().floorBoard();
    QVERIFY((names(board.queue) == std::vector<std::string>{"张伟", "李娜"}));
    QCOMPARE(*board.next, kS1);
    QVERIFY(board.queue[0].next);
    QVERIFY(!board.queue[1].next);
    QVERIFY((names(board.others) == std::vector<std::string>{"赵敏"}));
    QCOMPARE(board.others[0].state, SeatState::leave);
    QVERIFY(board.owed.empty());
    QCOMPARE(board.pendingHere, 0);
}

void TestTabletViews::floor_shows_who_receives_since_when_and_not_whom() {
    Bench bench;
    const Instant begun = bench.core().estimatedNow();
    bench.record(started("v1", "s1"));
    FloorBoard board = bench.core().floorBoard();
    const auto seat = std::ranges::find(board.queue, kS1, &Seat::staff);
    QVERIFY(seat != board.queue.end());
    QCOMPARE(seat->state, SeatState::receiving);
    QCOMPARE(*seat->visit, VisitId("v1"));
    QVERIFY(std::chrono::abs(*seat->receivingSince - begun) < 1s);
    QCOMPARE(*board.next, kS2);
    QCOMPARE(board.pendingHere, 1);

    bench.record(visit("v1", "s1", customer("王芳", "13700137000")));
    board = bench.core().floorBoard();
    for (const Seat& one : board.queue)
        QCOMPARE(one.state, SeatState::waiting);
    // The slot was taken: 张伟 is at the tail.
    QVERIFY((names(board.queue) == std::vector<std::string>{"李娜", "张伟"}));
}

void TestTabletViews::reception_begun_yesterday_and_never_registered_is_over() {
    Bench bench;
    bench.record(started("v1", "s1"));
    QCOMPARE(bench.core().floorBoard().queue[0].state, SeatState::receiving);
    bench.world.now = Bench::at("2026-03-03T00:00:01+08:00");
    const FloorBoard board = bench.core().floorBoard();
    QCOMPARE(board.queue[0].state, SeatState::waiting);
    QCOMPARE(*board.next, kS1);
}

void TestTabletViews::reception_is_over_when_its_receiver_does_something_else() {
    Bench bench;
    bench.record(started("v1", "s1"));
    QCOMPARE(*bench.core().floorBoard().next, kS2);
    bench.record(call("c1", "s1", customer("王芳", "13700137000")));
    const FloorBoard board = bench.core().floorBoard();
    QCOMPARE(board.queue[0].staff, kS1);
    QCOMPARE(board.queue[0].state, SeatState::waiting);
    QVERIFY(!board.queue[0].visit);
    QCOMPARE(*board.next, kS1);
}

void TestTabletViews::floor_shows_what_is_owed_and_why() {
    Bench bench;
    bench.record(started("v1", "s1"));
    bench.record(visit("v1", "s1", customer("陳大文", "+86 138 0013 8000")));
    QVERIFY(bench.core().floorBoard().owed.empty());
    // Nobody knew; once the conflict is known, 2.2 gives the turn back.
    bench.record(facts::ConflictDiscovered{SubjectId("v1"), kS2, {}});
    const FloorBoard board = bench.core().floorBoard();
    QCOMPARE(board.owed.size(), std::size_t{1});
    QCOMPARE(board.owed[0].staff, kS1);
    QCOMPARE(board.owed[0].name, std::string("张伟"));
    QCOMPARE(board.owed[0].earnedBy, SubjectId("v1"));
    QVERIFY(cites(board.owed[0].articles, "2.2"));
    QCOMPARE(*board.next, kS1);
}

void TestTabletViews::floor_says_how_old_its_news_are() {
    Bench bench;
    QCOMPARE(bench.core().floorBoard().asOf, Instant{});
    QVERIFY(bench.core().markSynced());
    const Instant synced = bench.world.now;
    bench.world.pass(20min);
    QCOMPARE(bench.core().floorBoard().asOf, synced);
    bench.tablet.reopen();
    QCOMPARE(bench.core().floorBoard().asOf, synced);
}

void TestTabletViews::look_up_finds_a_colleagues_customer_by_any_spelling() {
    Bench bench;
    const auto found = bench.core().lookUp(customer("陳大文", "+86 138 0013 8000"), kS1);
    QCOMPARE(found.verdict, rules::LookUp::Verdict::colleagues);
    QCOMPARE(*found.owner, kS2);
    QCOMPARE(found.key, std::string("phone"));
    QVERIFY(found.window);
    QCOMPARE(found.window->days, 1);
    QCOMPARE(found.window->limit, 60);
    QVERIFY(!found.facts.empty());
    QVERIFY(bench.core().timeOf(found.facts.front()));
    QCOMPARE(bench.core().lookUp(customer("陈大文", "13800138000"), kS2).verdict,
             rules::LookUp::Verdict::own);
    bench.world.now = Bench::at("2026-05-01T09:00:00+08:00");
    QCOMPARE(bench.core().lookUp(customer("", "13800138000"), kS1).verdict,
             rules::LookUp::Verdict::colleaguesLapsed);
}

void TestTabletViews::look_up_of_a_stranger_finds_nobody() {
    Bench bench;
    const auto found = bench.core().lookUp(customer("周杰", "13600136000"), kS1);
    QCOMPARE(found.verdict, rules::LookUp::Verdict::unknown);
    QVERIFY(!found.owner);
    QVERIFY(found.facts.empty());
}

void TestTabletViews::customer_card_counts_the_days() {
    Bench bench;
    bench.world.now = Bench::at("2026-03-13T09:00:00+08:00");
    const auto cards = bench.core().customersOf(kS2);
    QCOMPARE(cards.size(), std::size_t{1});
    const CustomerCard& card = cards.front();
    QCOMPARE(card.name, std::string("陈大文"));
    QCOMPARE(card.maskedPhone, std::string("138****8000"));
    QCOMPARE(card.visit, VisitId("v0"));
    QCOMPARE(card.visitedAt, Bench::at("2026-03-01T10:00:00+08:00"));
    QCOMPARE(card.daysUsed, 12);
    QCOMPARE(card.daysLimit, 60);
    QCOMPARE(formatDay(*card.protectedUntil), std::string("2026-04-30"));
    QCOMPARE(card.state, std::string("received"));
    QVERIFY(card.official);
}

void TestTabletViews::customer_goes_from_waiting_to_received() {
    Bench bench;
    bench.record(visit("v1", "s1", customer("王芳", "13700137000")));
    QCOMPARE(bench.core().customersOf(kS1).front().state, std::string("waiting"));
    QVERIFY(!bench.core().customersOf(kS1).front().official);
    bench.push();
    QCOMPARE(bench.core().customersOf(kS1).front().state, std::string("received"));
    QVERIFY(!bench.core().customersOf(kS1).front().official);
    bench.pull();
    QCOMPARE(bench.core().customersOf(kS1).front().state, std::string("received"));
    QVERIFY(bench.core().customersOf(kS1).front().official);
    bench.tablet.reopen();
    QVERIFY(bench.core().customersOf(kS1).front().official);
}

void TestTabletViews::refused_reception_is_shown_to_its_receiver() {
    Bench bench;
    bench.server.refuse = [](const evidence::WireFact&) {
        return std::optional(Error{ErrorCode::forbidden, "", ""});
    };
    bench.record(visit("v1", "s1", customer("王芳", "13700137000")));
    bench.push();
    const auto cards = bench.core().customersOf(kS1);
    QCOMPARE(cards.size(), std::size_t{1});
    QCOMPARE(cards.front().state, std::string("refused"));
    QCOMPARE(cards.front().name, std::string("王芳"));
    QVERIFY(!cards.front().protectedUntil);
    QVERIFY(bench.core().customersOf(StaffId("s3")).empty());
}

void TestTabletViews::customer_who_came_twice_has_one_card() {
    Bench bench;
    bench.record(visit("v1", "s2", customer("陳大文", "13800138000")));
    bench.record(visit("v2", "s2", customer("王芳", "13700137000")));
    const auto cards = bench.core().customersOf(kS2);
    QCOMPARE(cards.size(), std::size_t{2});
    QCOMPARE(cards[0].visit, VisitId("v2"));
    QCOMPARE(cards[1].visit, VisitId("v1"));
    // The days still run from the first reception.
    QCOMPARE(cards[1].daysUsed, 1);
}

void TestTabletViews::customer_of_a_colleague_is_not_mine() {
    Bench bench;
    bench.record(visit("v1", "s1", customer("陳大文", "13800138000")));
    QVERIFY(bench.core().customersOf(kS1).empty());
    QCOMPARE(bench.core().customersOf(kS2).size(), std::size_t{1});
    // After 60 days the customer is new, and of the one who receives them then.
    bench.world.now = Bench::at("2026-05-01T09:00:00+08:00");
    bench.record(visit("v2", "s1", customer("陈大文", "13800138000")));
    QCOMPARE(bench.core().customersOf(kS1).size(), std::size_t{1});
    QVERIFY(bench.core().customersOf(kS2).empty());
}

void TestTabletViews::why_tells_owner_articles_and_timeline() {
    Bench bench;
    bench.record(started("v1", "s1"));
    const FactId own = bench.record(visit("v1", "s1", customer("陳大文", "13800138000")));
    const auto why = bench.core().why(VisitId("v1"));
    QVERIFY(why.ok());
    QCOMPARE(*why->outcome.decision.owner, kS2);
    QCOMPARE(why->ownerName, std::string("李娜"));
    QVERIFY(!why->official);
    QVERIFY(cites(why->outcome.articles, "2.2"));
    const bool counted = std::ranges::any_of(why->outcome.because, [](const auto& because) {
        return because.window && because.window->days == 1 && because.window->limit == 60;
    });
    QVERIFY(counted);
    std::vector<std::string> kinds;
    for (const TimelineItem& item : why->timeline)
        kinds.push_back(item.kind);
    // The colleague's entry first, then the own two, in the order in which they happened.
    QVERIFY(kinds.size() >= 3);
    QCOMPARE(kinds.back(), std::string("visit.registered"));
    QCOMPARE(kinds[kinds.size() - 2], std::string("visit.started"));
    QCOMPARE(why->timeline.back().fact, own);
    QVERIFY(why->timeline.back().own && !why->timeline.back().received);
    QVERIFY(!why->timeline.front().own && why->timeline.front().received);
    QCOMPARE(why->timeline.back().who, std::string("张伟"));
}

void TestTabletViews::why_of_an_unknown_visit_is_not_found() {
    Bench bench;
    const auto why = bench.core().why(VisitId("nothing"));
    QVERIFY(!why);
    QCOMPARE(why.error().code, ErrorCode::notFound);
    bench.record(started("v1", "s1"));
    QVERIFY(!bench.core().why(VisitId("v1")));
}

void TestTabletViews::official_word_replaces_the_local_one() {
    Bench bench;
    bench.record(visit("v1", "s1", customer("陳大文", "13800138000")));
    bench.push();
    bench.pull();
    QVERIFY(bench.core().why(VisitId("v1"))->official);
    // A newer fact of our own about the visit is judged here until the server has judged it.
    bench.record(facts::NoticeSeen{SubjectId("v1"), kS1});
    QVERIFY(!bench.core().why(VisitId("v1"))->official);
    QVERIFY(bench.core().why(VisitId("v0"))->official);
    bench.push();
    bench.pull();
    QVERIFY(bench.core().why(VisitId("v1"))->official);
}

void TestTabletViews::staff_who_left_are_gone_but_keep_their_names() {
    Bench bench;
    QCOMPARE(bench.core().staff().size(), std::size_t{4});
    bench.server.state("f9", facts::StaffLeft{kS2});
    bench.pull();
    const auto staff = bench.core().staff();
    QCOMPARE(staff.size(), std::size_t{3});
    QVERIFY(std::ranges::none_of(staff, [](const auto& one) { return one.id == kS2; }));
    QCOMPARE(bench.core().why(VisitId("v0"))->ownerName, std::string("李娜"));
    for (const StaffMember& member : staff)
        QVERIFY(!member.canSignIn);
}

void TestTabletViews::phone_is_masked_data() {
    QTest::addColumn<QString>("phone");
    QTest::addColumn<QString>("masked");
    QTest::newRow("mobile") << "13800138000"
                            << "138****8000";
    QTest::newRow("with country") << "+86 138 0013 8000"
                                  << "138****8000";
    QTest::newRow("with long country") << "0086-13800138000"
                                       << "138****8000";
    QTest::newRow("landline") << "0755-2688 1234"
                              << "075****1234";
    QTest::newRow("eleven digits from 86") << "86755268812"
                                           << "867****8812";
    QTest::newRow("short") << "26881"
                           << "****81";
    QTest::newRow("none") << ""
                          << "****";
}

void TestTabletViews::phone_is_masked() {
    QFETCH(QString, phone);
    QFETCH(QString, masked);
    QCOMPARE(maskedPhone(customer("陈大文", phone.isEmpty() ? "-" : phone.toStdString())),
             masked.toStdString());
    QCOMPARE(maskedPhone(customer("陈大文")), std::string());
}

QTEST_GUILESS_MAIN(TestTabletViews)
#include "tst_tablet_views.moc"
