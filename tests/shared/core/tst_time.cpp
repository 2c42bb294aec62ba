#include "shared/core/time.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::testing;
using namespace std::chrono;

namespace {

Instant at(std::string_view text) {
    const auto parsed = parseRfc3339(text);
    return parsed.ok() ? *parsed : Instant::min();
}

TimeZone zone(const std::string& name) {
    return TimeZone::find(name).value();
}

} // namespace

class TestTime : public QObject {
    Q_OBJECT

private slots:
    void time_isReadToTheMicrosecond_data();
    void time_isReadToTheMicrosecond();
    void nonsense_isABadTime_data();
    void nonsense_isABadTime();
    void everyReadableTime_canBeWrittenAndReadAgain_data();
    void everyReadableTime_canBeWrittenAndReadAgain();
    void day_isReadAndWritten();
    void dayThatDoesNotExist_isABadTime_data();
    void dayThatDoesNotExist_isABadTime();
    void instant_fallsOnTheDayOfTheZone_data();
    void instant_fallsOnTheDayOfTheZone();
    void sixtyDays_areCountedByTheCalendarAcrossClockChanges_data();
    void sixtyDays_areCountedByTheCalendarAcrossClockChanges();
    void everyDay_beginsWithItsFirstInstant_data();
    void everyDay_beginsWithItsFirstInstant();
    void skippedMidnight_startsTheDayAtTheChange();
    void repeatedMidnight_startsTheDayAtTheFirst();
    void format_saysTheOffsetInForce_data();
    void format_saysTheOffsetInForce();
    void offsetWithSeconds_isStillTheSameInstant();
    void unknownZone_isNotAllowed_data();
    void unknownZone_isNotAllowed();
    void zone_keepsItsName();
};

void TestTime::time_isReadToTheMicrosecond_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("micros");
    const qint64 second = 1'000'000;
    QTest::newRow("epoch") << QByteArray("1970-01-01T00:00:00Z") << qint64(0);
    QTest::newRow("Shanghai") << QByteArray("2026-03-01T10:00:00+08:00") << 1'772'330'400 * second;
    QTest::newRow("lower case") << QByteArray("2026-03-01t02:00:00z") << 1'772'330'400 * second;
    QTest::newRow("half hour west")
        << QByteArray("2026-02-28T20:30:00-05:30") << 1'772'330'400 * second;
    QTest::newRow("unknown offset")
        << QByteArray("2026-03-01T02:00:00-00:00") << 1'772'330'400 * second;
    QTest::newRow("one digit") << QByteArray("1970-01-01T00:00:01.5Z") << qint64(1'500'000);
    QTest::newRow("six digits") << QByteArray("1970-01-01T00:00:01.000001Z") << qint64(1'000'001);
    QTest::newRow("fraction and offset")
        << QByteArray("1970-01-01T08:00:00.25+08:00") << qint64(250'000);
    QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z") << 1'709'164'800 * second;
    QTest::newRow("leap day of a century")
        << QByteArray("2000-02-29T23:59:59Z") << 951'868'799 * second;
    QTest::newRow("last") << QByteArray("9999-12-31T23:59:59.999999Z")
                          << 253'402'300'799 * second + 999'999;
    QTest::newRow("largest offset") << QByteArray("1970-01-01T23:59:00+23:59") << qint64(0);
}

void TestTime::time_isReadToTheMicrosecond() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, micros);
    const auto parsed = parseRfc3339(text.toStdString());
    QCOMPARE_OK(parsed);
    QCOMPARE(qint64(parsed->time_since_epoch().count()), micros);
}

void TestTime::nonsense_isABadTime_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             "now",
                             "2026-03-01",
                             "2026-03-01T10:00:00",
                             "2026-03-01T10:00Z",
                             "2026-03-01 10:00:00Z",
                             "2026-03-01T10:00:00+0800",
                             "2026-03-01T10:00:00+08",
                             "2026-03-01T10:00:00+8:00",
                             "2026-03-01T10:00:00 +08:00",
                             "2026-03-01T10:00:00+24:00",
                             "2026-03-01T10:00:00+08:60",
                             "2026-03-01T10:00:00Z ",
                             " 2026-03-01T10:00:00Z",
                             "2026-03-01T24:00:00Z",
                             "2026-03-01T10:60:00Z",
                             "2026-03-01T10:00:60Z",
                             "2026-03-01T10:00:00.Z",
                             "2026-03-01T10:00:00.1234567Z",
                             "2026-03-01T10:00:00,5Z",
                             "2026-03-01T10:00:-1Z",
                             "2026-03-01T1a:00:00Z",
                             "2026-02-29T10:00:00Z",
                             "2026-02-30T10:00:00Z",
                             "2100-02-29T10:00:00Z",
                             "2026-13-01T10:00:00Z",
                             "2026-00-01T10:00:00Z",
                             "2026-04-31T10:00:00Z",
                             "2026-03-00T10:00:00Z",
                             "2026-03-32T10:00:00Z",
                             "1969-12-31T23:59:59Z",
                             "1970-01-01T07:59:59+08:00",
                             "9999-12-31T23:59:59-01:00",
                             "10000-01-01T00:00:00Z",
                             "-026-03-01T10:00:00Z",
                             "+026-03-01T10:00:00Z",
                             "26-03-01T10:00:00.00Z",
                             "2026-3-01T10:00:00.0Z",
                             "2026/03/01T10:00:00Z",
                             "2026-03-01T10:00:00ZZ",
                             "2026-03-01T10.00.00Z"})
        QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
    QTest::newRow("zero byte after") << QByteArray("2026-03-01T10:00:00Z\0", 21);
}

void TestTime::nonsense_isABadTime() {
    QFETCH(QByteArray, text);
    QCOMPARE_FAILS(parseRfc3339(text.toStdString()), badTime, "");
}

void TestTime::everyReadableTime_canBeWrittenAndReadAgain_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("utc");
    const auto row = [](const char* text, const char* utc) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(utc);
    };
    row("2026-03-01T10:00:00+08:00", "2026-03-01T02:00:00Z");
    row("2026-03-01T02:00:00.120Z", "2026-03-01T02:00:00.12Z");
    row("2026-03-01T02:00:00.000000Z", "2026-03-01T02:00:00Z");
    row("2026-03-01T02:00:00.000001Z", "2026-03-01T02:00:00.000001Z");
    row("2026-03-01T02:00:10Z", "2026-03-01T02:00:10Z");
    row("1970-01-01T08:00:00+08:00", "1970-01-01T00:00:00Z");
    row("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z");
    row("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z");
}

void TestTime::everyReadableTime_canBeWrittenAndReadAgain() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, utc);
    const auto parsed = parseRfc3339(text.toStdString());
    QCOMPARE_OK(parsed);
    QCOMPARE(shown(formatUtc(*parsed)), QString(utc));
    QVERIFY(at(formatUtc(*parsed)) == *parsed);
}

void TestTime::day_isReadAndWritten() {
    const auto day = parseDay("2024-02-29");
    QCOMPARE_OK(day);
    QVERIFY(*day == local_days(2024y / February / 29));
    QCOMPARE(shown(formatDay(*day)), QStringLiteral("2024-02-29"));
    QCOMPARE(shown(formatDay(*day + days(1))), QStringLiteral("2024-03-01"));
    QCOMPARE(shown(formatDay(*parseDay("1970-01-01"))), QStringLiteral("1970-01-01"));
}

void TestTime::dayThatDoesNotExist_isABadTime_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "2026-3-1", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                             "1969-12-31", "2026-01-01T", "20260101", "2026-0a-01", "2026-01-0-"})
        QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
}

void TestTime::dayThatDoesNotExist_isABadTime() {
    QFETCH(QByteArray, text);
    QCOMPARE_FAILS(parseDay(text.toStdString()), badTime, "");
}

void TestTime::instant_fallsOnTheDayOfTheZone_data() {
    QTest::addColumn<QByteArray>("zoneName");
    QTest::addColumn<QByteArray>("utc");
    QTest::addColumn<QByteArray>("day");
    const auto row = [](const char* name, const char* utc, const char* day) {
        QTest::addRow("%s %s", name, utc) << QByteArray(name) << QByteArray(utc) << QByteArray(day);
    };
    row("Asia/Shanghai", "2026-03-01T15:59:59.999999Z", "2026-03-01");
    row("Asia/Shanghai", "2026-03-01T16:00:00Z", "2026-03-02");
    row("America/New_York", "2026-01-15T04:59:59.999999Z", "2026-01-14");
    row("America/New_York", "2026-01-15T05:00:00Z", "2026-01-15");
    row("America/New_York", "2026-07-15T03:59:59.999999Z", "2026-07-14");
    row("America/New_York", "2026-07-15T04:00:00Z", "2026-07-15");
    row("UTC", "2026-03-01T23:59:59.999999Z", "2026-03-01");
    row("Asia/Kathmandu", "2026-03-01T18:14:59Z", "2026-03-01");
    row("Asia/Kathmandu", "2026-03-01T18:15:00Z", "2026-03-02");
}

void TestTime::instant_fallsOnTheDayOfTheZone() {
    QFETCH(QByteArray, zoneName);
    QFETCH(QByteArray, utc);
    QFETCH(QByteArray, day);
    QCOMPARE(shown(formatDay(zone(zoneName.toStdString()).dayOf(at(utc.toStdString())))),
             QString(day));
}

void TestTime::sixtyDays_areCountedByTheCalendarAcrossClockChanges_data() {
    QTest::addColumn<QByteArray>("zoneName");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, const char* from, const char* to, int expected) {
        QTest::addRow("%s %s %s", name, from, to)
            << QByteArray(name) << QByteArray(from) << QByteArray(to) << expected;
    };
    // A day of 23 hours lies between.
    row("America/New_York", "2026-01-10T23:30:00-05:00", "2026-03-11T23:59:59-04:00", 60);
    row("America/New_York", "2026-01-10T23:30:00-05:00", "2026-03-12T00:00:00-04:00", 61);
    row("America/New_York", "2026-01-10T00:00:00-05:00", "2026-03-11T00:00:00-04:00", 60);
    // A day of 25 hours lies between.
    row("America/New_York", "2026-09-15T00:00:00-04:00", "2026-11-14T23:59:59-05:00", 60);
    row("America/New_York", "2026-09-15T23:59:59-04:00", "2026-11-15T00:00:00-05:00", 61);
    row("Asia/Shanghai", "2026-03-01T23:59:59+08:00", "2026-04-30T23:59:59+08:00", 60);
    row("Asia/Shanghai", "2026-03-01T23:59:59+08:00", "2026-05-01T00:00:00+08:00", 61);
    row("Asia/Shanghai", "2024-01-01T08:00:00+08:00", "2024-03-01T08:00:00+08:00", 60);
}

void TestTime::sixtyDays_areCountedByTheCalendarAcrossClockChanges() {
    QFETCH(QByteArray, zoneName);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(int, expected);
    const auto here = zone(zoneName.toStdString());
    QCOMPARE(int((here.dayOf(at(to.toStdString())) - here.dayOf(at(from.toStdString()))).count()),
             expected);
}

void TestTime::everyDay_beginsWithItsFirstInstant_data() {
    QTest::addColumn<QByteArray>("zoneName");
    // Zones with changes at midnight are among them, and Shanghai's summer times of 1986 to 1991.
    for (const char* name :
         {"UTC", "Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "America/Havana",
          "Asia/Beirut", "Europe/London", "Australia/Lord_Howe"})
        QTest::newRow(name) << QByteArray(name);
}

void TestTime::everyDay_beginsWithItsFirstInstant() {
    QFETCH(QByteArray, zoneName);
    const auto here = zone(zoneName.toStdString());
    for (Day day = local_days(1986y / January / 1); day < local_days(2030y / January / 1);
         day += days(1)) {
        const Instant start = here.startOf(day);
        QVERIFY2(here.dayOf(start) == day, formatDay(day).c_str());
        QVERIFY2(here.dayOf(start - Duration(1)) == day - days(1), formatDay(day).c_str());
    }
}

void TestTime::skippedMidnight_startsTheDayAtTheChange() {
    const auto here = zone("America/Sao_Paulo");
    const auto start = here.startOf(*parseDay("2018-11-04"));
    QCOMPARE(shown(here.format(start)), QStringLiteral("2018-11-04T01:00:00-02:00"));
}

void TestTime::repeatedMidnight_startsTheDayAtTheFirst() {
    const auto here = zone("America/Havana");
    const auto start = here.startOf(*parseDay("2025-11-02"));
    QCOMPARE(shown(here.format(start)), QStringLiteral("2025-11-02T00:00:00-04:00"));
    QCOMPARE(shown(here.format(start + hours(1))), QStringLiteral("2025-11-02T00:00:00-05:00"));
}

void TestTime::format_saysTheOffsetInForce_data() {
    QTest::addColumn<QByteArray>("zoneName");
    QTest::addColumn<QByteArray>("utc");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* utc, const char* text) {
        QTest::addRow("%s %s", name, utc)
            << QByteArray(name) << QByteArray(utc) << QByteArray(text);
    };
    row("Asia/Shanghai", "2026-03-01T02:00:00Z", "2026-03-01T10:00:00+08:00");
    row("Asia/Shanghai", "1988-07-01T02:00:00.5Z", "1988-07-01T11:00:00.5+09:00");
    row("America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00");
    row("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00");
    row("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00-04:00");
    row("America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00");
    row("UTC", "2026-03-01T02:00:00.000001Z", "2026-03-01T02:00:00.000001+00:00");
    row("Asia/Kathmandu", "2026-03-01T02:00:00Z", "2026-03-01T07:45:00+05:45");
    row("America/St_Johns", "2026-01-01T03:30:00Z", "2026-01-01T00:00:00-03:30");
}

void TestTime::format_saysTheOffsetInForce() {
    QFETCH(QByteArray, zoneName);
    QFETCH(QByteArray, utc);
    QFETCH(QByteArray, text);
    const auto here = zone(zoneName.toStdString());
    QCOMPARE(shown(here.format(at(utc.toStdString()))), QString(text));
    QVERIFY(at(text.toStdString()) == at(utc.toStdString()));
}

void TestTime::offsetWithSeconds_isStillTheSameInstant() {
    // Liberia kept -00:44:30 until 1972.
    const auto instant = at("1971-06-01T12:00:00Z");
    const auto text = zone("Africa/Monrovia").format(instant);
    QCOMPARE(shown(text), QStringLiteral("1971-06-01T11:16:00-00:44"));
    QVERIFY(at(text) == instant);
}

void TestTime::unknownZone_isNotAllowed_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"", "Mars/Olympus", "asia/shanghai", "Asia/Shanghai ", "+08:00",
                             "../../etc/passwd", "/etc/localtime", "Asia"})
        QTest::newRow(*name == '\0' ? "empty" : name) << QByteArray(name);
}

void TestTime::unknownZone_isNotAllowed() {
    QFETCH(QByteArray, name);
    QCOMPARE_FAILS(TimeZone::find(name.toStdString()), notAllowed, "");
}

void TestTime::zone_keepsItsName() {
    QCOMPARE(shown(zone("Asia/Shanghai").name()), QStringLiteral("Asia/Shanghai"));
}

QTEST_APPLESS_MAIN(TestTime)
#include "tst_time.moc"
