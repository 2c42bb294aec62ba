#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/time.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/facts/words.hpp"
#include "shared/sqlite/database.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How values stand in columns.
namespace shoujie::server {

inline std::int64_t micros(Instant at) {
    return at.time_since_epoch().count();
}
inline Instant instantFrom(std::int64_t value) {
    return Instant(Duration(value));
}

/// SQLite's code for a file whose content contradicts itself (SQLITE_CORRUPT).
inline constexpr int kCorrupt = 11;

/// A column that holds exactly N bytes, which the schema's CHECK guarantees.
template <std::size_t N>
std::array<std::uint8_t, N> bytesFrom(const sqlite::Statement& row, int column) {
    const auto blob = row.blob(column);
    if (blob.size() != N)
        throw sqlite::SqliteError(kCorrupt, "a stored hash or key has a wrong length");
    std::array<std::uint8_t, N> out{};
    std::copy(blob.begin(), blob.end(), out.begin());
    return out;
}

template <class Enum>
Enum wordFrom(std::string_view word) {
    const auto& all = facts::Words<Enum>::kAll;
    const auto found = std::find(all.begin(), all.end(), word);
    if (found == all.end()) throw sqlite::SqliteError(kCorrupt, "a stored word is not in its list");
    return static_cast<Enum>(found - all.begin());
}

inline ErrorCode errorCodeFrom(std::string_view word) {
    if (const auto code = errorCodeOf(word)) return *code;
    throw sqlite::SqliteError(kCorrupt, "a stored error code is unknown");
}

inline evidence::Grade gradeFrom(std::string_view word) {
    using evidence::Grade;
    for (const Grade grade : {Grade::online, Grade::anchored, Grade::halfAnchored,
                              Grade::unanchored, Grade::anomalous}) {
        if (evidence::toWord(grade) == word) return grade;
    }
    throw sqlite::SqliteError(kCorrupt, "a stored grade is unknown");
}

} // namespace shoujie::server
