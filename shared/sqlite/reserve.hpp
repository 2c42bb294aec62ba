#pragma once

#include <cstdint>
#include <string>

namespace shoujie::sqlite {

/// Room on a database's disk that is held by a file, to be given up when the disk is full. It is
/// kept where SQLite keeps its files, so simulated disks know it too (tst_reserve).
class Reserve {
public:
    /// Of so many bytes beside that database; 0: none is kept. Makes nothing yet.
    Reserve(const std::string& database, std::int64_t bytes);

    /// Whether all of it is there.
    [[nodiscard]] bool isWhole() const { return m_whole; }
    /// Takes the room, or what is missing of it; where there is not enough, none of it.
    bool make();
    /// Lets go of it; false where there was nothing to let go of.
    bool giveUp();

    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }

private:
    [[nodiscard]] bool isThere() const;

    std::string m_path;
    std::int64_t m_bytes;
    bool m_whole;
};

} // namespace shoujie::sqlite
