#include "server/app/export.hpp"

#include "server/services/register_facts.hpp"
#include "server/store/data_dir.hpp"
#include "server/store/read_pool.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/audit/export_line.hpp"

#include <map>
#include <ostream>
#include <utility>

namespace shoujie::server {

namespace {

constexpr std::int64_t kPage = 500;

class Exporter {
public:
    Exporter(Reads& reads, SiteRow site, std::ostream& out)
        : m_reads(reads), m_site(std::move(site)), m_out(out) {}

    Result<void> run(const SigningKey& key) {
        write(audit::ExportHeader{registry::originOf(m_site.id)});
        for (std::int64_t done = 0; done < m_site.registerSize;) {
            const auto rows = m_reads.factsAfter(m_site.id, done, kPage);
            if (rows.empty())
                return Error{ErrorCode::corrupt, "", "a line of the register is lost"};
            const auto last = rows.back().record.registerSeq;
            const auto checkpoints = m_reads.checkpoints(m_site.id, done, last);
            auto next = checkpoints.begin();
            for (const auto& row : rows) {
                if (auto written = writeRecord(row); !written) return written;
                done = row.record.registerSeq;
                if (next == checkpoints.end() || next->size != done) continue;
                // The whole register's is signed anew, behind all.
                if (done < m_site.registerSize) write(audit::ExportedCheckpoint{next->note});
                ++next;
            }
            if (!m_out) return Error{ErrorCode::storage, "--out", "cannot be written"};
        }
        write(audit::ExportedCheckpoint{
            signedCheckpoint(SqliteNodes(m_reads.database(), m_site.id), m_site, key)});
        m_out.flush();
        if (!m_out) return Error{ErrorCode::storage, "--out", "cannot be written"};
        return {};
    }

private:
    void write(const audit::ExportLine& line) { m_out << audit::encode(line) << '\n'; }

    /// With the refused links of its device's chain that stand before it.
    Result<void> writeRecord(const FactRow& row) {
        if (!row.wire.device.empty()) {
            auto& last = m_lastSeq[{row.wire.device.value, row.epoch}];
            while (++last < row.wire.seq) {
                const auto body = m_reads.refusedBody(row.wire.device, row.epoch, last);
                if (!body)
                    return Error{ErrorCode::corrupt, "", "a link of a device's chain is lost"};
                write(audit::RefusedLink{row.wire.device, row.epoch, last, *body});
            }
        }
        const auto leaf = registry::leafHash(registry::recordBytes(row.record));
        if (row.erasedBody)
            write(audit::ErasedRecord{row.record, row.epoch, row.wire.id, *row.erasedBody, leaf});
        else
            write(audit::ExportedRecord{row.record, row.epoch, row.wire, leaf});
        return {};
    }

    Reads& m_reads;
    const SiteRow m_site;
    std::ostream& m_out;
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> m_lastSeq; ///< by device, epoch
};

} // namespace

Result<void> exportRegister(const std::string& dataDir, const SiteId& site, std::ostream& out) {
    const auto path = DataDir::databaseIn(dataDir);
    if (!path) return path.error();
    ReadPool pool(*path);
    return exportRegister(pool, site, out);
}

Result<void> exportRegister(ReadPool& pool, const SiteId& site, std::ostream& out) {
    return pool.read([&](Reads& reads) -> Result<void> {
        const auto row = reads.site(site);
        if (!row) return Error{ErrorCode::notFound, "site", "there is no such site"};
        if (row->registerSize == 0)
            return Error{ErrorCode::notFound, "site", "has no register yet"};
        const auto key = loadServerKey(reads.database());
        if (!key) return key.error();
        return Exporter(reads, *row, out).run(*key);
    });
}

Result<std::string> serverKeyText(const std::string& dataDir) {
    const auto path = DataDir::databaseIn(dataDir);
    if (!path) return path.error();
    return ReadPool(*path).read([&](Reads& reads) -> Result<std::string> {
        const auto key = loadServerKey(reads.database());
        if (!key) return key.error();
        return toHex(key->publicKey());
    });
}

} // namespace shoujie::server
