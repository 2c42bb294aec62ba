#include "shared/rules/tool/policy_diff.hpp"

#include "shared/facts/fact_json.hpp"
#include "shared/rules/tool/console.hpp"
#include "shared/rules/tool/scenario.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

namespace shoujie::rules {

namespace {

using nlohmann::json;

/// One member of one subject that the two policies decide differently.
struct Difference {
    std::string kind; ///< "visit", "deal", "make-up" (by the visit that earned it) or "rotation"
    std::string subject;
    std::string member;
    json before;
    json after;
};

/// What belongs to one of the staff under one policy.
struct Holding {
    std::int64_t visits = 0;
    std::int64_t deals = 0;
    std::int64_t sales = 0; ///< their part of the prices, minor units
    bool operator==(const Holding&) const = default;
};
struct Holdings {
    Holding before;
    Holding after;
};

struct HistoryDiff {
    std::string file;
    std::vector<Difference> differences;
};

struct Report {
    std::vector<HistoryDiff> histories;
    std::map<std::string, Holdings> staff;

    [[nodiscard]] std::int64_t differing() const {
        return std::count_if(histories.begin(), histories.end(),
                             [](const auto& history) { return !history.differences.empty(); });
    }
};

// ---- one history under both policies -----------------------------------------------------------

/// A decided subject with what the lists beside it say about it.
json subjectOf(const json& outcome, const char* kind, const std::string& id) {
    json subject = outcome[kind].at(id);
    for (const auto& referral : outcome["referrals"])
        if (referral["subject"] == id) subject["referred"] = referral["reason"];
    for (const auto& alert : outcome["alerts"])
        if (alert["subject"] == id) subject["alerts"].push_back(alert["kind"]);
    return subject;
}

/// A make-up by the visit that earned it: never two for one reception.
json makeupOf(const json& outcome, const std::string& earnedBy) {
    for (const auto& turn : outcome["rotation"]["ledger"])
        if (turn["earned_by"] == earnedBy) return turn;
    return json::object();
}

class Comparison {
public:
    Comparison(const json& before, const json& after) : m_before(before), m_after(after) {}

    std::vector<Difference> run() {
        for (const auto& [id, visit] : m_before["visits"].items())
            compare("visit", id, subjectOf(m_before, "visits", id),
                    subjectOf(m_after, "visits", id),
                    {"class", "treated_as_new", "owner", "slot", "makeup", "status", "referred",
                     "alerts"});
        for (const auto& [id, deal] : m_before["deals"].items())
            compare("deal", id, subjectOf(m_before, "deals", id), subjectOf(m_after, "deals", id),
                    {"owner", "shares", "commission", "formalities", "fine", "status", "referred",
                     "alerts"});
        for (const auto& id : earners())
            compareMakeups(id, makeupOf(m_before, id), makeupOf(m_after, id));
        compare("rotation", "", m_before["rotation"], m_after["rotation"],
                {"order", "makeups", "next"});
        return std::move(m_found);
    }

private:
    [[nodiscard]] std::set<std::string> earners() const {
        std::set<std::string> ids;
        for (const auto* outcome : {&m_before, &m_after})
            for (const auto& turn : (*outcome)["rotation"]["ledger"])
                ids.insert(turn["earned_by"].get<std::string>());
        return ids;
    }

    /// One that is not there at all differs in whose it is; the rest says nothing more.
    void compareMakeups(const std::string& id, const json& before, const json& after) {
        if (before.empty() || after.empty())
            compare("make-up", id, before, after, {"staff"});
        else
            compare("make-up", id, before, after, {"staff", "granted_at", "used_by"});
    }

    void compare(const char* kind, const std::string& id, const json& before, const json& after,
                 const std::vector<const char*>& members) {
        for (const char* member : members) {
            auto old = before.value(member, json());
            auto fresh = after.value(member, json());
            if (old != fresh)
                m_found.push_back({kind, id, member, std::move(old), std::move(fresh)});
        }
    }

    const json& m_before;
    const json& m_after;
    std::vector<Difference> m_found;
};

/// Prices by deal, as the register has them after its amendments.
std::map<std::string, std::int64_t> pricesOf(const Scenario& scenario) {
    std::map<std::string, facts::FactData> deals; // by fact id
    std::vector<const facts::TimedFact*> amendments;
    for (const auto& timed : scenario.facts) {
        if (std::holds_alternative<facts::DealSigned>(timed.fact.data))
            deals.emplace(timed.fact.id.value, timed.fact.data);
        if (std::holds_alternative<facts::EntryAmended>(timed.fact.data))
            amendments.push_back(&timed);
    }
    std::sort(amendments.begin(), amendments.end(), [](const auto* a, const auto* b) {
        return std::tie(a->at.latest, a->fact.id) < std::tie(b->at.latest, b->fact.id);
    });
    for (const auto* amendment : amendments) {
        const auto& data = std::get<facts::EntryAmended>(amendment->fact.data);
        const auto deal = deals.find(data.target.value);
        if (deal == deals.end()) continue;
        if (auto amended = facts::amendedData(deal->second, data); amended)
            deal->second = std::move(amended).value();
    }
    std::map<std::string, std::int64_t> prices;
    for (const auto& [fact, data] : deals) {
        const auto& deal = std::get<facts::DealSigned>(data);
        prices.emplace(deal.deal.value, deal.price);
    }
    return prices;
}

void addHoldings(const json& outcome, const std::map<std::string, std::int64_t>& prices,
                 Holding Holdings::*side, std::map<std::string, Holdings>& staff) {
    const auto owned = [&](const char* kind, std::int64_t Holding::*count) {
        for (const auto& subject : outcome[kind]) {
            const auto& owner = subject["owner"];
            if (owner.is_string()) ++(staff[owner.get<std::string>()].*side.*count);
        }
    };
    owned("visits", &Holding::visits);
    owned("deals", &Holding::deals);
    for (const auto& [id, deal] : outcome["deals"].items()) {
        const auto known = prices.find(id);
        if (known == prices.end()) continue;
        const auto price = known->second;
        std::int64_t sum = 0;
        for (const auto& share : deal["shares"]) {
            // Rounded where the shares meet, so that the parts are the price to the last unit.
            const auto start = price * sum / 10'000;
            sum += share["bp"].get<std::int64_t>();
            (staff[share["staff"].get<std::string>()].*side).sales += price * sum / 10'000 - start;
        }
    }
}

Result<HistoryDiff> compareHistory(Scenario scenario, const PolicyTimeline& before,
                                   const PolicyTimeline& after, Report& report) {
    // Both as one zone shows times: another zone moves days, not what was written down.
    const auto& zone = before.zone();
    std::vector<json> outcomes;
    for (const auto* policy : {&before, &after}) {
        scenario.policy = *policy;
        auto outcome = decideScenario(scenario, zone);
        if (!outcome) return outcome.error();
        outcomes.push_back(std::move(outcome).value());
    }
    const auto prices = pricesOf(scenario);
    addHoldings(outcomes[0], prices, &Holdings::before, report.staff);
    addHoldings(outcomes[1], prices, &Holdings::after, report.staff);
    return HistoryDiff{"", Comparison(outcomes[0], outcomes[1]).run()};
}

// ---- saying it ---------------------------------------------------------------------------------

std::string shown(const json& value) {
    if (value.is_null()) return "none";
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return value.dump();
    std::string text;
    for (const auto& item : value) {
        if (!text.empty()) text += ", ";
        if (item.contains("bp"))
            text += item["staff"].get<std::string>() + " " + item["bp"].dump();
        else
            text += shown(item);
    }
    if (text.empty()) return "none";
    return text;
}

std::int64_t subjectsOf(const Report& report, std::string_view kind) {
    std::set<std::pair<std::string, std::string>> subjects;
    for (const auto& history : report.histories)
        for (const auto& difference : history.differences)
            if (difference.kind == kind) subjects.emplace(history.file, difference.subject);
    return static_cast<std::int64_t>(subjects.size());
}

void sayOne(const char* what, std::int64_t before, std::int64_t after) {
    std::cout << ' ' << what << ' ' << before << " -> " << after << " (" << std::showpos
              << after - before << std::noshowpos << ')';
}

void print(const Report& report) {
    for (const auto& history : report.histories)
        for (const auto& difference : history.differences)
            std::cout << history.file << ": " << difference.kind
                      << (difference.subject.empty() ? "" : " ") << difference.subject << ' '
                      << difference.member << ": " << shown(difference.before) << " -> "
                      << shown(difference.after) << '\n';
    for (const auto& [staff, held] : report.staff) {
        if (held.before == held.after) continue;
        std::cout << staff << ':';
        sayOne("visits", held.before.visits, held.after.visits);
        sayOne("deals", held.before.deals, held.after.deals);
        sayOne("sales", held.before.sales, held.after.sales);
        std::cout << '\n';
    }
    std::cout << report.differing() << " of " << report.histories.size()
              << " histories differ: visits " << subjectsOf(report, "visit") << ", deals "
              << subjectsOf(report, "deal") << ", make-ups " << subjectsOf(report, "make-up")
              << ", rotations " << subjectsOf(report, "rotation") << '\n';
}

json heldJson(const Holding& held) {
    return {{"visits", held.visits}, {"deals", held.deals}, {"sales", held.sales}};
}

json toJson(const Report& report) {
    json histories = json::array();
    for (const auto& history : report.histories) {
        json differences = json::array();
        for (const auto& found : history.differences)
            differences.push_back({{"kind", found.kind},
                                   {"subject", found.subject},
                                   {"member", found.member},
                                   {"before", found.before},
                                   {"after", found.after}});
        histories.push_back({{"file", history.file}, {"differences", std::move(differences)}});
    }
    json staff = json::object();
    for (const auto& [id, held] : report.staff)
        if (held.before != held.after)
            staff[id] = {{"before", heldJson(held.before)}, {"after", heldJson(held.after)}};
    return {{"histories", std::move(histories)},
            {"staff", std::move(staff)},
            {"differing",
             {{"histories", report.differing()},
              {"visits", subjectsOf(report, "visit")},
              {"deals", subjectsOf(report, "deal")},
              {"make_ups", subjectsOf(report, "make-up")},
              {"rotations", subjectsOf(report, "rotation")}}}};
}

} // namespace

CLI::App* addPolicyDiff(CLI::App& app, PolicyDiffRequest& request) {
    auto* command = app.add_subcommand("policy-diff", "What another policy would have decided");
    command->add_option("before", request.before, "Policy file")->required();
    command->add_option("after", request.after, "Policy file to compare with it")->required();
    command->add_option("folder", request.folder, "Folder of scenario files")->required();
    command->add_flag("--json", request.json, "Print JSON");
    return command;
}

int runPolicyDiff(const PolicyDiffRequest& request) {
    const auto before = readFile(request.before, readPolicy);
    if (!before) return kMalformed;
    const auto after = readFile(request.after, readPolicy);
    if (!after) return kMalformed;
    const auto files = jsonFilesIn(request.folder);
    if (!files) return complain(request.folder, files.error());
    if (files->empty())
        return complain(request.folder, {ErrorCode::notFound, "", "has no .json file"});
    Report report;
    for (const auto& file : *files) {
        auto scenario = readFile(file.string(), readScenario);
        if (!scenario) return kMalformed;
        auto history = compareHistory(std::move(*scenario), *before, *after, report);
        if (!history) return complain(file.string(), history.error());
        history->file = file.filename().string();
        report.histories.push_back(std::move(history).value());
    }
    if (request.json)
        std::cout << toJson(report).dump(2) << '\n';
    else
        print(report);
    return report.differing() == 0 ? kOk : kDiffers;
}

} // namespace shoujie::rules
