#include "tests/server/raw_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <cassert>
#include <charconv>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shoujie::server::testing {

RawClient::RawClient(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // A server that never answers is a failure, not a test that never ends.
    const timeval patience{30, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int connected =
        ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    assert(connected == 0);
    (void)connected;
}

RawClient::~RawClient() {
    ::close(m_socket);
}

bool RawClient::send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto n = ::send(m_socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

std::string RawClient::receive() {
    std::string response;
    std::array<char, 4096> chunk{};
    while (true) {
        const auto head = response.find("\r\n\r\n");
        if (head != std::string::npos) {
            const auto length = response.find("Content-Length: ");
            std::size_t body = 0;
            if (length < head)
                std::from_chars(response.data() + length + 16, response.data() + head, body);
            if (response.size() >= head + 4 + body) return response;
        }
        const auto n = ::recv(m_socket, chunk.data(), chunk.size(), 0);
        if (n <= 0) return {};
        response.append(chunk.data(), static_cast<std::size_t>(n));
    }
}

bool RawClient::isClosedByPeer() {
    std::array<char, 4096> chunk{};
    while (true) {
        const auto n = ::recv(m_socket, chunk.data(), chunk.size(), 0);
        if (n == 0) return true;
        if (n < 0) return errno == ECONNRESET;
    }
}

std::string RawClient::ask(const std::string& requestLine, const std::string& body,
                           const std::string& headers) {
    std::string request = requestLine + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(request + "\r\n" + body);
    return receive();
}

int RawClient::statusOf(const std::string& response) {
    int status = 0;
    if (response.size() > 12) std::from_chars(response.data() + 9, response.data() + 12, status);
    return status;
}

std::string RawClient::bodyOf(const std::string& response) {
    const auto head = response.find("\r\n\r\n");
    return head == std::string::npos ? std::string() : response.substr(head + 4);
}

} // namespace shoujie::server::testing
