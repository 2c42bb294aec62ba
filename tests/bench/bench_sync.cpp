// What taking records in and giving them out costs: the real server in a process of its own, over
// TLS on loopback, every acknowledgement behind an fsync and every signature checked. This program
// makes the load; what it measures against (SQLite alone, the disk alone) it measures in the same
// run in the same folder.

#include "client/transport/tablet_runner.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/bench/bare_disk.hpp"
#include "tests/bench/house.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <thread>

using namespace shoujie;
using namespace shoujie::bench;

namespace {

/// How much of everything; the short form only proves that it works.
struct Size {
    std::size_t crowd = 64;         ///< tablets
    std::size_t facts = 40'000;     ///< in a measurement, at most
    std::size_t pushes = 150;       ///< of one tablet in a measurement, at most
    std::size_t lonePushes = 1'000; ///< of the only tablet
    std::size_t late = 300;         ///< tablets after an outage
    std::size_t lateFacts = 500;    ///< of each
    std::size_t online = 8;
    std::size_t records = 100'000; ///< for a new tablet
    std::size_t bareCommits = 1'000;
    /// "64x500": nothing but 64 tablets with batches of 500; "new": nothing but new tablets; empty:
    /// everything.
    std::string only;
};
constexpr std::size_t kNewTablets = 3; ///< one after the other; the first finds nothing warm
const Size kShort{4, 400, 5, 20, 6, 50, 2, 300, 20, {}};

void compareWithBare(const Size& size, House& house, Crowd crowd) {
    const auto folder = house.folder.path().toStdString();
    const double fsync = milliseconds(fsyncTime(folder, size.bareCommits));
    const double commits = commitRate(folder, size.bareCommits, 1);
    std::printf("the disk:  fsync p50 %.3f ms\nSQLite:    %.0f commits/s of one small row\n\n",
                fsync, commits);
    std::printf("batch  tablets     facts/s   p50 ms   p99 ms   CPU us   against SQLite alone\n");
    const auto process = house.server.processId();
    for (const std::size_t batch : {1, 50, 500}) {
        const double rows =
            batch == 1 ? commits
                       : commitRate(folder, std::max<std::size_t>(batch, size.facts / 4), batch);
        for (const std::size_t tablets :
             {std::size_t(1), std::min<std::size_t>(8, size.crowd), size.crowd}) {
            const auto shape = std::to_string(tablets) + "x" + std::to_string(batch);
            if (!size.only.empty() && size.only != shape) continue;
            const auto most = tablets == 1 ? size.lonePushes : size.pushes;
            const auto pushes = std::clamp<std::size_t>(size.facts / (tablets * batch), 1, most);
            const Crowd some(crowd.begin(), crowd.begin() + static_cast<std::ptrdiff_t>(tablets));
            for (auto* tablet : some)
                tablet->prepare(pushes, batch);
            const auto used = processorOf(process);
            auto run = pushAll(some);
            // With the share of the adjudicator, as far as it has come.
            const double cost =
                milliseconds(processorOf(process) - used) * 1'000 / static_cast<double>(run.facts);
            const double rate = static_cast<double>(run.facts) / run.took.count();
            std::printf("%5zu  %7zu  %10.0f  %7.2f  %7.2f  %7.0f   %.2f of %.0f %s\n", batch,
                        tablets, rate, milliseconds(percentile(run.latencies, 0.5)),
                        milliseconds(percentile(run.latencies, 0.99)), cost, rate / rows, rows,
                        batch == 1 ? "commits/s" : "rows/s in such groups");
        }
    }
}

void absorbOutage(const Size& size, House& house) {
    auto late = house.join(size.late);
    auto online = house.join(size.online);
    Crowd lateOnes;
    Crowd onlineOnes;
    for (auto& tablet : late) {
        tablet->prepare(1, size.lateFacts);
        lateOnes.push_back(tablet.get());
    }
    for (auto& tablet : online) {
        tablet->prepare(20 * size.pushes, 1);
        onlineOnes.push_back(tablet.get());
    }
    std::atomic<bool> over = false;
    Measured meanwhile;
    std::thread besides([&] { meanwhile = pushAll(onlineOnes, [&] { return over.load(); }); });
    const auto absorbed = pushAll(lateOnes);
    over = true;
    besides.join();
    int retries = 0;
    for (const auto* tablet : lateOnes)
        retries += tablet->retries();
    std::printf("\nafter an outage, %zu tablets with %zu facts each: absorbed in %.1f s (%.0f "
                "facts/s, %d asked to come again)\n  meanwhile %zu online tablets: %zu single "
                "facts, p50 %.1f ms, p99 %.1f ms\n",
                size.late, size.lateFacts, absorbed.took.count(),
                static_cast<double>(absorbed.facts) / absorbed.took.count(), retries, size.online,
                meanwhile.facts, milliseconds(percentile(meanwhile.latencies, 0.5)),
                milliseconds(percentile(meanwhile.latencies, 0.99)));
}

/// Waits until every reception has its outcome, so that the feed holds all that it will.
void waitForOutcomes(House& house) {
    auto opened = sqlite::Database::open(
        house.folder.filePath("server/shoujie.sqlite").toStdString(), sqlite::OpenMode::readOnly);
    if (!opened) giveUp("the register cannot be read");
    const auto missing = [&] {
        sqlite::Statement count(*opened, "SELECT (SELECT count(*) FROM fact WHERE kind = "
                                         "'visit.registered') - (SELECT count(*) FROM outcome)");
        count.step();
        return count.integer(0);
    };
    while (missing() > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
}

/// The tablet's own code: enrolment, feed, replica, rules; then a question to it.
void fillNewTablet(House& house, int number) {
    client::TabletRunner tablet(house.folder.filePath("new%1.db").arg(number));
    const auto code = QString::fromStdString(house.nextCode() + "." + house.pin);
    auto enrolled = tablet.enrol(house.server.url(), code);
    enrolled.waitForFinished();
    if (!enrolled.result()) giveUp("the new tablet was not enrolled");
    const auto own = QCoreApplication::applicationPid();
    const auto server = house.server.processId();
    const Seconds before = processorOf(own);
    const Seconds beforeThere = processorOf(server);
    const auto began = Timing::now();
    auto synced = tablet.syncOnce();
    synced.waitForFinished();
    if (synced.result().error) giveUp("the new tablet cannot sync");
    const Seconds stored = Timing::now() - began;
    auto asked =
        tablet.run([](client::Tablet& core) { return core.customersOf(StaffId("s1")).size(); });
    asked.waitForFinished();
    const Seconds took = Timing::now() - began;
    const auto known = asked.result();
    if (known == 0) giveUp("the new tablet knows nobody");
    const auto share = 100'000 / static_cast<double>(known);
    std::printf("\na new tablet: %zu customers stored in %.2f s and queryable in %.2f s; %.2f s "
                "for each 100,000\n  processor time: %.2f s, and %.2f s at the server\n",
                known, stored.count(), took.count(), took.count() * share,
                (processorOf(own) - before).count(), (processorOf(server) - beforeThere).count());
}

/// Puts enough into the register for a new tablet to begin with, as a floor of tablets does.
void fillRegister(const Size& size, const Crowd& crowd) {
    constexpr std::size_t kBatch = 500;
    for (auto* tablet : crowd)
        tablet->prepare(std::max<std::size_t>(1, size.records / (crowd.size() * kBatch)),
                        std::min(kBatch, size.records));
    (void)pushAll(crowd);
}

void measure(const Size& size, const QString& binaries) {
    House house(binaries, size.crowd + size.late + size.online + kNewTablets);
    const bool onlyNew = size.only == "new";
    const auto process = house.server.processId();
    const double idle = memoryOf(process, "VmRSS");
    {
        const auto tablets = house.join(size.crowd);
        Crowd crowd;
        for (const auto& tablet : tablets)
            crowd.push_back(tablet.get());
        if (onlyNew)
            fillRegister(size, crowd);
        else
            compareWithBare(size, house, crowd);
    }
    const double loaded = memoryOf(process, "VmHWM");
    if (size.only.empty()) absorbOutage(size, house);
    const double peak = memoryOf(process, "VmHWM");
    if (size.only.empty() || onlyNew) {
        waitForOutcomes(house);
        for (std::size_t i = 0; i < kNewTablets; ++i)
            fillNewTablet(house, static_cast<int>(i));
    }
    std::printf("\nthe server's memory: %.0f MiB idle, %.0f MiB at most under load, %.0f MiB with "
                "the outage, %.0f MiB in the end\n",
                idle, loaded, peak, memoryOf(process, "VmRSS"));
    if (house.server.stop() != 0) giveUp("the server did not stop cleanly");
}

} // namespace

int main(int argc, char* argv[]) {
    // Each figure as soon as it is known, also into a file.
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("short"), QStringLiteral("A few seconds, to see it work.")});
    parser.addOption({QStringLiteral("bin"), QStringLiteral("Folder of another shoujie-server."),
                      QStringLiteral("folder"), QStringLiteral(SHOUJIE_BINARIES)});
    parser.addOption({QStringLiteral("only"),
                      QStringLiteral("One shape of pushes and nothing else, such as 64x1, or new: "
                                     "what a new tablet takes."),
                      QStringLiteral("tablets x batch")});
    parser.addHelpOption();
    parser.process(app);
    try {
        Size size = parser.isSet(QStringLiteral("short")) ? kShort : Size{};
        size.only = parser.value(QStringLiteral("only")).toStdString();
        measure(size, parser.value(QStringLiteral("bin")));
        return 0;
    } catch (const std::exception& error) {
        giveUp(error.what());
    }
}
