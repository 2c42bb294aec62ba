#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace shoujie::server::testing {

/// One TCP connection that sends whatever bytes a test wants, good manners or not.
class RawClient {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False once the peer has reset the connection.
    bool send(const std::string& bytes);
    /// One whole response, head and body; empty if the peer closes first.
    std::string receive();
    /// Whether the peer ends the connection, waiting for it.
    bool isClosedByPeer();

    /// "GET /path" or "POST /path" with a body, then its response.
    std::string ask(const std::string& requestLine, const std::string& body = {},
                    const std::string& headers = {});

    static int statusOf(const std::string& response);
    static std::string bodyOf(const std::string& response);

private:
    int m_socket;
};

} // namespace shoujie::server::testing
