#include "shared/rules/tool/console.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

namespace shoujie::rules {

int complain(const std::string& file, const Error& error) {
    if (!file.empty()) std::cerr << file << ": ";
    std::cerr << describe(error) << '\n';
    return kMalformed;
}

Result<std::string> readAll(const std::string& file) {
    if (file == "-")
        return std::string(std::istreambuf_iterator<char>(std::cin),
                           std::istreambuf_iterator<char>());
    std::ifstream in(file, std::ios::binary);
    // A folder opens like a file, and throws when it is read.
    if (!in || std::filesystem::is_directory(file))
        return Error{ErrorCode::notFound, "", "cannot be read"};
    return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

Result<std::vector<std::filesystem::path>> jsonFilesIn(const std::string& folder) {
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    if (failed) return Error{ErrorCode::notFound, "", "cannot be read"};
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace shoujie::rules
