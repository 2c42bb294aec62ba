// What taking records in and giving them out costs: the real server in a process of its own, over
// TLS on loopback, every acknowledgement behind an fsync and every signature checked. This program
// makes the load; what it measures against (SQLite alone, the disk alone) it measures in the same
// run in the same folder.

#include "client/transport/tablet_runner.hpp"
#include "server/app/office.hpp"
#include "server/tls/tls_folder.hpp"
#include "shared/core/seams.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/bench/bare_disk.hpp"
#include "tests/bench/load_tablet.hpp"
#include "tests/support/processes.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <thread>
#include <unistd.h>

using namespace shoujie;
using namespace shoujie::bench;

namespace {

using Timing = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

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

double milliseconds(Seconds duration) {
    return duration.count() * 1'000;
}

Seconds percentile(std::vector<Seconds>& sorted, double part) {
    if (sorted.empty()) return {};
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(part * last)];
}

/// A line of /proc/PID/status in MiB.
double memoryOf(qint64 process, const std::string& line) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == line + ":" && status >> kilobytes) return kilobytes / 1'024;
    }
    return 0;
}

/// Processor time a process has used, in user and kernel mode.
Seconds processorOf(qint64 process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    // The name is in parentheses and may hold anything; the 12th and 13th word behind it.
    std::istringstream words(text.substr(text.rfind(')') + 1));
    constexpr int kBefore = 11;
    std::string skipped;
    for (int i = 0; i < kBefore; ++i)
        words >> skipped;
    double user = 0;
    double kernel = 0;
    words >> user >> kernel;
    return Seconds((user + kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK)));
}

/// A server with one site, and codes for as many tablets as asked for.
struct House {
    House(const QString& binaries, std::size_t tablets)
        : server(binaries, folder.filePath("server"), test::Line::tls) {
        (void)server.makeDemoSite();
        const auto data = folder.filePath("server").toStdString();
        {
            SystemClock clock;
            SystemRng rng;
            auto office = server::Office::open(data, clock, rng);
            for (std::size_t i = 0; i < tablets; ++i)
                codes.push_back(*(*office)->administration().makeEnrolCode(SiteId("xidi")));
            pin = toHex(*server::TlsFolder(data).authorityFingerprint());
        }
        trust = std::make_unique<Trust>(data + "/tls/ca.pem");
        server.start();
    }
    std::vector<std::unique_ptr<LoadTablet>> join(std::size_t count) {
        std::vector<std::unique_ptr<LoadTablet>> tablets;
        for (std::size_t i = 0; i < count; ++i) {
            tablets.push_back(std::make_unique<LoadTablet>(*trust, server.port(), ++joined));
            tablets.back()->join(nextCode());
        }
        return tablets;
    }
    std::string nextCode() {
        std::string code = codes.back();
        codes.pop_back();
        return code;
    }

    QTemporaryDir folder;
    test::ServerProcess server;
    std::vector<std::string> codes;
    std::string pin;
    std::unique_ptr<Trust> trust;
    int joined = 0;
};

using Crowd = std::vector<LoadTablet*>;

struct Measured {
    std::size_t facts = 0;
    Seconds took{};
    std::vector<Seconds> latencies; ///< sorted
};

/// All at once, each its pushes one after another, until none has more or `ends` says so.
Measured pushAll(const Crowd& crowd, const std::function<bool()>& ends = {}) {
    std::vector<Measured> each(crowd.size());
    std::barrier begin(static_cast<std::ptrdiff_t>(crowd.size()) + 1);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < crowd.size(); ++i) {
        threads.emplace_back([&, i] {
            begin.arrive_and_wait();
            while (crowd[i]->hasMore() && !(ends && ends())) {
                const auto sent = Timing::now();
                each[i].facts += crowd[i]->pushNext();
                each[i].latencies.push_back(Timing::now() - sent);
            }
        });
    }
    begin.arrive_and_wait();
    const auto began = Timing::now();
    for (auto& thread : threads)
        thread.join();
    Measured all;
    all.took = Timing::now() - began;
    for (auto& one : each) {
        all.facts += one.facts;
        all.latencies.insert(all.latencies.end(), one.latencies.begin(), one.latencies.end());
    }
    std::sort(all.latencies.begin(), all.latencies.end());
    return all;
}

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
                (processorOf(own) - before).count(),
                (processorOf(server) - beforeThere).count());
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
