#include "server/services/administration.hpp"

#include "server/services/register_facts.hpp"
#include "server/services/secrets.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/rules/policy.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace shoujie::server {

namespace {

Result<void> checkId(const std::string& id, const char* path) {
    if (id.empty()) return Error{ErrorCode::tooShort, path, "must not be empty"};
    if (id.size() > limits::kMaxIdBytes) return Error{ErrorCode::tooLong, path, "is too long"};
    return {};
}

Result<void> checkName(const std::string& name) {
    if (name.empty()) return Error{ErrorCode::tooShort, "name", "must not be empty"};
    if (name.size() > limits::kMaxShortText)
        return Error{ErrorCode::tooLong, "name", "is too long"};
    return {};
}

/// The policy in the form the wire has: a list of effective-dated ones.
Result<std::string> checkedPolicy(const std::string& text) {
    auto json = parseJson(text);
    if (!json) return json.error();
    if (auto timeline = rules::PolicyTimeline::fromJson(*json, "policy"); !timeline)
        return timeline.error();
    if (json->is_object()) {
        *json = nlohmann::json::array({{{"from", "1970-01-01"}, {"policy", std::move(*json)}}});
    }
    return json->dump();
}

Error noSite() {
    return {ErrorCode::notFound, "site", "there is no such site; add it with 'site add'"};
}

/// The site may be written to: it is there, and its register is whole.
Result<void> checkOpen(Writes& writes, const SiteId& id) {
    const auto site = writes.site(id);
    if (!site) return noSite();
    return checkWritable(*site);
}

/// Somebody of the staff who has not left.
Result<void> checkThere(Writes& writes, const SiteId& site, const StaffId& staff) {
    if (!writes.site(site)) return noSite();
    const auto known = writes.staff(site, staff);
    if (known && !known->leftAt) return {};
    return Error{ErrorCode::notFound, "id", "is nobody of the staff; 'staff list' shows them"};
}

} // namespace

Administration::Administration(Writer& writer, Clock& clock, Rng& rng)
    : m_writer(writer), m_clock(clock), m_rng(rng) {}

Result<void> Administration::addSite(const SiteId& site, const std::string& name,
                                     const std::string& policy) {
    if (auto valid = checkId(site.value, "site"); !valid) return valid;
    if (auto valid = checkName(name); !valid) return valid;
    auto checked = checkedPolicy(policy);
    if (!checked) return checked.error();
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        if (writes.site(site))
            return Error{ErrorCode::conflict, "site", "there is a site with this id already"};
        writes.insertSite(site, name, *checked, now);
        return {};
    });
}

Result<void> Administration::addStaff(const SiteId& site, const StaffId& staff,
                                      const std::string& name, facts::Role role,
                                      const std::optional<std::string>& pin) {
    if (auto valid = checkId(staff.value, "id"); !valid) return valid;
    if (auto valid = checkName(name); !valid) return valid;
    if (staff == kSystem) return Error{ErrorCode::notAllowed, "id", "is the server's own name"};
    std::string pinHash;
    if (pin) {
        auto hashed = hashPin(*pin);
        if (!hashed) return hashed.error();
        pinHash = std::move(*hashed);
    }
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        if (auto open = checkOpen(writes, site); !open) return open;
        const auto known = writes.staff(site, staff);
        if (known && !known->leftAt)
            return Error{ErrorCode::conflict, "id", "somebody with this id is there already"};
        appendSystemFact(writes, site, FactId(m_rng.makeUlid(now)),
                         facts::StaffJoined{staff, name, role}, now);
        if (!pinHash.empty()) writes.setCredential(site, staff, pinHash);
        return {};
    });
}

Result<void> Administration::setPin(const SiteId& site, const StaffId& staff,
                                    const std::string& pin) {
    const auto hashed = hashPin(pin);
    if (!hashed) return hashed.error();
    return m_writer.run<void>([&](Writes& writes) -> Result<void> {
        if (auto there = checkThere(writes, site, staff); !there) return there;
        writes.setCredential(site, staff, *hashed);
        return {};
    });
}

Result<void> Administration::removeStaff(const SiteId& site, const StaffId& staff) {
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        if (auto open = checkOpen(writes, site); !open) return open;
        if (auto there = checkThere(writes, site, staff); !there) return there;
        appendSystemFact(writes, site, FactId(m_rng.makeUlid(now)), facts::StaffLeft{staff}, now);
        return {};
    });
}

Result<void> Administration::revokeDevice(const DeviceId& device) {
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        const auto known = writes.device(device);
        if (!known)
            return Error{ErrorCode::notFound, "device",
                         "there is no such tablet; 'device list' shows them"};
        if (!known->revokedAt) writes.revoke(device, now);
        return {};
    });
}

Result<std::vector<SiteRow>> Administration::sites() {
    return m_writer.run<std::vector<SiteRow>>([](Writes& writes) -> Result<std::vector<SiteRow>> {
        std::vector<SiteRow> all;
        for (const auto& id : static_cast<Reads&>(writes).sites())
            all.push_back(*writes.site(id));
        return all;
    });
}

Result<std::vector<StaffRow>> Administration::staff(const SiteId& site) {
    return m_writer.run<std::vector<StaffRow>>(
        [&](Writes& writes) -> Result<std::vector<StaffRow>> {
            if (!writes.site(site)) return noSite();
            return writes.allStaff(site);
        });
}

Result<std::vector<DeviceRow>> Administration::devices(const SiteId& site) {
    return m_writer.run<std::vector<DeviceRow>>(
        [&](Writes& writes) -> Result<std::vector<DeviceRow>> {
            if (!writes.site(site)) return noSite();
            return writes.devices(site);
        });
}

Result<void> Administration::setRoster(const SiteId& site, const std::vector<StaffId>& order) {
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        if (auto open = checkOpen(writes, site); !open) return open;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto staff = writes.staff(site, order[i]);
            if (!staff || staff->leftAt)
                return Error{ErrorCode::notFound, "order[" + std::to_string(i) + "]",
                             "is nobody of the staff; add them with 'staff add'"};
        }
        appendSystemFact(writes, site, FactId(m_rng.makeUlid(now)), facts::RosterSet{order}, now);
        return {};
    });
}

Result<void> Administration::beginRecovery(const SiteId& site) {
    return m_writer.run<void>([&, now = m_clock.now()](Writes& writes) -> Result<void> {
        if (!writes.site(site)) return noSite();
        writes.settle();
        RecoveryStore(writes.database(), site).begin(now);
        return {};
    });
}

Result<Recovery> Administration::giveUp(const SiteId& site) {
    return m_writer.run<Recovery>([&, now = m_clock.now()](Writes& writes) -> Result<Recovery> {
        if (auto under = checkRecovering(writes.site(site)); !under) return under.error();
        return giveUpTheRest(writes, site, FactId(m_rng.makeUlid(now)), now);
    });
}

Result<std::string> Administration::makeEnrolCode(const SiteId& site) {
    constexpr std::size_t kCodeBytes = 16;
    return m_writer.run<std::string>(
        [&, now = m_clock.now()](Writes& writes) -> Result<std::string> {
            if (!writes.site(site)) return noSite();
            std::string code = m_rng.makeHex(kCodeBytes);
            writes.insertEnrolCode(enrolCodeHash(code), site, now + kEnrolCodeLife);
            return code;
        });
}

} // namespace shoujie::server
