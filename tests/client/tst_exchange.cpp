#include "client/sync/enrolment.hpp"
#include "client/sync/exchange.hpp"
#include "shared/protocol/messages.hpp"
#include "tests/client/scripted_server.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::client::test;

class TestExchange final : public QObject {
    Q_OBJECT

private slots:
    void only_what_may_pass_by_itself_is_transient();
    void only_another_register_is_a_dispute();
    void restored_and_copied_tablets_are_told_apart();
    void error_reply_gives_the_servers_own_words();
    void status_without_words_gives_what_it_means_data();
    void status_without_words_gives_what_it_means();
    void request_carries_version_and_token();
    void server_address_is_https_or_loopback_data();
    void server_address_is_https_or_loopback();
    void lost_enrolment_reply_can_be_asked_for_again();
    void wrong_code_enrols_nothing();
    void enrolled_tablet_does_not_change_its_site();
};

void TestExchange::only_what_may_pass_by_itself_is_transient() {
    const std::vector<ErrorCode> transient{ErrorCode::unavailable, ErrorCode::tooMany,
                                           ErrorCode::storage};
    for (int code = 0; code <= static_cast<int>(ErrorCode::corrupt); ++code) {
        const auto one = static_cast<ErrorCode>(code);
        const bool passes = std::ranges::find(transient, one) != transient.end();
        QCOMPARE(classify({one, "", ""}) == Failure::transient, passes);
    }
}

void TestExchange::only_another_register_is_a_dispute() {
    QVERIFY(isDisputed({ErrorCode::corrupt, "checkpoint", ""}));
    QVERIFY(isDisputed({ErrorCode::corrupt, "consistency", ""}));
    QVERIFY(isDisputed({ErrorCode::conflict, "tree_size", ""}));
    QVERIFY(!isDisputed({ErrorCode::corrupt, "signature", ""}));
    QVERIFY(!isDisputed({ErrorCode::corrupt, "", ""}));
    QVERIFY(!isDisputed({ErrorCode::conflict, "epoch", ""}));
    QVERIFY(!isDisputed({ErrorCode::unavailable, "checkpoint", ""}));
}

void TestExchange::restored_and_copied_tablets_are_told_apart() {
    QVERIFY(isEpochOver({ErrorCode::conflict, "epoch", ""}));
    QVERIFY(!isEpochOver({ErrorCode::conflict, "facts[0].seq", ""}));
    QVERIFY(!isEpochOver({ErrorCode::forbidden, "epoch", ""}));
    QVERIFY(isSetAside({ErrorCode::forbidden, "device", ""}));
    QVERIFY(!isSetAside({ErrorCode::forbidden, "facts[0].device", ""}));
    QVERIFY(!isSetAside({ErrorCode::unauthorized, "device", ""}));
}

void TestExchange::error_reply_gives_the_servers_own_words() {
    const Error said{ErrorCode::forbidden, "facts[2].by", "may not write this"};
    const Error read = errorOf({403, protocol::encode(protocol::ErrorReply{said})});
    QVERIFY(read == said);
}

void TestExchange::status_without_words_gives_what_it_means_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    const auto row = [](int status, ErrorCode code) {
        QTest::addRow("%d", status) << status << static_cast<int>(code);
    };
    row(302, ErrorCode::unavailable);
    row(400, ErrorCode::malformed);
    row(401, ErrorCode::unauthorized);
    row(403, ErrorCode::forbidden);
    row(404, ErrorCode::notFound);
    row(409, ErrorCode::conflict);
    row(413, ErrorCode::tooLong);
    row(426, ErrorCode::unsupported);
    row(429, ErrorCode::tooMany);
    row(500, ErrorCode::unavailable);
    row(503, ErrorCode::unavailable);
}

void TestExchange::status_without_words_gives_what_it_means() {
    QFETCH(int, status);
    QFETCH(int, code);
    QCOMPARE(static_cast<int>(errorOf({status, "<html>502</html>"}).code), code);
}

void TestExchange::request_carries_version_and_token() {
    const HttpRequest request = makeRequest("POST", "/v1/facts", "{}", "Bearer secret");
    using Header = std::pair<std::string, std::string>;
    const auto has = [&](const Header& header) {
        return std::ranges::find(request.headers, header) != request.headers.end();
    };
    QVERIFY(has({"Shoujie-Protocol", "1"}));
    QVERIFY(has({"Authorization", "Bearer secret"}));
    QVERIFY(has({"Content-Type", "application/json"}));
    for (const auto& [name, value] : makeRequest("GET", "/v1/feed", "", "").headers)
        QCOMPARE(name, std::string("Shoujie-Protocol"));
}

void TestExchange::server_address_is_https_or_loopback_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("expected"); // empty: refused
    const auto row = [](const char* address, const char* expected) {
        QTest::newRow(address) << address << expected;
    };
    row("https://register.example", "https://register.example");
    row("https://register.example:8443/", "https://register.example:8443");
    row("http://127.0.0.1:8080", "http://127.0.0.1:8080");
    row("http://localhost:8080/", "http://localhost:8080");
    row("http://[::1]:8080", "http://[::1]:8080");
    row("http://register.example", "");
    row("http://127.0.0.1.evil.example", "");
    row("http://127.0.0.1@evil.example", "");
    row("https://register.example/path", "");
    row("https://register.example?x=1", "");
    row("https://", "");
    row("ftp://register.example", "");
    row("", "");
}

void TestExchange::server_address_is_https_or_loopback() {
    QFETCH(QString, address);
    QFETCH(QString, expected);
    const auto checked = checkServerAddress(address.toStdString());
    QCOMPARE(checked.ok(), !expected.isEmpty());
    if (checked) {
        QCOMPARE(*checked, expected.toStdString());
    } else {
        QCOMPARE(checked.error().code, ErrorCode::notAllowed);
        QCOMPARE(checked.error().path, std::string("server"));
    }
}

namespace {

/// Asks once; what came of it.
Result<void> enrol(TabletCore& tablet, ScriptedTransport& line, const std::string& code) {
    std::optional<Result<void>> result;
    Enrolment enrolment(tablet, line, "https://register.example", {},
                        [&](Result<void> done) { result = std::move(done); });
    enrolment.start(code);
    line.run();
    return result.value_or(Error{ErrorCode::unavailable, "", "no answer at all"});
}

} // namespace

void TestExchange::lost_enrolment_reply_can_be_asked_for_again() {
    QTemporaryDir folder;
    World world;
    ScriptedServer server(world);
    TabletBench bench(world, folder.filePath("tablet.db").toStdString());
    ScriptedTransport line(server);
    line.fault = [](int number, const HttpRequest&) {
        return number == 0 ? Fault::replyLost : Fault::none;
    };
    const auto lost = enrol(bench.core(), line, server.code);
    QVERIFY(!lost);
    QCOMPARE(lost.error().code, ErrorCode::unavailable);
    QVERIFY(!bench.core().identity());

    bench.reopen();
    QVERIFY(enrol(bench.core(), line, server.code));
    bench.reopen();
    QVERIFY(bench.core().identity());
    QCOMPARE(bench.core().device(), DeviceId("d1"));
    QCOMPARE(bench.core().site(), SiteId("xidi"));
    QCOMPARE(bench.core().identity()->server, std::string("https://register.example"));
}

void TestExchange::wrong_code_enrols_nothing() {
    QTemporaryDir folder;
    World world;
    ScriptedServer server(world);
    TabletBench bench(world, folder.filePath("tablet.db").toStdString());
    ScriptedTransport line(server);
    const auto refused = enrol(bench.core(), line, std::string(32, 'f'));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::unauthorized);
    QCOMPARE(refused.error().path, std::string("code"));
    QVERIFY(!bench.core().identity());
}

void TestExchange::enrolled_tablet_does_not_change_its_site() {
    QTemporaryDir folder;
    World world;
    ScriptedServer server(world);
    TabletBench bench(world, folder.filePath("tablet.db").toStdString());
    ScriptedTransport line(server);
    QVERIFY(enrol(bench.core(), line, server.code));
    const auto again = enrol(bench.core(), line, server.code);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::conflict);
    QCOMPARE(bench.core().device(), DeviceId("d1"));
}

QTEST_GUILESS_MAIN(TestExchange)
#include "tst_exchange.moc"
