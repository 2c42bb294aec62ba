// What drives a target where there is no libFuzzer: replays files, then changed ones of them from a
// fixed seed, so that every run of the tests does the same.
//
//     fuzz_TARGET --mutations N --failed FILE FOLDER|FILE...
#include "tests/fuzz/json_mutator.hpp"
#include "tests/fuzz/target.hpp"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

/// A target may have one.
extern "C" __attribute__((weak)) std::size_t
LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed);

namespace {

constexpr std::size_t kMost = 4096; ///< bytes of a changed input, as in `./dev fuzz`

std::minstd_rand dice;
std::vector<std::string> corpus;
std::string current;    ///< the input that is running
std::string failedFile; ///< where it is written when it fails

std::size_t below(std::size_t count) {
    return count == 0 ? 0 : dice() % count;
}

void onFailure(int signal) {
    const int file = open(failedFile.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (file >= 0 && write(file, current.data(), current.size()) >= 0) close(file);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(std::string input) {
    current = std::move(input);
    // A copy that ends where the input ends, so that a read behind it is seen.
    const std::vector<std::uint8_t> bytes(current.begin(), current.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::string changed(std::string input) {
    const auto size = std::min(input.size(), kMost);
    input.resize(kMost);
    auto* data = reinterpret_cast<std::uint8_t*>(input.data());
    const auto mutate = LLVMFuzzerCustomMutator;
    input.resize(mutate == nullptr ? LLVMFuzzerMutate(data, size, kMost)
                                   : mutate(data, size, kMost, static_cast<unsigned>(dice())));
    return input;
}

void readAll(const std::filesystem::path& place) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(place))
        for (const auto& entry : std::filesystem::directory_iterator(place))
            files.push_back(entry.path());
    else if (std::filesystem::exists(place))
        files.push_back(place);
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
}

} // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) {
    const auto other = corpus.empty() ? std::string("0") : corpus[below(corpus.size())];
    std::string text(reinterpret_cast<const char*>(data), size);
    const auto at = below(size + 1);
    switch (below(5)) {
    case 0: // a bit
        if (at < size) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
    case 1: // a byte
        if (at < size) text[at] = static_cast<char>(below(256));
        break;
    case 2: // fewer
        text.erase(at, 1 + below(8));
        break;
    case 3: // more
        text.insert(at, std::string(1 + below(4), static_cast<char>(below(256))));
        break;
    default: // a piece of another input, over what is there or between
        text.replace(at, below(16), other.substr(below(other.size() + 1), below(64)));
    }
    text.resize(std::min(text.size(), most));
    std::copy(text.begin(), text.end(), data);
    return text.size();
}

int main(int count, char** arguments) {
    std::size_t mutations = 0;
    const std::span words(arguments + 1, static_cast<std::size_t>(count - 1));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i];
        if (word == "--mutations" && i + 1 < words.size())
            mutations = std::stoul(words[++i]);
        else if (word == "--failed" && i + 1 < words.size())
            failedFile = words[++i];
        else
            readAll(word);
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS})
        std::signal(signal, onFailure);
    for (const auto& input : corpus)
        run(input);
    for (std::size_t i = 0; i < mutations; ++i) {
        auto input = corpus.empty() ? std::string() : corpus[below(corpus.size())];
        for (auto times = 1 + below(3); times > 0; --times)
            input = changed(std::move(input));
        run(std::move(input));
    }
    std::printf("%zu files and %zu changed ones\n", corpus.size(), mutations);
    return corpus.empty() ? 1 : 0;
}
