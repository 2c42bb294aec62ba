// What the server signs, as text. The first byte says which of three:
//   'n'  a checkpoint note as it came
//   'b'  the body of a note, which is signed here, so that what stands behind the signature is read
//   'x'  how a whole exported register is changed: no byte of it may change unseen
#include "shared/audit/register_verifier.hpp"
#include "shared/core/bytes.hpp"
#include "shared/register/receipt.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/sample_register.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace shoujie;
using fuzz::demand;
using fuzz::Input;
using testing::SampleRegister;

namespace {

const SigningKey& key() {
    static const SigningKey one = SampleRegister::key();
    return one;
}

void opensAndSignsTheSame(const registry::Checkpoint& checkpoint) {
    demand(!checkpoint.origin.empty(), "a checkpoint has an origin");
    demand(checkpoint.restores >= 0, "restores are counted from 0");
    const auto again =
        registry::openCheckpoint(registry::signCheckpoint(checkpoint, key()), key().publicKey());
    demand(again && *again == checkpoint, "a checkpoint is signed and opened the same");
}

void note(std::string_view text) {
    const auto checkpoint = registry::openCheckpoint(text, key().publicKey());
    if (!checkpoint) return;
    opensAndSignsTheSame(*checkpoint);
    for (auto lines = text.substr(text.find("\n\n") + 2); !lines.empty();) {
        demand(lines.starts_with("\xe2\x80\x94 "), "behind the text are signatures");
        const auto end = lines.find('\n');
        demand(end != std::string_view::npos, "a signature's line is whole");
        lines.remove_prefix(end + 1);
    }
}

/// The signature line of a note with that body, as signCheckpoint writes it.
std::string signatureLine(std::string_view body) {
    // Of a note of ours: an em dash, the key's name, and its id before the signature.
    static const std::string ours = registry::signCheckpoint({"o", 0, {}}, key());
    const auto line = ours.substr(ours.find("\n\n") + 2);
    const auto space = line.rfind(' ');
    const auto blob =
        *fromBase64(std::string_view(line).substr(space + 1, line.size() - space - 2));
    std::vector<std::uint8_t> bytes(blob.begin(), blob.begin() + 4);
    const auto signature = key().sign(body);
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return line.substr(0, space + 1) + toBase64(bytes) + "\n";
}

void signedBody(std::string_view text) {
    // The signature is over the body with its last newline, and none lies empty before it.
    const auto body = std::string(text.substr(0, text.find("\n\n"))) + "\n";
    const auto whole = body + "\n" + signatureLine(body);
    note(whole);
}

std::vector<std::string> exportLines() {
    constexpr std::int64_t kRecords = 8;
    std::vector<std::string> lines;
    SampleRegister(kRecords, 4).write([&](const std::string& line) { lines.push_back(line); });
    return lines;
}

/// The text of a checkpoint's line that is signed, or any other line. Witnesses may sign as well,
/// and nobody signs that they did.
std::string signedPart(const std::string& line) {
    if (!line.starts_with("{\"checkpoint\"")) return line;
    return line.substr(0, line.find("\\n\\n"));
}

/// Whether the lines are a beginning of the export that ends with a checkpoint, checkpoints before
/// it left out or not: what nobody can tell from a whole one.
bool isBeginning(const std::vector<std::string>& lines, const std::vector<std::string>& all) {
    const auto isNote = [](const std::string& line) {
        return line.starts_with("{\"checkpoint\"");
    };
    if (lines.empty() || !isNote(lines.back())) return false;
    auto at = all.begin();
    for (const auto& line : lines) {
        while (at != all.end() && signedPart(*at) != signedPart(line) && isNote(*at))
            ++at;
        if (at == all.end() || signedPart(*at) != signedPart(line)) return false;
        ++at;
    }
    return true;
}

void change(std::vector<std::string>& lines, Input& in) {
    const auto at = in.below(lines.size());
    std::string& line = lines[at];
    const auto place = in.number<std::uint16_t>() % (line.size() + 1);
    switch (in.below(7)) {
    case 0: // a byte
        if (place < line.size()) line[place] = in.number<char>();
        break;
    case 1:
        line.erase(place, 1 + in.below(4));
        break;
    case 2:
        line.insert(place, in.bytes(in.below(8)));
        break;
    case 3:
        std::swap(line, lines[in.below(lines.size())]);
        break;
    case 4:
        lines.insert(lines.begin() + static_cast<long>(at), lines[in.below(lines.size())]);
        break;
    case 5:
        if (lines.size() > 1) lines.erase(lines.begin() + static_cast<long>(at));
        break;
    default: // what the input brings, whole
        line = in.line();
    }
}

/// A verifier that has taken so many of the lines.
const audit::RegisterVerifier& verifierAfter(std::size_t count,
                                             const std::vector<std::string>& all) {
    static std::vector<audit::RegisterVerifier> known{audit::RegisterVerifier(key().publicKey())};
    while (known.size() <= count) {
        auto next = known.back();
        demand(next.take(all[known.size() - 1]).ok(), "an export is good as it was written");
        known.push_back(std::move(next));
    }
    return known[count];
}

void exported(Input& in) {
    static const auto all = exportLines();
    auto lines = all;
    for (auto times = 1 + in.below(3); times > 0; --times)
        change(lines, in);
    // What is the same up to the first change has been verified before.
    std::size_t same = 0;
    while (same < std::min(lines.size(), all.size()) && lines[same] == all[same])
        ++same;
    auto verifier = verifierAfter(same, all);
    bool good = true;
    for (std::size_t i = same; good && i < lines.size(); ++i)
        good = verifier.take(lines[i]).ok();
    good = good && verifier.finish().ok();
    demand(!good || isBeginning(lines, all), "no byte of an export changes unseen");
    demand(good || lines != all, "an export is good as it was written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in(data, size);
    switch (in.number<char>()) {
    case 'n':
        note(in.rest());
        break;
    case 'b':
        signedBody(in.rest());
        break;
    case 'x':
        exported(in);
        break;
    default:
        break;
    }
    return 0;
}
