#include "shared/rules/tool/scenario.hpp"
#include "shared/rules/tool/subset.hpp"
#include "tests/oracle/difference.hpp"
#include "tests/oracle/history.hpp"
#include "tests/oracle/oracle.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

using namespace shoujie;
using namespace shoujie::oracle;
using nlohmann::json;

std::string readAll(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

int compareSeeds(std::uint64_t from, std::uint64_t to, const std::vector<std::string>& skip,
                 const std::string& out, std::size_t shown, Names names) {
    std::map<std::string, std::vector<std::uint64_t>> histogram;
    std::map<std::string, std::pair<json, std::string>> smallest;
    for (auto seed = from; seed <= to; ++seed) {
        const auto scenario = randomHistory(seed, names);
        const auto found = compare(scenario, skip);
        if (!found) continue;
        auto& seeds = histogram[found->kind];
        seeds.push_back(seed);
        if (seeds.size() > shown) continue;
        auto small = shrink(scenario, found->kind, skip);
        small["title"] = "seed " + std::to_string(seed);
        auto& best = smallest[found->kind];
        if (best.first.is_null() || small["facts"].size() < best.first["facts"].size())
            best = {small, compare(small, skip)->where};
    }
    std::size_t differing = 0;
    int number = 0;
    std::vector<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [kind, seeds] : histogram)
        sorted.emplace_back(seeds.size(), kind);
    std::sort(sorted.rbegin(), sorted.rend());
    for (const auto& [count, kind] : sorted) {
        differing += count;
        const auto& [scenario, where] = smallest[kind];
        std::cout << count << "  " << kind << "\n      " << where << "  [" << ++number << "]\n";
        if (out.empty()) continue;
        std::filesystem::create_directories(out);
        std::ofstream(out + '/' + std::to_string(number) + ".json") << scenario.dump(1) << '\n';
    }
    std::cout << differing << " of " << to - from + 1 << " histories differ\n";
    return differing == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Compares the rules with a second reading of the law."};
    std::string seeds;
    std::string out;
    std::string file;
    std::vector<std::string> skip;
    std::size_t shown = 5;
    bool clear = false;
    app.add_option("--seeds", seeds, "Random histories A..B");
    app.add_option("--out", out, "Folder for the smallest scenario of each kind");
    app.add_option("--skip", skip, "Kinds of differences that are known");
    app.add_option("--shrink", shown, "How many of a kind are shrunk");
    app.add_flag("--clear", clear, "Histories without bare names and namesakes");
    app.add_option("--show", file, "Prints the oracle's outcome of a scenario");
    CLI11_PARSE(app, argc, argv);
    if (!file.empty()) {
        const auto scenario = rules::readScenario(readAll(file));
        if (!scenario) return 2;
        std::cout << adjudicate(scenario->policy, scenario->facts, scenario->now).dump(1) << '\n';
        return 0;
    }
    const auto dots = seeds.find("..");
    if (dots == std::string::npos) return 2;
    return compareSeeds(std::stoull(seeds.substr(0, dots)), std::stoull(seeds.substr(dots + 2)),
                        skip, out, shown, clear ? Names::clear : Names::muddled);
}
