#include "client/store/visit_outcomes.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace shoujie::client {
namespace {

using nlohmann::json;

// The words of `facts.md`, in the order of the enumerators.
constexpr std::array<std::string_view, 8> kClasses{
    "public", "group_purchase", "returning", "family", "asked_for", "referred", "call_in", "new"};
constexpr std::array<std::string_view, 3> kSlots{"none", "turn", "makeup"};
constexpr std::array<std::string_view, 3> kStatuses{"final", "provisional", "referred"};

/// Reads members of one object; the first thing wrong is remembered, later reads give defaults.
class OutcomeReader {
public:
    template <class Enum, std::size_t Size>
    void word(const json& object, const char* member,
              const std::array<std::string_view, Size>& words, Enum& out) {
        const std::string said = text(object, member);
        for (std::size_t at = 0; at < Size; ++at)
            if (words[at] == said) {
                out = static_cast<Enum>(at);
                return;
            }
        fail(member);
    }
    std::string text(const json& object, const char* member) {
        const json* value = find(object, member);
        if (value != nullptr && value->is_string()) return value->get<std::string>();
        fail(member);
        return {};
    }
    bool flag(const json& object, const char* member) {
        const json* value = find(object, member);
        if (value != nullptr && value->is_boolean()) return value->get<bool>();
        fail(member);
        return false;
    }
    std::int64_t integer(const json& object, const char* member) {
        const json* value = find(object, member);
        if (value != nullptr && value->is_number_integer()) return value->get<std::int64_t>();
        fail(member);
        return 0;
    }
    Instant time(const json& object, const char* member) {
        auto at = parseRfc3339(text(object, member));
        if (at) return at.value();
        fail(member);
        return {};
    }
    const json& list(const json& object, const char* member) {
        static const json kEmpty = json::array();
        const json* value = find(object, member);
        if (value != nullptr && value->is_array()) return *value;
        fail(member);
        return kEmpty;
    }
    std::vector<std::string> texts(const json& object, const char* member) {
        std::vector<std::string> out;
        for (const json& one : list(object, member)) {
            if (one.is_string())
                out.push_back(one.get<std::string>());
            else
                fail(member);
        }
        return out;
    }
    static const json* find(const json& object, const char* member) {
        if (!object.is_object()) return nullptr;
        const auto found = object.find(member);
        return found == object.end() ? nullptr : &*found;
    }
    void fail(const char* member) {
        if (m_wrong.empty()) m_wrong = member;
    }
    [[nodiscard]] const std::string& wrong() const { return m_wrong; }

private:
    std::string m_wrong;
};

rules::VisitDecision readDecision(OutcomeReader& in, const json& object) {
    rules::VisitDecision decision;
    const json* owner = OutcomeReader::find(object, "owner");
    if (owner == nullptr || !owner->is_null())
        decision.owner = rules::Owner(in.text(object, "owner"));
    in.word(object, "slot", kSlots, decision.slot);
    decision.makeup = in.flag(object, "makeup");
    return decision;
}

rules::Because readBecause(OutcomeReader& in, const json& object) {
    rules::Because because;
    because.article = in.text(object, "article");
    for (auto& id : in.texts(object, "facts"))
        because.facts.emplace_back(std::move(id));
    if (const json* key = OutcomeReader::find(object, "key"); key != nullptr && !key->is_null())
        because.key = in.text(object, "key");
    const json* window = OutcomeReader::find(object, "window");
    if (window != nullptr && !window->is_null()) {
        because.window = rules::Window{in.time(*window, "from"), in.time(*window, "to"),
                                       in.integer(*window, "days"), in.integer(*window, "limit")};
    }
    return because;
}

} // namespace

Result<rules::VisitOutcome> visitOutcomeFromText(std::string_view text) {
    auto parsed = parseJson(text);
    if (!parsed) return parsed.error();
    const json& object = *parsed;
    OutcomeReader in;
    rules::VisitOutcome visit;
    in.word(object, "class", kClasses, visit.visitClass);
    visit.treatedAsNew = in.flag(object, "treated_as_new");
    visit.decision = readDecision(in, object);
    in.word(object, "status", kStatuses, visit.status);
    visit.ruled = in.flag(object, "ruled");
    visit.articles = in.texts(object, "articles");
    for (const json& because : in.list(object, "because"))
        visit.because.push_back(readBecause(in, because));
    const json* says = OutcomeReader::find(object, "rule_says");
    if (says != nullptr && !says->is_null()) visit.ruleSays = readDecision(in, *says);
    if (!in.wrong().empty())
        return Error{ErrorCode::malformed, in.wrong(), "is not what an outcome holds there"};
    return visit;
}

void VisitOutcomes::keepOfficial(const OfficialOutcome& outcome) {
    if (outcome.kind != "visit") return;
    const VisitId visit(outcome.subject.value);
    if (auto read = visitOutcomeFromText(outcome.json))
        m_official[visit] = std::move(*read);
    else
        m_official.erase(visit);
}

std::optional<JudgedVisit> VisitOutcomes::of(const VisitId& visit, const Replica& replica,
                                             const rules::Outcome& local) const {
    const auto official = m_official.find(visit);
    if (official != m_official.end() && !replica.touchedByOwn(visit.value))
        return JudgedVisit{official->second, true};
    const auto found = local.visits.find(visit);
    if (found != local.visits.end()) return JudgedVisit{found->second, false};
    if (official != m_official.end()) return JudgedVisit{official->second, true};
    return std::nullopt;
}

} // namespace shoujie::client
