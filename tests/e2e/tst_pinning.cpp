#include "client/store/tablet_core.hpp"
#include "client/transport/live_listener.hpp"
#include "client/transport/tablet_runner.hpp"
#include "server/tls/certificates.hpp"
#include "shared/core/seams.hpp"
#include "tests/support/processes.hpp"

#include <QFile>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace shoujie;
using namespace shoujie::client;
using namespace shoujie::server;
using namespace shoujie::test;

namespace {

constexpr int kWait = 60'000;
const QString kBinaries = QStringLiteral(SHOUJIE_BINARIES);

template <class Value>
Value valueOf(QFuture<Value> future) {
    future.waitForFinished();
    return future.result();
}

/// The office's server process over TLS, and a tablet in this process.
class Office {
public:
    Office() : server(kBinaries, m_folder.filePath("server"), Line::tls) {
        codes = server.makeDemoSite();
        server.start();
    }

    Result<void> enrol(TabletRunner& tablet, const QString& code) const {
        return valueOf(tablet.enrol(server.url(), code));
    }
    [[nodiscard]] QString store() const { return m_folder.filePath("tablet.db"); }

    [[nodiscard]] TlsIdentity authority() const {
        return {read("server/tls/ca.pem"), read("server/tls/ca.key")};
    }
    /// Starts the server anew on the same port with this certificate in its hand.
    void restartAs(const TlsIdentity& identity) {
        write("other.pem", identity.chain);
        write("other.key", identity.key);
        if (server.stop() != 0) qFatal("the server did not stop");
        server.start({"--certificate", m_folder.filePath("other.pem"), "--key",
                      m_folder.filePath("other.key")});
    }

private:
    [[nodiscard]] std::string read(const char* name) const {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", name);
        return file.readAll().toStdString();
    }
    void write(const char* name, const std::string& text) const {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write %s", name);
        file.write(QByteArray::fromStdString(text));
    }

    QTemporaryDir m_folder;

public:
    ServerProcess server;
    QStringList codes;
};

/// A TLS server of this test's own, for what the real one would never do.
struct Impostor {
    explicit Impostor(const TlsIdentity& identity, QSsl::SslProtocol protocol) {
        QSslConfiguration tls;
        tls.setLocalCertificateChain(
            QSslCertificate::fromData(QByteArray::fromStdString(identity.chain)));
        tls.setPrivateKey(QSslKey(QByteArray::fromStdString(identity.key), QSsl::Ec));
        tls.setProtocol(protocol);
        server.setSslConfiguration(tls);
        QObject::connect(&server, &QSslServer::startedEncryptionHandshake, &server,
                         [this](QSslSocket* guest) {
                             QObject::connect(guest, &QSslSocket::disconnected, &server,
                                              [this, guest] { refused += !guest->isEncrypted(); });
                         });
        if (!server.listen(QHostAddress::LocalHost)) qFatal("cannot listen");
    }
    [[nodiscard]] QUrl url() const {
        return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(server.serverPort()));
    }

    QSslServer server;
    int refused = 0; ///< handshakes that the peer broke off
};

std::vector<std::uint8_t> derOf(const TlsIdentity& authority) {
    const auto der =
        QSslCertificate::fromData(QByteArray::fromStdString(authority.chain)).at(0).toDer();
    return {der.begin(), der.end()};
}

QString pinOf(const TlsIdentity& identity) {
    return QString::fromStdString(toHex(describeChain(identity.chain)->back().fingerprint));
}

Error errorOf(const Result<void>& result) {
    return result ? Error{ErrorCode::malformed, "", "it succeeded"} : result.error();
}

} // namespace

class TestPinning final : public QObject {
    Q_OBJECT

private slots:
    void a_tablet_trusts_the_authority_its_code_names();
    void wrong_pins_and_missing_ones_enrol_nothing();
    void an_enrolled_tablet_refuses_every_other_certificate_data();
    void an_enrolled_tablet_refuses_every_other_certificate();
    void an_older_version_of_tls_is_refused();
    void pokes_come_over_tls();
    void the_websocket_trusts_the_pinned_authority_only();
};

void TestPinning::a_tablet_trusts_the_authority_its_code_names() {
    Office office;
    {
        TabletRunner tablet(office.store());
        // As a person types it.
        const QString typed = office.codes.at(0).toUpper().replace(".", " . ") + "\n";
        const auto enrolled = office.enrol(tablet, typed);
        QVERIFY2(enrolled.ok(), enrolled ? "" : describe(enrolled.error()).c_str());
        QVERIFY(!valueOf(tablet.syncOnce()).error);
    }
    // The pin is in the store, not in the process.
    TabletRunner tablet(office.store());
    const SyncReport again = valueOf(tablet.syncOnce());
    QVERIFY2(!again.error, again.error ? describe(*again.error).c_str() : "");
}

void TestPinning::wrong_pins_and_missing_ones_enrol_nothing() {
    Office office;
    TabletRunner tablet(office.store());
    const QString code = office.codes.at(0).left(32);
    const auto refused = errorOf(office.enrol(tablet, code + '.' + QString(64, 'a')));
    QCOMPARE(refused.code, ErrorCode::untrusted);
    QCOMPARE(refused.path, std::string("code"));
    const auto unpinned = errorOf(office.enrol(tablet, code));
    QCOMPARE(unpinned.code, ErrorCode::notAllowed);
    QCOMPARE(unpinned.path, std::string("code"));
    const auto half = errorOf(office.enrol(tablet, office.codes.at(0).chopped(1)));
    QCOMPARE(half.code, ErrorCode::malformed);
    QUrl plain(office.server.url());
    plain.setScheme("http");
    const auto unchecked = errorOf(valueOf(tablet.enrol(plain, office.codes.at(0))));
    QCOMPARE(unchecked.code, ErrorCode::notAllowed);
    QCOMPARE(unchecked.path, std::string("server"));
    // None of it has shown the code to anybody: it is still good.
    QVERIFY(office.enrol(tablet, office.codes.at(0)));
}

void TestPinning::an_enrolled_tablet_refuses_every_other_certificate_data() {
    QTest::addColumn<QString>("which");
    QTest::addColumn<QString>("why");
    QTest::newRow("another authority") << "stranger"
                                       << "not vouched for";
    QTest::newRow("expired") << "expired"
                             << "has expired";
    QTest::newRow("not valid yet") << "early"
                                   << "not valid yet";
    QTest::newRow("for another name") << "elsewhere"
                                      << "another name";
}

void TestPinning::an_enrolled_tablet_refuses_every_other_certificate() {
    QFETCH(QString, which);
    QFETCH(QString, why);
    Office office;
    TabletRunner tablet(office.store());
    QVERIFY(office.enrol(tablet, office.codes.at(0)));
    QVERIFY(!valueOf(tablet.syncOnce()).error);

    const Instant now = SystemClock().now();
    const TlsIdentity stranger = *makeAuthority(now);
    const auto years = [](int count) {
        return std::chrono::days(365 * count);
    };
    const std::vector<std::string> here{"127.0.0.1"};
    office.restartAs(
        which == "stranger"  ? *issueCertificate(stranger, here, now)
        : which == "expired" ? *issueCertificate(office.authority(), here, now - years(3))
        : which == "early"   ? *issueCertificate(office.authority(), here, now + years(1))
                             : *issueCertificate(office.authority(), {"127.0.0.2"}, now));
    for (int attempt = 0; attempt < 2; ++attempt) {
        const SyncReport report = valueOf(tablet.syncOnce());
        QVERIFY(report.error);
        QCOMPARE(report.error->code, ErrorCode::untrusted);
        QCOMPARE(report.error->path, std::string("certificate"));
        QVERIFY2(QString::fromStdString(report.error->message).contains(why),
                 report.error->message.c_str());
    }
    office.restartAs(*issueCertificate(office.authority(), here, now));
    const SyncReport back = valueOf(tablet.syncOnce());
    QVERIFY2(!back.error, back.error ? describe(*back.error).c_str() : "");
}

void TestPinning::an_older_version_of_tls_is_refused() {
    QTemporaryDir folder;
    const Instant now = SystemClock().now();
    const TlsIdentity identity = *issueCertificate(*makeAuthority(now), {"127.0.0.1"}, now);
    Impostor old(identity, QSsl::TlsV1_2);
    TabletRunner tablet(folder.filePath("tablet.db"));
    std::optional<Result<void>> result;
    tablet.enrol(old.url(), QString(32, 'a') + '.' + pinOf(identity))
        .then(this, [&](const Result<void>& done) { result = done; });
    QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), kWait);
    QCOMPARE(errorOf(*result).code, ErrorCode::unavailable);
}

void TestPinning::pokes_come_over_tls() {
    Office office;
    TabletRunner tablet(office.store());
    QVERIFY(office.enrol(tablet, office.codes.at(0)));
    const auto identity = valueOf(
        tablet.run([](Tablet& core) { return dynamic_cast<TabletCore&>(core).identity(); }));
    QVERIFY(identity);
    QVERIFY(identity->authority == derOf(office.authority()));
    // The first poke comes as soon as the line is open, however quiet the site.
    std::int64_t poked = -1;
    QObject parent;
    LiveListener listener(&parent, [&](std::int64_t seq) { poked = seq; });
    listener.open(office.server.url(), identity->token, identity->authority);
    QTRY_VERIFY_WITH_TIMEOUT(poked > 0, kWait);
}

void TestPinning::the_websocket_trusts_the_pinned_authority_only() {
    const Instant now = SystemClock().now();
    const TlsIdentity authority = *makeAuthority(now);
    const TlsIdentity stranger = *makeAuthority(now);
    Impostor impostor(*issueCertificate(stranger, {"127.0.0.1"}, now), QSsl::TlsV1_3);
    QObject parent;
    LiveListener listener(&parent, [](std::int64_t) {});
    listener.open(impostor.url(), "token", derOf(authority));
    QTRY_COMPARE_WITH_TIMEOUT(impostor.refused, 1, kWait);
    // The line is down again, not merely quiet: it can be opened anew.
    listener.open(impostor.url(), "token", derOf(authority));
    QTRY_COMPARE_WITH_TIMEOUT(impostor.refused, 2, kWait);
    listener.open(impostor.url(), "token", {});
    QTRY_COMPARE_WITH_TIMEOUT(impostor.refused, 3, kWait);
}

QTEST_GUILESS_MAIN(TestPinning)
#include "tst_pinning.moc"
