#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/ids.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/evidence/time_evidence.hpp"
#include "shared/facts/words.hpp"
#include "shared/register/receipt.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// What the server's tables hold, as values.
namespace shoujie::server {

struct SiteRow {
    SiteId id;
    std::string name;
    std::string policy; ///< JSON array of effective-dated policies
    std::int64_t registerSize = 0;
    std::int64_t feedSeq = 0;
    Instant createdAt{};
    std::int64_t restores = 0; ///< registry::Checkpoint's
    /// The register is being put together again, since then: nothing is written to it meanwhile.
    std::optional<Instant> recoveringSince{};
};

/// A signed checkpoint of a site's register.
struct CheckpointRow {
    std::int64_t size = 0;
    Instant at{};              ///< when it was signed
    std::optional<Day> closes; ///< the day whose last record it ends with
    std::string note;
};

struct DeviceRow {
    DeviceId id;
    SiteId site;
    PublicKey key{};
    std::int64_t epoch = 1;
    std::int64_t headSeq = 0; ///< newest fact known of the device, refused ones included
    Hash headHash{};
    std::int64_t keptSeq = 0;           ///< what it held of the epoch before when this one began
    std::optional<Instant> frozenAt{};  ///< set aside since: nothing it sends counts any more
    std::optional<Instant> revokedAt{}; ///< shut out by the office since, with the same effect
    /// Nonce of its newest anchor, and the one it still holds if that answer was lost on its way.
    std::optional<std::string> anchorLast{};
    std::optional<std::string> anchorBefore{};
    [[nodiscard]] bool isOut() const { return frozenAt || revokedAt; }
};

struct EnrolCodeRow {
    SiteId site;
    Instant expiresAt{};
    bool used = false;
};

struct StaffRow {
    StaffId id;
    std::string name;
    facts::Role role = facts::Role::salesperson;
    std::optional<Instant> leftAt; ///< latest time at which they may still have been there
};

/// A fact of the register: what the tablet sent, and what the server says of it.
struct FactRow {
    evidence::WireFact wire;
    std::int64_t epoch = 0; ///< 0 for facts of the server itself
    registry::Record record;
    std::int64_t feedSeq = 0;
    /// Where a customer's data was erased: what the fact's body hash was; `wire` has what is left.
    std::optional<Hash> erasedBody{};
};

/// A customer's data that was erased, in all the entries that had it.
struct ErasureRow {
    std::int64_t number = 0; ///< of its site, from 1
    std::string reason;
    std::int64_t entries = 0; ///< still held back; 0 once it is shredded or lifted
    Instant restrictedAt{};
    std::optional<Instant> liftedAt{};
    std::optional<Instant> shreddedAt{};
};

/// What became of one link of a device's chain.
struct ChainLink {
    Hash hash{};
    std::int64_t registerSeq = 0; ///< 0 for a refused fact
    std::optional<Error> refusal; ///< path relative to the fact
};

/// Newest published outcome of a visit or deal.
struct OutcomeRow {
    std::string kind; ///< "visit" or "deal"
    SubjectId subject;
    std::string json;
};

} // namespace shoujie::server
