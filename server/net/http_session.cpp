#include "server/net/http_session.hpp"

#include "server/net/live_session.hpp"
#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <array>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

namespace shoujie::server::net {

namespace {

/// A body that is read and answered in no time.
constexpr std::uint64_t kLightBody = 16 * 1024;

namespace beast = boost::beast;
namespace http = beast::http;
using beast::error_code;
using Admission = Result<LiveAdmission>;
using Parser = http::request_parser<http::string_body>;

std::string text(beast::string_view view) {
    return {view.data(), view.size()};
}

Request requestOf(const http::request<http::string_body>& message, Instant receivedAt) {
    Request request;
    request.method = text(message.method_string());
    request.target = text(message.target());
    request.authorization = text(message[http::field::authorization]);
    const auto& version = protocol::kVersionHeader;
    request.protocolVersion = text(message[beast::string_view(version.data(), version.size())]);
    request.receivedAt = receivedAt;
    return request;
}

/// The answer to a request that could not be read; nothing where nobody is there to read it.
std::optional<Response> responseTo(error_code failed) {
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow)
        return errorResponse(431, {ErrorCode::tooLong, "", "the header is larger than 8 KiB"});
    if (failed == http::error::body_limit)
        return errorResponse(413,
                             {ErrorCode::tooLong, "", "the body is larger than this path takes"});
    const bool gone =
        failed == http::error::end_of_stream || failed == http::error::partial_message;
    if (failed.category() == http::make_error_code(http::error::bad_method).category() && !gone)
        return errorResponse(400, {ErrorCode::malformed, "", "this is no HTTP request"});
    return std::nullopt;
}

/// In one piece: head and body apart would be two packets, and two records of TLS.
std::string serialised(Response response, bool keepAlive) {
    http::response<http::string_body> message(static_cast<http::status>(response.status), 11);
    message.set(http::field::content_type, "application/json; charset=utf-8");
    message.set(http::field::cache_control, "no-store");
    for (const auto& [name, value] : response.headers)
        message.set(name, value);
    message.body() = std::move(response.body);
    message.keep_alive(keepAlive);
    message.prepare_payload();
    std::ostringstream out;
    out << message;
    return std::move(out).str();
}

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(Hub& hub, Stream stream) : m_hub(hub), m_stream(std::move(stream)) {}

    asio::awaitable<void> run() {
        const auto self = shared_from_this();
        // From here on it counts, so that half-open handshakes cannot outnumber the limit.
        const Registration registration(m_hub, *this);
        if (!co_await shakeHands()) co_return m_stream.tcp().close();
        while (!m_closing && co_await serveOne()) {
        }
        if (m_handedOver) co_return;
        if (!m_gone) co_await sayGoodbye();
        m_stream.tcp().close();
    }

    void stop() override {
        m_closing = true;
        if (m_idle) m_stream.tcp().close();
    }
    void abort() override { m_stream.tcp().close(); }
    void poke(const SiteId&, std::int64_t) override {}
    // Each of its requests is asked anew who it is.
    void shutOut(const DeviceId&) override {}

private:
    asio::awaitable<bool> shakeHands() {
        error_code failed;
        m_idle = true;
        m_stream.tcp().expires_after(m_hub.options.handshakeDeadline);
        co_await m_stream.async_handshake(asio::redirect_error(asio::use_awaitable, failed));
        m_idle = false;
        if (failed)
            m_hub.log.write(LogLevel::warning, "handshake_failed", {{"error", failed.message()}});
        co_return !failed && !m_closing;
    }

    /// Reads and answers one request; false when the connection has ended or been handed over.
    asio::awaitable<bool> serveOne() {
        Parser parser;
        parser.header_limit(limits::kMaxHeaderBytes);
        error_code failed;
        m_idle = true;
        m_stream.tcp().expires_after(m_hub.options.idleDeadline);
        co_await http::async_read_header(m_stream, m_buffer, parser,
                                         asio::redirect_error(asio::use_awaitable, failed));
        m_idle = false;
        if (failed) co_return co_await refuse(failed);

        Request request = requestOf(parser.get(), m_hub.clock.now());
        if (request.path() == protocol::kLivePath && isUpgrade(parser.get()))
            co_return co_await goLive(parser, std::move(request));

        const std::size_t limit = Api::bodyLimit(request.method, request.path());
        const bool bodyless = parser.is_done();
        const auto length = parser.content_length();
        Lock::Pass pass;
        auto load = Workers::Load::light;
        if (limit > 0 && !bodyless) {
            if (length.value_or(0) > limit)
                co_return co_await refuse(http::make_error_code(http::error::body_limit));
            if (length.value_or(limit) > kLightBody) {
                load = Workers::Load::heavy;
                // The places for large bodies are for those who may bring one.
                const Result<void> admitted = co_await admitBody(request);
                if (!admitted) co_return co_await turnAway(admitted.error());
                m_stream.tcp().expires_never();
                pass = co_await m_hub.large.enter(m_hub.options.largePatience);
                if (!pass) {
                    const Error tooMuch{ErrorCode::unavailable, "",
                                        "too much is being delivered at the moment; come again"};
                    co_return co_await turnAway(tooMuch);
                }
            }
            parser.body_limit(limit);
            co_await readBody(parser, failed);
            if (failed) co_return co_await refuse(failed);
            request.body = std::move(parser.get().body());
            request.receivedAt = m_hub.clock.now();
        }
        // A body that its path does not take is left unread, so nothing can follow it.
        const bool unread = limit == 0 && !bodyless;
        Response response = co_await answer(std::move(request), load);
        if (response.toDevice) m_hub.strangers.erase(ordinal);
        const bool keepAlive = parser.get().keep_alive() && !unread && !m_closing;
        const bool sent = co_await send(std::move(response), keepAlive);
        if (sent && unread) co_await linger();
        co_return sent&& keepAlive;
    }

    static bool isUpgrade(const http::request<http::string_body>& message) {
        return message.method() == http::verb::get &&
               beast::iequals(message[http::field::upgrade], "websocket");
    }

    asio::awaitable<void> readBody(Parser& parser, error_code& failed) {
        m_stream.tcp().expires_after(m_hub.options.bodyDeadline);
        if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
            static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
            co_await asio::async_write(m_stream, asio::buffer(kContinue),
                                       asio::redirect_error(asio::use_awaitable, failed));
            if (failed) co_return;
        }
        co_await http::async_read(m_stream, m_buffer, parser,
                                  asio::redirect_error(asio::use_awaitable, failed));
    }

    asio::awaitable<Response> answer(Request request, Workers::Load load) {
        // Nothing is read or written meanwhile; the writer's and workers' queues are bounded.
        m_stream.tcp().expires_never();
        Api& api = m_hub.api;
        return onWorker<Response>(
            m_hub,
            [&api, request = std::move(request)](const Respond& done) {
                api.handle(request, done);
            },
            load);
    }

    asio::awaitable<Result<void>> admitBody(Request request) {
        Api& api = m_hub.api;
        m_stream.tcp().expires_never();
        return onWorker<Result<void>>(m_hub, [&api, request = std::move(request)](
                                                 const std::function<void(Result<void>)>& done) {
            done(api.admitBody(request));
        });
    }

    // Not a coroutine, like `answer`: g++ 12 destroys a lambda twice that stands in a co_await
    // expression and captures by value.
    asio::awaitable<Admission> admit(Request request) {
        Api& api = m_hub.api;
        m_stream.tcp().expires_never();
        return onWorker<Admission>(m_hub, [&api, request = std::move(request)](
                                              const std::function<void(Admission)>& done) {
            done(api.admitLive(request));
        });
    }

    asio::awaitable<bool> goLive(Parser& parser, Request request) {
        const Admission admission = co_await admit(std::move(request));
        if (!admission || m_closing) {
            const Error error = admission
                                    ? Error{ErrorCode::unavailable, "", "the server is stopping"}
                                    : admission.error();
            const Response response = errorResponse(error);
            co_await send(response, false);
            co_return false;
        }
        m_handedOver = true;
        startLiveSession(m_hub, std::move(m_stream), parser.release(), *admission);
        co_return false;
    }

    asio::awaitable<bool> refuse(error_code failed) {
        const auto response = responseTo(failed);
        if (!response) {
            m_gone = true;
            co_return false;
        }
        m_hub.log.write(LogLevel::warning, "request_refused", {{"status", response->status}});
        if (co_await send(*response, false)) co_await linger();
        co_return false;
    }

    /// A large body is not read. By reference: g++ 12 destroys a temporary twice that is handed
    /// over in a co_await expression.
    asio::awaitable<bool> turnAway(const Error& error) {
        Response response = errorResponse(error);
        m_hub.log.write(LogLevel::warning, "turned_away", {{"status", response.status}});
        if (co_await send(std::move(response), false)) co_await linger();
        co_return false;
    }

    asio::awaitable<bool> send(Response response, bool keepAlive) {
        const std::string message = serialised(std::move(response), keepAlive);
        m_stream.tcp().expires_after(m_hub.options.writeDeadline);
        error_code failed;
        co_await asio::async_write(m_stream, asio::buffer(message),
                                   asio::redirect_error(asio::use_awaitable, failed));
        m_gone = failed.failed();
        co_return !failed;
    }

    /// Closing while the peer still sends would reset the connection and take the answer with it.
    asio::awaitable<void> linger() {
        constexpr auto kPatience = std::chrono::seconds(1);
        constexpr std::size_t kMostBytes = 4 * 1024 * 1024;
        error_code failed;
        co_await sayGoodbye();
        m_gone = true;
        auto& tcp = m_stream.tcp();
        tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failed);
        tcp.expires_after(kPatience);
        std::array<char, 16 * 1024> sink{};
        for (std::size_t total = 0; !failed && total < kMostBytes;) {
            total += co_await tcp.async_read_some(
                asio::buffer(sink), asio::redirect_error(asio::use_awaitable, failed));
        }
    }

    asio::awaitable<void> sayGoodbye() {
        error_code ignored;
        co_await m_stream.async_goodbye(asio::redirect_error(asio::use_awaitable, ignored));
    }

    Hub& m_hub;
    Stream m_stream;
    beast::flat_buffer m_buffer{limits::kMaxHeaderBytes + limits::kMaxBodyBytes};
    bool m_idle = false;
    bool m_closing = false;
    bool m_gone = false;       ///< the peer, or the way to it
    bool m_handedOver = false; ///< the stream is a WebSocket's now
};

} // namespace

void startHttpSession(Hub& hub, Stream stream) {
    auto session = std::make_shared<HttpSession>(hub, std::move(stream));
    asio::co_spawn(
        hub.io, [session] { return session->run(); }, asio::detached);
}

} // namespace shoujie::server::net
