#include "client/platform/elapsed_clock.hpp"
#include "shared/core/bytes.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <ctime>
#include <fstream>
#include <span>
#include <utility>

namespace shoujie::client {
namespace {

using std::chrono::nanoseconds;

nanoseconds read(clockid_t clock) {
    timespec at{};
    [[maybe_unused]] const int failed = clock_gettime(clock, &at);
    assert(failed == 0);
    return std::chrono::seconds(at.tv_sec) + nanoseconds(at.tv_nsec);
}

/// How long the machine has slept since it booted. The two clocks cannot be read at once, so the
/// narrowest of a few readings counts: being scheduled away in between must not look like sleep.
nanoseconds slept() {
    nanoseconds narrowest = nanoseconds::max();
    nanoseconds sleep{};
    for (int attempt = 0; attempt < 4; ++attempt) {
        const nanoseconds before = read(CLOCK_MONOTONIC);
        const nanoseconds boot = read(CLOCK_BOOTTIME);
        const nanoseconds after = read(CLOCK_MONOTONIC);
        if (after - before >= narrowest) continue;
        narrowest = after - before;
        sleep = boot - before - narrowest / 2;
    }
    return std::max(sleep, nanoseconds::zero());
}

class LinuxElapsedClock final : public ElapsedClock {
public:
    explicit LinuxElapsedClock(std::string bootTag) : m_bootTag(std::move(bootTag)) {}

    nanoseconds elapsed() const override {
        // The sleep part is measured anew each time and wobbles by less than a microsecond; a fact
        // must not seem written before its predecessor because of that.
        const nanoseconds::rep reading = (read(CLOCK_MONOTONIC_RAW) + slept()).count();
        nanoseconds::rep newest = m_newest.load();
        while (newest < reading && !m_newest.compare_exchange_weak(newest, reading)) {
        }
        return nanoseconds(std::max(newest, reading));
    }

    std::string bootTag() const override { return m_bootTag; }

private:
    std::string m_bootTag;
    mutable std::atomic<nanoseconds::rep> m_newest{0};
};

} // namespace

Result<std::unique_ptr<ElapsedClock>> makeElapsedClock() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string bootId;
    if (!(file >> bootId) || bootId.empty())
        return Error{ErrorCode::unsupported, "", "the system does not name its boot"};
    // Hashed under a label of our own, so that the tag says nothing to other programs' logs.
    const Hash hash = sha256("shoujie/boot" + bootId);
    return std::unique_ptr<ElapsedClock>(
        std::make_unique<LinuxElapsedClock>(toHex(std::span(hash).first(16))));
}

} // namespace shoujie::client
