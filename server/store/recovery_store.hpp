#pragma once

#include "server/store/rows.hpp"
#include "shared/sqlite/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::server {

/// How far a tablet has come with handing in what it holds.
enum class WitnessState {
    handing,
    all,    ///< it has nothing more; what it holds is not proven yet
    proven, ///< ... and its checkpoint is the register's
    other   ///< its checkpoint is of another register than the one that was put back
};

/// A tablet that is heard while a register is put together again, and the newest checkpoint of it.
struct WitnessRow {
    DeviceId device;
    std::int64_t epoch = 1; ///< in which it stands
    std::int64_t size = 0;  ///< of its newest checkpoint; 0 for none
    Hash root{};
    std::int64_t restores = 0;
    std::int64_t feedCursor = 0;
    WitnessState state = WitnessState::handing;
};

/// A line of the register that was handed in.
struct HandedRecord {
    registry::Record record;
    std::string stated; ///< the fact, where it is the server's own (protocol::encodeStated)
};

/// A link of a device's chain that was handed in.
struct HandedLink {
    Hash chainHash{};
    Hash previous{};
    std::int64_t epoch = 1;
    evidence::WireFact wire;
    std::optional<Error> refusal; ///< what its tablet was told of it
};

/// What tablets hand in while a site's register is being put together again. Failures are
/// SqliteError; writing is the writer's alone.
class RecoveryStore {
public:
    RecoveryStore(sqlite::Database& database, SiteId site);

    void begin(Instant now);
    /// Forgets all that was handed in; the site is as any other, with that many restores.
    void end(std::int64_t restores);

    [[nodiscard]] std::vector<WitnessRow> witnesses() const;
    [[nodiscard]] std::optional<WitnessRow> witness(const DeviceId& device) const;
    void put(const WitnessRow& witness);
    /// Devices that are not set aside.
    [[nodiscard]] std::vector<DeviceId> devices() const;

    /// Keeps a line under the name of who handed it in; the first of a place stays.
    void putRecord(const DeviceId& witness, const HandedRecord& line);
    [[nodiscard]] std::int64_t lastRecord(const DeviceId& witness) const;
    /// Lines by place: those that are proven, with those of one witness in the places between.
    [[nodiscard]] std::map<std::int64_t, HandedRecord> records(const DeviceId& witness) const;
    [[nodiscard]] std::map<std::int64_t, HandedRecord> proven() const;
    /// Its lines up to there are proven; none of them is kept under its name.
    void prove(const DeviceId& witness, std::int64_t upTo);
    void forgetRecords(const DeviceId& witness);

    void putLink(const HandedLink& link);
    [[nodiscard]] std::optional<HandedLink> link(const Hash& chainHash) const;
    /// Those that follow a link: two where two tablets wrote with one key.
    [[nodiscard]] std::vector<HandedLink> linksBehind(const Hash& previous) const;
    struct Place {
        std::int64_t epoch = 0;
        std::int64_t seq = 0;
    };
    [[nodiscard]] Place lastLink(const DeviceId& device) const;
    [[nodiscard]] std::int64_t countLinks(const DeviceId& device) const;

    /// The feed goes on far above every number that a tablet was told, ...
    void liftFeed();
    /// ... and tells all outcomes anew.
    void tellOutcomesAnew();
    /// The device stands in that epoch, and has shown nothing of it yet.
    void enterEpoch(const DeviceId& device, std::int64_t epoch, Instant now);

private:
    void forgetAll();
    [[nodiscard]] std::map<std::int64_t, HandedRecord> read(const std::string& witness) const;

    sqlite::Database& m_database;
    SiteId m_site;
};

} // namespace shoujie::server
