#include "shared/rules/explanation/voice.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::rules::explanation;
using namespace shoujie::testing;
using namespace std::chrono_literals;

namespace {

Instant at(const char* text) {
    return parseRfc3339(text).value();
}

} // namespace

/// How dates, money, lists and masked numbers are written.
class TestVoice : public QObject {
    Q_OBJECT

private slots:
    void phones_masked_data();
    void phones_masked();
    void phoneInFreeText_masked();
    void datesAndMoney_byLanguage();
    void uncertainTimes_fromAndTo();
};

void TestVoice::phones_masked_data() {
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("masked");
    QTest::newRow("mobile") << "13512348000"
                            << "135****8000";
    QTest::newRow("country") << "+86 135 1234 8000"
                             << "135****8000";
    QTest::newRow("zeros") << "0086-135-1234-8000"
                           << "135****8000";
    QTest::newRow("abroad") << "+852 9123 4567"
                            << "+852****4567";
    QTest::newRow("eight digits") << "81234567"
                                  << "****4567";
    QTest::newRow("nine digits") << "812345678"
                                 << "8****5678";
    QTest::newRow("short") << "110"
                           << "****";
    QTest::newRow("none") << ""
                          << "****";
}

void TestVoice::phones_masked() {
    QFETCH(QString, written);
    QFETCH(QString, masked);
    QCOMPARE(shown(maskedPhone(written.toStdString())), masked);
}

void TestVoice::phoneInFreeText_masked() {
    QCOMPARE(shown(maskedText("call 135 1234 8000 or 135-1234-8001, unit 3-1201")),
             QStringLiteral("call 135****8000 or 135****8001, unit 3-1201"));
    QCOMPARE(shown(maskedText("致电13512348000确认，楼层 12")),
             QStringLiteral("致电135****8000确认，楼层 12"));
    QCOMPARE(shown(maskedText("(0755)8123.4567/8 or +86/135")),
             QStringLiteral("(075****5678 or +86/135"));
    QCOMPARE(shown(maskedPlate("粤B12345")), QStringLiteral("粤B***45"));
    QCOMPARE(shown(maskedPlate("B123")), QStringLiteral("***"));
}

void TestVoice::datesAndMoney_byLanguage() {
    const PolicyTimeline policies;
    const Voice en(Language::en, policies);
    const Voice tw(Language::zhTw, policies);
    const auto when = at("2026-03-01T10:00:00+08:00");
    QCOMPARE(shown(en.time(when)), QStringLiteral("March 1, 2026, 10:00"));
    QCOMPARE(shown(tw.time(when)), QStringLiteral("2026年3月1日 10:00"));
    // The last minute of a day at the site is the afternoon of that day in UTC.
    QCOMPARE(shown(en.day(at("2026-03-01T15:59:59Z"))), QStringLiteral("March 1, 2026"));
    QCOMPARE(shown(en.day(at("2026-03-01T16:00:00Z"))), QStringLiteral("March 2, 2026"));
    QCOMPARE(shown(en.money(100'000'000, "CNY")), QStringLiteral("¥1,000,000.00"));
    QCOMPARE(shown(en.money(5, "CNY")), QStringLiteral("¥0.05"));
    QCOMPARE(shown(en.money(99'999, "HKD")), QStringLiteral("HKD 999.99"));
    QCOMPARE(shown(en.money(-150, "CNY")), QStringLiteral("-¥1.50"));
    QCOMPARE(shown(en.percent(2000)), QStringLiteral("20%"));
    QCOMPARE(shown(en.percent(3333)), QStringLiteral("33.33%"));
    QCOMPARE(shown(en.percent(1050)), QStringLiteral("10.5%"));
    QCOMPARE(shown(en.percent(1005)), QStringLiteral("10.05%"));
    QCOMPARE(shown(en.days(1)), QStringLiteral("1 day"));
    QCOMPARE(shown(tw.list({"甲", "乙", "丙"})), QStringLiteral("甲、乙和丙"));
    QCOMPARE(shown(en.list({"a", "b", "c"})), QStringLiteral("a, b and c"));
    QCOMPARE(shown(en.list({"a"})), QStringLiteral("a"));
    QCOMPARE(shown(en.list({})), QString());
    // A word that a newer program has, and a value that somebody forgot, are at least seen.
    QCOMPARE(shown(en.word("alert", "newer")), QStringLiteral("newer"));
    QVERIFY(shown(en.say("title.visit")).contains(QStringLiteral("{id}")));
    // No space between Chinese and a Chinese sign; a quotation mark is of no script.
    QCOMPARE(shown(tw.say("line.when", {{"when", "甲"}, {"what", "“乙”"}})).count(QLatin1Char(' ')),
             shown(tw.say("line.when", {{"when", "a"}, {"what", "“乙”"}})).count(QLatin1Char(' ')));
}

void TestVoice::uncertainTimes_fromAndTo() {
    const PolicyTimeline policies;
    const Voice en(Language::en, policies);
    const Voice cn(Language::zhCn, policies);
    const TimeInterval within{at("2026-03-01T10:02:10+08:00"), at("2026-03-01T10:31:00+08:00")};
    QCOMPARE(shown(en.time(within)), QStringLiteral("March 1, 2026, between 10:02 and 10:31"));
    QCOMPARE(shown(cn.time(within)), QStringLiteral("2026年3月1日 10:02 至 10:31 之间"));
    const TimeInterval night{at("2026-03-01T23:50:00+08:00"), at("2026-03-02T00:10:00+08:00")};
    QCOMPARE(shown(en.time(night)),
             QStringLiteral("between March 1, 2026, 23:50 and March 2, 2026, 00:10"));
    const TimeInterval narrow{within.earliest, within.earliest + 20s};
    QCOMPARE(shown(en.time(narrow)), QStringLiteral("March 1, 2026, 10:02"));
    QCOMPARE(shown(en.time(narrow, true)),
             QStringLiteral("March 1, 2026, between 10:02:10 and 10:02:30"));
}

QTEST_GUILESS_MAIN(TestVoice)
#include "tst_voice.moc"
