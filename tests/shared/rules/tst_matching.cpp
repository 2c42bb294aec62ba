#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <random>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;

namespace {

facts::Customer named(const char* name) {
    facts::Customer customer;
    customer.name = name;
    return customer;
}

facts::Customer driver(const char* surname, const char* plate, const char* brand = nullptr) {
    facts::Customer customer;
    customer.surname = surname;
    customer.vehicles.push_back({std::nullopt, plate});
    if (brand != nullptr) customer.vehicles.back().brand = brand;
    return customer;
}

} // namespace

class TestMatching : public QObject {
    Q_OBJECT

private slots:
    void names_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("fullName");
        QTest::addColumn<QString>("surname");
        QTest::newRow("traditional") << "陳大文"
                                     << "陈大文"
                                     << "陈";
        QTest::newRow("one by one, not as a phrase") << "乾隆"
                                                     << "干隆"
                                                     << "干";
        QTest::newRow("spaces and dots") << " 古丽·娜扎 "
                                         << "古丽娜扎"
                                         << "古";
        QTest::newRow("full width and case") << "ＷＡＮＧ Wei"
                                             << "wangwei"
                                             << "";
        QTest::newRow("compound surname") << "諸葛明"
                                          << "诸葛明"
                                          << "诸葛";
        QTest::newRow("surname and title") << "王先生"
                                           << ""
                                           << "王";
        QTest::newRow("compound surname and title") << "欧阳女士"
                                                    << ""
                                                    << "欧阳";
        QTest::newRow("two titles") << "李总经理"
                                    << ""
                                    << "李";
        QTest::newRow("full name and title") << "王建国先生"
                                             << "王建国"
                                             << "王";
        QTest::newRow("a given name that ends like a title") << "张国总"
                                                             << "张国总"
                                                             << "张";
        QTest::newRow("Mr") << "Mr. Wang"
                            << ""
                            << "wang";
        QTest::newRow("Dr and two words") << "Dr Wang Wei"
                                          << "wangwei"
                                          << "";
        QTest::newRow("lone Latin word") << "Peter"
                                         << ""
                                         << "";
        QTest::newRow("bare surname") << "王"
                                      << ""
                                      << "王";
        QTest::newRow("bare compound surname") << "司马"
                                               << ""
                                               << "司马";
        QTest::newRow("a title alone") << "先生"
                                       << ""
                                       << "";
        QTest::newRow("nothing") << " · "
                                 << ""
                                 << "";
    }
    void names() {
        QFETCH(QString, written);
        const Folding folding;
        const auto parts = readName(named(written.toUtf8().constData()), folding);
        QTEST(shown(parts.fullName), "fullName");
        QTEST(shown(parts.surname), "surname");
    }

    void namesInRareCharacters_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("fullName");
        QTest::addColumn<QString>("surname");
        QTest::newRow("lone word of Latin with marks") << "Ngọc"
                                                       << ""
                                                       << "";
        QTest::newRow("lone word with an apostrophe") << "O’Brien"
                                                      << ""
                                                      << "";
        QTest::newRow("lone word of another script") << "Αλέξης"
                                                     << "αλέξησ"
                                                     << "";
        QTest::newRow("rare characters") << "㐂𠮷"
                                         << "㐂𠮷"
                                         << "㐂";
        QTest::newRow("a character of a later plane") << "\xF0\xBF\xBF\xBD王"
                                                      << "\xF0\xBF\xBF\xBD王"
                                                      << "\xF0\xBF\xBF\xBD";
        QTest::newRow("a character of nobody's script") << "\xF3\xB0\x80\x80王"
                                                        << "\xF3\xB0\x80\x80王"
                                                        << "";
        QTest::newRow("compatibility character") << "﨎文"
                                                 << "﨎文"
                                                 << "﨎";
        QTest::newRow("wide letters") << "ｱｲ王"
                                      << "アイ王"
                                      << "";
    }
    void namesInRareCharacters() { names(); }

    void phones_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("key");
        QTest::newRow("national") << "13512340001"
                                  << "+8613512340001";
        QTest::newRow("international") << "+86 135-1234-0001"
                                       << "+8613512340001";
        QTest::newRow("00 and full width") << "００86 135 1234 0001"
                                           << "+8613512340001";
        QTest::newRow("other country") << "+852 5123 4567"
                                       << "+85251234567";
        QTest::newRow("extension") << "0755-26881234转8001"
                                   << "+8675526881234;ext=8001";
        QTest::newRow("traditional word") << "0755-26881234 分機 8001"
                                          << "+8675526881234;ext=8001";
        QTest::newRow("masked with stars") << "135****0001"
                                           << "";
        QTest::newRow("masked with x") << "135xxxx0001"
                                       << "";
        QTest::newRow("too short") << "135"
                                   << "";
        QTest::newRow("too long") << "135123400011234567"
                                  << "";
        QTest::newRow("masked with two wide x") << "135ｘｘ120001"
                                                << "";
        QTest::newRow("masked with two wide X") << "135ＸＸ120001"
                                                << "";
        QTest::newRow("extension in full-width digits") << "0755-26881234转８００１"
                                                        << "+8675526881234;ext=8001";
        QTest::newRow("one x is an extension") << "0755-26881234x8001"
                                               << "+8675526881234;ext=8001";
        QTest::newRow("words") << "ask at the desk"
                               << "";
    }
    void phones() {
        QFETCH(QString, written);
        QTEST(shown(phoneKey(written.toStdString(), "CN").value_or("")), "key");
    }

    void vehicles_data() {
        QTest::addColumn<QString>("brand");
        QTest::addColumn<QString>("otherBrand");
        QTest::addColumn<bool>("same");
        QTest::newRow("equal") << "奥迪"
                               << "奥迪" << true;
        QTest::newRow("alias") << "宝马"
                               << "bmw" << true;
        QTest::newRow("traditional alias") << "寶馬"
                                           << "BMW" << true;
        QTest::newRow("one missing") << "奥迪"
                                     << "" << true;
        QTest::newRow("different") << "奥迪"
                                   << "大众" << false;
    }
    void vehicles() {
        QFETCH(QString, brand);
        QFETCH(QString, otherBrand);
        KeyMaker keys;
        const Policy policy;
        const auto one = keys.keysOf(driver("温", "粤B·A1234", brand.toUtf8().constData()), policy);
        const auto other =
            keys.keysOf(driver("溫", "粤b a-1234",
                               otherBrand.isEmpty() ? nullptr : otherBrand.toUtf8().constData()),
                        policy);
        QTEST(sharedKey(one, other) == KeyKind::vehicle, "same");
    }

    void vehicleWithoutSurname_makesNoKey() {
        KeyMaker keys;
        facts::Customer customer;
        customer.vehicles.push_back({std::nullopt, "粤BA1234"});
        QVERIFY(keys.keysOf(customer, Policy()).empty());
    }

    void plates_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        QTest::newRow("separators and case") << "粤b·a-12.34"
                                             << "粤BA 1234" << true;
        QTest::newRow("full width") << "粤ＢＡ１２３４"
                                    << "粤BA1234" << true;
        QTest::newRow("traditional") << "粵BA1234"
                                     << "粤BA1234" << true;
        QTest::newRow("accents fold, marks do not count") << "É-123*"
                                                          << "é123" << true;
        QTest::newRow("another digit") << "粤BA1234"
                                       << "粤BA1235" << false;
        QTest::newRow("another province") << "粤BA1234"
                                          << "京BA1234" << false;
    }
    void plates() {
        QFETCH(QString, written);
        QFETCH(QString, other);
        KeyMaker keys;
        const auto a = keys.keysOf(driver("温", written.toUtf8().constData()), Policy());
        const auto b = keys.keysOf(driver("温", other.toUtf8().constData()), Policy());
        QTEST(sharedKey(a, b) == KeyKind::vehicle, "same");
    }

    void plateOfNothing_makesNoKey() {
        KeyMaker keys;
        for (const char* plate : {"", " - ", "***"})
            QVERIFY(keys.keysOf(driver("温", plate), Policy()).empty());
        facts::Customer noPlate = driver("温", "x");
        noPlate.vehicles = {{std::string("奥迪"), std::nullopt}};
        QVERIFY(keys.keysOf(noPlate, Policy()).empty());
    }

    void brandOfNothing_isAMissingBrand() {
        KeyMaker keys;
        const auto none = keys.keysOf(driver("温", "粤BA1234", "  "), Policy());
        const auto other = keys.keysOf(driver("温", "粤BA1234", "奥迪"), Policy());
        QCOMPARE(none.vehicles[0].brand, -1);
        QCOMPARE(sharedKey(none, other), KeyKind::vehicle);
    }

    void phoneWrittenTwice_isOneKey() {
        KeyMaker keys;
        facts::Customer customer;
        customer.phones = {"13512340001", "+86 135 1234 0001", "135****0001", "0755-26881234转8001",
                           "0755 2688 1234 分机 8001"};
        const auto made = keys.keysOf(customer, Policy());
        QCOMPARE(made.phones.size(), std::size_t(2));
        QVERIFY(keys.bytes() > KeyMaker().bytes());
        // What was read once is not read again, and means the same.
        QVERIFY(keys.keysOf(customer, Policy()) == made);
    }

    void digitsOfAKey_onlyOfPlainNumbers() {
        QCOMPARE(plainDigits("+8613512340001").value(), 8613512340001U);
        for (const char* none :
             {"", "13512340001", "+86;ext=1", "+86a", "+86/", "+1234567890123456"})
            QVERIFY2(!plainDigits(none), none);
        QVERIFY(!chineseMobileDigits("+861351234000:", "CN"));
        QVERIFY(!chineseMobileDigits("1351234000/", "CN"));
    }

    void sameDigits_bySiteAreOtherNumbers() {
        KeyMaker keys;
        facts::Customer customer;
        customer.phones = {"26881234"};
        Policy hongKong;
        hongKong.phoneRegion = "HK";
        const auto there = keys.keysOf(customer, hongKong);
        QCOMPARE(there.phones.size(), std::size_t(1));
        customer.phones = {"+852 2688 1234"};
        QVERIFY(keys.keysOf(customer, Policy()) == there);
    }

    void textsBeyondAChunk_keepTheirNumbers() {
        Interner texts;
        QCOMPARE(texts.find("a"), -1);
        const std::string large(Interner::kMaxText, 'x');
        const int a = texts.idOf("a");
        const int first = texts.idOf(large);
        const int second = texts.idOf(large + ""); // the same text
        QCOMPARE(first, second);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(texts.idOf("text " + std::to_string(i)), first + 1 + i);
        QCOMPARE(texts.text(a), std::string_view("a"));
        QVERIFY(texts.text(first) == large);
        QCOMPARE(texts.text(texts.find("text 4999")), std::string_view("text 4999"));
        QCOMPARE(texts.size(), std::size_t(5002));
    }

    void textThatIsNoUnicode_isLeftAsItIs() {
        const Folding folding;
        QCOMPARE(folding.fold("a\xFF"), std::string("a\xFF"));
        QCOMPARE(codePoints("a\xFF"
                            "b"),
                 std::u32string(U"ab"));
        PlainName name;
        for (const char* broken : {"\xE7\x8E\xE7\x8E\x8B\x8B", "\xE7zz王", "\xE7\x8Ez王"})
            QVERIFY(!readPlainName(broken, folding, name));
        QCOMPARE(folding.simplifiedPlain(U'a'), char32_t{0});
    }

    void anyKeyOfThree_isAKey() {
        QVERIFY(CustomerKeys{}.empty());
        QVERIFY(!(CustomerKeys{1, {}, {}}.empty()));
        QVERIFY(!(CustomerKeys{-1, {7}, {}}.empty()));
        QVERIFY(!(CustomerKeys{-1, {}, {{3, -1}}}.empty()));
    }

    void phoneBeforeVehicleBeforeName() {
        CustomerKeys a{1, {7}, {{3, -1}}};
        QCOMPARE(sharedKey(a, CustomerKeys{1, {7}, {{3, -1}}}), KeyKind::phone);
        QCOMPARE(sharedKey(a, CustomerKeys{1, {8}, {{3, -1}}}), KeyKind::vehicle);
        QCOMPARE(sharedKey(a, CustomerKeys{1, {8}, {}}), KeyKind::name);
        QCOMPARE(sharedKey(a, CustomerKeys{2, {8}, {}}), KeyKind::none);
        QCOMPARE(sharedKey(CustomerKeys{}, CustomerKeys{}), KeyKind::none);
        QVERIFY(phonesDisagree(a, CustomerKeys{1, {8}, {}}));
        QVERIFY(!phonesDisagree(a, CustomerKeys{1, {8, 7}, {}}));
        QVERIFY(!phonesDisagree(a, CustomerKeys{1, {}, {}}));
    }

    /// What is read without the library is what the library reads, in every plain way of writing.
    void plainMobileNumbers_sameKeyAsTheLibrary() {
        std::mt19937_64 random(20260302);
        const auto below = [&](std::size_t bound) {
            return static_cast<std::size_t>(random() % bound);
        };
        const std::vector<std::string> countries{"", "", "+86", "+86 ", "+86-", "86", "0", "+1"};
        const std::vector<std::string> regions{"CN", "CN", "HK", "US"};
        int plain = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string written = countries[below(countries.size())];
            const auto length = below(8) == 0 ? 9 + below(5) : std::size_t{11};
            for (std::size_t digit = 0; digit < length; ++digit) {
                written += digit == 0 && below(8) != 0 ? '1' : static_cast<char>('0' + below(10));
                if (below(6) == 0) written += below(2) == 0 ? ' ' : '-';
            }
            const auto& region = regions[below(regions.size())];
            const auto quick = chineseMobileDigits(written, region);
            if (!quick) continue;
            ++plain;
            const auto key = phoneKey(written, region);
            QVERIFY2(key && plainDigits(*key) == quick, (written + " in " + region).c_str());
        }
        QVERIFY(plain > 5000);
    }

    void plainNames_sameAsReadInFull() {
        const std::vector<std::string> pieces{
            "王", "陳", "陈", "欧", "阳", "歐", "陽",   "司", "马", "諸", "葛", "大",
            "文", "伟", "師", "先", "生", "女", "士",   "总", "经", "理", "老", "师",
            "傅", "阿", "姨", "太", "小", "姐", "夫",   "人", "叔", "乾", "隆", " ",
            "·",  "A",  "ｂ", "1",  "20", "3",  "总监", "後", "𠮷", "é"};
        const Folding folding;
        std::mt19937_64 random(20260303);
        int plain = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string written;
            for (std::size_t left = 1 + random() % 5; left > 0; --left)
                written += pieces[random() % pieces.size()];
            PlainName quick;
            if (!readPlainName(written, folding, quick)) continue;
            ++plain;
            const auto full = readName(named(written.c_str()), folding);
            QVERIFY2(full.fullName == quick.text() && full.surname == quick.surname(),
                     written.c_str());
        }
        QVERIFY(plain > 2000);
    }
};

QTEST_GUILESS_MAIN(TestMatching)
#include "tst_matching.moc"
