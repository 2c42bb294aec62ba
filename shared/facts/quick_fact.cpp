#include "shared/facts/quick_fact.hpp"

#include "shared/core/quick_object.hpp"
#include "shared/facts/fact_fields.hpp"

#include <utility>

namespace shoujie::facts {

namespace {

using simdjson::dom::element;

using fields::IsBoxed;
using fields::IsOptional;

/// Reads the members that fact_fields.hpp describes. What is checked beyond single members is left
/// to the other reader.
class QuickFields : public QuickObject {
public:
    using QuickObject::QuickObject;

    void texts(std::string_view member, std::vector<std::string>& out, std::size_t maxBytes,
               std::size_t, std::size_t maxItems) {
        QuickObject::texts(member, out, maxBytes, maxItems, false);
    }
    template <class Tag>
    void ids(std::string_view member, std::vector<Id<Tag>>& out, std::size_t,
             std::size_t maxItems) {
        QuickObject::ids(member, out, maxItems, member == "order");
    }
    template <class Enum>
    void word(std::string_view member, Enum& out) {
        QuickObject::word(member, Words<Enum>::kAll, out);
    }
    template <class Enum>
    void word(std::string_view member, std::optional<Enum>& out) {
        if (has(member)) word(member, out.emplace());
    }
    template <class T>
    void object(std::string_view member, T& out) {
        if constexpr (IsOptional<T>::value) {
            if (has(member)) object(member, out.emplace());
        } else if constexpr (IsBoxed<T>::value) {
            object(member, *out);
        } else if (const auto json = take(member, true)) {
            require(read(*json, out));
        }
    }
    template <class T>
    void objects(std::string_view member, std::vector<T>& out, std::size_t minItems,
                 std::size_t maxItems) {
        eachItem(member, maxItems, minItems > 0,
                 [&](const element& item) { require(read(item, out.emplace_back())); });
        require(out.size() >= minItems);
    }

    void day(std::string_view, const std::string&) { spoil(); }
    void month(std::string_view, const std::string&) { spoil(); }
    void rawObject(std::string_view, const std::string&) { spoil(); }
    template <class T>
    void objects(std::string_view, std::optional<std::vector<T>>&, std::size_t, std::size_t) {
        spoil();
    }
    template <class T>
    void distinct(std::string_view, const T&) {
        spoil();
    }
    template <class T>
    void shares(std::string_view, const T&) {
        spoil();
    }
    void requires_(std::string_view, bool holds) { require(holds); }

    template <class T>
    static bool read(const element& json, T& out) {
        QuickFields reader(json);
        fields::describe(reader, out);
        return reader.goodAndRead();
    }
};

template <std::size_t... I>
bool readAlternative(std::size_t index, const element& data, FactData& out,
                     std::index_sequence<I...>) {
    bool good = false;
    const auto tryOne = [&]<std::size_t N>() {
        if (N == index) good = QuickFields::read(data, out.template emplace<N>());
    };
    (tryOne.template operator()<I>(), ...);
    return good;
}

bool readInterval(const element& json, TimeInterval& interval) {
    std::string_view text;
    if (json.get(text) == simdjson::SUCCESS) {
        const auto at = parseRfc3339(text);
        if (at) interval = TimeInterval::exactly(*at);
        return at.ok();
    }
    QuickObject in(json);
    in.time("earliest", interval.earliest);
    in.time("latest", interval.latest);
    return in.goodAndRead() && interval.earliest <= interval.latest;
}

} // namespace

std::optional<TimedFact> quickTimedFact(const element& json) {
    std::optional<TimedFact> result(std::in_place);
    Fact& fact = result->fact;
    QuickObject in(json);
    in.id("id", fact.id);
    in.text("site", fact.site.value, limits::kMaxIdBytes, false);
    in.id("by", fact.by);
    in.id("device", fact.device);
    in.integer("seq", fact.seq, 0, INT64_MAX);
    if (const auto at = in.take("at", true)) in.require(readInterval(*at, result->at));
    const auto kind = in.take("kind", true);
    const auto data = in.take("data", true);
    if (!in.goodAndRead()) return std::nullopt;
    std::string_view word;
    const auto found =
        kind->get(word) == simdjson::SUCCESS ? std::ranges::find(kinds(), word) : kinds().end();
    if (found == kinds().end() ||
        !readAlternative(static_cast<std::size_t>(found - kinds().begin()), *data, fact.data,
                         std::make_index_sequence<std::variant_size_v<FactData>>()))
        return std::nullopt;
    return result;
}

} // namespace shoujie::facts
