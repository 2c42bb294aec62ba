#include "server/app/backup.hpp"
#include "server/app/explain.hpp"
#include "server/app/export.hpp"
#include "server/app/instance.hpp"
#include "server/app/log.hpp"
#include "server/app/office.hpp"
#include "server/app/recovery_text.hpp"
#include "server/tls/tls_folder.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <vector>

namespace {

using namespace shoujie;
using namespace shoujie::server;

struct Arguments {
    std::string data;
    std::string listen = "127.0.0.1:0";
    std::string portFile;
    bool plaintext = false;
    std::string certificate;
    std::string key;
    std::vector<std::string> hosts;
    std::string site;
    std::string id;
    std::string name;
    std::string role;
    std::string policyFile;
    std::string pin;
    std::vector<std::string> order;
    std::string out;
    bool begin = false;
    bool giveUp = false;
    std::string to;
    std::string from;
};

/// "127.0.0.1:8080" or "[::1]:8080".
Result<void> readAddress(const std::string& text, Server::Options& out) {
    const Error wrong{ErrorCode::malformed, "--listen",
                      "must be ADDRESS:PORT, such as 127.0.0.1:0"};
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return wrong;
    out.address = text.substr(0, colon);
    if (out.address.starts_with('[') && out.address.ends_with(']'))
        out.address = out.address.substr(1, out.address.size() - 2);
    const char* end = text.data() + text.size();
    const auto [at, failed] = std::from_chars(text.data() + colon + 1, end, out.port);
    if (failed != std::errc() || at != end) return wrong;
    return {};
}

/// Whole or not at all: who waits for the file never reads half a number.
Result<void> writePortFile(const std::string& path, std::uint16_t port) {
    const std::string draft = path + ".new";
    std::ofstream out(draft);
    out << port << "\n";
    out.close();
    std::error_code failed;
    if (out) std::filesystem::rename(draft, path, failed);
    if (!out || failed)
        return Error{ErrorCode::storage, "--port-file", "the file cannot be written"};
    return {};
}

Result<std::string> readFile(const std::string& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Error{ErrorCode::storage, "--policy", "the file cannot be read"};
    return text.str();
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

/// What the server shows its tablets; nothing where it speaks plain text.
Result<std::optional<TlsIdentity>> chooseIdentity(const Arguments& arguments, Instant now) {
    if (arguments.plaintext) return std::optional<TlsIdentity>();
    auto identity = arguments.certificate.empty()
                        ? TlsFolder(arguments.data).identity(now)
                        : readIdentity(arguments.certificate, arguments.key);
    if (!identity) return identity.error();
    return std::optional(std::move(*identity));
}

Result<void> serve(const Arguments& arguments, Clock& clock, Rng& rng) {
    Instance::Options options;
    if (auto read = readAddress(arguments.listen, options.net); !read) return read;

    // Before any thread is started, so that all of them leave the signals to this one.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    auto dir = DataDir::open(arguments.data);
    if (!dir) return dir.error();
    auto identity = chooseIdentity(arguments, clock.now());
    if (!identity) return identity.error();
    options.net.tls = std::move(*identity);
    const auto log = makeStderrLog();
    auto instance = Instance::start(std::move(*dir), options, {clock, rng, *log});
    if (!instance) return instance.error();
    const std::uint16_t port = (*instance)->port();
    if (!arguments.portFile.empty()) {
        if (auto written = writePortFile(arguments.portFile, port); !written) return written;
    }
    log->write(LogLevel::info, "listening", {{"address", options.net.address}, {"port", port}});

    int signal = 0;
    sigwait(&signals, &signal);
    log->write(LogLevel::info, "stopping", {{"signal", signal}});
    (*instance)->stop();
    log->write(LogLevel::info, "stopped", {});
    return {};
}

Result<void> initialise(const Arguments& arguments, Clock& clock, Rng& rng) {
    auto dir = DataDir::create(arguments.data, rng);
    if (!dir) return dir.error();
    return TlsFolder(arguments.data).prepare(arguments.hosts, clock.now());
}

Result<void> atOffice(const Arguments& arguments, Clock& clock, Rng& rng,
                      const std::function<Result<void>(Administration&)>& act) {
    auto office = Office::open(arguments.data, clock, rng);
    if (!office) return office.error();
    return act((*office)->administration());
}

Result<void> addSite(const Arguments& arguments, Administration& office) {
    std::string policy = "[]";
    if (!arguments.policyFile.empty()) {
        auto text = readFile(arguments.policyFile);
        if (!text) return text.error();
        policy = std::move(*text);
    }
    return office.addSite(SiteId(arguments.site), arguments.name, policy);
}

Result<void> addStaff(const Arguments& arguments, Administration& office) {
    const auto role = readRole(arguments.role);
    if (!role) return role.error();
    std::optional<std::string> pin;
    if (!arguments.pin.empty()) pin = arguments.pin;
    return office.addStaff(SiteId(arguments.site), StaffId(arguments.id), arguments.name, *role,
                           pin);
}

Result<void> setRoster(const Arguments& arguments, Administration& office) {
    std::vector<StaffId> order;
    for (const auto& id : arguments.order)
        order.emplace_back(id);
    return office.setRoster(SiteId(arguments.site), order);
}

Result<void> recover(const Arguments& arguments, Clock& clock, Rng& rng) {
    const SiteId site(arguments.site);
    if (!arguments.begin && !arguments.giveUp) {
        auto text = recoveryText(arguments.data, site);
        if (!text) return text.error();
        std::cout << *text;
        return {};
    }
    return atOffice(arguments, clock, rng, [&](Administration& office) -> Result<void> {
        if (arguments.begin) return office.beginRecovery(site);
        const auto stand = office.giveUp(site);
        if (!stand) return stand.error();
        std::cout << toText(*stand) << "given up: the register goes on behind record "
                  << stand->whole << "\n";
        return {};
    });
}

Result<void> printEnrolCode(const Arguments& arguments, Administration& office) {
    const auto pin = arguments.certificate.empty()
                         ? TlsFolder(arguments.data).authorityFingerprint()
                         : pinOf(arguments.certificate);
    if (!pin) return pin.error();
    auto code = office.makeEnrolCode(SiteId(arguments.site));
    if (!code) return code.error();
    std::cout << *code << "." << toHex(*pin) << "\n";
    return {};
}

Result<void> explain(const Arguments& arguments, Clock& clock) {
    auto text = explainSite(arguments.data, SiteId(arguments.site), clock.now());
    if (!text) return text.error();
    std::cout << *text;
    return {};
}

/// Whole or not at all: a draft is renamed when it is complete.
Result<void> exportTo(const Arguments& arguments) {
    if (arguments.out == "-")
        return exportRegister(arguments.data, SiteId(arguments.site), std::cout);
    const std::string draft = arguments.out + ".new";
    const Error failed{ErrorCode::storage, "--out", "the file cannot be written"};
    std::ofstream file(draft, std::ios::binary);
    if (!file) return failed;
    auto written = exportRegister(arguments.data, SiteId(arguments.site), file);
    file.close();
    std::error_code error;
    if (written && file) std::filesystem::rename(draft, arguments.out, error);
    if (written && file && !error) return {};
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    return written ? failed : written;
}

Result<void> printKey(const Arguments& arguments) {
    auto text = serverKeyText(arguments.data);
    if (!text) return text.error();
    std::cout << *text << "\n";
    return {};
}

int exitCode(const Result<void>& result) {
    if (result) return EXIT_SUCCESS;
    std::cerr << "shoujie-server: " << describe(result.error()) << "\n";
    return EXIT_FAILURE;
}

void addServeOptions(CLI::App& serving, Arguments& arguments) {
    serving.add_option("--listen", arguments.listen, "ADDRESS:PORT; port 0 takes a free one");
    serving.add_option("--port-file", arguments.portFile, "Write the port here once listening");
    auto* plain = serving.add_flag("--plaintext", arguments.plaintext,
                                   "No TLS; on a loopback address, for development");
    auto* certificate =
        serving
            .add_option("--certificate", arguments.certificate,
                        "PEM file of a certificate of your own, down to the self-signed one")
            ->excludes(plain);
    auto* key = serving.add_option("--key", arguments.key, "PEM file of its private key");
    key->needs(certificate);
    certificate->needs(key);
}

void addStaffOptions(CLI::App& adding, Arguments& arguments) {
    adding.add_option("--id", arguments.id, "Staff id")->required();
    adding.add_option("--name", arguments.name, "Name")->required();
    adding.add_option("--role", arguments.role, "Role")->required();
    adding.add_option("--pin", arguments.pin, "PIN for signing in on tablets");
}

void addRecoverOptions(CLI::App& recovering, Arguments& arguments) {
    recovering.add_option("--site", arguments.site, "Id of the site")->required();
    auto* begin = recovering.add_flag("--begin", arguments.begin,
                                      "A copy was put back: ask all tablets before writing");
    recovering
        .add_flag("--give-up", arguments.giveUp,
                  "Go on without what is missing; tablets send again what was lost behind it")
        ->excludes(begin);
}

/// The commands that copy a folder or tell what it holds; on one that is served too.
template <class AddCommand>
void addReaders(CLI::App& app, Arguments& arguments, Clock& clock, const AddCommand& command) {
    command(app, "explain", "Print who owns which customer, and why",
            [&] { return explain(arguments, clock); })
        ->add_option("--site", arguments.site, "Id of the site")
        ->required();
    auto* exporting = command(app, "export", "Write a site's register for shoujie-verify",
                              [&] { return exportTo(arguments); });
    exporting->add_option("--site", arguments.site, "Id of the site")->required();
    exporting->add_option("--out", arguments.out, "File, or - for standard output")->required();
    command(app, "backup", "Copy the data folder, also beside a running server, and verify it",
            [&] { return backUp(arguments.data, arguments.to, std::cout); })
        ->add_option("--to", arguments.to, "Folder to make")
        ->required();
    command(app, "restore", "Make a data folder of a backup, and verify it",
            [&]() -> Result<void> {
                auto done = restore(arguments.from, arguments.data, std::cout);
                if (done)
                    std::cout << "if anything was written after this backup, run 'recover --begin' "
                                 "for each site before it is served\n";
                return done;
            })
        ->add_option("--from", arguments.from, "Folder of the backup")
        ->required();
    command(app, "key", "Print the server's public key, for shoujie-verify",
            [&] { return printKey(arguments); });
}

} // namespace

int main(int argc, char** argv) {
    // What the server writes is its owner's alone: customers' data and the server's key.
    ::umask(0077);
    std::signal(SIGPIPE, SIG_IGN);

    SystemClock clock;
    SystemRng rng;
    Arguments arguments;
    Result<void> result;
    CLI::App app("The central office of the reception register", "shoujie-server");
    app.require_subcommand(1);
    const auto command = [&](CLI::App& parent, const char* name, const char* help,
                             std::function<Result<void>()> act) {
        auto* sub = parent.add_subcommand(name, help);
        sub->add_option("--data", arguments.data, "Folder of the server's data")->required();
        sub->callback([&result, act = std::move(act)] { result = act(); });
        return sub;
    };
    const auto officeCommand = [&](CLI::App& parent, const char* name, const char* help,
                                   Result<void> (*act)(const Arguments&, Administration&)) {
        auto* sub = command(parent, name, help, [&, act] {
            return atOffice(arguments, clock, rng,
                            [&, act](Administration& office) { return act(arguments, office); });
        });
        sub->add_option("--site", arguments.site, "Id of the site")->required();
        return sub;
    };

    auto* serving = command(app, "serve", "Serve tablets until SIGTERM or SIGINT",
                            [&] { return serve(arguments, clock, rng); });
    addServeOptions(*serving, arguments);
    command(app, "init", "Create a data folder", [&] { return initialise(arguments, clock, rng); })
        ->add_option("--name", arguments.hosts,
                     "What tablets reach the server by; localhost and 127.0.0.1 without it");
    command(app, "demo", "Set up the demonstration site and print three enrolment codes",
            [&] { return runDemo(arguments.data, clock, rng, std::cout); });

    auto* site = app.add_subcommand("site", "Sites")->require_subcommand(1);
    auto* siteAdd = officeCommand(*site, "add", "Add a site", addSite);
    siteAdd->add_option("--name", arguments.name, "Name of the site")->required();
    siteAdd->add_option("--policy", arguments.policyFile, "JSON file; the defaults without it");
    auto* staff = app.add_subcommand("staff", "Staff")->require_subcommand(1);
    auto* staffAdd = officeCommand(*staff, "add", "Let somebody join the staff", addStaff);
    addStaffOptions(*staffAdd, arguments);
    auto* roster = app.add_subcommand("roster", "The order of turns")->require_subcommand(1);
    officeCommand(*roster, "set", "Set the order of turns", setRoster)
        ->add_option("order", arguments.order, "Staff ids, first turn first")
        ->required();
    officeCommand(app, "enrol-code", "Print a one-time code for a tablet, good for 10 minutes",
                  printEnrolCode)
        ->add_option("--certificate", arguments.certificate,
                     "PEM file that the server shows, where it is of your own");
    addRecoverOptions(*command(app, "recover", "Show what a register that was put back still lacks",
                               [&] { return recover(arguments, clock, rng); }),
                      arguments);
    addReaders(app, arguments, clock, command);

    CLI11_PARSE(app, argc, argv);
    return exitCode(result);
}
