#include "client/sync/enrolment.hpp"
#include "client/sync/exchange.hpp"
#include "client/sync/sync_run.hpp"
#include "shared/core/limits.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace std::chrono_literals;

namespace {

const StaffId kS1{"s1"};

/// An enrolled tablet with a line to its server.
struct Bench : EnrolledTablet {
    using EnrolledTablet::EnrolledTablet;

    ScriptedTransport line{server};
    std::optional<SyncReport> report;
    std::unique_ptr<SyncRun> run;

    void begin() {
        report.reset();
        run = std::make_unique<SyncRun>(core(), line,
                                        [this](SyncReport done) { report = std::move(done); });
        run->start();
    }
    SyncReport sync() {
        begin();
        line.run();
        if (!report) qFatal("the run did not end");
        return *report;
    }
    void record(const std::string& id, std::size_t noteBytes = 0) {
        facts::Customer person = customer("陈大文", "13800138000");
        if (noteBytes > 0) person.note = std::string(noteBytes, 'x');
        if (!core().record(kS1, call(id, "s1", person))) qFatal("not recorded");
    }
};

std::set<std::string> column(const std::string& path, const std::string& sql) {
    auto database = sqlite::Database::open(path, sqlite::OpenMode::readOnly);
    sqlite::Statement select(*database, sql);
    std::set<std::string> values;
    while (select.step())
        values.insert(select.text(0));
    return values;
}

/// The end of every story: server equals tablet, outbox empty, nothing lost, nothing twice.
void verifyConverged(Bench& bench, std::size_t recorded) {
    const std::string path = bench.tablet.path();
    const std::vector<FactId> list = bench.server.registered();
    std::set<std::string> registered;
    for (const FactId& id : list)
        registered.insert(id.value);
    QCOMPARE(registered.size(), list.size());

    const auto log = column(path, "SELECT fact_id FROM log");
    QCOMPARE(log.size(), recorded);
    QVERIFY(std::includes(registered.begin(), registered.end(), log.begin(), log.end()));
    QVERIFY(column(path, "SELECT fact_id FROM replica") == registered);
    QVERIFY(column(path, "SELECT seq FROM outbox").empty());
    QCOMPARE(column(path, "SELECT seq FROM receipts").size(), recorded);
    const WorkStatus status = bench.core().workStatus();
    QCOMPARE(status.pending, 0);
    QCOMPARE(status.refused, 0);
    QVERIFY(status.lastSync);
    QVERIFY(!bench.server.feed(bench.core().feedCursor()).more);
}

constexpr std::size_t kFacts = 70;
constexpr std::size_t kServerFacts = 7;

void fillServer(ScriptedServer& server) {
    server.pageSize = 20;
    for (std::size_t i = 0; i < kServerFacts; ++i)
        server.state("m" + std::to_string(i),
                     facts::StaffJoined{StaffId("s" + std::to_string(i)), "员工"});
}

} // namespace

class TestSyncRun final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void complete_run_anchors_fetches_pushes_and_pulls();
    void quiet_run_asks_only_for_news();
    void anchor_and_bundle_come_again_when_due();
    void not_enrolled_tablet_does_not_run();
    void cut_anywhere_loses_nothing_and_doubles_nothing_data();
    void cut_anywhere_loses_nothing_and_doubles_nothing();
    void cut_again_and_again_still_gets_there();
    void facts_recorded_during_a_run_are_sent_by_it_or_the_next();
    void tablet_put_back_from_a_backup_goes_on_in_the_epoch_it_is_given();
    void tablet_that_was_set_aside_still_delivers();
    void destroyed_run_never_reports();
    void server_without_anchors_still_gets_the_facts();
    void forged_receipt_ends_the_run_and_keeps_the_fact();
    void facts_refused_all_at_once_end_the_push_and_not_the_run();
    void foreign_page_instead_of_the_server_is_transient_data();
    void foreign_page_instead_of_the_server_is_transient();
    void revoked_tablet_is_told_so();

private:
    QTemporaryDir m_folder;
    World m_world;
    QString m_prepared;
};

/// One tablet with everything recorded, to be copied: saving is what takes time.
void TestSyncRun::initTestCase() {
    m_prepared = m_folder.filePath("prepared.db");
    Bench bench(m_prepared);
    for (std::size_t i = 0; i < kFacts; ++i)
        bench.record("c" + std::to_string(i), limits::kMaxLongText);
    m_world = bench.world;
}

void TestSyncRun::complete_run_anchors_fetches_pushes_and_pulls() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    fillServer(bench.server);
    bench.record("c1");
    std::vector<std::string> asked;
    bench.line.fault = [&](int, const HttpRequest& request) {
        asked.push_back(request.method + " " + request.path);
        return Fault::none;
    };
    const SyncReport report = bench.sync();
    QVERIFY(!report.error && !report.note);
    QCOMPARE(report.sent, 1);
    QCOMPARE(report.refused, 0);
    QCOMPARE(report.learned, static_cast<std::int64_t>(kServerFacts) + 1);
    const std::vector<std::string> expected{"POST /v1/anchors/challenge", "POST /v1/anchors",
                                            "GET /v1/site", "POST /v1/facts",
                                            "GET /v1/feed?after=0&limit=5000"};
    QVERIFY(asked == expected);
    QCOMPARE(bench.core().siteName(), std::string("Xidi show unit"));
    QCOMPARE(bench.core().workStatus().grade, evidence::Grade::online);
    verifyConverged(bench, 1);
}

void TestSyncRun::quiet_run_asks_only_for_news() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    QVERIFY(!bench.sync().error);
    const int before = bench.line.count();
    QVERIFY(!bench.sync().error);
    QCOMPARE(bench.line.count() - before, 1);
    verifyConverged(bench, 0);
}

void TestSyncRun::anchor_and_bundle_come_again_when_due() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    QVERIFY(!bench.sync().error);
    const auto requests = [&] {
        const int before = bench.line.count();
        if (bench.sync().error) qFatal("the run failed");
        return bench.line.count() - before;
    };
    bench.world.pass(kAnchorInterval);
    QCOMPARE(requests(), 3);
    // A colleague joined: with them came a PIN.
    bench.server.state("m1", facts::StaffJoined{StaffId("s1"), "李娜"});
    QCOMPARE(requests(), 1);
    QCOMPARE(requests(), 2);
    bench.world.pass(kSiteInterval);
    QCOMPARE(requests(), 4);
}

void TestSyncRun::not_enrolled_tablet_does_not_run() {
    QTemporaryDir folder;
    World world;
    ScriptedServer server(world);
    TabletBench tablet(world, folder.filePath("tablet.db").toStdString());
    ScriptedTransport line(server);
    std::optional<SyncReport> report;
    SyncRun run(tablet.core(), line, [&](SyncReport done) { report = std::move(done); });
    run.start();
    QVERIFY(report && report->error);
    QCOMPARE(report->error->code, ErrorCode::unauthorized);
    QCOMPARE(line.count(), 0);
    QVERIFY(!line.step());
}

void TestSyncRun::cut_anywhere_loses_nothing_and_doubles_nothing_data() {
    QTest::addColumn<int>("request");
    QTest::addColumn<bool>("serverActed");
    QTest::addColumn<bool>("killed");

    // How many requests an undisturbed run takes, asked of a run itself.
    const QString path = m_folder.filePath("undisturbed.db");
    QVERIFY(QFile::copy(m_prepared, path));
    Bench bench(path, m_world);
    fillServer(bench.server);
    const SyncReport report = bench.sync();
    QVERIFY(!report.error);
    QCOMPARE(report.sent, static_cast<std::int64_t>(kFacts));
    verifyConverged(bench, kFacts);
    QVERIFY(bench.line.count() >= 9); // anchor 2, bundle 1, push 2, pull 4 or more

    for (int request = 0; request < bench.line.count(); ++request)
        for (const bool acted : {false, true})
            for (const bool killed : {false, true})
                QTest::addRow("request %d, server %s, tablet %s", request,
                              acted ? "acted" : "never heard", killed ? "killed" : "goes on")
                    << request << acted << killed;
}

void TestSyncRun::cut_anywhere_loses_nothing_and_doubles_nothing() {
    QFETCH(int, request);
    QFETCH(bool, serverActed);
    QFETCH(bool, killed);
    QTemporaryDir folder;
    const QString path = folder.filePath("tablet.db");
    QVERIFY(QFile::copy(m_prepared, path));
    Bench bench(path, m_world);
    fillServer(bench.server);
    bench.line.fault = [&](int number, const HttpRequest&) {
        if (number != request) return Fault::none;
        return serverActed ? Fault::replyLost : Fault::requestLost;
    };
    const SyncReport cut = bench.sync();
    QVERIFY(cut.error);
    QCOMPARE(cut.error->code, ErrorCode::unavailable);
    QCOMPARE(classify(*cut.error), Failure::transient);
    // Whatever the server holds beyond its own, the tablet still holds as well.
    const auto log = column(path.toStdString(), "SELECT fact_id FROM log");
    QCOMPARE(log.size(), kFacts);

    if (killed) {
        bench.run.reset();
        bench.tablet.reopen();
    }
    const SyncReport healed = bench.sync();
    QVERIFY(!healed.error);
    QCOMPARE(cut.sent + healed.sent, static_cast<std::int64_t>(kFacts));
    verifyConverged(bench, kFacts);
    QCOMPARE(bench.server.registered().size(), kFacts + kServerFacts);
}

void TestSyncRun::cut_again_and_again_still_gets_there() {
    QTemporaryDir folder;
    const QString path = folder.filePath("tablet.db");
    QVERIFY(QFile::copy(m_prepared, path));
    Bench bench(path, m_world);
    fillServer(bench.server);
    bench.server.pageSize = 4;
    // Every run dies at its sixth request: anchor, bundle and two more is all it gets.
    int runs = 0;
    for (;; ++runs) {
        QVERIFY2(runs < 50, "the runs make no progress");
        const int last = bench.line.count() + 5;
        bench.line.fault = [&](int number, const HttpRequest&) {
            return number == last ? Fault::replyLost : Fault::none;
        };
        if (!bench.sync().error) break;
        bench.run.reset();
        bench.tablet.reopen();
    }
    QVERIFY(runs > 1);
    bench.line.fault = nullptr;
    QVERIFY(!bench.sync().error);
    verifyConverged(bench, kFacts);
}

void TestSyncRun::facts_recorded_during_a_run_are_sent_by_it_or_the_next() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    fillServer(bench.server);
    std::size_t recorded = 0;
    bench.line.fault = [&](int, const HttpRequest& request) {
        // Six while the run still pushes, and one when it pulls already.
        const bool pulling = request.path.starts_with("/v1/feed");
        if (recorded < 6 || (pulling && recorded == 6))
            bench.record("c" + std::to_string(recorded++));
        return Fault::none;
    };
    QVERIFY(!bench.sync().error);
    QCOMPARE(bench.report->sent, 6);
    QCOMPARE(bench.core().workStatus().pending, 1);
    QVERIFY(!bench.sync().error);
    verifyConverged(bench, recorded);
}

void TestSyncRun::tablet_put_back_from_a_backup_goes_on_in_the_epoch_it_is_given() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    QVERIFY(!bench.sync().error);
    // The office knows of two facts; this tablet is back at the first and has written another.
    bench.record("c2");
    const auto waiting = bench.core().nextPush();
    std::vector<protocol::AnchorRequest> answers;
    bool moved = false;
    bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        if (request.path == protocol::kChallengePath && moved)
            return HttpResponse{
                200, protocol::encode(protocol::ChallengeReply{"ab", bench.world.now, 2, 1})};
        if (request.path != protocol::kAnchorPath) return std::nullopt;
        answers.push_back(*protocol::decodeAnchorRequest(request.body));
        if (std::exchange(moved, true)) return HttpResponse{503, ""};
        return HttpResponse{409, protocol::encode(protocol::ErrorReply{
                                     {ErrorCode::conflict, "epoch", "put back"}})};
    };
    QVERIFY(bench.sync().error); // of the second answer
    QCOMPARE(answers.size(), std::size_t(2));
    QCOMPARE(answers[0].epoch, std::int64_t(1));
    QCOMPARE(answers[0].headSeq, std::int64_t(2));
    // What the office has never seen of it has the first place in the new epoch.
    QCOMPARE(answers[1].epoch, std::int64_t(2));
    QCOMPARE(answers[1].headSeq, std::int64_t(1));
    bench.tablet.reopen();
    const auto next = bench.core().nextPush();
    QCOMPARE((*next)->epoch, std::int64_t(2));
    QVERIFY((*next)->previous == evidence::chainStart(DeviceId("d1"), 2));
    QCOMPARE((*next)->facts.size(), std::size_t(1));
    QCOMPARE((*next)->facts[0].seq, std::int64_t(1));
    QVERIFY((*next)->facts[0].id == (*waiting)->facts[0].id);
    QVERIFY((*next)->facts[0].at == (*waiting)->facts[0].at);
    // And the chain goes on behind it.
    bench.record("c3");
    QCOMPARE((*bench.core().nextPush())->facts.size(), std::size_t(2));
}

void TestSyncRun::tablet_that_was_set_aside_still_delivers() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    std::vector<std::string> asked;
    bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        asked.push_back(request.path.substr(0, request.path.find('?')));
        if (request.path == protocol::kFactsPath) return std::nullopt;
        return HttpResponse{403, protocol::encode(protocol::ErrorReply{
                                     {ErrorCode::forbidden, "device", "set aside"}})};
    };
    bench.server.refuse = [](const evidence::WireFact&) {
        return std::optional<Error>({ErrorCode::forbidden, "facts[0].device", "set aside"});
    };
    const auto report = bench.sync();
    QVERIFY(report.error && isSetAside(*report.error));
    QVERIFY(std::ranges::find(asked, protocol::kFactsPath) != asked.end());
    QCOMPARE(report.refused, std::int64_t(1));
    QCOMPARE(bench.core().refusedFacts().size(), std::size_t(1));
}

void TestSyncRun::destroyed_run_never_reports() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    bench.begin();
    QVERIFY(bench.line.step());
    bench.run.reset();
    QVERIFY(!bench.line.step());
    QVERIFY(!bench.report);
    QVERIFY(!bench.sync().error);
    verifyConverged(bench, 1);
}

void TestSyncRun::server_without_anchors_still_gets_the_facts() {
    for (const char* path : {"/v1/anchors/challenge", "/v1/anchors", "/v1/site"}) {
        QTemporaryDir folder;
        Bench bench(folder.filePath("tablet.db"));
        bench.record("c1");
        bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
            if (request.path != path) return std::nullopt;
            return HttpResponse{422, protocol::encode(protocol::ErrorReply{
                                         {ErrorCode::outOfRange, "nonce", "late"}})};
        };
        const SyncReport report = bench.sync();
        QVERIFY(!report.error);
        QVERIFY(report.note);
        QCOMPARE(report.note->code, ErrorCode::outOfRange);
        verifyConverged(bench, 1);
    }
}

void TestSyncRun::forged_receipt_ends_the_run_and_keeps_the_fact() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    bench.server.bendPush = [](protocol::PushReply& reply) {
        reply.results.front().receipt->record.stamp.at.latest += 1s;
    };
    const SyncReport report = bench.sync();
    QVERIFY(report.error);
    QCOMPARE(report.error->code, ErrorCode::corrupt);
    QCOMPARE(classify(*report.error), Failure::permanent);
    QCOMPARE(bench.core().workStatus().pending, 1);
    bench.server.bendPush = nullptr;
    QVERIFY(!bench.sync().error);
    verifyConverged(bench, 1);
}

void TestSyncRun::facts_refused_all_at_once_end_the_push_and_not_the_run() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    fillServer(bench.server);
    bench.server.refuse = [](const evidence::WireFact&) {
        return std::optional(Error{ErrorCode::forbidden, "facts[0].by", "may not"});
    };
    bench.record("c1");
    bench.record("c2");
    const SyncReport report = bench.sync();
    QVERIFY(!report.error);
    QCOMPARE(report.refused, 2);
    QCOMPARE(report.sent, 0);
    QCOMPARE(report.learned, static_cast<std::int64_t>(kServerFacts));
    QCOMPARE(bench.core().workStatus().refused, 2);
    QCOMPARE(bench.core().refusedFacts().front().error.path, std::string("facts[0].by"));
}

void TestSyncRun::foreign_page_instead_of_the_server_is_transient_data() {
    QTest::addColumn<QString>("path");
    for (const char* path : {"/v1/anchors/challenge", "/v1/anchors", "/v1/site", "/v1/facts",
                             "/v1/feed?after=0&limit=5000"})
        QTest::newRow(path) << path;
}

void TestSyncRun::foreign_page_instead_of_the_server_is_transient() {
    QFETCH(QString, path);
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        if (request.path != path.toStdString()) return std::nullopt;
        return HttpResponse{200, "<html>Welcome to the hotel</html>"};
    };
    const SyncReport report = bench.sync();
    QVERIFY(report.error);
    QCOMPARE(classify(*report.error), Failure::transient);
    bench.server.intercept = nullptr;
    QVERIFY(!bench.sync().error);
    verifyConverged(bench, 1);
}

void TestSyncRun::revoked_tablet_is_told_so() {
    QTemporaryDir folder;
    Bench bench(folder.filePath("tablet.db"));
    bench.record("c1");
    bench.server.intercept = [](const HttpRequest&) {
        return std::optional(HttpResponse{401, ""});
    };
    const SyncReport report = bench.sync();
    QVERIFY(report.error);
    QCOMPARE(report.error->code, ErrorCode::unauthorized);
    QCOMPARE(classify(*report.error), Failure::permanent);
    // It said who it is: a server that was put back to before its enrolment would know it again.
    QCOMPARE(bench.line.count(), 2);
    QCOMPARE(bench.core().workStatus().pending, 1);
}

QTEST_GUILESS_MAIN(TestSyncRun)
#include "tst_sync_run.moc"
