#include "tests/support/books.hpp"

#include "shared/sqlite/database.hpp"
#include "tests/support/opened_store.hpp"

#include <stdexcept>

namespace shoujie::test {

namespace {

sqlite::Database openFile(const std::string& path) {
    auto database = sqlite::Database::open(path);
    if (!database) throw std::runtime_error(path + ": " + describe(database.error()));
    return std::move(database).value();
}

std::map<std::string, std::int64_t> countById(const std::string& path, const char* sql) {
    auto database = openFile(path);
    sqlite::Statement rows(database, sql);
    std::map<std::string, std::int64_t> result;
    while (rows.step())
        result[rows.text(0)] = rows.integer(1);
    return result;
}

std::int64_t number(sqlite::Database& database, const char* sql) {
    sqlite::Statement row(database, sql);
    row.step();
    return row.integer(0);
}

} // namespace

std::map<std::string, std::int64_t> registerOf(const std::string& serverDatabase) {
    return countById(serverDatabase,
                     "SELECT id, COUNT(*) FROM fact WHERE device IS NOT NULL GROUP BY id");
}

std::map<std::string, std::int64_t> logOf(const std::string& tabletStore) {
    return countById(tabletStore, "SELECT fact_id, COUNT(*) FROM log GROUP BY fact_id");
}

std::int64_t outboxOf(const std::string& tabletStore) {
    auto database = openFile(tabletStore);
    return number(database, "SELECT COUNT(*) FROM outbox");
}

std::string tokenOf(const std::string& tabletStore) {
    auto database = openedStore(tabletStore, sqlite::OpenMode::readOnly, kDemoPin);
    if (!database) throw std::runtime_error(tabletStore + ": " + describe(database.error()));
    sqlite::Statement identity(*database, "SELECT unseal(token, 'token') FROM identity");
    identity.step();
    return identity.text(0);
}

bool isSoundRegister(const std::string& serverDatabase) {
    auto database = openFile(serverDatabase);
    sqlite::Statement check(database, "PRAGMA integrity_check");
    check.step();
    return check.text(0) == "ok" &&
           number(database, "SELECT COUNT(*) = MAX(register_seq) AND MIN(register_seq) = 1 "
                            "AND COUNT(*) = (SELECT register_size FROM site) FROM fact") == 1;
}

} // namespace shoujie::test
