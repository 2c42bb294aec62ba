#pragma once

#include "shared/core/bytes.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"
#include "shared/evidence/interval.hpp"
#include "shared/sqlite/database.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

/// How values become columns, and SQLite's exceptions results: for the store's own files only.
namespace shoujie::client {

/// Runs `work`; a SqliteError becomes the Error it stands for.
template <class Work>
auto guarded(Work work) -> std::invoke_result_t<Work> {
    try {
        return work();
    } catch (const sqlite::SqliteError& error) {
        return error.toError();
    }
}

inline std::int64_t micros(Instant at) {
    return at.time_since_epoch().count();
}
inline Instant instant(std::int64_t micros) {
    return Instant(Duration(micros));
}

/// Bytes of a column whose length the schema checks.
template <std::size_t Size>
std::array<std::uint8_t, Size> fixedBytes(std::span<const std::uint8_t> bytes) {
    std::array<std::uint8_t, Size> out{};
    std::copy_n(bytes.begin(), std::min(Size, bytes.size()), out.begin());
    return out;
}

inline std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string asText(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Error damaged(std::string_view what) {
    return {ErrorCode::corrupt, "", "the store holds a damaged " + std::string(what)};
}

inline Error lockedError() {
    return {ErrorCode::forbidden, "", "the tablet is locked: sign in first"};
}

/// What waits while the tablet lives on its reserve.
inline Error reserveIsForRecords() {
    return {ErrorCode::storage, "",
            "the disk is full: what room is left is kept for what is recorded here"};
}

inline Result<evidence::Grade> gradeFromWord(std::string_view word) {
    using evidence::Grade;
    for (const Grade grade :
         {Grade::online, Grade::anchored, Grade::halfAnchored, Grade::unanchored, Grade::anomalous})
        if (evidence::toWord(grade) == word) return grade;
    return damaged("grade");
}

} // namespace shoujie::client
