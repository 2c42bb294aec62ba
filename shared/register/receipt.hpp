#pragma once

#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/register/merkle_tree.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shoujie::registry {

/// One line of a site's register: that this very fact was taken in, when, and its interval
/// (`sync.md` 5). For facts of the server itself `device` is empty, `deviceSeq` 0 and `chainHash`
/// the body hash alone.
struct Record {
    std::int64_t registerSeq = 0; ///< from 1, without gaps, per site; leaf index + 1
    DeviceId device;
    std::int64_t deviceSeq = 0;
    Hash chainHash{}; ///< h_n of the device's chain
    Instant receivedAt{};
    evidence::Stamp stamp;
    bool operator==(const Record&) const = default;
};

/// The bytes that are hashed into the tree: members in the order above, big-endian, `device` with
/// its length in front and all others of fixed width.
std::string recordBytes(const Record& record);
/// The records of which `bytes` are the bytes, one behind the other; malformed where they are not.
Result<std::vector<Record>> recordsFromBytes(std::string_view bytes);

/// Names a site's register in its checkpoints: "shoujie/" and the site id.
std::string originOf(const SiteId& site);

/// Size and root of a site's tree, signed by the server.
struct Checkpoint {
    std::string origin; ///< originOf the site
    std::uint64_t size = 0;
    Hash root{};
    /// How often the office has gone on without records that the server had signed for, and lost.
    std::int64_t restores = 0;
    bool operator==(const Checkpoint&) const = default;
};

/// A checkpoint as a signed note (C2SP tlog-checkpoint and signed-note): text, empty line,
/// signature. `restores` above 0 is an extension line, "restored N".
std::string signCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);
/// The checkpoint inside, if `key` signed it; corrupt or malformed otherwise. Whoever asks for one
/// site's compares `origin`: one key signs the trees of all sites.
Result<Checkpoint> openCheckpoint(std::string_view note, const PublicKey& key);

/// The server's proof that a record stands in the tree of a checkpoint.
struct Receipt {
    Record record;
    std::vector<Hash> proof;
    bool operator==(const Receipt&) const = default;
};

/// Gives the receipts of neighbouring lines in a tree of `size` each its own proof, from what
/// AuditPaths::beside gave for all of them. They are left without one where that does not fit; what
/// it leads to is found out by checkReceipt.
void unfoldProofs(std::vector<Receipt*> receipts, const std::vector<Hash>& beside,
                  std::uint64_t size);

/// Whether the receipt is for this device's fact `seq` with chain hash `chainHash`, and the
/// checkpoint holds it. What a tablet demands before it lets go of a fact.
Result<void> checkReceipt(const Receipt& receipt, const Checkpoint& checkpoint,
                          const DeviceId& device, std::int64_t seq, const Hash& chainHash);

} // namespace shoujie::registry
