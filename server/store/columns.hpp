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

/// A fact's data, which is an object, and before it the salt, in hex.
inline std::string dataColumn(const evidence::WireFact& wire) {
    return wire.salt ? toHex(*wire.salt) + wire.data : wire.data;
}
inline void readDataColumn(std::string text, evidence::WireFact& wire) {
    const auto begin = text.find('{');
    wire.salt.reset();
    if (begin != 0 && begin != std::string::npos) {
        const auto salt = hashFromHex(std::string_view(text).substr(0, begin));
        if (!salt) throw sqlite::SqliteError(kCorrupt, "a stored salt is not one");
        wire.salt = *salt;
        text.erase(0, begin);
    }
    wire.data = std::move(text);
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
