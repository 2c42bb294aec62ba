#include "client/transport/pinned_tls.hpp"

#include <QCryptographicHash>
#include <QSslCertificate>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <utility>

namespace shoujie::client {
namespace {

constexpr int kHttpsPort = 443;
constexpr std::chrono::seconds kPatience{20};

QByteArray bytes(std::span<const std::uint8_t> raw) {
    return {reinterpret_cast<const char*>(raw.data()), static_cast<qsizetype>(raw.size())};
}

/// The complaints that have words of their own, the gravest first.
struct Words {
    QSslError::SslError complaint;
    const char* text;
};
constexpr std::array kWords{
    Words{QSslError::HostNameMismatch, "is for a server of another name"},
    Words{QSslError::CertificateExpired, "has expired, or this tablet's date is wrong"},
    Words{QSslError::CertificateNotYetValid, "is not valid yet, or this tablet's date is wrong"},
};

} // namespace

QSslConfiguration pinnedTo(const std::vector<std::uint8_t>& authority) {
    QSslConfiguration tls;
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setCaCertificates(authority.empty()
                              ? QList<QSslCertificate>()
                              : QSslCertificate::fromData(bytes(authority), QSsl::Der));
    return tls;
}

Error untrusted(const QList<QSslError>& complaints) {
    const auto concerns = [&](QSslError::SslError what) {
        return [what](const QSslError& complaint) {
            return complaint.error() == what;
        };
    };
    const auto known = [&](const QSslError& complaint) {
        return std::any_of(kWords.begin(), kWords.end(), [&](const Words& words) {
            return words.complaint == complaint.error();
        });
    };
    const char* text = "is not vouched for by the authority that this tablet has pinned";
    if (std::all_of(complaints.begin(), complaints.end(), known)) {
        const auto* gravest = std::find_if(kWords.begin(), kWords.end(), [&](const Words& words) {
            return std::any_of(complaints.begin(), complaints.end(), concerns(words.complaint));
        });
        if (gravest != kWords.end()) text = gravest->text;
    }
    return {ErrorCode::untrusted, "certificate", text};
}

AuthorityFetch::AuthorityFetch(const QUrl& server, const Hash& fingerprint, Done done)
    : m_done(std::move(done)) {
    QSslConfiguration tls;
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    // Nobody is trusted yet: the fingerprint decides, see shown().
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_socket.setSslConfiguration(tls);
    QObject::connect(&m_socket, &QSslSocket::encrypted, &m_socket,
                     [this, fingerprint] { shown(fingerprint); });
    // Queued: it may fail before this constructor has returned.
    QObject::connect(
        &m_socket, &QSslSocket::errorOccurred, &m_socket,
        [this] {
            finish(Error{ErrorCode::unavailable, "", "the server cannot be reached over TLS 1.3"});
        },
        Qt::QueuedConnection);
    m_deadline.setSingleShot(true);
    QObject::connect(&m_deadline, &QTimer::timeout, &m_deadline, [this] {
        finish(Error{ErrorCode::unavailable, "", "the server cannot be reached"});
    });
    m_deadline.start(kPatience);
    m_socket.connectToHostEncrypted(server.host(), static_cast<quint16>(server.port(kHttpsPort)));
}

void AuthorityFetch::shown(const Hash& fingerprint) {
    for (const QSslCertificate& certificate : m_socket.peerCertificateChain()) {
        if (certificate.digest(QCryptographicHash::Sha256) != bytes(fingerprint)) continue;
        const QByteArray der = certificate.toDer();
        return finish(std::vector<std::uint8_t>(der.begin(), der.end()));
    }
    finish(Error{ErrorCode::untrusted, "code",
                 "names another office: the server does not show that certificate"});
}

void AuthorityFetch::finish(Result<std::vector<std::uint8_t>> result) {
    const Done done = std::exchange(m_done, nullptr);
    if (!done) return;
    m_deadline.stop();
    m_socket.disconnectFromHost();
    done(std::move(result));
}

} // namespace shoujie::client
