#include "shared/register/merkle_tree.hpp"
#include "tests/shared/register/published_leaves.hpp"
#include "tests/shared/verdict.hpp"

#include <QtTest>

#include <bit>
#include <map>

using namespace shoujie;
using namespace shoujie::testing;
using registry::MemoryNodeStore;

namespace {

/// The published roots, by the number of leaves.
constexpr std::string_view kRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

struct PublishedPath {
    std::uint64_t index;
    std::uint64_t size;
    std::vector<std::string_view> path;
};
const PublishedPath kPaths[] = {
    {0, 1, {}},
    {0,
     8,
     {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
    {5,
     8,
     {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
    {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
    {1,
     5,
     {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};

/// `count` leaves: the published ones first, then others.
std::vector<std::string> leaves(std::size_t count) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i)
        all.push_back(i < std::size(kPublishedLeaves) ? bytesOf(kPublishedLeaves[i])
                                                      : "leaf " + std::to_string(i));
    return all;
}

MemoryNodeStore treeOf(std::size_t count) {
    MemoryNodeStore store;
    std::uint64_t size = 0;
    for (const auto& leaf : leaves(count))
        registry::appendLeaf(store, size++, registry::leafHash(leaf));
    return store;
}

// ---- the definitions of RFC 6962, 2.1, word by word: over lists, nothing stored --------------
Hash join(std::string prefix, const Hash& a, const Hash& b) {
    prefix.append(a.begin(), a.end()).append(b.begin(), b.end());
    return sha256(prefix);
}

Hash naiveRoot(std::span<const std::string> all) {
    if (all.empty()) return sha256("");
    if (all.size() == 1) return sha256(std::string(1, '\0') + all[0]);
    std::size_t k = 1;
    while (k * 2 < all.size())
        k *= 2;
    return join("\x01", naiveRoot(all.first(k)), naiveRoot(all.subspan(k)));
}

std::vector<Hash> naivePath(std::size_t index, std::span<const std::string> all) {
    if (all.size() <= 1) return {};
    std::size_t k = 1;
    while (k * 2 < all.size())
        k *= 2;
    auto path = index < k ? naivePath(index, all.first(k)) : naivePath(index - k, all.subspan(k));
    path.push_back(naiveRoot(index < k ? all.subspan(k) : all.first(k)));
    return path;
}

QString hex(const Hash& hash) {
    return shown(toHex(hash));
}

/// A store that counts what is asked of it.
class CountingStore final : public registry::NodeStore {
public:
    [[nodiscard]] Hash node(int level, std::uint64_t index) const override {
        ++reads;
        return m_nodes.at({level, index});
    }
    void put(int level, std::uint64_t index, const Hash& hash) override {
        ++writes;
        QVERIFY2(m_nodes.emplace(std::pair(level, index), hash).second, "a node was written twice");
    }
    mutable int reads = 0;
    int writes = 0;

private:
    std::map<std::pair<int, std::uint64_t>, Hash> m_nodes;
};

} // namespace

class TestMerkleTree : public QObject {
    Q_OBJECT

private slots:
    void publishedLeaves_giveThePublishedRoots();
    void publishedLeaves_giveThePublishedPaths();
    void leafAndNode_areHashedWithTheirPrefixes();
    void everyTree_agreesWithTheDefinition();
    void everyInclusion_isProvedAndAgreesWithTheDefinition();
    void everyStretch_provesEachOfItsLeaves();
    void stretchThatDoesNotFit_hasNoPaths();
    void anyFlippedBit_breaksTheProof();
    void otherIndexOrSize_breaksTheProof();
    void proofOfOtherLength_isRefused();
    void proofBeyondTheTop_isRefused();
    void sizesAtTheEndOfTheRange_areOnlyRefused();
    void appending_writesEachNodeOnceAndTwoALeaf();
};

void TestMerkleTree::publishedLeaves_giveThePublishedRoots() {
    const auto store = treeOf(8);
    for (std::size_t size = 0; size <= 8; ++size) {
        QCOMPARE(hex(registry::rootHash(store, size)), shown(kRoots[size]));
        const auto all = leaves(size);
        QCOMPARE(hex(naiveRoot(all)), shown(kRoots[size]));
    }
}

void TestMerkleTree::publishedLeaves_giveThePublishedPaths() {
    const auto store = treeOf(8);
    for (const auto& published : kPaths) {
        const auto path = registry::inclusionProof(store, published.index, published.size);
        QCOMPARE(path.size(), published.path.size());
        for (std::size_t i = 0; i < path.size(); ++i)
            QCOMPARE(hex(path[i]), shown(published.path[i]));
    }
}

void TestMerkleTree::leafAndNode_areHashedWithTheirPrefixes() {
    QCOMPARE(hex(registry::leafHash("")), hex(sha256(std::string(1, '\0'))));
    QCOMPARE(hex(registry::leafHash("abcdefg")),
             shown("6b43f785b72386e132b275bc918c25dbc687ab8427836bef6ce4509b64f4f54d"));
    const Hash a = sha256("a");
    const Hash b = sha256("b");
    QCOMPARE(hex(registry::nodeHash(a, b)), hex(join("\x01", a, b)));
    QVERIFY(registry::nodeHash(a, b) != registry::nodeHash(b, a));
    // A node's bytes as a leaf give another hash: a tree cannot be cut off above its leaves.
    QVERIFY(registry::leafHash(std::string(a.begin(), a.end()) + std::string(b.begin(), b.end())) !=
            registry::nodeHash(a, b));
}

void TestMerkleTree::everyTree_agreesWithTheDefinition() {
    const auto store = treeOf(200);
    const auto all = leaves(200);
    // Roots of earlier sizes too: the store only ever grows.
    for (std::size_t size = 0; size <= 200; ++size)
        QCOMPARE(hex(registry::rootHash(store, size)), hex(naiveRoot(std::span(all).first(size))));
}

void TestMerkleTree::everyInclusion_isProvedAndAgreesWithTheDefinition() {
    const auto store = treeOf(64);
    const auto all = leaves(64);
    for (std::size_t size = 1; size <= 64; ++size) {
        const auto root = registry::rootHash(store, size);
        for (std::size_t index = 0; index < size; ++index) {
            const auto proof = registry::inclusionProof(store, index, size);
            QVERIFY(proof == naivePath(index, std::span(all).first(size)));
            QVERIFY(registry::verifyInclusion(registry::leafHash(all[index]), index, size, proof,
                                              root));
        }
    }
}

void TestMerkleTree::everyStretch_provesEachOfItsLeaves() {
    constexpr std::uint64_t kMost = 34;
    const auto store = treeOf(kMost);
    std::vector<Hash> hashes;
    for (const auto& leaf : leaves(kMost))
        hashes.push_back(registry::leafHash(leaf));
    for (std::uint64_t size = 1; size <= kMost; ++size) {
        const registry::AuditPaths paths(store, size);
        for (std::uint64_t first = 0; first < size; ++first) {
            for (std::uint64_t count = 1; first + count <= size; ++count) {
                const auto beside = paths.beside(first, count);
                QVERIFY(beside.size() <= 2 * std::bit_width(size));
                const auto unfolded = registry::pathsOfNeighbours(
                    first, std::span(hashes).subspan(first, count), size, beside);
                QVERIFY(unfolded && unfolded->size() == count);
                for (std::uint64_t i = 0; i < count; ++i)
                    QVERIFY((*unfolded)[i] == paths.of(first + i));
            }
        }
    }
}

void TestMerkleTree::stretchThatDoesNotFit_hasNoPaths() {
    const auto store = treeOf(13);
    const std::vector<Hash> some(4);
    const auto beside = registry::AuditPaths(store, 13).beside(5, 4);
    QVERIFY(registry::pathsOfNeighbours(5, some, 13, beside));
    auto fewer = beside;
    fewer.pop_back();
    QVERIFY(!registry::pathsOfNeighbours(5, some, 13, fewer));
    auto more = beside;
    more.emplace_back();
    QVERIFY(!registry::pathsOfNeighbours(5, some, 13, more));
    QVERIFY(!registry::pathsOfNeighbours(5, {}, 13, beside));
    QVERIFY(!registry::pathsOfNeighbours(10, some, 13, beside)); // beyond the end
    QVERIFY(!registry::pathsOfNeighbours(UINT64_MAX - 1, some, 13, beside));
    QVERIFY(!registry::pathsOfNeighbours(13, some, 13, beside));
}

void TestMerkleTree::anyFlippedBit_breaksTheProof() {
    const auto store = treeOf(64);
    const auto all = leaves(64);
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 33U, 64U}) {
        const auto root = registry::rootHash(store, size);
        for (std::size_t index = 0; index < size; ++index) {
            const Hash leaf = registry::leafHash(all[index]);
            const auto proof = registry::inclusionProof(store, index, size);
            // One bit in each byte, another one each time.
            for (std::size_t byte = 0; byte < leaf.size(); ++byte) {
                const auto bit = static_cast<std::uint8_t>(1U << ((byte + index) % 8));
                Hash other = leaf;
                other[byte] ^= bit;
                QVERIFY(!registry::verifyInclusion(other, index, size, proof, root));
                Hash otherRoot = root;
                otherRoot[byte] ^= bit;
                QVERIFY(!registry::verifyInclusion(leaf, index, size, proof, otherRoot));
                for (std::size_t step = 0; step < proof.size(); ++step) {
                    auto broken = proof;
                    broken[step][byte] ^= bit;
                    QVERIFY(!registry::verifyInclusion(leaf, index, size, broken, root));
                }
            }
        }
    }
}

void TestMerkleTree::otherIndexOrSize_breaksTheProof() {
    const auto store = treeOf(64);
    const auto all = leaves(64);
    for (const std::size_t size : {2U, 5U, 8U, 31U, 64U}) {
        const auto root = registry::rootHash(store, size);
        for (std::size_t index = 0; index < size; ++index) {
            const auto leaf = registry::leafHash(all[index]);
            const auto proof = registry::inclusionProof(store, index, size);
            for (std::size_t other = 0; other < size + 2; ++other)
                if (other != index)
                    QVERIFY(!registry::verifyInclusion(leaf, other, size, proof, root));
            for (const std::size_t otherSize : {std::size_t{0}, index})
                QVERIFY(!registry::verifyInclusion(leaf, index, otherSize, proof, root));
            QVERIFY(!registry::verifyInclusion(leaf, index, size * 2 + 1, proof, root));
        }
    }
}

void TestMerkleTree::proofOfOtherLength_isRefused() {
    const auto store = treeOf(64);
    const auto all = leaves(64);
    for (const std::size_t size : {1U, 2U, 5U, 8U, 63U}) {
        const auto root = registry::rootHash(store, size);
        for (std::size_t index = 0; index < size; ++index) {
            const auto leaf = registry::leafHash(all[index]);
            auto proof = registry::inclusionProof(store, index, size);
            proof.push_back(root);
            QVERIFY(!registry::verifyInclusion(leaf, index, size, proof, root));
            proof.pop_back();
            if (proof.empty()) continue;
            proof.pop_back();
            QVERIFY(!registry::verifyInclusion(leaf, index, size, proof, root));
            // The root itself for a leaf, with nothing to prove.
            QVERIFY(!registry::verifyInclusion(root, index, size, {}, root));
        }
    }
}

void TestMerkleTree::proofBeyondTheTop_isRefused() {
    // The right half of a tree of two, claimed to be the only leaf.
    const Hash left = registry::leafHash("left");
    const Hash right = registry::leafHash("right");
    QVERIFY(!registry::verifyInclusion(right, 0, 1, {left}, registry::nodeHash(left, right)));
    QVERIFY(registry::verifyInclusion(right, 1, 2, {left}, registry::nodeHash(left, right)));
}

void TestMerkleTree::sizesAtTheEndOfTheRange_areOnlyRefused() {
    const Hash leaf = sha256("leaf");
    const std::vector<Hash> proof(64, sha256("step"));
    QVERIFY(!registry::verifyInclusion(leaf, 0, 0, {}, leaf));
    QVERIFY(!registry::verifyInclusion(leaf, UINT64_MAX, UINT64_MAX, proof, leaf));
    QVERIFY(!registry::verifyInclusion(leaf, UINT64_MAX - 1, UINT64_MAX, proof, leaf));
    QVERIFY(!registry::verifyInclusion(leaf, 0, UINT64_MAX, proof, leaf));
}

void TestMerkleTree::appending_writesEachNodeOnceAndTwoALeaf() {
    CountingStore store;
    for (std::uint64_t size = 0; size < 1024; ++size)
        registry::appendLeaf(store, size, sha256(std::to_string(size)));
    QCOMPARE(store.writes, 2 * 1024 - 1);
    store.reads = 0;
    (void)registry::inclusionProof(store, 700, 1023);
    QVERIFY2(store.reads <= 60, qPrintable(QString::number(store.reads)));
}

QTEST_APPLESS_MAIN(TestMerkleTree)
#include "tst_merkle_tree.moc"
