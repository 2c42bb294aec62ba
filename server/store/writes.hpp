#pragma once

#include "server/store/reads.hpp"
#include "server/store/sqlite_nodes.hpp"
#include "shared/facts/fact.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoujie::server {

/// Every change of the database, in one transaction; only the writer's thread holds one. Failures
/// are SqliteError. How far a site's register and feed have grown it counts in memory, which
/// `flush` writes down before the transaction is committed.
class Writes : public Reads {
public:
    using Reads::Reads;

    /// The site with all that has been appended to it; null if there is none. Lives until the next
    /// `revert` or `settle`.
    const SiteRow* site(const SiteId& id);

    /// Where all sites stand, to go back to when the database does.
    struct Mark {
        std::vector<SiteRow> sites;
    };
    [[nodiscard]] Mark mark() const;
    void revert(const Mark& mark);
    void flush();
    /// Writes down what was counted and forgets it, for what changes a site's row by itself.
    void settle();

    void insertServerSeed(std::span<const std::uint8_t> seed);
    void insertSite(const SiteId& id, const std::string& name, const std::string& policy,
                    Instant now);
    void setCredential(const SiteId& site, const StaffId& staff, const std::string& pinHash);

    void insertEnrolCode(const Hash& codeHash, const SiteId& site, Instant expiresAt);
    void useEnrolCode(const Hash& codeHash, const DeviceId& device);
    void insertDevice(const DeviceRow& device, const Hash& tokenHash, Instant now);
    void setHead(const DeviceId& device, std::int64_t seq, const Hash& hash);
    /// Keeps the anchor, and it becomes the device's newest; `held` is the one that the device
    /// named as its newest, nothing where it names none. What it says of the boot is kept with it.
    void insertAnchor(const evidence::Anchor& anchor, const std::optional<std::string>& held);
    /// The device goes on from an empty chain in the next epoch, having kept the present one up to
    /// there; `held` as above.
    void beginEpoch(const DeviceRow& device, std::int64_t keptSeq,
                    const std::optional<std::string>& held, Instant now);
    /// Sets the device aside. Twice is once.
    void freeze(const DeviceId& device, Instant now);
    /// The office shuts the device out.
    void revoke(const DeviceId& device, Instant now);
    /// Keeps what a device that is set aside still sends, outside of its chain.
    void setAside(const evidence::WireFact& wire, std::int64_t epoch, const Hash& chainHash,
                  Instant receivedAt);

    /// What the register is asked to take in.
    struct NewFact {
        const evidence::WireFact& wire; ///< `device` is empty for facts of the server itself
        /// The same, decoded; nothing for one of a newer vocabulary, which is not judged.
        const facts::Fact* fact = nullptr;
        std::int64_t epoch = 0;
        Hash chainHash{};
        Instant receivedAt{};
        evidence::Stamp stamp;
    };
    /// Appends the fact to its site's register, tree and feed, and keeps the staff list by it.
    registry::Record appendFact(const NewFact& fact);
    /// Of a fact that was unsupported: its gate is passed, and the feed delivers it anew; or not.
    void admit(const FactRow& row, const facts::Fact& fact);
    void refuse(const FactRow& row, const Error& refusal);
    /// The feed delivers that line of the register once more.
    void tellAnew(const SiteId& site, std::int64_t registerSeq);
    /// What this transaction overwrites is to be gone from the database's log as well.
    void foldAfterwards() { m_foldAfterwards = true; }
    [[nodiscard]] bool isFoldWished() const { return m_foldAfterwards; }
    void insertQuarantine(const evidence::WireFact& wire, std::int64_t epoch, const Hash& chainHash,
                          Instant receivedAt, const Error& refusal);
    /// Of one size there is one; that it closes a day is added to it.
    void putCheckpoint(const SiteId& site, const CheckpointRow& checkpoint);
    /// Replaces the outcome of its subject; the feed delivers it anew.
    void putOutcome(const SiteId& site, const OutcomeRow& outcome);

private:
    struct Growing {
        SiteRow row;
        SqliteNodes nodes;
        std::int64_t writtenFeedSeq = 0; ///< that of the database
    };
    Growing* growing(const SiteId& site);
    /// The site with its feed, and its register, counted up by one.
    Growing& advance(const SiteId& site, bool inRegister);
    /// Claims the subject that the fact creates, and keeps the staff list by it.
    void keepEffects(const SiteId& site, const facts::Fact& fact, const evidence::Stamp& stamp);

    std::map<SiteId, Growing> m_sites;
    bool m_foldAfterwards = false;
};

} // namespace shoujie::server
