#include "shared/rules/matching/interner.hpp"

#include <absl/hash/hash.h>
#include <absl/strings/string_view.h>
#include <algorithm>
#include <cassert>
#include <cstring>

namespace shoujie::rules {

namespace {

constexpr std::size_t kFirstChunk = 512;

std::uint32_t hashOf(std::string_view text) {
    const auto hash = absl::Hash<absl::string_view>()({text.data(), text.size()});
    return static_cast<std::uint32_t>(hash ^ hash >> 32U);
}

} // namespace

Interner::Interner() : m_ids(0, Hash{&m_texts}, Equal{this}) {}

std::size_t Interner::Hash::operator()(std::string_view text) const {
    return spread(hashOf(text));
}

std::uint32_t Interner::Store::keep(std::string_view text) {
    const auto needed = text.size() + 2;
    if (m_used + needed > m_size) {
        // The first chunk stands for a small book; it is exchanged for a full one, not moved.
        m_size = m_chunks.empty() ? std::max(kFirstChunk, needed) : kChunk;
        m_chunks.push_back(std::make_unique<char[]>(m_size));
        m_used = 0;
    }
    const auto place = (m_chunks.size() - 1) * kChunk + m_used;
    char* start = m_chunks.back().get() + m_used;
    start[0] = static_cast<char>(text.size() & 0xFFU);
    start[1] = static_cast<char>(text.size() >> 8U);
    std::memcpy(start + 2, text.data(), text.size());
    m_used += needed;
    return static_cast<std::uint32_t>(place);
}

std::size_t Interner::Store::bytes() const {
    return m_chunks.empty() ? 0 : (m_chunks.size() - 1) * kChunk + m_size;
}

int Interner::idOf(std::string_view text) {
    assert(text.size() <= kMaxText);
    return *m_ids.lazy_emplace(text, [&](const auto& put) {
        const auto id = static_cast<int>(m_texts.size());
        m_texts.push_back({m_store.keep(text), hashOf(text)});
        put(id);
    });
}

int Interner::find(std::string_view text) const {
    const auto found = m_ids.find(text);
    return found == m_ids.end() ? -1 : *found;
}

std::size_t Interner::bytes() const {
    return m_store.bytes() + m_texts.size() * sizeof(Text) + m_ids.capacity() * (sizeof(int) + 1);
}

} // namespace shoujie::rules
