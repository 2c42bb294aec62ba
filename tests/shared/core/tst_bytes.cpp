#include "shared/core/bytes.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::testing;

namespace {

std::vector<std::uint8_t> bytesOf(std::string_view text) {
    return {text.begin(), text.end()};
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(std::string_view hex) {
    const auto bytes = fromHex(hex);
    std::array<std::uint8_t, N> out{};
    if (bytes.ok() && bytes->size() == N) std::ranges::copy(*bytes, out.begin());
    return out;
}

} // namespace

class TestBytes : public QObject {
    Q_OBJECT

private slots:
    void publishedMessages_giveTheirSha256();
    void hex_decodesWhatItEncoded();
    void brokenHex_isMalformed_data();
    void brokenHex_isMalformed();
    void hashOfOtherLength_isMalformed();
    void base64_givesTheVectorsOfRfc4648_data();
    void base64_givesTheVectorsOfRfc4648();
    void brokenBase64_isMalformed_data();
    void brokenBase64_isMalformed();
    void base64_hasOneTextForEachBytes();
    void byteWriter_writesLengthsAndBigEndian();
    void textsCutDifferently_giveOtherBytes();
    void ed25519_givesTheVectorsOfRfc8032_data();
    void ed25519_givesTheVectorsOfRfc8032();
    void flippedBit_breaksTheSignature();
    void everyErrorCode_hasAWordOfItsOwn();
    void error_isDescribedWithPathAndCode();
};

void TestBytes::publishedMessages_giveTheirSha256() {
    // FIPS 180-4 examples.
    QCOMPARE(shown(toHex(sha256("abc"))),
             shown("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(shown(toHex(sha256(""))),
             shown("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(shown(toHex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
             shown("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

void TestBytes::hex_decodesWhatItEncoded() {
    std::vector<std::uint8_t> all(256);
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<std::uint8_t>(i);
    const auto text = toHex(all);
    QCOMPARE(text.size(), std::size_t(512));
    QCOMPARE(shown(text.substr(0, 6)), QStringLiteral("000102"));
    QCOMPARE(shown(text.substr(506)), QStringLiteral("fdfeff"));
    const auto back = fromHex(text);
    QCOMPARE_OK(back);
    QVERIFY(*back == all);
    QVERIFY(fromHex("")->empty());
}

void TestBytes::brokenHex_isMalformed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("odd") << QByteArray("abc");
    QTest::newRow("upper case") << QByteArray("AB");
    QTest::newRow("no digit, first") << QByteArray("g0");
    QTest::newRow("no digit, second") << QByteArray("0g");
    QTest::newRow("prefix") << QByteArray("0xab");
    QTest::newRow("space") << QByteArray(" a");
    QTest::newRow("zero byte") << QByteArray("a\0", 2);
}

void TestBytes::brokenHex_isMalformed() {
    QFETCH(QByteArray, text);
    QCOMPARE_FAILS(fromHex(text.toStdString()), malformed, "");
}

void TestBytes::hashOfOtherLength_isMalformed() {
    QCOMPARE_OK(hashFromHex(std::string(64, 'a')));
    QCOMPARE_FAILS(hashFromHex(std::string(62, 'a')), malformed, "");
    QCOMPARE_FAILS(hashFromHex(std::string(66, 'a')), malformed, "");
    QCOMPARE_FAILS(hashFromHex(""), malformed, "");
    QCOMPARE_FAILS(hashFromHex(std::string(64, 'x')), malformed, "");
}

void TestBytes::base64_givesTheVectorsOfRfc4648_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("0") << QByteArray("") << QByteArray("");
    QTest::newRow("1") << QByteArray("f") << QByteArray("Zg==");
    QTest::newRow("2") << QByteArray("fo") << QByteArray("Zm8=");
    QTest::newRow("3") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("6") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("both odd letters") << QByteArray("\xfb\xff\xfe") << QByteArray("+//+");
}

void TestBytes::base64_givesTheVectorsOfRfc4648() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    const auto raw = bytesOf(bytes.toStdString());
    QCOMPARE(shown(toBase64(raw)), QString(text));
    const auto back = fromBase64(text.toStdString());
    QCOMPARE_OK(back);
    QVERIFY(*back == raw);
}

void TestBytes::brokenBase64_isMalformed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no padding") << QByteArray("Zg");
    QTest::newRow("half the padding") << QByteArray("Zg=");
    QTest::newRow("too much padding") << QByteArray("Zm9v=");
    QTest::newRow("URL alphabet") << QByteArray("-__-");
    QTest::newRow("new line") << QByteArray("Zm9v\n");
    QTest::newRow("space inside") << QByteArray("Zm 9v");
    QTest::newRow("left-over bits set") << QByteArray("Zh==");
    QTest::newRow("one letter") << QByteArray("Z");
    QTest::newRow("after the padding") << QByteArray("Zg==Zg==");
}

void TestBytes::brokenBase64_isMalformed() {
    QFETCH(QByteArray, text);
    QCOMPARE_FAILS(fromBase64(text.toStdString()), malformed, "");
}

void TestBytes::base64_hasOneTextForEachBytes() {
    // Whatever byte stands in a place: it is refused, or encoding gives it back.
    for (std::size_t place = 0; place < 8; ++place)
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = "Zm9vYg==";
            text[place] = static_cast<char>(byte);
            const auto bytes = fromBase64(text);
            QVERIFY2(!bytes.ok() || toBase64(*bytes) == text, qPrintable(QString::number(byte)));
        }
}

void TestBytes::byteWriter_writesLengthsAndBigEndian() {
    const auto hex = [](const ByteWriter& out) {
        return shown(toHex(bytesOf(out.bytes())));
    };
    QCOMPARE(hex(ByteWriter().integer(1)), QStringLiteral("0000000000000001"));
    QCOMPARE(hex(ByteWriter().integer(-1)), QStringLiteral("ffffffffffffffff"));
    QCOMPARE(hex(ByteWriter().integer(INT64_MIN)), QStringLiteral("8000000000000000"));
    QCOMPARE(hex(ByteWriter().integer(0x0102030405060708)), QStringLiteral("0102030405060708"));
    QCOMPARE(hex(ByteWriter().text("ab")), QStringLiteral("00000000000000026162"));
    QCOMPARE(hex(ByteWriter().text("")), QStringLiteral("0000000000000000"));
    QCOMPARE(hex(ByteWriter().raw(std::string_view("a\0b", 3))), QStringLiteral("610062"));
}

void TestBytes::textsCutDifferently_giveOtherBytes() {
    QVERIFY(ByteWriter().text("ab").text("c").bytes() != ByteWriter().text("a").text("bc").bytes());
    QVERIFY(ByteWriter().text("").text("a").bytes() != ByteWriter().text("a").text("").bytes());
}

void TestBytes::ed25519_givesTheVectorsOfRfc8032_data() {
    QTest::addColumn<QByteArray>("seed");
    QTest::addColumn<QByteArray>("publicKey");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("signature");
    // RFC 8032, section 7.1.
    QTest::newRow("test 1")
        << QByteArray("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        << QByteArray("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        << QByteArray("")
        << QByteArray("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb882159"
                      "0a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    QTest::newRow("test 3")
        << QByteArray("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
        << QByteArray("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
        << QByteArray("af82")
        << QByteArray("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538"
                      "d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

void TestBytes::ed25519_givesTheVectorsOfRfc8032() {
    QFETCH(QByteArray, seed);
    QFETCH(QByteArray, publicKey);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, signature);
    const auto key = SigningKey::fromSeed(fixed<32>(seed.toStdString()));
    const auto bytes = fromHex(message.toStdString());
    const std::string text(bytes->begin(), bytes->end());
    QCOMPARE(shown(toHex(key.publicKey())), QString(publicKey));
    QCOMPARE(shown(toHex(key.sign(text))), QString(signature));
    QVERIFY(verifySignature(fixed<32>(publicKey.toStdString()), text,
                            fixed<64>(signature.toStdString())));
}

void TestBytes::flippedBit_breaksTheSignature() {
    const auto key = SigningKey::fromSeed(sha256("a seed"));
    const std::string message = "head of a chain";
    const auto signature = key.sign(message);
    QVERIFY(verifySignature(key.publicKey(), message, signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto broken = signature;
        broken[i] ^= 1;
        QVERIFY(!verifySignature(key.publicKey(), message, broken));
    }
    for (std::size_t i = 0; i < message.size(); ++i) {
        auto other = message;
        other[i] = static_cast<char>(other[i] ^ 1);
        QVERIFY(!verifySignature(key.publicKey(), other, signature));
    }
    const auto stranger = SigningKey::fromSeed(sha256("another seed"));
    QVERIFY(!verifySignature(stranger.publicKey(), message, signature));
}

void TestBytes::everyErrorCode_hasAWordOfItsOwn() {
    std::set<std::string> words;
    for (int i = 0; i <= static_cast<int>(ErrorCode::corrupt); ++i) {
        const std::string word = toString(static_cast<ErrorCode>(i));
        QVERIFY2(word != "unknown" && words.insert(word).second, word.c_str());
    }
}

void TestBytes::error_isDescribedWithPathAndCode() {
    QCOMPARE(shown(describe({ErrorCode::missingMember, "data.visit", "is missing"})),
             QStringLiteral("data.visit: is missing (missing_member)"));
    QCOMPARE(shown(describe({ErrorCode::storage, "", "the disk is full"})),
             QStringLiteral("the disk is full (storage)"));
}

QTEST_APPLESS_MAIN(TestBytes)
#include "tst_bytes.moc"
