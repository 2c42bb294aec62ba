#include "server/net/control_socket.hpp"

#include "shared/core/json_gate.hpp"
#include "shared/core/limits.hpp"
#include "shared/core/object_reader.hpp"
#include "shared/protocol/messages.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace shoujie::server {

namespace {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::string_view kName = "office.sock";
/// For the other side to say its line, and to take ours. A recovery may take its time to answer.
constexpr timeval kPatience{5, 0};
constexpr timeval kLongPatience{600, 0};

/// An open folder, by whose number a socket in it has a short path: one of a socket takes 107
/// bytes.
class Folder {
public:
    explicit Folder(const std::string& path)
        : m_fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
    ~Folder() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    [[nodiscard]] std::string pathOf(std::string_view name) const {
        return "/proc/self/fd/" + std::to_string(m_fd) + "/" + std::string(name);
    }
    void remove(std::string_view name) const {
        (void)::unlinkat(m_fd, std::string(name).c_str(), 0);
    }

private:
    int m_fd;
};

void setPatience(Local::socket& socket, const timeval& reading) {
    (void)::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &reading, sizeof(reading));
    (void)::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &kPatience,
                       sizeof(kPatience));
}

/// The owner of this process, or root: whoever could read the folder anyway.
bool isOwner(Local::socket& socket) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == ::geteuid() || peer.uid == 0;
}

Result<std::string> readLine(Local::socket& socket) {
    std::string text;
    error_code failed;
    const auto length =
        asio::read_until(socket, asio::dynamic_buffer(text, limits::kMaxBodyBytes), '\n', failed);
    if (failed) return Error{ErrorCode::unavailable, "", "the connection broke"};
    text.resize(length - 1);
    return text;
}

void writeLine(Local::socket& socket, std::string text) {
    text.push_back('\n');
    error_code ignored; // who has gone needs no answer
    asio::write(socket, asio::buffer(text), ignored);
}

std::string replyOf(const Result<std::string>& answer) {
    if (answer) return nlohmann::json{{"out", *answer}}.dump();
    return protocol::encode(protocol::ErrorReply{answer.error()});
}

Result<std::string> answerOf(const std::string& reply) {
    if (const auto error = protocol::decodeErrorReply(reply)) return error->error;
    const auto json = parseJson(reply);
    if (!json) return json.error();
    ObjectReader in(*json, "");
    std::string out;
    in.text("out", out, limits::kMaxBodyBytes, true);
    if (auto read = in.finish(); !read) return read.error();
    return out;
}

} // namespace

struct ControlSocket::Impl {
    Impl(const std::string& dataDir, Answer chosen)
        : folder(dataDir), answer(std::move(chosen)), acceptor(io) {}

    void loop() {
        while (true) {
            Local::socket socket(io);
            error_code failed;
            acceptor.accept(socket, failed);
            if (failed) return; // closed by the destructor
            if (!isOwner(socket)) continue;
            setPatience(socket, kPatience);
            const auto question = readLine(socket);
            if (question) writeLine(socket, replyOf(answer(*question)));
        }
    }

    Folder folder;
    Answer answer;
    asio::io_context io;
    Local::acceptor acceptor;
    std::thread thread;
};

ControlSocket::ControlSocket(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {
    m_impl->thread = std::thread([running = m_impl.get()] { running->loop(); });
}

ControlSocket::~ControlSocket() {
    // Wakes the thread from accept; a plain close would not.
    (void)::shutdown(m_impl->acceptor.native_handle(), SHUT_RDWR);
    m_impl->thread.join();
    m_impl->folder.remove(kName);
}

Result<std::unique_ptr<ControlSocket>> ControlSocket::listen(const std::string& dataDir,
                                                             Answer answer) {
    auto impl = std::make_unique<Impl>(dataDir, std::move(answer));
    if (!impl->folder.isOpen())
        return Error{ErrorCode::storage, "--data", "the folder cannot be opened"};
    impl->folder.remove(kName);
    error_code failed;
    impl->acceptor.open(Local(), failed);
    if (!failed) impl->acceptor.bind(Local::endpoint(impl->folder.pathOf(kName)), failed);
    if (!failed) impl->acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        return Error{ErrorCode::storage, "--data",
                     "the office's socket cannot be made there: " + failed.message()};
    return std::unique_ptr<ControlSocket>(new ControlSocket(std::move(impl)));
}

std::optional<Result<std::string>> ControlSocket::ask(const std::string& dataDir,
                                                      std::string_view question) {
    const Folder folder(dataDir);
    if (!folder.isOpen()) return std::nullopt;
    asio::io_context io;
    Local::socket socket(io);
    error_code failed;
    socket.connect(Local::endpoint(folder.pathOf(kName)), failed);
    if (failed) return std::nullopt;
    setPatience(socket, kLongPatience);
    writeLine(socket, std::string(question));
    const auto reply = readLine(socket);
    if (!reply) return reply.error();
    return answerOf(*reply);
}

} // namespace shoujie::server
