#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace shoujie::bench {

struct Answer {
    int status = 0;
    std::string body;
};

/// The authority that all connections of a run trust.
class Trust {
public:
    explicit Trust(const std::string& authorityFile);
    ~Trust();
    [[nodiscard]] void* context() const { return m_context; }

private:
    void* m_context;
};

/// One connection over TLS 1.3 that is kept until the server closes it, and then made anew;
/// blocking, so that it costs the load next to nothing. Whatever else goes wrong ends the program:
/// a load that fails measures nothing.
class TlsClient {
public:
    TlsClient(const Trust& trust, std::uint16_t port);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    Answer ask(const std::string& method, const std::string& path, const std::string& token,
               const std::string& body = {});

private:
    struct Impl;
    const Trust& m_trust;
    std::uint16_t m_port;
    std::unique_ptr<Impl> m_impl;
};

[[noreturn]] void giveUp(const std::string& why);

} // namespace shoujie::bench
