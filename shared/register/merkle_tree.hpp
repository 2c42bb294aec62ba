#pragma once

#include "shared/core/bytes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// The append-only tree of RFC 6962, section 2.1: leaves prefixed 0x00, nodes 0x01.
namespace shoujie::registry {

Hash leafHash(std::string_view record);
Hash nodeHash(const Hash& left, const Hash& right);

/// Where the hashes of complete subtrees are kept. The node (level, index) covers the leaves
/// [index * 2^level, (index + 1) * 2^level); only complete ones are stored, and never change.
class NodeStore {
public:
    virtual ~NodeStore() = default;
    /// The stored node; asking for one that is not complete is a bug of the caller.
    [[nodiscard]] virtual Hash node(int level, std::uint64_t index) const = 0;
    virtual void put(int level, std::uint64_t index, const Hash& hash) = 0;
};

/// Appends leaf number `size` (from 0); stores the subtrees it completes: O(log size), amortised 2.
void appendLeaf(NodeStore& store, std::uint64_t size, const Hash& leaf);
/// The root of the first `size` leaves: SHA-256 of the empty text for none.
Hash rootHash(const NodeStore& store, std::uint64_t size);

/// Proofs for many leaves of one tree, the first `size` leaves of the store. The subtrees that are
/// not complete, which no store holds, are hashed once: O(log size). The store must outlive it.
class AuditPaths {
public:
    AuditPaths(const NodeStore& store, std::uint64_t size);
    /// Sibling hashes from leaf `index` up to the root (RFC 6962, 2.1.1); index < size.
    [[nodiscard]] std::vector<Hash> of(std::uint64_t index) const;
    /// What the paths of `count` neighbours lack besides their leaves: the hashes of the subtrees
    /// beside them, from the left to the right; at most two a level. first + count <= size.
    [[nodiscard]] std::vector<Hash> beside(std::uint64_t first, std::uint64_t count) const;

private:
    const NodeStore& m_store;
    std::uint64_t m_size;
    /// By level, the hash of the subtree behind the complete ones, where there is one.
    std::vector<std::optional<Hash>> m_edge;
};
/// The paths of neighbouring leaves of a tree of `size`, each as AuditPaths::of gives it, from what
/// AuditPaths::beside gave; none where that is not as much as it takes. They are not verified.
/// O(leaves * log size).
[[nodiscard]] std::optional<std::vector<std::vector<Hash>>>
pathsOfNeighbours(std::uint64_t first, std::span<const Hash> leaves, std::uint64_t size,
                  std::span<const Hash> beside);
/// That of a single leaf.
std::vector<Hash> inclusionProof(const NodeStore& store, std::uint64_t index, std::uint64_t size);
/// Whether the proof leads from the leaf to the root (RFC 9162, 2.1.3.2).
[[nodiscard]] bool verifyInclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                   const std::vector<Hash>& proof, const Hash& root);

/// Nodes from which the roots of the first `oldSize` and the first `newSize` leaves both follow
/// (RFC 6962, 2.1.2); empty where one of the trees is empty or they are the same one. oldSize <=
/// newSize.
std::vector<Hash> consistencyProof(const NodeStore& store, std::uint64_t oldSize,
                                   std::uint64_t newSize);
/// Whether the proof shows that the newer tree begins with all leaves of the older one (RFC 9162,
/// 2.1.4.2). Every tree begins with the empty one.
[[nodiscard]] bool verifyConsistency(std::uint64_t oldSize, const Hash& oldRoot,
                                     std::uint64_t newSize, const Hash& newRoot,
                                     const std::vector<Hash>& proof);

/// Whether `leaves` are those with which the newer tree goes on behind the older one: newSize -
/// oldSize of them. `proof` is the consistency proof between the two, which has been verified;
/// where the older tree is empty the root itself is compared.
[[nodiscard]] bool verifyTail(std::uint64_t oldSize, std::uint64_t newSize, const Hash& newRoot,
                              const std::vector<Hash>& proof, const std::vector<Hash>& leaves);

/// Nodes in memory, for tests and verifiers.
class MemoryNodeStore final : public NodeStore {
public:
    [[nodiscard]] Hash node(int level, std::uint64_t index) const override;
    void put(int level, std::uint64_t index, const Hash& hash) override;

private:
    std::vector<std::vector<Hash>> m_levels;
};

} // namespace shoujie::registry
