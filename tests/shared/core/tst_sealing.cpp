#include "shared/core/sealing.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::testing;

namespace {

constexpr std::string_view kText = R"({"phones":["13800138000"],"name":"陈大文"})";

SigningKey serverKey(std::uint8_t first = 1) {
    std::array<std::uint8_t, 32> seed{first};
    return SigningKey::fromSeed(seed);
}

/// Each of a text's bytes changed once, and the text cut and lengthened.
std::vector<std::string> damages(const std::string& text) {
    std::vector<std::string> all{text.substr(0, text.size() - 1), text + "x", text.substr(1), ""};
    for (std::size_t i = 0; i < text.size(); ++i) {
        all.push_back(text);
        all.back()[i] = static_cast<char>(all.back()[i] ^ 1);
    }
    return all;
}

} // namespace

class TestSealing : public QObject {
    Q_OBJECT

private slots:
    void sealed_opensWithItsKeyAndContextOnly();
    void sealed_opensNoMoreWhenAByteHasChanged();
    void sealed_isNeverTheSameTwiceAndShowsNothing();
    void emptyText_isSealedAsWell();
    void secretKey_has32Bytes();
    void box_opensForItsServerOnly();
    void box_opensNoMoreWhenAByteHasChanged();
    void boxForNoKey_isEmpty();
    void pin_opensItsLockAndWhatWasLockedWithIt();
    void otherPin_opensNothing();
    void lock_comesBackFromItsText();
    void brokenLock_isMalformed_data();
    void brokenLock_isMalformed();
};

void TestSealing::sealed_opensWithItsKeyAndContextOnly() {
    const auto key = SecretKey::random();
    const auto sealed = seal(key, kText, "fact/f1");
    QCOMPARE(sealed.size(), kText.size() + kSealOverhead);
    QCOMPARE(shown(*unseal(key, sealed, "fact/f1")), shown(kText));
    QCOMPARE_FAILS(unseal(key, sealed, "fact/f2"), corrupt, "");
    QCOMPARE_FAILS(unseal(SecretKey::random(), sealed, "fact/f1"), corrupt, "");
}

void TestSealing::sealed_opensNoMoreWhenAByteHasChanged() {
    const auto key = SecretKey::random();
    for (const auto& wrong : damages(seal(key, kText, "here")))
        QCOMPARE_FAILS(unseal(key, wrong, "here"), corrupt, "");
}

void TestSealing::sealed_isNeverTheSameTwiceAndShowsNothing() {
    const auto key = SecretKey::random();
    std::set<std::string> all;
    for (int i = 0; i < 100; ++i) {
        const auto sealed = seal(key, kText, "here");
        QVERIFY(sealed.find("1380013") == std::string::npos);
        all.insert(sealed);
    }
    QCOMPARE(all.size(), std::size_t{100});
}

void TestSealing::emptyText_isSealedAsWell() {
    const auto key = SecretKey::random();
    QCOMPARE(shown(*unseal(key, seal(key, "", ""), "")), QString());
    QCOMPARE_FAILS(unseal(key, "", ""), corrupt, "");
}

void TestSealing::secretKey_has32Bytes() {
    const std::string bytes(32, 'k');
    QCOMPARE(shown(SecretKey::fromBytes(bytes)->bytes()), shown(bytes));
    QCOMPARE_FAILS(SecretKey::fromBytes(std::string(31, 'k')), malformed, "");
    QCOMPARE_FAILS(SecretKey::fromBytes(std::string(33, 'k')), malformed, "");
}

void TestSealing::box_opensForItsServerOnly() {
    const auto box = boxFor(serverKey().publicKey(), kText);
    QCOMPARE(shown(*openBox(serverKey(), box)), shown(kText));
    QCOMPARE_FAILS(openBox(serverKey(2), box), malformed, "");
}

void TestSealing::box_opensNoMoreWhenAByteHasChanged() {
    for (const auto& wrong : damages(boxFor(serverKey().publicKey(), kText)))
        QCOMPARE_FAILS(openBox(serverKey(), wrong), malformed, "");
}

void TestSealing::boxForNoKey_isEmpty() {
    PublicKey noPoint{};
    noPoint.fill(0xff);
    QVERIFY(boxFor(noPoint, kText).empty());
}

void TestSealing::pin_opensItsLockAndWhatWasLockedWithIt() {
    const auto lock = PinLock::make("428571").value();
    const auto secret = SecretKey::random();
    const auto box = lock.box(secret);
    const auto opened = lock.open("428571");
    QCOMPARE_OK(opened);
    QVERIFY(opened->unbox(box)->bytes() == secret.bytes());
    for (const auto& wrong : damages(box))
        QCOMPARE_FAILS(opened->unbox(wrong), corrupt, "");
}

void TestSealing::otherPin_opensNothing() {
    const auto lock = PinLock::make("428571").value();
    QCOMPARE_FAILS(lock.open("428572"), unauthorized, "pin");
    QCOMPARE_FAILS(lock.open(""), unauthorized, "pin");
    // The same PIN of somebody else has another salt.
    const auto other = PinLock::make("428571").value();
    QVERIFY(other.text() != lock.text());
    QCOMPARE_FAILS(other.open("428571")->unbox(lock.box(SecretKey::random())), corrupt, "");
}

void TestSealing::lock_comesBackFromItsText() {
    const auto lock = PinLock::make("4321").value();
    const auto text = lock.text();
    QVERIFY(text.size() < 200);
    QVERIFY(std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; }));
    const auto read = PinLock::read(text).value();
    QCOMPARE(shown(read.text()), shown(text));
    QCOMPARE_OK(read.open("4321"));
    QCOMPARE_FAILS(read.open("4320"), unauthorized, "pin");
}

void TestSealing::brokenLock_isMalformed_data() {
    QTest::addColumn<QString>("text");
    const QString salt = shown(toBase64(std::array<std::uint8_t, 16>{}));
    const QString key = shown(toBase64(std::array<std::uint8_t, 32>{}));
    const auto row = [](const char* name, const QString& text) {
        QTest::addRow("%s", name) << text;
    };
    const QString good = "shoujie-pin-1$2$65536$" + salt + "$" + key;
    QCOMPARE_OK(PinLock::read(good.toStdString()));
    row("empty", "");
    row("an Argon2 text", "$argon2id$v=19$m=65536,t=2,p=1$abc$def");
    row("another version", QString(good).replace("pin-1", "pin-2"));
    row("a part is missing", good.section('$', 0, 3));
    row("a part too many", good + "$");
    row("no passes", "shoujie-pin-1$0$65536$" + salt + "$" + key);
    row("passes that would take minutes", "shoujie-pin-1$9$65536$" + salt + "$" + key);
    row("memory that a tablet has not", "shoujie-pin-1$2$262145$" + salt + "$" + key);
    row("too little memory", "shoujie-pin-1$2$7$" + salt + "$" + key);
    row("a number that is none", "shoujie-pin-1$2x$65536$" + salt + "$" + key);
    row("a negative number", "shoujie-pin-1$-2$65536$" + salt + "$" + key);
    row("a number beyond all", "shoujie-pin-1$99999999999999999999999$65536$" + salt + "$" + key);
    row("a short salt", "shoujie-pin-1$2$65536$AAAA$" + key);
    row("a salt that is no base 64", "shoujie-pin-1$2$65536$" + QString(24, '*') + "$" + key);
    row("a long key", "shoujie-pin-1$2$65536$" + salt + "$" + salt + key);
}

void TestSealing::brokenLock_isMalformed() {
    QFETCH(QString, text);
    QCOMPARE_FAILS(PinLock::read(text.toStdString()), malformed, "");
}

QTEST_GUILESS_MAIN(TestSealing)
#include "tst_sealing.moc"
