#include "server/app/instance.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/fake_tablet.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/shared/verdict.hpp"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <future>
#include <set>
#include <thread>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

/// A whole server on loopback with one enrolled tablet.
struct House {
    explicit House(Server::Options net = {}) {
        DataDir dir = makeDataDir(folder, seams);
        {
            Writer writer(std::move(*dir.openDatabase()), {});
            Administration office(writer, seams.clock, seams.rng);
            for (int i = 0; i < 5; ++i)
                codes.push_back(*office.makeEnrolCode(kSite));
        }
        Instance::Options options;
        options.net = net;
        instance = std::move(
            *Instance::start(std::move(dir), options, {seams.clock, seams.rng, seams.log}));
        const auto reply =
            RawClient(instance->port()).ask("POST /v1/enrol", tablet.enrolBody(codes.at(0)));
        tablet.enrolled(RawClient::bodyOf(reply));
    }

    std::string bearer() const { return "Authorization: Bearer " + tablet.token + "\r\n"; }
    std::string push(const std::string& body) {
        return RawClient(instance->port()).ask("POST /v1/facts", body, bearer());
    }
    bool isUp() {
        return RawClient::statusOf(RawClient(instance->port()).ask("GET /healthz")) == 200;
    }

    QTemporaryDir folder;
    Seams seams;
    std::vector<std::string> codes;
    FakeTablet tablet{1};
    std::unique_ptr<Instance> instance;
};

Error errorOf(const std::string& response) {
    const auto reply = protocol::decodeErrorReply(RawClient::bodyOf(response));
    return reply ? reply->error : Error{};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    assert(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

class TestHttp : public QObject {
    Q_OBJECT

private slots:
    void a_connection_serves_many_requests() {
        House house;
        RawClient client(house.instance->port());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(RawClient::statusOf(client.ask("GET /healthz")), 200);
        house.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        QCOMPARE(RawClient::statusOf(
                     client.ask("POST /v1/facts", house.tablet.pushBody(1), house.bearer())),
                 200);
        QCOMPARE(RawClient::statusOf(client.ask("GET /v1/feed?after=0", {}, house.bearer())), 200);
    }

    void hostile_bodies_are_refused_with_their_path_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("path");
        FakeTablet tablet(1);
        tablet.device.value = "d";
        tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto good = tablet.pushBody(1);
        const auto row = [](const char* name, const std::string& body, int status, const char* code,
                            const char* path) {
            QTest::newRow(name) << QByteArray::fromStdString(body) << status << code << path;
        };
        row("no JSON", "{\"epoch\":", 400, "malformed", "epoch");
        row("empty", "", 400, "malformed", "");
        row("a list", "[]", 422, "wrong_type", "");
        row("wrong type", replaced(good, "\"epoch\":1", "\"epoch\":\"1\""), 422, "wrong_type",
            "epoch");
        row("a float", replaced(good, "\"seq\":1", "\"seq\":1.5"), 400, "not_an_integer",
            "facts[0].seq");
        row("beyond int64", replaced(good, "\"seq\":1", "\"seq\":18446744073709551616"), 400,
            "not_an_integer", "facts[0].seq");
        row("twice the same member", replaced(good, "\"epoch\":1", "\"epoch\":1,\"epoch\":1"), 400,
            "duplicate_member", "epoch");
        row("an unknown member", replaced(good, "\"epoch\":1", "\"epoch\":1,\"more\":1"), 422,
            "unknown_member", "more");
        row("an over-long id",
            replaced(good, "\"by\":\"s1\"", "\"by\":\"" + std::string(65, 's') + "\""), 422,
            "too_long", "facts[0].by");
        row("invalid UTF-8", replaced(good, "\"by\":\"s1\"", "\"by\":\"\xff\xfe\""), 400,
            "invalid_utf8", "facts[0].by");
        row("a depth bomb",
            replaced(good, "\"data\":{", "\"data\":" + std::string(100'000, '[') + "{"), 400,
            "too_deep", nullptr);
    }
    void hostile_bodies_are_refused_with_their_path() {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, path);
        House house;
        const auto response = house.push(body.toStdString());
        QCOMPARE(RawClient::statusOf(response), status);
        const Error error = errorOf(response);
        QCOMPARE(QString(toString(error.code)), code);
        if (!path.isNull()) QCOMPARE(QString::fromStdString(error.path), path);
        QVERIFY(house.isUp());
    }

    void an_oversized_body_is_413_also_while_it_is_sent() {
        House house;
        const auto announced = house.push(std::string(limits::kMaxBodyBytes + 1, ' '));
        QCOMPARE(RawClient::statusOf(announced), 413);
        const std::string begin = "POST /v1/facts HTTP/1.1\r\nHost: x\r\n";
        RawClient chunked(house.instance->port());
        chunked.send(begin + house.bearer() + "Transfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
        for (int i = 0; i < 5; ++i)
            chunked.send(chunk);
        QCOMPARE(RawClient::statusOf(chunked.receive()), 413);
        QVERIFY(house.isUp());
    }

    void the_largest_body_is_read() {
        House house;
        const auto response = house.push(std::string(limits::kMaxBodyBytes, ' '));
        QCOMPARE(RawClient::statusOf(response), 400); // read whole, and found to be no JSON
    }

    void large_bodies_wait_for_their_turn() {
        Server::Options net;
        net.largeAtOnce = 1;
        net.largePatience = std::chrono::minutes(5);
        House house(net);
        const std::string body(100'000, ' ');
        const std::string head = "POST /v1/facts HTTP/1.1\r\nHost: x\r\n" + house.bearer() +
                                 "Content-Length: 100000\r\n";
        RawClient first(house.instance->port());
        first.send(head + "Expect: 100-continue\r\n\r\n");
        QCOMPARE(RawClient::statusOf(first.receive()), 100); // it is the first one's turn
        RawClient second(house.instance->port());
        second.send(head + "\r\n" + body);
        QVERIFY(house.isUp()); // small requests go by
        first.send(body);
        QCOMPARE(RawClient::statusOf(first.receive()), 400);
        QCOMPARE(RawClient::statusOf(second.receive()), 400); // read whole, and no JSON
    }

    void who_may_not_bring_a_large_body_takes_nobodys_turn() {
        Server::Options net;
        net.largeAtOnce = 1;
        net.largePatience = std::chrono::milliseconds(1);
        House house(net);
        const std::string head = "POST /v1/facts HTTP/1.1\r\nHost: x\r\n";
        RawClient stranger(house.instance->port());
        stranger.send(head + "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
        QCOMPARE(RawClient::statusOf(stranger.receive()), 401); // and not a byte of it was read
        QCOMPARE_OK(house.instance->runOffice(
            {"device revoke", {{"device", house.tablet.device.value}}, {}}));
        RawClient out(house.instance->port());
        out.send("PUT /v1/blobs/" + std::string(64, 'a') + "?size=99999&offset=0 HTTP/1.1\r\n" +
                 house.bearer() + "Content-Length: 99999\r\n\r\n");
        QCOMPARE(RawClient::statusOf(out.receive()), 403);
    }

    void large_bodies_that_wait_too_long_are_to_come_again() {
        Server::Options net;
        net.largeAtOnce = 1;
        net.largePatience = std::chrono::milliseconds(1);
        House house(net);
        const std::string body(100'000, ' ');
        {
            RawClient first(house.instance->port());
            first.send("POST /v1/facts HTTP/1.1\r\nHost: x\r\n" + house.bearer() +
                       "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
            QCOMPARE(RawClient::statusOf(first.receive()), 100);
            const auto response = house.push(body);
            QCOMPARE(RawClient::statusOf(response), 503);
            QVERIFY(response.find("Retry-After: 5") != std::string::npos);
            QVERIFY(house.isUp());
            first.send(body);
            QCOMPARE(RawClient::statusOf(first.receive()), 400);
        }
        QCOMPARE(RawClient::statusOf(house.push(body)), 400); // its place is free again
    }

    void who_waits_for_a_turn_does_not_hold_up_the_stop() {
        Server::Options net;
        net.largeAtOnce = 0;
        net.largePatience = std::chrono::minutes(5);
        House house(net);
        RawClient waiting(house.instance->port());
        waiting.send("POST /v1/facts HTTP/1.1\r\nHost: x\r\n" + house.bearer() +
                     "Content-Length: 100000\r\n\r\n");
        QVERIFY(house.isUp());
        house.instance->stop();
        QCOMPARE(RawClient::statusOf(waiting.receive()), 503);
    }

    void an_oversized_header_is_431() {
        House house;
        RawClient client(house.instance->port());
        const auto response =
            client.ask("GET /healthz", {}, "X-Long: " + std::string(9000, 'x') + "\r\n");
        QCOMPARE(RawClient::statusOf(response), 431);
        QVERIFY(house.isUp());
    }

    void noise_is_400() {
        House house;
        RawClient client(house.instance->port());
        client.send("\x16\x03\x01\x02 hello\r\n\r\n");
        QCOMPARE(RawClient::statusOf(client.receive()), 400);
        QVERIFY(house.isUp());
    }

    void a_body_where_none_belongs_is_not_read() {
        House house;
        RawClient client(house.instance->port());
        const auto response = client.ask("POST /nowhere", std::string(100'000, 'x'));
        QCOMPARE(RawClient::statusOf(response), 404);
        QVERIFY(client.isClosedByPeer());
    }

    void a_slow_header_and_a_slow_body_run_out_of_time() {
        Server::Options net;
        net.idleDeadline = std::chrono::milliseconds(50);
        net.bodyDeadline = std::chrono::milliseconds(50);
        House house(net);
        RawClient slowHeader(house.instance->port());
        slowHeader.send("GET /healthz HTTP/1.1\r\n");
        QVERIFY(slowHeader.isClosedByPeer());
        RawClient slowBody(house.instance->port());
        slowBody.send("POST /v1/facts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
        QVERIFY(slowBody.isClosedByPeer());
        RawClient silent(house.instance->port());
        QVERIFY(silent.isClosedByPeer());
        QVERIFY(house.isUp());
    }

    void strangers_make_place_for_newcomers_and_tablets_do_not() {
        Server::Options net;
        net.maxConnections = 3;
        House house(net);
        const auto asTablet = [&](RawClient& client) {
            return RawClient::statusOf(client.ask("GET /v1/site", {}, house.bearer()));
        };
        RawClient tablet(house.instance->port());
        QCOMPARE(asTablet(tablet), 200);
        RawClient eldest(house.instance->port());
        QCOMPARE(RawClient::statusOf(eldest.ask("GET /v1/site")), 401);
        RawClient silent(house.instance->port());
        RawClient fourth(house.instance->port());
        QVERIFY(eldest.isClosedByPeer());
        QCOMPARE(asTablet(fourth), 200);
        RawClient fifth(house.instance->port());
        QVERIFY(silent.isClosedByPeer());
        QCOMPARE(asTablet(fifth), 200);
        // Now all places are tablets'.
        RawClient sixth(house.instance->port());
        QVERIFY(sixth.isClosedByPeer());
        QTRY_VERIFY(house.seams.log.text().find("connection_refused open=3") != std::string::npos);
        QCOMPARE(asTablet(tablet), 200);
        fourth.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QVERIFY(fourth.isClosedByPeer());
        QVERIFY(house.isUp());
    }

    void expect_continue_is_honoured() {
        House house;
        RawClient client(house.instance->port());
        client.send("POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                    "Expect: 100-continue\r\n\r\n");
        QCOMPARE(RawClient::statusOf(client.receive()), 100);
        client.send("{}");
        QCOMPARE(RawClient::statusOf(client.receive()), 422);
    }

    void only_loopback_is_listened_on() {
        const QTemporaryDir folder;
        Seams seams;
        Instance::Options options;
        options.net.address = "0.0.0.0";
        const auto refused = Instance::start(makeDataDir(folder, seams), options,
                                             {seams.clock, seams.rng, seams.log});
        QCOMPARE_FAILS(refused, notAllowed, "listen");
    }

    void a_reader_misses_nothing_while_many_write() {
        constexpr int kTablets = 4;
        constexpr int kFacts = 12;
        House house;
        const auto before = protocol::decodeFeedReply(RawClient::bodyOf(
            RawClient(house.instance->port()).ask("GET /v1/feed", {}, house.bearer())));
        QCOMPARE_OK(before);
        std::vector<FakeTablet> tablets;
        for (int i = 0; i < kTablets; ++i) {
            auto& tablet = tablets.emplace_back(static_cast<std::uint8_t>(10 + i));
            tablet.enrolled(RawClient::bodyOf(
                RawClient(house.instance->port())
                    .ask("POST /v1/enrol", tablet.enrolBody(house.codes.at(i + 1)))));
        }
        std::vector<std::thread> writers;
        std::atomic<int> received{0};
        std::atomic<int> writing{kTablets};
        for (auto& tablet : tablets) {
            writers.emplace_back([&] {
                RawClient client(house.instance->port());
                for (int i = 1; i <= kFacts; ++i) {
                    tablet.write("s1", facts::DutyChanged{StaffId("s1"), facts::Duty::on});
                    const auto reply = client.ask("POST /v1/facts", tablet.pushBody(i),
                                                  "Authorization: Bearer " + tablet.token + "\r\n");
                    if (RawClient::statusOf(reply) == 200) ++received;
                }
                --writing;
            });
        }
        // A reader that never looks back must still meet every fact.
        std::set<std::string> seen;
        std::int64_t after = before->next;
        RawClient reader(house.instance->port());
        // Until the writers have ended and nothing came since, however long a busy disk takes.
        for (bool ended = false, more = true; more || !ended;) {
            ended = writing == 0;
            const auto reply = protocol::decodeFeedReply(RawClient::bodyOf(
                reader.ask("GET /v1/feed?after=" + std::to_string(after), {}, house.bearer())));
            if (!reply) break;
            more = !reply->entries.empty();
            for (const auto& entry : reply->entries) {
                if (entry.fact && entry.fact->fact.device) seen.insert(entry.fact->fact.id.value);
            }
            after = reply->next;
        }
        for (auto& writer : writers)
            writer.join();
        QCOMPARE(received.load(), kTablets * kFacts);
        QCOMPARE(seen.size(), std::size_t(kTablets * kFacts));
    }

    void stopping_is_quick_and_finishes_running_requests() {
        House house;
        house.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        RawClient idle(house.instance->port());
        QCOMPARE(RawClient::statusOf(idle.ask("GET /healthz")), 200);
        RawClient half(house.instance->port());
        half.send("GET /healthz HTTP/1.1\r\nHo");
        // Answers that are on their way when the stop comes are whole or absent, never cut.
        std::vector<std::future<std::string>> pushes;
        for (int i = 0; i < 4; ++i)
            pushes.push_back(std::async(std::launch::async, [&, body = house.tablet.pushBody(1)] {
                return house.push(body);
            }));
        const auto first = pushes.front().get();
        QCOMPARE(RawClient::statusOf(first), 200);
        QElapsedTimer timer;
        timer.start();
        house.instance->stop();
        QVERIFY2(timer.elapsed() < 1900, "the stop waited for its deadline");
        QVERIFY(idle.isClosedByPeer());
        QVERIFY(half.isClosedByPeer());
    }

    void what_was_acknowledged_survives_a_restart() {
        House house;
        house.tablet.write("s1", visitOf("v1", "s1", "13800138000"));
        const auto body = house.tablet.pushBody(1);
        const auto before = protocol::decodePushReply(RawClient::bodyOf(house.push(body)));
        QCOMPARE_OK(before);
        house.instance.reset();
        house.instance =
            std::move(*Instance::start(std::move(*DataDir::open(pathOf(house.folder))), {},
                                       {house.seams.clock, house.seams.rng, house.seams.log}));
        const auto after = protocol::decodePushReply(RawClient::bodyOf(house.push(body)));
        QCOMPARE_OK(after);
        QCOMPARE(after->results[0].status, protocol::PushStatus::duplicate);
        QVERIFY(after->results[0].receipt->record == before->results[0].receipt->record);
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
