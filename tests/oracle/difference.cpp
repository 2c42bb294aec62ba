#include "tests/oracle/difference.hpp"

#include "shared/rules/tool/scenario.hpp"
#include "tests/oracle/oracle.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace shoujie::oracle {

using nlohmann::json;

namespace {

/// A value without the names in it, for counting kinds.
std::string shape(const json& value) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const bool isStaff = text.size() == 2 && text[0] == 's' && text[1] <= '9';
        return isStaff ? "s" : text;
    }
    if (value.is_array() || value.is_object()) return value.empty() ? "none" : "some";
    return value.dump();
}

class Comparison {
public:
    explicit Comparison(const std::vector<std::string>& skip) : m_skip(skip) {}

    void value(const std::string& kind, const std::string& where, const json& ours,
               const json& theirs) {
        if (m_found || ours == theirs) return;
        const auto full = kind + ": " + shape(ours) + " -> " + shape(theirs);
        for (const auto& known : m_skip)
            if (full.rfind(known, 0) == 0) return;
        m_found =
            Difference{full, where + ": oracle " + ours.dump() + ", product " + theirs.dump()};
    }

    void subjects(const char* section, const json& ours, const json& theirs,
                  const std::vector<const char*>& members) {
        for (const auto& [id, mine] : ours[section].items())
            for (const char* member : members)
                value(std::string(section) + '.' + member,
                      std::string(section) + '.' + id + '.' + member, mine[member],
                      theirs[section].contains(id) ? theirs[section][id].value(member, json())
                                                   : json("missing"));
    }

    /// Lists of referrals or alerts: what only one of the two has.
    void list(const char* section, const char* word, const json& ours, const json& theirs) {
        const auto has = [](const json& all, const json& one) {
            return std::find(all.begin(), all.end(), one) != all.end();
        };
        for (const auto& mine : ours[section])
            if (!has(theirs[section], mine))
                value(std::string(section) + ".missing " + mine[word].get<std::string>(), section,
                      mine, json());
        for (const auto& other : theirs[section])
            if (!has(ours[section], other))
                value(std::string(section) + ".surplus " + other[word].get<std::string>(), section,
                      json(), other);
    }

    std::optional<Difference> m_found;

private:
    const std::vector<std::string>& m_skip;
};

} // namespace

std::optional<Difference> compare(const json& scenario, const std::vector<std::string>& skip) {
    const auto read = rules::readScenario(scenario.dump());
    if (!read) return Difference{"unreadable", describe(read.error())};
    std::vector<std::size_t> order(read->facts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto decided = rules::decideScenario(*read, order);
    if (!decided) return Difference{"refused", describe(decided.error())};
    const auto theirs = comparable(*decided);
    const auto ours = adjudicate(read->policy, read->facts, read->now);
    Comparison comparison(skip);
    comparison.subjects("visits", ours, theirs,
                        {"class", "owner", "treated_as_new", "status", "ruled"});
    comparison.subjects(
        "deals", ours, theirs,
        {"owner", "commission", "shares", "formalities", "fine", "status", "ruled"});
    comparison.list("referrals", "reason", ours, theirs);
    for (const char* member : {"ledger", "order", "makeups", "next"})
        comparison.value(std::string("rotation.") + member, std::string("rotation.") + member,
                         ours["rotation"][member], theirs["rotation"][member]);
    comparison.subjects("visits", ours, theirs, {"slot", "makeup"});
    comparison.list("alerts", "kind", ours, theirs);
    return comparison.m_found;
}

json shrink(json scenario, const std::string& kind, const std::vector<std::string>& skip) {
    const auto remains = [&](const json& candidate) {
        const auto found = compare(candidate, skip);
        return found && found->kind == kind;
    };
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = scenario["facts"].size(); i-- > 0;) {
            auto candidate = scenario;
            candidate["facts"].erase(i);
            if (!remains(candidate)) continue;
            scenario = std::move(candidate);
            smaller = true;
        }
    }
    for (const char* member : {"policy", "now"}) {
        auto candidate = scenario;
        if (candidate.erase(member) > 0 && remains(candidate)) scenario = std::move(candidate);
    }
    for (std::size_t i = 0; i < scenario["facts"].size(); ++i) {
        const auto data = scenario["facts"][i]["data"];
        for (const auto& [member, value] : data.items()) {
            auto candidate = scenario;
            candidate["facts"][i]["data"].erase(member);
            if (remains(candidate)) scenario = std::move(candidate);
        }
        auto candidate = scenario;
        auto& customers = candidate["facts"][i]["data"];
        if (customers.contains("customers") && customers["customers"].size() > 1 &&
            candidate["facts"][i]["kind"] == "visit.registered")
            for (std::size_t k = 0; k < data["customers"].size(); ++k) {
                auto fewer = scenario;
                if (fewer["facts"][i]["data"]["customers"].size() <= k) break;
                fewer["facts"][i]["data"]["customers"].erase(k);
                if (remains(fewer)) scenario = std::move(fewer);
            }
    }
    return scenario;
}

} // namespace shoujie::oracle
