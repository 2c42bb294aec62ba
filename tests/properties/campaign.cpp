#include "tests/properties/campaign.hpp"

#include "tests/properties/isolation.hpp"
#include "tests/properties/shrinking.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace shoujie::properties {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kNone = ~std::uint64_t{0};
constexpr std::size_t kMost = 16; ///< properties there is room for
constexpr std::size_t kMostShrunk = 64;
constexpr int kDrawsWhenShrinking = 6; ///< where each needs a process
constexpr int kDrawsInside = 60;
constexpr int kDrawsOfAFile = 500;

struct Tally {
    std::uint64_t checked = 0;
    std::uint64_t failed = 0;
    std::array<std::uint64_t, kMostShrunk> failing{}; ///< the first seeds that failed
};

/// What one process has done, in memory that outlives it.
struct Progress {
    std::uint64_t next = 0; ///< seed
    std::atomic<std::uint64_t> at{kNone};
    std::atomic<std::size_t> by{0}; ///< property being checked
    std::uint64_t histories = 0;
    std::array<std::uint64_t, 3> flavours{};
    std::array<Tally, kMost> tallies{};
    std::uint64_t slowest = 0;
    std::chrono::microseconds longest{0};
};

std::size_t indexOf(const Property& property) {
    return static_cast<std::size_t>(&property - allProperties().data());
}

void record(Progress& progress, const Property& property, std::uint64_t seed, bool failed) {
    auto& tally = progress.tallies[indexOf(property)];
    ++tally.checked;
    if (!failed) return;
    if (tally.failed < kMostShrunk) tally.failing[tally.failed] = seed;
    ++tally.failed;
}

/// Everything about one history, each finding noted with the property that made it.
void judgeOne(const CampaignOptions& options, std::uint64_t seed, Progress& progress) {
    const auto history = makeHistory(seed);
    if (options.only && !options.only->isReadOff() && options.only->weight(history.flavour) == 0)
        return;
    ++progress.histories;
    ++progress.flavours[static_cast<std::size_t>(history.flavour)];
    const auto& drawn = propertyOf(seed, history.flavour);
    std::optional<Judged> judged;
    for (const auto& property : allProperties()) {
        const bool wanted =
            options.only ? &property == options.only : property.isReadOff() || &property == &drawn;
        if (!wanted) continue;
        progress.by = indexOf(property);
        Finding finding;
        try {
            if (!judged) judged.emplace(history);
            finding = checkJudged(property, *judged, seed);
        } catch (const std::exception& error) {
            finding = error.what();
        }
        record(progress, property, seed, finding.has_value());
    }
}

void work(const CampaignOptions& options, Progress& progress, Clock::time_point end) {
    const auto step = static_cast<std::uint64_t>(options.jobs);
    while (options.minutes ? Clock::now() < end
                           : progress.next < options.seed + options.histories) {
        const auto seed = progress.next;
        progress.at = seed;
        progress.next += step;
        const auto begin = Clock::now();
        judgeOne(options, seed, progress);
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
        if (took > progress.longest) {
            progress.longest = took;
            progress.slowest = seed;
        }
    }
    progress.at = kNone;
}

/// Starts a process that works on; a new one takes over where one was brought down.
pid_t startWorker(const CampaignOptions& options, Progress& progress, Clock::time_point end) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child > 0) return child;
    work(options, progress, end);
    std::exit(0); // not _exit: a measured build writes its counts on the way out
}

std::string timeText(std::chrono::microseconds time) {
    const auto tenths = time.count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

void writeReport(const CampaignOptions& options, const Progress& all, Clock::duration took) {
    const auto seconds = std::chrono::duration<double>(took).count();
    std::printf("%llu histories (exact %llu, vague %llu, hostile %llu) in %.1f s by %d processes\n",
                static_cast<unsigned long long>(all.histories),
                static_cast<unsigned long long>(all.flavours[0]),
                static_cast<unsigned long long>(all.flavours[1]),
                static_cast<unsigned long long>(all.flavours[2]), seconds, options.jobs);
    for (const auto& property : allProperties()) {
        const auto& tally = all.tallies[indexOf(property)];
        if (tally.checked == 0) continue;
        std::printf("  %5s %-10s %8llu", std::string(property.section).c_str(),
                    std::string(property.name).c_str(),
                    static_cast<unsigned long long>(tally.checked));
        if (tally.failed > 0)
            std::printf("  FAILED %llu", static_cast<unsigned long long>(tally.failed));
        std::printf("  %s\n", std::string(property.promise).c_str());
    }
    std::printf("  the slowest is seed %llu: %s\n", static_cast<unsigned long long>(all.slowest),
                timeText(all.longest).c_str());
}

void explainFailure(const CampaignOptions& options, const Property& property, std::uint64_t seed) {
    const auto history = makeHistory(seed);
    const auto first = checkIsolated(property, history, seed, 1);
    const auto fails = [&](const History& candidate) {
        // A process for each candidate costs more than most of them, and is needed for few.
        return isCrash(first)
                   ? isCrash(checkIsolated(property, candidate, seed, kDrawsWhenShrinking))
                   : checkDraws(property, candidate, seed, kDrawsInside).has_value();
    };
    const auto shrunk = shrink(history, fails);
    const auto said = checkIsolated(property, shrunk.history, seed, kDrawsInside);
    const auto words = said.value_or(first.value_or("only inside the campaign"));
    std::filesystem::create_directories(options.out);
    const auto file = std::filesystem::absolute(
        std::filesystem::path(options.out) /
        (std::string(property.name) + "-" + std::to_string(seed) + ".json"));
    std::ofstream(file) << asScenario(shrunk.history, std::string(property.name) + ": " + words);
    std::printf(
        "FAIL %s (rules.md %s: %s)\n  seed %llu, %zu facts, shrunk to %zu by %d judgements\n"
        "  %s\n  replay: %s --property %s --file %s\n",
        std::string(property.name).c_str(), std::string(property.section).c_str(),
        std::string(property.promise).c_str(), static_cast<unsigned long long>(seed),
        history.facts.size(), shrunk.history.facts.size(), shrunk.attempts, words.c_str(),
        options.program.c_str(), std::string(property.name).c_str(), file.string().c_str());
}

void add(Progress& all, const Progress& one) {
    all.histories += one.histories;
    for (std::size_t i = 0; i < all.flavours.size(); ++i)
        all.flavours[i] += one.flavours[i];
    for (std::size_t i = 0; i < kMost; ++i) {
        all.tallies[i].checked += one.tallies[i].checked;
        all.tallies[i].failed += one.tallies[i].failed;
    }
    if (one.longest > all.longest) {
        all.longest = one.longest;
        all.slowest = one.slowest;
    }
}

/// For each property, the lowest first: which are looked at does not depend on the processes.
std::array<std::vector<std::uint64_t>, kMost> failingSeeds(std::span<const Progress> progress) {
    std::array<std::vector<std::uint64_t>, kMost> seeds;
    for (std::size_t property = 0; property < kMost; ++property) {
        for (const auto& one : progress) {
            const auto& tally = one.tallies[property];
            const auto count = std::min<std::size_t>(tally.failed, kMostShrunk);
            seeds[property].insert(seeds[property].end(), tally.failing.begin(),
                                   tally.failing.begin() + static_cast<std::ptrdiff_t>(count));
        }
        std::sort(seeds[property].begin(), seeds[property].end());
    }
    return seeds;
}

/// Waits for all, and lets those that were brought down go on behind what did it.
void waitForAll(const CampaignOptions& options, Progress* progress, std::vector<pid_t> workers,
                Clock::time_point end) {
    for (std::size_t left = workers.size(); left > 0;) {
        int status = 0;
        const pid_t ended = wait(&status);
        const auto worker = std::find(workers.begin(), workers.end(), ended);
        if (worker == workers.end()) continue;
        auto& own = progress[worker - workers.begin()];
        if (WIFEXITED(status) && own.at == kNone) {
            --left;
            continue;
        }
        record(own, allProperties()[own.by], own.at, true);
        *worker = startWorker(options, own, end);
    }
}

} // namespace

const Property& propertyOf(std::uint64_t seed, Flavour flavour) {
    Dice dice(seed ^ 0x5eed);
    int total = 0;
    for (const auto& property : allProperties())
        total += property.weight(flavour);
    int draw = dice.below(total);
    for (const auto& property : allProperties())
        if ((draw -= property.weight(flavour)) < 0) return property;
    return allProperties().front();
}

bool runCampaign(const CampaignOptions& options) {
    const auto begin = Clock::now();
    const auto end =
        begin + std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double, std::ratio<60>>(options.minutes.value_or(0)));
    const auto jobs = static_cast<std::size_t>(options.jobs);
    void* shared = mmap(nullptr, jobs * sizeof(Progress), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) throw std::runtime_error("no memory");
    auto* progress = static_cast<Progress*>(shared);
    // Made once, before the processes part.
    (void)decide(makeHistory(options.seed), Instant{});
    std::vector<pid_t> workers;
    for (std::size_t i = 0; i < jobs; ++i) {
        new (progress + i) Progress;
        progress[i].next = options.seed + i;
        workers.push_back(startWorker(options, progress[i], end));
    }
    waitForAll(options, progress, std::move(workers), end);
    Progress all;
    for (std::size_t i = 0; i < jobs; ++i)
        add(all, progress[i]);
    const auto failing = failingSeeds(std::span(progress, jobs));
    munmap(shared, jobs * sizeof(Progress));
    writeReport(options, all, Clock::now() - begin);
    bool holds = true;
    for (const auto& property : allProperties()) {
        const auto& seeds = failing[indexOf(property)];
        holds = holds && seeds.empty();
        for (std::size_t i = 0; i < seeds.size() && i < options.shrink; ++i)
            explainFailure(options, property, seeds[i]);
    }
    return holds;
}

bool replayFile(const std::string& file, const Property* only) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto history = fromScenario(text);
    if (!history) {
        std::printf("%s: %s\n", file.c_str(), describe(history.error()).c_str());
        return false;
    }
    bool holds = true;
    for (const auto& property : allProperties()) {
        if (only != nullptr && only != &property) continue;
        const auto finding = checkIsolated(property, *history, 1, kDrawsOfAFile);
        holds = holds && !finding;
        std::printf("%s %s%s%s\n", finding ? "FAIL" : "ok  ", std::string(property.name).c_str(),
                    finding ? ": " : "", finding.value_or("").c_str());
    }
    return holds;
}

} // namespace shoujie::properties
