#include "tests/properties/history.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/rules/tool/scenario.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace shoujie::properties {

using nlohmann::json;

std::string asScenario(const History& history, const std::string& title) {
    json scenario = json::object();
    if (!title.empty()) scenario["title"] = title;
    scenario["policy"] = json::parse(history.policy);
    if (history.now) scenario["now"] = formatUtc(*history.now);
    auto& facts = scenario["facts"] = json::array();
    for (const auto& fact : history.facts)
        facts.push_back(facts::timedFactToJson(fact));
    return scenario.dump(1) + "\n";
}

Result<History> fromScenario(std::string_view text) {
    auto scenario = rules::readScenario(text);
    if (!scenario) return std::move(scenario).error();
    History history;
    const auto source = json::parse(text);
    if (const auto policy = source.find("policy"); policy != source.end())
        history.policy = policy->dump();
    history.now = scenario->now;
    history.facts = std::move(scenario->facts);
    return history;
}

const rules::PolicyTimeline& policiesOf(const History& history) {
    static std::unordered_map<std::string, rules::PolicyTimeline> made;
    const auto known = made.find(history.policy);
    if (known != made.end()) return known->second;
    auto policies = rules::PolicyTimeline::fromJson(json::parse(history.policy), "policy");
    if (!policies) throw std::logic_error("the policy of a history is none: " + history.policy);
    return made.emplace(history.policy, std::move(policies).value()).first->second;
}

Instant judgedAt(const History& history) {
    if (history.now) return *history.now;
    Instant last{};
    for (const auto& fact : history.facts)
        last = std::max(last, fact.at.latest);
    return last;
}

rules::Adjudicator told(const History& history, rules::FactSource source) {
    rules::Adjudicator adjudicator(policiesOf(history), std::move(source));
    for (const auto& fact : history.facts)
        if (auto added = adjudicator.add(fact); !added)
            throw std::logic_error("a history repeats an id: " + fact.fact.id.value);
    return adjudicator;
}

rules::Outcome decide(const History& history, Instant now) {
    return told(history).outcome(now);
}

} // namespace shoujie::properties
