#include "client/viewmodels/app_settings.hpp"
#include "client/viewmodels/entry_checks.hpp"
#include "client/viewmodels/rows_model.hpp"
#include "client/viewmodels/text.hpp"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace shoujie;
using namespace shoujie::client;

class ViewModels : public QObject {
    Q_OBJECT

private slots:
    void rows_announceOnlyWhatDiffers();
    void rows_survive_everyStep();
    void settings_keepOnlyWhatIsOffered();
    void strength_followsTheKeysOfArticleFour_data();
    void strength_followsTheKeysOfArticleFour();
    void phone_problem_data();
    void phone_problem();
    void plate_needsTheSurname();
    void siteTime_showsTheClockOfTheSite();
};

void ViewModels::rows_announceOnlyWhatDiffers() {
    RowsModel model({"name", "days"}, this);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{"王芳", 1}, {"李娜", 2}, {"张伟强", 3}});
    QSignalSpy changed(&model, &RowsModel::dataChanged);
    QSignalSpy removed(&model, &RowsModel::rowsRemoved);
    model.setRows({{"王芳", 1}, {"李娜", 5}});
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(model.value(1, "days").toInt(), 5);
    QVERIFY(!model.value(1, "no such role").isValid());
    QVERIFY(!model.value(2, "days").isValid());
}

void ViewModels::rows_survive_everyStep() {
    RowsModel model({"n"}, this);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy counted(&model, &RowsModel::countChanged);
    for (const int size : {0, 3, 3, 7, 1, 0, 2}) {
        QList<RowsModel::Row> rows;
        for (int i = 0; i < size; ++i)
            rows.append(RowsModel::Row{i * size});
        model.setRows(rows);
        QCOMPARE(model.rowCount(), size);
        for (int i = 0; i < size; ++i)
            QCOMPARE(model.index(i).data(Qt::UserRole).toInt(), i * size);
    }
    QCOMPARE(counted.size(), 5);
}

void ViewModels::settings_keepOnlyWhatIsOffered() {
    const QTemporaryDir folder;
    const auto file = folder.filePath("ui.ini");
    {
        QSettings kept(file, QSettings::IniFormat);
        AppSettings settings(kept);
        QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
        QSignalSpy changed(&settings, &AppSettings::languageChanged);
        settings.setLanguage("fr");
        settings.setTheme("purple");
        settings.setTextScale(9);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(settings.theme(), QStringLiteral("light"));
        QCOMPARE(settings.textScale(), 1.0);
        settings.setLanguage("zh_TW");
        settings.setTheme("dark");
        settings.setTextScale(1.3);
        QCOMPARE(changed.size(), 1);
    }
    QSettings again(file, QSettings::IniFormat);
    const AppSettings settings(again);
    QCOMPARE(settings.language(), QStringLiteral("zh_TW"));
    QCOMPARE(settings.theme(), QStringLiteral("dark"));
    QCOMPARE(settings.textScale(), 1.3);
}

void ViewModels::strength_followsTheKeysOfArticleFour_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("phone");
    QTest::addColumn<QString>("plate");
    QTest::addColumn<QString>("strength");
    QTest::newRow("nothing") << ""
                             << ""
                             << ""
                             << "weak";
    QTest::newRow("a surname with a title") << "王先生"
                                            << ""
                                            << ""
                                            << "weak";
    QTest::newRow("full name") << "王伟"
                               << ""
                               << ""
                               << "fair";
    QTest::newRow("phone") << ""
                           << "13800138000"
                           << ""
                           << "strong";
    QTest::newRow("masked phone") << ""
                                  << "138****8000"
                                  << ""
                                  << "weak";
    QTest::newRow("plate alone") << ""
                                 << ""
                                 << "粤A12345"
                                 << "weak";
    QTest::newRow("plate and surname") << "王先生"
                                       << ""
                                       << "粤A12345"
                                       << "strong";
}

void ViewModels::strength_followsTheKeysOfArticleFour() {
    QFETCH(QString, name);
    QFETCH(QString, phone);
    QFETCH(QString, plate);
    facts::Customer customer;
    customer.name = optionalBytes(name);
    if (auto bytes = optionalBytes(phone)) customer.phones.push_back(*bytes);
    if (auto bytes = optionalBytes(plate)) customer.vehicles.push_back({{}, *bytes});
    EntryChecker checker;
    QTEST(checker.keysOf(customer).strength(), "strength");
}

void ViewModels::phone_problem_data() {
    QTest::addColumn<QString>("phone");
    QTest::addColumn<QString>("problem");
    QTest::newRow("none") << ""
                          << "";
    QTest::newRow("spaces") << "   "
                            << "";
    QTest::newRow("mobile") << "138 0013 8000"
                            << "";
    QTest::newRow("abroad") << "+852 5123 4567"
                            << "";
    QTest::newRow("being typed") << "1380"
                                 << "phone_short";
    QTest::newRow("too long") << "1380013800013800138"
                              << "phone_long";
    QTest::newRow("letters") << "没带手机"
                             << "phone_letters";
    QTest::newRow("masked") << "138****8000"
                            << "phone_masked";
    QTest::newRow("no such number") << "1380013800012"
                                    << "phone_impossible";
}

void ViewModels::phone_problem() {
    QFETCH(QString, phone);
    QTEST(EntryChecker().phoneProblem(phone), "problem");
}

void ViewModels::plate_needsTheSurname() {
    const EntryChecker checker;
    EntryKeys keys;
    QCOMPARE(checker.plateProblem("", keys), QString());
    QCOMPARE(checker.plateProblem("粤", keys), QStringLiteral("plate_short"));
    QCOMPARE(checker.plateProblem("粤A12345678901", keys), QStringLiteral("plate_long"));
    QCOMPARE(checker.plateProblem("粤A12345", keys), QStringLiteral("plate_no_surname"));
    keys.surname = true;
    QCOMPARE(checker.plateProblem("粤A·12345", keys), QString());
}

void ViewModels::siteTime_showsTheClockOfTheSite() {
    const auto zone = TimeZone::find("Asia/Shanghai").value();
    const auto at = parseRfc3339("2026-03-01T23:30:05Z").value();
    const auto shown = siteTime(zone, at);
    QCOMPARE(shown.date(), QDate(2026, 3, 2));
    QCOMPARE(shown.time(), QTime(7, 30, 5));
    QVERIFY(!siteTime(zone, std::optional<Instant>()).isValid());
    QCOMPARE(siteDay(zone.dayOf(at)).date(), QDate(2026, 3, 2));
}

QTEST_GUILESS_MAIN(ViewModels)
#include "tst_viewmodels.moc"
