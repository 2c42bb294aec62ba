#pragma once

#include "shared/protocol/messages.hpp"

#include <chrono>

/// One message of each kind that is more than a few members.
namespace shoujie::testing {

using namespace std::chrono_literals;
using namespace protocol;

inline const Instant kNoon{1'772'000'000s};

inline evidence::WireFact aWireFact(std::int64_t seq = 41) {
    evidence::WireFact fact;
    fact.id = FactId("f" + std::to_string(seq));
    fact.site = SiteId("xidi");
    fact.kind = "staff.left";
    fact.by = StaffId("s1");
    fact.device = DeviceId("d1");
    fact.seq = seq;
    fact.at = {"b007", 1'500ms, "ab12", kNoon + Duration(7), evidence::Ticks{900ms, 1'400ms}};
    fact.data = R"({"staff":"s2"})";
    return fact;
}

inline AnchorRequest anAnchorRequest() {
    return {"ab12", 2, "b007", 77ns, 41, sha256("head"), Signature{1, 2, 3}, 40, 33ns, "ab11"};
}

inline evidence::Anchor anAnchor() {
    return {"ab12", DeviceId("d1"), 2, "b007", 77ns, 41, sha256("head"), kNoon, kNoon + 1s, 33ns};
}

inline PushRequest aPush(std::size_t count) {
    PushRequest push{3, sha256("previous"), {}, Signature{9}, 40};
    for (std::size_t i = 0; i < count; ++i)
        push.facts.push_back(aWireFact(static_cast<std::int64_t>(i) + 1));
    return push;
}

inline PushRequest aBoxedPush() {
    auto push = aPush(0);
    push.boxed = {std::string("\0\1", 2), "two"};
    return push;
}

inline registry::Receipt aReceipt() {
    registry::Receipt receipt;
    receipt.record = {7,          DeviceId("d1"),
                      41,         sha256("chain"),
                      kNoon + 5s, {{kNoon, kNoon + 1s}, evidence::Grade::anchored, 3}};
    receipt.proof = {sha256("a"), sha256("b")};
    return receipt;
}

inline PushReply aPushReply() {
    PushReply reply;
    reply.results = {{FactId("f1"), PushStatus::received, aReceipt(), std::nullopt},
                     {FactId("f2"), PushStatus::duplicate, aReceipt(), std::nullopt},
                     {FactId("f3"), PushStatus::refused, std::nullopt,
                      Error{ErrorCode::missingMember, "facts[2].data.visit", "is missing"}}};
    reply.checkpoint = "shoujie/xidi\n41\nAAAA\n\n— shoujie-server BBBB\n";
    reply.consistency = {sha256("c")};
    return reply;
}

inline RecoveryRequest aRecoveryRequest() {
    RecoveryRequest request;
    request.checkpoint = "shoujie/xidi\n41\nAAAA\n\n— shoujie-server BBBB\n";
    request.epoch = 2;
    request.recovery = 77;
    request.feedCursor = 40;
    request.tail.records = std::string("\0\1\2", 3);
    auto stated = aWireFact();
    request.tail.stated = {stated};
    request.chain = {aPush(2), {{2, Error{ErrorCode::conflict, "data.visit", "is taken"}}}};
    request.anchors = {{anAnchor(), Signature{7}}};
    request.all = true;
    request.seen = {{41, sha256("root")}, {32, sha256("older")}};
    return request;
}

inline RecoveryReply aRecoveryReply() {
    return {true, 77, true, 40, 2, 41, "ab12", "note", 32, {sha256("a")}};
}

inline FeedReply aFeed() {
    facts::TimedFact timed;
    timed.fact.id = FactId("f1");
    timed.fact.site = SiteId("xidi");
    timed.fact.by = StaffId("s1");
    timed.fact.device = DeviceId("d1");
    timed.fact.seq = 41;
    timed.fact.data = facts::StaffLeft{StaffId("s2")};
    timed.at = {kNoon, kNoon + 2s};
    FeedReply feed;
    feed.entries.push_back({5, timed, 7, "A", "", {}, ""});
    feed.entries.back().erased = true;
    feed.entries.push_back({6, std::nullopt, 0, "", "visit", SubjectId("v1"), R"({"owner":"s1"})"});
    FeedEntry unsupported;
    unsupported.seq = 7;
    unsupported.registerSeq = 8;
    unsupported.grade = "A";
    unsupported.factText = R"({"id":"f9","kind":"visit.photographed"})";
    unsupported.unsupportedId = FactId("f9");
    unsupported.ofServer = true;
    feed.entries.push_back(unsupported);
    feed.next = 7;
    feed.more = true;
    return feed;
}

} // namespace shoujie::testing
