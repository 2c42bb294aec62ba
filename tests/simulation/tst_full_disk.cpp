#include "client/store/schema.hpp"
#include "client/store/tablet_store.hpp"
#include "shared/sqlite/reserve.hpp"
#include "tests/client/enrolled_tablet.hpp"
#include "tests/client/sample_facts.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/simulation/crash_points.hpp"
#include "tests/simulation/disk/disk.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;
using namespace shoujie::simulation;
using namespace shoujie::testing;
using sqlite::Reserve;

namespace {

constexpr std::int64_t kReserve = 300'000;

QString fileOn(const Disk& disk) {
    return QString::fromStdString(disk.path("tablet.db"));
}

/// A tablet with a reserve, on a disk that has no room but what is taken.
struct Floor {
    explicit Floor(Disk& on) : disk(on), tablet(fileOn(on), {}, kReserve) {}

    Result<FactId> record(int number) {
        return tablet.core().record(StaffId("s1"), call("c" + std::to_string(number), "s1",
                                                        customer("陈大文", "13800138000")));
    }
    /// Saves until one save is refused, or the disk is said to be full; gives how many were saved.
    int fill() {
        int saved = 0;
        while (!tablet.core().workStatus().storageFull && record(next++).ok())
            ++saved;
        return saved;
    }
    [[nodiscard]] WorkStatus status() { return tablet.core().workStatus(); }

    Disk& disk;
    EnrolledTablet tablet;
    int next = 0;
};

} // namespace

class TestFullDisk final : public QObject {
    Q_OBJECT

private slots:
    void reserve_isAllOrNothing();
    void reserve_isFoundAgain();
    void fullDisk_isSavedOnFromTheReserve();
    void whatIsLeft_isKeptForTheOutbox();
    void aSignature_isSavedFromTheReserveAndAPhotoIsNot();
    void whenThatIsUsedUp_aSaveFailsAndSaysSo();
    void newerProgram_opensAFullTablet();
    void saveThatTakesTheReserve_isDoneOrNot_data();
    void saveThatTakesTheReserve_isDoneOrNot();
};

void TestFullDisk::reserve_isAllOrNothing() {
    Disk disk("machine", 1);
    Reserve reserve(disk.path("tablet.db"), 3 * 1024 * 1024 + 5);
    QVERIFY(!reserve.isWhole());
    disk.setCapacity(3 * 1024 * 1024);
    QVERIFY(!reserve.make());
    QVERIFY(!reserve.isWhole());
    QCOMPARE(disk.used(), std::uint64_t(0));
    disk.setCapacity(0);
    QVERIFY(reserve.make());
    QVERIFY(reserve.isWhole());
    QCOMPARE(disk.used(), std::uint64_t(3 * 1024 * 1024 + 5));
    QVERIFY(reserve.giveUp());
    QVERIFY(!reserve.isWhole());
    QCOMPARE(disk.used(), std::uint64_t(0));
    QVERIFY(!reserve.giveUp());
}

void TestFullDisk::reserve_isFoundAgain() {
    Disk disk("machine", 1);
    QVERIFY(Reserve(disk.path("tablet.db"), 1000).make());
    QVERIFY(Reserve(disk.path("tablet.db"), 1000).isWhole());
    // A program that was killed while it made one has left a part of it.
    Reserve larger(disk.path("tablet.db"), 2000);
    QVERIFY(!larger.isWhole());
    QVERIFY(larger.make());
    QCOMPARE(disk.used(), std::uint64_t(2000));
    QVERIFY(Reserve(disk.path("other.db"), 0).isWhole());
}

void TestFullDisk::fullDisk_isSavedOnFromTheReserve() {
    Disk disk("machine", 2);
    Floor floor(disk);
    QVERIFY(!floor.status().storageFull);
    disk.setCapacity(disk.used()); // nothing grows any more
    const int saved = floor.fill();
    QVERIFY(floor.status().storageFull);
    QCOMPARE(floor.next, saved); // none of them was refused
    QCOMPARE(floor.status().pending, std::int64_t(saved));
    QVERIFY(floor.record(floor.next++).ok());
    floor.tablet.tablet.reopen();
    QCOMPARE(floor.status().pending, std::int64_t(saved + 1));
}

void TestFullDisk::whatIsLeft_isKeptForTheOutbox() {
    Disk disk("machine", 3);
    Floor floor(disk);
    disk.setCapacity(disk.used());
    floor.fill();
    floor.tablet.server.state("v1", visit("v1", "s1", customer("王芳", "13700137000")));
    const auto feed = floor.tablet.server.feed(0);
    QCOMPARE_FAILS(floor.tablet.core().keepFeed(feed), storage, "");
    floor.tablet.anchor();
    floor.tablet.push();
    QCOMPARE(floor.status().pending, std::int64_t(0));
    // With room again the reserve is taken anew, and the others are heard.
    bool told = false;
    floor.tablet.core().onChange([&](bool) { told = true; });
    disk.setCapacity(0);
    QCOMPARE_OK(floor.tablet.core().tick());
    QVERIFY(told && !floor.status().storageFull);
    QCOMPARE_OK(floor.tablet.core().keepFeed(feed));
}

void TestFullDisk::aSignature_isSavedFromTheReserveAndAPhotoIsNot() {
    const std::string signature = "\x89PNG\r\n\x1a\n" + std::string(kLargestUrgentBlob - 8, 's');
    const std::string photo = signature + "p";
    Disk disk("machine", 6);
    Floor floor(disk);
    auto& core = floor.tablet.core();
    disk.setCapacity(disk.used());
    QCOMPARE_FAILS(core.keepPhoto(photo), storage, "");
    QCOMPARE_OK(core.keepPhoto(signature));
    QVERIFY(floor.status().storageFull);
    disk.setCapacity(disk.used() + photo.size()); // room, but no more than the reserve left
    QCOMPARE_FAILS(core.keepPhoto(photo), storage, "");
    QCOMPARE(floor.status().photosWaiting, std::int64_t(1));
    disk.setCapacity(0);
    QCOMPARE_OK(core.tick());
    QCOMPARE_OK(core.keepPhoto(photo));
    QCOMPARE(floor.status().photosWaiting, std::int64_t(2));
}

void TestFullDisk::whenThatIsUsedUp_aSaveFailsAndSaysSo() {
    Disk disk("machine", 4);
    Floor floor(disk);
    disk.setCapacity(disk.used());
    floor.fill();
    disk.setCapacity(1); // somebody else has taken the room
    std::int64_t pending = floor.status().pending;
    Result<FactId> refused = floor.record(floor.next++);
    for (; refused; refused = floor.record(floor.next++))
        ++pending; // into what room the files had
    QCOMPARE_FAILS(refused, storage, "");
    QCOMPARE(floor.status().pending, pending);
    QVERIFY(floor.status().storageFull);
    disk.setCapacity(0);
    QVERIFY(floor.record(floor.next++).ok());
    QCOMPARE(floor.status().pending, pending + 1);
}

void TestFullDisk::newerProgram_opensAFullTablet() {
    Disk disk("machine", 7);
    {
        auto older = sqlite::Database::open(disk.path("tablet.db"));
        QCOMPARE_OK(older);
        QCOMPARE_OK(sqlite::migrate(*older, storeMigrations().first(1)));
    }
    QVERIFY(Reserve(disk.path("tablet.db"), kReserve).make());
    disk.setCapacity(disk.used());
    QCOMPARE_FAILS(TabletStore::open(disk.path("tablet.db")), storage, "");
    auto opened = TabletStore::open(disk.path("tablet.db"), kReserve);
    QCOMPARE_OK(opened);
    QVERIFY(opened->isFull());
}

void TestFullDisk::saveThatTakesTheReserve_isDoneOrNot_data() {
    QTest::addColumn<int>("how");
    QTest::newRow("power cut") << static_cast<int>(End::powerCut);
    QTest::newRow("kill") << static_cast<int>(End::kill);
}

void TestFullDisk::saveThatTakesTheReserve_isDoneOrNot() {
    QFETCH(int, how);
    DiskImage image;
    {
        Disk disk("machine", 5);
        Floor floor(disk);
        image = disk.image();
    }
    int points = 0;
    const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
        Floor floor(disk);
        // Until no file has room left for one more.
        for (const auto before = disk.used(); disk.used() == before;)
            if (!floor.record(floor.next++)) return {false, "a sound disk refuses"};
        const auto there = floor.status().pending;
        disk.setCapacity(disk.used());
        disk.stopAfter(n);
        const bool saved = floor.record(floor.next++).ok();
        const bool through = !disk.isStopped();
        if (through && (!saved || !floor.status().storageFull))
            return {through, "not saved from the reserve"};
        end(disk, static_cast<End>(how));
        disk.setCapacity(0);
        floor.tablet.tablet.reopen();
        const auto pending = floor.status().pending;
        if (pending != there + 1 && (saved || pending != there))
            return {through, "is lost, or there twice"};
        if (!floor.record(floor.next++)) return {through, "records nothing any more"};
        if (floor.status().storageFull) return {through, "the reserve is not made again"};
        return {through, {}};
    };
    QCOMPARE(atEveryOperation(image, points, attempt), QString());
    QVERIFY2(points >= 10, qPrintable(QString::number(points)));
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
