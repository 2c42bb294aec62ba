#include "tests/simulation/crash_points.hpp"

#include "tests/shared/store_key.hpp"

#include <string>

namespace shoujie::simulation {

using sqlite::Database;
using sqlite::Statement;

void end(Disk& disk, End how) {
    if (how == End::powerCut)
        disk.cutPower();
    else
        disk.killProcess();
}

QString atEveryOperation(const DiskImage& image, int& points,
                         const std::function<Attempt(Disk&, std::uint64_t n)>& attempt,
                         std::uint64_t times) {
    bool through = false;
    for (points = -1; !through; ++points) {
        const auto n = static_cast<std::uint64_t>(points + 2);
        through = true;
        for (std::uint64_t dice = 0; dice < times; ++dice) {
            Disk disk("machine", n * 10 + dice);
            disk.claimPowersafeOverwrite(dice % 2 == 0);
            disk.restore(image);
            const Attempt one = attempt(disk, n);
            if (!one.wrong.isEmpty()) return QString("operation %1: ").arg(n) + one.wrong;
            through = through && one.through;
        }
    }
    return {};
}

namespace {

/// Everything of the schema and its version, as one text.
Result<std::string> schemaOf(const std::string& path) {
    auto database = Database::open(path, sqlite::OpenMode::readOnly);
    if (!database) return database.error();
    std::string text;
    Statement all(*database, "SELECT name, sql FROM sqlite_schema ORDER BY name");
    while (all.step())
        text += all.text(0) + ": " + all.text(1) + "\n";
    for (const char* pragma : {"PRAGMA user_version", "PRAGMA integrity_check(1)"}) {
        Statement one(*database, pragma);
        one.step();
        text += one.text(0) + "\n";
    }
    return text;
}

} // namespace

QString wrongMigrating(std::span<const sqlite::Migration> steps, std::size_t done,
                       std::string_view rows, End how,
                       const std::function<bool(const std::string& path)>& open) {
    DiskImage image;
    std::string wanted;
    {
        Disk disk("machine", 1);
        if (done > 0) {
            auto database = Database::open(disk.path("store.db"));
            if (database) database->useKey(shoujie::testing::storeKey());
            if (!database || !sqlite::migrate(*database, steps.first(done))) return "is not built";
            database->execute(rows);
        }
        image = disk.image();
        if (!open(disk.path("store.db"))) return "is not migrated";
        wanted = *schemaOf(disk.path("store.db"));
    }
    int points = 0;
    const auto attempt = [&](Disk& disk, std::uint64_t n) -> Attempt {
        disk.stopAfter(n);
        const bool opened = open(disk.path("store.db"));
        const bool through = !disk.isStopped();
        end(disk, how);
        if (opened && *schemaOf(disk.path("store.db")) != wanted) return {through, "lost"};
        if (!open(disk.path("store.db"))) return {through, "does not open any more"};
        disk.cutPower();
        const auto schema = schemaOf(disk.path("store.db"));
        return {through, schema && *schema == wanted ? "" : "is not what was migrated"};
    };
    // Each attempt goes through all that is left of the steps three times: from nothing, once each
    // is long enough.
    const auto wrong = atEveryOperation(image, points, attempt, done == 0 ? 1 : 2);
    if (!wrong.isEmpty()) return wrong;
    return points > 20 ? QString() : QString("only %1 operations").arg(points);
}

} // namespace shoujie::simulation
