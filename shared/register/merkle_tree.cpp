#include "shared/register/merkle_tree.hpp"

#include <bit>
#include <cassert>

namespace shoujie::registry {

namespace {

/// The largest power of two below `size`, as its exponent; size > 1 (RFC 6962, 2.1).
int splitLevel(std::uint64_t size) {
    return static_cast<int>(std::bit_width(size - 1)) - 1;
}

/// Root of the leaves [begin, begin + size); begin is a multiple of the power of two at or above
/// size.
Hash rangeHash(const NodeStore& store, std::uint64_t begin, std::uint64_t size) {
    if (std::has_single_bit(size)) {
        const int level = std::countr_zero(size);
        return store.node(level, begin >> level);
    }
    const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
    return nodeHash(rangeHash(store, begin, left), rangeHash(store, begin + left, size - left));
}

/// The audit path of RFC 6962, 2.1.1, from the leaf upwards.
void collectProof(const NodeStore& store, std::uint64_t index, std::uint64_t begin,
                  std::uint64_t size, std::vector<Hash>& proof) {
    if (size == 1) return;
    const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
    if (index < left) {
        collectProof(store, index, begin, left, proof);
        proof.push_back(rangeHash(store, begin + left, size - left));
    } else {
        collectProof(store, index - left, begin + left, size - left, proof);
        proof.push_back(rangeHash(store, begin, left));
    }
}

} // namespace

Hash leafHash(std::string_view record) {
    return sha256(ByteWriter().raw(std::string_view("\0", 1)).raw(record).bytes());
}

Hash nodeHash(const Hash& left, const Hash& right) {
    return sha256(ByteWriter().raw("\x01").raw(left).raw(right).bytes());
}

void appendLeaf(NodeStore& store, std::uint64_t size, const Hash& leaf) {
    Hash hash = leaf;
    int level = 0;
    store.put(0, size, hash);
    // Each trailing one of the old size is a complete left sibling that now gets its right one.
    for (std::uint64_t index = size; (index & 1) != 0; index >>= 1) {
        hash = nodeHash(store.node(level, index - 1), hash);
        ++level;
        store.put(level, index >> 1, hash);
    }
}

Hash rootHash(const NodeStore& store, std::uint64_t size) {
    return size == 0 ? sha256("") : rangeHash(store, 0, size);
}

std::vector<Hash> inclusionProof(const NodeStore& store, std::uint64_t index, std::uint64_t size) {
    assert(index < size);
    std::vector<Hash> proof;
    collectProof(store, index, 0, size, proof);
    return proof;
}

bool verifyInclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                     const std::vector<Hash>& proof, const Hash& root) {
    if (index >= size) return false;
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Hash hash = leaf;
    for (const Hash& sibling : proof) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            hash = nodeHash(sibling, hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash = nodeHash(hash, sibling);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash == root;
}

Hash MemoryNodeStore::node(int level, std::uint64_t index) const {
    return m_levels.at(static_cast<std::size_t>(level)).at(index);
}

void MemoryNodeStore::put(int level, std::uint64_t index, const Hash& hash) {
    if (m_levels.size() <= static_cast<std::size_t>(level))
        m_levels.resize(static_cast<std::size_t>(level) + 1);
    auto& nodes = m_levels[static_cast<std::size_t>(level)];
    assert(nodes.size() == index);
    nodes.push_back(hash);
}

} // namespace shoujie::registry
