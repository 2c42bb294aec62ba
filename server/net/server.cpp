#include "server/net/server.hpp"

#include "server/net/http_session.hpp"
#include "server/net/hub.hpp"
#include "server/net/layers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <thread>
#include <vector>

namespace shoujie::server {

using net::asio::ip::tcp;
namespace asio = net::asio;
using boost::system::error_code;

struct Server::Impl {
    Impl(const Options& options, Api& api, Workers& workers, Clock& clock, Log& log)
        : hub(options, api, workers, clock, log)
        , acceptor(hub.io)
        , busy(asio::make_work_guard(hub.io)) {}

    Result<void> listen() {
        error_code failed;
        const auto address = asio::ip::make_address(hub.options.address, failed);
        if (failed) return Error{ErrorCode::malformed, "listen", "is no IP address"};
        if (auto chosen = chooseStreams(address.is_loopback()); !chosen) return chosen;
        const tcp::endpoint endpoint(address, hub.options.port);
        acceptor.open(endpoint.protocol(), failed);
        if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
        if (!failed) acceptor.bind(endpoint, failed);
        if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
        if (!failed) port = acceptor.local_endpoint(failed).port();
        if (failed)
            return Error{ErrorCode::unavailable, "listen", "cannot listen: " + failed.message()};
        return {};
    }

    Result<void> chooseStreams(bool loopback) {
        if (hub.options.tls) {
            auto streams = net::tlsStreams(*hub.options.tls);
            if (!streams) return streams.error();
            makeStream = std::move(*streams);
        } else if (loopback) {
            makeStream = net::plainStreams();
        } else {
            return Error{ErrorCode::notAllowed, "listen",
                         "must be a loopback address such as 127.0.0.1: customers' data must not "
                         "cross a network in plain text"};
        }
        return {};
    }

    asio::awaitable<void> accept() {
        asio::steady_timer pause(hub.io);
        while (!hub.stopping) {
            error_code failed;
            tcp::socket socket =
                co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
            if (hub.stopping) co_return;
            if (failed) {
                // Out of descriptors, most likely: connections that end will free some.
                hub.log.write(LogLevel::error, "accept_failed", {{"error", failed.message()}});
                pause.expires_after(std::chrono::milliseconds(100));
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
            } else if (hub.sessions.size() >= hub.options.maxConnections && !makePlace()) {
                hub.log.write(LogLevel::warning, "connection_refused",
                              {{"open", static_cast<std::int64_t>(hub.sessions.size())}});
            } else {
                socket.set_option(tcp::no_delay(true), failed);
                net::startHttpSession(hub, makeStream(std::move(socket)));
            }
        }
    }

    /// Ends the stranger who has been here longest; false where there is none, or too many are on
    /// their way out already.
    bool makePlace() {
        constexpr std::size_t kLeaving = 64;
        if (hub.strangers.empty() || hub.sessions.size() >= hub.options.maxConnections + kLeaving)
            return false;
        auto* eldest = hub.strangers.begin()->second;
        hub.strangers.erase(hub.strangers.begin());
        eldest->abort();
        return true;
    }

    asio::awaitable<void> shutDown() {
        hub.stopping = true;
        error_code ignored;
        acceptor.close(ignored);
        hub.large.close();
        each([](net::Session& session) { session.stop(); });
        if (!hub.sessions.empty()) {
            hub.emptied.expires_after(hub.options.stopDeadline);
            co_await hub.emptied.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        each([](net::Session& session) { session.abort(); });
        busy.reset();
    }

    template <class Act>
    void each(Act act) {
        // Acting on one may end it, which takes it out of the set.
        const std::vector<net::Session*> all(hub.sessions.begin(), hub.sessions.end());
        for (auto* session : all) {
            if (hub.sessions.contains(session)) act(*session);
        }
    }

    net::Hub hub;
    net::MakeStream makeStream;
    tcp::acceptor acceptor;
    asio::executor_work_guard<asio::io_context::executor_type> busy;
    std::uint16_t port = 0;
    std::thread thread;
};

Server::Server(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Server::~Server() {
    stop();
    // A request that outlasted the stop's deadline may have been answered since; its coroutine ends
    // here, while what it refers to still exists.
    m_impl->hub.io.restart();
    m_impl->hub.io.poll();
}

Result<std::unique_ptr<Server>> Server::start(const Options& options, Api& api, Workers& workers,
                                              Clock& clock, Log& log) {
    auto impl = std::make_unique<Impl>(options, api, workers, clock, log);
    if (auto listening = impl->listen(); !listening) return listening.error();
    Impl* running = impl.get();
    asio::co_spawn(
        impl->hub.io, [running] { return running->accept(); }, asio::detached);
    impl->thread = std::thread([running] { running->hub.io.run(); });
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
    return m_impl->port;
}

void Server::poke(const SiteId& site, std::int64_t feedSeq) {
    asio::post(m_impl->hub.io, [impl = m_impl.get(), site, feedSeq] {
        auto& known = impl->hub.feedSeqs[site];
        known = std::max(known, feedSeq);
        impl->each([&](net::Session& session) { session.poke(site, feedSeq); });
    });
}

void Server::shutOut(const DeviceId& device) {
    asio::post(m_impl->hub.io, [impl = m_impl.get(), device] {
        impl->hub.out.insert(device);
        impl->each([&](net::Session& session) { session.shutOut(device); });
    });
}

void Server::stop() {
    if (!m_impl->thread.joinable()) return;
    asio::co_spawn(
        m_impl->hub.io, [impl = m_impl.get()] { return impl->shutDown(); }, asio::detached);
    m_impl->thread.join();
}

} // namespace shoujie::server
