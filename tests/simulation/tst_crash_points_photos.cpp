#include "server/services/blobs.hpp"
#include "server/store/schema.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/shared/store_key.hpp"
#include "tests/simulation/crash_points.hpp"
#include "tests/simulation/disk/disk.hpp"

#include <QtTest>

#include <future>

using namespace shoujie;
using namespace shoujie::simulation;
using sqlite::Database;
using sqlite::Statement;

namespace {

const std::string kPhoto = "\xff\xd8\xff" + std::string(5000, 'p');
constexpr std::size_t kHalf = 2500;

/// What takes photos, on a simulated disk.
class Office {
public:
    explicit Office(const Disk& disk)
        : m_reads({disk.path("server.db"), shoujie::testing::storeKey()})
        , m_writer(opened(disk), {})
        , m_workers(0) {
        m_device.id = DeviceId("d1");
        m_device.site = SiteId("xidi");
    }

    static Database opened(const Disk& disk) {
        auto database = Database::open(disk.path("server.db"));
        if (database) database->useKey(shoujie::testing::storeKey());
        if (!database || !server::bringUpToDate(*database)) qFatal("is no store");
        return std::move(*database);
    }
    /// One site and one device.
    void setUp() {
        const auto done = m_writer.run<int>([&](server::Writes& writes) -> Result<int> {
            writes.insertSite(m_device.site, "西堤国际", "[]", m_clock.now());
            writes.insertDevice(m_device, sha256("token"), m_clock.now());
            return 0;
        });
        if (!done) qFatal("there is no site");
    }
    /// How much is there after that; -1 for a failure.
    std::int64_t put(std::size_t offset, std::size_t length) {
        std::promise<Result<protocol::BlobState>> promise;
        m_blobs.take(m_device,
                     {sha256(kPhoto), static_cast<std::int64_t>(offset),
                      static_cast<std::int64_t>(kPhoto.size())},
                     kPhoto.substr(offset, length), [&](Result<protocol::BlobState> state) {
                         promise.set_value(std::move(state));
                     });
        const auto state = promise.get_future().get();
        return state ? state->have : -1;
    }
    std::string get() {
        const auto content = m_blobs.read(m_device, sha256(kPhoto), 0);
        return content ? *content : std::string();
    }

private:
    struct NoLog final : server::Log {
        void write(server::LogLevel, std::string_view, std::initializer_list<Field>) override {}
    };

    SystemClock m_clock;
    SystemRng m_rng;
    NoLog m_log;
    SigningKey m_key = SigningKey::fromSeed(sha256("key"));
    server::DeviceRow m_device;
    server::ReadPool m_reads;
    server::Writer m_writer;
    server::Workers m_workers;
    server::FeedBell m_bell;
    server::Blobs m_blobs{{m_clock, m_rng, m_log, m_writer, m_reads, m_workers, m_bell, m_key}};
};

/// After the end: no piece that was acknowledged is missing, and the rest goes through for good.
QString wrongAfter(Disk& disk, std::int64_t before, std::int64_t after, std::int64_t answered) {
    {
        Office office(disk);
        const auto have = office.put(0, 0);
        if (have != after && (have != before || answered == after)) return "a piece is lost";
        if (have == static_cast<std::int64_t>(kPhoto.size()) && office.get() != kPhoto)
            return "is called whole and is not";
        const auto whole = office.put(static_cast<std::size_t>(have), kPhoto.size());
        if (whole != static_cast<std::int64_t>(kPhoto.size())) return "the rest is not taken";
        disk.cutPower();
    }
    Office office(disk);
    return office.get() == kPhoto ? QString() : "what was acknowledged is lost";
}

QString fileOn(const Disk& disk) {
    return QString::fromStdString(disk.path("tablet.db"));
}

void addEnds() {
    QTest::addColumn<int>("how");
    QTest::newRow("power cut") << static_cast<int>(End::powerCut);
    QTest::newRow("kill") << static_cast<int>(End::kill);
}

} // namespace

class TestCrashPointsPhotos final : public QObject {
    Q_OBJECT

private slots:
    void aPieceOnTheServer_isThereOrNot_data() { addEnds(); }
    void aPieceOnTheServer_isThereOrNot();
    void aPhotoOnTheTablet_isKeptUntilItIsDelivered_data() { addEnds(); }
    void aPhotoOnTheTablet_isKeptUntilItIsDelivered();
};

void TestCrashPointsPhotos::aPieceOnTheServer_isThereOrNot() {
    QFETCH(int, how);
    constexpr auto kAll = static_cast<std::int64_t>(kHalf);
    for (const bool last : {false, true}) {
        DiskImage image;
        {
            Disk disk("machine", 1);
            Office office(disk);
            office.setUp();
            if (last && office.put(0, kHalf) != kAll) qFatal("the first half is not taken");
            image = disk.image();
        }
        const std::int64_t before = last ? kAll : 0;
        const std::int64_t after = last ? static_cast<std::int64_t>(kPhoto.size()) : kAll;
        int points = 0;
        const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
            std::int64_t answered = 0;
            bool through = false;
            {
                Office office(disk);
                disk.stopAfter(n);
                answered =
                    office.put(static_cast<std::size_t>(before), last ? kPhoto.size() : kHalf);
                through = !disk.isStopped();
                end(disk, static_cast<End>(how));
            }
            if (through && answered != after) return {through, "failed on a sound disk"};
            return {through, wrongAfter(disk, before, after, answered)};
        };
        QCOMPARE(atEveryOperation(image, points, attempt), QString());
        QVERIFY2(points >= 8, qPrintable(QString::number(points)));
    }
}

void TestCrashPointsPhotos::aPhotoOnTheTablet_isKeptUntilItIsDelivered() {
    QFETCH(int, how);
    DiskImage image;
    {
        Disk disk("machine", 1);
        const client::test::EnrolledTablet tablet(fileOn(disk));
        image = disk.image();
    }
    for (const bool delivery : {false, true}) {
        int points = 0;
        const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
            client::test::EnrolledTablet tablet(fileOn(disk));
            if (delivery && !tablet.core().keepPhoto(kPhoto)) return {false, "is not kept"};
            disk.stopAfter(n);
            const bool done = delivery ? tablet.core().settlePhoto(sha256(kPhoto)).ok()
                                       : tablet.core().keepPhoto(kPhoto).ok();
            const bool through = !disk.isStopped();
            if (through && !done) return {through, "failed on a sound disk"};
            end(disk, static_cast<End>(how));
            tablet.tablet.reopen();
            const std::int64_t before = delivery ? 1 : 0;
            const auto waiting = tablet.core().workStatus().photosWaiting;
            if (waiting != 1 - before && (done || waiting != before))
                return {through, "is not where it was said to be"};
            if (waiting == 1) {
                const auto piece = tablet.core().nextPhoto();
                if (!piece || !*piece || (*piece)->hash != sha256(kPhoto))
                    return {through, "is another one"};
                const auto bytes = tablet.core().photoBytes(**piece);
                if (!bytes || *bytes != kPhoto) return {through, "is damaged"};
            }
            disk.cutPower();
            tablet.tablet.reopen();
            if (tablet.core().workStatus().photosWaiting != waiting)
                return {through, "what was shown is lost"};
            return {through, {}};
        };
        QCOMPARE(atEveryOperation(image, points, attempt), QString());
        QVERIFY2(points >= 8, qPrintable(QString::number(points)));
    }
}

QTEST_GUILESS_MAIN(TestCrashPointsPhotos)
#include "tst_crash_points_photos.moc"
