#include "server/store/blob_rows.hpp"
#include "shared/protocol/blobs.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

constexpr std::size_t kPiece = protocol::kMaxBlobPiece;

/// What begins as a photo does, of that many bytes that do not repeat.
std::string photo(std::size_t size, char first = 0) {
    std::string content = "\xff\xd8\xff";
    std::uint32_t dice = 1;
    while (content.size() < size)
        content.push_back(static_cast<char>((dice = dice * 1'664'525 + 1'013'904'223) >> 24));
    content.resize(size);
    if (size > 3) content[3] = first;
    return content;
}

/// A server with two tablets at one site and one at another.
struct Floor {
    Floor() {
        const auto added = bench.office().addSite(SiteId("other"), "东堤", "[]");
        assert(added);
        (void)added;
        enrol(first, kSite);
        enrol(second, kSite);
        enrol(stranger, SiteId("other"));
    }
    void enrol(FakeTablet& tablet, const SiteId& site) {
        tablet.enrolled(
            bench.ask("POST", "/v1/enrol", tablet.enrolBody(*bench.office().makeEnrolCode(site)))
                .body);
    }
    Response put(const FakeTablet& tablet, const std::string& whole, std::size_t offset,
                 std::size_t length, std::optional<std::size_t> size = {}) {
        const protocol::BlobPiece piece{sha256(whole), static_cast<std::int64_t>(offset),
                                        static_cast<std::int64_t>(size.value_or(whole.size()))};
        return bench.ask("PUT", protocol::targetOf(piece), whole.substr(offset, length),
                         tablet.token);
    }
    /// What the answer says is there; -1 for a refusal.
    static std::int64_t have(const Response& response) {
        const auto state = protocol::decodeBlobState(response.body);
        return response.status == 200 && state ? state->have : -1;
    }
    std::int64_t bring(const FakeTablet& tablet, const std::string& whole) {
        std::int64_t there = 0;
        for (std::size_t at = 0; at < whole.size(); at += kPiece)
            there = have(put(tablet, whole, at, kPiece));
        return there;
    }
    Response get(const FakeTablet& tablet, const std::string& whole, const std::string& query) {
        return bench.ask("GET", "/v1/blobs/" + toHex(sha256(whole)) + query, {}, tablet.token);
    }
    /// As a tablet fetches it; empty where it is not there.
    std::string fetch(const FakeTablet& tablet, const std::string& whole) {
        std::string all;
        for (bool more = true; more;) {
            const auto answer = get(tablet, whole, "?offset=" + std::to_string(all.size()));
            if (answer.status != 200) return {};
            all += answer.body;
            more = answer.body.size() == kPiece;
        }
        return all;
    }
    std::int64_t rows(const std::string& table) {
        return *bench.look([&](Reads& reads) {
            sqlite::Statement count(reads.database(), "SELECT count(*) FROM " + table);
            count.step();
            return count.integer(0);
        });
    }

    Bench bench;
    FakeTablet first{1};
    FakeTablet second{2};
    FakeTablet stranger{3};
};

} // namespace

class TestBlobs final : public QObject {
    Q_OBJECT

private slots:
    void aPhoto_goesUpAndDownInPieces_data();
    void aPhoto_goesUpAndDownInPieces();
    void anUpload_isTakenUpWhereItWasCut();
    void aPieceInTheWrongPlace_changesNothing();
    void theSamePhotoTwice_isThereOnce();
    void whatIsNotWhatItSays_isDropped();
    void whatIsNoPhoto_isRefused_data();
    void whatIsNoPhoto_isRefused();
    void anotherSite_seesNothing();
    void aDeviceSetAside_bringsAndSeesNothing();
    void aDevice_hasAQuotaADay();
    void aTargetThatIsWrong_isRefused_data();
    void aTargetThatIsWrong_isRefused();
    void wordsOfTheRoute_nameNoPhoto();
};

void TestBlobs::aPhoto_goesUpAndDownInPieces_data() {
    QTest::addColumn<int>("size");
    for (const std::size_t size : {std::size_t(3), std::size_t(1000), kPiece - 1, kPiece,
                                   kPiece + 1, 2 * kPiece, protocol::kMaxBlobBytes})
        QTest::addRow("%d bytes", static_cast<int>(size)) << static_cast<int>(size);
}

void TestBlobs::aPhoto_goesUpAndDownInPieces() {
    QFETCH(int, size);
    Floor floor;
    const auto whole = photo(static_cast<std::size_t>(size));
    QCOMPARE(floor.get(floor.first, whole, "").status, 404);
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(size));
    QVERIFY(floor.fetch(floor.second, whole) == whole);
    // From any place on.
    const auto middle = static_cast<std::size_t>(size) / 2;
    QVERIFY(floor.get(floor.first, whole, "?offset=" + std::to_string(middle)).body ==
            whole.substr(middle, kPiece));
    QCOMPARE(floor.get(floor.first, whole, "?offset=" + std::to_string(size + 1)).status, 422);
}

void TestBlobs::anUpload_isTakenUpWhereItWasCut() {
    Floor floor;
    const auto whole = photo(3 * kPiece);
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 0, kPiece)), std::int64_t(kPiece));
    QCOMPARE(floor.get(floor.first, whole, "").status, 404);
    // A tablet that was killed begins anew, and hears how far it had come.
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 0, kPiece)), std::int64_t(kPiece));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 0, 0)), std::int64_t(kPiece));
    // Pieces may be of any size, and another tablet's upload is its own.
    QCOMPARE(Floor::have(floor.put(floor.first, whole, kPiece, 10)), std::int64_t(kPiece + 10));
    QCOMPARE(Floor::have(floor.put(floor.second, whole, 0, 0)), std::int64_t(0));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, kPiece + 10, kPiece)),
             std::int64_t(2 * kPiece + 10));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 2 * kPiece + 10, kPiece)),
             std::int64_t(3 * kPiece));
    QVERIFY(floor.fetch(floor.first, whole) == whole);
}

void TestBlobs::aPieceInTheWrongPlace_changesNothing() {
    Floor floor;
    const auto whole = photo(2 * kPiece);
    QCOMPARE(Floor::have(floor.put(floor.first, whole, kPiece, 5)), std::int64_t(0));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 0, 100)), std::int64_t(100));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 99, 5)), std::int64_t(100));
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 101, 5)), std::int64_t(100));
    QCOMPARE(floor.rows("blob_piece"), std::int64_t(1));
    QCOMPARE(floor.put(floor.first, whole, 100, kPiece, 200).status, 422); // behind the end
    // Announced anew with another size, it begins anew.
    QCOMPARE(Floor::have(floor.put(floor.first, whole, 0, 50, 60)), std::int64_t(50));
    QCOMPARE(floor.rows("blob_piece"), std::int64_t(1));
}

void TestBlobs::theSamePhotoTwice_isThereOnce() {
    Floor floor;
    const auto whole = photo(2 * kPiece);
    QCOMPARE(Floor::have(floor.put(floor.second, whole, 0, 10)), std::int64_t(10));
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(2 * kPiece));
    for (const auto* tablet : {&floor.first, &floor.second}) {
        QCOMPARE(Floor::have(floor.put(*tablet, whole, 0, kPiece)), std::int64_t(2 * kPiece));
        QCOMPARE(Floor::have(floor.put(*tablet, whole, 10, 10)), std::int64_t(2 * kPiece));
    }
    // What the other had begun is of no use any more.
    QCOMPARE(floor.rows("blob"), std::int64_t(1));
    QCOMPARE(floor.rows("blob_piece"), std::int64_t(2));
    QVERIFY(floor.fetch(floor.second, whole) == whole);
}

void TestBlobs::whatIsNotWhatItSays_isDropped() {
    Floor floor;
    const auto whole = photo(kPiece + 5);
    auto other = whole;
    other.back() ^= 1;
    const auto target = [&](std::size_t offset) {
        return protocol::targetOf({sha256(whole), static_cast<std::int64_t>(offset),
                                   static_cast<std::int64_t>(whole.size())});
    };
    QCOMPARE(floor.bench.ask("PUT", target(0), other.substr(0, kPiece), floor.first.token).status,
             200);
    const auto wrong =
        floor.bench.ask("PUT", target(kPiece), other.substr(kPiece), floor.first.token);
    QCOMPARE(wrong.status, 422);
    QVERIFY(wrong.body.find("\"path\":\"hash\"") != std::string::npos);
    QCOMPARE(floor.rows("blob"), std::int64_t(0));
    QCOMPARE(floor.rows("blob_piece"), std::int64_t(0));
    QCOMPARE(floor.get(floor.first, whole, "").status, 404);
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(kPiece + 5));
}

void TestBlobs::whatIsNoPhoto_isRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("status");
    QTest::newRow("jpeg") << QByteArray("\xff\xd8\xff\xe0") << 200;
    QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\nrest") << 200;
    QTest::newRow("text") << QByteArray("<script>") << 422;
    QTest::newRow("half a signature") << QByteArray("\x89PNG") << 422;
}

void TestBlobs::whatIsNoPhoto_isRefused() {
    QFETCH(QByteArray, content);
    QFETCH(int, status);
    Floor floor;
    const auto whole = content.toStdString();
    QCOMPARE(floor.put(floor.first, whole, 0, whole.size()).status, status);
    QCOMPARE(floor.rows("blob"), std::int64_t(status == 200 ? 1 : 0));
}

void TestBlobs::anotherSite_seesNothing() {
    Floor floor;
    const auto whole = photo(1000);
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(1000));
    QCOMPARE(floor.get(floor.stranger, whole, "").status, 404);
    QCOMPARE(Floor::have(floor.put(floor.stranger, whole, 0, 0)), std::int64_t(0));
    QCOMPARE(floor.bring(floor.stranger, whole), std::int64_t(1000));
    QCOMPARE(floor.rows("blob"), std::int64_t(2));
}

void TestBlobs::aDeviceSetAside_bringsAndSeesNothing() {
    Floor floor;
    const auto whole = photo(1000);
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(1000));
    const auto frozen = floor.bench.writer().run<int>([&](Writes& writes) -> Result<int> {
        writes.freeze(floor.first.device, Instant(Duration(1)));
        return 0;
    });
    QCOMPARE_OK(frozen);
    QCOMPARE(floor.get(floor.first, whole, "").status, 403);
    QCOMPARE(floor.put(floor.first, photo(20), 0, 20).status, 403);
    QCOMPARE(floor.get(floor.second, whole, "").status, 200);
}

void TestBlobs::aDevice_hasAQuotaADay() {
    Floor floor;
    const auto most = protocol::kMaxBlobBytes;
    for (int i = 0; i < 64; ++i)
        QCOMPARE(floor.put(floor.first, photo(100, static_cast<char>(i)), 0, 10, most).status, 200);
    QCOMPARE(floor.put(floor.first, photo(100, 100), 0, 10).status, 429);
    QCOMPARE(floor.put(floor.second, photo(100, 100), 0, 10).status, 200);
    // What was begun goes on, and the next day is another.
    QCOMPARE(floor.put(floor.first, photo(100), 10, 10, most).status, 200);
    floor.bench.seams().clock.advance(std::chrono::hours(25));
    QCOMPARE(floor.put(floor.first, photo(100, 100), 0, 10).status, 200);
}

void TestBlobs::aTargetThatIsWrong_isRefused_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("status");
    const QString hash(64, 'a');
    QTest::newRow("no hash") << "/v1/blobs/?offset=0&size=1" << 404;
    QTest::newRow("short hash") << "/v1/blobs/abc?offset=0&size=1" << 404;
    QTest::newRow("capitals") << "/v1/blobs/" + QString(64, 'A') + "?offset=0&size=1" << 404;
    QTest::newRow("below it") << "/v1/blobs/" + hash + "/x?offset=0&size=1" << 404;
    QTest::newRow("no offset") << "/v1/blobs/" + hash + "?size=1" << 422;
    QTest::newRow("no size") << "/v1/blobs/" + hash + "?offset=0" << 422;
    QTest::newRow("too large") << "/v1/blobs/" + hash + "?offset=0&size=4194305" << 422;
    QTest::newRow("nothing") << "/v1/blobs/" + hash + "?offset=0&size=0" << 422;
    QTest::newRow("negative") << "/v1/blobs/" + hash + "?offset=-1&size=1" << 422;
    QTest::newRow("twice") << "/v1/blobs/" + hash + "?offset=0&offset=0&size=1" << 400;
    QTest::newRow("no number") << "/v1/blobs/" + hash + "?offset=x&size=1" << 400;
    QTest::newRow("beyond integers")
        << "/v1/blobs/" + hash + "?offset=9223372036854775808&size=1" << 400;
    QTest::newRow("the greatest") << "/v1/blobs/" + hash + "?offset=9223372036854775807&size=1"
                                  << 422;
    QTest::newRow("something else") << "/v1/blobs/" + hash + "?offset=0&size=1&x=1" << 422;
}

void TestBlobs::aTargetThatIsWrong_isRefused() {
    QFETCH(QString, target);
    QFETCH(int, status);
    Floor floor;
    QCOMPARE(floor.bench.ask("PUT", target.toStdString(), "x", floor.first.token).status, status);
}

void TestBlobs::wordsOfTheRoute_nameNoPhoto() {
    Floor floor;
    const auto whole = photo(100);
    QCOMPARE(floor.bring(floor.first, whole), std::int64_t(100));
    const auto log = floor.bench.seams().log.text();
    QVERIFY(log.find("PUT /v1/blobs/") != std::string::npos);
    QVERIFY(log.find(toHex(sha256(whole))) == std::string::npos);
}

QTEST_GUILESS_MAIN(TestBlobs)
#include "tst_blobs.moc"
