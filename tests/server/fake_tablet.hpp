#pragma once

#include "shared/core/bytes.hpp"
#include "shared/evidence/time_evidence.hpp"
#include "shared/facts/fact.hpp"
#include "shared/protocol/messages.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shoujie::server::testing {

/// A tablet as the server sees it: a key, a chain of facts, and an elapsed clock that the test
/// sets.
class FakeTablet {
public:
    explicit FakeTablet(std::uint8_t seed);

    /// What it sends to be enrolled, and what it learns.
    [[nodiscard]] std::string enrolBody(const std::string& code) const;
    void enrolled(const std::string& replyBody);

    /// Writes a fact at the present elapsed time and puts it into the chain.
    const evidence::WireFact& write(const std::string& by, const facts::FactData& data);
    /// The same with data as text, right or wrong.
    const evidence::WireFact& writeRaw(const std::string& by, const std::string& kind,
                                       const std::string& data);

    /// The push of the facts from `first` (of 1) to the newest, or of `count` of them.
    [[nodiscard]] protocol::PushRequest push(std::int64_t first,
                                             std::size_t count = SIZE_MAX) const;
    [[nodiscard]] std::string pushBody(std::int64_t first, std::size_t count = SIZE_MAX) const;
    /// The same from a tablet that is locked: only the server can read it.
    [[nodiscard]] std::string boxedBody(std::int64_t first, std::size_t count = SIZE_MAX) const;
    /// Signs the request for what its facts are now.
    void sign(protocol::PushRequest& request) const;
    /// The answer to a challenge at the present elapsed time.
    [[nodiscard]] protocol::AnchorRequest answer(const std::string& nonce) const;

    [[nodiscard]] const std::vector<evidence::WireFact>& facts() const { return m_facts; }
    [[nodiscard]] Hash chainAt(std::int64_t seq) const;

    DeviceId device;
    std::string token;
    std::string deliverToken;
    PublicKey serverKey{};
    std::string bootTag = "b001";
    std::chrono::nanoseconds elapsed = std::chrono::hours(1);
    std::optional<std::string> anchorNonce; ///< of the newest anchor held
    std::int64_t epoch = 1;
    std::uint64_t seen = 0;  ///< of the register, as it says
    bool tellsNonce = false; ///< names the newest anchor it holds when it answers a challenge
    /// Goes on in another epoch, with an empty chain.
    void moveTo(std::int64_t other) { epoch = other, m_facts.clear(); }
    /// What it wrote after that place is gone, as after putting a backup back.
    void forgetAfter(std::int64_t seq) { m_facts.resize(static_cast<std::size_t>(seq)); }

private:
    SigningKey m_key;
    std::vector<evidence::WireFact> m_facts;
};

/// A registered reception of somebody with that phone.
facts::VisitRegistered visitOf(const std::string& visit, const std::string& receiver,
                               const std::string& phone);

} // namespace shoujie::server::testing
