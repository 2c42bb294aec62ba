#include "shared/register/receipt.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::testing;
using namespace std::chrono_literals;
using registry::Checkpoint;
using registry::Receipt;
using registry::Record;

namespace {

SigningKey key(const char* seed = "the server") {
    return SigningKey::fromSeed(sha256(seed));
}

Checkpoint aCheckpoint() {
    return {"shoujie/xidi", 41, sha256("root")};
}

std::string aNote() {
    return registry::signCheckpoint(aCheckpoint(), key());
}

/// The verdict on `note`: a checkpoint only where it says what aCheckpoint() says.
QString opened(std::string_view note, const SigningKey& by = key()) {
    const auto checkpoint = registry::openCheckpoint(note, by.publicKey());
    if (checkpoint.ok() && *checkpoint != aCheckpoint()) return "another checkpoint";
    return verdict(checkpoint);
}

/// A note with this text, rightly signed.
std::string signedText(const std::string& text) {
    const auto plain = aNote();
    const Signature signature = key().sign(text);
    // The key's four bytes are the first of the signature's base 64.
    const auto line = plain.substr(plain.find("\n\n") + 2);
    const auto at = line.rfind(' ') + 1;
    auto blob = fromBase64(line.substr(at, line.size() - at - 1)).value();
    std::ranges::copy(signature, blob.begin() + 4);
    return text + "\n" + line.substr(0, at) + toBase64(blob) + "\n";
}

Record aRecord(std::int64_t registerSeq) {
    Record record;
    record.registerSeq = registerSeq;
    record.device = DeviceId("d1");
    record.deviceSeq = registerSeq + 100;
    record.chainHash = sha256("chain " + std::to_string(registerSeq));
    record.receivedAt = Instant(1'772'330'400s);
    record.stamp = {{Instant(1'772'330'390s), Instant(1'772'330'395s)},
                    evidence::Grade::halfAnchored};
    return record;
}

/// A register of 13 lines and the receipt of line 7.
struct Register {
    registry::MemoryNodeStore tree;
    Checkpoint checkpoint{"shoujie/xidi", 13, {}};
    Receipt receipt;

    Register() {
        for (std::uint64_t i = 0; i < 13; ++i)
            registry::appendLeaf(tree, i,
                                 registry::leafHash(registry::recordBytes(
                                     aRecord(static_cast<std::int64_t>(i) + 1))));
        checkpoint.root = registry::rootHash(tree, 13);
        receipt = {aRecord(7), registry::inclusionProof(tree, 6, 13)};
    }
    [[nodiscard]] QString check(const Receipt& shownReceipt) const {
        return verdict(registry::checkReceipt(shownReceipt, checkpoint, DeviceId("d1"), 107,
                                              sha256("chain 7")));
    }
};

const QString kCorrupt = said(ErrorCode::corrupt, "receipt");

} // namespace

class TestReceipt : public QObject {
    Q_OBJECT

private slots:
    void signedCheckpoint_isOpened();
    void note_hasTheFormOfTheSpecification();
    void linesOfOtherSigners_areSkipped();
    void rotatedKeyOfTheSameName_isSkipped();
    void tamperedText_isRefused_data();
    void tamperedText_isRefused();
    void everyFlippedBit_isRefused();
    void foreignKey_isRefused();
    void brokenNote_isMalformed_data();
    void brokenNote_isMalformed();
    void rightlySignedNonsense_isMalformed_data();
    void rightlySignedNonsense_isMalformed();
    void extensionLines_areSignedAndIgnored();
    void restores_areSignedInALineOfTheirOwn();
    void records_areReadFromTheirBytes();
    void brokenRecords_areMalformed();
    void recordBytes_changeWithEveryMember();
    void recordBytes_areTheDocumentedOnes();
    void receipt_holdsForItsFact();
    void receiptForAnotherFact_isRefused();
    void alteredRecord_isRefused();
    void receiptOfAnotherTree_isRefused();
    void positionOutsideOfTheTree_isRefused();
};

void TestReceipt::signedCheckpoint_isOpened() {
    QCOMPARE(opened(aNote()), QStringLiteral("ok"));
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, UINT64_MAX}) {
        const Checkpoint checkpoint{"shoujie/xidi", size, sha256("x")};
        const auto back = registry::openCheckpoint(registry::signCheckpoint(checkpoint, key()),
                                                   key().publicKey());
        QCOMPARE_OK(back);
        QVERIFY(*back == checkpoint);
    }
}

void TestReceipt::note_hasTheFormOfTheSpecification() {
    const auto lines = shown(aNote()).split('\n');
    QCOMPARE(lines.size(), 6);
    QCOMPARE(lines[0], QStringLiteral("shoujie/xidi"));
    QCOMPARE(lines[1], QStringLiteral("41"));
    QCOMPARE(lines[2], shown(toBase64(sha256("root"))));
    QCOMPARE(lines[3], QString());
    QVERIFY(lines[4].startsWith(QString::fromUtf8("— shoujie-server ")));
    QCOMPARE(lines[5], QString());

    // Key id: the first bytes of SHA-256(name, new line, 0x01 for Ed25519, key), then the
    // signature.
    const auto blob = fromBase64(lines[4].section(' ', 2).toStdString());
    QCOMPARE_OK(blob);
    QCOMPARE(blob->size(), std::size_t(68));
    const auto publicKey = key().publicKey();
    const Hash id = sha256(std::string("shoujie-server\n\x01") +
                           std::string(publicKey.begin(), publicKey.end()));
    QVERIFY(std::equal(id.begin(), id.begin() + 4, blob->begin()));
}

void TestReceipt::linesOfOtherSigners_areSkipped() {
    const auto note = aNote();
    const auto split = note.find("\n\n") + 2;
    const std::string witness = "— witness.example/w1 " + toBase64(sha256("anything")) + "\n";
    QCOMPARE(opened(note + witness), QStringLiteral("ok"));
    QCOMPARE(opened(note.substr(0, split) + witness + note.substr(split)), QStringLiteral("ok"));
    QCOMPARE(opened(note.substr(0, split) + witness), said(ErrorCode::corrupt, "checkpoint"));
}

void TestReceipt::rotatedKeyOfTheSameName_isSkipped() {
    const auto other = registry::signCheckpoint(aCheckpoint(), key("the next server key"));
    const auto note = aNote();
    const auto both = other + note.substr(note.find("\n\n") + 2);
    QCOMPARE(opened(both), QStringLiteral("ok"));
    QCOMPARE(opened(both, key("the next server key")), QStringLiteral("ok"));
    QCOMPARE(opened(both, key("a third")), said(ErrorCode::corrupt, "checkpoint"));
}

void TestReceipt::tamperedText_isRefused_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("site") << QByteArray("shoujie/xidi") << QByteArray("shoujie/xidj");
    QTest::newRow("smaller size") << QByteArray("\n41\n") << QByteArray("\n40\n");
    QTest::newRow("larger size") << QByteArray("\n41\n") << QByteArray("\n410\n");
    QTest::newRow("one line more") << QByteArray("\n\n") << QByteArray("\nextension\n\n");
    const auto root = QByteArray::fromStdString(toBase64(sha256("root")));
    const auto other = QByteArray::fromStdString(toBase64(sha256("other root")));
    QTest::newRow("root") << root << other;
}

void TestReceipt::tamperedText_isRefused() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    auto note = QByteArray::fromStdString(aNote());
    QVERIFY(note.contains(from));
    note.replace(note.indexOf(from), from.size(), to);
    QCOMPARE(opened(note.toStdString()), said(ErrorCode::corrupt, "checkpoint"));
}

void TestReceipt::everyFlippedBit_isRefused() {
    const auto note = aNote();
    for (std::size_t i = 0; i < note.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            auto broken = note;
            broken[i] = static_cast<char>(broken[i] ^ (1 << bit));
            QVERIFY2(!registry::openCheckpoint(broken, key().publicKey()).ok(),
                     qPrintable(QString("byte %1, bit %2").arg(i).arg(bit)));
        }
}

void TestReceipt::foreignKey_isRefused() {
    QCOMPARE(opened(aNote(), key("a stranger")), said(ErrorCode::corrupt, "checkpoint"));

    // The stranger's signature under the server's key id.
    const auto blobAt = aNote().rfind(' ') + 1;
    const auto line = aNote().substr(blobAt);
    auto blob = fromBase64(line.substr(0, line.size() - 1)).value();
    const auto text = aNote().substr(0, aNote().find("\n\n") + 1);
    std::ranges::copy(key("a stranger").sign(text), blob.begin() + 4);
    QCOMPARE(opened(aNote().substr(0, blobAt) + toBase64(blob) + "\n"),
             said(ErrorCode::corrupt, "checkpoint"));
}

void TestReceipt::brokenNote_isMalformed_data() {
    QTest::addColumn<QByteArray>("note");
    const auto note = aNote();
    const auto split = note.find("\n\n") + 2;
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("empty", "");
    row("no signature", note.substr(0, split - 1));
    row("no last new line", note.substr(0, note.size() - 1));
    row("signature is no base 64", note.substr(0, split) + "— shoujie-server ????\n");
    row("signature is too short", note.substr(0, split) + "— shoujie-server AAAA\n");
    row("empty signature", note.substr(0, split) + "— shoujie-server \n");
    row("a line that signs nothing", note.substr(0, split) + "hello\n" + note.substr(split));
    row("a line that signs nothing, behind", note + "hello\n");
    row("a piece of a line behind", note + "hello");
    row("a line in front of the signer", note.substr(0, split) + "\n" + note.substr(split));
}

void TestReceipt::brokenNote_isMalformed() {
    QFETCH(QByteArray, note);
    QCOMPARE(opened(note.toStdString()), said(ErrorCode::malformed, "checkpoint"));
}

void TestReceipt::rightlySignedNonsense_isMalformed_data() {
    QTest::addColumn<QByteArray>("text");
    const auto root = toBase64(sha256("root"));
    const auto row = [](const char* name, const std::string& text) {
        QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("one line", "shoujie/xidi\n");
    row("two lines", "shoujie/xidi\n41\n");
    row("no origin", "\n41\n" + root + "\n");
    row("empty size", "shoujie/xidi\n \n" + root + "\n");
    row("leading zero", "shoujie/xidi\n041\n" + root + "\n");
    row("plus", "shoujie/xidi\n+41\n" + root + "\n");
    row("negative", "shoujie/xidi\n-1\n" + root + "\n");
    row("hexadecimal", "shoujie/xidi\n0x29\n" + root + "\n");
    row("beyond 64 bits", "shoujie/xidi\n18446744073709551616\n" + root + "\n");
    row("space after the size", "shoujie/xidi\n41 \n" + root + "\n");
    row("short root", "shoujie/xidi\n41\nAAAA\n");
    row("root in hex", "shoujie/xidi\n41\n" + toHex(sha256("root")) + "\n");
}

void TestReceipt::rightlySignedNonsense_isMalformed() {
    QFETCH(QByteArray, text);
    QCOMPARE(opened(signedText(text.toStdString())), said(ErrorCode::malformed, "checkpoint"));
}

void TestReceipt::extensionLines_areSignedAndIgnored() {
    const auto text = "shoujie/xidi\n41\n" + toBase64(sha256("root")) + "\n";
    QCOMPARE(opened(signedText(text)), QStringLiteral("ok"));
    QCOMPARE(opened(signedText(text + "closed 2026-03-01\n")), QStringLiteral("ok"));
}

void TestReceipt::restores_areSignedInALineOfTheirOwn() {
    auto checkpoint = aCheckpoint();
    QVERIFY(aNote().find("restored") == std::string::npos);
    checkpoint.restores = 2;
    const auto note = registry::signCheckpoint(checkpoint, key());
    const auto text = "shoujie/xidi\n41\n" + toBase64(sha256("root")) + "\n";
    QCOMPARE(shown(note.substr(0, note.find("\n\n") + 1)), shown(text + "restored 2\n"));
    QVERIFY(*registry::openCheckpoint(note, key().publicKey()) == checkpoint);
    for (const char* line : {"restored 0\n", "restored -1\n", "restored \n", "restored 2x\n"})
        QCOMPARE(opened(signedText(text + line)), said(ErrorCode::malformed, "checkpoint"));
}

void TestReceipt::records_areReadFromTheirBytes() {
    auto ofServer = aRecord(8);
    ofServer.device = {};
    ofServer.deviceSeq = 0;
    ofServer.stamp.flags = 5;
    const std::vector<Record> records{aRecord(7), ofServer, aRecord(9)};
    std::string bytes;
    for (const auto& record : records)
        bytes += registry::recordBytes(record);
    QVERIFY(*registry::recordsFromBytes(bytes) == records);
    QVERIFY(registry::recordsFromBytes("")->empty());
}

void TestReceipt::brokenRecords_areMalformed() {
    const auto bytes = registry::recordBytes(aRecord(7));
    for (std::size_t size = 1; size < bytes.size(); ++size)
        QCOMPARE(verdict(registry::recordsFromBytes(bytes.substr(0, size))),
                 said(ErrorCode::malformed, "records"));
    const auto withMember = [&](std::size_t place, char byte) {
        auto broken = bytes;
        broken[place] = byte;
        return verdict(registry::recordsFromBytes(broken));
    };
    // The register's sequence, the length of the device's id, the earliest time, the grade.
    const auto refused = said(ErrorCode::malformed, "records");
    QCOMPARE(withMember(0, '\xff'), refused);
    QCOMPARE(withMember(8, '\xff'), refused);
    QCOMPARE(withMember(bytes.size() - 32, '\x7f'), refused);
    QCOMPARE(withMember(bytes.size() - 9, '\x05'), refused);
}

void TestReceipt::recordBytes_changeWithEveryMember() {
    std::vector<Record> others(9, aRecord(7));
    others[0].registerSeq += 1;
    others[1].device.value += "x";
    others[2].deviceSeq += 1;
    others[3].chainHash[31] ^= 1;
    others[4].receivedAt += Duration(1);
    others[5].stamp.at.earliest += Duration(1);
    others[6].stamp.at.latest += Duration(1);
    others[7].stamp.grade = evidence::Grade::anchored;
    others[8].stamp.flags = 1;
    std::set<std::string> seen{registry::recordBytes(aRecord(7))};
    for (const auto& other : others)
        QVERIFY(seen.insert(registry::recordBytes(other)).second);
}

void TestReceipt::recordBytes_areTheDocumentedOnes() {
    Record record;
    record.registerSeq = 1;
    record.device = DeviceId("d1");
    record.deviceSeq = 2;
    record.chainHash.fill(0xab);
    record.receivedAt = Instant(Duration(3));
    record.stamp = {{Instant(Duration(4)), Instant(Duration(5))}, evidence::Grade::anomalous};
    const auto bytes = registry::recordBytes(record);
    const std::vector<std::uint8_t> raw(bytes.begin(), bytes.end());
    const auto number = [](int value) {
        return QString("%1").arg(value, 16, 16, QLatin1Char('0'));
    };
    QCOMPARE(shown(toHex(raw)), number(1) + number(2) + "6431" + number(2) +
                                    QString("ab").repeated(32) + number(3) + number(4) + number(5) +
                                    number(4) + number(0));
}

void TestReceipt::receipt_holdsForItsFact() {
    const Register site;
    QCOMPARE(site.check(site.receipt), QStringLiteral("ok"));
    for (std::int64_t seq = 1; seq <= 13; ++seq) {
        const auto record = aRecord(seq);
        const Receipt receipt{
            record, registry::inclusionProof(site.tree, static_cast<std::uint64_t>(seq) - 1, 13)};
        QCOMPARE_OK(registry::checkReceipt(receipt, site.checkpoint, DeviceId("d1"),
                                           record.deviceSeq, record.chainHash));
    }
}

void TestReceipt::receiptForAnotherFact_isRefused() {
    const Register site;
    const auto check = [&](const char* device, std::int64_t seq, const Hash& hash) {
        return verdict(
            registry::checkReceipt(site.receipt, site.checkpoint, DeviceId(device), seq, hash));
    };
    QCOMPARE(check("d2", 107, sha256("chain 7")), kCorrupt);
    QCOMPARE(check("d1", 108, sha256("chain 7")), kCorrupt);
    QCOMPARE(check("d1", 107, sha256("chain 8")), kCorrupt);
    QCOMPARE(check("", 107, sha256("chain 7")), kCorrupt);
}

void TestReceipt::alteredRecord_isRefused() {
    const Register site;
    std::vector<Receipt> others(6, site.receipt);
    others[0].record.registerSeq = 8;
    others[1].record.receivedAt += Duration(1);
    others[2].record.stamp.at.earliest -= Duration(1);
    others[3].record.stamp.at.latest -= Duration(1);
    others[4].record.stamp.grade = evidence::Grade::online;
    others[5].record.stamp.flags = 1;
    for (const auto& other : others)
        QCOMPARE(site.check(other), kCorrupt);

    auto broken = site.receipt;
    broken.proof.back()[0] ^= 1;
    QCOMPARE(site.check(broken), kCorrupt);
    broken = site.receipt;
    broken.proof.pop_back();
    QCOMPARE(site.check(broken), kCorrupt);
    broken.proof.clear();
    QCOMPARE(site.check(broken), kCorrupt);
}

void TestReceipt::receiptOfAnotherTree_isRefused() {
    Register site;
    site.checkpoint.root[0] ^= 1;
    QCOMPARE(site.check(site.receipt), kCorrupt);
    site = Register();
    site.checkpoint.size = 40;
    QCOMPARE(site.check(site.receipt), kCorrupt);
    site.checkpoint.size = 6;
    QCOMPARE(site.check(site.receipt), kCorrupt);
}

void TestReceipt::positionOutsideOfTheTree_isRefused() {
    const Register site;
    for (const std::int64_t seq :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{14}, INT64_MIN, INT64_MAX}) {
        auto receipt = site.receipt;
        receipt.record.registerSeq = seq;
        QCOMPARE(site.check(receipt), kCorrupt);
    }
}

QTEST_APPLESS_MAIN(TestReceipt)
#include "tst_receipt.moc"
