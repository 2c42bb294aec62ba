#include "shared/rules/tool/console.hpp"
#include "shared/rules/tool/explain.hpp"
#include "shared/rules/tool/policy_diff.hpp"
#include "shared/rules/tool/scenario.hpp"
#include "shared/rules/tool/subset.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <random>

namespace {

using namespace shoujie;
using namespace shoujie::rules;
using nlohmann::json;

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

using OwnPolicy = std::optional<PolicyTimeline>; ///< instead of the one in the file

Result<Scenario> scenarioUnder(const OwnPolicy& policy, const std::string& text) {
    auto scenario = readScenario(text);
    if (scenario && policy) scenario->policy = *policy;
    return scenario;
}

int explainFile(const std::string& file, const OwnPolicy& policy, const std::string& subject,
                explanation::Language language) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = scenarioUnder(policy, *text);
    if (!scenario) return complain("", scenario.error());
    const auto account = explained(*scenario, subject, language);
    if (!account) return complain("", account.error());
    std::cout << *account;
    return kOk;
}

int decideFile(const std::string& file, const OwnPolicy& policy, unsigned shuffles,
               Explained language) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = scenarioUnder(policy, *text);
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

int checkFile(const std::filesystem::path& file, const OwnPolicy& policy, unsigned shuffles,
              Explained language) {
    const auto name = file.filename().string();
    auto text = readAll(file.string());
    if (!text) return complain(name, text.error());
    const auto scenario = scenarioUnder(policy, *text);
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

int checkFolder(const std::string& folder, const OwnPolicy& policy, unsigned shuffles,
                Explained language) {
    const auto files = jsonFilesIn(folder);
    if (!files) return complain(folder, files.error());
    int worst = kOk;
    std::size_t bad = 0;
    for (const auto& file : *files) {
        const int result = checkFile(file, policy, shuffles, language);
        bad += result == kOk ? 0 : 1;
        worst = std::max(worst, result);
    }
    std::cout << files->size() - bad << " of " << files->size() << " scenarios hold\n";
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
    std::string policyFile;
    PolicyDiffRequest diff;
    auto* decide = app.add_subcommand("decide", "Print the outcome of a history");
    decide->add_option("file", file, "Scenario file, or - for standard input")->required();
    auto* check = app.add_subcommand("check", "Compare scenarios with what they expect");
    check->add_option("folder", folder, "Folder of scenario files")->required();
    auto* explain = app.add_subcommand("explain", "Say why a visit or deal was decided as it was");
    explain->add_option("file", file, "Scenario file, or - for standard input")->required();
    explain->add_option("subject", subject, "Id of the visit or deal")->required();
    for (auto* command : {decide, check, explain})
        command->add_option("--policy", policyFile,
                            "Policy file, instead of the file's own policy");
    for (auto* command : {decide, check, explain})
        command->add_option("--lang", languageTag, "zh_CN, zh_TW or en");
    for (auto* command : {decide, check}) {
        command->add_option("--shuffle", shuffles,
                            "Repeat with this many random orders of the facts");
        command->add_flag("--explain", asText, "Print for a person to read");
    }
    auto* policyDiff = addPolicyDiff(app, diff);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kOk : kMalformed;
    }
    if (policyDiff->parsed()) return runPolicyDiff(diff);
    const auto language = explanation::languageOf(languageTag);
    if (!language) return complain("", language.error());
    OwnPolicy policy;
    if (!policyFile.empty() && !(policy = readFile(policyFile, readPolicy))) return kMalformed;
    if (explain->parsed()) return explainFile(file, policy, subject, *language);
    Explained told;
    if (asText) told = *language;
    return decide->parsed() ? decideFile(file, policy, shuffles, told)
                            : checkFolder(folder, policy, shuffles, told);
}
