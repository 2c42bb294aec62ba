#include "tests/properties/isolation.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace shoujie::properties {

namespace {

constexpr unsigned kPatienceSeconds = 120;
constexpr std::string_view kCrash = "ended by signal ";

[[noreturn]] void answer(int pipe, const Property& property, const History& history,
                         std::uint64_t seed, int draws) {
    // A history that is judged for ever ends by a signal, like one that crashes.
    alarm(kPatienceSeconds);
    const auto finding = checkDraws(property, history, seed, draws);
    std::size_t written = 0;
    while (finding && written < finding->size()) {
        const auto count = write(pipe, finding->data() + written, finding->size() - written);
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    _exit(finding ? 1 : 0);
}

} // namespace

Finding checkDraws(const Property& property, const History& history, std::uint64_t seed,
                   int draws) {
    Finding finding;
    for (int draw = 0; draw < draws && !finding; ++draw)
        finding = checkProperty(property, history, seed + static_cast<std::uint64_t>(draw));
    return finding;
}

bool isCrash(const Finding& finding) {
    return finding && finding->starts_with(kCrash);
}

Finding checkIsolated(const Property& property, const History& history, std::uint64_t seed,
                      int draws) {
    std::array<int, 2> ends{};
    std::fflush(nullptr);
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process");
    if (child == 0) answer(ends[1], property, history, seed, draws);
    close(ends[1]);
    std::string said;
    std::array<char, 4096> buffer{};
    for (auto count = read(ends[0], buffer.data(), buffer.size()); count > 0;
         count = read(ends[0], buffer.data(), buffer.size()))
        said.append(buffer.data(), static_cast<std::size_t>(count));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return std::string(kCrash) + std::to_string(WTERMSIG(status));
    if (WEXITSTATUS(status) == 0) return std::nullopt;
    return said;
}

} // namespace shoujie::properties
