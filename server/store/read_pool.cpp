#include "server/store/read_pool.hpp"

namespace shoujie::server {

Result<std::unique_ptr<sqlite::Database>> ReadPool::take() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
    }
    auto opened = sqlite::Database::open(m_file.file, sqlite::OpenMode::readOnly);
    if (!opened) return opened.error();
    opened->useKey(m_file.key);
    return std::make_unique<sqlite::Database>(std::move(*opened));
}

void ReadPool::give(std::unique_ptr<sqlite::Database> connection) {
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(std::move(connection));
}

} // namespace shoujie::server
