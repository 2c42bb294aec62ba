#include "shared/rules/tool/explain.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "shared/rules/tool/subset.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <random>

namespace {

using namespace shoujie;
using namespace shoujie::rules;
using nlohmann::json;

constexpr int kOk = 0;
constexpr int kDiffers = 1;
constexpr int kMalformed = 2;

int complain(const std::string& file, const Error& error) {
    std::cerr << (file.empty() ? "" : file + ": ") << describe(error) << '\n';
    return kMalformed;
}

Result<std::string> readAll(const std::string& file) {
    if (file == "-")
        return std::string(std::istreambuf_iterator<char>(std::cin),
                           std::istreambuf_iterator<char>());
    std::ifstream in(file, std::ios::binary);
    if (!in) return Error{ErrorCode::notFound, "", "cannot be read"};
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::vector<std::size_t> inOrder(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

/// The outcome, after as many random orders as asked for gave the same; else where they differ.
Result<json> decideShuffled(const Scenario& scenario, unsigned shuffles) {
    auto order = inOrder(scenario.facts.size());
    auto outcome = decideScenario(scenario, order);
    if (!outcome) return outcome;
    std::mt19937_64 random(20260301);
    for (unsigned i = 0; i < shuffles; ++i) {
        std::shuffle(order.begin(), order.end(), random);
        const auto again = decideScenario(scenario, order);
        if (!again) return again;
        if (*again == *outcome) continue;
        const auto where = firstDifference(*outcome, *again, "");
        return Error{ErrorCode::conflict, "",
                     "another order of the facts gives another outcome: " + where.value_or("")};
    }
    return outcome;
}

using Explained = std::optional<explanation::Language>;

/// The accounts of everything, for a person to read.
int explainAll(const Scenario& scenario, explanation::Language language) {
    const auto text = explained(scenario, language);
    if (!text) return complain("", text.error());
    std::cout << *text;
    return kOk;
}

int explainFile(const std::string& file, const std::string& subject,
                explanation::Language language) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = readScenario(*text);
    if (!scenario) return complain("", scenario.error());
    const auto account = explained(*scenario, subject, language);
    if (!account) return complain("", account.error());
    std::cout << *account;
    return kOk;
}

int decideFile(const std::string& file, unsigned shuffles, Explained language) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = readScenario(*text);
    if (!scenario) return complain("", scenario.error());
    const auto outcome = decideShuffled(*scenario, shuffles);
    if (!outcome) {
        std::cerr << describe(outcome.error()) << '\n';
        return outcome.error().path.empty() ? kDiffers : kMalformed;
    }
    if (language) return explainAll(*scenario, *language);
    std::cout << outcome->dump(2) << '\n';
    return kOk;
}

int checkFile(const std::filesystem::path& file, unsigned shuffles, Explained language) {
    const auto name = file.filename().string();
    auto text = readAll(file.string());
    if (!text) return complain(name, text.error());
    const auto scenario = readScenario(*text);
    if (!scenario) return complain(name, scenario.error());
    const auto outcome = decideShuffled(*scenario, shuffles);
    if (!outcome) {
        std::cout << "FAIL " << name << ": " << describe(outcome.error()) << '\n';
        return kDiffers;
    }
    const auto difference = scenario->expect.is_null()
                                ? std::optional<std::string>("expect: is missing")
                                : firstDifference(scenario->expect, *outcome, "");
    std::cout << (difference ? "FAIL " : "ok   ") << name << (difference ? ": " + *difference : "")
              << '\n';
    if (language) explainAll(*scenario, *language);
    return difference ? kDiffers : kOk;
}

int checkFolder(const std::string& folder, unsigned shuffles, Explained language) {
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (failed) return complain(folder, {ErrorCode::notFound, "", "cannot be read"});
    std::sort(files.begin(), files.end());
    int worst = kOk;
    std::size_t bad = 0;
    for (const auto& file : files) {
        const int result = checkFile(file, shuffles, language);
        bad += result == kOk ? 0 : 1;
        worst = std::max(worst, result);
    }
    std::cout << files.size() - bad << " of " << files.size() << " scenarios hold\n";
    return worst;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Decides visits, deals and the rotation by the 21 articles."};
    app.require_subcommand(1);
    std::string file;
    std::string folder;
    unsigned shuffles = 0;
    bool asText = false;
    std::string subject;
    std::string languageTag = "en";
    auto* decide = app.add_subcommand("decide", "Print the outcome of a history");
    decide->add_option("file", file, "Scenario file, or - for standard input")->required();
    auto* check = app.add_subcommand("check", "Compare scenarios with what they expect");
    check->add_option("folder", folder, "Folder of scenario files")->required();
    auto* explain = app.add_subcommand("explain", "Say why a visit or deal was decided as it was");
    explain->add_option("file", file, "Scenario file, or - for standard input")->required();
    explain->add_option("subject", subject, "Id of the visit or deal")->required();
    for (auto* command : {decide, check, explain})
        command->add_option("--lang", languageTag, "zh_CN, zh_TW or en");
    for (auto* command : {decide, check}) {
        command->add_option("--shuffle", shuffles,
                            "Repeat with this many random orders of the facts");
        command->add_flag("--explain", asText, "Print for a person to read");
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kOk : kMalformed;
    }
    const auto language = explanation::languageOf(languageTag);
    if (!language) return complain("", language.error());
    if (explain->parsed()) return explainFile(file, subject, *language);
    Explained told;
    if (asText) told = *language;
    return decide->parsed() ? decideFile(file, shuffles, told)
                            : checkFolder(folder, shuffles, told);
}
