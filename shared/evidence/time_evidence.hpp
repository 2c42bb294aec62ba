#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/facts/fact.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// What a tablet can prove about when something happened (`sync.md` 3).
namespace shoujie::evidence {

/// While it runs, a tablet notes its elapsed clock at least every kTickEvery, on disk, so that the
/// clock cannot be set back behind a note unseen. Of the notes between two facts only these two can
/// matter, so a fact carries them in the chain and the others are forgotten.
struct Ticks {
    std::chrono::nanoseconds since{}; ///< since when no gap was longer than kTickGapAfter
    std::chrono::nanoseconds last{};  ///< newest note before the reading
    bool operator==(const Ticks&) const = default;
};
/// ... and the boot they are of.
struct NotedTicks {
    std::string bootTag;
    Ticks ticks;
};
inline constexpr std::chrono::seconds kTickEvery{60};
inline constexpr std::chrono::seconds kTickGapAfter{90};

/// A reading of the tablet's clocks at the moment of writing.
struct TimeEvidence {
    std::string bootTag;                ///< names the boot; lower-case hex
    std::chrono::nanoseconds elapsed{}; ///< since that boot, sleep included; what time is judged by
    /// Nonce of the last anchor the tablet held: nobody could know it before the server's time T_r.
    std::optional<std::string> anchor;
    Instant wall{};               ///< the wall clock: shown to people, decides nothing
    std::optional<Ticks> ticks{}; ///< of the same boot; empty from a program that does not tick
    bool operator==(const TimeEvidence&) const = default;
};

/// A fact as a tablet writes, keeps, signs and sends it. `data` is the fact's data as canonical
/// JSON text (members sorted, no white space), so that its bytes can be hashed and never change,
/// also where this program does not know the kind.
struct WireFact {
    FactId id;
    SiteId site;
    std::string kind;
    StaffId by;
    DeviceId device;
    std::int64_t seq = 0; ///< from 1, without gaps, per device and epoch
    TimeEvidence at;
    std::string data;
    /// 32 random bytes that are kept and erased with `data`, so that nobody who has the hash only
    /// can find the data by trying. Empty from a program that knows none, and for the server's own.
    std::optional<Hash> salt{};
    bool operator==(const WireFact&) const = default;
};

/// The fact inside; fails as facts::dataFromJson does, with paths from "data" and "kind".
Result<facts::Fact> decodeFact(const WireFact& wire);
/// Canonical text of a fact's data.
std::string encodeData(const facts::FactData& data);

/// SHA-256 over the fact's members in a fixed binary order; `data` enters as its own SHA-256, the
/// salt, if any, before it, and the ticks, if any, behind that.
Hash bodyHash(const WireFact& fact);
/// h_n = SHA-256("shoujie/dev" || h_(n-1) || body hash).
Hash extendChain(const Hash& previous, const Hash& body);
/// h_0 of a device's epoch, before its first fact.
Hash chainStart(const DeviceId& device, std::int64_t epoch);
/// What a person can write down of a chain: "41-9F3A-07C2" is fact 41 and the start of its h_n.
std::string proofCode(std::int64_t seq, const Hash& head);

/// What the device key signs at every push: device, epoch, sequence and hash of the newest fact.
std::string headMessage(const DeviceId& device, std::int64_t epoch, std::int64_t seq,
                        const Hash& head);

} // namespace shoujie::evidence
