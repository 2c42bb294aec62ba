#include "server/app/office_commands.hpp"

#include "server/app/recovery_text.hpp"
#include "server/tls/tls_folder.hpp"
#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/object_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

namespace shoujie::server {

namespace {

using Kind = OfficeCommand::Option::Kind;
using Text = Result<std::string>;

/// Of an option that is required, or else empty.
std::string valueOf(const OfficeRequest& request, const char* name) {
    const auto found = request.values.find(name);
    return found == request.values.end() ? std::string() : found->second;
}
SiteId siteOf(const OfficeRequest& request) {
    return SiteId(valueOf(request, "site"));
}
Text silent(const Result<void>& done) {
    return done ? Text(std::string()) : Text(done.error());
}

Result<facts::Role> readRole(const std::string& word) {
    const auto& all = facts::Words<facts::Role>::kAll;
    std::string known;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == word) return static_cast<facts::Role>(i);
        known.append(i == 0 ? "" : ", ").append(all[i]);
    }
    return Error{ErrorCode::notAllowed, "--role", "must be one of " + known};
}

Text addSite(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto policy = valueOf(request, "policy");
    return silent(desk.administration.addSite(siteOf(request), valueOf(request, "name"),
                                              policy.empty() ? "[]" : policy));
}

Text listSites(const OfficeRequest&, const OfficeDesk& desk) {
    const auto sites = desk.administration.sites();
    if (!sites) return sites.error();
    std::ostringstream out;
    for (const auto& site : *sites)
        out << site.id.value << "\t" << site.registerSize << "\t" << site.name << "\n";
    return out.str();
}

std::optional<std::string> givenPin(const OfficeRequest& request) {
    if (!request.values.contains("pin")) return std::nullopt;
    return valueOf(request, "pin");
}

Text addStaff(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto role = readRole(valueOf(request, "role"));
    if (!role) return role.error();
    return silent(desk.administration.addStaff(siteOf(request), StaffId(valueOf(request, "id")),
                                               valueOf(request, "name"), *role, givenPin(request)));
}

Text setPin(const OfficeRequest& request, const OfficeDesk& desk) {
    return silent(desk.administration.setPin(siteOf(request), StaffId(valueOf(request, "id")),
                                             valueOf(request, "pin")));
}

Text removeStaff(const OfficeRequest& request, const OfficeDesk& desk) {
    return silent(
        desk.administration.removeStaff(siteOf(request), StaffId(valueOf(request, "id"))));
}

Text listStaff(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto staff = desk.administration.staff(siteOf(request));
    if (!staff) return staff.error();
    std::ostringstream out;
    for (const auto& one : *staff)
        out << one.id.value << "\t" << facts::toWord(one.role) << "\t"
            << (one.leftAt ? formatUtc(*one.leftAt) : "-") << "\t" << one.name << "\n";
    return out.str();
}

Text setRoster(const OfficeRequest& request, const OfficeDesk& desk) {
    std::vector<StaffId> order;
    for (const auto& id : request.order)
        order.emplace_back(id);
    return silent(desk.administration.setRoster(siteOf(request), order));
}

Text printEnrolCode(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto certificate = valueOf(request, "certificate");
    const auto pin =
        certificate.empty() ? TlsFolder(desk.dataDir).authorityFingerprint() : pinOf(certificate);
    if (!pin) return pin.error();
    auto code = desk.administration.makeEnrolCode(siteOf(request));
    if (!code) return code.error();
    return *code + "." + toHex(*pin) + "\n";
}

Text listDevices(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto devices = desk.administration.devices(siteOf(request));
    if (!devices) return devices.error();
    std::ostringstream out;
    for (const auto& device : *devices) {
        const char* state = device.revokedAt ? "revoked" : device.frozenAt ? "set-aside" : "good";
        out << device.id.value << "\t" << state << "\t" << device.headSeq << "\n";
    }
    return out.str();
}

Text revokeDevice(const OfficeRequest& request, const OfficeDesk& desk) {
    return silent(desk.administration.revokeDevice(DeviceId(valueOf(request, "device"))));
}

Text recover(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto site = siteOf(request);
    if (request.values.contains("begin")) return silent(desk.administration.beginRecovery(site));
    if (!request.values.contains("give-up")) return recoveryText(desk.dataDir, site);
    const auto stand = desk.administration.giveUp(site);
    if (!stand) return stand.error();
    return toText(*stand) + "given up: the register goes on behind record " +
           std::to_string(stand->whole) + "\n";
}

/// Whose data is to be erased, by the keys that the office was told.
facts::Customer customerOf(const OfficeRequest& request) {
    facts::Customer customer;
    if (const auto name = valueOf(request, "name"); !name.empty()) customer.name = name;
    if (const auto phone = valueOf(request, "phone"); !phone.empty()) customer.phones = {phone};
    if (const auto plate = valueOf(request, "plate"); !plate.empty())
        customer.vehicles = {{std::nullopt, plate}};
    return customer;
}

Result<std::int64_t> numberOf(const OfficeRequest& request) {
    const auto text = valueOf(request, "number");
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong != std::errc() || end != text.data() + text.size() || number < 1)
        return Error{ErrorCode::outOfRange, "--number", "must be one that 'erase list' shows"};
    return number;
}

Text findErasable(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto entries = desk.erasures.find(siteOf(request), customerOf(request));
    if (!entries) return entries.error();
    std::ostringstream out;
    for (const auto& entry : *entries)
        out << entry.id.value << "\t" << entry.kind << "\t" << (entry.named ? "names" : "concerns")
            << "\n";
    return out.str();
}

Text restrictCustomer(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto done =
        desk.erasures.restrict(siteOf(request), customerOf(request), valueOf(request, "reason"));
    if (!done) return done.error();
    return "erasure " + std::to_string(done->number) +
           ", entries held back: " + std::to_string(done->entries) + "\n";
}

Text liftErasure(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto number = numberOf(request);
    if (!number) return number.error();
    return silent(desk.erasures.lift(siteOf(request), *number));
}

Text shredErasure(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto number = numberOf(request);
    if (!number) return number.error();
    const auto done = desk.erasures.shred(siteOf(request), *number);
    if (!done) return done.error();
    return "erasure " + std::to_string(done->number) +
           " is done; backups of before still hold it, sealed: delete them at the end of their "
           "term\n";
}

Text listErasures(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto all = desk.erasures.all(siteOf(request));
    if (!all) return all.error();
    std::ostringstream out;
    for (const auto& one : *all) {
        const auto& at = one.shreddedAt ? *one.shreddedAt
                         : one.liftedAt ? *one.liftedAt
                                        : one.restrictedAt;
        const char* state = one.shreddedAt ? "shredded" : one.liftedAt ? "lifted" : "restricted";
        out << one.number << "\t" << state << "\t" << formatUtc(at) << "\t" << one.entries << "\t"
            << one.reason << "\n";
    }
    return out.str();
}

std::vector<OfficeCommand> eraseCommands() {
    const OfficeCommand::Option site{"site", "Id of the site"};
    const OfficeCommand::Option name{"name", "Full name of the customer", false};
    const OfficeCommand::Option phone{"phone", "Phone of the customer", false};
    const OfficeCommand::Option plate{"plate", "Plate of the customer's car; needs --name", false};
    const OfficeCommand::Option number{"number", "Number of the erasure"};
    return {
        {"erase find",
         "Print the entries that a customer's wish to be erased would touch: id, kind, how",
         {site, name, phone, plate},
         false,
         findErasable},
        {"erase restrict",
         "Take a customer's data out of all entries and hold it back",
         {site, name, phone, plate, {"reason", "Who asked for it, and when; no customer's name"}},
         false,
         restrictCustomer},
        {"erase lift", "Put back what was held back", {site, number}, false, liftErasure},
        {"erase shred", "Destroy what is held back", {site, number}, false, shredErasure},
        {"erase list",
         "Print the erasures: number, state, since, entries held back, reason",
         {site},
         false,
         listErasures}};
}

std::vector<OfficeCommand> makeCommands() {
    const OfficeCommand::Option site{"site", "Id of the site"};
    const OfficeCommand::Option staff{"id", "Staff id"};
    return {
        {"site add",
         "Add a site",
         {site,
          {"name", "Name of the site"},
          {"policy", "JSON file; the defaults without it", false, Kind::file}},
         false,
         addSite},
        {"site list", "Print the sites: id, records, name", {}, false, listSites},
        {"staff add",
         "Let somebody join the staff",
         {site,
          staff,
          {"name", "Name"},
          {"role", "Role"},
          {"pin", "PIN for signing in on tablets", false}},
         false,
         addStaff},
        {"staff pin",
         "Give somebody another PIN",
         {site, staff, {"pin", "PIN for signing in on tablets"}},
         false,
         setPin},
        {"staff leave",
         "State that somebody has left; they cannot sign in any more",
         {site, staff},
         false,
         removeStaff},
        {"staff list", "Print the staff: id, role, left, name", {site}, false, listStaff},
        {"roster set", "Set the order of turns", {site}, true, setRoster},
        {"enrol-code",
         "Print a one-time code for a tablet, good for 10 minutes",
         {site,
          {"certificate", "PEM file that the server shows, where it is of your own", false,
           Kind::file}},
         false,
         printEnrolCode},
        {"device list", "Print the tablets: id, state, facts", {site}, false, listDevices},
        {"device revoke",
         "Shut a tablet out for good, from this moment on",
         {{"device", "Id of the tablet"}},
         false,
         revokeDevice},
        {"recover",
         "Show what a register that was put back still lacks",
         {site,
          {"begin", "A copy was put back: ask all tablets before writing", false, Kind::flag},
          {"give-up", "Go on without what is missing; tablets send again what was lost behind it",
           false, Kind::flag}},
         false,
         recover},
    };
}

const OfficeCommand* findCommand(std::string_view name) {
    const auto all = officeCommands();
    const auto found = std::ranges::find(all, name, &OfficeCommand::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

std::span<const OfficeCommand> officeCommands() {
    static const std::vector<OfficeCommand> commands = [] {
        auto all = makeCommands();
        std::ranges::move(eraseCommands(), std::back_inserter(all));
        return all;
    }();
    return commands;
}

Result<std::string> runOfficeCommand(const OfficeRequest& request, const OfficeDesk& desk) {
    const auto* command = findCommand(request.command);
    if (command == nullptr) return Error{ErrorCode::notFound, "command", "is none of the office's"};
    for (const auto& [name, value] : request.values)
        if (std::ranges::find(command->options, name, &OfficeCommand::Option::name) ==
            command->options.end())
            return Error{ErrorCode::unknownMember, "--" + name, "is no option of this command"};
    for (const auto& option : command->options)
        if (option.required && !request.values.contains(std::string(option.name)))
            return Error{ErrorCode::missingMember, "--" + std::string(option.name), "is missing"};
    if (request.values.contains("begin") && request.values.contains("give-up"))
        return Error{ErrorCode::notAllowed, "--give-up", "excludes --begin"};
    return command->run(request, desk);
}

std::string encode(const OfficeRequest& request) {
    return nlohmann::json{
        {"command", request.command}, {"values", request.values}, {"order", request.order}}
        .dump();
}

Result<OfficeRequest> decodeOfficeRequest(std::string_view text) {
    auto json = parseJson(text);
    if (!json) return json.error();
    OfficeRequest request;
    ObjectReader in(*json, "");
    in.text("command", request.command, limits::kMaxShortText);
    in.texts("order", request.order, limits::kMaxIdBytes, limits::kMaxListItems, true);
    const auto* values = in.take("values", true);
    if (auto read = in.finish(); !read) return read.error();
    if (!values->is_object()) return Error{ErrorCode::wrongType, "values", "must be an object"};
    for (const auto& [name, value] : values->items()) {
        if (!value.is_string())
            return Error{ErrorCode::wrongType, "values." + name, "must be text"};
        request.values[name] = value.get<std::string>();
    }
    return request;
}

} // namespace shoujie::server
