// Runs the Quick Tests of this folder on real view models (TestBench).
#include "tests/qml/test_bench.hpp"

#include <QQmlEngine>
#include <QtQuickTest>

class Setup : public QObject {
    Q_OBJECT
public slots:
    void qmlEngineAvailable(QQmlEngine* engine) {
        engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
        qmlRegisterType<shoujie::client::test::TestBench>("Shoujie.Test", 1, 0, "TestBench");
    }
};

QUICK_TEST_MAIN_WITH_SETUP(shoujie, Setup)
#include "tst_qml.moc"
