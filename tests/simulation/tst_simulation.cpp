#include "tests/simulation/campaign.hpp"
#include "tests/simulation/world/clocks.hpp"
#include "tests/simulation/world/network.hpp"

#include <QFile>
#include <QTest>

#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace shoujie;
using namespace shoujie::simulation;
using namespace std::chrono_literals;

namespace {

Scene sceneOf(std::initializer_list<Fault> faults) {
    Scene scene{1, {}, EventQueue(Instant{} + 24h), Trace(false), {}, false, false};
    for (const Fault fault : faults)
        scene.faults.set(static_cast<std::size_t>(fault));
    return scene;
}

/// Answers each request with its own body.
class Echo final : public Host {
public:
    [[nodiscard]] bool isUp() const override { return up; }
    void handle(const HttpRequest& request, ServerReply reply) override {
        ++heard;
        reply(HttpResponse{200, request.body});
    }
    bool up = true;
    int heard = 0;
};

} // namespace

class TestSimulation : public QObject {
    Q_OBJECT

private slots:
    void events_come_in_the_order_of_time_and_then_of_planning();
    void elapsed_clock_drifts_and_begins_anew_at_a_reboot();
    void network_answers_each_request_once();
    void network_tells_of_a_server_that_is_down();
    void same_seed_goes_the_same_way_twice();
    void other_seeds_go_other_ways();
    void planted_bug_is_caught_data();
    void planted_bug_is_caught();
    void product_has_no_planted_bugs();
};

void TestSimulation::events_come_in_the_order_of_time_and_then_of_planning() {
    EventQueue queue(Instant{});
    std::string order;
    queue.after(2s, [&] { order += "c"; });
    queue.after(1s, [&] {
        order += "a";
        queue.after(0s, [&] { order += "b"; });
    });
    queue.after(2s, [&] { order += "d"; });
    queue.after(9s, [&] { order += "x"; });
    queue.runUntil(Instant{} + 5s);
    QCOMPARE(order, std::string("abcd"));
    QCOMPARE(queue.now(), Instant{} + 5s);
    QCOMPARE(queue.size(), std::size_t{1});
}

void TestSimulation::elapsed_clock_drifts_and_begins_anew_at_a_reboot() {
    EventQueue queue(Instant{});
    BootClock clock(queue, Dice(1, 2), 500);
    const auto before = clock.elapsed();
    const auto tag = clock.bootTag();
    queue.runUntil(Instant{} + 1000s);
    QCOMPARE((clock.elapsed() - before).count(), (1000s + 500ms) / 1ns);
    clock.shift(-2s);
    QCOMPARE((clock.elapsed() - before).count(), (998s + 500ms) / 1ns);
    clock.reboot();
    QVERIFY(clock.bootTag() != tag);
    QCOMPARE(clock.elapsed().count(), 0);
}

void TestSimulation::network_answers_each_request_once() {
    Scene scene = sceneOf({Fault::requestLost, Fault::replyLost, Fault::requestTwice,
                           Fault::delayed, Fault::resetAfterCommit});
    Echo echo;
    Network network(scene, echo);
    Link link(network, 0);
    int answers = 0;
    int failures = 0;
    for (int i = 0; i < 300; ++i) {
        int answered = 0;
        link.send({"POST", "/echo", {}, std::to_string(i)}, [&](Result<HttpResponse> response) {
            ++answered;
            response ? ++answers : ++failures;
            if (response) QCOMPARE(response->body, std::to_string(i));
        });
        QCOMPARE(answered, 0);
        scene.queue.runUntil(scene.queue.now() + 30s);
        QCOMPARE(answered, 1);
    }
    QVERIFY(answers > 200);
    QVERIFY(failures > 20);
    scene.queue.runUntil(network.lastArrival());
    // Some were lost before they were heard, some were heard twice.
    QVERIFY(echo.heard != 300);
}

void TestSimulation::network_tells_of_a_server_that_is_down() {
    Scene scene = sceneOf({});
    Echo echo;
    echo.up = false;
    Network network(scene, echo);
    Link link(network, 0);
    std::vector<bool> heard;
    const auto ask = [&] {
        link.send({"GET", "/echo", {}, ""},
                  [&](const Result<HttpResponse>& response) { heard.push_back(response.ok()); });
        scene.queue.runUntil(scene.queue.now() + 5s);
    };
    ask();
    echo.up = true;
    link.setOnline(false);
    ask();
    link.setOnline(true);
    ask();
    QCOMPARE(heard, (std::vector<bool>{false, false, true}));
}

void TestSimulation::same_seed_goes_the_same_way_twice() {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Run once = simulate(seed, {});
        const Run twice = simulate(seed, {});
        QCOMPARE(once.violation, std::string());
        QVERIFY(once.facts > 0);
        QCOMPARE(twice.trace, once.trace);
        QCOMPARE(twice.lines, once.lines);
    }
}

void TestSimulation::other_seeds_go_other_ways() {
    QVERIFY(simulate(1, {}).trace != simulate(2, {}).trace);
}

void TestSimulation::planted_bug_is_caught_data() {
    QTest::addColumn<QString>("plant");
    QTest::addColumn<int>("within"); // seeds; measured, and some more
    QTest::newRow("lostFsync") << QString("lostFsync") << 4;
    QTest::newRow("cursorBeforeRows") << QString("cursorBeforeRows") << 24;
    QTest::newRow("outboxClearedOnBatch") << QString("outboxClearedOnBatch") << 4;
    QTest::newRow("arrivalOrderWinner") << QString("arrivalOrderWinner") << 4;
    QTest::newRow("chainNotChecked") << QString("chainNotChecked") << 20;
    QTest::newRow("wallClockTrusted") << QString("wallClockTrusted") << 6;
    QTest::newRow("receiptNotChecked") << QString("receiptNotChecked") << 36;
    QTest::newRow("refusedDropped") << QString("refusedDropped") << 4;
    QTest::newRow("feedBelowCursor") << QString("feedBelowCursor") << 4;
    QTest::newRow("outboxApart") << QString("outboxApart") << 45;
}

/// The simulator is itself proven: what it is there for, it finds.
void TestSimulation::planted_bug_is_caught() {
    QFETCH(QString, plant);
    QFETCH(int, within);
    Options options;
    options.plant = plantOf(plant.toStdString());
    QVERIFY(options.plant);
    for (int seed = 1; seed <= within; ++seed)
        if (!simulate(static_cast<std::uint64_t>(seed), options).violation.empty()) return;
    QFAIL("not within these seeds");
}

void TestSimulation::product_has_no_planted_bugs() {
    const auto hasHooks = [](const char* path) {
        QFile program(path);
        return program.open(QIODevice::ReadOnly) && program.size() > 0
                   ? std::optional(program.readAll().contains("7planted6active"))
                   : std::nullopt;
    };
    QCOMPARE(hasHooks(SHOUJIE_SIM), std::optional(true));
    QCOMPARE(hasHooks(SHOUJIE_SERVER), std::optional(false));
    QCOMPARE(hasHooks(SHOUJIE_TABLET), std::optional(false));
}

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
