// What single kinds demand of themselves, the envelope of a fact, and amendments.
#include "shared/core/json_gate.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/shared/facts/fact_samples.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace shoujie;
using namespace shoujie::testing;
using nlohmann::json;

namespace {

Result<facts::FactData> read(std::string_view kind, const json& data) {
    return facts::dataFromJson(kind, data, "data", "kind");
}

facts::FactData sampleData(std::string_view kind) {
    return read(kind, fullOf(sampleOf(kind))).value();
}

json ruling(const json& shares) {
    return {{"subject", "x1"}, {"reason", "r"}, {"shares", shares}};
}

json fact() {
    return {{"id", "f1"},
            {"site", "xidi"},
            {"kind", "staff.left"},
            {"by", "s1"},
            {"device", "d1"},
            {"seq", 41},
            {"at", "2026-03-01T10:00:00+08:00"},
            {"data", {{"staff", "s2"}}}};
}

Result<facts::TimedFact> readFact(const json& value) {
    return facts::timedFactFromJson(value, "facts[3]");
}

facts::EntryAmended amendment(const json& set) {
    return {FactId("f1"), set.dump(), "reason"};
}

} // namespace

class TestFactJson : public QObject {
    Q_OBJECT

private slots:
    void shares_areAllOrNothing();
    void roster_namesNobodyTwice();
    void notConvenient_needsATimeToCallBack();
    void amendmentSet_mustBeAnObjectAndStaysCanonical();
    void customerAlone_canBeReadAndWritten();
    void fact_comesBackAsItWas();
    void factWithoutOptionalMembers_comesBackAsItWas();
    void everyRequiredMember_isMissed();
    void at_isATimeOrAnInterval();
    void badAt_isRefusedAtItsPath_data();
    void badAt_isRefusedAtItsPath();
    void badEnvelope_isRefusedAtItsPath_data();
    void badEnvelope_isRefusedAtItsPath();
    void deepestFact_fitsIntoTheLimits();
    void amendment_replacesWholeMembers();
    void amendmentOfWhatDoesNotFit_isRefusedBelowSet();
};

void TestFactJson::shares_areAllOrNothing() {
    const auto share = [](const char* staff, int bp) {
        return json{{"staff", staff}, {"bp", bp}};
    };
    const auto whole = read("ruling.made", ruling({share("s1", 2000), share("s2", 8000)}));
    QCOMPARE_OK(whole);
    QCOMPARE(std::get<facts::RulingMade>(*whole).shares->size(), std::size_t(2));
    QCOMPARE_OK(read("ruling.made", ruling(json::array({share("s1", 10'000)}))));

    // Nobody gets anything, which is not the same as saying nothing about it.
    const auto none = read("ruling.made", ruling(json::array()));
    QCOMPARE_OK(none);
    QVERIFY(std::get<facts::RulingMade>(*none).shares.has_value());
    QCOMPARE(shown(facts::dataToJson(*none).dump()), shown(ruling(json::array()).dump()));

    const auto few = ruling({share("s1", 2000), share("s2", 7999)});
    QCOMPARE_FAILS(read("ruling.made", few), outOfRange, "data.shares");
    const auto many = ruling({share("s1", 2001), share("s2", 8000)});
    QCOMPARE_FAILS(read("ruling.made", many), outOfRange, "data.shares");
    const auto twice = ruling({share("s1", 2000), share("s1", 8000)});
    QCOMPARE_FAILS(read("ruling.made", twice), conflict, "data.shares");
    const auto negative = ruling({share("s1", -1), share("s2", 10'001)});
    QCOMPARE_FAILS(read("ruling.made", negative), outOfRange, "data.shares[0].bp");
}

void TestFactJson::roster_namesNobodyTwice() {
    QCOMPARE_FAILS(read("roster.set", {{"order", {"s1", "s2", "s1"}}}), conflict, "data.order");
    const auto empty = read("roster.set", {{"order", json::array()}});
    QCOMPARE_OK(empty);
    QCOMPARE(shown(facts::dataToJson(*empty).dump()), QStringLiteral(R"({"order":[]})"));
}

void TestFactJson::notConvenient_needsATimeToCallBack() {
    json done{{"follow_up", "u1"}, {"outcome", "not_convenient"}};
    QCOMPARE_FAILS(read("follow_up.done", done), missingMember, "data.callback_at");
    done["callback_at"] = "2026-03-01T10:00:00+08:00";
    QCOMPARE_OK(read("follow_up.done", done));
    for (const char* outcome : {"reached", "no_answer", "wrong_number"})
        QCOMPARE_OK(read("follow_up.done", {{"follow_up", "u1"}, {"outcome", outcome}}));
}

void TestFactJson::amendmentSet_mustBeAnObjectAndStaysCanonical() {
    const auto text = R"({"target":"f1","reason":"r","set":{"z":1,"a":{"y":[2],"b":"é"}}})";
    const auto data = read("entry.amended", json::parse(text));
    QCOMPARE_OK(data);
    QCOMPARE(shown(std::get<facts::EntryAmended>(*data).set),
             shown(R"({"a":{"b":"é","y":[2]},"z":1})"));
    for (const json& set : {json::array(), json("{}"), json(1), json(nullptr)})
        QCOMPARE_FAILS(read("entry.amended", {{"target", "f1"}, {"reason", "r"}, {"set", set}}),
                       wrongType, "data.set");
}

void TestFactJson::customerAlone_canBeReadAndWritten() {
    const json person = fullOf(sampleOf("deal.transferred"))["to"];
    const auto customer = facts::customerFromJson(person, "customer");
    QCOMPARE_OK(customer);
    QCOMPARE(shown(facts::customerToJson(*customer).dump()), shown(person.dump()));
    QCOMPARE_OK(facts::customerFromJson(json::object(), ""));
    QCOMPARE_FAILS(facts::customerFromJson({{"phones", {1}}}, "customer"), wrongType,
                   "customer.phones[0]");
}

void TestFactJson::fact_comesBackAsItWas() {
    const auto timed = readFact(fact());
    QCOMPARE_OK(timed);
    json expected = fact();
    expected["at"] = "2026-03-01T02:00:00Z";
    QCOMPARE(shown(facts::timedFactToJson(*timed).dump()), shown(expected.dump()));
}

void TestFactJson::factWithoutOptionalMembers_comesBackAsItWas() {
    json value = fact();
    for (const char* member : {"site", "device", "seq"})
        value.erase(member);
    value["at"] = {{"earliest", "2026-03-01T02:00:00Z"}, {"latest", "2026-03-01T02:00:01.5Z"}};
    const auto timed = readFact(value);
    QCOMPARE_OK(timed);
    QVERIFY(timed->fact.site.empty() && !timed->fact.device && !timed->fact.seq);
    QCOMPARE(shown(facts::timedFactToJson(*timed).dump()), shown(value.dump()));
}

void TestFactJson::everyRequiredMember_isMissed() {
    for (const char* member : {"id", "kind", "by", "at", "data"}) {
        json value = fact();
        value.erase(member);
        QCOMPARE_FAILS(readFact(value), missingMember, std::string("facts[3].").append(member));
    }
}

void TestFactJson::at_isATimeOrAnInterval() {
    const Instant ten = parseRfc3339("2026-03-01T10:00:00+08:00").value();
    const auto exact = readFact(fact());
    QCOMPARE_OK(exact);
    QVERIFY(exact->at == TimeInterval::exactly(ten));

    json value = fact();
    value["at"] = {{"earliest", "2026-03-01T10:00:00+08:00"},
                   {"latest", "2026-03-01T10:00:02+08:00"}};
    const auto interval = readFact(value);
    QCOMPARE_OK(interval);
    QVERIFY((interval->at == TimeInterval{ten, ten + std::chrono::seconds(2)}));

    value["at"]["latest"] = value["at"]["earliest"];
    const auto point = readFact(value);
    QCOMPARE_OK(point);
    QVERIFY(point->at.isExact());
}

void TestFactJson::badAt_isRefusedAtItsPath_data() {
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* at, ErrorCode code, const char* path) {
        QTest::newRow(name) << QByteArray(at) << said(code, path);
    };
    using enum ErrorCode;
    row("reversed", R"({"earliest":"2026-03-01T10:00:01Z","latest":"2026-03-01T10:00:00Z"})",
        outOfRange, "facts[3].at");
    row("reversed across offsets",
        R"({"earliest":"2026-03-01T10:00:00Z","latest":"2026-03-01T17:59:59+08:00"})", outOfRange,
        "facts[3].at");
    row("no latest", R"({"earliest":"2026-03-01T10:00:01Z"})", missingMember, "facts[3].at.latest");
    row("no earliest", R"({"latest":"2026-03-01T10:00:01Z"})", missingMember,
        "facts[3].at.earliest");
    row("one more member",
        R"({"earliest":"2026-03-01T10:00:00Z","latest":"2026-03-01T10:00:00Z","grade":"A"})",
        unknownMember, "facts[3].at.grade");
    row("bad latest", R"({"earliest":"2026-03-01T10:00:00Z","latest":"later"})", badTime,
        "facts[3].at.latest");
    row("no time", R"("today")", badTime, "facts[3].at");
    row("number", "1772330400", wrongType, "facts[3].at");
    row("list", "[]", wrongType, "facts[3].at");
    row("null", "null", wrongType, "facts[3].at");
}

void TestFactJson::badAt_isRefusedAtItsPath() {
    QFETCH(QByteArray, at);
    QFETCH(QString, expected);
    json value = fact();
    value["at"] = json::parse(at.toStdString());
    QCOMPARE(verdict(readFact(value)), expected);
}

void TestFactJson::badEnvelope_isRefusedAtItsPath_data() {
    QTest::addColumn<QByteArray>("member");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* member, const char* value, ErrorCode code, const char* path) {
        QTest::addRow("%s=%s", member, value)
            << QByteArray(member) << QByteArray(value) << said(code, path);
    };
    using enum ErrorCode;
    row("id", "\"\"", tooShort, "facts[3].id");
    row("id", "1", wrongType, "facts[3].id");
    row("by", "\"\"", tooShort, "facts[3].by");
    row("device", "\"\"", tooShort, "facts[3].device");
    row("seq", "-1", outOfRange, "facts[3].seq");
    row("seq", "\"1\"", wrongType, "facts[3].seq");
    row("site", "1", wrongType, "facts[3].site");
    row("kind", "\"staff.gone\"", unknownKind, "facts[3].kind");
    row("kind", "null", wrongType, "facts[3].kind");
    row("data", "[]", wrongType, "facts[3].data");
    row("data", "{}", missingMember, "facts[3].data.staff");
    row("hash", "\"ab\"", unknownMember, "facts[3].hash");
}

void TestFactJson::badEnvelope_isRefusedAtItsPath() {
    QFETCH(QByteArray, member);
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    json changed = fact();
    changed[member.toStdString()] = json::parse(value.toStdString());
    QCOMPARE(verdict(readFact(changed)), expected);
}

void TestFactJson::deepestFact_fitsIntoTheLimits() {
    // An amendment of a relative's vehicle; scenario files and pushes hold facts two levels down.
    json value = fact();
    value["kind"] = "entry.amended";
    value["data"] = {{"target", "f1"},
                     {"reason", "r"},
                     {"set", {{"relatives", fullOf(sampleOf("visit.registered"))["relatives"]}}}};
    QCOMPARE_OK(parseJson(value.dump(), {limits::kMaxFactDepth, limits::kMaxFactBytes}));
    QVERIFY(!parseJson(value.dump(), {limits::kMaxFactDepth - 1, limits::kMaxFactBytes}).ok());
    QCOMPARE_OK(parseJson(json{{"facts", {value}}}.dump()));
    QCOMPARE_OK(readFact(value));
}

void TestFactJson::amendment_replacesWholeMembers() {
    const auto target = sampleData("deal.signed");
    const auto amended = facts::amendedData(
        target, amendment({{"unit", "3-1202"}, {"subscribers", {{{"name", "李四"}}}}}));
    QCOMPARE_OK(amended);
    json expected = fullOf(sampleOf("deal.signed"));
    expected["unit"] = "3-1202";
    expected["subscribers"] = {{{"name", "李四"}}};
    QCOMPARE(shown(facts::dataToJson(*amended).dump()), shown(expected.dump()));

    // What was pending is completed: a member may be new.
    auto pending = std::get<facts::DealSigned>(target);
    pending.agreementSignedAt.reset();
    const auto completed = facts::amendedData(
        pending, amendment({{"agreement_signed_at", "2026-03-02T10:00:00+08:00"}}));
    QCOMPARE_OK(completed);
    QVERIFY(std::get<facts::DealSigned>(*completed).agreementSignedAt.has_value());

    const auto same = facts::amendedData(target, amendment(json::object()));
    QCOMPARE_OK(same);
    QVERIFY(facts::dataToJson(*same) == facts::dataToJson(target));
}

void TestFactJson::amendmentOfWhatDoesNotFit_isRefusedBelowSet() {
    const auto target = sampleData("deal.signed");
    const auto amending = [&](const json& set) {
        return verdict(facts::amendedData(target, amendment(set)));
    };
    using enum ErrorCode;
    QCOMPARE(amending({{"price", "much"}}), said(wrongType, "set.price"));
    QCOMPARE(amending({{"price", -1}}), said(outOfRange, "set.price"));
    QCOMPARE(amending({{"unit", nullptr}}), said(wrongType, "set.unit"));
    QCOMPARE(amending({{"subscribers", json::array()}}), said(tooShort, "set.subscribers"));
    QCOMPARE(amending({{"subscribers", {{{"phones", {1}}}}}}),
             said(wrongType, "set.subscribers[0].phones[0]"));
    QCOMPARE(amending({{"colour", "red"}}), said(unknownMember, "set.colour"));

    const facts::EntryAmended broken{FactId("f1"), "{", "reason"};
    QCOMPARE(verdict(facts::amendedData(target, broken)), said(malformed, "set"));
}

QTEST_APPLESS_MAIN(TestFactJson)
#include "tst_fact_json.moc"
