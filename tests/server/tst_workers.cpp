#include "server/services/workers.hpp"

#include <QtTest>

#include <string>

using shoujie::server::Workers;

class TestWorkers : public QObject {
    Q_OBJECT

private slots:
    void light_tasks_go_first_and_heavy_ones_still_have_turns() {
        Workers workers(0);
        std::string order;
        const auto post = [&](char name, Workers::Load load) {
            workers.post([&order, name] { order.push_back(name); }, load);
        };
        for (int i = 0; i < 3; ++i)
            post('h', Workers::Load::heavy);
        for (int i = 0; i < 20; ++i)
            post('l', Workers::Load::light);
        while (workers.runNext()) {
        }
        QCOMPARE(order, std::string(16, 'l') + "h" + std::string(4, 'l') + "hh");
    }

    void it_is_told_when_the_last_light_one_is_done() {
        Workers workers(0);
        int told = 0;
        workers.whenLightDone([&] { ++told; });
        QVERIFY(!workers.hasLight());
        bool lightMeanwhile = false;
        workers.post([&] { lightMeanwhile = workers.hasLight(); });
        workers.post([] {});
        workers.post([] {}, Workers::Load::heavy);
        QVERIFY(workers.hasLight());
        workers.runNext();
        QVERIFY(lightMeanwhile);
        QCOMPARE(told, 0);
        workers.runNext();
        QCOMPARE(told, 1);
        QVERIFY(!workers.hasLight()); // the heavy one does not count
        workers.runNext();
        QCOMPARE(told, 1);
    }

    void what_is_queued_is_finished() {
        int done = 0;
        {
            Workers workers(1);
            workers.post([&] { ++done; }, Workers::Load::heavy);
            workers.post([&] { ++done; });
        }
        QCOMPARE(done, 2);
    }
};

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
