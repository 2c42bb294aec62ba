// Time evidence: the interval of facts between anchors, with numbers as the wire allows them.
#include "shared/evidence/interval.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace shoujie;
using namespace shoujie::evidence;
using fuzz::demand;
using fuzz::Input;
using std::chrono::nanoseconds;

namespace {

constexpr std::array<const char*, 4> kBoots{"b1", "b2", "b3", "b4"};
constexpr std::array<const char*, 4> kNonces{"n1", "n2", "n3", "n4"};

/// From 0 to the largest, and often of a size at which numbers meet.
std::int64_t count(Input& in) {
    const auto value = static_cast<std::int64_t>(in.number<std::uint64_t>() & INT64_MAX);
    return value >> in.below(64);
}
nanoseconds elapsed(Input& in) {
    return in.flag() ? nanoseconds(std::chrono::seconds(in.number<std::uint16_t>()))
                     : nanoseconds(count(in));
}
Instant time(Input& in) {
    static const Instant kBase = *parseRfc3339("2026-03-01T02:00:00Z");
    static const auto kLast = parseRfc3339("9999-12-31T23:59:59.999999Z")->time_since_epoch();
    if (in.flag()) return kBase + std::chrono::seconds(in.number<std::uint16_t>());
    return Instant(Duration(count(in) % (kLast.count() + 1)));
}
std::string nonce(Input& in) {
    return kNonces[in.below(kNonces.size())];
}

Anchor anchor(Input& in) {
    Anchor one;
    one.nonce = nonce(in);
    one.device = DeviceId("d1");
    one.epoch = 1 + static_cast<std::int64_t>(in.below(2));
    one.bootTag = kBoots[in.below(kBoots.size())];
    one.elapsed = elapsed(in);
    one.headSeq = in.flag() ? static_cast<std::int64_t>(in.below(16)) : count(in);
    one.challengedAt = time(in);
    one.answeredAt = std::max(one.challengedAt, time(in));
    if (in.flag()) one.tickedSince = elapsed(in);
    return one;
}

TimeEvidence reading(Input& in) {
    TimeEvidence at;
    at.bootTag = kBoots[in.below(kBoots.size())];
    at.elapsed = elapsed(in);
    if (in.flag()) at.anchor = nonce(in);
    at.wall = time(in);
    if (in.flag()) at.ticks = Ticks{elapsed(in), elapsed(in)};
    return at;
}

void holds(const Stamp& stamp, Instant receivedAt) {
    demand(stamp.at.earliest <= stamp.at.latest, "an interval does not end before it begins");
    demand(stamp.at.latest <= receivedAt, "nothing was written after it was received");
    demand(!toWord(stamp.grade).empty(), "a grade has a word");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input in(data, size);
    std::vector<Anchor> anchors(in.below(5));
    for (auto& one : anchors)
        one = anchor(in);
    std::vector<Link> links(1 + in.below(6));
    auto seq = in.flag() ? 1 + static_cast<std::int64_t>(in.below(16))
                         : std::clamp<std::int64_t>(count(in), 1, INT64_MAX - 16);
    for (auto& link : links)
        link = {seq++, reading(in)};
    std::vector<ShownHead> heads(in.below(4));
    for (auto& head : heads)
        head = {links.front().seq + static_cast<std::int64_t>(in.below(8)), time(in)};
    const std::vector<std::string> torn(in.below(2), kBoots[in.below(kBoots.size())]);

    Stretch stretch;
    stretch.epoch = 1;
    stretch.links = links;
    if (in.flag()) stretch.before = Stretch::Before{{links.front().seq - 1, reading(in)}, time(in)};
    stretch.anchors = anchors;
    stretch.torn = torn;
    stretch.heads = heads;
    stretch.receivedAt = time(in);
    const auto stamps = stampStretch(stretch);
    demand(stamps.size() == links.size(), "each link gets its stamp");
    for (const auto& stamp : stamps)
        holds(stamp, stretch.receivedAt);
    holds(stampFact(links.front().at, anchors, stretch.receivedAt), stretch.receivedAt);

    BootRecord record;
    for (const auto& one : anchors)
        record.take(one);
    const bool wasTorn = record.torn;
    for (const auto& one : anchors)
        record.take(one);
    demand(!wasTorn || record.torn, "a boot that is torn stays so");
    return 0;
}
