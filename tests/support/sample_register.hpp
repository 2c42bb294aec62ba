#pragma once

#include "shared/audit/export_line.hpp"
#include "shared/register/merkle_tree.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>

namespace shoujie::testing {

/// An exported register of invented facts, line by line: two tablets and the server itself write
/// in turn, some facts are refused, some checkpoints are kept. The same numbers give the same text.
class SampleRegister {
public:
    /// Called with each line, without its newline.
    using Take = std::function<void(const std::string&)>;

    explicit SampleRegister(std::int64_t records, std::int64_t checkpointEvery = kCheckpointEvery)
        : m_records(records), m_checkpointEvery(checkpointEvery) {}
    void write(const Take& take) {
        take(audit::encode(audit::ExportHeader{"shoujie/xidi"}));
        for (std::int64_t seq = 1; seq <= m_records; ++seq) {
            writeRecord(seq, take);
            if (seq % m_checkpointEvery == 0 && seq < m_records) take(checkpoint(seq));
        }
        take(checkpoint(m_records));
    }

    static SigningKey key() {
        std::array<std::uint8_t, 32> seed{};
        seed.fill(7);
        return SigningKey::fromSeed(seed);
    }
    static constexpr std::int64_t kCheckpointEvery = 50;

private:
    struct Tablet {
        DeviceId device;
        std::int64_t seq = 0;
        Hash head{};
    };

    evidence::WireFact fact(std::int64_t seq, Tablet* tablet) const {
        evidence::WireFact wire;
        wire.id = FactId("f" + std::to_string(seq));
        wire.site = SiteId("xidi");
        wire.kind = "notice.seen";
        wire.by = StaffId("s" + std::to_string(seq % 5));
        wire.data = R"({"subject":"v)" + std::to_string(seq) + "\"}";
        wire.at.wall = Instant(Duration(1'772'000'000'000'000 + seq * 1'000'000));
        if (tablet == nullptr) return wire;
        wire.device = tablet->device;
        wire.seq = tablet->seq + 1;
        wire.at.bootTag = "b001";
        wire.at.elapsed = std::chrono::seconds(seq);
        if (seq % 3 == 0) wire.at.anchor = std::string(32, 'a');
        return wire;
    }

    void writeRecord(std::int64_t seq, const Take& take) {
        Tablet* tablet = seq % 10 == 0 ? nullptr : &m_tablets[static_cast<std::size_t>(seq % 2)];
        if (tablet != nullptr && tablet->seq == 0)
            tablet->head = evidence::chainStart(tablet->device, kEpoch);
        if (tablet != nullptr && seq % 7 == 0) {
            const Hash body = sha256("refused " + std::to_string(seq));
            tablet->head = evidence::extendChain(tablet->head, body);
            take(audit::encode(audit::RefusedLink{tablet->device, kEpoch, ++tablet->seq, body}));
        }
        audit::ExportedRecord line;
        line.fact = fact(seq, tablet);
        const Hash body = evidence::bodyHash(line.fact);
        line.record.chainHash = body;
        if (tablet != nullptr) {
            tablet->head = evidence::extendChain(tablet->head, body);
            tablet->seq = line.fact.seq;
            line.record.chainHash = tablet->head;
            line.epoch = kEpoch;
        }
        line.record.registerSeq = seq;
        line.record.device = line.fact.device;
        line.record.deviceSeq = line.fact.seq;
        line.record.receivedAt = line.fact.at.wall + std::chrono::seconds(2);
        line.record.stamp = {{line.fact.at.wall, line.record.receivedAt},
                             evidence::Grade::anchored};
        line.leaf = registry::leafHash(registry::recordBytes(line.record));
        registry::appendLeaf(m_tree, static_cast<std::uint64_t>(seq - 1), line.leaf);
        take(audit::encode(line));
    }

    [[nodiscard]] std::string checkpoint(std::int64_t size) const {
        const auto leaves = static_cast<std::uint64_t>(size);
        return audit::encode(audit::ExportedCheckpoint{registry::signCheckpoint(
            {"shoujie/xidi", leaves, registry::rootHash(m_tree, leaves)}, key())});
    }

    static constexpr std::int64_t kEpoch = 3;
    std::int64_t m_records;
    std::int64_t m_checkpointEvery;
    std::array<Tablet, 2> m_tablets{{{DeviceId("d1")}, {DeviceId("d2")}}};
    registry::MemoryNodeStore m_tree;
};

} // namespace shoujie::testing
