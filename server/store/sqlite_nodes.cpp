#include "server/store/sqlite_nodes.hpp"

#include "server/store/columns.hpp"

#include <utility>

namespace shoujie::server {

SqliteNodes::SqliteNodes(sqlite::Database& database, SiteId site)
    : m_database(database), m_site(std::move(site)) {}

Hash SqliteNodes::node(int level, std::uint64_t index) const {
    const auto known = m_seen.find({level, index});
    if (known != m_seen.end()) return known->second;

    sqlite::Statement query(
        m_database, "SELECT hash FROM tree_node WHERE site = ?1 AND level = ?2 AND idx = ?3");
    query.bind(1, m_site.value).bind(2, level).bind(3, static_cast<std::int64_t>(index));
    if (!query.step())
        throw sqlite::SqliteError(kCorrupt, "a node of the register's tree is missing");
    return m_seen[{level, index}] = bytesFrom<32>(query, 0);
}

void SqliteNodes::put(int level, std::uint64_t index, const Hash& hash) {
    sqlite::Statement insert(m_database, "INSERT INTO tree_node (site, level, idx, hash) "
                                         "VALUES (?1, ?2, ?3, ?4)");
    insert.bind(1, m_site.value).bind(2, level).bind(3, static_cast<std::int64_t>(index));
    insert.bindBlob(4, hash).run();
    m_seen[{level, index}] = hash;
}

} // namespace shoujie::server
