#include "shared/rules/matching/customer_keys.hpp"
#include "shared/rules/matching/names.hpp"
#include "shared/rules/matching/phones.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

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
};

QTEST_GUILESS_MAIN(TestMatching)
#include "tst_matching.moc"
