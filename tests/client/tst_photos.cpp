#include "client/sync/sync_run.hpp"
#include "shared/protocol/blobs.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"
#include "tests/shared/verdict.hpp"

#include <QTemporaryDir>
#include <QUrl>
#include <QUrlQuery>
#include <QtTest>

#include <map>
#include <memory>
#include <optional>
#include <vector>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;

namespace {

constexpr std::size_t kPiece = protocol::kBlobPieceSent;

std::string photo(std::size_t size, char first = 0) {
    std::string content = "\xff\xd8\xff";
    std::uint32_t dice = 1;
    while (content.size() < size)
        content.push_back(static_cast<char>((dice = dice * 1'664'525 + 1'013'904'223) >> 24));
    if (size > 3) content[3] = first;
    return content;
}

std::string nameOf(const std::string& content) {
    return toHex(sha256(content));
}

/// What the office has of the photos, and how it answers.
class Photos {
public:
    std::optional<HttpResponse> handle(const HttpRequest& request) {
        asked.push_back(request.method + " " + request.path.substr(0, request.path.find('?')));
        if (request.method != "PUT") return std::nullopt;
        if (answer) return answer(request);
        const QUrl url(QString::fromStdString(request.path));
        const auto name = url.path().section('/', -1).toStdString();
        const auto offset = QUrlQuery(url).queryItemValue("offset").toULongLong();
        auto& there = content[name];
        if (!request.body.empty() && there.size() == offset) {
            there += request.body;
            ++pieces;
        }
        return HttpResponse{
            200, protocol::encode(protocol::BlobState{static_cast<std::int64_t>(there.size())})};
    }
    static HttpResponse refusal(int status, ErrorCode code, const std::string& path) {
        return {status, protocol::encode(protocol::ErrorReply{{code, path, "is refused"}})};
    }

    std::map<std::string, std::string> content;
    std::vector<std::string> asked;
    std::function<HttpResponse(const HttpRequest&)> answer;
    int pieces = 0;
};

/// An enrolled tablet with a line to its office.
struct Bench : private QTemporaryDir, public EnrolledTablet {
    Bench() : EnrolledTablet(filePath("tablet.db")) {
        server.intercept = [this](const HttpRequest& request) {
            return photos.handle(request);
        };
    }
    SyncReport sync() {
        std::optional<SyncReport> report;
        SyncRun run(core(), line, [&](SyncReport done) { report = std::move(done); });
        run.start();
        line.run();
        if (!report) qFatal("the run did not end");
        return *report;
    }
    void record(const std::string& id) {
        if (!core().record(StaffId("s1"), call(id, "s1", customer("陈大文", "13800138000"))))
            qFatal("not recorded");
    }
    void keep(const std::string& content) {
        if (!core().keepPhoto(content)) qFatal("not kept");
    }
    [[nodiscard]] std::int64_t waiting() { return core().workStatus().photosWaiting; }

    ScriptedTransport line{server};
    Photos photos;
};

} // namespace

class TestPhotos final : public QObject {
    Q_OBJECT

private slots:
    void aPhoto_isNamedByItsContent();
    void whatIsNoPhoto_isNotKept();
    void photos_goBehindAllElse();
    void whatIsRecordedMeanwhile_goesFirst();
    void onASlowLine_theClockIsAnchoredInBetween();
    void cutAtAnyPlace_theRestFollows_data();
    void cutAtAnyPlace_theRestFollows();
    void whatTheOfficeHasAlready_isNotSent();
    void aRefusedPhoto_isShownAndHoldsUpNone();
    void whatMayPass_isTriedAgain_data();
    void whatMayPass_isTriedAgain();
    void anOfficeThatLeadsNowhere_endsTheRun();
    void ofThoseDelivered_theNewestStay();
    void anOfficePutBack_isOfferedThemAgain();
};

void TestPhotos::aPhoto_isNamedByItsContent() {
    Bench bench;
    const auto content = photo(1000);
    for (int i = 0; i < 2; ++i) {
        const auto kept = bench.core().keepPhoto(content);
        QCOMPARE_OK(kept);
        QCOMPARE(*kept, nameOf(content));
        QCOMPARE(bench.waiting(), std::int64_t(1));
    }
    bench.tablet.reopen();
    QCOMPARE(bench.waiting(), std::int64_t(1));
    bench.sync();
    QVERIFY(bench.photos.content[nameOf(content)] == content);
    // Kept again, it has been delivered all the same.
    bench.keep(content);
    QCOMPARE(bench.waiting(), std::int64_t(0));
}

void TestPhotos::whatIsNoPhoto_isNotKept() {
    Bench bench;
    QCOMPARE_FAILS(bench.core().keepPhoto(""), tooShort, "content");
    QCOMPARE_FAILS(bench.core().keepPhoto("text"), notAllowed, "content");
    QCOMPARE_FAILS(bench.core().keepPhoto(photo(protocol::kMaxBlobBytes + 1)), tooLong, "content");
    QCOMPARE_OK(bench.core().keepPhoto(photo(protocol::kMaxBlobBytes)));
    QCOMPARE(bench.waiting(), std::int64_t(1));
}

void TestPhotos::photos_goBehindAllElse() {
    Bench bench;
    bench.keep(photo(2 * kPiece + 1));
    bench.keep(photo(10));
    bench.record("c1");
    const auto report = bench.sync();
    QVERIFY(!report.error && !report.note && !report.more);
    QCOMPARE(report.sent, std::int64_t(1));
    QCOMPARE(report.photos, std::int64_t(2));
    QCOMPARE(bench.photos.pieces, 4);
    QCOMPARE(bench.waiting(), std::int64_t(0));
    const auto& asked = bench.photos.asked;
    const auto first = std::find_if(asked.begin(), asked.end(),
                                    [](const auto& one) { return one.starts_with("PUT"); });
    QVERIFY(std::find(asked.begin(), first, "GET /v1/feed") != first);
    QVERIFY(
        std::all_of(first, asked.end(), [](const auto& one) { return one.starts_with("PUT"); }));
}

void TestPhotos::whatIsRecordedMeanwhile_goesFirst() {
    Bench bench;
    const auto content = photo(5 * kPiece);
    bench.keep(content);
    int puts = 0;
    bench.line.fault = [&](int, const HttpRequest& request) {
        if (request.method == "PUT" && ++puts == 3) bench.record("c1");
        return Fault::none;
    };
    const auto report = bench.sync();
    QVERIFY(!report.error);
    QVERIFY(report.more);
    QCOMPARE(bench.photos.pieces, 2); // the first request only asks
    QCOMPARE(bench.waiting(), std::int64_t(1));
    QCOMPARE(bench.core().workStatus().pending, std::int64_t(1));
    bench.photos.asked.clear();
    const auto next = bench.sync();
    QVERIFY(!next.error && !next.more);
    QCOMPARE(next.sent, std::int64_t(1));
    // No piece has gone twice.
    QCOMPARE(bench.photos.pieces, 5);
    QCOMPARE(std::count_if(bench.photos.asked.begin(), bench.photos.asked.end(),
                           [](const auto& one) { return one.starts_with("PUT"); }),
             std::ptrdiff_t(4));
    QVERIFY(bench.photos.content[nameOf(content)] == content);
}

void TestPhotos::onASlowLine_theClockIsAnchoredInBetween() {
    Bench bench;
    const auto content = photo(6 * kPiece);
    bench.keep(content);
    bench.line.fault = [&](int, const HttpRequest& request) {
        const bool piece = request.method == "PUT" && !request.body.empty();
        bench.server.latency = piece ? std::chrono::seconds(14) : std::chrono::milliseconds(50);
        return Fault::none;
    };
    int runs = 1;
    for (auto report = bench.sync(); report.more; report = bench.sync(), ++runs)
        QVERIFY(!report.error);
    QCOMPARE(runs, 3); // three pieces within the minute after an anchor, and the question
    QCOMPARE(bench.photos.pieces, 6);
    QVERIFY(bench.photos.content[nameOf(content)] == content);
}

void TestPhotos::cutAtAnyPlace_theRestFollows_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("fault");
    QTest::addColumn<bool>("restart");
    for (int at = 1; at <= 4; ++at)
        for (const Fault fault : {Fault::requestLost, Fault::replyLost})
            for (const bool restart : {false, true})
                QTest::addRow("at %d, fault %d, restart %d", at, static_cast<int>(fault), restart)
                    << at << static_cast<int>(fault) << restart;
}

void TestPhotos::cutAtAnyPlace_theRestFollows() {
    QFETCH(int, at);
    QFETCH(int, fault);
    QFETCH(bool, restart);
    Bench bench;
    const auto content = photo(3 * kPiece - 7);
    bench.keep(content);
    int puts = 0;
    bench.line.fault = [&](int, const HttpRequest& request) {
        return request.method == "PUT" && ++puts == at ? static_cast<Fault>(fault) : Fault::none;
    };
    QVERIFY(bench.sync().error.has_value());
    QCOMPARE(bench.waiting(), std::int64_t(1));
    bench.line.fault = nullptr;
    if (restart) bench.tablet.reopen();
    QVERIFY(!bench.sync().error);
    QCOMPARE(bench.waiting(), std::int64_t(0));
    QCOMPARE(bench.photos.pieces, 3);
    QVERIFY(bench.photos.content[nameOf(content)] == content);
}

void TestPhotos::whatTheOfficeHasAlready_isNotSent() {
    Bench bench;
    const auto content = photo(3 * kPiece);
    bench.keep(content);
    bench.photos.content[nameOf(content)] = content; // another tablet has brought it
    QCOMPARE(bench.sync().photos, std::int64_t(1));
    QCOMPARE(bench.photos.pieces, 0);
    QCOMPARE(bench.waiting(), std::int64_t(0));
}

void TestPhotos::aRefusedPhoto_isShownAndHoldsUpNone() {
    Bench bench;
    bench.keep(photo(10, 'a'));
    bench.keep(photo(10, 'b'));
    const auto refused = "/v1/blobs/" + nameOf(photo(10, 'a'));
    int puts = 0;
    bench.photos.answer = [&](const HttpRequest& request) {
        if (request.path.starts_with(refused) && ++puts == 2)
            return Photos::refusal(422, ErrorCode::notAllowed, "content");
        const std::int64_t have = request.body.empty() ? 0 : 10;
        return HttpResponse{200, protocol::encode(protocol::BlobState{have})};
    };
    const auto report = bench.sync();
    QVERIFY(!report.error);
    QCOMPARE(report.photos, std::int64_t(1));
    QCOMPARE(bench.waiting(), std::int64_t(0));
    QCOMPARE(bench.core().workStatus().photosRefused, std::int64_t(1));
    bench.tablet.reopen();
    QCOMPARE(bench.core().workStatus().photosRefused, std::int64_t(1));
}

void TestPhotos::whatMayPass_isTriedAgain_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    QTest::newRow("older server") << 404 << static_cast<int>(ErrorCode::notFound);
    QTest::newRow("quota") << 429 << static_cast<int>(ErrorCode::tooMany);
    QTest::newRow("full disk") << 503 << static_cast<int>(ErrorCode::unavailable);
    QTest::newRow("set aside") << 403 << static_cast<int>(ErrorCode::forbidden);
}

void TestPhotos::whatMayPass_isTriedAgain() {
    QFETCH(int, status);
    QFETCH(int, code);
    Bench bench;
    bench.keep(photo(10));
    bench.record("c1");
    bench.photos.answer = [&](const HttpRequest&) {
        return Photos::refusal(status, static_cast<ErrorCode>(code), "");
    };
    const auto report = bench.sync();
    // Everything else has gone through, and that is what is shown.
    QVERIFY(!report.error && !report.more);
    QCOMPARE(report.sent, std::int64_t(1));
    QCOMPARE(report.note->code, static_cast<ErrorCode>(code));
    QCOMPARE(bench.waiting(), std::int64_t(1));
    QCOMPARE(bench.core().workStatus().photosRefused, std::int64_t(0));
    bench.photos.answer = nullptr;
    bench.sync();
    QCOMPARE(bench.waiting(), std::int64_t(0));
}

void TestPhotos::anOfficeThatLeadsNowhere_endsTheRun() {
    for (const std::int64_t have : {std::int64_t(0), std::int64_t(11)}) {
        Bench bench;
        bench.keep(photo(10));
        bench.photos.answer = [&](const HttpRequest&) {
            return HttpResponse{200, protocol::encode(protocol::BlobState{have})};
        };
        const auto report = bench.sync();
        QVERIFY(report.error && report.error->code == ErrorCode::unavailable);
        QCOMPARE(bench.waiting(), std::int64_t(1));
    }
}

void TestPhotos::ofThoseDelivered_theNewestStay() {
    Bench bench;
    const auto rows = [&] {
        auto database = sqlite::Database::open(bench.tablet.path(), sqlite::OpenMode::readOnly);
        sqlite::Statement count(*database, "SELECT count(*), min(ordinal) FROM blobs");
        count.step();
        return std::pair(count.integer(0), count.integer(1));
    };
    for (int i = 0; i < kBlobsHeld + 3; ++i)
        bench.keep(photo(static_cast<std::size_t>(10 + i)));
    bench.photos.answer = [](const HttpRequest&) {
        return Photos::refusal(503, ErrorCode::unavailable, "");
    };
    bench.sync();
    QCOMPARE(rows().first, kBlobsHeld + 3); // none that the office does not have
    bench.photos.answer = nullptr;
    bench.sync();
    QVERIFY(rows() == std::pair(kBlobsHeld, std::int64_t(4)));
}

void TestPhotos::anOfficePutBack_isOfferedThemAgain() {
    Bench bench;
    const auto lost = photo(2 * kPiece, 'a');
    const auto kept = photo(kPiece, 'b');
    bench.keep(lost);
    bench.keep(kept);
    bench.sync();
    QCOMPARE(bench.waiting(), std::int64_t(0));

    bench.photos.content.erase(nameOf(lost));
    bench.record("c1");
    bench.server.intercept = [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        if (request.path != protocol::kFactsPath) return bench.photos.handle(request);
        return Photos::refusal(409, ErrorCode::conflict, "tree_size");
    };
    QVERIFY(bench.sync().error.has_value());
    QCOMPARE(bench.waiting(), std::int64_t(2));
    bench.server.intercept = [&](const HttpRequest& request) {
        return bench.photos.handle(request);
    };
    bench.photos.pieces = 0;
    QVERIFY(!bench.sync().error);
    QCOMPARE(bench.waiting(), std::int64_t(0));
    QCOMPARE(bench.photos.pieces, 2); // only what was lost has gone again
    QVERIFY(bench.photos.content[nameOf(lost)] == lost);
}

QTEST_GUILESS_MAIN(TestPhotos)
#include "tst_photos.moc"
