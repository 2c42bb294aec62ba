#include "tests/properties/campaign.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

using namespace shoujie::properties;

/// Random histories against what must always hold (rules.md 11).
int main(int argc, char** argv) {
    CLI::App app{"Judges random histories and checks what must always hold of them."};
    CampaignOptions options;
    options.program = argv[0];
    options.out = "property-failures";
    std::string name;
    std::string file;
    double minutes = 0;
    auto* seed = app.add_option("--seed", options.seed, "Seed of the first history");
    auto* histories = app.add_option("--histories", options.histories, "How many");
    auto* time = app.add_option("--minutes", minutes, "As many as there is time for");
    histories->excludes(time);
    app.add_option("--property", name, "Check this one alone");
    app.add_option("--jobs", options.jobs, "Processes")->check(CLI::Range(1, 64));
    app.add_option("--file", file, "Judge a scenario file instead")->check(CLI::ExistingFile);
    app.add_option("--shrink", options.shrink, "How many failures of a property to look at");
    app.add_option("--out", options.out, "Folder for shrunk failures");
    bool print = false;
    app.add_flag("--print", print, "Print the history of the seed as a scenario");
    CLI11_PARSE(app, argc, argv);
    if (print) {
        std::fputs(asScenario(makeHistory(options.seed), "").c_str(), stdout);
        return 0;
    }
    if (!name.empty() && (options.only = findProperty(name)) == nullptr) {
        std::fprintf(stderr, "there is no property %s; there are", name.c_str());
        for (const auto& property : allProperties())
            std::fprintf(stderr, " %s", std::string(property.name).c_str());
        std::fprintf(stderr, "\n");
        return 2;
    }
    if (!file.empty()) return replayFile(file, options.only) ? 0 : 1;
    if (*time) options.minutes = minutes;
    // A seed alone is one history to replay.
    if (!*time && !*histories) options.histories = *seed ? 1 : 100'000;
    return runCampaign(options) ? 0 : 1;
}
