#pragma once

#include "shared/sqlite/database.hpp"
#include "tests/simulation/disk/disk.hpp"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace shoujie::simulation {

enum class End { powerCut, kill };
void end(Disk& disk, End how);

/// What an attempt has come to: whether the disk never stopped, and what was wrong afterwards.
struct Attempt {
    bool through = false;
    QString wrong;
};

/// Attempts with the n-th operation as the last one, for n = 1, 2, ... until that is never reached,
/// each on copies of the disk with as many `times` other dice, powersafe or not. Gives what is
/// wrong first, empty for nothing, and the number of operations in `points`.
QString atEveryOperation(const DiskImage& image, int& points,
                         const std::function<Attempt(Disk&, std::uint64_t n)>& attempt,
                         std::uint64_t times = 4);

/// A store for which the first `done` steps have run, and then `rows`, is opened with the end
/// coming at every operation: afterwards it opens with the whole schema. Gives what is wrong.
QString wrongMigrating(std::span<const sqlite::Migration> steps, std::size_t done,
                       std::string_view rows, End how,
                       const std::function<bool(const std::string& path)>& open);

} // namespace shoujie::simulation
