#include "shared/core/sealing.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/e2e/floor.hpp"
#include "tests/e2e/http_get.hpp"
#include "tests/support/books.hpp"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <random>

using namespace shoujie;
using namespace shoujie::test;

namespace {

const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);
constexpr int kPhotoBytes = 700'000; // eleven pieces

/// What begins as a photo does, and is no other's.
QByteArray photo(std::uint32_t seed) {
    std::mt19937 random(seed);
    QByteArray content("\xff\xd8\xff");
    while (content.size() < kPhotoBytes)
        content.append(static_cast<char>(random() & 0xff));
    return content;
}

/// A tablet with a photo on a line that can be cut.
class Bench {
public:
    Bench() : floor(kBinaries), tablet(floor.enrol(QStringLiteral("tablet.db"))) {}

    void keep(const QByteArray& content) {
        const QString path = floor.path(QStringLiteral("photo.jpg"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const auto kept = tablet->demand({{"do", "photo"}, {"file", path}});
        QCOMPARE(kept["photo"].toString().toLatin1(), nameOf(content));
    }
    static QByteArray nameOf(const QByteArray& content) {
        return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
    }
    int waiting() { return tablet->demand({{"do", "status"}})["photos_waiting"].toInt(); }
    bool sync() { return tablet->ask({{"do", "sync"}})["ok"].toBool(); }
    /// A run may leave photos to the next, and a dead connection is noticed by using it.
    bool deliver() {
        for (int tries = 0; tries < 10 && waiting() > 0; ++tries)
            (void)sync();
        return waiting() == 0;
    }
    /// As any tablet of the site would fetch it.
    QByteArray fetch(const QByteArray& content) {
        const auto token = tokenOf(floor.path(QStringLiteral("tablet.db")).toStdString());
        QByteArray all;
        for (bool more = true; more;) {
            const auto answer =
                get(floor.server.port(),
                    "/v1/blobs/" + nameOf(content) + "?offset=" + QByteArray::number(all.size()),
                    token);
            if (answer.status != 200) return {};
            all += answer.body;
            more = answer.body.size() == 256 * 1024;
        }
        return all;
    }
    /// Bytes of photos that the stopped server holds.
    [[nodiscard]] std::int64_t stored() const {
        auto database = sqlite::Database::open(floor.registerPath(), sqlite::OpenMode::readOnly);
        // Each piece is longer by what sealing adds.
        sqlite::Statement sum(*database,
                              "SELECT coalesce(sum(length(bytes) - ?), 0) FROM blob_piece");
        sum.bind(1, static_cast<std::int64_t>(kSealOverhead));
        sum.step();
        return sum.integer(0);
    }

    Floor floor;
    std::unique_ptr<TabletProcess> tablet;
};

} // namespace

class TestPhotoUpload final : public QObject {
    Q_OBJECT

private slots:
    void anUpload_goesOnAfterCutsAndKills();
    void aPhoto_followsItsFactWhateverComesFirst();
};

void TestPhotoUpload::anUpload_goesOnAfterCutsAndKills() {
    using Mode = CuttingProxy::Mode;
    Bench bench;
    std::mt19937 random(20261128);
    constexpr int kRounds = 8;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
        const auto content = photo(round);
        bench.keep(content);
        // At one of its pieces, somewhere within it.
        const auto bytes = static_cast<qint64>(random() % 30'000);
        const auto piece = "/v1/blobs/" + Bench::nameOf(content) +
                           "?offset=" + QByteArray::number(65'536 * (1 + random() % 10)) + "&";
        auto& proxy = *bench.floor.proxy;
        proxy.setVictim(bench.floor.server.processId());
        switch (round % 4) {
        case 0:
            proxy.setMode(Mode::cutRequest, piece, bytes);
            QVERIFY(!bench.sync());
            break;
        case 1:
            proxy.setMode(Mode::swallowReply, piece);
            QVERIFY(!bench.sync());
            break;
        case 2:
            proxy.setMode(round < 4 ? Mode::killAtRequest : Mode::killAtReply, piece, bytes);
            QVERIFY(!bench.sync());
            bench.floor.server.kill(); // reaps it, or kills it now
            proxy.setMode(Mode::pass);
            bench.floor.server.start();
            break;
        default:
            proxy.setMode(Mode::swallowReply, piece);
            bench.tablet->send({{"do", "sync"}});
            bench.tablet->kill();
            bench.tablet->start();
        }
        QCOMPARE(bench.waiting(), 1);
        proxy.setMode(Mode::pass);
        QVERIFY(bench.deliver());
        QVERIFY(bench.fetch(content) == content);
    }
    QCOMPARE(bench.floor.server.stop(), 0);
    QCOMPARE(bench.stored(), std::int64_t(kRounds) * kPhotoBytes);
}

void TestPhotoUpload::aPhoto_followsItsFactWhateverComesFirst() {
    Bench bench;
    const auto first = photo(100);
    const auto second = photo(101);
    bench.keep(first);
    QVERIFY(bench.deliver()); // before its fact
    bench.tablet->demand(callCommand(QStringLiteral("call-1"), 1));
    bench.keep(second);
    bench.floor.proxy->setMode(CuttingProxy::Mode::cutRequest, "/v1/blobs", 100);
    QVERIFY(!bench.sync());
    // No photo has held up a fact.
    QCOMPARE(pendingOf(*bench.tablet), 0);
    QCOMPARE(bench.waiting(), 1);
    bench.floor.proxy->setMode(CuttingProxy::Mode::pass);
    QVERIFY(bench.deliver());
    QVERIFY(bench.fetch(first) == first && bench.fetch(second) == second);
    // A backup holds them; it is verified by their names.
    const QString backup = bench.floor.path(QStringLiteral("backup"));
    (void)bench.floor.server.command(QStringLiteral("backup"), {QStringLiteral("--to"), backup});
    auto copied = sqlite::Database::open((backup + QStringLiteral("/shoujie.sqlite")).toStdString(),
                                         sqlite::OpenMode::readOnly);
    sqlite::Statement whole(*copied, "SELECT count(*) FROM blob WHERE completed_at IS NOT NULL");
    whole.step();
    QCOMPARE(whole.integer(0), std::int64_t(2));
}

QTEST_GUILESS_MAIN(TestPhotoUpload)
#include "tst_photo_upload.moc"
