// Page after page of the feed: the next is on its way while one is stored.
#include "client/sync/sync_run.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;

namespace {

/// Tells what is sent, when it is sent.
struct WatchedTransport final : SyncTransport {
    explicit WatchedTransport(SyncTransport& under) : line(under) {}
    void send(HttpRequest request, Reply reply) override {
        if (sent) sent(request);
        line.send(std::move(request), std::move(reply));
    }
    void cancel() override { line.cancel(); }

    SyncTransport& line;
    std::function<void(const HttpRequest&)> sent;
};

constexpr std::size_t kServerFacts = 8;

/// A new tablet and a server with three pages for it.
struct Bench {
    Bench() {
        tablet.server.pageSize = 3;
        for (std::size_t i = 0; i < kServerFacts; ++i)
            tablet.server.state("m" + std::to_string(i),
                                facts::StaffJoined{StaffId("s" + std::to_string(i)), "员工"});
    }
    TabletCore& core() { return tablet.core(); }
    SyncReport sync() {
        std::optional<SyncReport> report;
        const SyncRun::Done done = [&](SyncReport told) {
            report = std::move(told);
        };
        SyncRun run(core(), watched, done);
        run.start();
        line.run();
        if (!report) qFatal("the run did not end");
        return *report;
    }
    std::int64_t rows() {
        auto database = sqlite::Database::open(tablet.tablet.path(), sqlite::OpenMode::readOnly);
        sqlite::Statement count(*database, "SELECT count(*) FROM replica");
        count.step();
        return count.integer(0);
    }
    void execute(const char* sql) { sqlite::Database::open(tablet.tablet.path())->execute(sql); }

    QTemporaryDir folder;
    EnrolledTablet tablet{folder.filePath("tablet.db")};
    ScriptedTransport line{tablet.server};
    WatchedTransport watched{line};
};

} // namespace

class TestFeedPages final : public QObject {
    Q_OBJECT

private slots:
    void next_page_is_asked_for_before_this_one_is_stored();
    void page_behind_one_that_could_not_be_stored_is_given_up();
    void cut_behind_any_page_goes_on_from_there_data();
    void cut_behind_any_page_goes_on_from_there();
    void page_with_a_malformed_entry_is_refused_whole();
};

void TestFeedPages::next_page_is_asked_for_before_this_one_is_stored() {
    Bench bench;
    std::vector<std::pair<std::string, std::int64_t>> asked; // what for, and what is stored then
    bench.watched.sent = [&](const HttpRequest& request) {
        if (request.path.starts_with(protocol::kFeedPath))
            asked.emplace_back(request.path.substr(0, request.path.find('&')),
                               bench.core().feedCursor());
    };
    const auto report = bench.sync();
    QVERIFY(!report.error);
    QCOMPARE(report.learned, std::int64_t(kServerFacts));
    const auto after = [](int seq) {
        return std::string(protocol::kFeedPath) + "?after=" + std::to_string(seq);
    };
    const decltype(asked) expected{{after(0), 0}, {after(3), 0}, {after(6), 3}};
    QVERIFY(asked == expected);
    QCOMPARE(bench.rows(), std::int64_t(kServerFacts));
}

void TestFeedPages::page_behind_one_that_could_not_be_stored_is_given_up() {
    Bench bench;
    bench.execute("CREATE TRIGGER full BEFORE INSERT ON replica WHEN NEW.register_seq = 5"
                  " BEGIN SELECT RAISE(ABORT, 'disk'); END");
    QVERIFY(bench.sync().error);
    // The first page stands; the third was asked for already and nobody waits for it.
    QCOMPARE(bench.core().feedCursor(), 3);
    QCOMPARE(bench.rows(), 3);
    QVERIFY(!bench.line.step());
    bench.execute("DROP TRIGGER full");
    QCOMPARE(bench.sync().learned, std::int64_t(kServerFacts) - 3);
    QCOMPARE(bench.rows(), std::int64_t(kServerFacts));
}

void TestFeedPages::cut_behind_any_page_goes_on_from_there_data() {
    QTest::addColumn<int>("page");
    for (int page = 0; page < 3; ++page)
        QTest::addRow("%d", page) << page;
}

void TestFeedPages::cut_behind_any_page_goes_on_from_there() {
    QFETCH(int, page);
    Bench bench;
    int pages = 0;
    bench.line.fault = [&](int, const HttpRequest& request) {
        const bool cut = request.path.starts_with(protocol::kFeedPath) && pages++ == page;
        return cut ? Fault::replyLost : Fault::none;
    };
    QVERIFY(bench.sync().error);
    QCOMPARE(bench.core().feedCursor(), 3 * page);
    QCOMPARE(bench.rows(), 3 * page);
    bench.tablet.tablet.reopen();
    QCOMPARE(bench.core().feedCursor(), 3 * page);
    QCOMPARE(bench.sync().learned, std::int64_t(kServerFacts) - 3 * page);
    QCOMPARE(bench.core().staff().size(), kServerFacts);
}

void TestFeedPages::page_with_a_malformed_entry_is_refused_whole() {
    Bench bench;
    bench.tablet.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        if (request.path.find("after=3&") == std::string::npos) return std::nullopt;
        auto body = protocol::encode(bench.tablet.server.feed(3));
        const auto last = body.rfind("\"by\"");
        return HttpResponse{200, body.replace(last, 4, "\"no\"")};
    };
    const auto report = bench.sync();
    QVERIFY(report.error);
    QCOMPARE(bench.core().feedCursor(), 3);
    QCOMPARE(bench.rows(), 3);
    bench.tablet.server.intercept = nullptr;
    QVERIFY(!bench.sync().error);
    QCOMPARE(bench.rows(), std::int64_t(kServerFacts));
}

QTEST_APPLESS_MAIN(TestFeedPages)
#include "tst_feed_pages.moc"
