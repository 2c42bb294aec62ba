#pragma once

#include "tests/simulation/disk/medium.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

namespace shoujie::simulation {

/// Makes the medium what SQLite finds below "/NAME/"; SQLite's own dice begin anew from the seed.
/// With the first, SQLite's default VFS is ours.
void mount(const std::string& name, std::shared_ptr<Medium> medium, std::uint64_t seed);
void unmount(const std::string& name);

/// Held by whoever touches a medium.
std::unique_lock<std::mutex> holdMedia();

} // namespace shoujie::simulation
