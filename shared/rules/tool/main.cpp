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

/// A fact that contradicts another is malformed; an outcome that hangs on their order is wrong.
int codeOf(const Error& error) {
    return error.path.empty() ? kDiffers : kMalformed;
}

using OwnPolicy = std::optional<PolicyTimeline>; ///< instead of the one in the file

/// What the subcommands are asked for beside the input.
struct Wishes {
    OwnPolicy policy;
    unsigned shuffles = 0;
    bool explained = false;
    explanation::Language language = explanation::Language::en;
};

Result<Scenario> scenarioUnder(const OwnPolicy& policy, const std::string& text) {
    auto scenario = readScenario(text);
    if (scenario && policy) scenario->policy = *policy;
    return scenario;
}

/// Prints an account; malformed where there is none.
int tell(const Result<std::string>& account) {
    if (!account) return complain("", account.error());
    std::cout << *account;
    return kOk;
}

int explainFile(const std::string& file, const std::string& subject, const Wishes& wishes) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = scenarioUnder(wishes.policy, *text);
    if (!scenario) return complain("", scenario.error());
    return tell(explained(*scenario, subject, wishes.language));
}

int decideFile(const std::string& file, const Wishes& wishes) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = scenarioUnder(wishes.policy, *text);
    if (!scenario) return complain("", scenario.error());
    const auto outcome = decideShuffled(*scenario, wishes.shuffles);
    if (!outcome) {
        std::cerr << describe(outcome.error()) << '\n';
        return codeOf(outcome.error());
    }
    if (wishes.explained) return tell(explained(*scenario, wishes.language));
    std::cout << outcome->dump(2) << '\n';
    return kOk;
}

int checkFile(const std::filesystem::path& file, const Wishes& wishes) {
    const auto name = file.filename().string();
    auto text = readAll(file.string());
    if (!text) return complain(name, text.error());
    const auto scenario = scenarioUnder(wishes.policy, *text);
    if (!scenario) return complain(name, scenario.error());
    const auto outcome = decideShuffled(*scenario, wishes.shuffles);
    if (!outcome) {
        std::cout << "FAIL " << name << ": " << describe(outcome.error()) << '\n';
        return codeOf(outcome.error());
    }
    std::optional<std::string> difference = "expect: is missing";
    if (!scenario->expect.is_null()) difference = firstDifference(scenario->expect, *outcome, "");
    if (difference)
        std::cout << "FAIL " << name << ": " << *difference << '\n';
    else
        std::cout << "ok   " << name << '\n';
    if (wishes.explained) tell(explained(*scenario, wishes.language));
    return difference ? kDiffers : kOk;
}

int checkFolder(const std::string& folder, const Wishes& wishes) {
    const auto files = jsonFilesIn(folder);
    if (!files) return complain(folder, files.error());
    int worst = kOk;
    std::size_t bad = 0;
    for (const auto& file : *files) {
        const int result = checkFile(file, wishes);
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
    std::string subject;
    std::string language = "en";
    std::string policyFile;
    Wishes wishes;
    PolicyDiffRequest diff;
    auto* decide = app.add_subcommand("decide", "Print the outcome of a history");
    decide->add_option("file", file, "Scenario file, or - for standard input")->required();
    auto* check = app.add_subcommand("check", "Compare scenarios with what they expect");
    check->add_option("folder", folder, "Folder of scenario files")->required();
    auto* explain = app.add_subcommand("explain", "Say why a visit or deal was decided as it was");
    explain->add_option("file", file, "Scenario file, or - for standard input")->required();
    explain->add_option("subject", subject, "Id of the visit or deal")->required();
    for (auto* command : {decide, check, explain}) {
        command->add_option("--lang", language, "Of what is explained: zh_CN, zh_TW or en");
        command->add_option("--policy", policyFile,
                            "Policy file, instead of the file's own policy");
    }
    for (auto* command : {decide, check}) {
        command->add_option("--shuffle", wishes.shuffles,
                            "Repeat with this many random orders of the facts");
        command->add_flag("--explain", wishes.explained, "Print for a person to read");
    }
    auto* policyDiff = addPolicyDiff(app, diff);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kOk : kMalformed;
    }
    if (policyDiff->parsed()) return runPolicyDiff(diff);
    const auto known = explanation::languageOf(language);
    if (!known) return complain("", known.error());
    wishes.language = *known;
    if (!policyFile.empty() && !(wishes.policy = readFile(policyFile, readPolicy)))
        return kMalformed;
    if (explain->parsed()) return explainFile(file, subject, wishes);
    return decide->parsed() ? decideFile(file, wishes) : checkFolder(folder, wishes);
}
