// The tablet without a screen: JSON commands on standard input, one JSON reply a line.
#include "client/app/tablet_cli/command_lines.hpp"
#include "client/app/tablet_cli/replies.hpp"
#include "client/app/tablet_cli/session.hpp"
#include "client/transport/tablet_runner.hpp"
#include "shared/core/core_dumps.hpp"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <nlohmann/json.hpp>

#include <iostream>
#include <string>
#include <unistd.h>

int main(int argc, char** argv) {
    using namespace shoujie::client;
    shoujie::forbidCoreDumps();

    CLI::App options{"The tablet without a screen: JSON commands in, JSON replies out"};
    std::string store;
    options.add_option("--store", store, "the tablet's SQLite file; made if missing")->required();
    std::int64_t reserveKib = kReserveBytes / 1024;
    options
        .add_option("--reserve-kib", reserveKib, "KiB of its disk that are kept back for saving")
        ->check(CLI::Range(std::int64_t(0), std::int64_t(1024 * 1024)));
    std::string staff;
    std::string pin;
    auto* as =
        options.add_option("--as", staff, "staff id whose PIN opens a tablet that is locked");
    options
        .add_option("--pin", pin, "the PIN of --as; better not where others see the command line")
        ->envname("SHOUJIE_PIN");
    CLI11_PARSE(options, argc, argv);

    QCoreApplication application(argc, argv);
    TabletRunner tablet(QString::fromStdString(store), reserveKib * 1024);
    Session session(tablet, std::cout);
    CommandLines lines(STDIN_FILENO);

    QObject::connect(&lines, &CommandLines::line, &session, &Session::take);
    QObject::connect(&lines, &CommandLines::ended, &session, &Session::end);
    QObject::connect(&session, &Session::finished, &application, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    QObject::connect(&session, &Session::refused, &application, [] { QCoreApplication::exit(1); });
    QObject::connect(&tablet, &TabletRunner::opened, &session, [&] {
        if (as->count() > 0)
            session.beginAs(shoujie::StaffId(staff), pin);
        else
            session.begin();
    });
    QObject::connect(&tablet, &TabletRunner::openFailed, &application,
                     [](const QString& code, const QString& message) {
                         std::cout << nlohmann::json{{"ok", false},
                                                     {"error",
                                                      {{"code", code.toStdString()},
                                                       {"path", "store"},
                                                       {"message", message.toStdString()}}}}
                                   << std::endl;
                         QCoreApplication::exit(1);
                     });
    return QCoreApplication::exec();
}
