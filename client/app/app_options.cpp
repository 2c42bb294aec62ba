#include "client/app/app_options.hpp"

#include "client/viewmodels/languages.hpp"

#include <CLI/CLI.hpp>

#include <set>
#include <string>

namespace shoujie::client {

ParsedOptions parseOptions(int argc, char** argv) {
    std::string store;
    std::string server;
    std::string code;
    std::string language;
    std::string theme;
    std::string screenshots;
    std::string as;
    std::string pin;
    std::string typedName;
    std::string typedPhone;
    AppOptions options;

    std::set<std::string> languages;
    for (const auto& offered : Languages::offered())
        languages.insert(offered.toStdString());

    CLI::App app{"Shoujie: the reception register on a tablet"};
    app.add_option("--store", store, "The tablet's store (SQLite); made if it does not exist");
    auto* serverOption = app.add_option("--server", server, "Address of the office, for --enrol");
    app.add_option("--enrol", code, "One-time code, if the tablet has no identity yet")
        ->needs(serverOption);
    app.add_option("--language", language, "Language of the screen")
        ->check(CLI::IsMember(languages));
    app.add_option("--theme", theme, "Colours")->check(CLI::IsMember({"light", "dark"}));
    app.add_flag("--self-test", options.selfTest,
                 "Load every page in every language and theme, end with 0 if QML has no complaint");
    auto* pictures = app.add_option("--screenshots", screenshots,
                                    "Make a picture of every page into this folder, then end");
    app.add_option("--as", as, "Staff id to show as signed in, for --screenshots")->needs(pictures);
    app.add_option("--pin", pin, "PIN of --as, if the tablet is locked")->envname("SHOUJIE_PIN");
    app.add_option("--typed-name", typedName, "Typed into the form, for --screenshots")
        ->needs(pictures);
    app.add_option("--typed-phone", typedPhone, "Typed into the form, for --screenshots")
        ->needs(pictures);
    app.add_option("--width", options.width, "Width of the pictures")
        ->needs(pictures)
        ->check(CLI::Range(800, 4000));
    app.add_option("--height", options.height, "Height of the pictures")
        ->needs(pictures)
        ->check(CLI::Range(600, 4000));
    app.add_option("--text-scale", options.textScale, "Size of the text in the pictures")
        ->needs(pictures)
        ->check(CLI::Range(1.0, 1.3));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return {std::nullopt, app.exit(error)};
    }
    options.store = QString::fromStdString(store);
    options.server = QString::fromStdString(server);
    options.enrolCode = QString::fromStdString(code);
    options.language = QString::fromStdString(language);
    options.theme = QString::fromStdString(theme);
    options.screenshots = QString::fromStdString(screenshots);
    options.as = QString::fromStdString(as);
    options.pin = QString::fromStdString(pin);
    if (!typedName.empty()) options.typedName = QString::fromStdString(typedName);
    if (!typedPhone.empty()) options.typedPhone = QString::fromStdString(typedPhone);
    return {options, 0};
}

} // namespace shoujie::client
