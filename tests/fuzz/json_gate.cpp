// The gate for JSON from outside: what is read quickly and what is read exactly are the same, and
// what is accepted can be written in canonical form and read again.
#include "shared/core/json_gate.hpp"

#include "shared/core/json_text.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

using namespace shoujie;
using fuzz::demand;

namespace {

/// The library takes a byte order mark, simdjson does not; the gate decides then.
bool beginsWithMark(std::string_view text) {
    return text.starts_with("\xef\xbb\xbf");
}

std::size_t depthOf(const nlohmann::json& json) {
    std::size_t deepest = 0;
    if (!json.is_structured()) return 0;
    for (const auto& inner : json)
        deepest = std::max(deepest, depthOf(inner));
    return deepest + 1;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const JsonLimits limits{1 + in.below(limits::kMaxJsonDepth), 4096};
    const auto text = in.rest();
    const auto read = parseJson(text, limits);
    if (text.size() > limits.bytes || text.find('\0') != std::string_view::npos) {
        demand(!read, "what is too large or holds a zero byte is refused");
        return 0;
    }
    const auto quick = readQuickly(text, limits.depth);
    const auto exact = readExactly(text, limits.depth);
    demand(read.ok() == exact.ok(), "the gate accepts what its exact reader accepts");
    if (!exact) {
        demand(!quick, "the quick reader accepts nothing that the exact one refuses");
        demand(exact.error() == read.error(), "the exact reader says why");
        return 0;
    }
    demand(quick.has_value() || beginsWithMark(text), "the quick reader is not stricter");
    demand(!quick || *quick == *exact, "both readers read the same value");
    demand(*read == *exact, "the gate gives what its readers read");
    demand(depthOf(*read) <= limits.depth, "nothing is deeper than allowed");

    const auto canonical = dumpJson(*read);
    demand(canonical == read->dump(), "the canonical text is the library's");
    const auto again = parseJson(canonical, {limits.depth, SIZE_MAX});
    demand(again && *again == *read, "the canonical text reads the same");
    return 0;
}
