#pragma once

#include "server/net/server.hpp"

// Boost 1.74's asio.hpp uses std::exchange without including it.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>

/// Inside of the network: what its connections share. All of it belongs to the network's thread.
namespace shoujie::server::net {

namespace asio = boost::asio;

/// One connection.
class Session {
public:
    virtual ~Session() = default;
    /// Ends as soon as is polite.
    virtual void stop() = 0;
    /// Ends now.
    virtual void abort() = 0;
    /// The feed of its site has grown; for WebSockets.
    virtual void poke(const SiteId& site, std::int64_t feedSeq) = 0;
};

struct Hub {
    Hub(const Server::Options& chosen, Api& routes, Workers& helpers, Clock& time, Log& journal)
        : options(chosen), api(routes), workers(helpers), clock(time), log(journal), emptied(io) {}

    asio::io_context io{1};
    const Server::Options options;
    Api& api;
    Workers& workers;
    Clock& clock;
    Log& log;

    std::set<Session*> sessions;
    std::map<SiteId, std::int64_t> feedSeqs; ///< newest poke of each site
    bool stopping = false;
    asio::steady_timer emptied; ///< cancelled when the last session has gone
};

/// Registers a session for as long as its coroutine runs.
class Registration {
public:
    Registration(Hub& hub, Session& session) : m_hub(hub), m_session(session) {
        m_hub.sessions.insert(&m_session);
    }
    ~Registration() {
        m_hub.sessions.erase(&m_session);
        if (m_hub.sessions.empty()) m_hub.emptied.cancel();
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

private:
    Hub& m_hub;
    Session& m_session;
};

/// Runs `job(done)` on a worker and gives what it passes to `done`, back in the network's thread.
template <class T>
asio::awaitable<T> onWorker(Hub& hub, std::function<void(std::function<void(T)>)> job) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(T)>(
        [&hub](auto handler, std::function<void(std::function<void(T)>)> task) {
            // std::function wants to copy what it holds; the handler can only move.
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            hub.workers.post([&hub, shared = std::move(shared), task = std::move(task)] {
                task([&hub, shared](T value) {
                    asio::post(hub.io, [shared, value = std::move(value)]() mutable {
                        (*shared)(std::move(value));
                    });
                });
            });
        },
        asio::use_awaitable, std::move(job));
}

} // namespace shoujie::server::net
