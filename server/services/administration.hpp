#pragma once

#include "server/services/put_back.hpp"
#include "server/store/writer.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/seams.hpp"
#include "shared/facts/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shoujie::server {

/// How long a one-time code lets a device in.
inline constexpr Duration kEnrolCodeLife = std::chrono::minutes(10);

/// What the office does to a site; each act is on the disk when it returns.
class Administration {
public:
    Administration(Writer& writer, Clock& clock, Rng& rng);

    /// `policy` is JSON as `shoujie-rules` reads it. ErrorCode::conflict where the site exists.
    Result<void> addSite(const SiteId& site, const std::string& name, const std::string& policy);
    /// States that somebody has joined; with a PIN they can sign in on the site's tablets.
    Result<void> addStaff(const SiteId& site, const StaffId& staff, const std::string& name,
                          facts::Role role, const std::optional<std::string>& pin);
    /// States the order of turns; everybody in it must be of the staff.
    Result<void> setRoster(const SiteId& site, const std::vector<StaffId>& order);
    /// A copy of the database was put back: nothing is written to the site until every tablet has
    /// handed in what it holds. One that is under way begins anew.
    Result<void> beginRecovery(const SiteId& site);
    /// Goes on with what is there and gives the rest up for lost, for everybody to see in the
    /// register; gives where it stood. Fails as checkRecovering.
    Result<Recovery> giveUp(const SiteId& site);
    /// A fresh one-time code of 128 bits; only its hash is kept.
    Result<std::string> makeEnrolCode(const SiteId& site);

private:
    Writer& m_writer;
    Clock& m_clock;
    Rng& m_rng;
};

} // namespace shoujie::server
