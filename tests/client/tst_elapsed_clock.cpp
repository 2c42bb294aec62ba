#include "client/platform/elapsed_clock.hpp"

#include <QFile>
#include <QTest>

#include <ctime>

using namespace shoujie;
using namespace shoujie::client;

class TestElapsedClock final : public QObject {
    Q_OBJECT

private slots:
    void readings_never_go_back();
    void readings_follow_the_time_since_boot();
    void boot_tag_is_stable_hex_and_not_the_boot_id();
};

void TestElapsedClock::readings_never_go_back() {
    const auto clock = makeElapsedClock();
    QVERIFY(clock.ok());
    auto last = (*clock)->elapsed();
    for (int reading = 0; reading < 100'000; ++reading) {
        const auto now = (*clock)->elapsed();
        QVERIFY(now >= last);
        last = now;
    }
}

void TestElapsedClock::readings_follow_the_time_since_boot() {
    const auto clock = makeElapsedClock();
    QVERIFY(clock.ok());
    timespec boot{};
    QCOMPARE(clock_gettime(CLOCK_BOOTTIME, &boot), 0);
    const auto reading = (*clock)->elapsed();
    const auto sinceBoot =
        std::chrono::seconds(boot.tv_sec) + std::chrono::nanoseconds(boot.tv_nsec);
    // The raw clock is not disciplined: it may be off by the oscillator's error, 1 in 1000 at most.
    const auto apart = std::chrono::abs(reading - sinceBoot);
    QVERIFY(apart < sinceBoot / 1000 + std::chrono::seconds(1));
}

void TestElapsedClock::boot_tag_is_stable_hex_and_not_the_boot_id() {
    const auto first = makeElapsedClock();
    const auto second = makeElapsedClock();
    QVERIFY(first.ok() && second.ok());
    const std::string tag = (*first)->bootTag();
    QCOMPARE(tag, (*second)->bootTag());
    QCOMPARE(tag.size(), std::size_t{32});
    QVERIFY(tag.find_first_not_of("0123456789abcdef") == std::string::npos);
    QFile file("/proc/sys/kernel/random/boot_id");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString bootId = QString::fromUtf8(file.readAll()).trimmed().remove('-');
    QVERIFY(QString::fromStdString(tag) != bootId);
}

QTEST_GUILESS_MAIN(TestElapsedClock)
#include "tst_elapsed_clock.moc"
