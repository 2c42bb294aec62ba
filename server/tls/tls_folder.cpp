#include "server/tls/tls_folder.hpp"

#include "server/tls/files.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace shoujie::server {

namespace fs = std::filesystem;

namespace {

/// What the authority's key is sealed as, in a backup.
constexpr std::string_view kSealedFor = "tls/ca.key";

Result<std::string> readFile(const std::string& path, const char* member) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{ErrorCode::storage, member, "the file cannot be read"};
    return text.str();
}

bool writeAll(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto n = ::write(fd, text.data(), text.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

/// Whole or not at all, on the disk, and never readable by others, not even for a moment.
Result<void> writeFile(const std::string& path, std::string_view text) {
    const std::string draft = path + ".new";
    ::unlink(draft.c_str());
    const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = fd >= 0 && writeAll(fd, text) && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!done)
        return Error{ErrorCode::storage, "tls",
                     std::string("a file cannot be written: ") + std::strerror(errno)};
    return renameDurably(draft, path);
}

/// The certificate is renewed with its key, so the key goes first: a cut in between leaves a pair
/// that does not fit, which is made anew.
Result<void> writeIdentity(const TlsIdentity& identity, const std::string& chainFile,
                           const std::string& keyFile) {
    if (auto written = writeFile(keyFile, identity.key); !written) return written;
    return writeFile(chainFile, identity.chain);
}

bool isGood(const TlsIdentity& identity, const std::vector<std::string>& names, const Hash& pin,
            Instant now) {
    const auto chain = describeChain(identity.chain);
    return chain && checkIdentity(identity) && chain->front().names == names &&
           chain->back().fingerprint == pin && chain->front().begins <= now &&
           now + kCertificateLife / 2 <= chain->front().ends;
}

} // namespace

TlsFolder::TlsFolder(const std::string& dataDir) : m_folder((fs::path(dataDir) / "tls").string()) {}

std::string TlsFolder::file(const char* name) const {
    return (fs::path(m_folder) / name).string();
}

Result<void> TlsFolder::makeFolder() const {
    std::error_code failed;
    fs::create_directories(m_folder, failed);
    if (!failed) fs::permissions(m_folder, fs::perms::owner_all, failed);
    if (failed || !syncFolder(fs::path(m_folder).parent_path().string()))
        return Error{ErrorCode::storage, "tls", "the folder cannot be made"};
    return {};
}

Result<void> TlsFolder::prepare(const std::vector<std::string>& names, Instant now) const {
    if (auto made = makeFolder(); !made) return made;
    if (!names.empty() || !fs::exists(file("names"))) {
        std::string text;
        for (const auto& name :
             names.empty() ? std::vector<std::string>{"localhost", "127.0.0.1"} : names) {
            const auto spelt = canonicalName(name);
            if (!spelt) return spelt.error();
            text.append(*spelt).append("\n");
        }
        if (auto written = writeFile(file("names"), text); !written) return written;
    }
    if (fs::exists(file("ca.pem"))) return {};
    auto authority = makeAuthority(now);
    if (!authority) return authority.error();
    return writeIdentity(*authority, file("ca.pem"), file("ca.key"));
}

Result<std::vector<std::string>> TlsFolder::keptNames() const {
    const auto text = readFile(file("names"), "tls/names");
    if (!text) return text.error();
    std::vector<std::string> names;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);)
        names.push_back(line);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Result<TlsIdentity> TlsFolder::identity(Instant now) const {
    if (!fs::exists(file("ca.pem")))
        return Error{ErrorCode::notFound, "tls",
                     "this data folder has no certificates yet; run 'init' on it"};
    const auto authority = readIdentity(file("ca.pem"), file("ca.key"));
    const auto names = keptNames();
    const auto pin = authorityFingerprint();
    if (!authority) return authority.error();
    if (!names) return names.error();
    if (!pin) return pin.error();

    if (auto kept = readIdentity(file("server.pem"), file("server.key"));
        kept && isGood(*kept, *names, *pin, now))
        return kept;
    auto fresh = issueCertificate(*authority, *names, now);
    if (!fresh) return fresh;
    if (auto written = writeIdentity(*fresh, file("server.pem"), file("server.key")); !written)
        return written.error();
    return fresh;
}

Result<void> TlsFolder::backUpTo(const std::string& backup, const SecretKey& key) const {
    if (!fs::exists(file("ca.pem"))) return {};
    const auto authority = readIdentity(file("ca.pem"), file("ca.key"));
    if (!authority) return authority.error();
    const TlsFolder copy(backup);
    if (auto begun = copyNames(copy); !begun) return begun;
    if (auto written = writeFile(copy.file("ca.pem"), authority->chain); !written) return written;
    return writeFile(copy.file("ca.key.sealed"), seal(key, authority->key, kSealedFor));
}

Result<void> TlsFolder::restoreTo(const std::string& dataDir, const SecretKey& key) const {
    if (!fs::exists(file("ca.pem"))) return {};
    auto chain = readFile(file("ca.pem"), "tls/ca.pem");
    if (!chain) return chain.error();
    const auto sealed = readFile(file("ca.key.sealed"), "tls/ca.key.sealed");
    if (!sealed) return sealed.error();
    auto opened = unseal(key, *sealed, kSealedFor);
    if (!opened) return opened.error();
    const TlsIdentity authority{std::move(*chain), std::move(*opened)};
    if (auto good = checkIdentity(authority); !good) return good;
    const TlsFolder copy(dataDir);
    if (auto begun = copyNames(copy); !begun) return begun;
    return writeIdentity(authority, copy.file("ca.pem"), copy.file("ca.key"));
}

Result<void> TlsFolder::copyNames(const TlsFolder& to) const {
    const auto names = readFile(file("names"), "tls/names");
    if (!names) return names.error();
    if (auto made = to.makeFolder(); !made) return made;
    return writeFile(to.file("names"), *names);
}

Result<Hash> TlsFolder::authorityFingerprint() const {
    const auto chain = readFile(file("ca.pem"), "tls/ca.pem");
    if (!chain) return chain.error();
    return pinOf(*chain);
}

Result<TlsIdentity> readIdentity(const std::string& certificateFile, const std::string& keyFile) {
    auto chain = readFile(certificateFile, "certificate");
    if (!chain) return chain.error();
    auto key = readFile(keyFile, "key");
    if (!key) return key.error();
    TlsIdentity identity{std::move(*chain), std::move(*key)};
    if (auto good = checkIdentity(identity); !good) return good.error();
    return identity;
}

Result<Hash> pinOf(const std::string& chain) {
    const auto certificates = describeChain(chain);
    if (!certificates) return certificates.error();
    return certificates->back().fingerprint;
}

} // namespace shoujie::server
