#include "shared/rules/tool/scenario.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/facts/fact_json.hpp"
#include "shared/rules/adjudicator.hpp"
#include "shared/rules/outcome_json.hpp"

#include <numeric>
#include <unordered_map>

namespace shoujie::rules {

namespace {

using nlohmann::json;

std::string factPath(std::size_t index) {
    return "facts[" + std::to_string(index) + "]";
}

/// Amendments fit what they amend. That ids and subjects are claimed once is seen in judging.
Result<void> checkAmendments(const std::vector<facts::TimedFact>& all) {
    std::unordered_map<std::string, std::size_t> ids;
    for (std::size_t i = 0; i < all.size(); ++i)
        ids.emplace(all[i].fact.id.value, i);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto* amendment = std::get_if<facts::EntryAmended>(&all[i].fact.data);
        if (amendment == nullptr) continue;
        const auto target = ids.find(amendment->target.value);
        if (target == ids.end()) continue;
        const auto amended = facts::amendedData(all[target->second].fact.data, *amendment);
        if (!amended)
            return Error{amended.error().code, factPath(i) + ".data." + amended.error().path,
                         amended.error().message};
    }
    return {};
}

} // namespace

Result<Scenario> readScenario(std::string_view text) {
    // A fact may be as deep as on the wire; the file puts it into a list in an object.
    auto parsed = parseJson(text, {limits::kMaxJsonDepth + 4, limits::kMaxFileBytes});
    if (!parsed) return std::move(parsed).error();
    Scenario scenario;
    ObjectReader in(*parsed, "");
    in.text("title", scenario.title, limits::kMaxLongText, false);
    std::vector<std::string> articles;
    in.texts("articles", articles, limits::kMaxShortText, limits::kMaxListItems, false);
    if (const auto* policy = in.take("policy", false)) {
        auto timeline = PolicyTimeline::fromJson(*policy, "policy");
        if (!timeline) return std::move(timeline).error();
        scenario.policy = std::move(timeline).value();
    }
    in.time("now", scenario.now);
    if (const auto* expect = in.take("expect", false)) scenario.expect = *expect;
    const auto* list = in.take("facts", true);
    if (list != nullptr && !list->is_array())
        in.fail(ErrorCode::wrongType, "facts", "must be a list");
    if (auto done = in.finish(); !done) return done.error();
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto fact = facts::timedFactFromJson((*list)[i], factPath(i));
        if (!fact) return std::move(fact).error();
        scenario.facts.push_back(std::move(fact).value());
    }
    if (auto checked = checkAmendments(scenario.facts); !checked) return checked.error();
    return scenario;
}

Result<PolicyTimeline> readPolicy(std::string_view text) {
    auto parsed = parseJson(text, {limits::kMaxJsonDepth, limits::kMaxFileBytes});
    if (!parsed) return std::move(parsed).error();
    return PolicyTimeline::fromJson(*parsed, "");
}

namespace {

Result<json> decide(const Scenario& scenario, const std::vector<std::size_t>& order,
                    const TimeZone& shownIn) {
    Adjudicator adjudicator(scenario.policy);
    for (const std::size_t index : order)
        if (auto added = adjudicator.add(scenario.facts[index]); !added)
            return Error{added.error().code, factPath(index) + "." + added.error().path,
                         added.error().message};
    return toJson(adjudicator.outcome(scenario.now), shownIn);
}

} // namespace

Result<json> decideScenario(const Scenario& scenario, const std::vector<std::size_t>& order) {
    return decide(scenario, order, scenario.policy.zone());
}

Result<json> decideScenario(const Scenario& scenario, const TimeZone& shownIn) {
    std::vector<std::size_t> order(scenario.facts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return decide(scenario, order, shownIn);
}

} // namespace shoujie::rules
