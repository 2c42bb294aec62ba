#pragma once

#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>

namespace shoujie::test {

/// How long, and from which seed.
struct SoakOptions {
    std::uint32_t seed = 1;
    int rounds = 0;               ///< 0: until the time is over
    std::chrono::seconds time{0}; ///< 0: until the rounds are done
    int roundsBetweenChecks = 25; ///< then everything is stopped and compared
};

struct SoakResult {
    int rounds = 0;
    int serverKills = 0;
    int tabletKills = 0;
    int cuts = 0;           ///< connections cut without a kill
    int checks = 0;         ///< times everything was compared
    std::int64_t saved = 0; ///< facts that a tablet said it had saved
};

/// Tablets record and sync while they, their server and the connections between them are killed
/// again and again (SIGKILL), on real processes and files that live on from round to round. Throws
/// ProcessError with the round where anything was lost, doubled or altered.
SoakResult soak(const QString& binaries, const SoakOptions& options,
                const std::function<void(const SoakResult&)>& onCheck);

} // namespace shoujie::test
