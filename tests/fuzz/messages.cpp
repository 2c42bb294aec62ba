// The messages between tablet and server: a line with the message's name, and one with its JSON.
#include "shared/protocol/messages.hpp"

#include "shared/protocol/blobs.hpp"
#include "tests/fuzz/json_mutator.hpp"
#include "tests/fuzz/target.hpp"

#include <array>
#include <string>

using namespace shoujie;
using fuzz::demand;

namespace {

template <auto decode, auto encode>
void exchange(std::string_view text) {
    const auto message = decode(text);
    if (!message) return;
    const std::string written = encode(*message);
    const auto again = decode(written);
    demand(again.ok(), "what was accepted is accepted when it is written again");
    demand(encode(*again) == written, "a message writes and reads the same");
}

template <class Message, auto decode>
constexpr auto kExchange =
    exchange<decode, static_cast<std::string (*)(const Message&)>(&protocol::encode)>;

struct Named {
    std::string_view name;
    void (*exchange)(std::string_view);
};
constexpr std::array<Named, 16> kMessages{{
    {"EnrolRequest", kExchange<protocol::EnrolRequest, protocol::decodeEnrolRequest>},
    {"EnrolReply", kExchange<protocol::EnrolReply, protocol::decodeEnrolReply>},
    {"SiteReply", kExchange<protocol::SiteReply, protocol::decodeSiteReply>},
    {"ChallengeReply", kExchange<protocol::ChallengeReply, protocol::decodeChallengeReply>},
    {"AnchorRequest", kExchange<protocol::AnchorRequest, protocol::decodeAnchorRequest>},
    {"AnchorReply", kExchange<protocol::AnchorReply, protocol::decodeAnchorReply>},
    {"PushRequest", kExchange<protocol::PushRequest, protocol::decodePushRequest>},
    {"PushReply", kExchange<protocol::PushReply, protocol::decodePushReply>},
    {"RecoveryRequest", kExchange<protocol::RecoveryRequest, protocol::decodeRecoveryRequest>},
    {"RecoveryReply", kExchange<protocol::RecoveryReply, protocol::decodeRecoveryReply>},
    {"FeedReply", kExchange<protocol::FeedReply, protocol::decodeFeedReply>},
    {"Poke", kExchange<protocol::Poke, protocol::decodePoke>},
    {"ErrorReply", kExchange<protocol::ErrorReply, protocol::decodeErrorReply>},
    {"WireFact", kExchange<evidence::WireFact, protocol::decodeWireFact>},
    {"Stated", exchange<protocol::decodeStated, protocol::encodeStated>},
    {"BlobState", kExchange<protocol::BlobState, protocol::decodeBlobState>},
}};

} // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutateLines(data, size, most, seed);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input in(data, size);
    const auto name = in.line();
    const auto text = in.line();
    for (const auto& message : kMessages)
        if (message.name == name) message.exchange(text);
    return 0;
}
