// shoujie-verify: an exported register in, a verdict out. It needs the server's public key, which
// every tablet got when it was enrolled, and nothing else of the server's.
#include "shared/audit/register_verifier.hpp"
#include "shared/core/bytes.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace {

using namespace shoujie;

constexpr int kAltered = 1;
constexpr int kCannotTell = 2;

int cannotTell(const std::string& why) {
    std::cerr << "shoujie-verify: " << why << "\n";
    return kCannotTell;
}

/// Whether the next line is whole: the last one ends with a newline, too.
bool nextLine(std::istream& in, std::string& line) {
    return static_cast<bool>(std::getline(in, line)) && !in.eof();
}

int verify(std::istream& in, const PublicKey& key) {
    audit::RegisterVerifier verifier(key);
    std::string line;
    std::uint64_t number = 0;
    const auto altered = [&](const Error& error) {
        std::cout << "ALTERED at line " << number << ", after " << verifier.records()
                  << " good records: " << describe(error) << "\n";
        return kAltered;
    };
    while (nextLine(in, line)) {
        ++number;
        if (auto taken = verifier.take(line); !taken) return altered(taken.error());
    }
    if (in.bad()) return cannotTell("the file cannot be read to its end");
    ++number;
    if (!line.empty()) return altered({ErrorCode::malformed, "", "ends in the middle of a line"});
    const auto verified = verifier.finish();
    if (!verified) return altered(verified.error());
    std::cout << "GOOD " << verified->origin << ": " << verified->records << " records, "
              << verified->checkpoints << " signed checkpoints, " << verified->refused
              << " refused facts in the chains, " << verified->erased << " erased, root "
              << toHex(verified->root) << "\n";
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Checks an exported register. Exit status: 0 good, 1 altered, 2 cannot tell",
                 "shoujie-verify");
    std::string path;
    std::string keyText;
    app.add_option("file", path, "Export of shoujie-server, or - for standard input")->required();
    app.add_option("--key", keyText, "The server's public key, 64 hex digits")->required();
    CLI11_PARSE(app, argc, argv);

    const auto bytes = fromHex(keyText);
    PublicKey key{};
    if (!bytes || bytes->size() != key.size())
        return cannotTell("--key must be 64 hexadecimal digits");
    std::ranges::copy(*bytes, key.begin());
    if (path == "-") return verify(std::cin, key);
    std::ifstream file(path, std::ios::binary);
    if (!file) return cannotTell("the file cannot be opened");
    return verify(file, key);
}
