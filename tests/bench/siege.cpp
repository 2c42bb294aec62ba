// What the server still does for its tablets while strangers do their worst: thousands of sockets
// that say nothing, nesting without end, bodies of a gigabyte, headers without end, and handshakes
// that stop half-way. Fails where its memory or the tablets' waiting goes beyond what is asked.

#include "tests/bench/house.hpp"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace shoujie;
using namespace shoujie::bench;

namespace {

struct Size {
    std::size_t sockets = 10'000;
    std::size_t pushes = 4'000; ///< of each of the good tablets
    std::size_t good = 8;
};
constexpr Size kShort{600, 60, 2};

constexpr std::size_t kLoud = 8;       ///< who send bad requests, one after the other
constexpr double kMostMemory = 300;    ///< MiB
constexpr double kMostWaiting = 1'000; ///< ms, p99

sockaddr_in addressOf(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket that connects and then hardly says a word. Every other one begins a handshake.
class SlowSocket {
public:
    void look(std::uint16_t port, std::size_t number, Timing::time_point now) {
        if (m_fd < 0) {
            if (now >= m_next) connect(port, number, now);
            return;
        }
        char byte = 0;
        const auto got = ::recv(m_fd, &byte, 1, MSG_DONTWAIT);
        const bool gone = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
        if (gone) hangUp(now);
    }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    void hangUp(Timing::time_point now) {
        if (m_fd >= 0) ::close(m_fd);
        m_fd = -1;
        m_next = now + std::chrono::seconds(5);
    }

private:
    void connect(std::uint16_t port, std::size_t number, Timing::time_point now) {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (m_fd < 0) giveUp("out of sockets");
        const auto address = addressOf(port);
        (void)::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        constexpr std::string_view kBegun("\x16\x03\x01\x02", 4); // of a record with a hello
        if (number % 2 == 0) {
            pollfd writable{m_fd, POLLOUT, 0};
            if (::poll(&writable, 1, 10) == 1)
                (void)::send(m_fd, kBegun.data(), kBegun.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
        m_next = now;
    }

    int m_fd = -1;
    Timing::time_point m_next{};
};

/// Shakes hands, sends what it is given and hears the answer out, or is hung up on.
void sendOver(const Trust& trust, std::uint16_t port, const std::string& bytes) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = addressOf(port);
    const timeval patience{2, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    SSL* tls = SSL_new(static_cast<SSL_CTX*>(trust.context()));
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), "127.0.0.1");
    SSL_set_fd(tls, fd);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        SSL_connect(tls) == 1) {
        constexpr std::size_t kPiece = 16 * 1024;
        for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
            const auto length = std::min(kPiece, bytes.size() - at);
            if (SSL_write(tls, bytes.data() + at, static_cast<int>(length)) <= 0) break;
        }
        std::string answer(kPiece, '\0');
        while (SSL_read(tls, answer.data(), static_cast<int>(answer.size())) > 0) {
        }
    }
    SSL_free(tls);
    ::close(fd);
}

std::vector<std::string> badRequests(const std::string& token) {
    const std::string bearer = "Authorization: Bearer " + token + "\r\n";
    const auto post = [](const std::string& path, const std::string& headers,
                         const std::string& body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    const std::string bomb(400'000, '[');
    const std::string smaller(250'000, '[');
    return {
        post("/v1/facts", bearer, bomb),
        post("/v1/facts", bearer, smaller), // within the limit of a body
        post("/v1/facts", "", smaller),
        post("/v1/enrol", "", bomb),
        "POST /v1/facts HTTP/1.1\r\nHost: x\r\n" + bearer + "Content-Length: 1073741824\r\n\r\n" +
            bomb,
        "POST /v1/facts HTTP/1.1\r\nHost: x\r\n" + bearer +
            "Transfer-Encoding: chunked\r\n\r\n61A80\r\n" + bomb + "\r\n",
        "GET /v1/feed HTTP/1.1\r\nHost: x\r\nX: " + std::string(1'000'000, 'h') + "\r\n\r\n",
        "GET /v1/feed HTTP/1.1\r\n" +
            [] {
                std::string many;
                for (int i = 0; i < 20'000; ++i)
                    many += "H" + std::to_string(i) + ": v\r\n";
                return many;
            }() +
            "\r\n",
    };
}

/// Room for all sockets at once.
void raiseLimit(std::size_t sockets) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t wanted = sockets + 200;
    if (limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int besiege(const Size& size, const QString& binaries) {
    raiseLimit(size.sockets);
    House house(binaries, size.good + 1);
    auto tablets = house.join(size.good);
    const auto traitor = house.join(1);
    Crowd crowd;
    for (auto& tablet : tablets) {
        tablet->prepare(size.pushes, 1);
        crowd.push_back(tablet.get());
    }
    const auto process = house.server.processId();
    const auto port = house.server.port();

    std::atomic<bool> over = false;
    std::atomic<std::size_t> most = 0;
    std::thread slow([&] {
        std::vector<SlowSocket> sockets(size.sockets);
        while (!over) {
            std::size_t open = 0;
            for (std::size_t i = 0; i < sockets.size() && !over; ++i) {
                sockets[i].look(port, i, Timing::now());
                open += sockets[i].isOpen() ? 1 : 0;
            }
            most = std::max<std::size_t>(most, open);
        }
        for (auto& socket : sockets)
            socket.hangUp(Timing::now());
    });
    std::atomic<std::size_t> bad = 0;
    std::vector<std::thread> loud;
    for (std::size_t first = 0; first < kLoud; ++first)
        loud.emplace_back([&, first] {
            const auto requests = badRequests(traitor.front()->token());
            for (std::size_t i = first; !over; ++i, ++bad)
                sendOver(*house.trust, port, requests[i % requests.size()]);
        });
    auto good = pushAll(crowd);
    over = true;
    slow.join();
    for (auto& one : loud)
        one.join();

    const double waiting = milliseconds(percentile(good.latencies, 0.99));
    const double memory = memoryOf(process, "VmHWM");
    std::printf("besieged by up to %zu slow sockets at once and %zu bad requests for %.1f s:\n"
                "  %zu good tablets: %zu single facts, p50 %.1f ms, p99 %.1f ms (at most %.0f)\n"
                "  the server's memory: %.0f MiB at most (of %.0f)\n",
                most.load(), bad.load(), good.took.count(), size.good, good.facts,
                milliseconds(percentile(good.latencies, 0.5)), waiting, kMostWaiting, memory,
                kMostMemory);
    if (house.server.stop() != 0) giveUp("the server did not stop cleanly");
    return waiting <= kMostWaiting && memory <= kMostMemory ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char* argv[]) {
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("short"), QStringLiteral("A few seconds, to see it work.")});
    parser.addOption({QStringLiteral("bin"), QStringLiteral("Folder of another shoujie-server."),
                      QStringLiteral("folder"), QStringLiteral(SHOUJIE_BINARIES)});
    parser.addHelpOption();
    parser.process(app);
    try {
        return besiege(parser.isSet(QStringLiteral("short")) ? kShort : Size{},
                       parser.value(QStringLiteral("bin")));
    } catch (const std::exception& error) {
        giveUp(error.what());
    }
}
