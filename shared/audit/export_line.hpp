#pragma once

#include "shared/evidence/time_evidence.hpp"
#include "shared/register/receipt.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// A site's register as a file that anybody can check (`sync.md` 5), one JSON object a line:
///
///     {"origin": "shoujie/xidi", "register_export": 1}
///     {"epoch", "fact", "leaf", "record"}            a record, and the fact it stands for
///     {"epoch", "erased", "leaf", "record"}          a record whose fact was erased at a
///     customer's wish
///     {"refused": {"body_hash", "device", ..}}       a link of a device's chain that was refused
///     {"checkpoint": "<signed note>"}                after the record that its size ends with
///
/// The last line is the checkpoint of the whole. Each object is in canonical form (members sorted,
/// no white space), so that no byte can change unseen.
namespace shoujie::audit {

inline constexpr std::int64_t kExportVersion = 1;

struct ExportHeader {
    std::string origin; ///< as in the checkpoints
};
struct ExportedRecord {
    registry::Record record;
    std::int64_t epoch = 0; ///< of the device's chain; 0 for facts of the server itself
    evidence::WireFact fact;
    Hash leaf{}; ///< leaf hash of the record, so that a changed one is known by itself
};
/// What the fact said was erased: its hash holds its place, and an `entries.erased` of the server
/// names it.
struct ErasedRecord {
    registry::Record record;
    std::int64_t epoch = 0;
    FactId id;
    Hash bodyHash{};
    Hash leaf{};
};
/// Refused facts are no records, but their place in the device's chain is taken.
struct RefusedLink {
    DeviceId device;
    std::int64_t epoch = 0;
    std::int64_t seq = 0;
    Hash bodyHash{};
};
struct ExportedCheckpoint {
    std::string note;
};
using ExportLine =
    std::variant<ExportHeader, ExportedRecord, ErasedRecord, RefusedLink, ExportedCheckpoint>;

/// Without the newline.
std::string encode(const ExportLine& line);
/// Fails with the member's path where a line is not exactly what `encode` writes.
Result<ExportLine> decodeLine(std::string_view text);

} // namespace shoujie::audit
