// What holds for every kind of fact alike, checked over the samples of all of them.
#include "shared/core/limits.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <set>
#include <sstream>

using namespace shoujie;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

Result<facts::FactData> read(std::string_view kind, const json& data) {
    return facts::dataFromJson(kind, data, "data", "kind");
}

std::set<std::string> wordsOf(std::string_view text) {
    std::istringstream in{std::string(text)};
    return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

/// "data.customers[0].phones[1]" for the pointer "/customers/0/phones/1".
std::string pathOf(const json::json_pointer& pointer) {
    std::string path = "data";
    std::istringstream in(pointer.to_string());
    std::string part;
    std::getline(in, part, '/');
    while (std::getline(in, part, '/'))
        path += std::isdigit(static_cast<unsigned char>(part[0])) ? "[" + part + "]" : "." + part;
    return path;
}

/// The member a value belongs to: "phones" for an item of phones too.
std::string memberOf(const json::json_pointer& pointer) {
    auto at = pointer;
    while (!at.empty() && std::isdigit(static_cast<unsigned char>(at.back()[0])))
        at.pop_back();
    return at.empty() ? "" : at.back();
}

using Visitor = std::function<void(const json::json_pointer&, const json&)>;

/// Visits every value below `value`, outer ones first; what an amendment sets is free.
void walk(const json& value, const json::json_pointer& at, const Visitor& visit) {
    visit(at, value);
    if (!value.is_structured() || memberOf(at) == "set") return;
    for (const auto& [key, item] : value.items())
        walk(item, value.is_array() ? at / std::stoul(key) : at / key, visit);
}

/// Calls `check` with every value of every sample.
void everyValue(
    const std::function<void(const FactSample&, const json::json_pointer&, const json&)>& check) {
    for (const FactSample& sample : kSamples) {
        const json full = fullOf(sample);
        walk(full, json::json_pointer(),
             [&](const json::json_pointer& at, const json& value) { check(sample, at, value); });
    }
}

json changed(const FactSample& sample, const json::json_pointer& at, json value) {
    json data = fullOf(sample);
    data[at] = std::move(value);
    return data;
}

/// The verdicts that differ from what is expected, for one message.
class Differences {
public:
    void expect(const FactSample& sample, const QString& what, const QString& actual,
                const QString& expected) {
        ++m_checks;
        if (actual != expected)
            m_text += shown(sample.kind) + " " + what + ": " + actual + ", not " + expected + "\n";
    }
    [[nodiscard]] int checks() const { return m_checks; }
    [[nodiscard]] QByteArray text() const { return m_text.toUtf8(); }

private:
    int m_checks = 0;
    QString m_text;
};

#define QVERIFY_NO_DIFFERENCES(differences, atLeast)                                               \
    QVERIFY2((differences).text().isEmpty(), (differences).text().constData());                    \
    QVERIFY2((differences).checks() >= (atLeast), "the samples check too little")

// The closed lists of words, by member and kind where a member's name is used twice.
const std::map<std::string, std::string_view> kWords{
    {"role", "salesperson sales_manager call_desk front_desk service_assistant service_supervisor "
             "admin"},
    {"duty", "on off leave sick assigned"},
    {"relation", "grandparent parent child sibling spouse grandchild"},
    {"public", "peer developer_tour marketing_guest solicitor"},
    {"basis", "peer developer_tour marketing_guest solicitor"},
    {"original", "consented absent unreachable handed_back present"},
    {"outcome", "reached not_convenient no_answer wrong_number"},
    {"about", "discount resale_listing transfer other"},
    {"channel", "desk phone visit letterbox"},
    {"action", "educated corrected stopped"}};
const auto kTimes = wordsOf("started_at callback_at deposit_paid_at agreement_signed_at due_at "
                            "move_in promised_by");
const auto kIds =
    wordsOf("staff order visit receiver asked_for call answered_by referral subject claimant "
            "evidence deal closer follow_up request owner target household area_of by complaint "
            "repair patrol entries");
const auto kLongTexts =
    wordsOf("note information environment emotion purpose reason what opinions suggestions content "
            "answer plan resident_opinion handled escalated comment rule result summary");

std::size_t longestOf(const FactSample& sample, const std::string& member) {
    if (kIds.contains(member)) return limits::kMaxIdBytes;
    if (sample.kind == "handover.recorded" && member == "what") return limits::kMaxShortText;
    return kLongTexts.contains(member) ? limits::kMaxLongText : limits::kMaxShortText;
}

bool isFreeText(const json::json_pointer& at) {
    const auto member = memberOf(at);
    return !kWords.contains(member) && !kTimes.contains(member) && member != "date" &&
           member != "month";
}

} // namespace

class TestFactKinds : public QObject {
    Q_OBJECT

private slots:
    void everyKind_hasASample();
    void full_comesBackAsItWas();
    void requiredMembersAlone_comeBackAsTheyWere();
    void exactlyTheRequiredMembers_cannotBeLeftOut();
    void unknownMember_isRefusedWhereverItStands();
    void otherType_isRefusedWhereverItStands();
    void text_isTakenUpToItsLimit();
    void emptyId_isRefused();
    void list_isTakenUpToItsLimits();
    void integer_isTakenWithinItsRange();
    void word_isOneOfItsList();
    void time_mustBeOne();
    void createdSubject_isTheOneTheKindCreates();
    void otherKindOfSameShape_staysItsOwnKind();
};

void TestFactKinds::everyKind_hasASample() {
    std::set<std::string_view> sampled;
    for (const FactSample& sample : kSamples)
        QVERIFY2(sampled.insert(sample.kind).second, sample.full);
    for (const auto kind : facts::kinds())
        QVERIFY2(sampled.contains(kind), std::string(kind).c_str());
    QCOMPARE(sampled.size(), facts::kinds().size());
    QCOMPARE(facts::kinds().size(), std::variant_size_v<facts::FactData>);
}

void TestFactKinds::full_comesBackAsItWas() {
    for (const FactSample& sample : kSamples) {
        const auto data = read(sample.kind, fullOf(sample));
        QVERIFY2(data.ok(), sample.full);
        QCOMPARE(shown(facts::kindOf(*data)), shown(sample.kind));
        QCOMPARE(shown(facts::dataToJson(*data).dump()), shown(fullOf(sample).dump()));
    }
}

void TestFactKinds::requiredMembersAlone_comeBackAsTheyWere() {
    for (const FactSample& sample : kSamples) {
        const json full = fullOf(sample);
        json data = full;
        const auto required = wordsOf(sample.required);
        for (const auto& [member, value] : full.items())
            if (!required.contains(member)) data.erase(member);
        const auto decoded = read(sample.kind, data);
        QVERIFY2(decoded.ok(), sample.full);
        QCOMPARE(shown(facts::dataToJson(*decoded).dump()), shown(data.dump()));
    }
}

void TestFactKinds::exactlyTheRequiredMembers_cannotBeLeftOut() {
    Differences differences;
    for (const FactSample& sample : kSamples) {
        const json full = fullOf(sample);
        const auto required = wordsOf(sample.required);
        for (const auto& [member, value] : full.items()) {
            json data = full;
            data.erase(member);
            const auto expected = required.contains(member)
                                      ? said(ErrorCode::missingMember, "data." + member)
                                      : QStringLiteral("ok");
            differences.expect(sample, shown(member), verdict(read(sample.kind, data)), expected);
        }
    }
    QVERIFY_NO_DIFFERENCES(differences, 130);
}

void TestFactKinds::unknownMember_isRefusedWhereverItStands() {
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        if (!value.is_object() || memberOf(at) == "set") return;
        const auto data = changed(sample, at / "nickname", 1);
        differences.expect(sample, shown(at.to_string()), verdict(read(sample.kind, data)),
                           said(ErrorCode::unknownMember, pathOf(at) + ".nickname"));
    });
    QVERIFY_NO_DIFFERENCES(differences, 60);
}

void TestFactKinds::otherType_isRefusedWhereverItStands() {
    const std::vector<json> others{nullptr, true, 7, 1.5, "x", json::array(), json::object()};
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        for (const json& other : others) {
            if (other.type() == value.type() ||
                (other.is_number_integer() && value.is_number_integer()))
                continue;
            const auto data = at.empty() ? other : changed(sample, at, other);
            differences.expect(sample, shown(at.to_string() + " " + other.dump()),
                               verdict(read(sample.kind, data)),
                               said(ErrorCode::wrongType, pathOf(at)));
        }
    });
    QVERIFY_NO_DIFFERENCES(differences, 1000);
}

void TestFactKinds::text_isTakenUpToItsLimit() {
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        if (!value.is_string() || !isFreeText(at)) return;
        const auto longest = longestOf(sample, memberOf(at));
        const auto atLimit = changed(sample, at, std::string(longest, 'x'));
        const auto above = changed(sample, at, std::string(longest + 1, 'x'));
        // Letters of three bytes: fewer than the limit's number, but more bytes.
        std::string wide;
        while (wide.size() <= longest)
            wide += "张";
        const auto what = shown(at.to_string());
        const auto tooLong = said(ErrorCode::tooLong, pathOf(at));
        differences.expect(sample, what, verdict(read(sample.kind, atLimit)), "ok");
        differences.expect(sample, what, verdict(read(sample.kind, above)), tooLong);
        differences.expect(sample, what, verdict(read(sample.kind, changed(sample, at, wide))),
                           tooLong);
    });
    QVERIFY_NO_DIFFERENCES(differences, 500);
}

void TestFactKinds::emptyId_isRefused() {
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        if (!value.is_string() || !kIds.contains(memberOf(at))) return;
        differences.expect(sample, shown(at.to_string()),
                           verdict(read(sample.kind, changed(sample, at, ""))),
                           said(ErrorCode::tooShort, pathOf(at)));
    });
    QVERIFY_NO_DIFFERENCES(differences, 50);
}

void TestFactKinds::list_isTakenUpToItsLimits() {
    struct Range {
        std::size_t min;
        std::size_t max;
    };
    const auto rangeOf = [](const FactSample& sample, const std::string& member) -> Range {
        if (sample.kind == "family.declared" && member == "customers") return {2, 2};
        if (member == "customers" || member == "subscribers") return {1, limits::kMaxParty};
        if (member == "phones") return {0, limits::kMaxPhones};
        if (member == "vehicles") return {0, limits::kMaxVehicles};
        if (member == "erased") return {0, limits::kMaxPhones + limits::kMaxVehicles + 1};
        if (member == "relatives" || member == "residents" || member == "shares")
            return {0, limits::kMaxParty};
        return {0, limits::kMaxListItems};
    };
    const auto listOf = [](const std::string& member, const json& list, std::size_t count) {
        json items = json::array();
        for (std::size_t i = 0; i < count; ++i) {
            json item = list[0];
            if (member == "order") item = "s" + std::to_string(i);
            // Whole shares of different people, the first has what is left over.
            if (member == "shares")
                item = {{"staff", "s" + std::to_string(i)},
                        {"bp", i == 0 ? 10'000 - (static_cast<int>(count) - 1) * 100 : 100}};
            items.push_back(item);
        }
        return items;
    };
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        if (!value.is_array()) return;
        const auto member = memberOf(at);
        const auto range = rangeOf(sample, member);
        const auto reading = [&](std::size_t count) {
            return verdict(read(sample.kind, changed(sample, at, listOf(member, value, count))));
        };
        const auto what = shown(at.to_string());
        differences.expect(sample, what, reading(range.max), "ok");
        differences.expect(sample, what, reading(range.max + 1),
                           said(ErrorCode::tooLong, pathOf(at)));
        differences.expect(sample, what, reading(range.min), "ok");
        if (range.min > 0)
            differences.expect(sample, what, reading(range.min - 1),
                               said(ErrorCode::tooShort, pathOf(at)));
    });
    QVERIFY_NO_DIFFERENCES(differences, 60);
}

void TestFactKinds::integer_isTakenWithinItsRange() {
    const std::map<std::string, std::pair<std::int64_t, std::int64_t>> ranges{
        {"rings", {0, 1000}},
        {"keys", {0, 1000}},
        {"satisfaction", {1, 5}},
        {"list_price", {0, limits::kMaxMoney}},
        {"price", {0, limits::kMaxMoney}},
        {"amount", {0, limits::kMaxMoney}},
        {"fine", {0, limits::kMaxMoney}},
        {"cost", {0, limits::kMaxMoney}},
        {"size", {0, INT64_MAX}},
        {"seen", {0, INT64_MAX}},
        {"bp", {0, 10'000}}};
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        if (!value.is_number()) return;
        const auto [min, max] = ranges.at(memberOf(at));
        const auto reading = [&](std::int64_t number) {
            return verdict(read(sample.kind, changed(sample, at, number)));
        };
        const auto what = shown(at.to_string());
        const auto outside = said(ErrorCode::outOfRange, pathOf(at));
        differences.expect(sample, what, reading(min - 1), outside);
        if (max < INT64_MAX) {
            differences.expect(sample, what, reading(max + 1), outside);
            differences.expect(sample, what, reading(INT64_MAX), outside);
        }
        differences.expect(sample, what, reading(INT64_MIN), outside);
        if (memberOf(at) == "bp") return; // alone they do not sum up
        differences.expect(sample, what, reading(min), "ok");
        differences.expect(sample, what, reading(max), "ok");
    });
    QVERIFY_NO_DIFFERENCES(differences, 60);
}

void TestFactKinds::word_isOneOfItsList() {
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        const auto words = kWords.find(memberOf(at));
        if (words == kWords.end() || !value.is_string()) return;
        for (const auto& word : wordsOf(words->second)) {
            const auto data = read(sample.kind, changed(sample, at, word));
            const auto back = data.ok() ? facts::dataToJson(*data)[at].get<std::string>()
                                        : verdict(data).toStdString();
            differences.expect(sample, shown(at.to_string()), shown(back), shown(word));
        }
        for (const char* word : {"", "nonsense", "On", "ON", "peer "})
            differences.expect(sample, shown(at.to_string() + word),
                               verdict(read(sample.kind, changed(sample, at, word))),
                               said(ErrorCode::notAllowed, pathOf(at)));
    });
    QVERIFY_NO_DIFFERENCES(differences, 90);
}

void TestFactKinds::time_mustBeOne() {
    Differences differences;
    everyValue([&](const FactSample& sample, const json::json_pointer& at, const json& value) {
        const auto member = memberOf(at);
        const bool time = kTimes.contains(member);
        if (!value.is_string() || (!time && member != "date" && member != "month")) return;
        for (const char* text : {"", "soon", "2026-02-30", "2026-13", "2026-02-30T00:00:00Z"})
            differences.expect(sample, shown(at.to_string() + text),
                               verdict(read(sample.kind, changed(sample, at, text))),
                               said(ErrorCode::badTime, pathOf(at)));
        if (!time) return;
        const auto data = changed(sample, at, "2026-03-01T10:00:00+08:00");
        const auto written = facts::dataToJson(*read(sample.kind, data));
        differences.expect(sample, shown(at.to_string()), shown(written[at].get<std::string>()),
                           "2026-03-01T02:00:00Z");
    });
    QVERIFY_NO_DIFFERENCES(differences, 50);
}

void TestFactKinds::createdSubject_isTheOneTheKindCreates() {
    for (const FactSample& sample : kSamples) {
        const auto data = read(sample.kind, fullOf(sample));
        QVERIFY2(data.ok(), sample.full);
        QCOMPARE(shown(facts::createdSubject(*data)), shown(sample.created));
    }
}

void TestFactKinds::otherKindOfSameShape_staysItsOwnKind() {
    const json data{{"staff", "s1"}, {"subject", "v1"}};
    const auto notice = read("notice.seen", data);
    QCOMPARE_OK(notice);
    QVERIFY(std::holds_alternative<facts::NoticeSeen>(*notice));
    QCOMPARE_FAILS(read("notice.unseen", data), unknownKind, "kind");
    QCOMPARE_FAILS(read("", data), unknownKind, "kind");
    QCOMPARE_FAILS(read("Notice.seen", data), unknownKind, "kind");
}

QTEST_APPLESS_MAIN(TestFactKinds)
#include "tst_fact_kinds.moc"
