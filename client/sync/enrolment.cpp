#include "client/sync/enrolment.hpp"

#include "client/sync/exchange.hpp"
#include "shared/protocol/messages.hpp"

#include <cctype>
#include <string_view>
#include <utility>

namespace shoujie::client {
namespace {

/// Host of "host:port" or "[v6]:port".
std::string_view hostOf(std::string_view authority) {
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    return authority.substr(0, authority.find(':'));
}

bool isLoopback(std::string_view host) {
    return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

} // namespace

Result<std::string> checkServerAddress(const std::string& address) {
    std::string server = address;
    if (server.ends_with('/')) server.pop_back();
    const bool tls = server.starts_with("https://");
    const bool plain = server.starts_with("http://");
    if (!tls && !plain) return Error{ErrorCode::notAllowed, "server", "must begin with https://"};
    const std::string_view authority = std::string_view(server).substr(tls ? 8 : 7);
    if (authority.empty() || authority.find_first_of("/?#@ ") != std::string_view::npos)
        return Error{ErrorCode::notAllowed, "server", "must be a host and perhaps a port, no more"};
    if (plain && !isLoopback(hostOf(authority)))
        return Error{ErrorCode::notAllowed, "server",
                     "must begin with https:// unless it is this machine"};
    return server;
}

Result<Invitation> readInvitation(const std::string& server, const std::string& text) {
    auto address = checkServerAddress(server);
    if (!address) return address.error();
    Invitation invitation{std::move(*address), {}, {}};
    std::string typed;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            typed += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    const auto dot = typed.find('.');
    invitation.code = typed.substr(0, dot);
    if (dot != std::string::npos) {
        const auto pin = hashFromHex(std::string_view(typed).substr(dot + 1));
        if (!pin)
            return Error{ErrorCode::malformed, "code",
                         "must end with the 64 digits of a fingerprint after the dot"};
        invitation.pin = *pin;
    }
    const bool tls = invitation.server.starts_with("https://");
    if (tls && !invitation.pin)
        return Error{ErrorCode::notAllowed, "code",
                     "must be all that the office printed: the code, a dot, the fingerprint"};
    if (!tls && invitation.pin)
        return Error{ErrorCode::notAllowed, "server",
                     "must begin with https:// where the code has a fingerprint to check"};
    return invitation;
}

Enrolment::Enrolment(TabletCore& tablet, SyncTransport& transport, std::string server,
                     std::vector<std::uint8_t> authority, Done done)
    : m_tablet(tablet)
    , m_transport(transport)
    , m_server(std::move(server))
    , m_authority(std::move(authority))
    , m_done(std::move(done)) {}

void Enrolment::start(const std::string& code) {
    protocol::EnrolRequest ask{code, m_tablet.deviceKey()};
    m_transport.send(makeRequest("POST", protocol::kEnrolPath, protocol::encode(ask), ""),
                     [this](Result<HttpResponse> response) {
                         if (!response) return m_done(response.error());
                         if (response->status != 200 && response->status != 201)
                             return m_done(errorOf(*response));
                         auto reply = protocol::decodeEnrolReply(response->body);
                         if (!reply) return m_done(unreadable(reply.error()));
                         m_done(m_tablet.adopt(m_server, *reply, std::move(m_authority)));
                     });
}

} // namespace shoujie::client
