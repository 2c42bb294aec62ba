#include "server/app/instance.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/shared/verdict.hpp"

#include <QElapsedTimer>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QtTest>

#include <thread>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

struct House {
    House() {
        DataDir dir = makeDataDir(folder, seams);
        std::string code;
        {
            Writer writer(std::move(*dir.openDatabase()), {});
            code = *Administration(writer, seams.clock, seams.rng).makeEnrolCode(kSite);
        }
        instance =
            std::move(*Instance::start(std::move(dir), {}, {seams.clock, seams.rng, seams.log}));
        tablet.enrolled(RawClient::bodyOf(
            RawClient(instance->port()).ask("POST /v1/enrol", tablet.enrolBody(code))));
    }
    QNetworkRequest liveRequest(const std::string& token) const {
        QNetworkRequest request(
            QUrl(QStringLiteral("ws://127.0.0.1:%1/v1/live").arg(instance->port())));
        request.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(token));
        return request;
    }
    std::string ask(const std::string& line, const std::string& body = {}) {
        return RawClient(instance->port())
            .ask(line, body, "Authorization: Bearer " + tablet.token + "\r\n");
    }
    std::int64_t feedEnd() {
        return protocol::decodeFeedReply(RawClient::bodyOf(ask("GET /v1/feed")))->next;
    }

    QTemporaryDir folder;
    Seams seams;
    FakeTablet tablet{1};
    std::unique_ptr<Instance> instance;
};

std::int64_t seqOf(const QVariantList& message) {
    const auto poke = protocol::decodePoke(message.at(0).toString().toStdString());
    return poke ? poke->seq : -1;
}

} // namespace

class TestLive : public QObject {
    Q_OBJECT

private slots:
    void a_poke_tells_how_far_the_feed_reaches() {
        House house;
        const auto before = house.feedEnd();
        QWebSocket socket;
        QSignalSpy messages(&socket, &QWebSocket::textMessageReceived);
        socket.open(house.liveRequest(house.tablet.token));
        QTRY_COMPARE(messages.size(), 1);
        QCOMPARE(seqOf(messages.at(0)), before);

        house.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        QCOMPARE(RawClient::statusOf(house.ask("POST /v1/facts", house.tablet.pushBody(1))), 200);
        QTRY_VERIFY(messages.size() >= 2 && seqOf(messages.last()) > before);
        // The feed grows once more when the outcome follows the fact: asked once for both sides.
        QVERIFY(QTest::qWaitFor([&] { return seqOf(messages.last()) == house.feedEnd(); }));
    }

    void a_stranger_gets_no_live_feed() {
        House house;
        QWebSocket socket;
        QSignalSpy closed(&socket, &QWebSocket::disconnected);
        QSignalSpy opened(&socket, &QWebSocket::connected);
        socket.open(house.liveRequest(std::string(64, '0')));
        QTRY_VERIFY(!closed.isEmpty() || socket.error() != QAbstractSocket::UnknownSocketError);
        QVERIFY(opened.isEmpty());
        const auto plain = house.ask("GET /v1/live");
        QCOMPARE(RawClient::statusOf(plain), 426);
    }

    void who_is_shut_out_is_told_nothing_more() {
        House house;
        QWebSocket socket;
        QSignalSpy messages(&socket, &QWebSocket::textMessageReceived);
        QSignalSpy closed(&socket, &QWebSocket::disconnected);
        socket.open(house.liveRequest(house.tablet.token));
        QTRY_COMPARE(messages.size(), 1);
        const auto done = house.instance->runOffice(
            {"device revoke", {{"device", house.tablet.device.value}}, {}});
        QCOMPARE_OK(done);
        // Plain requests are refused at once, and the open line is hung up.
        QCOMPARE(RawClient::statusOf(house.ask("GET /v1/feed")), 403);
        QTRY_COMPARE(closed.size(), 1);
        QWebSocket again;
        QSignalSpy opened(&again, &QWebSocket::connected);
        QSignalSpy refused(&again, &QWebSocket::disconnected);
        again.open(house.liveRequest(house.tablet.token));
        QTRY_VERIFY(!refused.isEmpty() || again.error() != QAbstractSocket::UnknownSocketError);
        QVERIFY(opened.isEmpty());
    }

    void stopping_says_goodbye_at_once() {
        House house;
        QWebSocket socket;
        QSignalSpy messages(&socket, &QWebSocket::textMessageReceived);
        QSignalSpy closed(&socket, &QWebSocket::disconnected);
        socket.open(house.liveRequest(house.tablet.token));
        QTRY_COMPARE(messages.size(), 1);
        QElapsedTimer timer;
        timer.start();
        // The socket's own thread must run for the closing handshake: stop from another one.
        std::thread stopper([&] { house.instance->stop(); });
        (void)QTest::qWaitFor([&] { return closed.size() == 1; });
        stopper.join();
        QCOMPARE(closed.size(), 1);
        QVERIFY2(timer.elapsed() < 1900, "the stop waited for its deadline");
        QCOMPARE(socket.closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
    }

    void stopping_does_not_wait_for_a_tablet_that_is_gone() {
        House house;
        RawClient mute(house.instance->port());
        const auto response = mute.ask("GET /v1/live", {},
                                       "Authorization: Bearer " + house.tablet.token +
                                           "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                           "Sec-WebSocket-Version: 13\r\n"
                                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        QCOMPARE(RawClient::statusOf(response), 101);
        QElapsedTimer timer;
        timer.start();
        house.instance->stop(); // it never answers the close
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(mute.isClosedByPeer());
    }
};

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
