#include "server/services/adjudication.hpp"
#include "server/services/feed.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

/// A bench with a roster and two tablets whose clocks are anchored.
struct Floor {
    Floor() {
        QCOMPARE_OK(bench.office().setRoster(kSite, {StaffId("s1"), StaffId("s2")}));
        for (auto* tablet : {&first, &second}) {
            tablet->enrolled(bench
                                 .ask("POST", "/v1/enrol",
                                      tablet->enrolBody(*bench.office().makeEnrolCode(kSite)))
                                 .body);
            anchor(*tablet);
        }
    }
    void anchor(FakeTablet& tablet) {
        const auto challenge = protocol::decodeChallengeReply(
            bench.ask("POST", "/v1/anchors/challenge", "{}", tablet.token).body);
        const auto reply = bench.ask(
            "POST", "/v1/anchors", protocol::encode(tablet.answer(challenge->nonce)), tablet.token);
        assert(reply.status == 200);
        tablet.anchorNonce = challenge->nonce;
    }
    void pass(Duration time) {
        bench.seams().clock.advance(time);
        first.elapsed += time;
        second.elapsed += time;
    }
    void send(FakeTablet& tablet) {
        const auto reply = bench.ask("POST", "/v1/facts", tablet.pushBody(1), tablet.token);
        if (reply.status != 200) qWarning("%s", reply.body.c_str());
        assert(reply.status == 200);
    }
    protocol::FeedReply feed(std::int64_t after = 0) {
        // As it arrives at a tablet.
        return *protocol::decodeFeedReply(protocol::encode(
            *bench.look([&](Reads& reads) { return readFeed(reads, kSite, after, 500); })));
    }
    /// Newest outcome of each visit, as a tablet that follows the feed has it.
    std::map<std::string, nlohmann::json> visits() {
        std::map<std::string, nlohmann::json> all;
        for (const auto& entry : feed().entries) {
            if (entry.outcomeKind == "visit")
                all[entry.subject.value] = nlohmann::json::parse(entry.outcome);
        }
        return all;
    }
    std::vector<facts::TimedFact> discoveries() {
        std::vector<facts::TimedFact> found;
        for (auto& entry : feed().entries) {
            if (entry.fact &&
                std::holds_alternative<facts::ConflictDiscovered>(entry.fact->fact.data))
                found.push_back(*entry.fact);
        }
        return found;
    }
    /// The same customer at two tablets, five minutes apart; nothing is sent yet.
    void receiveTwice() {
        first.write("s1", visitOf("va", "s1", "13800138000"));
        pass(std::chrono::minutes(5));
        second.write("s2", visitOf("vb", "s2", "+86 138 0013 8000"));
        pass(std::chrono::minutes(5));
        anchor(first);
        anchor(second);
    }

    Bench bench;
    FakeTablet first{1};
    FakeTablet second{2};
};

} // namespace

class TestAdjudication : public QObject {
    Q_OBJECT

private slots:
    void the_first_reception_wins_whoever_syncs_first_data() {
        QTest::addColumn<bool>("laterFirst");
        QTest::newRow("in order") << false;
        QTest::newRow("the later one first") << true;
    }
    void the_first_reception_wins_whoever_syncs_first() {
        QFETCH(bool, laterFirst);
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.receiveTwice();
        floor.send(laterFirst ? floor.second : floor.first);
        QCOMPARE_OK(adjudication.judge(kSite));
        floor.send(laterFirst ? floor.first : floor.second);
        QCOMPARE_OK(adjudication.judge(kSite));
        const auto visits = floor.visits();
        QCOMPARE(visits.size(), std::size_t(2));
        QCOMPARE(visits.at("va").at("owner").get<std::string>(), std::string("s1"));
        QCOMPARE(visits.at("vb").at("owner").get<std::string>(), std::string("s1"));
        QCOMPARE(visits.at("vb").at("makeup").get<bool>(), true);
    }

    /// Facts and outcomes lie in tables of their own and are one row in the feed.
    void the_feed_in_pages_is_the_feed_at_once() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.receiveTwice();
        floor.send(floor.first);
        QCOMPARE_OK(adjudication.judge(kSite));
        floor.send(floor.second);
        QCOMPARE_OK(adjudication.judge(kSite));
        const auto whole = floor.feed();
        QVERIFY(!whole.more);
        const auto kindOf = [](const protocol::FeedEntry& entry) {
            return entry.outcomeKind.empty();
        };
        QVERIFY(std::ranges::adjacent_find(whole.entries, [&](const auto& a, const auto& b) {
                    return !kindOf(a) && kindOf(b);
                }) != whole.entries.end());
        for (const std::int64_t limit : {1, 2, 3, 7}) {
            protocol::FeedReply pages;
            for (pages.more = true; pages.more;) {
                auto page = *floor.bench.look(
                    [&](Reads& reads) { return readFeed(reads, kSite, pages.next, limit); });
                QVERIFY(std::cmp_less_equal(page.entries.size(), limit));
                pages.more = page.more;
                pages.next = page.next;
                QVERIFY(!page.more || page.entries.back().seq == page.next);
                for (auto& entry : page.entries)
                    pages.entries.push_back(std::move(entry));
            }
            QCOMPARE(QString::fromStdString(protocol::encode(pages)),
                     QString::fromStdString(protocol::encode(whole)));
        }
        QVERIFY(floor.feed(whole.next).entries.empty());
    }

    void the_server_states_the_conflict_it_finds_once_as_a_record() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.receiveTwice();
        floor.send(floor.first);
        floor.send(floor.second);
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE_OK(adjudication.judge(kSite));
        const auto found = floor.discoveries();
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].fact.by, kSystem);
        QVERIFY(found[0].at.isExact());
        QCOMPARE(found[0].at.latest, floor.bench.seams().clock.now());
        const auto row =
            *floor.bench.look([&](Reads& reads) { return reads.fact(kSite, found[0].fact.id); });
        QVERIFY(row.has_value());
        QCOMPARE(row->record.registerSeq,
                 *floor.bench.look([](Reads& reads) { return reads.site(kSite)->registerSize; }));
    }

    void only_what_changed_is_published() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.first.write("s1", visitOf("va", "s1", "13800138000"));
        floor.send(floor.first);
        QCOMPARE_OK(adjudication.judge(kSite));
        const auto cursor = floor.feed().next;
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(floor.feed().next, cursor);
        floor.first.write("s1", visitOf("other", "s1", "13912345678"));
        floor.send(floor.first);
        QCOMPARE_OK(adjudication.judge(kSite));
        for (const auto& entry : floor.feed(cursor).entries)
            QVERIFY(entry.outcomeKind.empty() || entry.subject.value == "other");
    }

    void a_restart_publishes_what_a_crash_left_unpublished() {
        Floor floor;
        floor.receiveTwice();
        floor.send(floor.first);
        {
            Adjudication before(floor.bench.context());
            QCOMPARE_OK(before.judge(kSite));
        }
        // Committed, and the process dies before anything is judged.
        floor.send(floor.second);
        QVERIFY(!floor.visits().contains("vb"));
        Adjudication after(floor.bench.context());
        QCOMPARE_OK(after.judge(kSite));
        QCOMPARE(floor.visits().at("vb").at("owner").get<std::string>(), std::string("s1"));
        QCOMPARE(floor.discoveries().size(), std::size_t(1));
        // And another start has nothing to add.
        const auto cursor = floor.feed().next;
        Adjudication again(floor.bench.context());
        QCOMPARE_OK(again.judge(kSite));
        QCOMPARE(floor.feed().next, cursor);
    }

    void what_the_store_does_not_give_back_is_asked_for_again() {
        Floor floor;
        // Keeps no fact at hand; an amendment needs the one that it amends.
        Adjudication adjudication(floor.bench.context(), 0);
        floor.first.write("s1", visitOf("va", "s1", "13800138000"));
        floor.send(floor.first);
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(floor.visits().at("va").at("owner").get<std::string>(), std::string("s1"));
        const FactId entry = floor.first.facts().front().id;
        floor.first.write("m1", facts::EntryAmended{entry, R"({"receiver":"s2"})", "typo"});
        floor.send(floor.first);
        const auto execute = [&floor](const char* sql) {
            QCOMPARE_OK(floor.bench.writer().run<void>([sql](Writes& writes) -> Result<void> {
                writes.database().execute(sql);
                return {};
            }));
        };
        execute("UPDATE fact SET data = CAST(data || x'00' AS BLOB) "
                "WHERE kind = 'visit.registered'");
        const auto failed = adjudication.judge(kSite);
        QVERIFY(!failed);
        execute("UPDATE fact SET data = substr(data, 1, length(data) - 1) "
                "WHERE kind = 'visit.registered'");
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(floor.visits().at("va").at("owner").get<std::string>(), std::string("s2"));
    }

    void time_alone_makes_an_outcome_final() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.first.write("s2", visitOf("vb", "s2", "13800138000"));
        facts::DealSigned deal;
        deal.deal.value = "x1";
        deal.closer.value = "s2";
        deal.visit = VisitId("vb");
        deal.subscribers = visitOf("vb", "s2", "13800138000").customers;
        deal.depositPaidAt = floor.bench.seams().clock.now();
        deal.agreementSignedAt = deal.depositPaidAt;
        deal.unit = "3-1201";
        floor.first.write("s2", deal);
        // The manager names another owner; who closed without knowing may be found out for 3 days.
        const facts::RulingMade ruling{SubjectId("x1"), StaffId("s1"), {}, {}, {}, "as told"};
        floor.first.write("m1", ruling);
        floor.send(floor.first);
        const auto status = [&] {
            std::string found;
            for (const auto& entry : floor.feed().entries) {
                if (entry.outcomeKind == "deal")
                    found = nlohmann::json::parse(entry.outcome).at("status");
            }
            return found;
        };
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(status(), std::string("provisional"));
        const auto size = floor.feed().entries.size();
        // Four days on the third day is over, for all that is known: the tablets have shown up.
        floor.pass(std::chrono::days(4));
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(status(), std::string("provisional"));
        floor.anchor(floor.first);
        floor.anchor(floor.second);
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(status(), std::string("final"));
        QCOMPARE(floor.feed().entries.size(), size);
    }

    void nothing_is_final_while_a_tablet_may_hold_something_older() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.pass(std::chrono::minutes(1));
        floor.first.write("s1", visitOf("va", "s1", "13800138000"));
        floor.pass(std::chrono::minutes(1));
        floor.anchor(floor.first);
        floor.send(floor.first);
        const auto status = [&] {
            if (auto judged = adjudication.judge(kSite); !judged) return describe(judged.error());
            return floor.visits().at("va").at("status").get<std::string>();
        };
        QCOMPARE(status(), std::string("provisional"));
        // The second shows up; what it has written was before that.
        floor.anchor(floor.second);
        QCOMPARE(status(), std::string("final"));
    }

    void a_tablet_that_stays_away_holds_up_others_for_72_hours() {
        Floor floor;
        Adjudication adjudication(floor.bench.context());
        floor.pass(std::chrono::minutes(1));
        floor.first.write("s1", visitOf("va", "s1", "13800138000"));
        floor.anchor(floor.first);
        floor.send(floor.first);
        const auto status = [&] {
            if (auto judged = adjudication.judge(kSite); !judged) return describe(judged.error());
            return floor.visits().at("va").at("status").get<std::string>();
        };
        floor.pass(evidence::kWithholding - Duration(1));
        QCOMPARE(status(), std::string("provisional"));
        floor.pass(Duration(1));
        QCOMPARE(status(), std::string("final"));
    }

    void the_thread_judges_when_it_is_woken_and_stops() {
        Floor floor;
        std::atomic<std::int64_t> rung{0};
        floor.bench.bell().listen([&](const FeedGrowth& growth) {
            if (growth.cause == FeedGrowth::Cause::judgement) rung = growth.seq;
        });
        Adjudication adjudication(floor.bench.context());
        floor.bench.bell().listen([&](const FeedGrowth& growth) {
            if (growth.cause == FeedGrowth::Cause::push) adjudication.wake(growth.site);
        });
        adjudication.start();
        floor.first.write("s1", visitOf("va", "s1", "13800138000"));
        floor.send(floor.first);
        QTRY_VERIFY(floor.visits().contains("va"));
        QTRY_COMPARE(rung.load(), floor.feed().next);
        adjudication.stop();
    }
};

QTEST_GUILESS_MAIN(TestAdjudication)
#include "tst_adjudication.moc"
