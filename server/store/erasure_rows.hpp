#pragma once

#include "server/store/rows.hpp"
#include "server/store/writes.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shoujie::server {

/// What was erased of one site, and what is still held back of it. Failures are SqliteError; all of
/// it inside the writer's transaction.
class ErasureRows {
public:
    ErasureRows(Writes& writes, SiteId site) : m_writes(writes), m_site(std::move(site)) {}

    [[nodiscard]] std::vector<ErasureRow> all();
    [[nodiscard]] std::optional<ErasureRow> find(std::int64_t number);
    /// The erasure that holds back what stood in that line of the register; 0 for none.
    [[nodiscard]] std::int64_t holding(std::int64_t registerSeq);

    /// Begins the next one and gives its number.
    std::int64_t begin(const std::string& reason, Instant now);
    /// Puts `left` in the place of a line's data, which is held back; the feed tells it anew.
    void holdBack(std::int64_t number, const FactRow& row, const std::string& left);
    /// Puts back what was held back, and the feed tells it anew.
    void lift(std::int64_t number, Instant now);
    /// The facts as they were, to be looked at before they are destroyed.
    [[nodiscard]] std::vector<FactRow> heldBack(std::int64_t number);
    /// Destroys what was held back.
    void shred(std::int64_t number, Instant now);

    /// Facts outside of the register: of those that `matches` says nothing is left but their place
    /// in a chain. Gives how many.
    std::int64_t forgetRefused(const std::function<bool(const evidence::WireFact&)>& matches);
    /// Photos and signatures of that name.
    void removeBlob(const std::string& hash);

private:
    [[nodiscard]] sqlite::Database& database() { return m_writes.database(); }

    Writes& m_writes;
    const SiteId m_site;
};

} // namespace shoujie::server
