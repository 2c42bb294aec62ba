#pragma once

#include "shared/core/ids.hpp"
#include "shared/register/merkle_tree.hpp"
#include "shared/sqlite/database.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace shoujie::server {

/// The nodes of one site's tree in the database. Complete nodes never change, so those once read
/// are kept: the proofs of one push share most of theirs.
class SqliteNodes final : public registry::NodeStore {
public:
    SqliteNodes(sqlite::Database& database, SiteId site);
    [[nodiscard]] Hash node(int level, std::uint64_t index) const override;
    void put(int level, std::uint64_t index, const Hash& hash) override;

private:
    sqlite::Database& m_database;
    SiteId m_site;
    mutable std::map<std::pair<int, std::uint64_t>, Hash> m_seen;
};

} // namespace shoujie::server
