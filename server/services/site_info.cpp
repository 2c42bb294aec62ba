#include "server/services/site_info.hpp"

#include <utility>
#include <vector>

namespace shoujie::server {

Result<protocol::SiteReply> readSite(Reads& reads, const SiteId& site) {
    const auto row = reads.site(site);
    if (!row) return Error{ErrorCode::notFound, "site", "there is no such site"};
    auto credentials = reads.credentials(site);
    std::erase_if(credentials, [&](const protocol::Credential& credential) {
        const auto staff = reads.staff(site, credential.staff);
        return !staff || staff->leftAt;
    });
    return protocol::SiteReply{row->id, row->name, row->policy, std::move(credentials)};
}

} // namespace shoujie::server
