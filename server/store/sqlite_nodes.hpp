#pragma once

#include "shared/core/ids.hpp"
#include "shared/register/merkle_tree.hpp"
#include "shared/sqlite/database.hpp"

#include <cstdint>
#include <unordered_map>

namespace shoujie::server {

/// The nodes of one site's tree in the database. Complete nodes never change, so those once read
/// are kept: the proofs of one push share most of theirs.
class SqliteNodes final : public registry::NodeStore {
public:
    SqliteNodes(sqlite::Database& database, SiteId site);
    [[nodiscard]] Hash node(int level, std::uint64_t index) const override;
    void put(int level, std::uint64_t index, const Hash& hash) override;
    /// Reads at once what the paths of these leaves have in common; all below a tree's size.
    void readPaths(std::uint64_t first, std::uint64_t last);

private:
    sqlite::Database& m_database;
    SiteId m_site;
    static std::uint64_t keyOf(int level, std::uint64_t index) {
        return static_cast<std::uint64_t>(level) << 56 | index;
    }
    mutable std::unordered_map<std::uint64_t, Hash> m_seen;
};

} // namespace shoujie::server
