#include "tests/simulation/campaign.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>

using namespace shoujie::simulation;

/// Worlds from seeds: real tablets and a real server on simulated machines, and all that can go
/// wrong.
int main(int argc, char** argv) {
    CLI::App app{
        "Simulates a floor of tablets and a server from seeds and checks every guarantee."};
    // Line by line, so that what a killed run has found is not lost.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    CampaignOptions options;
    options.program = argv[0];
    std::string seeds = "1..100";
    std::string plant;
    app.add_option("--seeds", seeds, "N, or A..B: these seeds (default 1..100)");
    app.add_option("--jobs", options.jobs, "Processes")->check(CLI::Range(1, 64));
    app.add_option("--minutes", options.minutes, "Go on from the first seed for so long");
    app.add_option("--plant", plant, "Switch a planted bug on: it has to be found");
    app.add_flag("--trace", options.run.trace, "Print what happens");
    app.add_flag("--hashes", options.hashes, "Print the hash of each seed's trace");
    CLI11_PARSE(app, argc, argv);
    char* rest = seeds.data();
    options.first = std::strtoull(rest, &rest, 10);
    options.last = options.first;
    if (std::string_view(rest).starts_with("..")) {
        options.last = std::strtoull(rest + 2, &rest, 10);
    }
    if (*rest != '\0' || options.last < options.first) {
        std::fprintf(stderr, "--seeds takes N or A..B\n");
        return 2;
    }
    if (!plant.empty() && !(options.run.plant = plantOf(plant))) {
        std::fprintf(stderr, "there is no planted bug %s; there are %s\n", plant.c_str(),
                     allPlants().c_str());
        return 2;
    }
    return runCampaign(options) ? 0 : 1;
}
