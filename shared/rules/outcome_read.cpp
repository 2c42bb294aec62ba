#include "shared/core/json_gate.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/core/quick_object.hpp"
#include "shared/rules/outcome_json.hpp"
#include "shared/rules/outcome_words.hpp"

#include <algorithm>

namespace shoujie::rules {

namespace {

using nlohmann::json;
// A newer server may say more than this program knows.
constexpr auto kSkipped = ObjectReader::Unread::skipped;
// The message that carries the outcome is bounded; a long dispute is no error.
constexpr std::size_t kMany = 100'000;

template <class Enum, std::size_t N>
void word(ObjectReader& in, std::string_view member, const std::array<std::string_view, N>& words,
          Enum& out) {
    std::string text;
    in.text(member, text, limits::kMaxShortText);
    if (in.failed()) return;
    const auto found = std::ranges::find(words, text);
    if (found == words.end())
        return in.fail(ErrorCode::notAllowed, in.pathOf(member), "is not a known word");
    out = static_cast<Enum>(found - words.begin());
}

/// Text that may be null, which leaves `out` alone.
template <class Out>
void textOrNull(ObjectReader& in, std::string_view member, bool required, Out& out) {
    const auto* value = in.take(member, required);
    if (value == nullptr || value->is_null()) return;
    auto text = textFromJson(*value, in.pathOf(member), limits::kMaxShortText);
    if (text)
        out = Out(std::move(text).value());
    else
        in.fail(std::move(text).error());
}

void readDecision(ObjectReader& in, VisitDecision& decision) {
    textOrNull(in, "owner", true, decision.owner);
    word(in, "slot", words::kSlots, decision.slot);
    in.boolean("makeup", decision.makeup);
}

/// Reads an object below `in` with `read`; nothing where it is absent or null.
template <class Read>
void nested(ObjectReader& in, std::string_view member, Read read) {
    const auto* value = in.take(member, false);
    if (value == nullptr || value->is_null()) return;
    ObjectReader inner(*value, in.pathOf(member));
    read(inner);
    if (auto done = inner.finish(kSkipped); !done) in.fail(done.error());
}

void readBecause(ObjectReader& in, Because& because) {
    in.text("article", because.article, limits::kMaxShortText);
    in.ids("facts", because.facts, kMany, true);
    textOrNull(in, "key", false, because.key);
    nested(in, "window", [&](ObjectReader& inner) {
        Window& window = because.window.emplace();
        inner.time("from", window.from);
        inner.time("to", window.to);
        inner.integer("days", window.days, INT64_MIN, INT64_MAX);
        inner.integer("limit", window.limit, 0, INT64_MAX);
    });
}

void readReasons(ObjectReader& in, std::vector<Because>& reasons) {
    const auto* list = in.take("because", true);
    if (list == nullptr) return;
    if (!list->is_array())
        return in.fail(ErrorCode::wrongType, in.pathOf("because"), "must be a list");
    for (std::size_t i = 0; i < list->size() && !in.failed(); ++i) {
        ObjectReader item((*list)[i], in.pathOf("because") + "[" + std::to_string(i) + "]");
        readBecause(item, reasons.emplace_back());
        if (auto done = item.finish(kSkipped); !done) in.fail(done.error());
    }
}

void readName(QuickObject& in, std::string_view member, std::optional<Owner>& out) {
    const auto value = in.take(member, true);
    if (value && !value->is_null()) in.text(member, out.emplace().value, limits::kMaxShortText);
}

void readDecision(QuickObject& in, VisitDecision& decision) {
    readName(in, "owner", decision.owner);
    in.word("slot", words::kSlots, decision.slot);
    in.boolean("makeup", decision.makeup);
}

void readReason(const simdjson::dom::element& from, Because& because, QuickObject& list) {
    QuickObject in(from);
    in.text("article", because.article, limits::kMaxShortText);
    in.ids("facts", because.facts, kMany, true);
    if (const auto key = in.take("key", false); key && !key->is_null())
        in.text("key", because.key, limits::kMaxShortText);
    if (const auto measured = in.take("window", false)) {
        Window& window = because.window.emplace();
        QuickObject inner(*measured);
        inner.time("from", window.from);
        inner.time("to", window.to);
        inner.integer("days", window.days, INT64_MIN, INT64_MAX);
        inner.integer("limit", window.limit, 0, INT64_MAX);
        in.require(inner.good());
    }
    list.require(in.good());
}

/// The same for an outcome as it usually is: not ruled. What is not so is left to the other way.
std::optional<VisitOutcome> quickOutcome(std::string_view text) {
    static thread_local simdjson::dom::parser parser;
    const auto document = QuickObject::document(parser, text, {});
    if (!document) return std::nullopt;
    std::optional<VisitOutcome> visit(std::in_place);
    QuickObject in(*document);
    in.word("class", words::kClasses, visit->visitClass);
    in.boolean("treated_as_new", visit->treatedAsNew);
    readDecision(in, visit->decision);
    in.word("status", words::kStatuses, visit->status);
    in.boolean("ruled", visit->ruled);
    in.texts("articles", visit->articles, limits::kMaxShortText, limits::kMaxListItems, true);
    in.eachItem("because", kMany, true, [&](const simdjson::dom::element& item) {
        readReason(item, visit->because.emplace_back(), in);
    });
    in.require(!visit->ruled && !in.has("rule_says"));
    if (!in.good()) return std::nullopt;
    return visit;
}

} // namespace

Result<VisitOutcome> visitOutcomeFromText(std::string_view text) {
    if (auto quick = quickOutcome(text)) return std::move(*quick);
    const auto parsed = parseJson(text);
    if (!parsed) return parsed.error();
    VisitOutcome visit;
    ObjectReader in(*parsed, "");
    word(in, "class", words::kClasses, visit.visitClass);
    in.boolean("treated_as_new", visit.treatedAsNew);
    readDecision(in, visit.decision);
    word(in, "status", words::kStatuses, visit.status);
    in.boolean("ruled", visit.ruled);
    in.texts("articles", visit.articles, limits::kMaxShortText, limits::kMaxListItems, true);
    readReasons(in, visit.because);
    nested(in, "rule_says",
           [&](ObjectReader& inner) { readDecision(inner, visit.ruleSays.emplace()); });
    if (auto done = in.finish(kSkipped); !done) return done.error();
    return visit;
}

} // namespace shoujie::rules
