#include "server/net/live_session.hpp"

#include "shared/core/limits.hpp"
#include "shared/protocol/messages.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <string>

namespace shoujie::server::net {

namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using beast::error_code;

class LiveSession final : public Session, public std::enable_shared_from_this<LiveSession> {
public:
    LiveSession(Hub& hub, Stream stream, LiveAdmission admission)
        : m_hub(hub)
        , m_socket(std::move(stream))
        , m_changed(hub.io, asio::steady_timer::time_point::max())
        , m_device(std::move(admission.device))
        , m_site(std::move(admission.site))
        , m_pending(std::max(admission.feedSeq, hub.feedSeqs[m_site])) {}

    asio::awaitable<void> run(http::request<http::string_body> request) {
        const auto self = shared_from_this();
        const Registration registration(m_hub, *this);
        m_hub.strangers.erase(ordinal); // admitted by its token
        if (m_hub.out.contains(m_device)) co_return;
        m_socket.set_option({std::chrono::seconds(10), m_hub.options.liveDeadline, true});
        m_socket.read_message_max(limits::kMaxWebSocketMessage);
        m_socket.next_layer().tcp().expires_never();

        error_code failed;
        co_await m_socket.async_accept(request, asio::redirect_error(asio::use_awaitable, failed));
        if (failed) co_return;
        asio::co_spawn(
            m_hub.io, [self] { return self->read(); }, asio::detached);
        co_await write();
    }

    void stop() override {
        m_closing = true;
        m_changed.cancel();
    }
    void abort() override {
        stop();
        m_socket.next_layer().tcp().close();
    }
    void poke(const SiteId& site, std::int64_t feedSeq) override {
        if (site != m_site) return;
        m_pending = std::max(m_pending, feedSeq);
        m_changed.cancel();
    }

    void shutOut(const DeviceId& device) override {
        if (device == m_device) stop();
    }

private:
    /// A tablet has nothing to say here, but pongs and the close must be read.
    asio::awaitable<void> read() {
        const auto self = shared_from_this();
        beast::flat_buffer buffer;
        error_code failed;
        while (!failed) {
            co_await m_socket.async_read(buffer, asio::redirect_error(asio::use_awaitable, failed));
            buffer.consume(buffer.size());
        }
        m_gone = true;
        m_changed.cancel();
    }

    asio::awaitable<void> write() {
        std::int64_t sent = -1;
        error_code failed;
        while (!m_gone && !m_closing) {
            if (m_pending == sent) {
                error_code woken;
                co_await m_changed.async_wait(asio::redirect_error(asio::use_awaitable, woken));
                continue;
            }
            sent = m_pending;
            const std::string message = protocol::encode(protocol::Poke{sent});
            m_socket.text(true);
            co_await m_socket.async_write(asio::buffer(message),
                                          asio::redirect_error(asio::use_awaitable, failed));
            if (failed) co_return;
        }
        if (m_gone) co_return;
        co_await m_socket.async_close(websocket::close_code::going_away,
                                      asio::redirect_error(asio::use_awaitable, failed));
    }

    Hub& m_hub;
    websocket::stream<Stream> m_socket;
    asio::steady_timer m_changed; ///< never expires; cancelled to wake the writing coroutine
    const DeviceId m_device;
    const SiteId m_site;
    std::int64_t m_pending;
    bool m_closing = false;
    bool m_gone = false;
};

} // namespace

void startLiveSession(Hub& hub, Stream stream, http::request<http::string_body> request,
                      LiveAdmission admission) {
    auto session = std::make_shared<LiveSession>(hub, std::move(stream), std::move(admission));
    asio::co_spawn(
        hub.io,
        [session, request = std::move(request)]() mutable {
            return session->run(std::move(request));
        },
        asio::detached);
}

} // namespace shoujie::server::net
