// Facts from the wire: a line with the kind, one with the data, and one with what an amendment
// sets.
#include "shared/core/json_text.hpp"
#include "shared/evidence/time_evidence.hpp"
#include "shared/facts/fact_json.hpp"
#include "tests/fuzz/json_mutator.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

#include <string>

using namespace shoujie;
using fuzz::demand;

namespace {

evidence::WireFact wireFact(std::string_view kind, std::string_view data) {
    evidence::WireFact wire;
    wire.id = FactId("f1");
    wire.site = SiteId("xidi");
    wire.kind = kind;
    wire.by = StaffId("s1");
    wire.device = DeviceId("d1");
    wire.seq = 1;
    wire.data = data;
    return wire;
}

void writesAndReadsTheSame(std::string_view kind, const facts::FactData& data) {
    demand(facts::kindOf(data) == kind, "the data are of the kind that was named");
    const auto text = evidence::encodeData(data);
    const auto again = evidence::decodeFact(wireFact(kind, text));
    demand(again.ok(), "what was accepted is accepted when it is written again");
    demand(evidence::encodeData(again->data) == text, "a fact writes and reads the same");
}

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutateLines(data, size, most, seed);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const auto kind = in.line();
    const auto text = in.line();
    const auto set = in.line();
    const auto fact = evidence::decodeFact(wireFact(kind, text));
    if (!fact) {
        demand(!fact.error().path.empty(), "an error names a member");
        return 0;
    }
    writesAndReadsTheSame(kind, fact->data);
    const auto timed = facts::timedFactToJson({*fact, TimeInterval::exactly(Instant())});
    const auto again = facts::timedFactFromJson(timed, "");
    demand(again && facts::timedFactToJson(*again) == timed, "the feed's form reads the same");

    const auto amendment = evidence::decodeFact(wireFact(
        "entry.amended", R"({"reason":"r","target":"f1","set":)" + std::string(set) + "}"));
    if (!amendment) return 0;
    const auto amended =
        facts::amendedData(fact->data, std::get<facts::EntryAmended>(amendment->data));
    if (amended) writesAndReadsTheSame(kind, *amended);
    return 0;
}
