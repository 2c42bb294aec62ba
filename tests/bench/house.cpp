#include "tests/bench/house.hpp"

#include "server/app/office.hpp"
#include "server/tls/tls_folder.hpp"
#include "shared/core/seams.hpp"

#include <algorithm>
#include <barrier>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace shoujie::bench {

double milliseconds(Seconds duration) {
    return duration.count() * 1'000;
}

Seconds percentile(const std::vector<Seconds>& sorted, double part) {
    if (sorted.empty()) return {};
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(part * last)];
}

double memoryOf(qint64 process, const std::string& line) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == line + ":" && status >> kilobytes) return kilobytes / 1'024;
    }
    return 0;
}

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

House::House(const QString& binaries, std::size_t tablets)
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

std::vector<std::unique_ptr<LoadTablet>> House::join(std::size_t count) {
    std::vector<std::unique_ptr<LoadTablet>> tablets;
    for (std::size_t i = 0; i < count; ++i) {
        tablets.push_back(std::make_unique<LoadTablet>(*trust, server.port(), ++joined));
        tablets.back()->join(nextCode());
    }
    return tablets;
}

std::string House::nextCode() {
    std::string code = codes.back();
    codes.pop_back();
    return code;
}

Measured pushAll(const Crowd& crowd, const std::function<bool()>& ends) {
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

} // namespace shoujie::bench
