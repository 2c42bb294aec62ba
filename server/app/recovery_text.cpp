#include "server/app/recovery_text.hpp"

#include "server/store/data_dir.hpp"
#include "server/store/read_pool.hpp"

#include <sstream>

namespace shoujie::server {

std::string toText(const Recovery& recovery) {
    std::ostringstream out;
    out << "records in the copy:       " << recovery.size << "\n"
        << "records somebody has seen: " << recovery.seen << "\n"
        << "proven by tablets:         " << recovery.proven << "\n"
        << "can be put back:           " << recovery.whole << "\n";
    for (const auto& record : recovery.missing) {
        out << "missing: the fact of record " << record.registerSeq;
        if (record.device.empty())
            out << ", of the server itself\n";
        else
            out << ", number " << record.deviceSeq << " of tablet " << record.device.value << "\n";
    }
    for (const auto& device : recovery.unheard)
        out << "not heard in full: tablet " << device.value << "\n";
    for (const auto& device : recovery.others)
        out << "has seen another register: tablet " << device.value << "\n";
    return out.str();
}

Result<std::string> recoveryText(const std::string& dataDir, const SiteId& site) {
    const auto path = DataDir::databaseIn(dataDir);
    if (!path) return path.error();
    return ReadPool(*path).read([&](Reads& reads) -> Result<std::string> {
        const auto row = reads.site(site);
        if (auto under = checkRecovering(row ? &*row : nullptr); !under) return under.error();
        return toText(standOf(reads, site));
    });
}

} // namespace shoujie::server
