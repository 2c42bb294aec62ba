#include "shared/register/receipt.hpp"

#include "shared/core/limits.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace shoujie::registry {

namespace {

/// The name of the server's key in signed notes, and the byte that says "Ed25519" there.
constexpr std::string_view kKeyName = "shoujie-server";
constexpr char kEd25519 = 0x01;
/// An em dash and a space begin a signature line.
constexpr std::string_view kSignaturePrefix = "\xe2\x80\x94 ";
/// Begins the extension line of Checkpoint::restores.
constexpr std::string_view kRestored = "restored ";

/// C2SP signed-note: the first four bytes of SHA-256(name, newline, algorithm, key).
std::string keyId(const PublicKey& key) {
    const Hash hash = sha256(
        ByteWriter().raw(kKeyName).raw("\n").raw(std::string_view(&kEd25519, 1)).raw(key).bytes());
    return {hash.begin(), hash.begin() + 4};
}

Error badNote(const char* why) {
    return {ErrorCode::malformed, "checkpoint", why};
}

/// Cuts the next line off `text`; the line must end in a newline.
Result<std::string_view> nextLine(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return badNote("ends in the middle of a line");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

Result<Checkpoint> parseBody(std::string_view body) {
    const auto origin = nextLine(body);
    if (!origin) return origin.error();
    const auto size = nextLine(body);
    if (!size) return size.error();
    const auto root = nextLine(body);
    if (!root) return root.error();
    if (origin->empty()) return badNote("has no origin");

    Checkpoint checkpoint{std::string(*origin), 0, {}};
    const auto* end = size->data() + size->size();
    const auto [at, failed] = std::from_chars(size->data(), end, checkpoint.size);
    const bool leadingZero = size->size() > 1 && size->front() == '0';
    if (failed != std::errc() || at != end || leadingZero) return badNote("has no tree size");
    const auto bytes = fromBase64(*root);
    if (!bytes || bytes->size() != checkpoint.root.size()) return badNote("has no root hash");
    std::ranges::copy(*bytes, checkpoint.root.begin());
    // Further lines are extensions; of those that this program does not know nothing is said.
    while (!body.empty()) {
        auto line = nextLine(body);
        if (!line) return line.error();
        if (!line->starts_with(kRestored)) continue;
        line->remove_prefix(kRestored.size());
        const auto* last = line->data() + line->size();
        const auto [stop, bad] = std::from_chars(line->data(), last, checkpoint.restores);
        if (bad != std::errc() || stop != last || checkpoint.restores < 1)
            return badNote("has a broken extension");
    }
    return checkpoint;
}

/// Cuts values off bytes that a ByteWriter wrote.
class Cutter {
public:
    explicit Cutter(std::string_view bytes) : m_left(bytes) {}

    [[nodiscard]] bool done() const { return m_left.empty(); }
    [[nodiscard]] bool failed() const { return m_failed; }
    std::string_view raw(std::size_t size) {
        if (size > m_left.size()) {
            m_failed = true;
            m_left = {};
            return {};
        }
        const auto cut = m_left.substr(0, size);
        m_left.remove_prefix(size);
        return cut;
    }
    std::int64_t integer() {
        std::uint64_t value = 0;
        for (const char byte : raw(8))
            value = value << 8 | static_cast<std::uint8_t>(byte);
        return static_cast<std::int64_t>(value);
    }
    std::string_view text() {
        const auto size = integer();
        return raw(size < 0 ? SIZE_MAX : static_cast<std::size_t>(size));
    }
    Instant time() { return Instant(Duration(integer())); }

private:
    std::string_view m_left;
    bool m_failed = false;
};

} // namespace

std::string originOf(const SiteId& site) {
    return "shoujie/" + site.value;
}

std::string recordBytes(const Record& record) {
    return ByteWriter()
        .integer(record.registerSeq)
        .text(record.device.value)
        .integer(record.deviceSeq)
        .raw(record.chainHash)
        .integer(record.receivedAt.time_since_epoch().count())
        .integer(record.stamp.at.earliest.time_since_epoch().count())
        .integer(record.stamp.at.latest.time_since_epoch().count())
        .integer(static_cast<std::int64_t>(record.stamp.grade))
        .integer(record.stamp.flags)
        .bytes();
}

Result<std::vector<Record>> recordsFromBytes(std::string_view bytes) {
    const Error bad{ErrorCode::malformed, "records", "are not the bytes of records"};
    std::vector<Record> records;
    for (Cutter in(bytes); !in.done();) {
        Record record;
        record.registerSeq = in.integer();
        record.device.value = in.text();
        record.deviceSeq = in.integer();
        std::ranges::copy(in.raw(record.chainHash.size()), record.chainHash.begin());
        record.receivedAt = in.time();
        record.stamp.at.earliest = in.time();
        record.stamp.at.latest = in.time();
        const auto grade = in.integer();
        record.stamp.flags = in.integer();
        const bool known =
            grade >= 0 && grade <= static_cast<std::int64_t>(evidence::Grade::anomalous);
        if (in.failed() || !known || record.registerSeq < 1 || record.deviceSeq < 0 ||
            record.device.value.size() > limits::kMaxIdBytes ||
            record.stamp.at.earliest > record.stamp.at.latest)
            return bad;
        record.stamp.grade = static_cast<evidence::Grade>(grade);
        records.push_back(std::move(record));
    }
    return records;
}

std::string signCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
    // The format has one line for it; a second one would be read as the size.
    assert(!checkpoint.origin.empty() && checkpoint.origin.find('\n') == std::string::npos);
    std::string body = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                       toBase64(checkpoint.root) + "\n";
    if (checkpoint.restores > 0)
        body.append(kRestored).append(std::to_string(checkpoint.restores)).append("\n");
    const auto signature = key.sign(body);
    const auto blob = ByteWriter().raw(keyId(key.publicKey())).raw(signature).bytes();
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(blob.data()), blob.size());
    body.append("\n").append(kSignaturePrefix).append(kKeyName).append(" ");
    return body + toBase64(bytes) + "\n";
}

Result<Checkpoint> openCheckpoint(std::string_view note, const PublicKey& key) {
    const auto split = note.find("\n\n");
    if (split == std::string_view::npos) return badNote("has no signature");
    const auto body = note.substr(0, split + 1);
    auto signatures = note.substr(split + 2);
    const std::string prefix = std::string(kSignaturePrefix) + std::string(kKeyName) + " ";

    // Also what stands behind the server's signature is signatures and nothing else.
    bool isSigned = false;
    while (!signatures.empty()) {
        const auto line = nextLine(signatures);
        if (!line) return line.error();
        if (!line->starts_with(kSignaturePrefix)) return badNote("has a line that signs nothing");
        if (!line->starts_with(prefix)) continue; // another signer, a witness say
        const auto blob = fromBase64(line->substr(prefix.size()));
        if (!blob || blob->size() != 4 + Signature().size())
            return badNote("has a broken signature");
        if (!std::equal(blob->begin(), blob->begin() + 4, keyId(key).begin(),
                        [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }))
            continue;
        Signature signature{};
        std::copy(blob->begin() + 4, blob->end(), signature.begin());
        if (!verifySignature(key, body, signature))
            return Error{ErrorCode::corrupt, "checkpoint", "is not signed by the server's key"};
        isSigned = true;
    }
    if (!isSigned)
        return Error{ErrorCode::corrupt, "checkpoint", "is not signed by the server's key"};
    return parseBody(body);
}

void unfoldProofs(std::vector<Receipt*> receipts, const std::vector<Hash>& beside,
                  std::uint64_t size) {
    if (receipts.empty()) return;
    const auto placeOf = [](const Receipt* one) {
        return one->record.registerSeq;
    };
    std::ranges::sort(receipts, {}, placeOf);
    const auto first = static_cast<std::uint64_t>(placeOf(receipts.front()) - 1);
    std::vector<Hash> leaves;
    for (const auto* receipt : receipts) {
        if (static_cast<std::uint64_t>(placeOf(receipt) - 1) != first + leaves.size()) return;
        leaves.push_back(leafHash(recordBytes(receipt->record)));
    }
    auto paths = pathsOfNeighbours(first, leaves, size, beside);
    for (std::size_t i = 0; paths && i < receipts.size(); ++i)
        receipts[i]->proof = std::move((*paths)[i]);
}

Result<void> checkReceipt(const Receipt& receipt, const Checkpoint& checkpoint,
                          const DeviceId& device, std::int64_t seq, const Hash& chainHash) {
    const Record& record = receipt.record;
    if (record.device != device || record.deviceSeq != seq || record.chainHash != chainHash)
        return Error{ErrorCode::corrupt, "receipt", "is for another fact"};
    if (record.registerSeq < 1 ||
        !verifyInclusion(leafHash(recordBytes(record)),
                         static_cast<std::uint64_t>(record.registerSeq) - 1, checkpoint.size,
                         receipt.proof, checkpoint.root))
        return Error{ErrorCode::corrupt, "receipt", "does not lead to the signed checkpoint"};
    return {};
}

} // namespace shoujie::registry
