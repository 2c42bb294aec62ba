#include "shared/facts/fact_json.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/facts/fact_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace shoujie::facts {

namespace {

using Json = nlohmann::json;

using fields::IsBoxed;
using fields::IsOptional;

/// Reads the members that fact_fields.hpp describes.
class FieldReader {
public:
    FieldReader(const Json& json, const std::string& path) : m_in(json, path) {}

    template <class T>
    void id(std::string_view member, T& out) {
        m_in.id(member, out);
    }
    template <class T>
    void text(std::string_view member, T& out, std::size_t maxBytes) {
        m_in.text(member, out, maxBytes);
    }
    template <class T>
    void boolean(std::string_view member, T& out) {
        m_in.boolean(member, out);
    }
    template <class T>
    void time(std::string_view member, T& out) {
        m_in.time(member, out);
    }
    template <class T>
    void integer(std::string_view member, T& out, std::int64_t min, std::int64_t max) {
        m_in.integer(member, out, min, max);
    }
    void texts(std::string_view member, std::vector<std::string>& out, std::size_t maxBytes,
               std::size_t, std::size_t maxItems) {
        m_in.texts(member, out, maxBytes, maxItems, false);
    }
    template <class Tag>
    void ids(std::string_view member, std::vector<Id<Tag>>& out, std::size_t,
             std::size_t maxItems) {
        m_in.ids(member, out, maxItems, member == "order");
    }
    void day(std::string_view member, std::string& out) {
        m_in.text(member, out, limits::kMaxShortText);
        if (m_in.failed()) return;
        if (auto day = parseDay(out); !day)
            m_in.fail(day.error().code, m_in.pathOf(member), day.error().message);
    }
    void month(std::string_view member, std::string& out) {
        m_in.text(member, out, limits::kMaxShortText);
        if (!m_in.failed() && !parseDay(out + "-01"))
            m_in.fail(ErrorCode::badTime, m_in.pathOf(member), "is not a month such as 2026-03");
    }

    template <class Enum>
    void word(std::string_view member, Enum& out) {
        std::string text;
        m_in.text(member, text, limits::kMaxShortText);
        if (m_in.failed()) return;
        const auto& all = Words<Enum>::kAll;
        const auto found = std::ranges::find(all, text);
        if (found == all.end()) return m_in.fail(notAmong(all, m_in.pathOf(member)));
        out = static_cast<Enum>(found - all.begin());
    }
    template <class Enum>
    void word(std::string_view member, std::optional<Enum>& out) {
        if (m_in.has(member)) word(member, out.emplace());
    }

    template <class T>
    void object(std::string_view member, T& out) {
        if constexpr (IsOptional<T>::value) {
            if (m_in.has(member)) object(member, out.emplace());
        } else if constexpr (IsBoxed<T>::value) {
            object(member, *out);
        } else if (const auto* json = m_in.take(member, true)) {
            read(*json, m_in.pathOf(member), out);
        }
    }
    template <class T>
    void objects(std::string_view member, std::vector<T>& out, std::size_t minItems,
                 std::size_t maxItems) {
        const auto* json = m_in.take(member, minItems > 0);
        if (json == nullptr) return;
        const auto path = m_in.pathOf(member);
        if (!json->is_array()) return m_in.fail(ErrorCode::wrongType, path, "must be a list");
        if (json->size() < minItems)
            return m_in.fail(ErrorCode::tooShort, path,
                             "needs at least " + std::to_string(minItems));
        if (json->size() > maxItems)
            return m_in.fail(ErrorCode::tooLong, path,
                             "has more than " + std::to_string(maxItems) + " items");
        out.resize(json->size());
        for (std::size_t i = 0; i < out.size() && !m_in.failed(); ++i)
            read((*json)[i], path + "[" + std::to_string(i) + "]", out[i]);
    }
    template <class T>
    void objects(std::string_view member, std::optional<std::vector<T>>& out, std::size_t minItems,
                 std::size_t maxItems) {
        if (m_in.has(member)) objects(member, out.emplace(), minItems, maxItems);
    }
    void rawObject(std::string_view member, std::string& out) {
        const auto* json = m_in.take(member, true);
        if (json == nullptr) return;
        if (!json->is_object())
            return m_in.fail(ErrorCode::wrongType, m_in.pathOf(member), "must be an object");
        out = json->dump();
    }

    template <class T>
    void distinct(std::string_view member, const std::vector<T>& values) {
        if (std::set<T>(values.begin(), values.end()).size() != values.size())
            m_in.fail(ErrorCode::conflict, m_in.pathOf(member), "names somebody twice");
    }
    void requires_(std::string_view member, bool holds) {
        if (!holds) m_in.fail(ErrorCode::missingMember, m_in.pathOf(member), "is missing");
    }
    /// Shares are all of the commission or none of it (rules.md 11.2), each person's once.
    void shares(std::string_view member, const std::optional<std::vector<Share>>& shares) {
        if (!shares || shares->empty()) return;
        std::int64_t sum = 0;
        std::vector<StaffId> staff;
        for (const Share& share : *shares) {
            sum += share.bp;
            staff.push_back(share.staff);
        }
        distinct(member, staff);
        if (sum != 10'000)
            m_in.fail(ErrorCode::outOfRange, m_in.pathOf(member), "must sum to 10000");
    }

    Result<void> finish() { return m_in.finish(); }

    template <class T>
    static Result<T> readValue(const Json& json, const std::string& path) {
        T value;
        FieldReader reader(json, path);
        fields::describe(reader, value);
        if (auto done = reader.finish(); !done) return done.error();
        return value;
    }

private:
    template <class T>
    void read(const Json& json, const std::string& path, T& out) {
        auto value = readValue<T>(json, path);
        if (value)
            out = std::move(value).value();
        else
            m_in.fail(std::move(value).error());
    }

    template <class All>
    static Error notAmong(const All& all, std::string path) {
        std::string message = "must be one of";
        for (const auto word : all)
            message.append(" ").append(word);
        return {ErrorCode::notAllowed, std::move(path), std::move(message)};
    }

    ObjectReader m_in;
};

/// Writes the members that fact_fields.hpp describes; absent ones and empty lists are left out.
class FieldWriter {
public:
    template <class Tag>
    void id(const char* member, const Id<Tag>& value) {
        m_json[member] = value.value;
    }
    template <class Tag>
    void id(const char* member, const std::optional<Id<Tag>>& value) {
        if (value) m_json[member] = value->value;
    }
    template <class Tag>
    void ids(const char* member, const std::vector<Id<Tag>>& values, std::size_t, std::size_t) {
        if (values.empty() && std::string_view(member) != "order") return;
        Json list = Json::array();
        for (const auto& value : values)
            list.push_back(value.value);
        m_json[member] = std::move(list);
    }
    template <class T>
    void text(const char* member, const T& value, std::size_t) {
        plain(member, value);
    }
    template <class T>
    void boolean(const char* member, const T& value) {
        plain(member, value);
    }
    template <class T>
    void integer(const char* member, const T& value, std::int64_t, std::int64_t) {
        plain(member, value);
    }
    void texts(const char* member, const std::vector<std::string>& values, std::size_t, std::size_t,
               std::size_t) {
        if (!values.empty()) m_json[member] = values;
    }
    void day(const char* member, const std::string& value) { m_json[member] = value; }
    void month(const char* member, const std::string& value) { m_json[member] = value; }
    void time(const char* member, Instant value) { m_json[member] = formatUtc(value); }
    void time(const char* member, const std::optional<Instant>& value) {
        if (value) time(member, *value);
    }
    template <class Enum>
    void word(const char* member, Enum value) {
        m_json[member] = toWord(value);
    }
    template <class Enum>
    void word(const char* member, const std::optional<Enum>& value) {
        if (value) word(member, *value);
    }
    template <class T>
    void object(const char* member, T& value) {
        if constexpr (IsOptional<T>::value) {
            if (value) object(member, *value);
        } else if constexpr (IsBoxed<T>::value) {
            object(member, *value);
        } else {
            m_json[member] = written(value);
        }
    }
    template <class T>
    void objects(const char* member, std::vector<T>& values, std::size_t minItems, std::size_t) {
        if (values.empty() && minItems == 0) return;
        list(member, values);
    }
    template <class T>
    void objects(const char* member, std::optional<std::vector<T>>& values, std::size_t,
                 std::size_t) {
        if (values) list(member, *values);
    }
    void rawObject(const char* member, const std::string& value) {
        m_json[member] = Json::parse(value);
    }
    template <class T>
    void distinct(const char*, const T&) {}
    void requires_(const char*, bool) {}
    void shares(const char*, const std::optional<std::vector<Share>>&) {}

    template <class T>
    static Json written(T& value) {
        FieldWriter writer;
        fields::describe(writer, value);
        return std::move(writer.m_json);
    }

private:
    template <class T>
    void plain(const char* member, const T& value) {
        if constexpr (IsOptional<T>::value) {
            if (value) m_json[member] = *value;
        } else {
            m_json[member] = value;
        }
    }
    template <class T>
    void list(const char* member, std::vector<T>& values) {
        Json json = Json::array();
        for (auto& value : values)
            json.push_back(written(value));
        m_json[member] = std::move(json);
    }

    Json m_json = Json::object();
};

/// Reads the alternative number `index` of FactData.
template <std::size_t... I>
Result<FactData> readAlternative(std::size_t index, const Json& data, const std::string& path,
                                 std::index_sequence<I...>) {
    Result<FactData> result = Error{ErrorCode::unknownKind, path, "is not known"};
    const auto tryOne = [&]<std::size_t N>() {
        if (N != index) return;
        auto value = FieldReader::readValue<std::variant_alternative_t<N, FactData>>(data, path);
        if (value)
            result = FactData(std::in_place_index<N>, std::move(value).value());
        else
            result = std::move(value).error();
    };
    (tryOne.template operator()<I>(), ...);
    return result;
}

Result<TimeInterval> intervalFromJson(const Json& json, const std::string& path) {
    if (json.is_string()) {
        const auto at = parseRfc3339(json.get_ref<const std::string&>());
        if (!at) return Error{at.error().code, path, at.error().message};
        return TimeInterval::exactly(*at);
    }
    if (!json.is_object())
        return Error{ErrorCode::wrongType, path, "must be a time or an object of two times"};
    ObjectReader in(json, path);
    TimeInterval interval;
    in.time("earliest", interval.earliest);
    in.time("latest", interval.latest);
    if (auto done = in.finish(); !done) return done.error();
    if (interval.earliest > interval.latest)
        return Error{ErrorCode::outOfRange, path, "ends before it begins"};
    return interval;
}

} // namespace

Result<FactData> dataFromJson(std::string_view kind, const Json& data, const std::string& path,
                              const std::string& kindPath) {
    const auto& all = kinds();
    const auto found = std::ranges::find(all, kind);
    if (found == all.end()) return Error{ErrorCode::unknownKind, kindPath, "is no known kind"};
    return readAlternative(static_cast<std::size_t>(found - all.begin()), data, path,
                           std::make_index_sequence<std::variant_size_v<FactData>>());
}

bool mayBeNewer(const Error& error) {
    return error.code == ErrorCode::unknownKind || error.code == ErrorCode::unknownMember ||
           error.code == ErrorCode::notAllowed;
}

Json dataToJson(const FactData& data) {
    // By value: the descriptions take their members as non-const, for reading and writing alike.
    return std::visit([](auto value) { return FieldWriter::written(value); }, data);
}

Result<Customer> customerFromJson(const Json& json, const std::string& path) {
    return FieldReader::readValue<Customer>(json, path);
}

Json customerToJson(const Customer& customer) {
    Customer copy = customer;
    return FieldWriter::written(copy);
}

Result<TimedFact> timedFactFromJson(const Json& json, const std::string& path) {
    TimedFact result;
    Fact& fact = result.fact;
    std::string kind;
    ObjectReader in(json, path);
    in.id("id", fact.id);
    in.text("site", fact.site.value, limits::kMaxIdBytes, false);
    in.text("kind", kind, limits::kMaxShortText);
    in.id("by", fact.by);
    in.id("device", fact.device);
    in.integer("seq", fact.seq, 0, INT64_MAX);
    if (const auto* at = in.take("at", true)) {
        const auto interval = intervalFromJson(*at, in.pathOf("at"));
        if (interval)
            result.at = *interval;
        else
            in.fail(interval.error());
    }
    const auto* data = in.take("data", true);
    if (auto done = in.finish(); !done) return done.error();

    auto decoded = dataFromJson(kind, *data, in.pathOf("data"), in.pathOf("kind"));
    if (!decoded) return std::move(decoded).error();
    fact.data = std::move(decoded).value();
    return result;
}

Json timedFactToJson(const TimedFact& timed) {
    const Fact& fact = timed.fact;
    Json json{{"id", fact.id.value}, {"kind", kindOf(fact.data)}, {"by", fact.by.value}};
    if (!fact.site.empty()) json["site"] = fact.site.value;
    if (fact.device) json["device"] = fact.device->value;
    if (fact.seq) json["seq"] = *fact.seq;
    if (timed.at.isExact())
        json["at"] = formatUtc(timed.at.earliest);
    else
        json["at"] = {{"earliest", formatUtc(timed.at.earliest)},
                      {"latest", formatUtc(timed.at.latest)}};
    json["data"] = dataToJson(fact.data);
    return json;
}

Result<FactData> amendedData(const FactData& target, const EntryAmended& amendment) {
    const auto set = parseJson(amendment.set);
    if (!set) return Error{set.error().code, "set", set.error().message};
    Json data = dataToJson(target);
    for (const auto& [member, value] : set->items())
        data[member] = value;
    return dataFromJson(kindOf(target), data, "set", "kind");
}

} // namespace shoujie::facts
