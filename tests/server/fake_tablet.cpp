#include "tests/server/fake_tablet.hpp"

#include "shared/core/sealing.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace shoujie::server::testing {

namespace {

SigningKey keyOf(std::uint8_t seed) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return SigningKey::fromSeed(bytes);
}

} // namespace

FakeTablet::FakeTablet(std::uint8_t seed) : m_key(keyOf(seed)) {}

std::string FakeTablet::enrolBody(const std::string& code) const {
    return protocol::encode(protocol::EnrolRequest{code, m_key.publicKey()});
}

void FakeTablet::enrolled(const std::string& replyBody) {
    const auto reply = protocol::decodeEnrolReply(replyBody);
    assert(reply);
    device = reply->device;
    token = reply->token;
    deliverToken = reply->deliverToken;
    serverKey = reply->serverKey;
}

const evidence::WireFact& FakeTablet::write(const std::string& by, const facts::FactData& data) {
    return writeRaw(by, std::string(facts::kindOf(data)), evidence::encodeData(data));
}

const evidence::WireFact& FakeTablet::writeRaw(const std::string& by, const std::string& kind,
                                               const std::string& data) {
    evidence::WireFact fact;
    fact.seq = static_cast<std::int64_t>(m_facts.size()) + 1;
    fact.id.value = device.value + "-" + std::to_string(epoch) + "-" + std::to_string(fact.seq) +
                    "-" + std::to_string(sha256(data)[0]);
    fact.site.value = "xidi";
    fact.kind = kind;
    fact.by.value = by;
    fact.device = device;
    fact.at.bootTag = bootTag;
    fact.at.elapsed = elapsed;
    fact.at.anchor = anchorNonce;
    fact.at.wall = *parseRfc3339("2026-03-01T02:00:00Z");
    fact.data = data;
    fact.salt = sha256("salt of " + fact.id.value);
    return m_facts.emplace_back(std::move(fact));
}

Hash FakeTablet::chainAt(std::int64_t seq) const {
    Hash head = evidence::chainStart(device, epoch);
    for (const auto& fact : m_facts) {
        if (fact.seq > seq) break;
        head = evidence::extendChain(head, evidence::bodyHash(fact));
    }
    return head;
}

void FakeTablet::sign(protocol::PushRequest& request) const {
    Hash head = request.previous;
    for (const auto& fact : request.facts)
        head = evidence::extendChain(head, evidence::bodyHash(fact));
    request.signature =
        m_key.sign(evidence::headMessage(device, request.epoch, request.facts.back().seq, head));
}

protocol::PushRequest FakeTablet::push(std::int64_t first, std::size_t count) const {
    protocol::PushRequest request;
    request.epoch = epoch;
    request.treeSize = seen;
    request.previous = chainAt(first - 1);
    const auto begin = m_facts.begin() + (first - 1);
    const auto some = std::min<std::size_t>(count, static_cast<std::size_t>(m_facts.end() - begin));
    request.facts.assign(begin, begin + static_cast<std::ptrdiff_t>(some));
    sign(request);
    return request;
}

std::string FakeTablet::pushBody(std::int64_t first, std::size_t count) const {
    return protocol::encode(push(first, count));
}

std::string FakeTablet::boxedBody(std::int64_t first, std::size_t count) const {
    auto request = push(first, count);
    for (const auto& fact : request.facts)
        request.boxed.push_back(boxFor(serverKey, protocol::encode(fact)));
    return protocol::encode(request);
}

protocol::AnchorRequest FakeTablet::answer(const std::string& nonce) const {
    protocol::AnchorRequest request;
    request.nonce = nonce;
    request.epoch = epoch;
    request.treeSize = seen;
    if (tellsNonce) request.lastNonce = anchorNonce.value_or("");
    request.bootTag = bootTag;
    request.elapsed = elapsed;
    request.headSeq = static_cast<std::int64_t>(m_facts.size());
    request.headHash = chainAt(request.headSeq);
    request.signature = m_key.sign(protocol::anchorMessage(device, request));
    return request;
}

facts::VisitRegistered visitOf(const std::string& visit, const std::string& receiver,
                               const std::string& phone) {
    facts::VisitRegistered data;
    data.visit.value = visit;
    data.receiver.value = receiver;
    facts::Customer customer;
    customer.name = "陈大文";
    customer.phones = {phone};
    data.customers = {customer};
    return data;
}

} // namespace shoujie::server::testing
