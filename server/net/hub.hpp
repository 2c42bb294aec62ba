#pragma once

#include "server/net/server.hpp"

// Boost 1.74's asio.hpp uses std::exchange without including it.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
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
    /// Its place among all, in the order in which they came; from Registration.
    std::uint64_t ordinal = 0;
    /// Ends as soon as is polite.
    virtual void stop() = 0;
    /// Ends now.
    virtual void abort() = 0;
    /// The feed of its site has grown; for WebSockets.
    virtual void poke(const SiteId& site, std::int64_t feedSeq) = 0;
    /// That device is to be told nothing more.
    virtual void shutOut(const DeviceId& device) = 0;
};

/// Lets so many large requests at a time past their header; the others wait, unread, in the order
/// in which they came. What they would take in memory, and how long light ones wait behind them, is
/// bounded by that.
class Lock {
public:
    Lock(asio::io_context& io, std::size_t free) : m_io(io), m_free(free) {}

    /// A place inside, until it is destroyed; false where none became free in time.
    class Pass {
    public:
        Pass() = default;
        explicit Pass(Lock* lock) : m_lock(lock) {}
        Pass(Pass&& other) noexcept : m_lock(std::exchange(other.m_lock, nullptr)) {}
        Pass& operator=(Pass&& other) noexcept {
            std::swap(m_lock, other.m_lock);
            return *this;
        }
        ~Pass() {
            if (m_lock != nullptr) m_lock->leave();
        }
        explicit operator bool() const { return m_lock != nullptr; }

    private:
        Lock* m_lock = nullptr;
    };
    asio::awaitable<Pass> enter(std::chrono::milliseconds patience) {
        if (m_free > 0) {
            --m_free;
            co_return Pass(this);
        }
        if (m_closed) co_return Pass();
        Waiting waiting(*this, patience);
        boost::system::error_code ignored;
        co_await waiting.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        co_return waiting.admitted ? Pass(this) : Pass();
    }
    /// Nobody waits any longer.
    void close() {
        m_closed = true;
        for (auto* waiting : m_waiting)
            waiting->timer.cancel();
    }

private:
    struct Waiting {
        Waiting(Lock& at, std::chrono::milliseconds patience) : lock(at), timer(at.m_io, patience) {
            lock.m_waiting.push_back(this);
        }
        ~Waiting() { lock.m_waiting.remove(this); }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

        Lock& lock;
        asio::steady_timer timer;
        bool admitted = false;
    };
    void leave() {
        if (m_waiting.empty()) {
            ++m_free;
            return;
        }
        auto* next = m_waiting.front();
        m_waiting.pop_front();
        next->admitted = true;
        next->timer.cancel();
    }

    asio::io_context& m_io;
    std::size_t m_free;
    std::list<Waiting*> m_waiting;
    bool m_closed = false;
};

struct Hub {
    // In front, for what goes on in `io` may hold a place in it to the end.
    Lock large; ///< for requests with large bodies

    Hub(const Server::Options& chosen, Api& routes, Workers& helpers, Clock& time, Log& journal)
        : large(io, chosen.largeAtOnce)
        , options(chosen)
        , api(routes)
        , workers(helpers)
        , clock(time)
        , log(journal)
        , emptied(io) {}

    asio::io_context io{1};
    const Server::Options options;
    Api& api;
    Workers& workers;
    Clock& clock;
    Log& log;

    std::set<Session*> sessions;
    std::map<SiteId, std::int64_t> feedSeqs; ///< newest poke of each site
    /// Those that have not shown a device's token, by ordinal. Where all places are taken the
    /// eldest of them goes: half-open handshakes and slow headers shut out no tablet.
    std::map<std::uint64_t, Session*> strangers;
    std::uint64_t ordinals = 0;
    std::set<DeviceId> out; ///< shut out since the start
    bool stopping = false;
    asio::steady_timer emptied; ///< cancelled when the last session has gone
};

/// Registers a session for as long as its coroutine runs.
class Registration {
public:
    Registration(Hub& hub, Session& session) : m_hub(hub), m_session(session) {
        m_session.ordinal = ++m_hub.ordinals;
        m_hub.sessions.insert(&m_session);
        m_hub.strangers.emplace(m_session.ordinal, &m_session);
    }
    ~Registration() {
        m_hub.sessions.erase(&m_session);
        m_hub.strangers.erase(m_session.ordinal);
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
asio::awaitable<T> onWorker(Hub& hub, std::function<void(std::function<void(T)>)> job,
                            Workers::Load load = Workers::Load::light) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(T)>(
        [&hub, load](auto handler, std::function<void(std::function<void(T)>)> task) {
            // std::function wants to copy what it holds; the handler can only move.
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            hub.workers.post(
                [&hub, shared = std::move(shared), task = std::move(task)] {
                    task([&hub, shared](T value) {
                        asio::post(hub.io, [shared, value = std::move(value)]() mutable {
                            (*shared)(std::move(value));
                        });
                    });
                },
                load);
        },
        asio::use_awaitable, std::move(job));
}

} // namespace shoujie::server::net
