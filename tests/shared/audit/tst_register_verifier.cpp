#include "shared/audit/register_verifier.hpp"
#include "tests/shared/verdict.hpp"
#include "tests/support/sample_register.hpp"

#include <QtTest>

#include <vector>

using namespace shoujie;
using namespace shoujie::testing;
using audit::RegisterVerifier;
using audit::Verified;

namespace {

using Lines = std::vector<std::string>;

Lines sample(std::int64_t records) {
    Lines lines;
    SampleRegister(records).write([&](const std::string& line) { lines.push_back(line); });
    return lines;
}

RegisterVerifier verifier() {
    return RegisterVerifier(SampleRegister::key().publicKey());
}

Result<Verified> verify(const Lines& lines) {
    auto asked = verifier();
    for (const auto& line : lines)
        if (auto taken = asked.take(line); !taken) return taken.error();
    return asked.finish();
}

audit::ExportedRecord recordIn(const std::string& line) {
    return std::get<audit::ExportedRecord>(*audit::decodeLine(line));
}

/// Number of the line with that record.
std::size_t lineOf(const Lines& lines, std::int64_t registerSeq) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = audit::decodeLine(lines[i]);
        const auto* record = std::get_if<audit::ExportedRecord>(&*line);
        if (record != nullptr && record->record.registerSeq == registerSeq) return i;
    }
    return lines.size();
}

/// The leaf as well, as a forger would.
std::string forged(audit::ExportedRecord line) {
    line.leaf = registry::leafHash(registry::recordBytes(line.record));
    return audit::encode(line);
}

/// Counts changes of single bytes that nobody notices, of every `step`-th line. Lines before the
/// changed one are as they were, so they are taken once.
int unnoticed(const Lines& lines, std::size_t step, std::string& example) {
    int missed = 0;
    auto before = verifier();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t at = 0; i % step == 0 && at < lines[i].size(); ++at) {
            auto line = lines[i];
            // Each of the eight bits in its turn.
            line[at] = static_cast<char>(line[at] ^ (1 << ((at + i) % 8)));
            auto asked = before;
            bool good = asked.take(line).ok();
            for (std::size_t rest = i + 1; good && rest < lines.size(); ++rest)
                good = asked.take(lines[rest]).ok();
            if (!good || !asked.finish().ok()) continue;
            ++missed;
            example = line;
        }
        if (!before.take(lines[i]).ok()) return -1;
    }
    return missed;
}

} // namespace

class TestRegisterVerifier : public QObject {
    Q_OBJECT

private slots:
    void wholeRegister_isGood() {
        const auto verified = verify(sample(230));
        QCOMPARE_OK(verified);
        QCOMPARE(verified->origin, std::string("shoujie/xidi"));
        QCOMPARE(verified->records, std::uint64_t{230});
        QCOMPARE(verified->checkpoints, std::uint64_t{5});
        QCOMPARE(verified->refused, std::uint64_t{29});
    }

    void anyChangedByte_isNoticed() {
        std::string example;
        QVERIFY2(unnoticed(sample(230), 1, example) == 0, example.c_str());
    }

    void anyChangedByteOfALongRegister_isNoticed() {
        std::string example;
        // All of it takes minutes: SHOUJIE_EVERY_LINE=1.
        const std::size_t step = qEnvironmentVariableIsSet("SHOUJIE_EVERY_LINE") ? 1 : 499;
        QVERIFY2(unnoticed(sample(10'000), step, example) == 0, example.c_str());
    }

    void otherServersKey_isNoticed() {
        std::array<std::uint8_t, 32> seed{};
        seed.fill(8);
        RegisterVerifier asked(SigningKey::fromSeed(seed).publicKey());
        const auto lines = sample(10);
        for (std::size_t i = 0; i + 1 < lines.size(); ++i)
            QCOMPARE_OK(asked.take(lines[i]));
        QCOMPARE_FAILS(asked.take(lines.back()), corrupt, "checkpoint");
    }

    void missingDoubledOrExchangedLines_areNoticed() {
        const auto lines = sample(120);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto without = lines;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            // A checkpoint in the middle may be left out: what it says, a later one says too.
            const bool middle = i + 1 < lines.size() && lines[i].starts_with(R"({"checkpoint")");
            QCOMPARE(verify(without).ok(), middle);
            auto twice = lines;
            twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
            QVERIFY(!verify(twice).ok());
            if (i == 0) continue;
            auto exchanged = lines;
            std::swap(exchanged[i], exchanged[i - 1]);
            QVERIFY(!verify(exchanged).ok());
        }
    }

    void forgedRecord_isNamedByTheFirstThingThatContradictsIt() {
        const auto lines = sample(120);
        const auto at = lineOf(lines, 33);
        const auto expect = [&](audit::ExportedRecord line, const char* path) {
            auto altered = lines;
            altered[at] = forged(std::move(line));
            QCOMPARE_FAILS(verify(altered), corrupt, path);
        };
        auto line = recordIn(lines[at]);
        line.fact.by = StaffId("s9");
        expect(line, "record.chain_hash");
        line = recordIn(lines[at]);
        line.record.stamp.at.latest += std::chrono::seconds(1);
        expect(line, "checkpoint"); // only the signed tree knows
        line = recordIn(lines[at]);
        line.record.stamp.at.earliest = line.record.stamp.at.latest + Duration(1);
        expect(line, "record.earliest");
        line = recordIn(lines[at]);
        line.epoch += 1;
        expect(line, "seq");
        line = recordIn(lines[at]);
        line.fact.site = SiteId("other");
        expect(line, "fact.site");
        line = recordIn(lines[at]);
        line.record.device = DeviceId("d9");
        expect(line, "record.device");
        line = recordIn(lines[at]);
        line.record.deviceSeq += 1;
        expect(line, "record.device_seq");
        line = recordIn(lines[at]);
        line.record.registerSeq += 1;
        expect(line, "record.register_seq");
        line = recordIn(lines[at]);
        line.leaf[0] ^= 1;
        auto altered = lines;
        altered[at] = audit::encode(line);
        QCOMPARE_FAILS(verify(altered), corrupt, "leaf");
    }

    void forgedFactOfTheServer_isNoticed() {
        const auto lines = sample(30);
        const auto at = lineOf(lines, 10);
        auto line = recordIn(lines[at]);
        QVERIFY(line.fact.device.empty());
        line.epoch = 1;
        auto altered = lines;
        altered[at] = forged(line);
        QCOMPARE_FAILS(verify(altered), corrupt, "epoch");
        line = recordIn(lines[at]);
        line.fact.data = R"({"subject":"v11"})";
        altered[at] = forged(line);
        QCOMPARE_FAILS(verify(altered), corrupt, "record.chain_hash");
    }

    void linkThatNothingHolds_isNoticed() {
        auto lines = sample(30);
        const auto link =
            audit::encode(audit::RefusedLink{DeviceId("d7"), 1, 1, sha256("nothing of the kind")});
        lines.insert(lines.end() - 1, link);
        QCOMPARE_FAILS(verify(lines), corrupt, "refused");
    }

    void cutOffEnd_isNoticed() {
        auto lines = sample(49);
        lines.pop_back();
        QCOMPARE_FAILS(verify(lines), corrupt, "");
        QCOMPARE_FAILS(verify({}), corrupt, "");
        QCOMPARE_FAILS(verify({sample(5)[1]}), corrupt, "");
    }

    void whiteSpaceOrOtherOrder_isNoCanonicalForm() {
        QCOMPARE_FAILS(audit::decodeLine(R"({"origin": "shoujie/xidi","register_export":1})"),
                       malformed, "");
        QCOMPARE_FAILS(audit::decodeLine(R"({"register_export":1,"origin":"shoujie/xidi"})"),
                       malformed, "");
        QCOMPARE_OK(audit::decodeLine(R"({"origin":"shoujie/xidi","register_export":1})"));
        QCOMPARE_FAILS(audit::decodeLine(R"({"origin":"shoujie/xidi","register_export":2})"),
                       outOfRange, "register_export");
        QCOMPARE_FAILS(audit::decodeLine("{}"), missingMember, "register_export");
        QCOMPARE_FAILS(audit::decodeLine(""), malformed, "");
    }
};

QTEST_GUILESS_MAIN(TestRegisterVerifier)
#include "tst_register_verifier.moc"
