#include "shared/rules/tool/console.hpp"
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

void explainSubject(const std::string& kind, const std::string& id, const json& decided) {
    std::cout << kind << ' ' << id << ": ";
    const auto& owner = decided["owner"];
    std::cout << (owner.is_null() ? "no owner yet" : "owner " + owner.get<std::string>()) << " ("
              << decided["status"].get<std::string>() << ')';
    if (decided.contains("slot"))
        std::cout << ", " << decided["class"].get<std::string>() << ", slot "
                  << decided["slot"].get<std::string>()
                  << (decided["makeup"].get<bool>() ? ", earns a make-up" : "");
    if (decided.contains("shares"))
        for (const auto& share : decided["shares"])
            std::cout << ", " << share["staff"].get<std::string>() << ' ' << share["bp"] << " bp";
    std::cout << '\n';
    for (const auto& reason : decided["because"]) {
        std::cout << "    art. " << reason["article"].get<std::string>();
        if (!reason["key"].is_null()) std::cout << ", by " << reason["key"].get<std::string>();
        if (reason.contains("window")) {
            const auto& window = reason["window"];
            std::cout << ", " << window["days"] << " of " << window["limit"] << " days ("
                      << window["from"].get<std::string>() << " to "
                      << window["to"].get<std::string>() << ')';
        }
        for (const auto& fact : reason["facts"])
            std::cout << ' ' << fact.get<std::string>();
        std::cout << '\n';
    }
}

void explain(const json& outcome) {
    for (const auto& [id, visit] : outcome["visits"].items())
        explainSubject("visit", id, visit);
    for (const auto& [id, deal] : outcome["deals"].items())
        explainSubject("deal", id, deal);
    std::cout << "queue:";
    for (const auto& staff : outcome["rotation"]["order"])
        std::cout << ' ' << staff.get<std::string>();
    std::cout << "; make-ups:";
    for (const auto& staff : outcome["rotation"]["makeups"])
        std::cout << ' ' << staff.get<std::string>();
    const auto& next = outcome["rotation"]["next"];
    std::cout << "; next: " << (next.is_null() ? "nobody" : next.get<std::string>()) << '\n';
    for (const auto& referral : outcome["referrals"])
        std::cout << "for the manager: " << referral["subject"].get<std::string>() << ", "
                  << referral["reason"].get<std::string>() << ", proposal "
                  << referral["proposal"].dump() << ", alternatives "
                  << referral["alternatives"].dump() << '\n';
    for (const auto& alert : outcome["alerts"])
        std::cout << "alert: " << alert["subject"].get<std::string>() << ", "
                  << alert["kind"].get<std::string>() << '\n';
}

using OwnPolicy = std::optional<PolicyTimeline>; ///< instead of the one in the file

Result<Scenario> scenarioUnder(const OwnPolicy& policy, const std::string& text) {
    auto scenario = readScenario(text);
    if (scenario && policy) scenario->policy = *policy;
    return scenario;
}

int decideFile(const std::string& file, const OwnPolicy& policy, unsigned shuffles,
               bool explained) {
    auto text = readAll(file);
    if (!text) return complain(file, text.error());
    const auto scenario = scenarioUnder(policy, *text);
    if (!scenario) return complain("", scenario.error());
    const auto outcome = decideShuffled(*scenario, shuffles);
    if (!outcome) {
        std::cerr << describe(outcome.error()) << '\n';
        return outcome.error().path.empty() ? kDiffers : kMalformed;
    }
    if (explained)
        explain(*outcome);
    else
        std::cout << outcome->dump(2) << '\n';
    return kOk;
}

int checkFile(const std::filesystem::path& file, const OwnPolicy& policy, unsigned shuffles,
              bool explained) {
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
    if (explained) explain(*outcome);
    return difference ? kDiffers : kOk;
}

int checkFolder(const std::string& folder, const OwnPolicy& policy, unsigned shuffles,
                bool explained) {
    const auto files = jsonFilesIn(folder);
    if (!files) return complain(folder, files.error());
    int worst = kOk;
    std::size_t bad = 0;
    for (const auto& file : *files) {
        const int result = checkFile(file, policy, shuffles, explained);
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
    bool explained = false;
    std::string policyFile;
    PolicyDiffRequest diff;
    auto* decide = app.add_subcommand("decide", "Print the outcome of a history");
    decide->add_option("file", file, "Scenario file, or - for standard input")->required();
    auto* check = app.add_subcommand("check", "Compare scenarios with what they expect");
    check->add_option("folder", folder, "Folder of scenario files")->required();
    for (auto* command : {decide, check}) {
        command->add_option("--shuffle", shuffles,
                            "Repeat with this many random orders of the facts");
        command->add_flag("--explain", explained, "Print for a person to read");
        command->add_option("--policy", policyFile,
                            "Policy file, instead of the file's own policy");
    }
    auto* policyDiff = addPolicyDiff(app, diff);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? kOk : kMalformed;
    }
    if (policyDiff->parsed()) return runPolicyDiff(diff);
    OwnPolicy policy;
    if (!policyFile.empty() && !(policy = readFile(policyFile, readPolicy))) return kMalformed;
    return decide->parsed() ? decideFile(file, policy, shuffles, explained)
                            : checkFolder(folder, policy, shuffles, explained);
}
