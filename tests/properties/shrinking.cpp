#include "tests/properties/shrinking.hpp"

#include "shared/facts/fact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace shoujie::properties {

using namespace shoujie::facts;
using namespace std::chrono;
using nlohmann::json;

namespace {

/// No failure is worth more than this many judgements.
constexpr int kMaxAttempts = 4000;

class Shrinker {
public:
    Shrinker(History history, const std::function<bool(const History&)>& fails)
        : m_best{std::move(history), 0}, m_fails(fails) {}

    Shrunk run() {
        for (bool again = true; again && m_best.attempts < kMaxAttempts;) {
            again = dropFacts();
            again = plainerPolicy() || again;
            again = exactTimes() || again;
            again = dropMembers() || again;
        }
        return std::move(m_best);
    }

private:
    History copy() const { return m_best.history; }

    bool attempt(History candidate) {
        if (m_best.attempts >= kMaxAttempts) return false;
        // What the file reader would refuse, nobody could replay.
        if (!fromScenario(asScenario(candidate, ""))) return false;
        ++m_best.attempts;
        if (!m_fails(candidate)) return false;
        m_best.history = std::move(candidate);
        return true;
    }

    bool dropFacts();
    bool plainerPolicy();
    bool exactTimes();
    bool dropMembers();
    bool dropMembersOf(std::size_t index);

    Shrunk m_best;
    const std::function<bool(const History&)>& m_fails;
};

/// Halves, quarters and so on, down to each fact alone.
bool Shrinker::dropFacts() {
    bool dropped = false;
    auto size = std::max<std::size_t>(1, m_best.history.facts.size() / 2);
    while (true) {
        bool atThisSize = false;
        for (std::size_t first = 0; first < m_best.history.facts.size();) {
            auto fewer = copy();
            const auto count = std::min(size, fewer.facts.size() - first);
            const auto from = fewer.facts.begin() + static_cast<std::ptrdiff_t>(first);
            fewer.facts.erase(from, from + static_cast<std::ptrdiff_t>(count));
            // When it is judged must not move with the facts that are left.
            if (!fewer.now) fewer.now = judgedAt(m_best.history);
            if (attempt(std::move(fewer)))
                atThisSize = true;
            else
                first += count;
        }
        dropped = dropped || atThisSize;
        if (size == 1 && !atThisSize) break;
        size = std::max<std::size_t>(1, size / 2);
    }
    auto unsaid = copy();
    unsaid.now.reset();
    if (m_best.history.now && attempt(std::move(unsaid))) return true;
    return dropped;
}

/// Every place below a value that could be left out: members of objects, items of lists.
void placesOf(const json& value, const json::json_pointer& at,
              std::vector<json::json_pointer>& places) {
    if (value.is_object()) {
        for (const auto& [member, inner] : value.items()) {
            places.push_back(at / member);
            placesOf(inner, at / member, places);
        }
    } else if (value.is_array()) {
        for (std::size_t i = value.size(); i-- > 0;) {
            places.push_back(at / i);
            placesOf(value[i], at / i, places);
        }
    }
}

void leaveOut(json& value, const json::json_pointer& place) {
    auto& parent = value[place.parent_pointer()];
    if (parent.is_array())
        parent.erase(static_cast<std::size_t>(std::stoul(place.back())));
    else
        parent.erase(place.back());
}

bool Shrinker::plainerPolicy() {
    if (m_best.history.policy == "{}") return false;
    auto plain = copy();
    plain.policy = "{}";
    if (attempt(std::move(plain))) return true;
    bool plainer = false;
    const auto policy = json::parse(m_best.history.policy);
    // One policy for all time instead of a list.
    if (policy.is_array())
        for (const auto& entry : policy) {
            auto only = copy();
            only.policy = entry.at("policy").dump();
            if (attempt(std::move(only))) return true;
        }
    std::vector<json::json_pointer> places;
    placesOf(policy, json::json_pointer(), places);
    for (const auto& place : places) {
        auto less = json::parse(m_best.history.policy);
        if (!less.contains(place)) continue;
        leaveOut(less, place);
        auto candidate = copy();
        candidate.policy = less.dump();
        plainer = attempt(std::move(candidate)) || plainer;
    }
    return plainer;
}

bool Shrinker::exactTimes() {
    bool exacter = false;
    for (std::size_t i = 0; i < m_best.history.facts.size(); ++i) {
        auto withoutDevice = copy();
        auto& fact = withoutDevice.facts[i].fact;
        if (fact.device || fact.seq) {
            fact.device.reset();
            fact.seq.reset();
            exacter = attempt(std::move(withoutDevice)) || exacter;
        }
        auto at = m_best.history.facts[i].at;
        for (const Instant end : {at.latest, at.earliest}) {
            if (m_best.history.facts[i].at.isExact()) break;
            auto exact = copy();
            exact.facts[i].at = TimeInterval::exactly(end);
            exacter = attempt(std::move(exact)) || exacter;
        }
        at = m_best.history.facts[i].at;
        const TimeInterval round{ceil<hours>(at.earliest), floor<hours>(at.latest)};
        if (round.earliest > round.latest || round == at) continue;
        auto rounded = copy();
        rounded.facts[i].at = round;
        exacter = attempt(std::move(rounded)) || exacter;
    }
    return exacter;
}

bool Shrinker::dropMembers() {
    bool dropped = false;
    for (std::size_t i = 0; i < m_best.history.facts.size(); ++i)
        dropped = dropMembersOf(i) || dropped;
    return dropped;
}

/// An amendment's new members are text inside; they are left out like the others.
bool Shrinker::dropMembersOf(std::size_t index) {
    const auto asJson = [this, index] {
        const auto& data = m_best.history.facts[index].fact.data;
        json whole{{"data", dataToJson(data)}};
        return whole;
    };
    bool dropped = false;
    std::vector<json::json_pointer> places;
    placesOf(asJson()["data"], json::json_pointer("/data"), places);
    for (const auto& place : places) {
        auto less = asJson();
        if (!less.contains(place)) continue;
        leaveOut(less, place);
        auto candidate = copy();
        auto& data = candidate.facts[index].fact.data;
        auto read = dataFromJson(kindOf(data), less["data"], "data", "kind");
        if (!read) continue;
        data = std::move(read).value();
        dropped = attempt(std::move(candidate)) || dropped;
    }
    return dropped;
}

} // namespace

Shrunk shrink(const History& history, const std::function<bool(const History&)>& fails) {
    return Shrinker(history, fails).run();
}

} // namespace shoujie::properties
