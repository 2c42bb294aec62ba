#include "shared/register/merkle_tree.hpp"
#include "tests/shared/register/published_leaves.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <utility>

using namespace shoujie;
using namespace shoujie::testing;
using registry::MemoryNodeStore;

namespace {

/// The proofs of the Certificate Transparency reference tests.
struct PublishedProof {
    std::uint64_t oldSize;
    std::uint64_t newSize;
    std::vector<std::string_view> nodes;
};
const PublishedProof kProofs[] = {
    {1, 1, {}},
    {1,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {6,
     8,
     {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2,
     5,
     {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};

/// Grows by `count` leaves; `history` tells the leaves of different trees apart.
void grow(MemoryNodeStore& store, std::uint64_t& size, std::uint64_t count,
          const std::string& history = "leaf ") {
    for (std::uint64_t i = 0; i < count; ++i, ++size)
        registry::appendLeaf(store, size, registry::leafHash(history + std::to_string(size)));
}

constexpr std::uint64_t kSize = 70;

MemoryNodeStore treeOfAll() {
    MemoryNodeStore store;
    std::uint64_t size = 0;
    grow(store, size, kSize);
    return store;
}

} // namespace

class TestConsistency : public QObject {
    Q_OBJECT

private slots:
    void publishedTrees_giveThePublishedProofs() {
        MemoryNodeStore store;
        std::uint64_t size = 0;
        for (const auto leaf : kPublishedLeaves)
            registry::appendLeaf(store, size++, registry::leafHash(bytesOf(leaf)));
        for (const auto& published : kProofs) {
            const auto proof =
                registry::consistencyProof(store, published.oldSize, published.newSize);
            QCOMPARE(proof.size(), published.nodes.size());
            for (std::size_t i = 0; i < proof.size(); ++i)
                QCOMPARE(shown(toHex(proof[i])), shown(published.nodes[i]));
        }
    }

    void everyOlderTree_isShownToBeTheBeginning() {
        const auto store = treeOfAll();
        for (std::uint64_t newer = 0; newer <= kSize; ++newer)
            for (std::uint64_t older = 0; older <= newer; ++older)
                QVERIFY(
                    registry::verifyConsistency(older, registry::rootHash(store, older), newer,
                                                registry::rootHash(store, newer),
                                                registry::consistencyProof(store, older, newer)));
    }

    void rewrittenHistory_isFoundOutWhateverProofItGives() {
        const auto honest = treeOfAll();
        // One leaf is another one; all after it are the same.
        for (const std::uint64_t changed : {0U, 1U, 31U, 32U, 40U}) {
            MemoryNodeStore forged;
            std::uint64_t written = 0;
            grow(forged, written, changed);
            grow(forged, written, 1, "forged ");
            grow(forged, written, kSize - written);
            for (std::uint64_t older = changed + 1; older < kSize; ++older) {
                const auto oldRoot = registry::rootHash(honest, older);
                const auto newRoot = registry::rootHash(forged, kSize);
                for (const MemoryNodeStore* prover : {&honest, &std::as_const(forged)})
                    QVERIFY(!registry::verifyConsistency(
                        older, oldRoot, kSize, newRoot,
                        registry::consistencyProof(*prover, older, kSize)));
            }
        }
    }

    void anyFlippedBit_breaksTheProof() {
        const auto store = treeOfAll();
        const auto newRoot = registry::rootHash(store, kSize);
        for (std::uint64_t older = 1; older < kSize; ++older) {
            const auto oldRoot = registry::rootHash(store, older);
            const auto proof = registry::consistencyProof(store, older, kSize);
            for (std::size_t byte = 0; byte < newRoot.size(); ++byte) {
                const auto bit = static_cast<std::uint8_t>(1U << ((byte + older) % 8));
                auto other = newRoot;
                other[byte] ^= bit;
                QVERIFY(!registry::verifyConsistency(older, oldRoot, kSize, other, proof));
                other = oldRoot;
                other[byte] ^= bit;
                QVERIFY(!registry::verifyConsistency(older, other, kSize, newRoot, proof));
                for (std::size_t step = 0; step < proof.size(); ++step) {
                    auto broken = proof;
                    broken[step][byte] ^= bit;
                    QVERIFY(!registry::verifyConsistency(older, oldRoot, kSize, newRoot, broken));
                }
            }
        }
    }

    void everyTail_isHeldToTheNewerTree() {
        const auto store = treeOfAll();
        std::vector<Hash> all;
        for (std::uint64_t i = 0; i < kSize; ++i)
            all.push_back(registry::leafHash("leaf " + std::to_string(i)));
        for (std::uint64_t newer = 0; newer <= kSize; ++newer)
            for (std::uint64_t older = 0; older <= newer; ++older) {
                const auto root = registry::rootHash(store, newer);
                const auto proof = registry::consistencyProof(store, older, newer);
                const auto at = [&](std::uint64_t place) {
                    return all.begin() + static_cast<std::ptrdiff_t>(place);
                };
                std::vector<Hash> tail(at(older), at(newer));
                QVERIFY(registry::verifyTail(older, newer, root, proof, tail));
                for (auto& leaf : tail) {
                    leaf[older % 32] ^= 1;
                    QVERIFY(!registry::verifyTail(older, newer, root, proof, tail));
                    leaf[older % 32] ^= 1;
                }
                tail.push_back(sha256("one too many"));
                QVERIFY(!registry::verifyTail(older, newer, root, proof, tail));
                if (newer == older) continue;
                tail.resize(tail.size() - 2);
                QVERIFY(!registry::verifyTail(older, newer, root, proof, tail));
            }
        QVERIFY(!registry::verifyTail(2, 1, registry::rootHash(store, 1), {}, {}));
    }

    void proofOfOtherLengthOrSize_isRefused() {
        const auto store = treeOfAll();
        const auto newRoot = registry::rootHash(store, kSize);
        for (std::uint64_t older = 1; older < kSize; ++older) {
            const auto oldRoot = registry::rootHash(store, older);
            auto proof = registry::consistencyProof(store, older, kSize);
            QVERIFY(!registry::verifyConsistency(kSize, newRoot, older, oldRoot, proof));
            QVERIFY(!registry::verifyConsistency(0, oldRoot, kSize, newRoot, proof));
            proof.push_back(newRoot);
            QVERIFY(!registry::verifyConsistency(older, oldRoot, kSize, newRoot, proof));
            proof.pop_back();
            proof.pop_back();
            QVERIFY(!registry::verifyConsistency(older, oldRoot, kSize, newRoot, proof));
            QVERIFY(!registry::verifyConsistency(older, oldRoot, kSize, newRoot, {}));
        }
        QVERIFY(!registry::verifyConsistency(kSize, newRoot, kSize, sha256("x"), {}));
        QVERIFY(!registry::verifyConsistency(0, newRoot, kSize, newRoot, {}));
        QVERIFY(registry::verifyConsistency(0, sha256(""), kSize, newRoot, {}));
    }
};

QTEST_GUILESS_MAIN(TestConsistency)
#include "tst_consistency.moc"
