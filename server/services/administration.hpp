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
    /// Another PIN for somebody of the staff.
    Result<void> setPin(const SiteId& site, const StaffId& staff, const std::string& pin);
    /// States that somebody has left. What they wrote before counts; their PIN is forgotten.
    Result<void> removeStaff(const SiteId& site, const StaffId& staff);
    /// Shuts a device out from now on: it is given nothing, and what it still sends is kept outside
    /// of the register, for the office to look at. It never comes back; the tablet can be enrolled
    /// anew as another device.
    Result<void> revokeDevice(const DeviceId& device);
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

    // What there is, by id.
    Result<std::vector<SiteRow>> sites();
    Result<std::vector<StaffRow>> staff(const SiteId& site);
    Result<std::vector<DeviceRow>> devices(const SiteId& site);

private:
    Writer& m_writer;
    Clock& m_clock;
    Rng& m_rng;
};

} // namespace shoujie::server
