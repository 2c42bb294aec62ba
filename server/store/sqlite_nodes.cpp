#include "server/store/sqlite_nodes.hpp"

#include "server/store/columns.hpp"

#include <utility>

namespace shoujie::server {

SqliteNodes::SqliteNodes(sqlite::Database& database, SiteId site)
    : m_database(database), m_site(std::move(site)) {}

Hash SqliteNodes::node(int level, std::uint64_t index) const {
    const auto known = m_seen.find(keyOf(level, index));
    if (known != m_seen.end()) return known->second;

    sqlite::Statement query(
        m_database, "SELECT hash FROM tree_node WHERE site = ?1 AND level = ?2 AND idx = ?3");
    query.bind(1, m_site.value).bind(2, level).bind(3, static_cast<std::int64_t>(index));
    if (!query.step())
        throw sqlite::SqliteError(kCorrupt, "a node of the register's tree is missing");
    return m_seen[keyOf(level, index)] = bytesFrom<32>(query, 0);
}

void SqliteNodes::readPaths(std::uint64_t first, std::uint64_t last) {
    sqlite::Statement query(m_database, "SELECT idx, hash FROM tree_node WHERE site = ?1 AND "
                                        "level = ?2 AND idx BETWEEN ?3 AND ?4");
    for (int level = 0; first < last; ++level, first >>= 1, last >>= 1) {
        query.bind(1, m_site.value).bind(2, level);
        query.bind(3, static_cast<std::int64_t>(first & ~std::uint64_t{1}));
        query.bind(4, static_cast<std::int64_t>(last | 1));
        while (query.step())
            m_seen[keyOf(level, static_cast<std::uint64_t>(query.integer(0)))] =
                bytesFrom<32>(query, 1);
    }
}

void SqliteNodes::put(int level, std::uint64_t index, const Hash& hash) {
    sqlite::Statement insert(m_database, "INSERT INTO tree_node (site, level, idx, hash) "
                                         "VALUES (?1, ?2, ?3, ?4)");
    insert.bind(1, m_site.value).bind(2, level).bind(3, static_cast<std::int64_t>(index));
    insert.bindBlob(4, hash).run();
    m_seen[keyOf(level, index)] = hash;
}

} // namespace shoujie::server
