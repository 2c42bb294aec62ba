#pragma once

#include "server/store/rows.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/protocol/messages.hpp"
#include "shared/sqlite/database.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace shoujie::server {

/// Every question asked of the database. Failures are SqliteError, caught where a connection is
/// lent
/// (`ReadPool`, `Writer`).
class Reads {
public:
    explicit Reads(sqlite::Database& database) : m_database(database) {}

    [[nodiscard]] std::optional<std::array<std::uint8_t, 32>> serverSeed();

    [[nodiscard]] std::optional<SiteRow> site(const SiteId& id);
    [[nodiscard]] std::vector<SiteId> sites();
    [[nodiscard]] std::vector<protocol::Credential> credentials(const SiteId& site);
    [[nodiscard]] std::optional<StaffRow> staff(const SiteId& site, const StaffId& id);
    [[nodiscard]] std::vector<StaffRow> allStaff(const SiteId& site);

    [[nodiscard]] std::vector<DeviceRow> devices(const SiteId& site);
    [[nodiscard]] std::optional<EnrolCodeRow> enrolCode(const Hash& codeHash);
    [[nodiscard]] std::optional<DeviceRow> device(const DeviceId& id);
    [[nodiscard]] std::optional<DeviceRow> deviceByToken(const Hash& tokenHash);

    /// Anchors of that boot with readings in the range, and the nearest on either side of it.
    [[nodiscard]] std::vector<evidence::Anchor> anchorsAround(const DeviceId& device,
                                                              const std::string& bootTag,
                                                              std::chrono::nanoseconds from,
                                                              std::chrono::nanoseconds to);
    /// Anchors that showed a head in that range of the chain, by sequence.
    [[nodiscard]] std::vector<evidence::Anchor>
    anchorsOfHeads(const DeviceId& device, std::int64_t epoch, std::int64_t from, std::int64_t to);
    [[nodiscard]] std::optional<evidence::Anchor> anchor(const DeviceId& device,
                                                         const std::string& nonce);

    [[nodiscard]] evidence::BootRecord boot(const DeviceId& device, const std::string& tag);
    /// When the site's devices that are not out had all shown and delivered what they hold:
    /// the oldest, over them, of the newest anchor (T_c) whose head has arrived. Nothing where no
    /// device is enrolled.
    [[nodiscard]] std::optional<Instant> watermark(const SiteId& site);
    [[nodiscard]] std::optional<ChainLink> chainLink(const DeviceId& device, std::int64_t epoch,
                                                     std::int64_t seq);
    /// The device's newest fact before that place of its chain, also of an older epoch.
    [[nodiscard]] std::optional<FactRow> factBefore(const DeviceId& device, std::int64_t epoch,
                                                    std::int64_t seq);
    [[nodiscard]] bool hasFact(const SiteId& site, const FactId& id);
    [[nodiscard]] std::optional<FactRow> fact(const SiteId& site, const FactId& id);
    [[nodiscard]] std::optional<FactRow> factAt(const SiteId& site, std::int64_t registerSeq);
    /// Facts with a greater register sequence, in its order.
    [[nodiscard]] std::vector<FactRow> factsAfter(const SiteId& site, std::int64_t registerSeq,
                                                  std::int64_t limit);
    /// Size of the register at a time: up to the last record received before it.
    [[nodiscard]] std::int64_t registerSizeAt(const SiteId& site, Instant before);
    /// Body hash of a fact that was refused.
    [[nodiscard]] std::optional<Hash> refusedBody(const DeviceId& device, std::int64_t epoch,
                                                  std::int64_t seq);
    /// Signed checkpoints of sizes above `after` up to `upTo`, by size; the one of the greatest
    /// size; that of the latest closed day.
    [[nodiscard]] std::vector<CheckpointRow> checkpoints(const SiteId& site, std::int64_t after,
                                                         std::int64_t upTo);
    [[nodiscard]] std::optional<CheckpointRow> lastCheckpoint(const SiteId& site);
    [[nodiscard]] std::optional<CheckpointRow> lastDayClose(const SiteId& site);
    /// How much is kept of what a device sent since it was set aside; counts no further than
    /// `most`.
    [[nodiscard]] std::int64_t setAsideOf(const DeviceId& device, std::int64_t most);
    /// Register sequences of facts that are not judged: of a newer vocabulary, or refused since.
    [[nodiscard]] std::set<std::int64_t> unsupported(const SiteId& site);
    /// ... those of them that have not been refused.
    [[nodiscard]] std::vector<FactRow> waitingForUpgrade(const SiteId& site);
    [[nodiscard]] bool hasSubject(const SiteId& site, const SubjectId& subject);
    [[nodiscard]] std::vector<OutcomeRow> outcomes(const SiteId& site);
    void eachOutcome(const SiteId& site, const std::function<void(OutcomeRow)>& use);

    /// One row of the feed: a fact, or an outcome.
    struct FeedRow {
        std::int64_t feedSeq = 0;
        std::optional<FactRow> fact;
        bool unsupported = false; ///< a fact that is not judged
        OutcomeRow outcome;
    };
    /// The feed above `after`, in its order, for as long as `use` says true.
    void eachFeedRow(const SiteId& site, std::int64_t after,
                     const std::function<bool(FeedRow)>& use);

    [[nodiscard]] sqlite::Database& database() { return m_database; }

protected:
    sqlite::Database& m_database;
};

} // namespace shoujie::server
