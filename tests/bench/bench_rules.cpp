// What the rules cost at the size of a large site: `./dev bench rules`.
//
// SHOUJIE_BENCH_REGISTRATIONS sets how many receptions the site has had (default 1,000,000: five
// years of forty salespeople).
#include "shared/rules/adjudicator.hpp"
#include "tests/bench/site_history.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

namespace {

using namespace shoujie;
using shoujie::rules::Adjudicator;
using shoujie::rules::PolicyTimeline;
using shoujie::testing::SiteHistory;

constexpr std::uint64_t kSeed = 20260301;

std::size_t registrations() {
    const char* asked = std::getenv("SHOUJIE_BENCH_REGISTRATIONS");
    return asked != nullptr ? std::strtoull(asked, nullptr, 10) : 1'000'000;
}

/// Nanoseconds of processor time of this thread.
std::int64_t cpuNow() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

bool isRegistration(const facts::TimedFact& fact) {
    return std::holds_alternative<facts::VisitRegistered>(fact.fact.data);
}

/// A site of that size with its history, made once.
struct Site {
    SiteHistory history{kSeed};
    Adjudicator adjudicator{PolicyTimeline()};

    Site() {
        for (std::size_t registered = 0; registered < registrations();) {
            auto fact = history.next();
            registered += isRegistration(fact) ? 1 : 0;
            if (!adjudicator.add(std::move(fact))) std::abort();
        }
        adjudicator.settle();
    }
    static Site& theOne() {
        static Site site;
        return site;
    }
};

/// One visit after the other at the end of the history: the whole way to settled decisions.
void addOneVisit(benchmark::State& state) {
    auto& site = Site::theOne();
    std::vector<std::int64_t> costs;
    for (auto _ : state) {
        auto fact = site.history.nextVisit();
        const auto before = cpuNow();
        if (!site.adjudicator.add(std::move(fact))) state.SkipWithError("refused");
        site.adjudicator.settle();
        costs.push_back(cpuNow() - before);
        state.SetIterationTime(static_cast<double>(costs.back()) * 1e-9);
    }
    std::sort(costs.begin(), costs.end());
    const auto at = [&](double part) {
        const auto place = static_cast<std::size_t>(part * static_cast<double>(costs.size() - 1));
        return static_cast<double>(costs[place]) * 1e-3;
    };
    state.counters["median_us"] = at(0.5);
    state.counters["p99_us"] = at(0.99);
    state.counters["p99.9_us"] = at(0.999);
    state.counters["worst_us"] = at(1.0);
    state.counters["index_bytes_per_registration"] =
        static_cast<double>(site.adjudicator.indexBytes()) / static_cast<double>(registrations());
}
BENCHMARK(addOneVisit)->UseManualTime()->Iterations(20'000)->Unit(benchmark::kMicrosecond);

/// The same history judged from nothing, in the order of time. Its facts have been read already.
void decideFromScratch(benchmark::State& state) {
    SiteHistory history(kSeed);
    std::vector<facts::TimedFact> facts;
    for (std::size_t registered = 0; registered < registrations() / 5;) {
        facts.push_back(history.next());
        registered += isRegistration(facts.back()) ? 1 : 0;
    }
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<std::unique_ptr<const facts::TimedFact>> read;
        for (const auto& fact : facts)
            read.push_back(std::make_unique<const facts::TimedFact>(fact));
        auto adjudicator = std::make_unique<Adjudicator>(PolicyTimeline());
        state.ResumeTiming();
        for (auto& fact : read)
            if (!adjudicator->add(std::move(fact))) state.SkipWithError("refused");
        adjudicator->settle();
        state.PauseTiming();
        adjudicator.reset();
        read.clear();
        state.ResumeTiming();
    }
    state.counters["facts_per_second"] = benchmark::Counter(
        static_cast<double>(facts.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(decideFromScratch)->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
