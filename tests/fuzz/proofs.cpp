// Proofs of the register. Trees are small and real, proofs are the honest ones, bent or not: one
// that was bent must never verify, and the honest one always must.
#include "shared/core/limits.hpp"
#include "shared/register/merkle_tree.hpp"
#include "shared/register/receipt.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace shoujie;
using namespace shoujie::registry;
using fuzz::demand;
using fuzz::Input;

namespace {

constexpr std::size_t kLeaves = 70;
constexpr std::size_t kFork = 33; ///< from this leaf on the second tree is another one

struct Tree {
    explicit Tree(std::size_t fork) {
        for (std::size_t i = 0; i < kLeaves; ++i) {
            leaves.push_back(leafHash((i < fork ? "leaf " : "other ") + std::to_string(i)));
            appendLeaf(store, i, leaves.back());
            roots.push_back(rootHash(store, i));
        }
        roots.push_back(rootHash(store, kLeaves));
    }
    MemoryNodeStore store;
    std::vector<Hash> leaves;
    std::vector<Hash> roots; ///< by size, as a NodeStore gives it to those who ask
};

const Tree& honestTree() {
    static const Tree tree(kLeaves);
    return tree;
}
const Tree& forkedTree() {
    static const Tree tree(kFork);
    return tree;
}

Hash anyHash(Input& in) {
    const auto& tree = in.flag() ? honestTree() : forkedTree();
    switch (in.below(3)) {
    case 0:
        return tree.leaves[in.below(kLeaves)];
    case 1:
        return tree.roots[in.below(kLeaves + 1)];
    default: {
        Hash hash{};
        std::ranges::copy(in.bytes(hash.size()), hash.begin());
        return hash;
    }
    }
}

/// Changes a proof as the input says, or does not.
std::vector<Hash> bent(std::vector<Hash> proof, Input& in) {
    for (auto times = in.below(4); times > 0; --times) {
        const auto at = in.below(proof.size() + 1);
        const auto place = proof.begin() + static_cast<std::ptrdiff_t>(at);
        switch (in.below(5)) {
        case 0:
            proof.insert(place, anyHash(in));
            break;
        case 1:
            if (place != proof.end()) proof.erase(place);
            break;
        case 2:
            if (place != proof.end()) (*place)[in.below(32)] ^= in.number<std::uint8_t>();
            break;
        case 3:
            if (place != proof.end()) std::swap(*place, proof[in.below(proof.size())]);
            break;
        default:
            if (place != proof.end()) *place = anyHash(in);
        }
    }
    return proof;
}

void inclusion(Input& in) {
    const auto& tree = honestTree();
    const auto size = 1 + in.below(kLeaves);
    const auto index = in.below(size);
    const auto claimed = in.flag() ? tree.leaves[index] : anyHash(in);
    const auto honest = inclusionProof(tree.store, index, size);
    const auto proof = bent(honest, in);
    demand(verifyInclusion(claimed, index, size, proof, tree.roots[size]) ==
               (claimed == tree.leaves[index] && proof == honest),
           "the honest proof of the right leaf verifies, and no other");
}

void consistency(Input& in) {
    const auto& newer = honestTree();
    const auto& older = in.flag() ? honestTree() : forkedTree();
    const auto to = in.below(kLeaves + 1);
    const auto from = in.below(to + 1);
    const auto honest = consistencyProof(newer.store, from, to);
    const auto proof = bent(honest, in);
    const bool begins = older.roots[from] == newer.roots[from];
    demand(begins == (&older == &newer || from <= kFork), "forked trees differ from the fork on");
    demand(verifyConsistency(from, older.roots[from], to, newer.roots[to], proof) ==
               (begins && proof == honest),
           "the honest proof between the trees verifies, and no other");
}

void tail(Input& in) {
    const auto& tree = honestTree();
    const auto to = in.below(kLeaves + 1);
    const auto from = in.below(to + 1);
    const auto honest = consistencyProof(tree.store, from, to);
    const std::vector<Hash> behind(tree.leaves.begin() + static_cast<std::ptrdiff_t>(from),
                                   tree.leaves.begin() + static_cast<std::ptrdiff_t>(to));
    const auto leaves = bent(behind, in);
    demand(verifyTail(from, to, tree.roots[to], honest, leaves) == (leaves == behind),
           "the leaves behind the older tree verify, and no others");
    // What was not verified before says nothing, and must do no harm.
    (void)verifyTail(from, to, tree.roots[to], bent(honest, in), leaves);
}

void neighbours(Input& in) {
    const auto& tree = honestTree();
    const auto size = 1 + in.below(kLeaves);
    const auto first = in.below(size);
    const auto count = 1 + in.below(size - first);
    const std::span leaves(tree.leaves.data() + first, count);
    const AuditPaths audit(tree.store, size);
    const auto honest = audit.beside(first, count);
    const auto beside = bent(honest, in);
    const auto paths = pathsOfNeighbours(first, leaves, size, beside);
    demand(paths.has_value() == (beside.size() == honest.size()), "paths need what they take");
    for (std::size_t i = 0; paths && i < count; ++i) {
        demand((*paths)[i].size() == audit.of(first + i).size(), "a path is as long as the way up");
        demand(beside != honest || (*paths)[i] == audit.of(first + i), "honest paths are the same");
    }
    // A node that was bent stands beside some leaf's way up.
    if (paths && beside != honest) {
        bool allVerify = true;
        for (std::size_t i = 0; i < count; ++i)
            allVerify &= verifyInclusion(leaves[i], first + i, size, (*paths)[i], tree.roots[size]);
        demand(!allVerify, "bent neighbours do not verify");
    }
}

/// Anything at all, as large as it can be said.
void extremes(Input& in) {
    const auto from = in.number<std::uint64_t>();
    const auto to = in.flag() ? from + in.below(80) : in.number<std::uint64_t>();
    std::vector<Hash> hashes(in.below(70));
    for (auto& hash : hashes)
        hash = anyHash(in);
    const auto root = anyHash(in);
    const auto leaf = anyHash(in);
    (void)verifyInclusion(leaf, from, to, hashes, root);
    (void)verifyConsistency(from, leaf, to, root, hashes);
    const auto split = in.below(hashes.size() + 1);
    const std::vector<Hash> proof(hashes.begin(), hashes.begin() + static_cast<long>(split));
    const std::vector<Hash> leaves(hashes.begin() + static_cast<long>(split), hashes.end());
    (void)verifyTail(from, to, root, proof, leaves);
    (void)pathsOfNeighbours(from, leaves, to, proof);

    std::vector<Receipt> receipts(1 + in.below(5));
    std::vector<Receipt*> all;
    for (auto& receipt : receipts) {
        // As the wire allows.
        const auto seq = in.flag() ? from + in.below(4) : in.number<std::uint64_t>();
        receipt.record.registerSeq = std::max<std::int64_t>(1, static_cast<std::int64_t>(seq));
        all.push_back(&receipt);
    }
    unfoldProofs(all, proof, to);
}

void records(Input& in) {
    const auto bytes = in.rest();
    const auto read = recordsFromBytes(bytes);
    if (!read) return;
    std::string written;
    for (const auto& record : *read) {
        demand(record.device.value.size() <= limits::kMaxIdBytes, "a device's id is short");
        demand(record.stamp.at.earliest <= record.stamp.at.latest, "an interval does not end "
                                                                   "before it begins");
        written += recordBytes(record);
    }
    demand(written == bytes, "records are written as they were read");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in(data, size);
    constexpr std::array kParts{inclusion, consistency, tail, neighbours, extremes, records};
    kParts[in.below(kParts.size())](in);
    return 0;
}
