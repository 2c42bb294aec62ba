#pragma once

#include <absl/container/flat_hash_set.h>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace shoujie::rules {

/// Texts as small numbers from 0 on, so that comparing and indexing them is cheap. A number, once
/// given, stays; the text behind it does not move.
class Interner {
public:
    Interner();
    Interner(const Interner&) = delete;
    Interner& operator=(const Interner&) = delete;

    int idOf(std::string_view text);
    /// -1 for a text never seen.
    [[nodiscard]] int find(std::string_view text) const;
    [[nodiscard]] std::string_view text(int id) const {
        return m_texts[static_cast<std::size_t>(id)];
    }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    /// Memory held, in bytes.
    [[nodiscard]] std::size_t bytes() const;

private:
    /// Hashes are kept, so that growing the set does not read all texts again.
    struct Hash {
        using is_transparent = void;
        const std::vector<std::size_t>* hashes;
        std::size_t operator()(std::string_view text) const;
        std::size_t operator()(int id) const { return (*hashes)[static_cast<std::size_t>(id)]; }
    };
    struct Equal {
        using is_transparent = void;
        const std::vector<std::string_view>* texts;
        bool operator()(int a, int b) const { return a == b; }
        bool operator()(int a, std::string_view b) const;
        bool operator()(std::string_view a, int b) const { return (*this)(b, a); }
    };

    std::string_view keep(std::string_view text);

    std::vector<std::string_view> m_texts;
    std::vector<std::size_t> m_hashes;
    std::vector<std::unique_ptr<char[]>> m_chunks;
    std::size_t m_left = 0; ///< bytes left in the last chunk
    std::size_t m_chunkBytes = 0;
    absl::flat_hash_set<int, Hash, Equal> m_ids;
};

} // namespace shoujie::rules
