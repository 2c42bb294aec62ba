#include "shared/core/limits.hpp"
#include "shared/evidence/time_evidence.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <set>

using namespace shoujie;
using namespace shoujie::testing;
using namespace std::chrono_literals;
using evidence::WireFact;

namespace {

WireFact aFact() {
    WireFact fact;
    fact.id = FactId("01ARZ3NDEKTSV4RRFFQ69G5FAV");
    fact.site = SiteId("xidi");
    fact.kind = "staff.left";
    fact.by = StaffId("s1");
    fact.device = DeviceId("d1");
    fact.seq = 41;
    fact.at = {"b007", 1'500ms, "ab12", Instant(1'772'330'400s)};
    fact.data = R"({"staff":"s2"})";
    return fact;
}

QString hex(const Hash& hash) {
    return shown(toHex(hash));
}

} // namespace

class TestTimeEvidence : public QObject {
    Q_OBJECT

private slots:
    void bodyHash_changesWithEveryMember();
    void bodyHash_tellsNeighbouringTextsApart();
    void bodyHash_isTheHashOfTheDocumentedBytes();
    void chain_startsFromDeviceAndEpoch();
    void chain_dependsOnAllBeforeIt();
    void headMessage_changesWithEveryMember();
    void hashesOfDifferentPurposes_neverMeet();
    void proofCode_isSequenceAndStartOfTheHash();
    void fact_isDecoded();
    void brokenData_isRefusedAtItsPath_data();
    void brokenData_isRefusedAtItsPath();
    void data_isTakenUpToItsLimits();
    void encodedData_isCanonical();
};

void TestTimeEvidence::bodyHash_changesWithEveryMember() {
    std::vector<WireFact> others(11, aFact());
    others[0].id.value += "x";
    others[1].site.value += "x";
    others[2].kind += "x";
    others[3].by.value += "x";
    others[4].device.value += "x";
    others[5].seq += 1;
    others[6].at.bootTag += "0";
    others[7].at.elapsed += 1ns;
    others[8].at.anchor.reset();
    others[9].at.wall += Duration(1);
    others[10].data = R"({"staff":"s3"})";
    std::set<Hash> hashes{evidence::bodyHash(aFact())};
    for (const auto& other : others)
        QVERIFY(hashes.insert(evidence::bodyHash(other)).second);
    QCOMPARE(hex(evidence::bodyHash(aFact())), hex(evidence::bodyHash(aFact())));
}

void TestTimeEvidence::bodyHash_tellsNeighbouringTextsApart() {
    WireFact one = aFact();
    WireFact other = aFact();
    one.id = FactId("ab");
    one.site = SiteId("c");
    other.id = FactId("a");
    other.site = SiteId("bc");
    QVERIFY(evidence::bodyHash(one) != evidence::bodyHash(other));
}

void TestTimeEvidence::bodyHash_isTheHashOfTheDocumentedBytes() {
    // Written out by hand: lengths and integers in 8 bytes, big-endian.
    const auto number = [](unsigned char last) {
        return std::string(7, '\0') + static_cast<char>(last);
    };
    WireFact fact = aFact();
    fact.id = FactId("f");
    fact.at = {"b", 7ns, std::nullopt, Instant(Duration(9))};
    const std::string bytes = "shoujie/body" + number(1) + "f" + number(4) + "xidi" + number(10) +
                              "staff.left" + number(2) + "s1" + number(2) + "d1" + number(41) +
                              number(1) + "b" + number(7) + number(0) + number(9);
    const Hash data = sha256(fact.data);
    QCOMPARE(hex(evidence::bodyHash(fact)),
             hex(sha256(bytes + std::string(data.begin(), data.end()))));
}

void TestTimeEvidence::chain_startsFromDeviceAndEpoch() {
    const Hash start = evidence::chainStart(DeviceId("d1"), 1);
    QVERIFY(start != evidence::chainStart(DeviceId("d2"), 1));
    QVERIFY(start != evidence::chainStart(DeviceId("d1"), 2));
    QCOMPARE(hex(start), hex(evidence::chainStart(DeviceId("d1"), 1)));
}

void TestTimeEvidence::chain_dependsOnAllBeforeIt() {
    const Hash start = evidence::chainStart(DeviceId("d1"), 1);
    const Hash a = sha256("a");
    const Hash b = sha256("b");
    const Hash ab = evidence::extendChain(evidence::extendChain(start, a), b);
    QVERIFY(ab != evidence::extendChain(evidence::extendChain(start, b), a));
    QVERIFY(ab != evidence::extendChain(start, b));
    const std::string bytes =
        "shoujie/dev" + std::string(start.begin(), start.end()) + std::string(a.begin(), a.end());
    QCOMPARE(hex(evidence::extendChain(start, a)), hex(sha256(bytes)));
}

void TestTimeEvidence::headMessage_changesWithEveryMember() {
    const DeviceId device("d1");
    const Hash head = sha256("head");
    std::set<std::string> messages{evidence::headMessage(device, 1, 2, head)};
    QVERIFY(messages.insert(evidence::headMessage(DeviceId("d2"), 1, 2, head)).second);
    QVERIFY(messages.insert(evidence::headMessage(device, 2, 2, head)).second);
    QVERIFY(messages.insert(evidence::headMessage(device, 1, 3, head)).second);
    QVERIFY(messages.insert(evidence::headMessage(device, 2, 1, head)).second);
    QVERIFY(messages.insert(evidence::headMessage(device, 1, 2, sha256("other"))).second);
}

void TestTimeEvidence::hashesOfDifferentPurposes_neverMeet() {
    const Hash start = evidence::chainStart(DeviceId("d1"), 1);
    const Hash body = evidence::bodyHash(aFact());
    QVERIFY(evidence::extendChain(start, body) != body);
    QVERIFY(sha256(evidence::headMessage(DeviceId("d1"), 1, 0, start)) != start);
}

void TestTimeEvidence::proofCode_isSequenceAndStartOfTheHash() {
    Hash head{};
    head[0] = 0x9f;
    head[1] = 0x3a;
    head[2] = 0x07;
    head[3] = 0xc2;
    head[4] = 0xff;
    QCOMPARE(shown(evidence::proofCode(41, head)), QStringLiteral("41-9F3A-07C2"));
    QCOMPARE(shown(evidence::proofCode(0, Hash{})), QStringLiteral("0-0000-0000"));
}

void TestTimeEvidence::fact_isDecoded() {
    const auto fact = evidence::decodeFact(aFact());
    QCOMPARE_OK(fact);
    QVERIFY(fact->id == aFact().id && fact->site == aFact().site && fact->by == aFact().by);
    QVERIFY(fact->device == aFact().device && fact->seq == aFact().seq);
    QVERIFY(std::get<facts::StaffLeft>(fact->data).staff == StaffId("s2"));
}

void TestTimeEvidence::brokenData_isRefusedAtItsPath_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* kind, const char* data, ErrorCode code, const char* path) {
        QTest::addRow("%s %s", kind, data)
            << QByteArray(kind) << QByteArray(data) << said(code, path);
    };
    using enum ErrorCode;
    row("staff.left", "{", malformed, "data");
    row("staff.left", "", malformed, "data");
    row("staff.left", R"({"staff":"s2","staff":"s3"})", duplicateMember, "data.staff");
    row("staff.left", R"({"staff":1.5})", notAnInteger, "data.staff");
    row("staff.left", R"({"staff":"s2","x":1})", unknownMember, "data.x");
    row("staff.left", "[]", wrongType, "data");
    row("staff.went", R"({"staff":"s2"})", unknownKind, "kind");
}

void TestTimeEvidence::brokenData_isRefusedAtItsPath() {
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, data);
    QFETCH(QString, expected);
    WireFact fact = aFact();
    fact.kind = kind.toStdString();
    fact.data = data.toStdString();
    QCOMPARE(verdict(evidence::decodeFact(fact)), expected);
}

void TestTimeEvidence::data_isTakenUpToItsLimits() {
    WireFact fact = aFact();
    const std::string padding(limits::kMaxFactBytes - fact.data.size(), ' ');
    fact.data += padding;
    QCOMPARE_OK(evidence::decodeFact(fact));
    fact.data += " ";
    QCOMPARE_FAILS(evidence::decodeFact(fact), tooLong, "data");

    // Inside the fact's envelope `data` has one level less.
    WireFact amended = aFact();
    amended.kind = "entry.amended";
    const auto nested = [](std::size_t depth) {
        return R"({"target":"f1","reason":"r","set":{"a":)" + std::string(depth, '[') +
               std::string(depth, ']') + "}}";
    };
    amended.data = nested(limits::kMaxFactDepth - 3);
    QCOMPARE_OK(evidence::decodeFact(amended));
    amended.data = nested(limits::kMaxFactDepth - 2);
    const auto tooDeep = evidence::decodeFact(amended);
    QVERIFY(!tooDeep.ok());
    QVERIFY(tooDeep.error().code == ErrorCode::tooDeep);
    QVERIFY(tooDeep.error().path.starts_with("data.set.a[0]"));
}

void TestTimeEvidence::encodedData_isCanonical() {
    facts::StaffJoined joined{StaffId("s1"), "李娜", facts::Role::callDesk};
    QCOMPARE(shown(evidence::encodeData(joined)),
             shown(R"({"name":"李娜","role":"call_desk","staff":"s1"})"));
}

QTEST_APPLESS_MAIN(TestTimeEvidence)
#include "tst_time_evidence.moc"
