#pragma once

#include "server/store/data_dir.hpp"
#include "server/store/reads.hpp"
#include "shared/sqlite/database.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace shoujie::server {

/// Read-only connections, lent to one caller at a time. Thread-safe.
class ReadPool {
public:
    explicit ReadPool(SealedDatabase database) : m_file(std::move(database)) {}

    /// Runs `ask(Reads&)` on one consistent snapshot. `ask` gives T or Result<T>.
    template <class Ask>
    auto read(Ask ask) {
        using Value = std::invoke_result_t<Ask, Reads&>;
        using Answer = typename AsResult<Value>::type;
        auto connection = take();
        if (!connection) return Answer(connection.error());
        try {
            Reads reads(**connection);
            sqlite::Statement(**connection, "BEGIN").run();
            Answer answer(ask(reads));
            sqlite::Statement(**connection, "COMMIT").run();
            give(std::move(*connection));
            return answer;
        } catch (const sqlite::SqliteError& error) {
            // The connection is dropped: whatever state it was left in goes with it.
            return Answer(error.toError());
        }
    }

private:
    template <class T>
    struct AsResult {
        using type = Result<T>;
    };
    template <class T>
    struct AsResult<Result<T>> {
        using type = Result<T>;
    };

    Result<std::unique_ptr<sqlite::Database>> take();
    void give(std::unique_ptr<sqlite::Database> connection);

    SealedDatabase m_file;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<sqlite::Database>> m_idle;
};

} // namespace shoujie::server
