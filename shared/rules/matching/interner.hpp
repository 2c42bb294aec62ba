#pragma once

#include <absl/container/flat_hash_set.h>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

namespace shoujie::rules {

/// Texts as small numbers from 0 on, so that comparing and indexing them is cheap. A number, once
/// given, stays; the text behind it does not move. A text is at most kMaxText bytes long.
class Interner {
public:
    Interner();
    Interner(const Interner&) = delete;
    Interner& operator=(const Interner&) = delete;

    static constexpr std::size_t kMaxText = 60'000;

    int idOf(std::string_view text);
    /// -1 for a text never seen.
    [[nodiscard]] int find(std::string_view text) const;
    [[nodiscard]] std::string_view text(int id) const {
        return m_store.at(m_texts[static_cast<std::size_t>(id)].place);
    }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    /// Memory held, in bytes.
    [[nodiscard]] std::size_t bytes() const;

private:
    /// Texts behind each other, each with its length before it.
    class Store {
    public:
        std::uint32_t keep(std::string_view text);
        [[nodiscard]] std::string_view at(std::uint32_t place) const {
            const char* start = m_chunks[place / kChunk].get() + place % kChunk;
            return {start + 2, static_cast<std::size_t>(static_cast<unsigned char>(start[0])) |
                                   static_cast<std::size_t>(static_cast<unsigned char>(start[1]))
                                       << 8U};
        }
        [[nodiscard]] std::size_t bytes() const;

    private:
        static constexpr std::size_t kChunk = std::size_t{64} * 1024;
        std::vector<std::unique_ptr<char[]>> m_chunks;
        std::size_t m_used = 0; ///< of the last chunk
        std::size_t m_size = 0; ///< of the last chunk; small while there are few texts
    };
    struct Text {
        std::uint32_t place;
        std::uint32_t hash; ///< kept, so that growing the set does not read all texts again
    };
    struct Hash {
        using is_transparent = void;
        const std::deque<Text>* texts;
        std::size_t operator()(std::string_view text) const;
        std::size_t operator()(int id) const {
            return spread((*texts)[static_cast<std::size_t>(id)].hash);
        }
        static std::size_t spread(std::uint32_t hash) {
            return hash * std::size_t{0x9E3779B97F4A7C15};
        }
    };
    struct Equal {
        using is_transparent = void;
        const Interner* interner;
        bool operator()(int a, int b) const { return a == b; }
        bool operator()(int a, std::string_view b) const { return interner->text(a) == b; }
        bool operator()(std::string_view a, int b) const { return (*this)(b, a); }
    };

    Store m_store;
    std::deque<Text> m_texts;
    absl::flat_hash_set<int, Hash, Equal> m_ids;
};

} // namespace shoujie::rules
