// Kills the real programs again and again: `soak --bin FOLDER [--minutes N | --rounds N] [--seed
// S]`.

#include "tests/e2e/soak.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>
#include <exception>

using namespace shoujie::test;

namespace {

void say(const SoakResult& result) {
    std::printf("%d rounds: server killed %d times, tablets %d times, %d connections cut; %lld "
                "facts saved, compared %d times, nothing lost\n",
                result.rounds, result.serverKills, result.tabletKills, result.cuts,
                static_cast<long long>(result.saved), result.checks);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    QCommandLineParser options;
    options.addHelpOption();
    const QCommandLineOption bin("bin", "Folder of the programs.", "folder");
    const QCommandLineOption minutes("minutes", "How long.", "n", "5");
    const QCommandLineOption rounds("rounds", "How many rounds, instead of how long.", "n", "0");
    const QCommandLineOption seed("seed", "Where the dice begin.", "n", "1");
    options.addOptions({bin, minutes, rounds, seed});
    options.process(app);
    SoakOptions wanted;
    wanted.seed = options.value(seed).toUInt();
    wanted.rounds = options.value(rounds).toInt();
    wanted.time = std::chrono::minutes(options.value(minutes).toInt());
    try {
        say(soak(options.value(bin), wanted, say));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\nreplay: ./dev soak --seed %u --rounds N\n", error.what(),
                     wanted.seed);
        return 1;
    }
    return 0;
}
