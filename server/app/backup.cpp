#include "server/app/backup.hpp"

#include "server/app/export.hpp"
#include "server/store/blob_rows.hpp"
#include "server/store/columns.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/store_key.hpp"
#include "server/tls/files.hpp"
#include "server/tls/tls_folder.hpp"
#include "shared/audit/register_verifier.hpp"
#include "shared/register/merkle_tree.hpp"

#include <filesystem>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string_view>
#include <system_error>

namespace shoujie::server {

namespace fs = std::filesystem;

namespace {

/// Takes an export line by line, so that memory does not grow with the register.
class Verification final : public std::streambuf {
public:
    explicit Verification(const PublicKey& key) : m_verifier(key) {}

    Result<audit::Verified> finish() {
        if (m_wrong) return *m_wrong;
        return m_verifier.finish();
    }

private:
    int_type overflow(int_type c) override {
        if (!traits_type::eq_int_type(c, traits_type::eof())) {
            const char one = traits_type::to_char_type(c);
            if (xsputn(&one, 1) != 1) return traits_type::eof();
        }
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        std::string_view rest(text, static_cast<std::size_t>(size));
        while (!m_wrong && !rest.empty()) {
            const auto end = rest.find('\n');
            m_line.append(rest.substr(0, end));
            if (end == std::string_view::npos) return size;
            rest.remove_prefix(end + 1);
            if (auto taken = m_verifier.take(m_line); !taken) m_wrong = taken.error();
            m_line.clear();
        }
        return m_wrong ? 0 : size;
    }

    audit::RegisterVerifier m_verifier;
    std::string m_line;
    std::optional<Error> m_wrong;
};

Error damaged(const std::string& what) {
    return {ErrorCode::corrupt, "", "the copy is no good: " + what};
}

Result<void> checkFile(sqlite::Database& database) {
    sqlite::Statement check(database, "PRAGMA integrity_check(1)");
    check.step();
    if (check.text(0) != "ok") return damaged("the database file is damaged");
    if (sqlite::Statement(database, "PRAGMA foreign_key_check").step())
        return damaged("a row refers to one that is missing");
    return {};
}

/// Each node of the tree is the hash of the two below it; the topmost are held by the root that the
/// verifier has compared. A wrong one would be found out by the tablets, in a proof to come.
Result<void> checkTree(Reads& reads, const SiteId& site) {
    sqlite::Statement nodes(
        reads.database(),
        "SELECT node.hash, below.hash, beside.hash FROM tree_node AS node"
        " LEFT JOIN tree_node AS below ON below.site = node.site AND below.level = node.level - 1"
        "  AND below.idx = node.idx * 2"
        " LEFT JOIN tree_node AS beside ON beside.site = node.site"
        "  AND beside.level = node.level - 1 AND beside.idx = node.idx * 2 + 1"
        " WHERE node.site = ? AND node.level > 0");
    nodes.bind(1, site.value);
    while (nodes.step()) {
        if (nodes.isNull(1) || nodes.isNull(2)) return damaged(site.value + ": a node is missing");
        const Hash hash = registry::nodeHash(bytesFrom<32>(nodes, 1), bytesFrom<32>(nodes, 2));
        if (hash != bytesFrom<32>(nodes, 0))
            return damaged(site.value + ": a node of the tree is wrong");
    }
    return {};
}

Result<void> verifySite(ReadPool& pool, const SiteId& site, const PublicKey& key,
                        std::ostream& out) {
    const auto row = pool.read([&](Reads& reads) { return reads.site(site); });
    if (!row) return row.error();
    if ((*row)->registerSize == 0) {
        out << "site " << site.value << " 0 records\n";
        return {};
    }
    Verification verification(key);
    std::ostream lines(&verification);
    const auto exported = exportRegister(pool, site, lines);
    const auto verified = verification.finish();
    // Where the verifier has refused a line, the export only says that it could not go on.
    if (!exported && exported.error().code != ErrorCode::storage)
        return damaged(site.value + ": " + describe(exported.error()));
    if (!verified) return damaged(site.value + ": " + describe(verified.error()));
    if (auto sound = pool.read([&](Reads& reads) { return checkTree(reads, site); }); !sound)
        return sound;
    out << "site " << site.value << " " << verified->records << " records, root "
        << toHex(verified->root) << "\n";
    return {};
}

/// Each photo is what its name says.
Result<void> checkBlobs(sqlite::Database& database) {
    sqlite::Statement all(database, "SELECT ordinal, size, have, hash FROM blob"
                                    " WHERE completed_at IS NOT NULL");
    BlobRows rows(database);
    while (all.step()) {
        const BlobRow blob{all.integer(0), all.integer(1), all.integer(2)};
        if (sha256(rows.content(blob, 0, blob.size)) != bytesFrom<32>(all, 3))
            return damaged("a photo is not the one that was brought");
    }
    return {};
}

/// Everything that a server would need of this file.
Result<void> verify(const SealedDatabase& file, std::ostream& out) {
    ReadPool pool(file);
    auto checked = pool.read([](Reads& reads) { return checkFile(reads.database()); });
    if (!checked) return checked;
    checked = pool.read([](Reads& reads) { return checkBlobs(reads.database()); });
    if (!checked) return checked;
    const auto key = pool.read([](Reads& reads) { return loadServerKey(reads.database()); });
    if (!key) return key.error();
    const auto sites = pool.read([](Reads& reads) { return reads.sites(); });
    if (!sites) return sites.error();
    for (const auto& site : *sites)
        if (auto good = verifySite(pool, site, key->publicKey(), out); !good) return good;
    return {};
}

std::string draftOf(const std::string& dataDir) {
    return DataDir::databaseFile(dataDir) + ".new";
}

/// Fills a folder with the database of another.
Result<void> copyVerified(const std::string& from, const SecretKey& key, const std::string& to,
                          std::ostream& out) {
    const std::string draft = draftOf(to);
    {
        auto database =
            sqlite::Database::open(DataDir::databaseFile(from), sqlite::OpenMode::readOnly);
        if (!database) return database.error();
        if (auto copied = database->backupTo(draft); !copied) return copied;
    }
    if (auto good = verify({draft, key}, out); !good) return good;
    return renameDurably(draft, DataDir::databaseFile(to));
}

Result<void> makeOwnFolder(const std::string& path) {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (!failed) fs::permissions(path, fs::perms::owner_all, failed);
    if (failed) return Error{ErrorCode::storage, "", "cannot make the folder: " + failed.message()};
    return {};
}

/// "a/b/" is "a/b".
std::string withoutSlash(std::string path) {
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    return path;
}

} // namespace

Result<void> backUp(const std::string& dataDir, const std::string& to, std::ostream& out) {
    const std::string target = withoutSlash(to);
    const std::string draft = target + ".new";
    std::error_code failed;
    if (fs::exists(fs::symlink_status(target, failed)))
        return Error{ErrorCode::notAllowed, "--to", "there is something there already"};
    if (fs::exists(fs::symlink_status(draft, failed)))
        return Error{ErrorCode::notAllowed, "--to",
                     "beside it is a folder .new of a backup that runs or has not ended; if none "
                     "runs, remove it"};
    const auto source = DataDir::databaseIn(dataDir);
    if (!source) return source.error();
    if (auto made = makeOwnFolder(draft); !made) return made;
    auto copied = TlsFolder(dataDir).backUpTo(draft, source->key);
    if (copied) copied = copyVerified(dataDir, source->key, draft, out);
    if (copied) copied = renameDurably(draft, target);
    if (!copied) fs::remove_all(draft, failed);
    return copied;
}

Result<void> restore(const std::string& from, const std::string& keyFile,
                     const std::string& dataDir, std::ostream& out) {
    std::error_code failed;
    const bool there = fs::exists(fs::symlink_status(dataDir, failed));
    if (there && (!fs::is_directory(dataDir, failed) || !fs::is_empty(dataDir, failed) || failed))
        return Error{ErrorCode::notAllowed, "--data", "must be a new or an empty folder"};
    if (!fs::exists(DataDir::databaseFile(from), failed))
        return Error{ErrorCode::notFound, "--from", "there is no backup here"};
    if (auto made = makeOwnFolder(dataDir); !made) return made;
    const auto key = copyStoreKey(keyFile, dataDir);
    if (!key) return key.error();
    auto copied = TlsFolder(from).restoreTo(dataDir, *key);
    if (copied) copied = copyVerified(from, *key, dataDir, out);
    if (!copied) {
        fs::remove(storeKeyFile(dataDir), failed);
        // What was begun here, so that it can be tried again.
        fs::remove_all(fs::path(dataDir) / "tls", failed);
        fs::remove(draftOf(dataDir), failed);
    }
    return copied;
}

} // namespace shoujie::server
