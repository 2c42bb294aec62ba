// What programs of different ages say to each other.
#include "server/services/adjudication.hpp"
#include "server/services/feed.hpp"
#include "server/services/register_facts.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;
using namespace shoujie::testing;

namespace {

struct Floor {
    Floor() {
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(kSite)))
                .body);
    }
    /// Pushes the fact at that place as a tablet of that vocabulary.
    Response push(std::int64_t seq, std::int64_t vocabulary) {
        auto request = tablet.push(seq, 1);
        request.vocabulary = vocabulary;
        return bench.ask("POST", "/v1/facts", protocol::encode(request), tablet.token);
    }
    protocol::PushResult pushed(std::int64_t seq, std::int64_t vocabulary) {
        const auto response = push(seq, vocabulary);
        if (response.status != 200) qWarning("%s", response.body.c_str());
        return protocol::decodePushReply(response.body)->results.front();
    }
    protocol::FeedReply feed(std::int64_t after = 0) {
        // As it arrives at a tablet.
        return *protocol::decodeFeedReply(protocol::encode(
            *bench.look([&](Reads& reads) { return readFeed(reads, kSite, after, 500); })));
    }
    Result<int> upgrade() {
        return bench.writer().run<int>(
            [](Writes& writes) { return admitSupported(writes, kSite); });
    }
    /// As if the server that took the fact in had not known its kind.
    void forgetKind(std::int64_t registerSeq, const std::string& subject) {
        (void)bench.writer().run<bool>([&](Writes& writes) -> Result<bool> {
            sqlite::Statement unclaim(writes.database(),
                                      "DELETE FROM created_subject WHERE subject = ?1");
            unclaim.bind(1, subject).run();
            sqlite::Statement mark(writes.database(),
                                   "INSERT INTO unsupported (site, register_seq) VALUES (?1, ?2)");
            mark.bind(1, kSite.value).bind(2, registerSeq).run();
            return true;
        });
    }

    Bench bench;
    FakeTablet tablet{1};
};

constexpr std::int64_t kNewer = facts::kVocabulary + 1;

} // namespace

class TestVocabulary : public QObject {
    Q_OBJECT

private slots:
    void what_a_newer_tablet_says_is_kept_and_not_judged_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("data");
        QTest::newRow("kind") << "visit.photographed"
                              << R"({"blob":"ab","visit":"v1"})";
        QTest::newRow("member") << "staff.left"
                                << R"({"mood":"sad","staff":"s2"})";
        QTest::newRow("word") << "duty.changed"
                              << R"({"duty":"dreaming","staff":"s1"})";
    }

    void what_a_newer_tablet_says_is_kept_and_not_judged() {
        QFETCH(QString, kind);
        QFETCH(QString, data);
        Floor floor;
        const auto before = floor.feed().next;
        const auto wire = floor.tablet.writeRaw("s1", kind.toStdString(), data.toStdString());
        const auto result = floor.pushed(1, kNewer);
        QCOMPARE(result.status, protocol::PushStatus::received);
        QVERIFY(result.receipt.has_value());
        QCOMPARE(floor.pushed(1, kNewer).status, protocol::PushStatus::duplicate);

        const auto feed = floor.feed(before);
        QCOMPARE(feed.entries.size(), std::size_t(1));
        const auto& entry = feed.entries.front();
        QVERIFY(!entry.fact);
        const auto told = nlohmann::json::parse(entry.factText);
        QCOMPARE(told.at("id").get<std::string>(), wire.id.value);
        QCOMPARE(told.at("kind").get<std::string>(), kind.toStdString());
        QCOMPARE(told.at("data").dump(), data.toStdString());
        QVERIFY(entry.ofServer);
        QCOMPARE(entry.unsupportedId.value, wire.id.value);
        // It stands in nobody's way.
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        QCOMPARE(floor.pushed(2, kNewer).status, protocol::PushStatus::received);
        Adjudication adjudication(floor.bench.context());
        QCOMPARE_OK(adjudication.judge(kSite));
        QVERIFY(floor.bench.seams().log.text().find("fact_not_judged") == std::string::npos);
        QCOMPARE(*floor.upgrade(), 0); // the same program again
    }

    void a_tablet_of_this_vocabulary_gets_its_error() {
        Floor floor;
        floor.tablet.writeRaw("s1", "visit.photographed", R"({"visit":"v1"})");
        QCOMPARE(floor.push(1, facts::kVocabulary).status, 422);
        // And what is wrong in any vocabulary stays wrong.
        floor.tablet.writeRaw("s1", "staff.left", R"({"staff":7})");
        QCOMPARE(floor.push(2, kNewer).status, 422);
        floor.tablet.writeRaw("nobody", "visit.photographed", R"({"visit":"v1"})");
        QCOMPARE(floor.push(3, kNewer).status, 422);
    }

    void after_the_upgrade_it_is_judged() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto seq = floor.pushed(1, kNewer).receipt->record.registerSeq;
        floor.forgetKind(seq, "v1");
        const auto before = floor.feed();
        QVERIFY(!before.entries.back().fact);
        QCOMPARE(*floor.upgrade(), 1);
        const auto after = floor.feed(before.next);
        QCOMPARE(after.entries.size(), std::size_t(1));
        QCOMPARE(after.entries.front().registerSeq, seq);
        QVERIFY(after.entries.front().fact.has_value());
        QVERIFY(*floor.bench.look(
            [](Reads& reads) { return reads.hasSubject(kSite, SubjectId("v1")); }));
        Adjudication adjudication(floor.bench.context());
        QCOMPARE_OK(adjudication.judge(kSite));
        QCOMPARE(floor.feed(after.next).entries.front().subject.value, std::string("v1"));
    }

    void after_the_upgrade_the_gate_has_its_say() {
        Floor floor;
        floor.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto seq = floor.pushed(1, kNewer).receipt->record.registerSeq;
        floor.forgetKind(seq, "v1");
        // Meanwhile somebody else has claimed the id.
        floor.tablet.write("s2", visitOf("v1", "s2", "13900139000"));
        QCOMPARE(floor.pushed(2, kNewer).status, protocol::PushStatus::received);
        const auto before = floor.feed().next;
        QCOMPARE(*floor.upgrade(), 0);
        QCOMPARE(floor.feed().next, before);
        Adjudication adjudication(floor.bench.context());
        QCOMPARE_OK(adjudication.judge(kSite));
        const auto outcome = nlohmann::json::parse(floor.feed(before).entries.front().outcome);
        QCOMPARE(outcome.at("owner").get<std::string>(), std::string("s2"));
        QCOMPARE(*floor.upgrade(), 0); // decided once
    }

    void both_speak_the_newest_version_that_both_know_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << "" << 200;
        QTest::newRow("the first") << "1" << 200;
        QTest::newRow("a newer one") << "7" << 200;
        QTest::newRow("none there is") << "0" << 400;
        QTest::newRow("negative") << "-1" << 400;
        QTest::newRow("no number") << "1.5" << 400;
        QTest::newRow("far too large") << "99999999999999999999" << 400;
    }

    void both_speak_the_newest_version_that_both_know() {
        QFETCH(QString, asked);
        QFETCH(int, status);
        Bench bench;
        Request request;
        request.method = "GET";
        request.target = "/healthz";
        request.protocolVersion = asked.toStdString();
        Response response;
        bench.api().handle(request, [&](Response r) { response = std::move(r); });
        QCOMPARE(response.status, status);
        const std::pair<std::string, std::string> spoken{protocol::kVersionHeader, "1"};
        QVERIFY(std::ranges::find(response.headers, spoken) != response.headers.end());
    }
};

QTEST_GUILESS_MAIN(TestVocabulary)
#include "tst_vocabulary.moc"
