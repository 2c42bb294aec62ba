#include "shared/audit/register_verifier.hpp"

#include <utility>

namespace shoujie::audit {

namespace {

Error bad(const char* path, const char* why) {
    return {ErrorCode::corrupt, path, why};
}

} // namespace

Result<void> RegisterVerifier::take(std::string_view text) {
    auto line = decodeLine(text);
    if (!line) return line.error();
    if (!m_origin && !std::holds_alternative<ExportHeader>(*line))
        return bad("", "is not preceded by the header of an export");
    m_endsSigned = std::holds_alternative<ExportedCheckpoint>(*line);
    return std::visit([this](const auto& part) { return check(part); }, *line);
}

Result<void> RegisterVerifier::check(const ExportHeader& header) {
    if (m_origin) return bad("origin", "is a second header");
    m_origin = header.origin;
    return {};
}

/// h_n of a link that follows the last one known of its chain. Refused links stand right before the
/// record that holds them.
Result<Hash> RegisterVerifier::extend(const Chain& chain, std::int64_t seq, const Hash& body) {
    if (m_awaited && *m_awaited != chain)
        return bad("refused", "is a link that no record right after it holds");
    const auto known = m_chains.find(chain);
    const Link last = known == m_chains.end()
                          ? Link{0, evidence::chainStart(DeviceId(chain.first), chain.second)}
                          : known->second;
    if (seq != last.seq + 1) return bad("seq", "leaves a gap in the chain of its device");
    const Hash hash = evidence::extendChain(last.hash, body);
    m_chains[chain] = {seq, hash};
    return hash;
}

Result<void> RegisterVerifier::checkRecord(const registry::Record& record, const Hash& leaf) const {
    if (static_cast<std::uint64_t>(record.registerSeq) != m_size + 1)
        return bad("record.register_seq", "is not the next one");
    if (record.stamp.at.earliest > record.stamp.at.latest)
        return bad("record.earliest", "is after the latest time");
    if (registry::leafHash(registry::recordBytes(record)) != leaf)
        return bad("leaf", "is not the hash of the record");
    return {};
}

Result<void> RegisterVerifier::checkLink(const registry::Record& record, std::int64_t epoch,
                                         const Hash& body) {
    const auto hash = extend({record.device.value, epoch}, record.deviceSeq, body);
    if (!hash) return hash.error();
    m_awaited.reset();
    if (*hash != record.chainHash)
        return bad("record.chain_hash", "does not follow from the fact and the chain before");
    return {};
}

Result<void> RegisterVerifier::check(const ExportedRecord& line) {
    const auto& record = line.record;
    const auto& fact = line.fact;
    if (auto good = checkRecord(record, line.leaf); !good) return good;
    if (registry::originOf(fact.site) != *m_origin) return bad("fact.site", "is another site");
    if (fact.device != record.device) return bad("record.device", "is not the fact's");
    if (fact.seq != record.deviceSeq) return bad("record.device_seq", "is not the fact's");

    const Hash body = evidence::bodyHash(fact);
    if (fact.device.empty()) {
        if (m_awaited) return bad("refused", "is a link that no record right after it holds");
        if (line.epoch != 0 || fact.seq != 0)
            return bad("epoch", "is given for a fact of the server itself");
        if (record.chainHash != body) return bad("record.chain_hash", "is not the fact's hash");
        const auto decoded = evidence::decodeFact(fact);
        const auto* erasure = decoded ? std::get_if<facts::EntriesErased>(&decoded->data) : nullptr;
        if (erasure != nullptr)
            for (const auto& entry : erasure->entries)
                m_erasedNamed.insert(entry.value);
    } else if (auto linked = checkLink(record, line.epoch, body); !linked) {
        return linked;
    }
    append(line.leaf);
    return {};
}

Result<void> RegisterVerifier::check(const ErasedRecord& line) {
    if (auto good = checkRecord(line.record, line.leaf); !good) return good;
    if (line.record.device.empty())
        return bad("record.device", "is missing: what the server states is not erased");
    if (auto linked = checkLink(line.record, line.epoch, line.bodyHash); !linked) return linked;
    if (!m_erased.insert(line.id.value).second) return bad("erased.id", "is erased twice");
    append(line.leaf);
    return {};
}

Result<void> RegisterVerifier::check(const RefusedLink& link) {
    Chain chain{link.device.value, link.epoch};
    if (const auto hash = extend(chain, link.seq, link.bodyHash); !hash) return hash.error();
    m_awaited = std::move(chain);
    ++m_refused;
    return {};
}

Result<void> RegisterVerifier::check(const ExportedCheckpoint& line) {
    const auto checkpoint = registry::openCheckpoint(line.note, m_key);
    if (!checkpoint) return checkpoint.error();
    if (m_awaited) return bad("refused", "is a link that no record right after it holds");
    if (checkpoint->origin != *m_origin) return bad("checkpoint", "is of another register");
    if (checkpoint->size != m_size)
        return bad("checkpoint", "does not stand behind the record it ends with");
    if (checkpoint->root != root())
        return bad("checkpoint", "is of another history: a record before it was altered");
    // The same one twice would be a line that nothing holds in its place.
    if (m_checkpoints > 0 && m_signedSize == m_size) return bad("checkpoint", "is given twice");
    m_signedSize = m_size;
    ++m_checkpoints;
    return {};
}

/// Each trailing one of the old size is a complete subtree that now becomes half of a larger one.
void RegisterVerifier::append(const Hash& leaf) {
    Hash hash = leaf;
    for (std::uint64_t digits = m_size; (digits & 1) != 0; digits >>= 1) {
        hash = registry::nodeHash(m_subtrees.back(), hash);
        m_subtrees.pop_back();
    }
    m_subtrees.push_back(hash);
    ++m_size;
}

Hash RegisterVerifier::root() const {
    if (m_subtrees.empty()) return sha256("");
    Hash hash = m_subtrees.back();
    for (auto left = std::next(m_subtrees.rbegin()); left != m_subtrees.rend(); ++left)
        hash = registry::nodeHash(*left, hash);
    return hash;
}

Result<Verified> RegisterVerifier::finish() const {
    if (!m_origin) return bad("", "there is no line");
    if (!m_endsSigned) return bad("", "the last line is no checkpoint: the end was cut off");
    // A server that alters a fact could else say that it was erased.
    for (const auto& id : m_erased)
        if (!m_erasedNamed.contains(id))
            return bad("erased", "is a fact that no entry of the register says was erased");
    return Verified{*m_origin, m_size, m_refused, m_erased.size(), m_checkpoints, root()};
}

} // namespace shoujie::audit
