#include "shared/rules/policy.hpp"
#include "tests/shared/rules/policy_files.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <functional>

using namespace shoujie;
using namespace shoujie::rules;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

/// What a member may be, what it may not be, and where it is read to.
struct Member {
    std::string name;
    std::vector<json> allowed;
    std::vector<std::pair<json, ErrorCode>> refused;
    std::function<json(const Policy&)> read;
};

using Numbers = std::function<std::optional<std::int64_t>(const Policy&)>;

Member number(const char* name, std::int64_t max, Numbers read, bool orNull = false) {
    Member member{name, {0, 1, max - 1, max}, {}, [read](const Policy& policy) {
                      const auto value = read(policy);
                      return value ? json(*value) : json(nullptr);
                  }};
    for (const json& value : {json("7"), json(true), json(1.5), json::array(), json::object()})
        member.refused.emplace_back(value, ErrorCode::wrongType);
    for (const json& value : {json(-1), json(INT64_MIN), json(max + 1), json(UINT64_MAX)})
        member.refused.emplace_back(value, ErrorCode::outOfRange);
    if (orNull)
        member.allowed.emplace_back(nullptr);
    else
        member.refused.emplace_back(nullptr, ErrorCode::wrongType);
    return member;
}

Member flag(const char* name, std::function<bool(const Policy&)> read) {
    return {name,
            {true, false},
            {{1, ErrorCode::wrongType},
             {"true", ErrorCode::wrongType},
             {nullptr, ErrorCode::wrongType}},
            [read](const Policy& policy) {
                return json(read(policy));
            }};
}

/// Words stand in the order of their enum.
template <class Enum>
Member word(const char* name, std::vector<std::string> words,
            std::function<Enum(const Policy&)> read) {
    return {name,
            {words.begin(), words.end()},
            {{"elephant", ErrorCode::notAllowed},
             {"", ErrorCode::notAllowed},
             {words.front() + " ", ErrorCode::notAllowed},
             {true, ErrorCode::wrongType},
             {nullptr, ErrorCode::wrongType}},
            [words, read](const Policy& policy) {
                return json(words[static_cast<std::size_t>(read(policy))]);
            }};
}

constexpr std::int64_t kDays = 36'500;
constexpr std::int64_t kShare = 10'000;
constexpr std::int64_t kMoney = 10'000'000'000'000;

std::vector<Member> numbers() {
    return {
        number("windows.returning_days", kDays, [](auto& p) { return p.windows.returningDays; }),
        number("windows.family_days", kDays, [](auto& p) { return p.windows.familyDays; }),
        number("windows.referral_claim_days", kDays,
               [](auto& p) { return p.windows.referralClaimDays; }),
        number("windows.deal_discovery_days", kDays,
               [](auto& p) { return p.windows.dealDiscoveryDays; }),
        number("windows.deal_new_customer_days", kDays,
               [](auto& p) { return p.windows.dealNewCustomerDays; }),
        number("splits.helper_bp", kShare, [](auto& p) { return p.splits.helperBp; }),
        number(
            "splits.absent_bp", kShare, [](auto& p) { return p.splits.absentBp; }, true),
        number("splits.unaware_bp", kShare, [](auto& p) { return p.splits.unawareBp; }),
        number("snatching.fine_min", kMoney, [](auto& p) { return p.snatching.fineMin; }),
        number("snatching.fine_max", kMoney, [](auto& p) { return p.snatching.fineMax; }),
        number(
            "calls.window_days", kDays, [](auto& p) { return p.calls.windowDays; }, true)};
}

std::vector<Member> words() {
    return {
        word<NameOnly>("match.name_only", {"accept", "refer", "ignore"},
                       [](auto& p) { return p.match.nameOnly; }),
        word<MeasuredFrom>("returning.measured_from",
                           {"original_registration", "last_visit", "last_contact"},
                           [](auto& p) { return p.measuredFrom; }),
        word<BusyWithNew>("rotation.busy_with_new", {"pass", "hold"},
                          [](auto& p) { return p.rotation.busyWithNew; }),
        word<RotationReset>("rotation.reset", {"never", "daily"},
                            [](auto& p) { return p.rotation.reset; }),
        word<OwnerLeft>("owner_left", {"refer", "rotation"}, [](auto& p) { return p.ownerLeft; }),
        flag("rotation.returning_makeup", [](auto& p) { return p.rotation.returningMakeup; }),
        flag("calls.rotation", [](auto& p) { return p.calls.rotation; }),
        flag("calls.yield_to_reception", [](auto& p) { return p.calls.yieldToReception; })};
}

std::vector<Member> texts() {
    const std::string longest(50, 'b');
    std::string chinese;
    for (int i = 0; i < 50; ++i)
        chinese += "宝";
    return {{"timezone",
             {"Asia/Shanghai", "Asia/Tokyo", "UTC"},
             {{8, ErrorCode::wrongType},
              {nullptr, ErrorCode::wrongType},
              {"", ErrorCode::notAllowed},
              {"Mars/Olympus", ErrorCode::notAllowed}},
             [](const Policy& p) {
                 return json(p.timezone);
             }},
            {"phone_region",
             {"CN", "AZ"},
             {{86, ErrorCode::wrongType},
              {"C", ErrorCode::notAllowed},
              {"CHN", ErrorCode::notAllowed},
              {"cn", ErrorCode::notAllowed},
              {"CN\n", ErrorCode::notAllowed}},
             [](const Policy& p) {
                 return json(p.phoneRegion);
             }},
            {"snatching.currency",
             {"CNY", "HKD"},
             {{1, ErrorCode::wrongType},
              {"CN", ErrorCode::notAllowed},
              {"CNYY", ErrorCode::notAllowed},
              {"cny", ErrorCode::notAllowed}},
             [](const Policy& p) {
                 return json(p.snatching.currency);
             }},
            {"match.brand_aliases",
             {json::object(),
              {{"宝马", "BMW"}, {"奔驰", "Benz"}},
              {{"a", "b"}},
              {{"a", longest}},
              {{"a", chinese}}},
             {{json::array(), ErrorCode::wrongType}, {"BMW", ErrorCode::wrongType}},
             [](const Policy& p) {
                 return json(p.match.brandAliases);
             }},
            {"registration.required",
             {json::array(),
              json::array({"phones"}),
              {"name", "surname", "title", "phones", "vehicles", "employer", "address", "intent",
               "source", "note"}},
             {{"phones", ErrorCode::wrongType},
              {json::object(), ErrorCode::wrongType},
              {{"phones", "phones"}, ErrorCode::notAllowed}},
             [](const Policy& p) {
                 return json(p.requiredRegistration);
             }}};
}

std::vector<Member> everyMember() {
    auto members = numbers();
    for (auto&& more : {words(), texts()})
        members.insert(members.end(), more.begin(), more.end());
    return members;
}

/// A policy that says nothing but this, and fines that leave each other room.
json policyWith(const Member& member, const json& value) {
    json policy = json::object();
    if (member.name == "snatching.fine_min") policy["snatching"]["fine_max"] = kMoney;
    if (member.name == "snatching.fine_max") policy["snatching"]["fine_min"] = 0;
    auto place = member.name;
    std::replace(place.begin(), place.end(), '.', '/');
    policy[json::json_pointer("/" + place)] = value;
    return policy;
}

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT

private slots:
    void members_areThoseOfTheSchema() {
        std::vector<std::string> here;
        for (const auto& member : everyMember())
            here.push_back(member.name);
        auto there = schemaMembers();
        std::sort(here.begin(), here.end());
        std::sort(there.begin(), there.end());
        QCOMPARE(here, there);
    }

    void memberInsideItsLimits_isRead() {
        for (const auto& member : everyMember())
            for (const auto& value : member.allowed) {
                const auto policy = PolicyTimeline::fromJson(policyWith(member, value), "p");
                QVERIFY2(policy.ok(), qPrintable(shown(member.name + " " + value.dump())));
                QCOMPARE(shown(member.read(policy->at(Instant{})).dump()), shown(value.dump()));
            }
    }

    void memberOutsideItsLimits_isRefusedByName() {
        for (const auto& member : everyMember())
            for (const auto& [value, code] : member.refused) {
                const auto policy = PolicyTimeline::fromJson(policyWith(member, value), "p");
                QVERIFY2(!policy.ok(), qPrintable(shown(member.name + " " + value.dump())));
                QCOMPARE(verdict(policy), said(code, "p." + member.name));
                QVERIFY(policy.error().message.starts_with("must be ") ||
                        member.name == "timezone");
            }
    }

    void refusal_saysWhatMustBeAndNotWhatWasGiven() {
        const auto message = [](const char* text) {
            return shown(PolicyTimeline::fromJson(json::parse(text), "p").error().message);
        };
        QCOMPARE(message(R"({"windows": {"returning_days": 987654321}})"),
                 QStringLiteral("must be a whole number of days from 0 to 36500"));
        QCOMPARE(message(R"({"owner_left": "elephant"})"),
                 QStringLiteral("must be refer or rotation"));
        QCOMPARE(message(R"({"snatching": {"currency": "elephant"}})"),
                 QStringLiteral("must be a currency of three capital letters such as CNY"));
        QVERIFY(!message(R"({"timezone": "elephant"})").contains("elephant"));
    }

    void refusals_data() {
        columns();
        row("5", ErrorCode::wrongType, "p");
        row("null", ErrorCode::wrongType, "p");
        row(R"({"colour": 1})", ErrorCode::unknownMember, "p.colour");
        row(R"({"windows": {"weeks": 1}})", ErrorCode::unknownMember, "p.windows.weeks");
        row(R"({"windows": []})", ErrorCode::wrongType, "p.windows");
        row(R"({"match": null})", ErrorCode::wrongType, "p.match");
        row(R"({"returning": "last_visit"})", ErrorCode::wrongType, "p.returning");
        row(R"({"splits": 2000})", ErrorCode::wrongType, "p.splits");
        row(R"({"snatching": true})", ErrorCode::wrongType, "p.snatching");
        row(R"({"rotation": []})", ErrorCode::wrongType, "p.rotation");
        row(R"({"calls": []})", ErrorCode::wrongType, "p.calls");
        row(R"({"registration": ["name"]})", ErrorCode::wrongType, "p.registration");
        row(R"({"snatching": {"fine_min": 50001}})", ErrorCode::outOfRange, "p.snatching.fine_min");
        row(R"({"snatching": {"fine_max": 19999}})", ErrorCode::outOfRange, "p.snatching.fine_min");
        row(R"({"match": {"brand_aliases": {"a": 1}}})", ErrorCode::wrongType,
            "p.match.brand_aliases.a");
        row(R"({"match": {"brand_aliases": {"a": ""}}})", ErrorCode::tooShort,
            "p.match.brand_aliases.a");
        row(R"({"match": {"brand_aliases":
                {"a": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}}})",
            ErrorCode::tooLong, "p.match.brand_aliases.a");
        row(R"({"registration": {"required": ["name", "hat"]}})", ErrorCode::notAllowed,
            "p.registration.required[1]");
        row(R"({"registration": {"required": [7]}})", ErrorCode::wrongType,
            "p.registration.required[0]");
    }
    void refusals() {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QFETCH(QString, path);
        const auto policy = PolicyTimeline::fromJson(json::parse(text.toStdString()), "p");
        QCOMPARE(verdict(policy), said(static_cast<ErrorCode>(code), path.toStdString()));
    }

    void refusedLists_data() {
        columns();
        row("[7]", ErrorCode::wrongType, "p[0]");
        row(R"([{"from": "2026-02-30", "policy": {}}])", ErrorCode::badTime, "p[0].from");
        row(R"([{"from": "2027-02-29", "policy": {}}])", ErrorCode::badTime, "p[0].from");
        row(R"([{"from": "", "policy": {}}])", ErrorCode::badTime, "p[0].from");
        row(R"([{"from": 20260301, "policy": {}}])", ErrorCode::wrongType, "p[0].from");
        row(R"([{"from": "2026-03-01"}])", ErrorCode::missingMember, "p[0].policy");
        row(R"([{"policy": {}}])", ErrorCode::missingMember, "p[0].from");
        row(R"([{"from": "2026-03-01", "policy": []}])", ErrorCode::wrongType, "p[0].policy");
        row(R"([{"from": "2026-03-01", "policy": {"x": 1}}])", ErrorCode::unknownMember,
            "p[0].policy.x");
        row(R"([{"from": "2026-03-01", "policy": {}, "to": 1}])", ErrorCode::unknownMember,
            "p[0].to");
        row(R"([{"from": "2026-03-01", "policy": {}},
                {"from": "2026-03-02", "policy": {"match": {"name_only": "maybe"}}}])",
            ErrorCode::notAllowed, "p[1].policy.match.name_only");
        row(R"([{"from": "2026-03-01", "policy": {"timezone": "Mars"}}])", ErrorCode::notAllowed,
            "p[0].policy.timezone");
        row(R"([{"from": "2026-03-01", "policy": {"snatching": {"fine_max": 0}}}])",
            ErrorCode::outOfRange, "p[0].policy.snatching.fine_min");
        row(R"([{"from": "2026-03-01", "policy": {}}, {"from": "2026-03-01", "policy": {}}])",
            ErrorCode::outOfRange, "p[1].from");
    }
    void refusedLists() { refusals(); }

    void pathOfTheWhole_mayBeEmpty() {
        QCOMPARE_FAILS(PolicyTimeline::fromJson(json::parse(R"({"timezone": "Mars"})"), ""),
                       notAllowed, "timezone");
        QCOMPARE_FAILS(PolicyTimeline::fromJson(json::parse(R"({"calls": {"x": 1}})"), ""),
                       unknownMember, "calls.x");
        QCOMPARE_FAILS(PolicyTimeline::fromJson(json::parse(R"([{"from": "2026-03-01"}])"), ""),
                       missingMember, "[0].policy");
    }

    void nothingSaid_isTheDocument() {
        for (const json& nothing : {json::object(), json::array()})
            QVERIFY(PolicyTimeline::fromJson(nothing, "p")->at(Instant{}) == Policy{});
    }

    void overrides_leaveTheRestAsTheDocumentHasIt() {
        const auto policy = PolicyTimeline::fromJson(
            json::parse(R"({"windows":{"family_days":7},"calls":{"window_days":null}})"), "p");
        QVERIFY(policy.ok());
        Policy expected;
        expected.windows.familyDays = 7;
        QVERIFY(policy->at(Instant{}) == expected);
    }

    void effectiveDates_beginAtMidnightOfTheSite() {
        const auto policy = PolicyTimeline::fromJson(
            json::parse(R"([{"from":"2026-03-01","policy":{"windows":{"returning_days":15}}},
                            {"from":"2026-04-01","policy":{"timezone":"Asia/Tokyo"}}])"),
            "p");
        QVERIFY(policy.ok());
        const auto at = [&](const char* time) {
            return policy->at(parseRfc3339(time).value()).windows.returningDays;
        };
        QCOMPARE(at("2026-02-28T23:59:59+08:00"), 60);
        QCOMPARE(at("2026-03-01T00:00:00+08:00"), 15);
        QCOMPARE(at("2026-03-31T23:59:59+09:00"), 15);
        QCOMPARE(at("2026-04-01T00:00:00+09:00"), 60);
        QCOMPARE(policy->zone().name(), std::string("Asia/Tokyo"));
    }

private:
    static void columns() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("path");
    }
    static void row(const char* text, ErrorCode code, const char* path) {
        QTest::newRow(text) << QByteArray(text) << static_cast<int>(code) << QString(path);
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
