#include "server/app/backup.hpp"
#include "server/app/explain.hpp"
#include "server/app/export.hpp"
#include "server/app/instance.hpp"
#include "server/app/log.hpp"
#include "server/app/office.hpp"
#include "server/app/office_commands.hpp"
#include "server/net/control_socket.hpp"
#include "server/tls/tls_folder.hpp"
#include "shared/core/core_dumps.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
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
    std::string out;
    std::string to;
    std::string from;
    std::string storeKey;
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

Result<std::string> readFile(const std::string& path, std::string_view option) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return Error{ErrorCode::storage, "--" + std::string(option), "the file cannot be read"};
    return text.str();
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
    auto control = ControlSocket::listen(
        arguments.data, [&running = **instance](std::string_view question) -> Result<std::string> {
            const auto request = decodeOfficeRequest(question);
            if (!request) return request.error();
            return running.runOffice(*request);
        });
    if (!control) return control.error();
    log->write(LogLevel::info, "listening", {{"address", options.net.address}, {"port", port}});

    int signal = 0;
    sigwait(&signals, &signal);
    log->write(LogLevel::info, "stopping", {{"signal", signal}});
    control->reset();
    (*instance)->stop();
    log->write(LogLevel::info, "stopped", {});
    return {};
}

Result<void> initialise(const Arguments& arguments, Clock& clock, Rng& rng) {
    auto dir = DataDir::create(arguments.data, rng);
    if (!dir) return dir.error();
    return TlsFolder(arguments.data).prepare(arguments.hosts, clock.now());
}

/// By the server that runs in the folder, or else here.
Result<void> atOffice(const std::string& dataDir, const OfficeRequest& request, Clock& clock,
                      Rng& rng) {
    auto answer = ControlSocket::ask(dataDir, encode(request));
    if (!answer) {
        auto office = Office::open(dataDir, clock, rng);
        if (!office) return office.error();
        answer = runOfficeCommand(request,
                                  {(*office)->administration(), (*office)->erasures(), dataDir});
    }
    if (!*answer) return answer->error();
    std::cout << **answer;
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

/// The office's commands, each of which hands what was typed to `act`.
class OfficeParser {
public:
    using Act = std::function<Result<void>(const OfficeRequest&)>;

    OfficeParser(CLI::App& app, std::string& dataDir, Result<void>& result, Act act)
        : m_app(app), m_dataDir(dataDir), m_result(result), m_act(std::move(act)) {
        for (const auto& command : officeCommands())
            add(command);
    }

private:
    void add(const OfficeCommand& command) {
        auto* sub = subcommand(std::string(command.name), std::string(command.help));
        auto typed = std::make_shared<OfficeRequest>();
        typed->command = command.name;
        sub->add_option("--data", m_dataDir, "Folder of the server's data")->required();
        for (const auto& option : command.options)
            addOption(*sub, option, typed);
        if (command.takesOrder)
            sub->add_option("order", typed->order, "Staff ids, first turn first")->required();
        sub->callback([this, typed, &command] { run(command, *typed); });
    }

    /// "staff add" is the command "add" of the group "staff".
    CLI::App* subcommand(const std::string& name, const std::string& help) {
        const auto space = name.find(' ');
        if (space == std::string::npos) return m_app.add_subcommand(name, help);
        auto*& group = m_groups[name.substr(0, space)];
        if (group == nullptr)
            group = m_app.add_subcommand(name.substr(0, space))->require_subcommand(1);
        return group->add_subcommand(name.substr(space + 1), help);
    }

    static void addOption(CLI::App& sub, const OfficeCommand::Option& option,
                          const std::shared_ptr<OfficeRequest>& typed) {
        const std::string name(option.name);
        const std::string help(option.help);
        if (option.kind == OfficeCommand::Option::Kind::flag) {
            sub.add_flag_function(
                "--" + name, [typed, name](std::int64_t) { typed->values[name] = ""; }, help);
            return;
        }
        sub.add_option_function<std::string>(
               "--" + name,
               [typed, name](const std::string& value) { typed->values[name] = value; }, help)
            ->required(option.required);
    }

    void run(const OfficeCommand& command, OfficeRequest request) {
        for (const auto& option : command.options) {
            const auto found = request.values.find(std::string(option.name));
            if (option.kind != OfficeCommand::Option::Kind::file || found == request.values.end())
                continue;
            auto text = readFile(found->second, option.name);
            if (!text) {
                m_result = text.error();
                return;
            }
            found->second = std::move(*text);
        }
        m_result = m_act(request);
    }

    CLI::App& m_app;
    std::string& m_dataDir;
    Result<void>& m_result;
    Act m_act;
    std::map<std::string, CLI::App*> m_groups;
};

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
    auto* restoring = command(
        app, "restore", "Make a data folder of a backup, and verify it", [&]() -> Result<void> {
            auto done = restore(arguments.from, arguments.storeKey, arguments.data, std::cout);
            if (done)
                std::cout << "if anything was written after this backup, run 'recover --begin' "
                             "for each site before it is served\n";
            return done;
        });
    restoring->add_option("--from", arguments.from, "Folder of the backup")->required();
    restoring
        ->add_option("--store-key", arguments.storeKey,
                     "The store.key of the folder that was backed up; it is in no backup")
        ->required();
    command(app, "key", "Print the server's public key, for shoujie-verify",
            [&] { return printKey(arguments); });
}

} // namespace

int main(int argc, char** argv) {
    // What the server writes is its owner's alone: customers' data and the server's key.
    ::umask(0077);
    forbidCoreDumps();
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
    auto* serving = command(app, "serve", "Serve tablets until SIGTERM or SIGINT",
                            [&] { return serve(arguments, clock, rng); });
    addServeOptions(*serving, arguments);
    command(app, "init", "Create a data folder", [&] { return initialise(arguments, clock, rng); })
        ->add_option("--name", arguments.hosts,
                     "What tablets reach the server by; localhost and 127.0.0.1 without it");
    command(app, "demo", "Set up the demonstration site and print three enrolment codes",
            [&] { return runDemo(arguments.data, clock, rng, std::cout); });

    const OfficeParser office(app, arguments.data, result, [&](const OfficeRequest& request) {
        return atOffice(arguments.data, request, clock, rng);
    });
    addReaders(app, arguments, clock, command);

    CLI11_PARSE(app, argc, argv);
    return exitCode(result);
}
