#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace shoujie::bench {

/// Median time to append a small page to a file in `folder` and have it on the disk.
std::chrono::duration<double> fsyncTime(const std::string& folder, std::size_t times);

/// Rows a second that SQLite alone keeps, `group` of them in a transaction, in the same mode as the
/// server's store (WAL, synchronous=FULL). A row is like one of ours: id, place, times, hash, text.
double commitRate(const std::string& folder, std::size_t rows, std::size_t group);

} // namespace shoujie::bench
