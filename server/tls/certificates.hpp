#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

#include <string>
#include <string_view>
#include <vector>

/// X.509 (RFC 5280) as far as this server needs it: an authority of its own, and one certificate
/// for itself. No files; everything is PEM text.
namespace shoujie::server {

/// Certificates, the owner's first and its authority's last, and the owner's private key.
struct TlsIdentity {
    std::string chain;
    std::string key;
};

struct CertificateInfo {
    Instant begins;
    Instant ends;
    std::vector<std::string> names; ///< hosts and IP addresses it speaks for, sorted
    bool selfSigned = false;
    Hash fingerprint{}; ///< SHA-256 of its DER form
};

/// What tablets allow for between their clock's date and the true one.
inline constexpr Duration kBackdated = std::chrono::days(30);
inline constexpr Duration kAuthorityLife = std::chrono::days(365 * 20);
/// Together with kBackdated below the 825 days that some platforms allow.
inline constexpr Duration kCertificateLife = std::chrono::days(730);

/// One spelling for one name: a host in lower case, an IP address without short forms.
/// ErrorCode::notAllowed at "name" for what is neither.
Result<std::string> canonicalName(const std::string& name);

/// A new authority with an ECDSA P-256 key: signs servers, and nothing below them.
Result<TlsIdentity> makeAuthority(Instant now);
/// A new key and a certificate for a server of these names, with the authority's behind it.
Result<TlsIdentity> issueCertificate(const TlsIdentity& authority,
                                     const std::vector<std::string>& names, Instant now);

/// What the certificates of a chain say, in its order; at least one.
Result<std::vector<CertificateInfo>> describeChain(std::string_view chain);
/// Whether the chain is whole (each signed by the next, the last by itself, as tablets pin it) and
/// the key is its first one's; ErrorCode::notAllowed otherwise.
Result<void> checkIdentity(const TlsIdentity& identity);

} // namespace shoujie::server
