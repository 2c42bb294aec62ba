#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"

#include <QList>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>

#include <cstdint>
#include <functional>
#include <vector>

namespace shoujie::client {

/// TLS 1.3 with servers that this certificate (DER) vouches for and with nobody else; with an empty
/// one nobody at all. The system's own list of authorities counts for nothing.
QSslConfiguration pinnedTo(const std::vector<std::uint8_t>& authority);

/// Why a server's certificate was refused: ErrorCode::untrusted at "certificate".
Error untrusted(const QList<QSslError>& complaints);

/// Fetches the certificate of that fingerprint from the chain that a server shows. Nothing is sent
/// to it and nothing it says is believed; whether it holds the certificate's trust is for the next
/// connection to find out.
class AuthorityFetch {
public:
    using Done = std::function<void(Result<std::vector<std::uint8_t>>)>;

    /// Begins at once. `done` is called once, later, unless this is destroyed before; it may not
    /// destroy this. ErrorCode::untrusted at "code" where the chain does not hold it.
    AuthorityFetch(const QUrl& server, const Hash& fingerprint, Done done);

private:
    void shown(const Hash& fingerprint);
    void finish(Result<std::vector<std::uint8_t>> result);

    QSslSocket m_socket;
    QTimer m_deadline;
    Done m_done;
};

} // namespace shoujie::client
