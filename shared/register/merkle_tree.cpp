#include "shared/register/merkle_tree.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <optional>
#include <span>
#include <utility>

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

/// SUBPROOF of RFC 6962, 2.1.2. `whole`: the older root is of exactly this range, and is known.
void collectConsistency(const NodeStore& store, std::uint64_t oldSize, std::uint64_t begin,
                        std::uint64_t size, bool whole, std::vector<Hash>& proof) {
    if (oldSize == size) {
        if (!whole) proof.push_back(rangeHash(store, begin, size));
        return;
    }
    const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
    if (oldSize <= left) {
        collectConsistency(store, oldSize, begin, left, whole, proof);
        proof.push_back(rangeHash(store, begin + left, size - left));
    } else {
        collectConsistency(store, oldSize - left, begin + left, size - left, false, proof);
        proof.push_back(rangeHash(store, begin, left));
    }
}

/// The part of the tree of `size` leaves that lies outside of [first, last), as the largest
/// subtrees, in order.
void collectBeside(const NodeStore& store, std::uint64_t first, std::uint64_t last,
                   std::uint64_t begin, std::uint64_t size, std::vector<Hash>& found) {
    if (first <= begin && begin + size <= last) return;
    if (last <= begin || begin + size <= first) {
        found.push_back(rangeHash(store, begin, size));
        return;
    }
    const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
    collectBeside(store, first, last, begin, left, found);
    collectBeside(store, first, last, begin + left, size - left, found);
}

/// Walks the tree as collectBeside did, and hands each leaf what stands beside its way up.
class Neighbours {
public:
    Neighbours(std::uint64_t first, std::span<const Hash> leaves, std::span<const Hash> beside)
        : m_first(first), m_leaves(leaves), m_beside(beside), m_paths(leaves.size()) {}

    Hash walk(std::uint64_t begin, std::uint64_t size) {
        const std::uint64_t last = m_first + m_leaves.size();
        if (last <= begin || begin + size <= m_first) return takeBeside();
        if (size == 1) return m_leaves[static_cast<std::size_t>(begin - m_first)];
        const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
        const Hash leftHash = walk(begin, left);
        const Hash rightHash = walk(begin + left, size - left);
        hand(begin, begin + left, rightHash);
        hand(begin + left, begin + size, leftHash);
        return nodeHash(leftHash, rightHash);
    }
    [[nodiscard]] bool fits() const { return !m_short && m_used == m_beside.size(); }
    [[nodiscard]] std::vector<std::vector<Hash>> take() { return std::move(m_paths); }

private:
    Hash takeBeside() {
        if (m_used < m_beside.size()) return m_beside[m_used++];
        m_short = true;
        return {};
    }
    void hand(std::uint64_t begin, std::uint64_t end, const Hash& sibling) {
        const std::uint64_t last = m_first + m_leaves.size();
        for (auto leaf = std::max(begin, m_first); leaf < std::min(end, last); ++leaf)
            m_paths[static_cast<std::size_t>(leaf - m_first)].push_back(sibling);
    }

    std::uint64_t m_first;
    std::span<const Hash> m_leaves;
    std::span<const Hash> m_beside;
    std::size_t m_used = 0;
    bool m_short = false;
    std::vector<std::vector<Hash>> m_paths;
};

/// Root of leaves that are given, whatever range they are of (RFC 6962, 2.1).
Hash rootOf(std::span<const Hash> leaves) {
    if (leaves.size() == 1) return leaves.front();
    const auto left = std::size_t{1} << splitLevel(leaves.size());
    return nodeHash(rootOf(leaves.first(left)), rootOf(leaves.subspan(left)));
}

/// Walks a consistency proof as collectConsistency wrote it, and holds each node that lies behind
/// the older tree to the leaves.
class TailCheck {
public:
    TailCheck(const std::vector<Hash>& proof, const std::vector<Hash>& leaves,
              std::uint64_t oldSize)
        : m_next(proof.begin()), m_end(proof.end()), m_leaves(leaves), m_oldSize(oldSize) {}

    bool run(std::uint64_t oldSize, std::uint64_t begin, std::uint64_t size, bool whole) {
        if (oldSize == size) return whole || take().has_value();
        const std::uint64_t left = std::uint64_t{1} << splitLevel(size);
        if (oldSize > left)
            return run(oldSize - left, begin + left, size - left, false) && take().has_value();
        if (!run(oldSize, begin, left, whole)) return false;
        const auto from = static_cast<std::size_t>(begin + left - m_oldSize);
        const auto node = take();
        return node &&
               *node == rootOf(m_leaves.subspan(from, static_cast<std::size_t>(size - left)));
    }
    [[nodiscard]] bool ended() const { return m_next == m_end; }

private:
    std::optional<Hash> take() {
        if (m_next == m_end) return std::nullopt;
        return *m_next++;
    }

    std::vector<Hash>::const_iterator m_next;
    std::vector<Hash>::const_iterator m_end;
    std::span<const Hash> m_leaves;
    std::uint64_t m_oldSize;
};

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

AuditPaths::AuditPaths(const NodeStore& store, std::uint64_t size) : m_store(store), m_size(size) {
    std::optional<Hash> edge; // at the level below, at first that of the leaves
    for (int level = 0; (m_size >> level) > 0; ++level) {
        m_edge.push_back(edge);
        const std::uint64_t complete = m_size >> level;
        if ((complete & 1) == 0) continue; // alone under its parent, if it is there at all
        const Hash left = m_store.node(level, complete - 1);
        edge = edge ? nodeHash(left, *edge) : left;
    }
}

std::vector<Hash> AuditPaths::of(std::uint64_t index) const {
    assert(index < m_size);
    std::vector<Hash> path;
    path.reserve(m_edge.size());
    for (int level = 0; level < static_cast<int>(m_edge.size()); ++level) {
        const auto& edge = m_edge[static_cast<std::size_t>(level)];
        const std::uint64_t complete = m_size >> level;
        const std::uint64_t sibling = (index >> level) ^ 1;
        if (sibling < complete)
            path.push_back(m_store.node(level, sibling));
        else if (sibling == complete && edge)
            path.push_back(*edge);
    }
    return path;
}

std::vector<Hash> AuditPaths::beside(std::uint64_t first, std::uint64_t count) const {
    assert(count > 0 && first + count <= m_size);
    std::vector<Hash> found;
    collectBeside(m_store, first, first + count, 0, m_size, found);
    return found;
}

std::optional<std::vector<std::vector<Hash>>> pathsOfNeighbours(std::uint64_t first,
                                                                std::span<const Hash> leaves,
                                                                std::uint64_t size,
                                                                std::span<const Hash> beside) {
    if (leaves.empty() || first >= size || leaves.size() > size - first) return std::nullopt;
    Neighbours neighbours(first, leaves, beside);
    neighbours.walk(0, size);
    if (!neighbours.fits()) return std::nullopt;
    return neighbours.take();
}

std::vector<Hash> inclusionProof(const NodeStore& store, std::uint64_t index, std::uint64_t size) {
    return AuditPaths(store, size).of(index);
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

std::vector<Hash> consistencyProof(const NodeStore& store, std::uint64_t oldSize,
                                   std::uint64_t newSize) {
    assert(oldSize <= newSize);
    std::vector<Hash> proof;
    if (oldSize > 0 && oldSize < newSize)
        collectConsistency(store, oldSize, 0, newSize, true, proof);
    return proof;
}

bool verifyConsistency(std::uint64_t oldSize, const Hash& oldRoot, std::uint64_t newSize,
                       const Hash& newRoot, const std::vector<Hash>& proof) {
    if (oldSize > newSize) return false;
    if (oldSize == newSize) return proof.empty() && oldRoot == newRoot;
    if (oldSize == 0) return proof.empty() && oldRoot == sha256("");
    if (proof.empty()) return false;
    auto next = proof.begin();
    std::uint64_t fn = oldSize - 1;
    std::uint64_t sn = newSize - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    // An older tree that is a complete subtree of the newer one is where the way up begins.
    const Hash first = std::has_single_bit(oldSize) ? oldRoot : *next++;
    Hash older = first;
    Hash newer = first;
    for (; next != proof.end(); ++next) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            older = nodeHash(*next, older);
            newer = nodeHash(*next, newer);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            newer = nodeHash(newer, *next);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && older == oldRoot && newer == newRoot;
}

bool verifyTail(std::uint64_t oldSize, std::uint64_t newSize, const Hash& newRoot,
                const std::vector<Hash>& proof, const std::vector<Hash>& leaves) {
    if (oldSize > newSize || leaves.size() != newSize - oldSize) return false;
    if (leaves.empty()) return true;
    if (oldSize == 0) return rootOf(leaves) == newRoot;
    TailCheck check(proof, leaves, oldSize);
    return check.run(oldSize, 0, newSize, true) && check.ended();
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
