#include "tests/simulation/campaign.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace shoujie::simulation {

namespace {

constexpr std::array<std::string_view, 10> kPlants{
    "lostFsync",       "cursorBeforeRows", "outboxClearedOnBatch", "arrivalOrderWinner",
    "chainNotChecked", "wallClockTrusted", "outboxApart",          "receiptNotChecked",
    "refusedDropped",  "feedBelowCursor"};

/// What a process tells of a seed: that it begins, then how it went.
struct Report {
    std::uint64_t seed = 0;
    bool ended = false;
    bool failed = false;
    std::uint64_t facts = 0;
    std::uint64_t trace = 0;
    std::array<char, 400> words{};
};

double secondsNow() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

class Campaign {
public:
    explicit Campaign(const CampaignOptions& options) : m_options(options) {}

    bool run() {
        m_begun = secondsNow();
        std::vector<std::uint64_t> next;
        std::vector<pid_t> workers(static_cast<std::size_t>(m_options.jobs), -1);
        if (pipe(m_pipe.data()) != 0) return false;
        std::fflush(stdout);
        for (int job = 0; job < m_options.jobs; ++job)
            start(m_options.first + static_cast<std::uint64_t>(job));
        close(m_pipe[1]);
        Report report;
        while (read(m_pipe[0], &report, sizeof(report)) == sizeof(report))
            take(report);
        int status = 0;
        while (wait(&status) > 0) {
        }
        std::printf("%" PRIu64 " seeds, %" PRIu64 " facts, %zu failures, %.0f s\n", m_seeds,
                    m_facts, m_failures, secondsNow() - m_begun);
        return m_failures == 0;
    }

private:
    /// A process for every `jobs`-th seed from `seed`; one below it runs them, and where that dies
    /// another takes up behind the seed that killed it.
    void start(std::uint64_t seed) {
        if (fork() != 0) return;
        close(m_pipe[0]);
        while (seed <= limit()) {
            std::array<int, 2> place{};
            if (pipe(place.data()) != 0) _exit(1);
            const pid_t child = fork();
            if (child == 0) {
                close(place[0]);
                runFrom(seed, place[1]);
                _exit(0);
            }
            close(place[1]);
            std::uint64_t at = seed;
            while (read(place[0], &at, sizeof(at)) == sizeof(at)) {
            }
            close(place[0]);
            int status = 0;
            waitpid(child, &status, 0);
            if (WIFEXITED(status) && WEXITSTATUS(status) == 0) _exit(0);
            Report died{at, true, true, 0, 0, {}};
            std::snprintf(died.words.data(), died.words.size(), "the program died of signal %d",
                          WIFSIGNALED(status) ? WTERMSIG(status) : 0);
            tell(died);
            seed = at + static_cast<std::uint64_t>(m_options.jobs);
        }
        _exit(0);
    }

    [[nodiscard]] std::uint64_t limit() const {
        return m_options.minutes ? UINT64_MAX : m_options.last;
    }

    void runFrom(std::uint64_t seed, int place) {
        for (; seed <= limit(); seed += static_cast<std::uint64_t>(m_options.jobs)) {
            if (m_options.minutes && secondsNow() - m_begun > *m_options.minutes * 60) return;
            if (write(place, &seed, sizeof(seed)) != sizeof(seed)) _exit(1);
            const Run run = simulate(seed, m_options.run);
            std::fflush(stdout);
            Report report{seed, true, !run.violation.empty(), run.facts, run.trace, {}};
            std::snprintf(report.words.data(), report.words.size(), "%s", run.violation.c_str());
            tell(report);
        }
    }

    void tell(const Report& report) {
        // Smaller than PIPE_BUF, so that reports do not mix.
        if (write(m_pipe[1], &report, sizeof(report)) != sizeof(report)) _exit(1);
    }

    void take(const Report& report) {
        ++m_seeds;
        m_facts += report.facts;
        if (m_options.hashes)
            std::printf("seed %" PRIu64 " trace %016" PRIx64 "\n", report.seed, report.trace);
        if (!report.failed) return;
        ++m_failures;
        std::string again = m_options.program + " --trace --seeds " + std::to_string(report.seed);
        if (m_options.run.plant) again.append(" --plant ").append(nameOf(*m_options.run.plant));
        std::printf("FAILED seed %" PRIu64 ": %s\n  replay: %s\n", report.seed, report.words.data(),
                    again.c_str());
        std::fflush(stdout);
    }

    const CampaignOptions& m_options;
    double m_begun = 0;
    std::array<int, 2> m_pipe{};
    std::uint64_t m_seeds = 0;
    std::uint64_t m_facts = 0;
    std::size_t m_failures = 0;
};

} // namespace

bool runCampaign(const CampaignOptions& options) {
    return Campaign(options).run();
}

std::optional<planted::Bug> plantOf(std::string_view name) {
    for (std::size_t i = 0; i < kPlants.size(); ++i)
        if (kPlants[i] == name) return static_cast<planted::Bug>(i);
    return std::nullopt;
}

std::string_view nameOf(planted::Bug bug) {
    return kPlants[static_cast<std::size_t>(bug)];
}

std::string allPlants() {
    std::string all;
    for (const auto plant : kPlants)
        all.append(all.empty() ? "" : ", ").append(plant);
    return all;
}

} // namespace shoujie::simulation
