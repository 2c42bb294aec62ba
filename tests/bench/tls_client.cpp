#include "tests/bench/tls_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shoujie::bench {

void giveUp(const std::string& why) {
    std::fprintf(stderr, "bench_sync: %s\n", why.c_str());
    ERR_print_errors_fp(stderr);
    std::_Exit(EXIT_FAILURE);
}

Trust::Trust(const std::string& authorityFile) : m_context(SSL_CTX_new(TLS_client_method())) {
    auto* context = static_cast<SSL_CTX*>(m_context);
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context, authorityFile.c_str(), nullptr) != 1)
        giveUp("the authority cannot be read");
}

Trust::~Trust() {
    SSL_CTX_free(static_cast<SSL_CTX*>(m_context));
}

struct TlsClient::Impl {
    int socket = -1;
    SSL* tls = nullptr;
    std::string buffer;

    Impl(const Trust& trust, std::uint16_t port) {
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int yes = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            giveUp("cannot connect");
        tls = SSL_new(static_cast<SSL_CTX*>(trust.context()));
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), "127.0.0.1");
        SSL_set_fd(tls, socket);
        if (SSL_connect(tls) != 1) giveUp("the handshake failed");
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        SSL_free(tls);
        ::close(socket);
    }
    void readMore() {
        std::array<char, 16 * 1024> chunk{};
        const int n = SSL_read(tls, chunk.data(), static_cast<int>(chunk.size()));
        if (n <= 0) giveUp("the server has closed the connection");
        buffer.append(chunk.data(), static_cast<std::size_t>(n));
    }
};

TlsClient::TlsClient(const Trust& trust, std::uint16_t port) : m_trust(trust), m_port(port) {}

TlsClient::~TlsClient() = default;

Answer TlsClient::ask(const std::string& method, const std::string& path, const std::string& token,
                      const std::string& body) {
    if (!m_impl) m_impl = std::make_unique<Impl>(m_trust, m_port);
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (SSL_write(m_impl->tls, request.data(), static_cast<int>(request.size())) <= 0)
        giveUp("a request cannot be sent");

    auto& buffer = m_impl->buffer;
    std::size_t head = buffer.find("\r\n\r\n");
    while (head == std::string::npos) {
        m_impl->readMore();
        head = buffer.find("\r\n\r\n");
    }
    Answer answer;
    std::from_chars(buffer.data() + 9, buffer.data() + 12, answer.status);
    constexpr std::string_view kLength = "Content-Length: ";
    const auto length = buffer.find(kLength);
    std::size_t size = 0;
    if (length < head)
        std::from_chars(buffer.data() + length + kLength.size(), buffer.data() + head, size);
    while (buffer.size() < head + 4 + size)
        m_impl->readMore();
    answer.body = buffer.substr(head + 4, size);
    const bool closes = buffer.find("Connection: close") < head;
    buffer.erase(0, head + 4 + size);
    if (closes) m_impl.reset();
    return answer;
}

} // namespace shoujie::bench
