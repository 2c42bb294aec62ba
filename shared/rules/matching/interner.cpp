#include "shared/rules/matching/interner.hpp"

#include <absl/hash/hash.h>
#include <absl/strings/string_view.h>
#include <algorithm>
#include <cstring>

namespace shoujie::rules {

namespace {

constexpr std::size_t kFirstChunk = 256;
constexpr std::size_t kLargestChunk = std::size_t{256} * 1024;

} // namespace

Interner::Interner() : m_ids(0, Hash{&m_hashes}, Equal{&m_texts}) {}

std::size_t Interner::Hash::operator()(std::string_view text) const {
    return absl::Hash<absl::string_view>()({text.data(), text.size()});
}

bool Interner::Equal::operator()(int a, std::string_view b) const {
    return (*texts)[static_cast<std::size_t>(a)] == b;
}

std::string_view Interner::keep(std::string_view text) {
    if (text.size() > m_left || m_chunks.empty()) {
        const auto grown = std::min(kLargestChunk, std::max(kFirstChunk, m_chunkBytes));
        m_left = std::max(grown, text.size());
        m_chunks.push_back(std::make_unique<char[]>(m_left));
        m_chunkBytes += m_left;
    }
    // Filled from the end, so that what is left is always at the front.
    char* place = m_chunks.back().get() + (m_left - text.size());
    std::memcpy(place, text.data(), text.size());
    m_left -= text.size();
    return {place, text.size()};
}

int Interner::idOf(std::string_view text) {
    const auto hash = m_ids.hash_function()(text);
    if (const auto found = m_ids.find(text, hash); found != m_ids.end()) return *found;
    const auto id = static_cast<int>(m_texts.size());
    m_texts.push_back(keep(text));
    m_hashes.push_back(hash);
    m_ids.insert(id);
    return id;
}

int Interner::find(std::string_view text) const {
    const auto found = m_ids.find(text);
    return found == m_ids.end() ? -1 : *found;
}

std::size_t Interner::bytes() const {
    return m_chunkBytes + m_texts.capacity() * (sizeof(std::string_view) + sizeof(std::size_t)) +
           m_ids.capacity() * (sizeof(int) + 1);
}

} // namespace shoujie::rules
