#pragma once

#include "shared/core/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the subcommands of the tool have in common: exit codes, files in, complaints out.
namespace shoujie::rules {

inline constexpr int kOk = 0;
inline constexpr int kDiffers = 1;
inline constexpr int kMalformed = 2;

/// One line on standard error that names file and member; the exit code for malformed input.
int complain(const std::string& file, const Error& error);

/// A whole file; "-" is standard input.
Result<std::string> readAll(const std::string& file);

/// What `read` makes of a file; nothing where that has been complained about.
template <class Value>
std::optional<Value> readFile(const std::string& file, Result<Value> (*read)(std::string_view)) {
    const auto text = readAll(file);
    if (!text) {
        complain(file, text.error());
        return std::nullopt;
    }
    auto made = read(*text);
    if (made) return std::move(made).value();
    complain(file, made.error());
    return std::nullopt;
}

/// The .json files of a folder, by name.
Result<std::vector<std::filesystem::path>> jsonFilesIn(const std::string& folder);

} // namespace shoujie::rules
