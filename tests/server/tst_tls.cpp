#include "server/app/instance.hpp"
#include "server/tls/tls_folder.hpp"
#include "tests/server/bench.hpp"
#include "tests/server/raw_client.hpp"
#include "tests/shared/verdict.hpp"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace shoujie;
using namespace shoujie::server;
using namespace shoujie::server::testing;

namespace {

constexpr int kPatience = 60'000;
using Names = std::vector<std::string>;

/// A server that speaks TLS; certificates are checked by the machine's own clock.
struct House {
    explicit House(Server::Options net = {}) {
        DataDir dir = makeDataDir(folder, seams);
        const TlsFolder tls(pathOf(folder));
        if (!tls.prepare({}, SystemClock().now())) qFatal("no authority");
        net.tls = *tls.identity(SystemClock().now());
        authority = QSslCertificate::fromPath(folder.filePath("data/tls/ca.pem")).at(0);
        Instance::Options options;
        options.net = net;
        instance = std::move(
            *Instance::start(std::move(dir), options, {seams.clock, seams.rng, seams.log}));
    }
    /// Shakes hands as a tablet with the authority pinned does.
    bool connect(QSslSocket& socket, QSsl::SslProtocol protocol = QSsl::TlsV1_3) const {
        QSslConfiguration tls;
        tls.setCaCertificates({authority});
        tls.setProtocol(protocol);
        socket.setSslConfiguration(tls);
        socket.connectToHostEncrypted("127.0.0.1", instance->port());
        return socket.waitForEncrypted(kPatience);
    }

    QTemporaryDir folder;
    Seams seams;
    QSslCertificate authority;
    std::unique_ptr<Instance> instance;
};

/// One request; the status line of its response, whose body is read as well.
QByteArray ask(QSslSocket& socket, const QByteArray& request) {
    socket.write(request);
    QByteArray response;
    while (true) {
        const auto head = response.indexOf("\r\n\r\n");
        const auto length = response.indexOf("Content-Length: ");
        if (head >= 0 && length >= 0) {
            const auto end = response.indexOf("\r\n", length);
            const auto body = response.mid(length + 16, end - length - 16).toInt();
            if (response.size() >= head + 4 + body) return response.left(response.indexOf("\r\n"));
        }
        if (!socket.waitForReadyRead(kPatience)) return response;
        response += socket.readAll();
    }
}

QByteArray get(const char* path) {
    return QByteArray("GET ") + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

mode_t modeOf(const QString& path) {
    struct stat info {};
    return stat(path.toUtf8().constData(), &info) == 0 ? info.st_mode & 0777 : 0;
}

void write(const QString& path, const std::string& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) < 0)
        qFatal("cannot write");
}

} // namespace

class TestTls : public QObject {
    Q_OBJECT

private slots:
    void requests_follow_each_other_on_one_connection() {
        House house;
        QSslSocket socket;
        QVERIFY2(house.connect(socket), qPrintable(socket.errorString()));
        QCOMPARE(socket.sessionProtocol(), QSsl::TlsV1_3);
        QCOMPARE(socket.peerCertificateChain().size(), 2);
        QCOMPARE(socket.peerCertificateChain().at(1), house.authority);
        QCOMPARE(ask(socket, get("/healthz")), QByteArray("HTTP/1.1 200 OK"));
        // More than one record of TLS.
        const QByteArray large(200 * 1024, '[');
        const QByteArray push = "POST /v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                QByteArray::number(large.size()) + "\r\n\r\n" + large;
        QCOMPARE(ask(socket, push), QByteArray("HTTP/1.1 401 Unauthorized"));
    }

    void what_is_too_large_is_told_before_the_goodbye() {
        House house;
        QSslSocket socket;
        QVERIFY(house.connect(socket));
        QCOMPARE(ask(socket, "POST /v1/facts HTTP/1.1\r\nHost: localhost\r\n"
                             "Content-Length: 9999999\r\n\r\n" +
                                 QByteArray(100'000, 'x')),
                 QByteArray("HTTP/1.1 413 Payload Too Large"));
        QVERIFY(socket.state() == QAbstractSocket::UnconnectedState ||
                socket.waitForDisconnected(kPatience));
    }

    void older_versions_are_refused() {
        House house;
        QSslSocket old;
        QVERIFY(!house.connect(old, QSsl::TlsV1_2));
        QTRY_VERIFY(house.seams.log.text().find("handshake_failed") != std::string::npos);
        QSslSocket fresh;
        QVERIFY(house.connect(fresh));
    }

    void plain_text_gets_no_answer() {
        House house;
        RawClient client(house.instance->port());
        QVERIFY(client.ask("GET /healthz").find("HTTP") == std::string::npos);
        QVERIFY(client.isClosedByPeer());
    }

    void half_open_handshakes_end() {
        Server::Options net;
        net.handshakeDeadline = std::chrono::milliseconds(500);
        House house(net);
        RawClient silent(house.instance->port());
        RawClient slow(house.instance->port());
        // The first byte of a hello, and never the rest.
        QVERIFY(slow.send("\x16"));
        QVERIFY(silent.isClosedByPeer());
        QVERIFY(slow.isClosedByPeer());
    }

    void half_open_handshakes_keep_nobody_out() {
        Server::Options net;
        net.maxConnections = 2;
        House house(net);
        RawClient silent(house.instance->port());
        RawClient slow(house.instance->port());
        QVERIFY(slow.send("\x16"));
        QSslSocket socket;
        QVERIFY(house.connect(socket));
        QVERIFY(silent.isClosedByPeer());
    }

    void stopping_waits_for_nobody_who_is_idle() {
        Server::Options net;
        net.stopDeadline = std::chrono::hours(1);
        House house(net);
        RawClient silent(house.instance->port());
        QSslSocket socket;
        QVERIFY(house.connect(socket));
        QCOMPARE(ask(socket, get("/healthz")), QByteArray("HTTP/1.1 200 OK"));
        house.instance->stop();
        QVERIFY(silent.isClosedByPeer());
        QVERIFY(socket.waitForDisconnected(kPatience));
    }

    void certificates_are_made_once_and_renewed_when_due() {
        QTemporaryDir data;
        const TlsFolder tls(data.path().toStdString());
        const Instant now = *parseRfc3339("2026-03-01T02:00:00Z");
        QCOMPARE_FAILS(tls.identity(now), notFound, "tls");
        QVERIFY(tls.prepare({}, now));
        const auto first = tls.identity(now);
        QCOMPARE_OK(first);
        const auto pin = *tls.authorityFingerprint();
        const auto chain = describeChain(first->chain);
        QCOMPARE_OK(chain);
        QCOMPARE(chain->size(), std::size_t(2));
        QVERIFY(chain->at(0).names == (Names{"127.0.0.1", "localhost"}));
        QVERIFY(!chain->at(0).selfSigned);
        QVERIFY(chain->at(1).selfSigned);
        QVERIFY(chain->at(1).fingerprint == pin);
        QVERIFY(chain->at(1).ends > now + std::chrono::days(19 * 365));
        for (const char* name : {"ca.pem", "ca.key", "server.pem", "server.key", "names"})
            QCOMPARE(modeOf(data.filePath(QString("tls/") + name)), mode_t(0600));
        QCOMPARE(modeOf(data.filePath("tls")), mode_t(0700));

        QCOMPARE(tls.identity(now + std::chrono::days(300))->chain, first->chain);
        const auto later = tls.identity(now + std::chrono::days(400));
        QCOMPARE_OK(later);
        QVERIFY(later->chain != first->chain);
        QVERIFY(later->key != first->key);
        QVERIFY(describeChain(later->chain)->back().fingerprint == pin);

        QVERIFY(tls.prepare({"Office.Example", "10.0.0.5", "::1"}, now));
        const auto renamed = tls.identity(now);
        QCOMPARE_OK(renamed);
        QVERIFY(describeChain(renamed->chain)->front().names ==
                (Names{"0000:0000:0000:0000:0000:0000:0000:0001", "10.0.0.5", "office.example"}));
        QVERIFY(*tls.authorityFingerprint() == pin);
        QVERIFY(tls.prepare({}, now));
        QCOMPARE(tls.identity(now)->chain, renamed->chain);
    }

    void a_renewal_that_was_cut_short_is_made_again() {
        QTemporaryDir data;
        const TlsFolder tls(data.path().toStdString());
        const Instant now = *parseRfc3339("2026-03-01T02:00:00Z");
        QVERIFY(tls.prepare({}, now));
        const auto first = tls.identity(now);
        write(data.filePath("tls/server.key"), makeAuthority(now)->key);
        const auto second = tls.identity(now);
        QCOMPARE_OK(second);
        QVERIFY(second->chain != first->chain);
        QVERIFY(checkIdentity(*second));
    }

    void names_are_hosts_or_addresses() {
        QTemporaryDir data;
        const TlsFolder tls(data.path().toStdString());
        for (const char* name : {"", "a b", "x,DNS:other", "*.example", "名.example", ".a", "a."})
            QCOMPARE_FAILS(tls.prepare({name}, Instant{}), notAllowed, "name");
    }

    void ones_own_certificate_must_be_whole() {
        const Instant now = SystemClock().now();
        const auto authority = *makeAuthority(now);
        const auto good = *issueCertificate(authority, {"localhost"}, now);
        const auto other = *issueCertificate(authority, {"localhost"}, now);
        const auto stranger = *makeAuthority(now);
        const std::string leaf = good.chain.substr(0, good.chain.size() - authority.chain.size());
        QVERIFY(checkIdentity(good));
        QVERIFY(checkIdentity(authority));
        QCOMPARE_FAILS(checkIdentity({good.chain, other.key}), notAllowed, "certificate");
        QCOMPARE_FAILS(checkIdentity({leaf, good.key}), notAllowed, "certificate");
        QCOMPARE_FAILS(checkIdentity({leaf + stranger.chain, good.key}), notAllowed, "certificate");
        QCOMPARE_FAILS(checkIdentity({"", good.key}), notAllowed, "certificate");
        QCOMPARE_FAILS(checkIdentity({good.chain, ""}), notAllowed, "certificate");
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
