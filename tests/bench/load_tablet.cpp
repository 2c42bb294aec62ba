#include "tests/bench/load_tablet.hpp"

#include "shared/core/limits.hpp"
#include "shared/core/seams.hpp"
#include "shared/evidence/time_evidence.hpp"
#include "shared/facts/fact.hpp"
#include "shared/protocol/messages.hpp"

#include <charconv>
#include <chrono>
#include <thread>

namespace shoujie::bench {

namespace {

SigningKey keyOf(int number) {
    std::array<std::uint8_t, 32> seed{};
    seed[0] = static_cast<std::uint8_t>(number);
    seed[1] = static_cast<std::uint8_t>(number >> 8);
    return SigningKey::fromSeed(seed);
}

/// Somebody new is received, as most entries are; invented, and nobody twice.
facts::FactData receptionOf(int tablet, std::int64_t seq) {
    facts::VisitRegistered data;
    data.visit.value = "v" + std::to_string(tablet) + "-" + std::to_string(seq);
    data.receiver.value = "s1";
    facts::Customer customer;
    // Of one name there may be many; here each has its own, or all would be looked at together.
    customer.name = "试" + std::to_string(tablet * 100'000 + seq) + "号";
    std::string phone = std::to_string(tablet * 100'000 + seq);
    customer.phones = {"139" + std::string(8 - phone.size(), '0') + phone};
    data.customers = {customer};
    return data;
}

std::size_t countOf(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

/// Of the checkpoint in an answer: the second line of its note.
std::uint64_t treeSizeIn(std::string_view answer) {
    constexpr std::string_view kBegin = R"("checkpoint":"shoujie/xidi\n)";
    const auto at = answer.find(kBegin);
    if (at == std::string_view::npos) giveUp("an answer has no checkpoint");
    std::uint64_t size = 0;
    const auto* digits = answer.data() + at + kBegin.size();
    if (std::from_chars(digits, answer.data() + answer.size(), size).ec != std::errc{})
        giveUp("a checkpoint has no size");
    return size;
}

std::chrono::nanoseconds elapsed() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace

LoadTablet::LoadTablet(const Trust& trust, std::uint16_t port, int number)
    : m_line(trust, port), m_key(keyOf(number)), m_number(number) {}

void LoadTablet::join(const std::string& code) {
    const auto enrolled = protocol::decodeEnrolReply(
        m_line
            .ask("POST", "/v1/enrol", "",
                 protocol::encode(protocol::EnrolRequest{code, m_key.publicKey()}))
            .body);
    if (!enrolled) giveUp("a tablet was not enrolled");
    m_device = enrolled->device.value;
    m_token = enrolled->token;
    m_head = evidence::chainStart(enrolled->device, 1);

    const auto challenge = protocol::decodeChallengeReply(
        m_line.ask("POST", "/v1/anchors/challenge", m_token, "{}").body);
    if (!challenge) giveUp("there was no challenge");
    protocol::AnchorRequest answer;
    answer.nonce = challenge->nonce;
    answer.epoch = 1;
    answer.bootTag = "b0";
    answer.elapsed = elapsed();
    answer.headHash = m_head;
    answer.signature = m_key.sign(protocol::anchorMessage(enrolled->device, answer));
    if (m_line.ask("POST", "/v1/anchors", m_token, protocol::encode(answer)).status != 200)
        giveUp("there was no anchor");
    m_anchor = challenge->nonce;
}

void LoadTablet::prepare(std::size_t pushes, std::size_t batch) {
    m_pushes.clear();
    m_next = 0;
    for (std::size_t i = 0; i < pushes; ++i) {
        protocol::PushRequest request;
        request.previous = m_head;
        request.sharedProofs = true;
        for (std::size_t j = 0; j < batch; ++j) {
            evidence::WireFact fact;
            fact.seq = ++m_seq;
            fact.id.value = m_device + "-" + std::to_string(fact.seq);
            fact.site.value = "xidi";
            const auto data = receptionOf(m_number, fact.seq);
            fact.kind = facts::kindOf(data);
            fact.by.value = "s1";
            fact.device.value = m_device;
            fact.at.bootTag = "b0";
            fact.at.elapsed = elapsed();
            fact.at.anchor = m_anchor;
            fact.at.wall = SystemClock().now();
            fact.data = evidence::encodeData(data);
            m_head = evidence::extendChain(m_head, evidence::bodyHash(fact));
            request.facts.push_back(std::move(fact));
        }
        request.signature = m_key.sign(evidence::headMessage(DeviceId(m_device), 1, m_seq, m_head));
        Push push{protocol::encode(request), batch};
        if (push.body.size() > limits::kMaxBodyBytes) giveUp("a push is larger than the limit");
        m_pushes.push_back(std::move(push));
    }
}

std::size_t LoadTablet::pushNext() {
    Push& push = m_pushes[m_next++];
    // As a tablet does, it has every answer proven to continue the one before.
    constexpr std::string_view kNothingSeen = R"("tree_size":0)";
    std::string body = std::move(push.body);
    body.replace(body.rfind(kNothingSeen) + kNothingSeen.size() - 1, 1, std::to_string(m_treeSize));
    while (true) {
        const Answer answer = m_line.ask("POST", "/v1/facts", m_token, body);
        if (answer.status == 503) {
            constexpr std::chrono::milliseconds kBackOff{200};
            ++m_retries;
            std::this_thread::sleep_for(kBackOff);
            continue;
        }
        if (answer.status != 200) giveUp("a push was answered by " + answer.body.substr(0, 400));
        if (countOf(answer.body, "\"status\":\"received\"") != push.facts)
            giveUp("a fact was not received");
        m_treeSize = treeSizeIn(answer.body);
        return push.facts;
    }
}

} // namespace shoujie::bench
