#include "shared/core/bytes.hpp"
#include "shared/core/seams.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace shoujie;
using namespace shoujie::testing;

namespace {

/// Gives the same bytes for ever, the last one repeated.
class FixedRng final : public Rng {
public:
    explicit FixedRng(std::vector<std::uint8_t> bytes) : m_bytes(std::move(bytes)) {}
    void fill(std::span<std::byte> out) override {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = std::byte(m_bytes[std::min(i, m_bytes.size() - 1)]);
    }

private:
    std::vector<std::uint8_t> m_bytes;
};

Instant millis(std::int64_t count) {
    return Instant(std::chrono::milliseconds(count));
}

} // namespace

class TestRng : public QObject {
    Q_OBJECT

private slots:
    void knownTimeAndRandomness_giveTheirUlid();
    void extremes_stayWithin26Digits();
    void laterMillisecond_sortsLater();
    void microsecondsAreCutOff();
    void systemUlids_areDistinctAndOfTheAlphabet();
    void hex_hasTwoDigitsAByte();
    void systemRng_fillsEveryByte();
};

void TestRng::knownTimeAndRandomness_giveTheirUlid() {
    // 01563e3a-b5d3-d676-4c61-efb99302bd5b, the pair printed in the documentation of ULID
    // libraries. The first six bytes are overwritten by the time.
    FixedRng rng(*fromHex("000000000000d6764c61efb99302bd5b"));
    QCOMPARE(shown(rng.makeUlid(millis(1'469'922'850'259))),
             QStringLiteral("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
}

void TestRng::extremes_stayWithin26Digits() {
    FixedRng zero({0});
    FixedRng ones({0xff});
    QCOMPARE(shown(zero.makeUlid(millis(0))), QString(26, '0'));
    QCOMPARE(shown(ones.makeUlid(millis((std::int64_t{1} << 48) - 1))), "7" + QString(25, 'Z'));
    QCOMPARE(shown(ones.makeUlid(millis(0))), QString(10, '0') + QString(16, 'Z'));
}

void TestRng::laterMillisecond_sortsLater() {
    // The randomness speaks against the order, so the time alone must decide.
    FixedRng high({0xff});
    FixedRng low({0x00});
    std::int64_t at = 1;
    for (int i = 0; i < 44; ++i, at *= 2)
        QVERIFY(high.makeUlid(millis(at)) < low.makeUlid(millis(at + 1)));
}

void TestRng::microsecondsAreCutOff() {
    FixedRng zero({0});
    QVERIFY(zero.makeUlid(millis(5)) == zero.makeUlid(millis(5) + Duration(999)));
    QVERIFY(zero.makeUlid(millis(5)) != zero.makeUlid(millis(5) + Duration(1000)));
}

void TestRng::systemUlids_areDistinctAndOfTheAlphabet() {
    SystemRng rng;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto ulid = rng.makeUlid(millis(1'700'000'000'000));
        QCOMPARE(ulid.size(), std::size_t(26));
        QCOMPARE(ulid.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos);
        QVERIFY(seen.insert(ulid).second);
    }
}

void TestRng::hex_hasTwoDigitsAByte() {
    FixedRng rng({0x0f, 0xa0});
    QCOMPARE(shown(rng.makeHex(2)), QStringLiteral("0fa0"));
    QCOMPARE(rng.makeHex(16).size(), std::size_t(32));
    QVERIFY(rng.makeHex(0).empty());
}

void TestRng::systemRng_fillsEveryByte() {
    // Each byte is 0 in all of 40 draws with a probability of 256^-40.
    SystemRng rng;
    std::array<std::uint8_t, 33> seen{};
    for (int i = 0; i < 40; ++i) {
        std::array<std::byte, 33> bytes{};
        rng.fill(bytes);
        for (std::size_t at = 0; at < bytes.size(); ++at)
            seen[at] = static_cast<std::uint8_t>(seen[at] | std::to_integer<int>(bytes[at]));
    }
    QVERIFY(std::ranges::none_of(seen, [](auto byte) { return byte == 0; }));
}

QTEST_APPLESS_MAIN(TestRng)
#include "tst_rng.moc"
