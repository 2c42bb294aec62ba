#include "client/transport/tablet_runner.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/client/fake_world.hpp"

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <vector>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;

namespace {

constexpr int kPatience = 60'000;

template <class Value>
Value valueOf(QFuture<Value> future) {
    future.waitForFinished();
    return future.result();
}

} // namespace

class TestTabletRunner final : public QObject {
    Q_OBJECT

private slots:
    void jobs_run_in_order_in_a_thread_of_their_own();
    void results_come_back_in_the_callers_thread();
    void jobs_posted_before_the_end_still_run();
    void store_that_cannot_open_is_told_and_jobs_are_cancelled();
    void enrolment_without_server_fails_in_words();
    void enrolment_over_plain_http_stays_on_this_machine();
    void server_that_hangs_up_is_unavailable_and_the_runner_goes_on();
    void sync_before_enrolment_says_so();
    void what_the_office_says_of_tablet_and_register_is_told_data();
    void what_the_office_says_of_tablet_and_register_is_told();
};

void TestTabletRunner::jobs_run_in_order_in_a_thread_of_their_own() {
    QTemporaryDir folder;
    TabletRunner runner(folder.filePath("tablet.db"));
    QSignalSpy opened(&runner, &TabletRunner::opened);
    std::vector<int> order;
    QThread* thread = nullptr;
    QFuture<void> last;
    for (int job = 0; job < 50; ++job)
        last = runner.run([&order, &thread, job](Tablet&) {
            order.push_back(job);
            thread = QThread::currentThread();
        });
    last.waitForFinished();
    QCOMPARE(order.size(), std::size_t{50});
    QVERIFY(std::is_sorted(order.begin(), order.end()));
    QVERIFY(thread != QThread::currentThread());
    QVERIFY(opened.count() == 1 || opened.wait(kPatience));
}

void TestTabletRunner::results_come_back_in_the_callers_thread() {
    QTemporaryDir folder;
    TabletRunner runner(folder.filePath("tablet.db"));
    QThread* thread = nullptr;
    bool enrolled = true;
    runner.run([](Tablet& tablet) { return tablet.workStatus(); })
        .then(this, [&](const WorkStatus& status) {
            thread = QThread::currentThread();
            enrolled = status.enrolled;
        });
    QTRY_VERIFY_WITH_TIMEOUT(thread != nullptr, kPatience);
    QCOMPARE(thread, QThread::currentThread());
    QVERIFY(!enrolled);
}

void TestTabletRunner::jobs_posted_before_the_end_still_run() {
    QTemporaryDir folder;
    std::atomic<int> done = 0;
    {
        TabletRunner runner(folder.filePath("tablet.db"));
        for (int job = 0; job < 20; ++job)
            runner.run([&done](Tablet&) { ++done; });
    }
    QCOMPARE(done.load(), 20);
}

void TestTabletRunner::store_that_cannot_open_is_told_and_jobs_are_cancelled() {
    QTemporaryDir folder;
    QFile file(folder.filePath("tablet.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    TabletRunner runner(folder.filePath("tablet.db"));
    QSignalSpy failed(&runner, &TabletRunner::openFailed);
    auto job = runner.run([](Tablet& tablet) { return tablet.newId(); });
    job.waitForFinished();
    QVERIFY(job.isCanceled());
    QVERIFY(failed.count() == 1 || failed.wait(kPatience));
    QCOMPARE(failed.front().front().toString(), QStringLiteral("corrupt"));
    const SyncReport report = valueOf(runner.syncOnce());
    QVERIFY(report.error);
    QVERIFY(!valueOf(runner.enrol(QUrl("https://register.example"), "x")).ok());
}

void TestTabletRunner::enrolment_without_server_fails_in_words() {
    QTemporaryDir folder;
    TabletRunner runner(folder.filePath("tablet.db"));
    // A port that was just free, and that nobody listens on.
    QTcpServer placeholder;
    QVERIFY(placeholder.listen(QHostAddress::LocalHost));
    const QUrl server(QStringLiteral("http://127.0.0.1:%1").arg(placeholder.serverPort()));
    placeholder.close();
    const auto enrolled = valueOf(runner.enrol(server, QString(32, 'a')));
    QVERIFY(!enrolled);
    QCOMPARE(enrolled.error().code, ErrorCode::unavailable);
}

void TestTabletRunner::enrolment_over_plain_http_stays_on_this_machine() {
    QTemporaryDir folder;
    TabletRunner runner(folder.filePath("tablet.db"));
    const auto enrolled = valueOf(runner.enrol(QUrl("http://register.example"), QString(32, 'a')));
    QVERIFY(!enrolled);
    QCOMPARE(enrolled.error().code, ErrorCode::notAllowed);
    QCOMPARE(enrolled.error().path, std::string("server"));
}

void TestTabletRunner::server_that_hangs_up_is_unavailable_and_the_runner_goes_on() {
    QTemporaryDir folder;
    QTcpServer rude;
    QVERIFY(rude.listen(QHostAddress::LocalHost));
    int answered = 0;
    connect(&rude, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* guest = rude.nextPendingConnection();
        connect(guest, &QTcpSocket::readyRead, guest, [&answered, guest] {
            // First nothing at all, then half a response.
            if (answered++ > 0)
                guest->write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"device\"");
            guest->disconnectFromHost();
        });
    });
    TabletRunner runner(folder.filePath("tablet.db"));
    const QUrl server(QStringLiteral("http://127.0.0.1:%1").arg(rude.serverPort()));
    for (int attempt = 0; attempt < 3; ++attempt) {
        std::optional<Result<void>> enrolled;
        runner.enrol(server, QString(32, 'a')).then(this, [&](const Result<void>& result) {
            enrolled = result;
        });
        QTRY_VERIFY_WITH_TIMEOUT(enrolled.has_value(), kPatience);
        QVERIFY(!*enrolled);
        QCOMPARE(enrolled->error().code, ErrorCode::unavailable);
    }
    QVERIFY(answered >= 3);
    QVERIFY(!valueOf(runner.run([](Tablet& tablet) { return tablet.newId(); })).empty());
}

void TestTabletRunner::sync_before_enrolment_says_so() {
    QTemporaryDir folder;
    TabletRunner runner(folder.filePath("tablet.db"));
    runner.startSync();
    const SyncReport report = valueOf(runner.syncOnce());
    QVERIFY(report.error);
    QCOMPARE(report.error->code, ErrorCode::unauthorized);
}

void TestTabletRunner::what_the_office_says_of_tablet_and_register_is_told_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("state");
    const auto row = [](const char* name, ErrorCode code, const char* path, LinkState state) {
        QTest::newRow(name) << static_cast<int>(code) << path << static_cast<int>(state);
    };
    row("set aside", ErrorCode::forbidden, "device", LinkState::setAside);
    row("put back", ErrorCode::conflict, "tree_size", LinkState::disputed);
    row("being restored", ErrorCode::unavailable, "recovery", LinkState::recovering);
    row("busy", ErrorCode::unavailable, "", LinkState::offline);
}

void TestTabletRunner::what_the_office_says_of_tablet_and_register_is_told() {
    QFETCH(int, code);
    QFETCH(QString, path);
    QFETCH(int, state);
    const Error said{static_cast<ErrorCode>(code), path.toStdString(), "says the office"};
    const QByteArray body = QByteArray::fromStdString(protocol::encode(protocol::ErrorReply{said}));
    QTcpServer office;
    QVERIFY(office.listen(QHostAddress::LocalHost));
    connect(&office, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* guest = office.nextPendingConnection();
        connect(guest, &QTcpSocket::readyRead, guest, [&, guest] {
            guest->write("HTTP/1.1 " + QByteArray::number(protocol::httpStatus(said.code)) +
                         " No\r\nConnection: close\r\nContent-Length: " +
                         QByteArray::number(body.size()) + "\r\n\r\n" + body);
            guest->disconnectFromHost();
        });
    });
    QTemporaryDir folder;
    const World world;
    {
        TabletBench tablet(world, folder.filePath("tablet.db").toStdString());
        const auto address = "http://127.0.0.1:" + std::to_string(office.serverPort());
        QVERIFY(tablet.core().adopt(address, {DeviceId("d1"), SiteId("xidi"), 1, "token", {}}));
    }
    TabletRunner runner(folder.filePath("tablet.db"));
    QList<LinkState> states;
    connect(&runner, &TabletRunner::linkChanged, this, [&](LinkState now) { states.append(now); });
    bool ended = false;
    runner.syncOnce().then(this, [&](const SyncReport&) { ended = true; });
    QTRY_VERIFY_WITH_TIMEOUT(ended, kPatience);
    const QList<LinkState> expected{LinkState::syncing, static_cast<LinkState>(state)};
    QTRY_COMPARE_WITH_TIMEOUT(states, expected, kPatience);
}

QTEST_GUILESS_MAIN(TestTabletRunner)
#include "tst_tablet_runner.moc"
