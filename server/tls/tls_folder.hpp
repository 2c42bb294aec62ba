#pragma once

#include "server/tls/certificates.hpp"
#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/sealing.hpp"
#include "shared/core/time.hpp"

#include <string>
#include <vector>

namespace shoujie::server {

/// The server's own authority and certificate, in the folder `tls` of its data: `ca.pem`, `ca.key`,
/// `server.pem`, `server.key` and `names`, each for its owner's eyes only. Whoever calls holds the
/// data folder's lock.
class TlsFolder {
public:
    explicit TlsFolder(const std::string& dataDir);

    /// Makes an authority where there is none, and keeps the names that the server is reached by;
    /// without any, those kept before or else localhost and 127.0.0.1.
    Result<void> prepare(const std::vector<std::string>& names, Instant now) const;
    /// What to serve with: a new certificate where there is none, where it is for other names or
    /// another authority, or where less than half its life is left.
    Result<TlsIdentity> identity(Instant now) const;
    /// What tablets pin.
    Result<Hash> authorityFingerprint() const;
    /// Copies the authority, its key sealed, and the names to the folder of a backup; nothing where
    /// there is no authority. Needs no lock: what it reads is replaced as a whole or never.
    Result<void> backUpTo(const std::string& backup, const SecretKey& key) const;
    /// ... and back to another data folder, where a server makes its own certificate of them.
    Result<void> restoreTo(const std::string& dataDir, const SecretKey& key) const;

private:
    [[nodiscard]] Result<void> makeFolder() const;
    [[nodiscard]] Result<void> copyNames(const TlsFolder& to) const;
    [[nodiscard]] std::string file(const char* name) const;
    [[nodiscard]] Result<std::vector<std::string>> keptNames() const;

    std::string m_folder;
};

/// A certificate of the owner's own choice, checked by `checkIdentity`.
Result<TlsIdentity> readIdentity(const std::string& certificateFile, const std::string& keyFile);
/// The fingerprint of the last certificate of a chain in PEM, which tablets pin.
Result<Hash> pinOf(const std::string& chain);

} // namespace shoujie::server
