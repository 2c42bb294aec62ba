// What it costs to verify an exported register of a large site: `./dev bench verify`.
#include "shared/audit/register_verifier.hpp"
#include "tests/support/sample_register.hpp"

#include <benchmark/benchmark.h>
#include <ctime>

namespace {

using namespace shoujie;

constexpr std::int64_t kRecords = 1'000'000;

/// Seconds of processor time of this thread.
double cpuNow() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// All lines of an export, one after the other; making them is not counted.
void verifyExport(benchmark::State& state) {
    for (auto _ : state) {
        audit::RegisterVerifier verifier(testing::SampleRegister::key().publicKey());
        double spent = 0;
        std::int64_t bytes = 0;
        testing::SampleRegister(kRecords).write([&](const std::string& line) {
            const double before = cpuNow();
            if (!verifier.take(line)) state.SkipWithError("refused");
            spent += cpuNow() - before;
            bytes += static_cast<std::int64_t>(line.size()) + 1;
        });
        if (!verifier.finish()) state.SkipWithError("not good");
        state.SetIterationTime(spent);
        state.counters["records_per_second"] = static_cast<double>(kRecords) / spent;
        state.counters["bytes_per_record"] =
            static_cast<double>(bytes) / static_cast<double>(kRecords);
    }
}
BENCHMARK(verifyExport)->UseManualTime()->Iterations(1)->Unit(benchmark::kSecond);

} // namespace

BENCHMARK_MAIN();
