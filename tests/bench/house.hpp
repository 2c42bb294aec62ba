#pragma once

#include "tests/bench/load_tablet.hpp"
#include "tests/support/processes.hpp"

#include <QString>
#include <QTemporaryDir>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shoujie::bench {

using Timing = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

double milliseconds(Seconds duration);
/// Of sorted times; 0 of none.
Seconds percentile(const std::vector<Seconds>& sorted, double part);
/// A line of /proc/PID/status, such as "VmHWM", in MiB.
double memoryOf(qint64 process, const std::string& line);
/// Processor time a process has used, in user and kernel mode.
Seconds processorOf(qint64 process);

/// A server with one site, and codes for as many tablets as asked for.
struct House {
    House(const QString& binaries, std::size_t tablets);
    /// That many more tablets, enrolled and anchored.
    std::vector<std::unique_ptr<LoadTablet>> join(std::size_t count);
    std::string nextCode();

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
Measured pushAll(const Crowd& crowd, const std::function<bool()>& ends = {});

} // namespace shoujie::bench
