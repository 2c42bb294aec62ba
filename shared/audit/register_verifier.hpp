#pragma once

#include "shared/audit/export_line.hpp"
#include "shared/register/merkle_tree.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shoujie::audit {

/// What was checked of an exported register.
struct Verified {
    std::string origin;
    std::uint64_t records = 0;
    std::uint64_t refused = 0;     ///< links of chains that were refused
    std::uint64_t erased = 0;      ///< records whose facts were erased
    std::uint64_t checkpoints = 0; ///< signed ones, the last included
    Hash root{};
};

/// Checks an exported register with nothing of the server's but its public key: line by line, so
/// that memory does not grow with the number of records.
///
/// It holds each record to its fact through the device's chain of hashes, the leaf and the tree,
/// and the tree to every checkpoint the server signed. What the devices themselves signed is not in
/// an export.
class RegisterVerifier {
public:
    explicit RegisterVerifier(const PublicKey& key) : m_key(key) {}

    /// The next line, without its newline; after an error there is nothing more to be asked.
    Result<void> take(std::string_view line);
    /// After the last line.
    Result<Verified> finish() const;

    /// For messages: what is good so far.
    [[nodiscard]] std::uint64_t records() const { return m_size; }

private:
    struct Link {
        std::int64_t seq = 0;
        Hash hash{};
    };

    Result<void> check(const ExportHeader& header);
    Result<void> check(const ExportedRecord& line);
    Result<void> check(const ErasedRecord& line);
    Result<void> check(const RefusedLink& link);
    /// What any record of the register has to hold; it is the next one.
    Result<void> checkRecord(const registry::Record& record, const Hash& leaf) const;
    /// The record's place in its device's chain.
    Result<void> checkLink(const registry::Record& record, std::int64_t epoch, const Hash& body);
    Result<void> check(const ExportedCheckpoint& checkpoint);
    using Chain = std::pair<std::string, std::int64_t>; ///< device and epoch
    Result<Hash> extend(const Chain& chain, std::int64_t seq, const Hash& body);
    void append(const Hash& leaf);
    [[nodiscard]] Hash root() const;

    PublicKey m_key;
    std::optional<std::string> m_origin;
    std::map<Chain, Link> m_chains;
    std::optional<Chain> m_awaited; ///< whose record has to follow its refused links
    std::vector<Hash> m_subtrees;   ///< complete ones, largest first: the binary digits of the size
    std::uint64_t m_size = 0;
    std::uint64_t m_refused = 0;
    std::set<std::string> m_erased;      ///< facts that are missing
    std::set<std::string> m_erasedNamed; ///< facts that the server says it has erased
    std::uint64_t m_checkpoints = 0;
    std::uint64_t m_signedSize = 0; ///< of the last checkpoint
    bool m_endsSigned = false;      ///< the last line is a checkpoint
};

} // namespace shoujie::audit
